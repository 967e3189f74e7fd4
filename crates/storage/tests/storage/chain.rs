//! The event log: no holes under many writers, and no change goes unseen.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use storage::{StorageError, events};
use workflow::OrganisationId;
use workflow::audit::Broken;

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, event};

const WRITERS: usize = 8;
const EVENTS_EACH: usize = 10;

/// Writes events one by one, each in a transaction of its own.
async fn append(fresh: &Fresh, agency: &Agency, count: usize) {
    for place in 0..count {
        let mut tx = fresh.db.begin(NOW).await.unwrap();
        tx.record(
            agency.id,
            event("document.captured", &format!("doc_{place}")),
        );
        tx.commit().await.unwrap();
    }
}

on_both! {
    async fn eight_writers_leave_no_hole(fresh: &Fresh) {
        let a = Agency::found(&fresh.db, "a").await;
        let b = Agency::found(&fresh.db, "b").await;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let db = fresh.db.clone();
            writers.spawn(async move {
                let mut places = Vec::new();
                for turn in 0..EVENTS_EACH {
                    let mut tx = db.begin(NOW).await.unwrap();
                    // In either order: the heads are still taken in order of id.
                    let agencies = if writer % 2 == 0 { [a, b] } else { [b, a] };
                    for agency in agencies {
                        let subject = format!("doc_{writer}_{turn}");
                        tx.record(agency.id, event("document.captured", &subject));
                    }
                    places.extend(tx.commit().await.unwrap());
                }
                places
            });
        }
        let places: Vec<_> = writers.join_all().await.into_iter().flatten().collect();
        let all = i64::try_from(WRITERS * EVENTS_EACH).unwrap();
        for agency in [a, b] {
            let own = places.iter().filter(|(of, _)| *of == agency.id).map(|(_, seq)| *seq);
            assert_eq!(own.collect::<BTreeSet<_>>(), (1..=all).collect());
            let counted = events::verify(&fresh.db, agency.id).await.unwrap();
            assert_eq!(counted, Ok(u64::try_from(all).unwrap()));
        }
    }
}

on_both! {
    async fn an_event_that_is_altered_removed_or_inserted_is_named(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        append(fresh, &agency, 5).await;
        assert_eq!(events::verify(&fresh.db, agency.id).await.unwrap(), Ok(5));
        for (change, back, fault) in [
            (
                "UPDATE event SET payload = replace(payload, 'doc_2', 'doc_9') WHERE seq = 3",
                "UPDATE event SET payload = replace(payload, 'doc_9', 'doc_2') WHERE seq = 3",
                Broken::Altered { seq: 3 },
            ),
            (
                "UPDATE event SET at_us = at_us + 1 WHERE seq = 1",
                "UPDATE event SET at_us = at_us - 1 WHERE seq = 1",
                Broken::Altered { seq: 1 },
            ),
            (
                "UPDATE event SET seq = 9 WHERE seq = 4",
                "UPDATE event SET seq = 4 WHERE seq = 9",
                Broken::Missing { seq: 4 },
            ),
            (
                "UPDATE event_head SET seq = 6",
                "UPDATE event_head SET seq = 5",
                Broken::Missing { seq: 6 },
            ),
            (
                "INSERT INTO event SELECT organisation_id, 0, at_us, actor_id, kind, subject, \
                 payload, previous, hash FROM event WHERE seq = 1",
                "DELETE FROM event WHERE seq = 0",
                Broken::Inserted { seq: 0 },
            ),
        ] {
            assert_eq!(fresh.sql(change).await, 1, "{change}");
            assert_eq!(events::verify(&fresh.db, agency.id).await.unwrap(), Err(fault), "{change}");
            assert_eq!(fresh.sql(back).await, 1, "{back}");
        }
        assert_eq!(events::verify(&fresh.db, agency.id).await.unwrap(), Ok(5));
        fresh.sql("DELETE FROM event WHERE seq = 5").await;
        let cut = events::verify(&fresh.db, agency.id).await.unwrap();
        assert_eq!(cut, Err(Broken::Missing { seq: 5 }));
    }
}

on_both! {
    async fn an_event_forged_at_the_end_is_named(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        append(fresh, &agency, 2).await;
        let mut forged = events::list_after(&fresh.db, agency.id, 1, 1).await.unwrap().remove(0);
        forged.previous = forged.hash;
        forged.seq = 3;
        forged.hash = forged.expected_hash();
        let bytes = |hash: &[u8]| match fresh.raw.get_database_backend() {
            sea_orm::DbBackend::Sqlite => format!("x'{}'", hex::encode(hash)),
            _ => format!("decode('{}', 'hex')", hex::encode(hash)),
        };
        let insert = format!(
            "INSERT INTO event SELECT organisation_id, 3, at_us, actor_id, kind, subject, payload, \
             {}, {} FROM event WHERE seq = 2",
            bytes(&forged.previous), bytes(&forged.hash)
        );
        assert_eq!(fresh.sql(&insert).await, 1);
        let found = events::verify(&fresh.db, agency.id).await.unwrap();
        assert_eq!(found, Err(Broken::Inserted { seq: 3 }));
        fresh.sql(&format!("UPDATE event SET hash = {} WHERE seq = 2", bytes(&[7; 5]))).await;
        let found = events::verify(&fresh.db, agency.id).await.unwrap();
        assert_eq!(found, Err(Broken::Altered { seq: 2 }));
    }
}

on_both! {
    async fn what_is_not_committed_leaves_no_trace(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let mut tx = fresh.db.begin(NOW).await.unwrap();
        agency.inserts_paper(&tx, "Kế hoạch").await;
        tx.record(agency.id, event("document.captured", "doc_1"));
        drop(tx);
        assert!(events::list_after(&fresh.db, agency.id, 0, 10).await.unwrap().is_empty());
        append(fresh, &agency, 1).await;
        assert_eq!(events::heads(&fresh.db).await.unwrap()[0].1, 1);
        let papers = storage::documents::list_ids(&fresh.db, agency.id, None, 10).await.unwrap();
        assert!(papers.is_empty());
    }
}

on_both! {
    async fn events_of_an_unknown_agency_roll_everything_back(fresh: &Fresh) {
        let mut tx = fresh.db.begin(NOW).await.unwrap();
        let nobody = OrganisationId(uuid::Uuid::from_u128(1));
        tx.record(nobody, event("document.captured", "doc_1"));
        assert!(matches!(tx.commit().await, Err(StorageError::NotFound("organisation"))));
        let walk = events::verify(&fresh.db, nobody).await;
        assert!(matches!(walk, Err(StorageError::NotFound(_))));
    }
}

on_both! {
    async fn events_are_read_in_parts_and_by_subject(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        append(fresh, &agency, 3).await;
        append(fresh, &agency, 1).await;
        let part = events::list_after(&fresh.db, agency.id, 1, 2).await.unwrap();
        assert_eq!(part.iter().map(|event| event.seq).collect::<Vec<_>>(), [2, 3]);
        let of = events::list_of_subject(&fresh.db, agency.id, "doc_0").await.unwrap();
        assert_eq!(of.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 4]);
    }
}

on_both! {
    async fn a_follower_wakes_for_this_process_at_once_and_for_others_soon(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let follower = fresh.db.clone();
        follower.committed().await;
        append(fresh, &agency, 1).await;
        let began = Instant::now();
        follower.committed().await;
        assert!(began.elapsed() < Duration::from_millis(200), "a commit before the wait was missed");
        let began = Instant::now();
        follower.committed().await;
        assert!(began.elapsed() < Duration::from_secs(1), "polling is part of the promise");
    }
}
