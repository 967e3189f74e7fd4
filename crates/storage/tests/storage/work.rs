//! Jobs: held by one worker at a time, retried, buried, revived, in fair order.

use std::collections::BTreeSet;

use serde_json::json;
use storage::jobs::{self, NewJob};
use storage::{Database, StorageError};
use time::{Duration, OffsetDateTime};
use workflow::jobs::{LEASE, MAX_ATTEMPTS, Priority, pause_after};
use workflow::{JobId, OrganisationId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW};

const KINDS: &[&str] = &["read_file"];

fn job(organisation: Option<OrganisationId>, priority: Priority) -> NewJob {
    NewJob {
        id: JobId(uuid::Uuid::now_v7()),
        organisation,
        kind: "read_file",
        payload: json!({ "file": "file_1" }),
        priority,
        run_at: NOW,
        key: None,
    }
}

async fn add(db: &Database, job: NewJob) -> JobId {
    let id = job.id;
    let tx = db.begin(NOW).await.unwrap();
    assert!(jobs::enqueue(&tx, job).await.unwrap());
    tx.commit().await.unwrap();
    id
}

async fn take(db: &Database, owner: &str, limit: u64, now: OffsetDateTime) -> Vec<jobs::Job> {
    jobs::lease(db, owner, KINDS, limit, now).await.unwrap()
}

on_both! {
    async fn no_two_workers_hold_one_job(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        let mut all = BTreeSet::new();
        for _ in 0..40 {
            all.insert(add(&fresh.db, job(Some(agency.id), Priority::Normal)).await);
        }
        let mut workers = tokio::task::JoinSet::new();
        for worker in 0..6 {
            let db = fresh.another().await;
            workers.spawn(async move {
                let owner = format!("worker-{worker}");
                let mut held = Vec::new();
                loop {
                    let jobs = take(&db, &owner, 3, NOW).await;
                    if jobs.is_empty() {
                        return held;
                    }
                    held.extend(jobs.into_iter().map(|job| job.id));
                }
            });
        }
        let held: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
        // A worker that steps over rows another one is taking may go home early: then the rest is
        // still there.
        let rest: Vec<_> = take(&fresh.db, "last", 99, NOW).await.into_iter().map(|job| job.id).collect();
        let held: Vec<_> = held.into_iter().chain(rest).collect();
        assert_eq!(held.len(), all.len(), "one job was held twice");
        assert_eq!(held.into_iter().collect::<BTreeSet<_>>(), all);
    }
}

on_both! {
    async fn a_lease_that_runs_out_passes_to_the_next_worker(fresh: &Fresh) {
        let db = &fresh.db;
        let id = add(db, job(None, Priority::Normal)).await;
        assert_eq!(take(db, "one", 9, NOW).await[0].attempt, 1);
        assert!(take(db, "two", 9, NOW + LEASE - Duration::SECOND).await.is_empty());
        assert!(jobs::renew(db, id, "one", NOW + LEASE - Duration::SECOND).await.unwrap());
        assert!(take(db, "two", 9, NOW + LEASE).await.is_empty(), "renewed");
        let later = NOW + LEASE * 2;
        assert_eq!(take(db, "two", 9, later).await[0].attempt, 2);
        assert!(!jobs::renew(db, id, "one", later).await.unwrap());
        assert!(matches!(jobs::fail(db, id, "one", "x", later).await, Err(StorageError::Stale)));
        let tx = db.begin(later).await.unwrap();
        let lost = jobs::complete(&tx, id, "one").await;
        assert!(matches!(lost, Err(StorageError::Stale)));
        jobs::complete(&tx, id, "two").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(jobs::backlog(db, later).await.unwrap(), (0, 0, 0));
    }
}

on_both! {
    async fn failures_pause_longer_and_the_last_is_death(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let id = add(db, job(Some(agency.id), Priority::Normal)).await;
        let mut now = NOW;
        for attempt in 1..=MAX_ATTEMPTS {
            let held = take(db, "one", 9, now).await;
            assert_eq!(held.len(), 1, "attempt {attempt}");
            assert_eq!(held[0].attempt, attempt);
            let dead = jobs::fail(db, id, "one", &format!("reason {attempt}\0"), now).await.unwrap();
            assert_eq!(dead, attempt == MAX_ATTEMPTS);
            let pause = pause_after(attempt);
            assert!(take(db, "one", 9, now + pause - Duration::SECOND).await.is_empty());
            now += pause;
        }
        assert!(take(db, "one", 9, now + Duration::DAY).await.is_empty(), "dead");
        let dead = jobs::list_dead(db, Some(agency.id)).await.unwrap();
        assert_eq!(dead[0].last_error.as_deref(), Some("reason 6"));
        let other = OrganisationId(uuid::Uuid::from_u128(5));
        assert!(jobs::list_dead(db, Some(other)).await.unwrap().is_empty());

        let tx = db.begin(now).await.unwrap();
        assert!(!jobs::revive(&tx, Some(other), id).await.unwrap());
        assert!(jobs::revive(&tx, Some(agency.id), id).await.unwrap());
        assert!(!jobs::revive(&tx, None, id).await.unwrap(), "alive already");
        tx.commit().await.unwrap();
        assert_eq!(take(db, "one", 9, now).await[0].attempt, 1);
    }
}

