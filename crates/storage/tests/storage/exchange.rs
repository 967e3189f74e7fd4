//! Consignments: their histories are told once, what was taken back is known, and a copied file is
//! read as far as the one it was copied from.

use storage::documents::{self, FileReading, Page};
use storage::{Database, exchange};
use time::Duration;
use uuid::Uuid;
use workflow::documents::ReadingState;
use workflow::exchange::{Consignment, Reached, Status};
use workflow::{ConsignmentId, DocumentId, FileId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, event, file_with};

async fn sent(db: &Database, a: &Agency, b: &Agency) -> Consignment {
    let consignment = Consignment {
        id: ConsignmentId(Uuid::now_v7()),
        from: a.id,
        sent: a.keeps_paper(db, "Công văn").await,
        to: b.id,
        received: b.keeps_paper(db, "Công văn").await,
        sent_at: NOW,
        sent_by: a.person,
        history: Vec::new(),
    };
    let mut tx = db.begin(NOW).await.unwrap();
    exchange::insert(&tx, &consignment).await.unwrap();
    tx.record(a.id, event("exchange.arrived", "x"));
    tx.commit().await.unwrap();
    consignment
}

fn reached(status: Status, minutes: i64, reason: Option<&str>) -> Reached {
    Reached {
        status,
        at: NOW + Duration::minutes(minutes),
        by: None,
        reason: reason.map(str::to_owned),
    }
}

/// A file of a paper with a page that was read.
async fn read_file(db: &Database, agency: &Agency, document: DocumentId) -> FileId {
    let file = file_with(document, b"mot");
    let id = file.id;
    let reading = FileReading {
        state: ReadingState::Read,
        trouble: None,
        media_type: "application/pdf".to_owned(),
        pages: vec![Page {
            number: 1,
            width_pt: 595.0,
            height_pt: 842.0,
            text: "Kính gửi".to_owned(),
            words: "[]".to_owned(),
        }],
    };
    let mut tx = db.begin(NOW).await.unwrap();
    documents::insert_file(&tx, file).await.unwrap();
    documents::save_reading(&tx, id, &reading).await.unwrap();
    tx.record(agency.id, event("file.read", "x"));
    tx.commit().await.unwrap();
    id
}

on_both! {
    async fn each_status_is_told_once_and_in_order(fresh: &Fresh) {
        let db = &fresh.db;
        let (a, b) = (Agency::found(db, "a").await, Agency::found(db, "b").await);
        let consignment = sent(db, &a, &b).await;
        let mut tx = db.begin(NOW).await.unwrap();
        for (status, minutes, is_new) in [
            (Status::RecallAsked, 5, true),
            (Status::Arrived, 0, true),
            (Status::RecallAgreed, 5, true),
            (Status::Arrived, 9, false),
        ] {
            let reason = (status == Status::RecallAsked).then_some("Sai");
            let told = reached(status, minutes, reason);
            let added = exchange::reach(&tx, consignment.id, &told).await.unwrap();
            assert_eq!(added, is_new, "{status:?}");
        }
        tx.record(a.id, event("exchange.recall_agreed", "x"));
        tx.commit().await.unwrap();
        let whole = Consignment {
            history: vec![
                reached(Status::Arrived, 0, None),
                reached(Status::RecallAsked, 5, Some("Sai")),
                reached(Status::RecallAgreed, 5, None),
            ],
            ..consignment.clone()
        };
        let (at_a, at_b) = (consignment.sent, consignment.received);
        assert_eq!(
            exchange::list_by_sent(db, at_a).await.unwrap(),
            std::slice::from_ref(&whole)
        );
        assert_eq!(
            exchange::find_by_received(db, at_b).await.unwrap(),
            Some(whole.clone())
        );
        assert_eq!(
            exchange::list_of(db, &[at_b, at_a]).await.unwrap(),
            [whole]
        );
        assert_eq!(exchange::find_by_received(db, at_a).await.unwrap(), None);
        assert!(exchange::is_withheld(db, at_b).await.unwrap());
        assert!(!exchange::is_withheld(db, at_a).await.unwrap());
    }
}

on_both! {
    async fn a_copied_file_is_read_as_far_as_its_original(fresh: &Fresh) {
        let db = &fresh.db;
        let (a, b) = (Agency::found(db, "a").await, Agency::found(db, "b").await);
        let consignment = sent(db, &a, &b).await;
        let original = read_file(db, &a, consignment.sent).await;
        let from = documents::find_file(db, original).await.unwrap().unwrap();
        let copy = FileId(Uuid::now_v7());
        let mut tx = db.begin(NOW).await.unwrap();
        let to = (copy, consignment.received);
        documents::copy_file(&tx, &from, to, None).await.unwrap();
        tx.record(b.id, event("task.received", "x"));
        tx.commit().await.unwrap();
        let kept = documents::find_file(db, copy).await.unwrap().unwrap();
        assert_eq!(
            kept,
            documents::File {
                id: copy,
                document: consignment.received,
                ..from
            }
        );
        let page = |file| documents::find_page(db, file, 1);
        assert_eq!(page(copy).await.unwrap(), page(original).await.unwrap());
    }
}
