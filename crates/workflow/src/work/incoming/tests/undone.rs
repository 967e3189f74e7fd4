//! What can be undone, by whom and for how long; afterwards the paper is as it was.

use time::Duration;

use super::world::*;
use crate::Refusal;
use crate::access::{Cause, Principal};
use crate::documents::Urgency;
use crate::work::incoming::{Action, Finish, Verb};
use crate::work::{Case, Change, Outcome, Standing, Task, TaskKind, WayBack, may_undo, undo};

/// Somebody acts and has the way back from it.
fn acts(office: &mut Office, who: usize, action: &Action) -> WayBack {
    let (before, at) = (office.case.clone(), office.now);
    let changes = office.tries(who, action).expect("acts");
    office.case.revision += 1;
    office.now = at;
    let standing = Standing {
        person: person(who),
        on_behalf_of: None,
    };
    let event = action.verb().event();
    WayBack::of(
        &before,
        &changes,
        (standing, event, at),
        (Some("01.KT"), &[]),
    )
}

fn undoes(office: &mut Office, who: usize, back: &WayBack) -> Result<Vec<Change>, Refusal> {
    let changes = undo(&office.case, Some(back), person(who), office.now)?;
    for change in &changes {
        office.case.apply(change);
        match change {
            Change::Grant(grant) => {
                office.grants.insert((grant.principal, grant.cause));
            }
            Change::EndCause(cause) => office.grants.retain(|(_, given)| given != cause),
            _ => {}
        }
    }
    Ok(changes)
}

/// What stands of a case apart from what was undone.
fn standing(case: &Case) -> Vec<&Task> {
    let undone = |task: &&Task| {
        let closed = task.closed.as_ref();
        closed.is_none_or(|closed| closed.outcome != Outcome::Undone)
    };
    case.tasks.iter().filter(undone).collect()
}

fn parts() -> Vec<crate::work::incoming::Assignment> {
    vec![
        part(TaskKind::Lead, Principal::Head(ECONOMY), None),
        part(TaskKind::Inform, Principal::Person(person(DEPUTY)), None),
    ]
}

fn finish() -> Action {
    // The task is put in by the test.
    Action::Close(
        crate::TaskId(uuid::Uuid::nil()),
        Finish {
            result: "xong".into(),
            dossier: Some("02.KT".into()),
            ..Finish::default()
        },
    )
}

/// The situations: an office, who acts, and the action.
fn situations() -> Vec<(Office, usize, Action)> {
    let with = |office: Office,
                who: usize,
                kind: TaskKind,
                of: &dyn Fn(crate::TaskId, &Office) -> Action| {
        let action = of(office.id(kind), &office);
        (office, who, action)
    };
    let why = || "nhầm".to_owned();
    let given = Office::distributed;
    vec![
        with(
            Office::registered(),
            CHAIRMAN,
            TaskKind::Distribute,
            &|task, _| Action::Distribute(task, parts(), why()),
        ),
        with(
            Office::registered(),
            CHAIRMAN,
            TaskKind::Distribute,
            &|task, _| Action::Pass(task, Principal::Person(person(DEPUTY)), None),
        ),
        with(given(), CHAIRMAN, TaskKind::Lead, &|_, _| {
            Action::Add(
                vec![part(
                    TaskKind::Inform,
                    Principal::Person(person(CHIEF)),
                    None,
                )],
                why(),
            )
        }),
        with(given(), HEAD_ECONOMY, TaskKind::Lead, &|task, _| {
            Action::Accept(task)
        }),
        with(given(), HEAD_ECONOMY, TaskKind::Lead, &|task, _| {
            Action::Return(task, why())
        }),
        with(given(), HEAD_ECONOMY, TaskKind::Lead, &|task, _| {
            Action::Refuse(task, why())
        }),
        with(given(), HEAD_ECONOMY, TaskKind::Lead, &|task, _| {
            Action::AssignOn(
                task,
                vec![part(
                    TaskKind::Lead,
                    Principal::Person(person(SPECIALIST)),
                    None,
                )],
                why(),
            )
        }),
        with(given(), HEAD_ECONOMY, TaskKind::Lead, &|task, _| {
            Action::Report(task, why())
        }),
        with(given(), HEAD_ECONOMY, TaskKind::Lead, &|task, office| {
            Action::AskTime(task, office.days(20), why())
        }),
        with(given(), HEAD_ECONOMY, TaskKind::Lead, &|task, _| {
            Action::HandOver(task, Principal::Person(person(SPECIALIST)), why())
        }),
        with(
            given(),
            HEAD_ECONOMY,
            TaskKind::Lead,
            &|task, _| match finish() {
                Action::Close(_, finish) => Action::Close(task, finish),
                other => other,
            },
        ),
        with(given(), CHAIRMAN, TaskKind::Lead, &|task, _| {
            Action::TakeBack(task, why())
        }),
        with(given(), CHAIRMAN, TaskKind::Lead, &|task, office| {
            let other = part(
                TaskKind::Lead,
                Principal::Head(CULTURE),
                Some(office.days(3)),
            );
            Action::Correct(task, other, why())
        }),
        with(given(), DEPUTY, TaskKind::Inform, &|task, _| {
            Action::MarkRead(task)
        }),
    ]
}