on_both! {
    async fn a_job_that_kills_its_worker_every_time_dies(fresh: &Fresh) {
        let db = &fresh.db;
        add(db, job(None, Priority::Normal)).await;
        let mut now = NOW;
        for attempt in 1..=MAX_ATTEMPTS {
            assert_eq!(take(db, "one", 9, now).await.len(), 1, "attempt {attempt}");
            now += LEASE;
        }
        assert!(take(db, "one", 9, now).await.is_empty());
        let dead = jobs::list_dead(db, None).await.unwrap();
        assert_eq!(dead[0].last_error.as_deref(), Some("jobs.lease_ran_out"));
        assert_eq!(jobs::backlog(db, now).await.unwrap(), (0, 1, 0));
    }
}

on_both! {
    async fn urgent_first_then_agencies_in_turn(fresh: &Fresh) {
        let db = &fresh.db;
        let a = Agency::found(db, "a").await;
        let b = Agency::found(db, "b").await;
        for _ in 0..20 {
            add(db, job(Some(a.id), Priority::Normal)).await;
        }
        let of = |jobs: Vec<jobs::Job>| jobs.into_iter().map(|job| job.organisation).collect::<Vec<_>>();
        assert_eq!(of(take(db, "one", 4, NOW).await), [Some(a.id); 4]);
        for _ in 0..3 {
            add(db, job(Some(b.id), Priority::Normal)).await;
        }
        add(db, job(None, Priority::Normal)).await;
        let urgent = add(db, job(Some(a.id), Priority::Urgent)).await;
        let low = add(db, job(Some(b.id), Priority::Low)).await;
        let first = take(db, "one", 1, NOW).await;
        assert_eq!(first[0].id, urgent);
        let next = of(take(db, "one", 7, NOW).await);
        assert_eq!(next, [Some(a.id), Some(b.id), None, Some(a.id), Some(b.id), Some(a.id), Some(b.id)]);
        let rest = take(db, "one", 99, NOW).await;
        assert_eq!(rest.len(), 14);
        assert_eq!(rest.last().unwrap().id, low);
    }
}

on_both! {
    async fn one_key_is_open_once(fresh: &Fresh) {
        let db = &fresh.db;
        let keyed = || NewJob { key: Some("sweep".to_owned()), ..job(None, Priority::Low) };
        let first = add(db, keyed()).await;
        let tx = db.begin(NOW).await.unwrap();
        assert!(!jobs::enqueue(&tx, keyed()).await.unwrap());
        tx.commit().await.unwrap();
        let mut now = NOW;
        for _ in 0..MAX_ATTEMPTS {
            take(db, "one", 9, now).await;
            jobs::fail(db, first, "one", "x", now).await.unwrap();
            now += Duration::HOUR;
        }
        let second = add(db, keyed()).await;
        let tx = db.begin(now).await.unwrap();
        assert!(jobs::revive(&tx, None, first).await.unwrap());
        tx.commit().await.unwrap();
        let open = take(db, "one", 9, now).await;
        assert_eq!(open.iter().map(|job| job.id).collect::<Vec<_>>(), [second]);
        assert!(jobs::list_dead(db, None).await.unwrap().is_empty());
    }
}

on_both! {
    async fn only_due_jobs_of_the_kinds_asked_for_are_taken(fresh: &Fresh) {
        let db = &fresh.db;
        let later = NewJob { run_at: NOW + Duration::HOUR, ..job(None, Priority::Urgent) };
        add(db, later).await;
        add(db, NewJob { kind: "render", ..job(None, Priority::Normal) }).await;
        assert!(take(db, "one", 9, NOW).await.is_empty());
        assert_eq!(jobs::backlog(db, NOW + Duration::MINUTE).await.unwrap(), (2, 0, 60));
        assert_eq!(take(db, "one", 9, NOW + Duration::HOUR).await.len(), 1);
        let tx = db.begin(NOW).await.unwrap();
        jobs::enqueue(&tx, job(None, Priority::Normal)).await.unwrap();
        drop(tx);
        assert!(take(db, "one", 9, NOW).await.is_empty(), "rolled back with its cause");
    }
}

on_both! {
    async fn the_leases_of_an_ended_owner_are_due_at_once(fresh: &Fresh) {
        let agency = Agency::found(&fresh.db, "a").await;
        for _ in 0..3 {
            add(&fresh.db, job(Some(agency.id), Priority::Normal)).await;
        }
        take(&fresh.db, "ended", 2, NOW).await;
        take(&fresh.db, "alive", 1, NOW).await;
        let mut owners = jobs::list_owners(&fresh.db).await.unwrap();
        owners.sort_unstable();
        assert_eq!(owners, ["alive", "ended"]);
        assert!(take(&fresh.db, "next", 3, NOW).await.is_empty());
        assert_eq!(jobs::end_leases(&fresh.db, "ended", NOW).await.unwrap(), 2);
        assert_eq!(take(&fresh.db, "next", 3, NOW).await.len(), 2);
    }
}
