//! Why something could not be printed, as stable codes.

use serde::{Deserialize, Serialize};

/// What went wrong; [`PrintError::code`] names its sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintError {
    /// More rows than one printout takes; narrower filters or single volumes are the way out.
    #[error("{rows} rows, at most {most}")]
    TooManyRows {
        /// Rows given.
        rows: usize,
        /// Rows taken.
        most: usize,
    },
    /// A row has more or fewer cells than there are columns.
    #[error("row {row} does not have a cell for each column")]
    Uneven {
        /// Row from 1.
        row: usize,
    },
    /// The file to be stamped is no PDF, or too damaged to be copied.
    #[error("the file cannot be read as PDF")]
    Unreadable,
    /// The file to be stamped is locked by a password.
    #[error("the file is locked by a password")]
    Encrypted,
    /// The file to be numbered holds a digital signature.
    #[error("the file is signed")]
    Signed,
    /// The place asked for is not on the page.
    #[error("the stamp would not stand on the page")]
    OffPage,
    /// The child was stopped at one of its limits or crashed.
    #[error("the work was stopped")]
    Stopped,
    /// The typesetter or the writer of sheets gave up.
    #[error("printing failed: {0}")]
    Failed(String),
}

impl PrintError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            PrintError::TooManyRows { .. } => "printing.too_many_rows",
            PrintError::Unreadable => "printing.unreadable",
            PrintError::Encrypted => "printing.encrypted",
            PrintError::Signed => "printing.signed",
            PrintError::OffPage => "printing.off_page",
            PrintError::Stopped => "printing.stopped",
            PrintError::Uneven { .. } | PrintError::Failed(_) => "printing.failed",
        }
    }
}
