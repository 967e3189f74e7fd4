//! Papers on their way: the case that rules act on, the changes they make, and lists of what
//! waits for whom.

mod books;
mod cases;
mod changes;
mod dates;
mod given;
mod late;
mod lists;
mod rows;
mod undo;

pub use books::{list_answers_of, list_recalled, list_tasks};
pub use cases::{
    Kept, RemarkRow, find_case, find_kept, list_answers, list_cases, list_remarks, lock_case,
    lock_other_end,
};
pub use changes::{Acted, save, save_moved};
pub use dates::{DateChange, find_known, list_date_changes};
pub use given::{GivenInstruction, list_instructions_of};
pub use late::{LateFilter, LateGroup, count_late, list_escalated, list_late, list_reported};
pub use lists::{
    Count, TaskEntry, count_reached, count_waiting, list_done, list_given, list_papers_waiting,
    list_reached, list_waiting,
};
pub use undo::{find_way_back, keep_way_back};
