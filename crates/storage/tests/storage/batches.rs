//! Batches: scans are kept and found again, each arrangement stays, a paper has one place, and what was
//! acted upon is known.

use std::collections::BTreeSet;

use storage::batches::{self, Batch, MadePaper, NewScan, Revision};
use storage::blobs::{Blob, BlobHash};
use storage::documents::{self, FileReading, Page};
use storage::jobs::{self, NewJob};
use storage::{Database, StorageError};
use time::Duration;
use uuid::Uuid;
use workflow::batches::{Arrangement, Lock, ScanState, Seen, arrange};
use workflow::documents::ReadingState;
use workflow::jobs::Priority;
use workflow::{BatchId, DocumentId, FileId, JobId, ScanId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, file_with};

fn batch(agency: &Agency) -> Batch {
    Batch {
        id: BatchId(Uuid::now_v7()),
        organisation: agency.id,
        unit: None,
        name: "Sáng thứ hai".to_owned(),
        splits_at_blanks: true,
        revision: 0,
        opened_by: Some(agency.person),
        opened_at: NOW,
    }
}

fn scan(batch: &Batch, bytes: &[u8], source: Option<&str>) -> NewScan {
    NewScan {
        id: ScanId(Uuid::now_v7()),
        batch: batch.id,
        name: "quet.pdf".to_owned(),
        blob: Blob {
            hash: BlobHash::of(bytes),
            size_bytes: bytes.len() as u64,
        },
        media_type: "application/pdf".to_owned(),
        source: source.map(str::to_owned),
    }
}

async fn opens(db: &Database, agency: &Agency) -> Batch {
    let batch = batch(agency);
    let tx = db.begin(NOW).await.unwrap();
    batches::insert(&tx, &batch).await.unwrap();
    tx.commit().await.unwrap();
    batch
}

fn made(key: u32, document: DocumentId) -> MadePaper {
    MadePaper {
        key,
        document: Some(document),
        made_of: Some("1".to_owned()),
        trouble: None,
    }
}

on_both! {
    async fn a_scan_is_kept_with_what_was_seen_on_it_and_a_file_of_a_folder_is_taken_once(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let batch = opens(&fresh.db, &agency).await;
        let tx = fresh.db.begin(NOW).await.unwrap();
        let new = scan(&batch, b"bytes of a scan", Some("once"));
        batches::insert_scan(&tx, new.clone()).await.unwrap();
        let seen = [
            Seen { page: 1, sheet: Some("congvan:sheet:1:-:-\0".to_owned()), blank: false },
            Seen { page: 2, sheet: None, blank: true },
        ];
        batches::save_seen(&tx, new.id, 2, &seen).await.unwrap();
        batches::set_scan_state(&tx, new.id, ScanState::Arranged, None).await.unwrap();
        tx.commit().await.unwrap();
        let found = batches::list_scans(&fresh.db, &[batch.id]).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].page_count, found[0].state, found[0].blob), (Some(2), ScanState::Arranged, new.blob.hash));
        let kept = batches::list_seen(&fresh.db, new.id).await.unwrap();
        assert_eq!(kept[0].sheet.as_deref(), Some("congvan:sheet:1:-:-"));
        assert_eq!((kept[1].page, kept[1].blank), (2, true));
        let known = batches::find_source(&fresh.db, "once").await.unwrap();
        assert_eq!(known, Some(found[0].clone()));

        let tx = fresh.db.begin(NOW).await.unwrap();
        let twice = batches::insert_scan(&tx, scan(&batch, b"bytes of a scan", Some("once"))).await;
        assert!(matches!(twice, Err(StorageError::Conflict(_))), "{twice:?}");
    }
}

