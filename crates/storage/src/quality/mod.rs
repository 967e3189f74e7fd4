//! What is known of the quality of a digitisation: how sure each reading is until somebody settled it, what
//! became of the suggestions, and the pages of each day.

mod batch;
mod days;
mod judged;
mod samples;
mod settled;
mod shelves;
mod work;

pub use batch::{BatchFigures, Reading, batch_figures, list_readings};
pub use days::{Day, count_page, list_days};
pub use judged::{
    Difference, KeyedFrame, count_papers_by, judge, list_differences, tally_samples, total_samples,
};
pub use samples::{
    Item, KeyedValue, Sample, SampleProgress, count_population, find_item, find_next_item,
    find_sample, insert_sample, list_population, list_sample_progress, list_samples, lock_sample,
    save_keyed, take_item,
};
pub use settled::{Frame, Group, Tally, settle, tally_suggestions, total_suggestions};
pub use shelves::{ShelfList, find_shelf_list, save_shelf_list};
pub use work::{NewReading, WorkKey, WorkRow, WorkWanted, forget_reading, list_work, save_reading};
