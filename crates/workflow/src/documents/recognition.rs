//! Pages whose text is recognised from their pictures: how far each is, and what comes first.

use serde::{Deserialize, Serialize};

use crate::jobs::Priority;

/// How far the recognition of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// Its turn has not come.
    Waiting,
    /// Its text is there.
    Recognised,
    /// There is nothing on it.
    Blank,
    /// It could not be recognised; the code beside it says why.
    Failed,
}

impl PageState {
    const ALL: [PageState; 4] = [Self::Waiting, Self::Recognised, Self::Blank, Self::Failed];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            PageState::Waiting => "waiting",
            PageState::Recognised => "recognised",
            PageState::Blank => "blank",
            PageState::Failed => "failed",
        }
    }

    /// The state of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Pages that come before the rest of a long paper: what a clerk registers it by stands on them.
const FIRST_PAGES: i32 = 3;

/// What comes first among the pages of papers: the first pages of each, so that a bundle of three
/// hundred pages holds up no letter that came after it.
pub fn priority_of_page(paper: Priority, number: i32) -> Priority {
    match paper {
        _ if number <= FIRST_PAGES => paper,
        Priority::Urgent => Priority::Normal,
        Priority::Normal | Priority::Low => Priority::Low,
    }
}

/// The state of a file of which no page waits any more: readable as soon as one page was recognised
/// or there was nothing to recognise on any.
pub fn state_of_file(pages: impl IntoIterator<Item = PageState>) -> super::ReadingState {
    let mut pages = pages.into_iter().peekable();
    let is_lost = pages.peek().is_some() && pages.all(|page| page == PageState::Failed);
    if is_lost {
        super::ReadingState::Unreadable
    } else {
        super::ReadingState::Read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::ReadingState;

    #[test]
    fn the_first_pages_of_every_paper_come_first() {
        assert_eq!(priority_of_page(Priority::Normal, 3), Priority::Normal);
        assert_eq!(priority_of_page(Priority::Normal, 4), Priority::Low);
        assert_eq!(priority_of_page(Priority::Urgent, 300), Priority::Normal);
        assert_eq!(priority_of_page(Priority::Low, 1), Priority::Low);
    }

    #[test]
    fn one_bad_page_does_not_lose_the_others() {
        use PageState::{Blank, Failed, Recognised};
        for (pages, state) in [
            (&[Recognised, Failed][..], ReadingState::Read),
            (&[Blank, Blank], ReadingState::Read),
            (&[Failed, Failed], ReadingState::Unreadable),
            (&[], ReadingState::Read),
        ] {
            assert_eq!(state_of_file(pages.iter().copied()), state, "{pages:?}");
        }
    }
}
