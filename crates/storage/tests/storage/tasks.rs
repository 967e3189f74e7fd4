//! Papers on their way: what an action changed is there again, and lists of what waits are in
//! order, whole and exact.

use storage::work::{self, list_waiting};
use storage::{Database, StorageError, grants};
use time::Duration;
use uuid::Uuid;
use workflow::access::{Cause, Grant, Principal, Role};
use workflow::calendar::{Calendar, Term};
use workflow::documents::{Direction, Urgency};
use workflow::work::{
    Case, Change, Closed, Due, End, Outcome, Remark, RemarkKind, Standing, Task, TaskKind,
};
use workflow::{DocumentId, RemarkId, TaskId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, event};

impl Agency {
    fn acts(&self) -> Standing {
        Standing {
            person: self.person,
            on_behalf_of: None,
        }
    }

    fn task(&self, kind: TaskKind, assignee: Principal) -> Task {
        Task {
            id: TaskId(Uuid::now_v7()),
            kind,
            parent: None,
            assignee,
            holder: None,
            given_by: Some(self.person),
            given_for: None,
            remark: None,
            asks_confirmation: false,
            urgency: Urgency::Normal,
            due: None,
            opened_at: NOW,
            accepted_at: None,
            closed: None,
            stage: None,
        }
    }
}

async fn lock(tx: &storage::Transaction, agency: &Agency, paper: DocumentId) -> Case {
    work::lock_case(tx, paper, agency.id, Direction::Incoming)
        .await
        .unwrap()
}

/// Saves changes as one action does.
async fn save(db: &Database, agency: &Agency, paper: DocumentId, changes: &[Change]) {
    let mut tx = db.begin(NOW).await.unwrap();
    let case = lock(&tx, agency, paper).await;
    work::save(&tx, &case, agency.acts(), changes)
        .await
        .unwrap();
    tx.record(agency.id, event("task.accepted", &paper.to_string()));
    tx.commit().await.unwrap();
}

on_both! {
    async fn what_an_action_changed_is_there_again(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let paper = agency.keeps_paper(db, "Công văn").await;
        assert!(work::find_case(db, paper).await.unwrap().is_none());
        let clerks = Principal::Role(agency.id, Role::Clerk);
        let outer = agency.task(TaskKind::Lead, Principal::Person(agency.person));
        let remark = Remark::new(RemarkId(Uuid::now_v7()), Some(outer.id), RemarkKind::Instruction, "Giao").unwrap();
        let inner = Task {
            parent: Some(outer.id),
            remark: Some(remark.id),
            due: Some(Due::within(&Calendar::default(), NOW, Term::WorkingDays { amount: 3 }).unwrap()),
            stage: Some(2),
            ..agency.task(TaskKind::Lead, clerks)
        };
        let given = Cause::Task(inner.id);
        save(db, &agency, paper, &[
            Change::Write(remark.clone()),
            Change::Open(outer.clone()),
            Change::Open(inner.clone()),
            Change::Grant(Grant { principal: clerks, cause: given }),
            Change::SetUrgency(Urgency::Flash),
            Change::SetDossier("01.KT".into()),
        ]).await;
        let case = work::find_case(db, paper).await.unwrap().unwrap();
        assert_eq!((case.revision, case.urgency), (1, Urgency::Flash));
        assert_eq!(case.task(inner.id), Some(&Task { urgency: Urgency::Flash, ..inner.clone() }));
        assert!(grants::may_read(db, paper, &[clerks]).await.unwrap());
        let standing = grants::list_of_document(db, paper).await.unwrap();
        assert!(standing.contains(&Grant { principal: clerks, cause: given }));

        let later = Due::at(NOW + Duration::days(5));
        let closed = Closed {
            at: NOW + Duration::hours(1),
            by: Some(agency.person),
            on_behalf_of: None,
            outcome: Outcome::Returned,
        };
        let end = End { at: NOW, outcome: Outcome::Done };
        save(db, &agency, paper, &[
            Change::Accept { task: outer.id, holder: agency.person, at: NOW },
            Change::SetDue { task: inner.id, due: Some(later.clone()), because: None },
            Change::Close(inner.id, closed.clone()),
            Change::EndCause(given),
            Change::End(end),
        ]).await;
        let case = work::find_case(db, paper).await.unwrap().unwrap();
        assert_eq!(case.revision, 2);
        assert_eq!(case.end, Some(end));
        assert_eq!(case.task(outer.id).unwrap().holder, Some(agency.person));
        assert_eq!(case.task(inner.id).unwrap().due, Some(later));
        assert_eq!(case.task(inner.id).unwrap().closed, Some(closed));
        assert!(!grants::may_read(db, paper, &[clerks]).await.unwrap());
        save(db, &agency, paper, &[Change::Reopen]).await;
        assert_eq!(work::find_case(db, paper).await.unwrap().unwrap().end, None);
        let remarks = work::list_remarks(db, paper).await.unwrap();
        assert_eq!(remarks.iter().map(|row| &row.remark).collect::<Vec<_>>(), [&remark]);
        let kept = work::find_kept(db, paper).await.unwrap().unwrap();
        assert_eq!(kept.dossier.as_deref(), Some("01.KT"));
    }
}

