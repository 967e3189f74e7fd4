//! A batch as views show it.

use std::collections::HashMap;

use serde::Serialize;
use storage::batches::Scan;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::batches::{Placed, ScanState, Seen, Why};
use workflow::{RegisterId, UnitId};

use super::documents::DocumentSummary;
use super::file_view::{FileView, TroubleView};
use super::identity::ActionView;
use crate::ops::batches::{Listed, Shown, ShownPaper};

/// A scan of a batch.
#[derive(Serialize, ToSchema)]
pub struct ScanView {
    id: String,
    name: String,
    size_bytes: u64,
    media_type: String,
    /// `waiting`, `arranged`, `unreadable` or `quarantined`.
    #[schema(value_type = String)]
    state: ScanState,
    /// Pages; null before they are counted.
    page_count: Option<u32>,
    /// Pages that were looked at.
    pages_seen: u32,
    trouble: Option<TroubleView>,
}

impl ScanView {
    fn new(scan: &Scan, seen: usize) -> ScanView {
        ScanView {
            id: scan.id.to_string(),
            name: scan.name.clone(),
            size_bytes: scan.size_bytes,
            media_type: scan.media_type.clone(),
            state: scan.state,
            page_count: scan.page_count,
            pages_seen: u32::try_from(seen).unwrap_or(u32::MAX),
            trouble: scan.trouble.clone().map(TroubleView::from),
        }
    }
}

/// A page in its place.
#[derive(Serialize, ToSchema)]
pub struct PlacedView {
    scan: String,
    /// From 1.
    page: u32,
    /// Degrees clockwise by which it is turned: 0, 90, 180 or 270.
    turn: u16,
    /// Whether there is no ink to speak of.
    blank: bool,
}

/// A page set aside.
#[derive(Serialize, ToSchema)]
pub struct AsideView {
    #[serde(flatten)]
    page: PlacedView,
    /// `sheet`, `blank` or `removed`.
    #[schema(value_type = String)]
    why: Why,
}

/// A paper of a batch.
#[derive(Serialize, ToSchema)]
pub struct BatchPaperView {
    /// Its number in the batch, which it keeps.
    key: u32,
    pages: Vec<PlacedView>,
    /// The unit that its separator sheet names.
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// The register that its separator sheet names.
    #[schema(value_type = Option<String>)]
    register: Option<RegisterId>,
    /// `waiting`, `made` or `failed`.
    state: &'static str,
    trouble: Option<TroubleView>,
    /// The paper that was made; null before.
    document: Option<DocumentSummary>,
    /// Its file, with how far it is recognised.
    file: Option<FileView>,
    /// `change`.
    actions: Vec<ActionView>,
}

/// A batch with everything its screen needs.
#[derive(Serialize, ToSchema)]
pub struct BatchView {
    id: String,
    name: String,
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    splits_at_blanks: bool,
    /// Number of the arrangement, for `If-Match`.
    revision: i32,
    #[serde(with = "time::serde::rfc3339")]
    opened_at: OffsetDateTime,
    scans: Vec<ScanView>,
    papers: Vec<BatchPaperView>,
    aside: Vec<AsideView>,
    /// `change`: add scans and arrange pages; `undo`: bring back the arrangement before.
    actions: Vec<ActionView>,
}

impl From<Shown> for BatchView {
    fn from(shown: Shown) -> BatchView {
        let mut blank = HashMap::new();
        for (scan, seen) in &shown.scans {
            let pages = seen.iter().filter(|page| page.blank);
            blank.extend(pages.map(|page: &Seen| ((scan.id, page.page), ())));
        }
        let placed = |page: &Placed| PlacedView {
            scan: page.scan.to_string(),
            page: page.page,
            turn: page.turn,
            blank: blank.contains_key(&(page.scan, page.page)),
        };
        let aside = shown.revision.arrangement.aside.iter();
        BatchView {
            id: shown.batch.id.to_string(),
            name: shown.batch.name,
            unit: shown.batch.unit,
            splits_at_blanks: shown.batch.splits_at_blanks,
            revision: shown.batch.revision,
            opened_at: shown.batch.opened_at,
            scans: shown
                .scans
                .iter()
                .map(|(scan, seen)| ScanView::new(scan, seen.len()))
                .collect(),
            aside: aside
                .map(|one| AsideView {
                    page: placed(&one.page),
                    why: one.why,
                })
                .collect(),
            papers: shown
                .papers
                .into_iter()
                .map(|paper| {
                    let pages = paper.paper.pages.iter().map(placed).collect();
                    BatchPaperView::new(paper, pages)
                })
                .collect(),
            actions: vec![
                ActionView::new("change", shown.may_change),
                ActionView::new("undo", shown.may_undo),
            ],
        }
    }
}

impl BatchPaperView {
    fn new(shown: ShownPaper, pages: Vec<PlacedView>) -> BatchPaperView {
        let made = shown.made.as_ref();
        let failed = made.and_then(|one| one.trouble.clone());
        let state = match made {
            _ if failed.is_some() => "failed",
            Some(one) if one.made_of.is_some() => "made",
            _ => "waiting",
        };
        let name = shown.file.as_ref().map(|(file, _)| file.name.clone());
        let file = shown
            .file
            .map(|(file, progress)| FileView::new(file, progress));
        BatchPaperView {
            key: shown.paper.key,
            pages,
            unit: shown.paper.unit,
            register: shown.paper.register,
            state,
            trouble: failed.map(TroubleView::from),
            document: shown
                .document
                .map(|document| DocumentSummary::new(document, name, None)),
            file,
            actions: vec![ActionView::new("change", shown.may_change)],
        }
    }
}

/// A batch in the list.
#[derive(Serialize, ToSchema)]
pub struct BatchSummary {
    id: String,
    name: String,
    #[serde(with = "time::serde::rfc3339")]
    opened_at: OffsetDateTime,
    scans: usize,
    /// Scans whose pages are being looked at.
    scans_waiting: usize,
    /// Pages of all scans, as far as they are counted.
    pages: u32,
    papers: usize,
    /// Papers that were made.
    papers_made: usize,
    /// Papers that have their number.
    papers_registered: usize,
    /// Whether a scan bears a mark of secrecy.
    set_apart: bool,
}

impl From<Listed> for BatchSummary {
    fn from(listed: Listed) -> BatchSummary {
        let in_state = |state| listed.scans.iter().filter(move |scan| scan.state == state);
        BatchSummary {
            id: listed.batch.id.to_string(),
            opened_at: listed.batch.opened_at,
            scans: listed.scans.len(),
            scans_waiting: in_state(ScanState::Waiting).count(),
            pages: listed.scans.iter().filter_map(|scan| scan.page_count).sum(),
            papers: listed.papers,
            papers_made: listed.made,
            papers_registered: listed.registered,
            set_apart: in_state(ScanState::Quarantined).next().is_some(),
            name: listed.batch.name,
        }
    }
}
