//! Notices: the follower tells people what events mean for them, couriers bring it by mail and
//! Web Push, and everybody reads, and chooses, what he is told.

mod bell;
mod choose;
mod deliver;
mod devices;
mod figures;
mod follow;
mod letter;
mod list;
mod mail;
mod places;
mod push;
mod scene;
mod words;

pub use bell::{Bell, Rung, committed, rung};
pub use choose::{choices, choose};
pub use deliver::{Couriers, deliver};
pub use devices::{
    NewDevice, TestedDevice, add_device, devices, push_key, remove_device, test_devices,
};
pub use figures::{Figures, figures};
pub use follow::{follow_once, tell_once};
pub use list::{Counts, Page, Shown, count, last_seq, list, parse_place, see, since};
