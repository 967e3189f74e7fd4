//! Delegations, widened rights and looks: what they give is there as long as they stand, and not a
//! moment longer.

use storage::openings::{self, Look, Opening};
use storage::{Database, StorageError, delegations, grants, organisations, widenings, work};
use time::Duration;
use uuid::Uuid;
use workflow::access::{Cause, Grant, Principal, Role};
use workflow::delegation::{Capacity, Delegation, PaperScope, Reach};
use workflow::documents::{Direction, Fields, Urgency};
use workflow::widening::{Decision, Widening};
use workflow::work::{Change, Standing, Task, TaskKind};
use workflow::{DelegationId, DocumentId, PersonId, TaskId, WideningId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, event};

async fn joins(db: &Database, agency: &Agency, login: &str) -> PersonId {
    let person = agency.somebody(login);
    let tx = db.begin(NOW).await.unwrap();
    organisations::insert_person(&tx, &person).await.unwrap();
    tx.commit().await.unwrap();
    person.id
}

/// A paper of a kind that nobody may read, with one open task.
async fn waits(db: &Database, agency: &Agency, kind: &str, assignee: Principal) -> DocumentId {
    let mut tx = db.begin(NOW).await.unwrap();
    let paper = agency.inserts_paper(&tx, "Công văn").await;
    let fields = Fields {
        kind: Some(kind.to_owned()),
        ..Fields::default()
    };
    storage::documents::update_fields(&tx, paper, 1, &fields)
        .await
        .unwrap();
    let case = work::lock_case(&tx, paper, agency.id, Direction::Incoming)
        .await
        .unwrap();
    let task = Task {
        id: TaskId(Uuid::now_v7()),
        kind: TaskKind::Lead,
        parent: None,
        assignee,
        holder: None,
        given_by: None,
        given_for: None,
        remark: None,
        asks_confirmation: false,
        urgency: Urgency::Normal,
        due: None,
        opened_at: NOW,
        accepted_at: None,
        closed: None,
        stage: None,
    };
    let by = Standing {
        person: agency.person,
        on_behalf_of: None,
    };
    work::save(&tx, &case, by, &[Change::Open(task)])
        .await
        .unwrap();
    tx.record(agency.id, event("work.received", &paper.to_string()));
    tx.commit().await.unwrap();
    paper
}

fn delegation(agency: &Agency, receiver: PersonId) -> Delegation {
    Delegation {
        id: DelegationId(Uuid::now_v7()),
        organisation: agency.id,
        giver: agency.person,
        receiver,
        capacity: Capacity::Authorised,
        scope: PaperScope {
            kinds: vec!["cong_van".to_owned()],
            registers: Vec::new(),
        },
        from: NOW,
        to: NOW + Duration::days(2),
        reason: "Đi công tác".to_owned(),
        paper: Some("12/GUQ-UBND".to_owned()),
        ended_at: None,
    }
}

