//! Recognition of pages, suggestions, and what is learnt from corrections.

use storage::StorageError;
use storage::documents::{self, FileReading, LearntValue, Page, Progress, Recognition, Suggestion};
use workflow::documents::{PageState, ReadingState};
use workflow::{DocumentId, FileId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, file_with};

fn page(number: i32, text: &str) -> Page {
    Page {
        number,
        width_pt: 595.0,
        height_pt: 842.0,
        text: text.to_owned(),
        words: String::new(),
    }
}

fn outcome(number: i32, state: PageState) -> Recognition {
    Recognition {
        number,
        state,
        trouble: (state == PageState::Failed).then(|| "reading.time".to_owned()),
        confidence: (state == PageState::Recognised).then_some(91.5),
        turn: 90,
        cpu_ms: Some(1_900),
    }
}

/// A scan of so many pages in line to be recognised.
async fn scan(fresh: &Fresh, agency: &Agency, pages: i32) -> (DocumentId, FileId) {
    let paper = agency.keeps_paper(&fresh.db, "Bản chụp").await;
    let file = file_with(paper, b"scan");
    let tx = fresh.db.begin(NOW).await.unwrap();
    documents::insert_file(&tx, file.clone()).await.unwrap();
    let reading = FileReading {
        state: ReadingState::NotYetRead,
        trouble: None,
        media_type: "application/pdf".to_owned(),
        pages: (1..=pages).map(|number| page(number, "")).collect(),
    };
    documents::save_reading(&tx, file.id, &reading)
        .await
        .unwrap();
    let numbers: Vec<i32> = (1..=pages).collect();
    documents::begin_recognition(&tx, file.id, &numbers)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (paper, file.id)
}

async fn save(
    fresh: &Fresh,
    file: FileId,
    outcome: &Recognition,
    text: &str,
) -> storage::Result<u64> {
    let tx = fresh.db.begin(NOW).await.unwrap();
    let text = page(outcome.number, text);
    let waiting = documents::save_recognised(&tx, file, outcome, Some(&text)).await?;
    tx.commit().await?;
    Ok(waiting)
}

on_both! {
    async fn a_page_is_recognised_once_and_the_last_one_is_known(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let (_, file) = scan(fresh, &agency, 3).await;
        let progress = async || documents::list_progress(&fresh.db, &[file]).await.unwrap()[&file];
        assert_eq!(progress().await, Progress { total: 3, waiting: 3, failed: 0 });
        let first = outcome(2, PageState::Recognised);
        assert_eq!(save(fresh, file, &first, "Điều 2").await.unwrap(), 2);
        let again = save(fresh, file, &first, "khác").await;
        assert!(matches!(again, Err(StorageError::Stale)), "a page is recognised once");
        assert_eq!(save(fresh, file, &outcome(1, PageState::Failed), "").await.unwrap(), 1);
        assert_eq!(save(fresh, file, &outcome(3, PageState::Blank), "").await.unwrap(), 0);
        assert_eq!(progress().await, Progress { total: 3, waiting: 0, failed: 1 });
        let states: Vec<_> = documents::list_recognitions(&fresh.db, file).await.unwrap();
        assert_eq!(states, [outcome(1, PageState::Failed), first, outcome(3, PageState::Blank)]);
        let pages = documents::list_full_pages(&fresh.db, file).await.unwrap();
        let texts: Vec<_> = pages.iter().map(|page| page.text.as_str()).collect();
        assert_eq!(texts, ["", "Điều 2", ""]);
    }
}

on_both! {
    async fn the_last_two_pages_at_once_are_not_both_taken_for_the_last_but_one(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        for _ in 0..5 {
            let (_, file) = scan(fresh, &agency, 2).await;
            let (one, two) = (outcome(1, PageState::Recognised), outcome(2, PageState::Recognised));
            let (left, right) = tokio::join!(save(fresh, file, &one, "a"), save(fresh, file, &two, "b"));
            let mut waiting = [left.unwrap(), right.unwrap()];
            waiting.sort_unstable();
            assert_eq!(waiting, [0, 1]);
        }
    }
}

on_both! {
    async fn a_file_that_is_set_apart_keeps_no_trace_of_its_pages(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let (_, file) = scan(fresh, &agency, 2).await;
        save(fresh, file, &outcome(1, PageState::Recognised), "chữ").await.unwrap();
        let tx = fresh.db.begin(NOW).await.unwrap();
        let apart = FileReading {
            state: ReadingState::Quarantined,
            trouble: Some("documents.quarantined".to_owned()),
            media_type: "application/pdf".to_owned(),
            pages: Vec::new(),
        };
        documents::save_reading(&tx, file, &apart).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(documents::list_recognitions(&fresh.db, file).await.unwrap(), []);
        assert_eq!(documents::list_full_pages(&fresh.db, file).await.unwrap(), []);
        let late = save(fresh, file, &outcome(2, PageState::Recognised), "chữ").await;
        assert!(matches!(late, Err(StorageError::Stale)), "a worker that comes late writes nothing");
    }
}

on_both! {
    async fn files_of_an_earlier_time_are_found_once(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let (_, in_line) = scan(fresh, &agency, 1).await;
        let (_, old) = scan(fresh, &agency, 1).await;
        let tx = fresh.db.begin(NOW).await.unwrap();
        documents::begin_recognition(&tx, old, &[]).await.unwrap();
        tx.commit().await.unwrap();
        assert_ne!(in_line, old);
        assert_eq!(documents::list_unrecognised(&fresh.db, 10).await.unwrap(), [old]);
        assert_eq!(documents::list_unrecognised(&fresh.db, 0).await.unwrap(), []);
    }
}

on_both! {
    async fn suggestions_are_replaced_and_lessons_are_counted(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let (paper, file) = scan(fresh, &agency, 1).await;
        let suggestion = |field: &str, value: &str| Suggestion {
            file,
            field: field.to_owned(),
            value: value.to_owned(),
            confidence: 97,
            page: 1,
            places: "[]".to_owned(),
        };
        let first = [suggestion("issuer", "SO Y TE"), suggestion("code", "1/SYT")];
        let second = [suggestion("code", "1/SYT-VP"), suggestion("issuer", "Sở Y tế")];
        let learnt = |settled: &str, times| LearntValue {
            issuer_key: "SO Y TE".to_owned(),
            field: "issuer".to_owned(),
            read: "SỞ Y TẾ".to_owned(),
            settled: settled.to_owned(),
            times,
        };
        for rows in [&first, &second] {
            let tx = fresh.db.begin(NOW).await.unwrap();
            documents::save_suggestions(&tx, paper, rows).await.unwrap();
            documents::learn(&tx, agency.id, &learnt("Sở Y tế tỉnh", 1)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let tx = fresh.db.begin(NOW).await.unwrap();
        documents::learn(&tx, agency.id, &learnt("Sở Y tế", 1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(documents::list_suggestions(&fresh.db, paper).await.unwrap(), second);
        let keys = ["SO Y TE".to_owned()];
        let lessons = documents::list_learnt(&fresh.db, agency.id, &keys).await.unwrap();
        assert_eq!(lessons, [learnt("Sở Y tế tỉnh", 2), learnt("Sở Y tế", 1)]);
        let other = Agency::found(&fresh.db, "b").await;
        let theirs = documents::list_learnt(&fresh.db, other.id, &keys).await.unwrap();
        assert_eq!(theirs, [], "what one agency learnt is its own");
    }
}
