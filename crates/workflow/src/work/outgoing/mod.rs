//! The way of an outgoing paper (văn bản đi): draft, opinions, approvals of content and of form,
//! the approval of the one entitled to sign, number and date, issue, dispatch (NĐ 30/2020 Điều
//! 10–18).
//!
//! A draft has versions; an approval names the version and the files approved, and any change
//! after it voids it: the draft is the drafter's again (Điều 11).

mod act;
mod action;
mod approve;
mod draft;
mod fault;
mod issue;
mod open;
mod release;
mod submit;
#[cfg(test)]
mod tests;

pub use act::{Acted, Setting, act, lose_number};
pub use action::{Action, Other, Recipient, ReturnTo, Submission, Verb};
pub use draft::{Approval, ApprovedFile, Draft, DraftChange, DraftFile, Paper, Place, Run};
pub use issue::came_back;
pub use open::{OpenAction, may_draft, open_actions, standing};
pub use release::{Release, Stamp};
