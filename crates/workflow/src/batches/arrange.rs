//! The first arrangement of a scan, from what was seen on its pages.

use super::{Arrangement, Aside, Paper, Placed, Sheet, Why};
use crate::ScanId;

/// What was seen on a page from afar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// From 1.
    pub page: u32,
    /// Text of the QR code that fills it.
    pub sheet: Option<String>,
    /// Whether there is no ink to speak of.
    pub blank: bool,
}

/// Adds the pages of a scan as papers of their own, split at separator sheets and, where it is wished, at
/// blank pages. The blank back of a separator sheet belongs to the sheet.
pub fn arrange(before: Arrangement, scan: ScanId, pages: &[Seen], at_blanks: bool) -> Arrangement {
    let mut next = before;
    let (mut wish, mut begins, mut behind_sheet) = (Sheet::default(), true, false);
    for seen in pages {
        let page = Placed {
            scan,
            page: seen.page,
            turn: 0,
        };
        if let Some(sheet) = seen.sheet.as_deref().and_then(Sheet::parse) {
            (wish, begins, behind_sheet) = (sheet, true, true);
            let why = Why::Sheet;
            next.aside.push(Aside { page, why });
            continue;
        }
        if seen.blank && (at_blanks || behind_sheet) {
            (begins, behind_sheet) = (true, false);
            let why = Why::Blank;
            next.aside.push(Aside { page, why });
            continue;
        }
        behind_sheet = false;
        match next.papers.last_mut() {
            Some(paper) if !begins => paper.pages.push(page),
            _ => next.begin_paper(page, wish),
        }
        begins = false;
    }
    next
}

impl Arrangement {
    fn begin_paper(&mut self, page: Placed, wish: Sheet) {
        self.papers.push(Paper {
            key: self.next_key,
            pages: vec![page],
            unit: wish.unit,
            register: wish.register,
        });
        self.next_key += 1;
    }
}
