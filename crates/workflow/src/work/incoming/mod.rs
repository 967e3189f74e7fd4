//! The way of an incoming paper (văn bản đến): receive, register, submit, distribute, deal with,
//! close (NĐ 30/2020 Điều 20–24, Phụ lục VI).

mod act;
mod action;
mod give;
mod handle;
mod open;
mod progress;
mod sender;
#[cfg(test)]
mod tests;
mod time;

pub use act::act;
pub use action::{Action, Assignment, Finish, Verb};
pub use open::{OpenAction, open_actions, standing};
pub(in crate::work) use sender::for_clerks;
pub use sender::{arrive, recall};
