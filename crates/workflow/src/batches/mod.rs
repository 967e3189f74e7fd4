//! A batch (lô quét): scans that become papers. An arrangement says which page of which scan belongs to
//! which paper; it is made from what was seen on the pages and changed by hand until a paper is acted upon.
//!
//! Whatever is done to an arrangement, each page stays in it exactly once: in a paper, or set aside.

mod act;
mod arrange;
mod sheet;
#[cfg(test)]
mod tests;

pub use act::{Act, Lock, Locks, apply, differing, undo};
pub use arrange::{Seen, arrange};
pub use sheet::Sheet;

use serde::{Deserialize, Serialize};

use crate::access::{Caller, Role};
use crate::{Refusal, RegisterId, ScanId, UnitId};

/// Longest name of a batch, in characters.
pub const NAME_MAX_CHARS: usize = 200;

/// A page of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageOf {
    /// The scan.
    pub scan: ScanId,
    /// From 1.
    pub page: u32,
}

/// A page in its place, turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The scan.
    pub scan: ScanId,
    /// From 1.
    pub page: u32,
    /// Degrees clockwise by which it is turned by hand: 0, 90, 180 or 270.
    pub turn: u16,
}

impl Placed {
    /// Which page it is, however it is turned.
    pub fn of(&self) -> PageOf {
        PageOf {
            scan: self.scan,
            page: self.page,
        }
    }
}

/// The pages that make a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its number in the batch; never that of another one again.
    pub key: u32,
    /// At least one.
    pub pages: Vec<Placed>,
    /// The unit that its separator sheet names.
    pub unit: Option<UnitId>,
    /// The register that its separator sheet names.
    pub register: Option<RegisterId>,
}

/// Why a page belongs to no paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is a separator sheet.
    Sheet,
    /// Nothing is on it.
    Blank,
    /// Somebody took it out.
    Removed,
}

/// A page set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The page.
    pub page: Placed,
    /// Why.
    pub why: Why,
}

/// Which page of which scan belongs to which paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    /// In order.
    pub papers: Vec<Paper>,
    /// In the order in which they were set aside.
    pub aside: Vec<Aside>,
    /// The key that the next new paper takes.
    pub next_key: u32,
}

impl Arrangement {
    /// Every page, those set aside included.
    pub fn pages(&self) -> impl Iterator<Item = &Placed> {
        let in_papers = self.papers.iter().flat_map(|paper| &paper.pages);
        in_papers.chain(self.aside.iter().map(|aside| &aside.page))
    }

    /// Whether the pages of a scan are in it.
    pub fn holds(&self, scan: ScanId) -> bool {
        self.pages().any(|page| page.scan == scan)
    }

    /// The paper of a key.
    pub fn paper(&self, key: u32) -> Option<&Paper> {
        self.papers.iter().find(|paper| paper.key == key)
    }
}

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    /// Its pages are being looked at.
    Waiting,
    /// They are arranged.
    Arranged,
    /// It cannot be opened.
    Unreadable,
    /// A paper of it bears a mark of secrecy.
    Quarantined,
}

impl ScanState {
    /// Every state.
    pub const ALL: [ScanState; 4] = [
        ScanState::Waiting,
        ScanState::Arranged,
        ScanState::Unreadable,
        ScanState::Quarantined,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            ScanState::Waiting => "waiting",
            ScanState::Arranged => "arranged",
            ScanState::Unreadable => "unreadable",
            ScanState::Quarantined => "quarantined",
        }
    }

    /// The state of a code.
    pub fn from_code(code: &str) -> Option<ScanState> {
        ScanState::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Refuses whoever may not see and arrange batches: they show every paper of a scan before anybody knows
/// for whom it is, so only those may who keep what comes in.
pub fn may_arrange(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::Clerk, Role::ChiefOfOffice, Role::Archivist])
}

/// The name under which a batch is kept, without blanks around it.
pub fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Refusal::new("batches.name_missing")),
        count if count > NAME_MAX_CHARS => {
            Err(Refusal::new("batches.name_long").with("most", NAME_MAX_CHARS))
        }
        _ => Ok(name.to_owned()),
    }
}
