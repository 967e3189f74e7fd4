//! How sure a scanned paper was read: what decides which papers a clerk looks at first.

use storage::Transaction;
use storage::documents::{Document, Recognition};
use storage::quality::NewReading;
use workflow::documents::PageState;
use workflow::quality::sureness;

use super::conclude::Outcome;
use super::learn::percent;
use crate::error::Result;

impl Outcome {
    /// Writes it down, once a page of the paper was recognised or is lost.
    pub(super) async fn note(&self, tx: &Transaction, document: &Document) -> Result<()> {
        let (files, rows) = self.read();
        let mut pages: Vec<Recognition> = Vec::new();
        for file in files {
            pages.extend(storage::documents::list_recognitions(tx, *file).await?);
        }
        let each = pages.iter().filter_map(|page| match page.state {
            PageState::Recognised => page.confidence,
            PageState::Failed => Some(0.0),
            PageState::Waiting | PageState::Blank => None,
        });
        let Some(least) = each.reduce(f32::min) else {
            return Ok(());
        };
        let recognised = pages
            .iter()
            .filter(|page| page.state == PageState::Recognised);
        // The first suggestion for a field is the one that the form shows.
        let first = |code: &str| rows.iter().find(|row| row.field == code).map(percent);
        let reading = NewReading {
            batch: storage::batches::find_place(tx, document.id)
                .await?
                .map(|(batch, _)| batch),
            sureness: sureness(|field| first(field.code())),
            page_confidence: least,
            pages: i32::try_from(recognised.count()).unwrap_or(i32::MAX),
        };
        Ok(storage::quality::save_reading(tx, document, &reading).await?)
    }
}
