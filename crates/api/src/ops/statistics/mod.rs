//! Statistics of papers dealt with early, on time and late, and of those still open; each figure
//! is a count of the papers that the same condition lists.

mod figures;
mod sheet;

pub use figures::{By, Cell, FigureRow, Figures, Papers, Period, figures, papers};
pub use sheet::sheet;
