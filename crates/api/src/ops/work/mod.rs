//! Papers on their way: acting on them, showing how far they are, and what waits for whom.

mod act;
mod bulk;
mod follow;
mod inbox;
mod late;
mod names;
mod register;
mod show;
mod staff;
mod undo;

pub use act::act;
pub(in crate::ops) use act::{keep, payload, save, still_as_seen};
pub use bulk::{Batch, MOST_AT_ONCE, Target, Told, act_on_all};
pub use follow::{FollowedPapers, follow, followed};
pub use inbox::{Inbox, InboxBox, Waiting, count, inbox};
pub use late::{Home, LateGroups, LateList, LateTask, LateWish, late_groups, late_list};
pub use names::Names;
pub use register::{Registration, find_doubles, register};
pub use show::{Shown, show};
pub use staff::{Colleagues, colleagues};
pub(in crate::ops) use staff::{staff_in, staff_of};
pub use undo::undo;