on_both! {
    async fn changes_are_saved_only_under_the_lock_they_were_decided_under(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let paper = agency.keeps_paper(db, "Công văn").await;
        save(db, &agency, paper, &[]).await;
        let tx = db.begin(NOW).await.unwrap();
        let stale = Case { revision: 0, ..lock(&tx, &agency, paper).await };
        let saved = work::save(&tx, &stale, agency.acts(), &[]).await;
        assert!(matches!(saved, Err(StorageError::Stale)), "{saved:?}");
    }
}

on_both! {
    async fn what_waits_comes_in_order_and_is_counted(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let paper = agency.keeps_paper(db, "Công văn").await;
        let (person, clerks) = (Principal::Person(agency.person), Principal::Role(agency.id, Role::Clerk));
        let mut wanted = Vec::new();
        let mut changes = Vec::new();
        // Seven for the person, seven for his post, one in three of them urgent, some without a date.
        for number in 0..14_i64 {
            let kind = if number % 2 == 0 { TaskKind::Lead } else { TaskKind::Inform };
            let urgency = if number % 3 == 0 { Urgency::Urgent } else { Urgency::Normal };
            let due = (number % 5 > 0).then(|| Due::at(NOW + Duration::days(number - 6)));
            let assignee = if number < 7 { person } else { clerks };
            let task = Task { urgency, due, ..agency.task(kind, assignee) };
            let never = NOW + Duration::days(10_000);
            let at = task.due.as_ref().map_or(never, |due| due.at);
            wanted.push((std::cmp::Reverse(urgency), at, task.id, kind));
            changes.push(Change::Open(task));
        }
        let stranger = Principal::Role(agency.id, Role::Leader);
        changes.push(Change::Open(agency.task(TaskKind::Lead, stranger)));
        save(db, &agency, paper, &changes).await;
        wanted.sort_unstable_by_key(|(urgency, at, id, _)| (*urgency, *at, *id));
        let own = [person, clerks];
        for limit in [1, 3, 5, 100] {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let slice = list_waiting(db, &own, &[], after, limit).await.unwrap();
                found.extend(slice.items.iter().map(|entry| entry.task.id));
                after = slice.next.map(TaskId);
                if after.is_none() {
                    break;
                }
            }
            let ids: Vec<_> = wanted.iter().map(|(_, _, id, _)| *id).collect();
            assert_eq!(found, ids, "in parts of {limit}");
        }
        let leads = list_waiting(db, &own, &[TaskKind::Lead], None, 100).await.unwrap();
        assert!(leads.items.iter().all(|entry| entry.task.kind == TaskKind::Lead));
        let counts = work::count_waiting(db, &own, NOW).await.unwrap();
        for kind in [TaskKind::Lead, TaskKind::Inform] {
            let count = counts.iter().find(|count| count.kind == kind).unwrap();
            let of_kind = wanted.iter().filter(|(_, _, _, one)| *one == kind);
            let late = of_kind.clone().filter(|(_, at, _, _)| *at < NOW).count() as u64;
            assert_eq!((count.waiting, count.late), (of_kind.count() as u64, late), "{kind:?}");
        }
    }
}

on_both! {
    async fn what_somebody_gave_and_did_is_listed(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let paper = agency.keeps_paper(db, "Công văn").await;
        let clerks = Principal::Role(agency.id, Role::Clerk);
        let tasks: Vec<_> = (0..6).map(|_| agency.task(TaskKind::Lead, clerks)).collect();
        let opened: Vec<_> = tasks.iter().cloned().map(Change::Open).collect();
        save(db, &agency, paper, &opened).await;
        let closed = |minute: i64| Closed {
            at: NOW + Duration::minutes(minute),
            by: Some(agency.person),
            on_behalf_of: None,
            outcome: Outcome::Done,
        };
        // The last two end in the same minute.
        let ends: Vec<_> = [(0, 1), (1, 2), (2, 2)].into_iter()
            .map(|(task, minute)| Change::Close(tasks[task].id, closed(minute)))
            .collect();
        save(db, &agency, paper, &ends).await;
        let mut done = Vec::new();
        let mut after = None;
        loop {
            let slice = work::list_done(db, agency.person, after, 1).await.unwrap();
            done.extend(slice.items.into_iter().map(|entry| entry.task.id));
            after = slice.next.map(TaskId);
            if after.is_none() {
                break;
            }
        }
        assert_eq!(done, [tasks[2].id, tasks[1].id, tasks[0].id]);
        let given = work::list_given(db, agency.person, None, 10).await.unwrap();
        let given: Vec<_> = given.items.iter().map(|entry| entry.task.id).collect();
        assert_eq!(given, [tasks[3].id, tasks[4].id, tasks[5].id]);
    }
}