on_both! {
    async fn a_delegation_opens_what_waits_in_its_scope_in_parts_and_closes_it_again(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let receiver = joins(db, &agency, "a.binh").await;
        let own = Principal::Person(agency.person);
        let mut inside = Vec::new();
        for _ in 0..5 {
            inside.push(waits(db, &agency, "cong_van", own).await);
        }
        let outside = waits(db, &agency, "quyet_dinh", own).await;
        let foreign = waits(db, &agency, "cong_van", Principal::Role(agency.id, Role::Clerk)).await;
        let given = delegation(&agency, receiver);
        let tx = db.begin(NOW).await.unwrap();
        delegations::insert(&tx, &given).await.unwrap();
        assert!(delegations::list_live_for(&tx, receiver, NOW).await.unwrap().is_empty(), "not begun");
        let mut opened = Vec::new();
        loop {
            let part = delegations::give_missing(&tx, &given, &[own], 2).await.unwrap();
            opened.extend(part.iter().copied());
            if part.len() < 2 {
                break;
            }
        }
        assert!(delegations::mark_begun(&tx, given.id).await.unwrap());
        assert!(!delegations::mark_begun(&tx, given.id).await.unwrap());
        tx.commit().await.unwrap();
        opened.sort();
        inside.sort();
        assert_eq!(opened, inside);
        let reader = [Principal::Person(receiver)];
        assert!(grants::may_read(db, inside[0], &reader).await.unwrap());
        for paper in [outside, foreign] {
            assert!(!grants::may_read(db, paper, &reader).await.unwrap());
        }
        assert_eq!(grants::list_causes(db, inside[0], &reader).await.unwrap(), [Cause::Delegated(given.id)]);
        for (moment, lives) in [(-1, false), (0, true), (47, true), (48, false)] {
            let at = NOW + Duration::hours(moment);
            let found = delegations::list_live_for(db, receiver, at).await.unwrap();
            assert_eq!(found == [given.clone()], lives, "after {moment} hours");
        }
        assert_eq!(delegations::find(db, given.id).await.unwrap(), Some(given.clone()));
        let tx = db.begin(NOW + Duration::hours(1)).await.unwrap();
        assert_eq!(delegations::lock_live_in(&tx, agency.id).await.unwrap().len(), 1);
        assert!(delegations::end(&tx, given.id, Some(agency.person)).await.unwrap());
        assert!(!delegations::end(&tx, given.id, None).await.unwrap());
        assert!(delegations::lock_live_in(&tx, agency.id).await.unwrap().is_empty());
        let cause = Cause::Delegated(given.id);
        assert_eq!(grants::end_some(&tx, cause, 3).await.unwrap().len(), 3);
        assert_eq!(grants::end_some(&tx, cause, 3).await.unwrap().len(), 2);
        assert!(grants::end_some(&tx, cause, 3).await.unwrap().is_empty());
        assert!(delegations::mark_settled(&tx, given.id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!grants::may_read(db, inside[0], &reader).await.unwrap());
        assert!(delegations::list_unsettled(db).await.unwrap().is_empty());
        assert_eq!(delegations::list_of_person(db, receiver, 10).await.unwrap().len(), 1);
        assert_eq!(delegations::list_of_agency(db, agency.id, 10).await.unwrap().len(), 1);
    }
}

on_both! {
    async fn lists_and_counts_reach_as_far_as_the_scope(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let (own, clerks) = (Principal::Person(agency.person), Principal::Role(agency.id, Role::Clerk));
        let mine = waits(db, &agency, "quyet_dinh", own).await;
        let mut wanted = vec![mine];
        for _ in 0..3 {
            wanted.push(waits(db, &agency, "cong_van", clerks).await);
            waits(db, &agency, "quyet_dinh", clerks).await;
        }
        let scope = |kind: &str| PaperScope { kinds: vec![kind.to_owned()], registers: Vec::new() };
        let reaches = [
            Reach { principals: vec![own], scopes: Vec::new() },
            Reach { principals: vec![clerks], scopes: vec![scope("cong_van"), scope("bao_cao")] },
        ];
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let slice = work::list_reached(db, &reaches, &[], after, 2).await.unwrap();
            found.extend(slice.items.iter().map(|entry| entry.document));
            after = slice.next.map(TaskId);
            if after.is_none() {
                break;
            }
        }
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted);
        let counts = work::count_reached(db, &reaches, NOW).await.unwrap();
        assert_eq!(counts.iter().map(|count| count.waiting).sum::<u64>(), 4);
        let (papers, tasks) = work::list_papers_waiting(db, clerks, 4).await.unwrap();
        assert_eq!((papers.len(), tasks), (4, 6));
        assert_eq!(work::list_papers_waiting(db, own, 9).await.unwrap(), (vec![mine], 1));
    }
}