on_both! {
    async fn the_bytes_of_a_scan_are_named_and_checked_until_they_are_set_apart(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let batch = opens(&fresh.db, &agency).await;
        let new = scan(&batch, b"only a scan names these", None);
        let hash = new.blob.hash;
        assert!(!documents::blob_is_named(&fresh.db, hash).await.unwrap());
        let tx = fresh.db.begin(NOW).await.unwrap();
        batches::insert_scan(&tx, new.clone()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(documents::blob_is_named(&fresh.db, hash).await.unwrap());
        let later = NOW + Duration::days(1);
        assert_eq!(documents::list_blobs_to_check(&fresh.db, later, 10).await.unwrap(), [hash]);
        let tx = fresh.db.begin(NOW).await.unwrap();
        batches::set_scan_state(&tx, new.id, ScanState::Quarantined, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(documents::list_blobs_to_check(&fresh.db, later, 10).await.unwrap(), []);
    }
}

on_both! {
    async fn every_arrangement_stays_and_the_last_one_holds(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let batch = opens(&fresh.db, &agency).await;
        let first = batches::find_revision(&fresh.db, batch.id, 0).await.unwrap();
        assert_eq!(first.arrangement, Arrangement::default());
        let pages = [Seen { page: 1, ..Seen::default() }];
        let arrangement = arrange(Arrangement::default(), ScanId(Uuid::now_v7()), &pages, false);
        let one = Revision { number: 1, undoes_to: None, arrangement, made_by: None };
        let two = Revision { number: 2, undoes_to: Some(1), made_by: Some(agency.person), ..one.clone() };
        let tx = fresh.db.begin(NOW).await.unwrap();
        assert_eq!(batches::lock(&tx, batch.id).await.unwrap(), batch);
        for revision in [&one, &two] {
            batches::insert_revision(&tx, batch.id, revision).await.unwrap();
        }
        tx.commit().await.unwrap();
        let now = batches::find(&fresh.db, batch.id).await.unwrap().unwrap();
        assert_eq!(now.revision, 2);
        assert_eq!(batches::find_revision(&fresh.db, batch.id, 1).await.unwrap(), one);
        assert_eq!(batches::find_revision(&fresh.db, batch.id, 2).await.unwrap(), two);
        let tx = fresh.db.begin(NOW).await.unwrap();
        let again = batches::insert_revision(&tx, batch.id, &two).await;
        assert!(matches!(again, Err(StorageError::Conflict(_))), "{again:?}");
    }
}

on_both! {
    async fn batches_are_listed_newest_first_in_parts(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let other = Agency::found(&fresh.db, "b").await;
        opens(&fresh.db, &other).await;
        let mut own = Vec::new();
        for _ in 0..3 {
            own.insert(0, opens(&fresh.db, &agency).await);
        }
        let part = batches::list(&fresh.db, agency.id, None, 2).await.unwrap();
        assert_eq!(part.items, own[..2]);
        assert_eq!(part.next, Some(own[1].id.0));
        let rest = batches::list(&fresh.db, agency.id, part.next.map(BatchId), 2).await.unwrap();
        assert_eq!((rest.items, rest.next), (own[2..].to_vec(), None));
    }
}

on_both! {
    async fn a_paper_has_one_place_and_is_held_while_its_pages_change(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let batch = opens(&fresh.db, &agency).await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let stranger = agency.keeps_paper(&fresh.db, "Khác").await;
        let tx = fresh.db.begin(NOW).await.unwrap();
        batches::save_paper(&tx, batch.id, &made(3, paper)).await.unwrap();
        batches::save_paper(&tx, batch.id, &made(3, paper)).await.unwrap();
        assert!(batches::hold_paper(&tx, paper).await.unwrap());
        assert!(batches::hold_paper(&tx, stranger).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(batches::find_place(&fresh.db, paper).await.unwrap(), Some((batch.id, 3)));
        assert_eq!(batches::list_papers(&fresh.db, batch.id).await.unwrap(), [made(3, paper)]);
        let tx = fresh.db.begin(NOW).await.unwrap();
        batches::unmake_papers(&tx, batch.id, &BTreeSet::from([3])).await.unwrap();
        assert!(!batches::hold_paper(&tx, paper).await.unwrap());
        let twice = batches::save_paper(&tx, batch.id, &made(4, paper)).await;
        assert!(matches!(twice, Err(StorageError::Conflict(_))), "{twice:?}");
    }
}

on_both! {
    async fn what_is_kept_apart_or_dealt_with_is_locked(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let batch = opens(&fresh.db, &agency).await;
        let free = agency.keeps_paper(&fresh.db, "Tự do").await;
        let secret = agency.keeps_paper(&fresh.db, "Khác").await;
        let dealt = agency.keeps_paper(&fresh.db, "Đang xử lý").await;
        let tx = fresh.db.begin(NOW).await.unwrap();
        for (key, paper) in [(0, free), (1, secret), (2, dealt)] {
            batches::save_paper(&tx, batch.id, &made(key, paper)).await.unwrap();
        }
        let file = file_with(secret, b"secret");
        let id = file.id;
        documents::insert_file(&tx, file).await.unwrap();
        let apart = FileReading {
            state: ReadingState::Quarantined,
            trouble: None,
            media_type: "application/pdf".to_owned(),
            pages: Vec::new(),
        };
        documents::save_reading(&tx, id, &apart).await.unwrap();
        tx.commit().await.unwrap();
        let sql = "INSERT INTO work (document_id, organisation_id, direction, revision) \
            SELECT id, organisation_id, 'incoming', 1 FROM document WHERE subject = 'Đang xử lý'";
        fresh.sql(sql).await;
        let locks = batches::list_locks(&fresh.db, batch.id).await.unwrap();
        assert_eq!(locks.into_iter().collect::<Vec<_>>(), [(1, Lock::SetApart), (2, Lock::InWork)]);
    }
}

on_both! {
    async fn a_file_is_replaced_with_all_that_was_read_and_was_to_be_read_of_it(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let paper = agency.keeps_paper(&fresh.db, "Kế hoạch").await;
        let (old, beside, new) = (file_with(paper, b"old"), file_with(paper, b"beside"), file_with(paper, b"new"));
        let ids: [FileId; 3] = [old.id, beside.id, new.id];
        let page = Page { number: 1, width_pt: 1.0, height_pt: 1.0, text: "Cũ".to_owned(), words: String::new() };
        let read = FileReading {
            state: ReadingState::NotYetRead,
            trouble: None,
            media_type: "application/pdf".to_owned(),
            pages: vec![page],
        };
        let tx = fresh.db.begin(NOW).await.unwrap();
        for file in [old, beside] {
            let id = file.id;
            documents::insert_file(&tx, file).await.unwrap();
            documents::save_reading(&tx, id, &read).await.unwrap();
            documents::begin_recognition(&tx, id, &[1]).await.unwrap();
            let job = NewJob {
                id: JobId(Uuid::now_v7()),
                organisation: Some(agency.id),
                kind: "recognise_page",
                payload: serde_json::json!({}),
                priority: Priority::Normal,
                run_at: NOW,
                key: Some(format!("recognise_page:{id}:1")),
            };
            jobs::enqueue(&tx, job).await.unwrap();
        }
        tx.commit().await.unwrap();
        let tx = fresh.db.begin(NOW).await.unwrap();
        documents::replace_file(&tx, ids[0], new).await.unwrap();
        tx.commit().await.unwrap();
        let files = documents::list_files(&fresh.db, &[paper]).await.unwrap();
        let kept: Vec<_> = files.iter().map(|file| (file.id, file.ordinal, file.state)).collect();
        assert_eq!(kept, [(ids[2], 0, ReadingState::Waiting), (ids[1], 1, ReadingState::NotYetRead)]);
        assert_eq!(documents::list_pages(&fresh.db, ids[0]).await.unwrap().len(), 0);
        let left = jobs::lease(&fresh.db, "worker", &["recognise_page"], 9, NOW).await.unwrap();
        assert_eq!(left.len(), 1);
    }
}