#[test]
fn whatever_was_done_the_paper_is_as_it_was() {
    for (mut office, who, action) in situations() {
        let (before, rights) = (office.case.clone(), office.grants.clone());
        let back = acts(&mut office, who, &action);
        let changes =
            undoes(&mut office, who, &back).unwrap_or_else(|why| panic!("{action:?}: {why:?}"));
        let kept: Vec<_> = before.tasks.iter().collect();
        assert_eq!(standing(&office.case), kept, "{action:?}");
        assert_eq!(office.case.end, before.end, "{action:?}");
        assert_eq!(office.case.fault(), None, "{action:?}");
        assert_eq!(office.grants, rights, "{action:?}");
        if matches!(action, Action::Close(..)) {
            assert!(changes.contains(&Change::SetDossier("01.KT".into())));
        }
        let written = changes
            .iter()
            .any(|change| matches!(change, Change::Unsay(_)));
        let silent = matches!(
            action,
            Action::Pass(..) | Action::Accept(_) | Action::MarkRead(_)
        );
        assert_eq!(written, !silent, "{action:?}");
    }
}

#[test]
fn granted_time_and_an_accepted_result_are_undone() {
    let mut office = Office::distributed();
    let lead = office.id(TaskKind::Lead);
    let until = office.days(15);
    office.does(HEAD_ECONOMY, &Action::AskTime(lead, until, "thêm".into()));
    let (wish, due) = (
        office.id(TaskKind::Extension),
        office.open(TaskKind::Lead).due.clone(),
    );
    let back = acts(
        &mut office,
        CHAIRMAN,
        &Action::DecideTime(wish, Some(until), String::new()),
    );
    assert_ne!(office.open(TaskKind::Lead).due, due);
    undoes(&mut office, CHAIRMAN, &back).unwrap();
    assert_eq!(office.open(TaskKind::Lead).due, due);
    assert_eq!(office.id(TaskKind::Extension), wish);

    let mut office = Office::distributed();
    let lead = office.id(TaskKind::Lead);
    office.does(
        HEAD_ECONOMY,
        &Action::Close(
            lead,
            Finish {
                result: "xong".into(),
                ..Finish::default()
            },
        ),
    );
    let confirm = office.id(TaskKind::Confirm);
    let back = acts(&mut office, CHAIRMAN, &Action::Confirm(confirm, None));
    assert!(office.case.end.is_some());
    undoes(&mut office, CHAIRMAN, &back).unwrap();
    assert_eq!(
        (office.case.end, office.id(TaskKind::Confirm)),
        (None, confirm)
    );
}

#[test]
fn only_whoever_acted_undoes_soon_and_before_anybody_acts() {
    let mut office = Office::registered();
    let task = office.id(TaskKind::Distribute);
    let back = acts(
        &mut office,
        CHAIRMAN,
        &Action::Distribute(task, parts(), "Giao".into()),
    );
    let asks = |office: &Office, who: usize, seconds: i64| {
        let now = office.now + Duration::seconds(seconds);
        may_undo(&office.case, Some(&back), person(who), now)
            .map(|_| ())
            .map_err(|why| why.code)
    };
    for (who, seconds, answer) in [
        (CHAIRMAN, 0, Ok(())),
        (CHAIRMAN, 12, Ok(())),
        (CHAIRMAN, 13, Err("work.undo_late")),
        (DEPUTY, 1, Err("work.undo_not_yours")),
        (HEAD_ECONOMY, 1, Err("work.undo_not_yours")),
    ] {
        assert_eq!(
            asks(&office, who, seconds),
            answer,
            "{who} after {seconds} s"
        );
    }
    let mut later = office.case.clone();
    later.revision += 1;
    let asked = may_undo(&later, Some(&back), person(CHAIRMAN), office.now);
    assert_eq!(asked.map_err(|why| why.code), Err("work.undo_final"));
    assert_eq!(
        may_undo(&office.case, None, person(CHAIRMAN), office.now).map_err(|why| why.code),
        Err("work.undo_final")
    );
    assert_eq!(back.left(office.now).whole_seconds(), 10);
    assert_eq!(
        back.left(office.now + Duration::seconds(30))
            .whole_seconds(),
        0
    );

    undoes(&mut office, CHAIRMAN, &back).unwrap();
    let undone = Cause::Task(back.withdrawn()[0]);
    assert!(office.grants.iter().all(|(_, cause)| *cause != undone));
    assert_eq!(office.id(TaskKind::Distribute), task);
    // It can be given anew, and undone anew.
    let back = acts(
        &mut office,
        CHAIRMAN,
        &Action::Distribute(task, parts(), "Giao".into()),
    );
    undoes(&mut office, CHAIRMAN, &back).unwrap();
}

#[test]
fn what_takes_a_number_or_answers_an_agency_is_final() {
    let last = [
        Verb::Receive,
        Verb::Register,
        Verb::ReturnToSender,
        Verb::AgreeRecall,
        Verb::RefuseRecall,
    ];
    assert!(last.iter().all(|verb| verb.is_final()));
    assert!(!Verb::Submit.is_final());
    let mut office = Office::new();
    office.does(CLERK, &Action::Register(Urgency::Normal, None));
    let to = Principal::Person(person(CHAIRMAN));
    let back = acts(&mut office, CLERK, &Action::Submit(to, None));
    undoes(&mut office, CLERK, &back).unwrap();
    assert!(office.case.waits_for(TaskKind::Submit));
}