on_both! {
    async fn a_widened_right_stands_between_confirmation_and_end(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let (second, reader) = (joins(db, &agency, "a.binh").await, joins(db, &agency, "a.chi").await);
        let paper = agency.keeps_paper(db, "Công văn").await;
        let wish = Widening {
            id: WideningId(Uuid::now_v7()),
            document: paper,
            organisation: agency.id,
            reader: Principal::Person(reader),
            reason: "Cùng giải quyết".to_owned(),
            asked_by: agency.person,
            asked_at: NOW,
            until: Some(NOW + Duration::days(1)),
            decision: None,
            ended_at: None,
        };
        let reads = async || grants::may_read(db, paper, &[wish.reader]).await.unwrap();
        let tx = db.begin(NOW).await.unwrap();
        widenings::insert(&tx, &wish).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!reads().await);
        assert_eq!(widenings::list_pending(db, agency.id, second, 9).await.unwrap(), std::slice::from_ref(&wish));
        assert_eq!(widenings::count_pending(db, agency.id, agency.person).await.unwrap(), 0);
        let decision = Decision { by: second, at: NOW, confirmed: true };
        let tx = db.begin(NOW).await.unwrap();
        widenings::decide(&tx, &wish, decision).await.unwrap();
        let again = widenings::decide(&tx, &wish, Decision { confirmed: false, ..decision }).await;
        assert!(matches!(again, Err(StorageError::Stale)), "{again:?}");
        tx.commit().await.unwrap();
        assert!(reads().await);
        let decided = Widening { decision: Some(decision), ..wish.clone() };
        assert_eq!(widenings::list_until(db, 9).await.unwrap(), std::slice::from_ref(&decided));
        let later = NOW + Duration::days(1);
        let tx = db.begin(later).await.unwrap();
        widenings::end(&tx, &decided, None).await.unwrap();
        assert!(matches!(widenings::end(&tx, &decided, None).await, Err(StorageError::Stale)));
        tx.commit().await.unwrap();
        assert!(!reads().await);
        let ended = Widening { ended_at: Some(later), ..decided };
        assert_eq!(widenings::list_of_document(db, paper).await.unwrap(), [ended]);
        assert!(widenings::list_until(db, 9).await.unwrap().is_empty());
        // The database itself refuses that one person asks and confirms.
        let tx = db.begin(NOW).await.unwrap();
        let own = Widening { id: WideningId(Uuid::now_v7()), ..wish };
        widenings::insert(&tx, &own).await.unwrap();
        let by_himself = Decision { by: agency.person, ..decision };
        assert!(widenings::decide(&tx, &own, by_himself).await.is_err());
    }
}

on_both! {
    async fn looks_within_an_hour_share_a_row(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let other = joins(db, &agency, "a.binh").await;
        let paper = agency.keeps_paper(db, "Công văn").await;
        let look = |person: PersonId, look: Look, minute: i64, times: i64| Opening {
            document: paper,
            person,
            on_behalf_of: (person == other).then_some(agency.person),
            look,
            first_at: NOW + Duration::minutes(minute),
            last_at: NOW + Duration::minutes(minute + 1),
            times,
        };
        openings::add(db, &[]).await.unwrap();
        for looks in [
            vec![look(agency.person, Look::Paper, 0, 2), look(agency.person, Look::Page, 1, 1)],
            vec![look(agency.person, Look::Paper, 30, 3), look(other, Look::File, 31, 1)],
            vec![look(agency.person, Look::Paper, 70, 1)],
        ] {
            openings::add(db, &looks).await.unwrap();
        }
        let all = openings::list(db, paper, None, 100).await.unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.person == other, one.look, one.times)).collect();
        assert_eq!(told, [
            (false, Look::Paper, 1),
            (true, Look::File, 1),
            (false, Look::Paper, 5),
            (false, Look::Page, 1),
        ]);
        assert_eq!((all[2].first_at, all[2].last_at), (NOW, NOW + Duration::minutes(31)));
        assert_eq!(all[1].on_behalf_of, Some(agency.person));
        let own = openings::list(db, paper, Some(other), 100).await.unwrap();
        assert_eq!(own, all[1..2]);
    }
}

on_both! {
    async fn a_grant_says_since_when_it_stands(fresh: &Fresh) {
        let (db, agency) = (&fresh.db, Agency::found(&fresh.db, "a").await);
        let paper = agency.keeps_paper(db, "Công văn").await;
        let standing = grants::list_standing(db, paper).await.unwrap();
        let grant = Grant { principal: Principal::Everyone(agency.id), cause: Cause::Audience };
        assert_eq!(standing, [grants::Standing { grant, since: NOW }]);
    }
}
