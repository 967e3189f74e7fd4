//! No sequence of actions breaks what must always hold.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::world::*;
use crate::access::{Cause, Principal};
use crate::calendar::{DayKind, Term};
use crate::documents::Urgency;
use crate::work::incoming::{Action, Assignment, Finish, Verb, arrive, open_actions, recall};
use crate::work::{Actor, By, TaskKind};
use crate::{DocumentId, TaskId};

/// Raw numbers from which an action is made, so that shrinking stays simple.
#[derive(Debug, Clone)]
struct Dice {
    /// Mostly something that is offered to somebody is done; sometimes anything by anybody.
    wild: bool,
    who: usize,
    verb: usize,
    pick: usize,
    to: [usize; 3],
    days: i64,
}

const VERBS: [Verb; 23] = [
    Verb::Receive,
    Verb::ReturnToSender,
    Verb::Register,
    Verb::Submit,
    Verb::Pass,
    Verb::Distribute,
    Verb::Add,
    Verb::Accept,
    Verb::Return,
    Verb::Refuse,
    Verb::AssignOn,
    Verb::Report,
    Verb::AskTime,
    Verb::DecideTime,
    Verb::HandOver,
    Verb::Close,
    Verb::Confirm,
    Verb::SendBack,
    Verb::TakeBack,
    Verb::Correct,
    Verb::MarkRead,
    Verb::AgreeRecall,
    Verb::RefuseRecall,
];

fn dice() -> impl Strategy<Value = Dice> {
    let to = || 0..PEOPLE + 3;
    let numbers = (0..PEOPLE, 0..VERBS.len(), 0..1000_usize);
    (0..5_u8, numbers, [to(), to(), to()], -2_i64..20).prop_map(
        |(wild, (who, verb, pick), to, days)| Dice {
            wild: wild == 0,
            who,
            verb,
            pick,
            to,
            days,
        },
    )
}

fn principal(number: usize) -> Principal {
    match number.checked_sub(PEOPLE) {
        None => Principal::Person(person(number)),
        Some(0) => Principal::Head(ECONOMY),
        Some(1) => Principal::Head(CULTURE),
        Some(_) => Principal::Head(TAXES),
    }
}

/// A moment or a term, of the amount that the dice say.
fn by(office: &Office, dice: &Dice) -> Option<By> {
    let amount = u32::try_from(dice.days.unsigned_abs()).unwrap_or_default();
    match (dice.days, dice.pick % 3) {
        (0, _) => None,
        (days, 0) => Some(By::Moment(office.days(days))),
        (_, 1) => Some(By::Within(Term::WorkingDays { amount }, None)),
        (days, _) => Some(By::Within(
            Term::WorkingHours { amount: amount * 4 },
            Some(office.days(-days / 4)),
        )),
    }
}

fn parts(office: &Office, dice: &Dice) -> Vec<Assignment> {
    let by = by(office, dice);
    let kinds: &[TaskKind] = match dice.pick % 5 {
        0 | 1 => &[TaskKind::Lead],
        2 => &[TaskKind::Lead, TaskKind::Support, TaskKind::Inform],
        3 => &[TaskKind::Inform, TaskKind::Support],
        _ => &[TaskKind::Support],
    };
    let assigned = kinds.iter().zip(dice.to).map(|(kind, to)| Assignment {
        asks_confirmation: dice.pick.is_multiple_of(2),
        by,
        ..part(*kind, principal(to), None)
    });
    assigned.collect()
}

/// Who does what about which task.
fn chosen(office: &Office, dice: &Dice) -> (usize, Verb, TaskId) {
    let nothing = TaskId(uuid::Uuid::nil());
    let offered: Vec<_> = (0..PEOPLE)
        .flat_map(|who| {
            let caller = caller(who);
            let actor = Actor {
                caller: &caller,
                stands_in: &[],
            };
            let open = open_actions(&office.case, &actor).into_iter();
            let open = open.filter(|action| action.refusal.is_none());
            open.map(move |action| (who, action.verb, action.task.unwrap_or(nothing)))
                .collect::<Vec<_>>()
        })
        .collect();
    if dice.wild || offered.is_empty() {
        let task = office
            .case
            .tasks
            .get(dice.pick % office.case.tasks.len().max(1));
        return (
            dice.who,
            VERBS[dice.verb],
            task.map_or(nothing, |task| task.id),
        );
    }
    offered[(dice.pick + dice.verb * 17) % offered.len()]
}

fn action(office: &Office, dice: &Dice) -> (usize, Action) {
    let (who, verb, task) = chosen(office, dice);
    let (to, words) = (principal(dice.to[0]), "Lý do".to_owned());
    let (pick, due) = (dice.pick, office.days(dice.days));
    let action = match verb {
        Verb::Receive => Action::Receive(Urgency::Urgent),
        Verb::ReturnToSender => Action::ReturnToSender(words),
        Verb::Register => Action::Register(Urgency::Normal, (pick.is_multiple_of(2)).then_some(to)),
        Verb::Submit => Action::Submit(to, None),
        Verb::Pass => Action::Pass(task, to, None),
        Verb::Distribute => Action::Distribute(task, parts(office, dice), words),
        Verb::Add => Action::Add(parts(office, dice), words),
        Verb::Accept => Action::Accept(task),
        Verb::Return => Action::Return(task, words),
        Verb::Refuse => Action::Refuse(task, words),
        Verb::AssignOn => Action::AssignOn(task, parts(office, dice), words),
        Verb::Report => Action::Report(task, words),
        Verb::AskTime => Action::AskTime(task, due, words),
        Verb::DecideTime => {
            Action::DecideTime(task, (!pick.is_multiple_of(3)).then_some(due), words)
        }
        Verb::HandOver => Action::HandOver(task, to, words),
        Verb::Close => Action::Close(
            task,
            Finish {
                result: words,
                answered_by: (pick.is_multiple_of(2)).then_some(DocumentId(uuid::Uuid::nil())),
                dossier: Some("01.KT".into()),
            },
        ),
        Verb::Confirm => Action::Confirm(task, None),
        Verb::SendBack => Action::SendBack(task, words),
        Verb::TakeBack => Action::TakeBack(task, words),
        Verb::Correct => {
            let kind = office
                .case
                .task(task)
                .map_or(TaskKind::Lead, |task| task.kind);
            let by = by(office, dice);
            let part = Assignment {
                by,
                ..part(kind, to, None)
            };
            Action::Correct(task, part, words)
        }
        Verb::MarkRead => Action::MarkRead(task),
        Verb::AgreeRecall => Action::AgreeRecall(task, None),
        Verb::RefuseRecall => Action::RefuseRecall(task, words),
    };
    (who, action)
}

/// What must hold after every step.
fn check(office: &Office) -> Result<(), TestCaseError> {
    prop_assert_eq!(office.case.fault(), None);
    for task in office.case.open_tasks() {
        prop_assert!(
            office.staff.has_somebody(task.assignee),
            "waits for nobody: {:?}",
            task
        );
        let granted = (task.assignee, Cause::Task(task.id));
        prop_assert!(office.grants.contains(&granted), "cannot read: {:?}", task);
    }
    for (_, cause) in &office.grants {
        let Cause::Task(id) = cause else { continue };
        let task = office.case.task(*id);
        let lives = task.is_some_and(|task| {
            let closed = task.closed.as_ref();
            closed.is_none_or(|closed| closed.outcome.keeps_the_right())
        });
        prop_assert!(lives, "a grant outlived its cause {:?}", cause);
    }
    if office.case.is_recalled() {
        prop_assert_eq!(
            office.case.open_tasks().count(),
            0,
            "recalled and still waited for"
        );
    }
    let begun = !office.case.tasks.is_empty();
    prop_assert_eq!(office.case.phase().is_some(), begun);
    Ok(())
}

/// What is offered can be meant: an action that the page offers is never refused as foreign, and
/// what is not offered is refused.
fn offered(office: &Office, who: usize, action: &Action) -> bool {
    let caller = caller(who);
    let actor = Actor {
        caller: &caller,
        stands_in: &[],
    };
    open_actions(&office.case, &actor).iter().any(|open| {
        open.refusal.is_none() && open.verb == action.verb() && open.task == action.task()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn no_sequence_breaks_what_must_hold(throws in prop::collection::vec(dice(), 1..120)) {
        let mut office = Office::new();
        begin(&mut office, throws.len());
        for throw in &throws {
            if throw.pick.is_multiple_of(SENDER_RECALLS) {
                office.sender(recall);
                check(&office)?;
            }
            let (who, action) = action(&office, throw);
            let was_offered = offered(&office, who, &action);
            let before = office.case.clone();
            match office.tries(who, &action) {
                Ok(_) => prop_assert!(was_offered, "done without being offered: {:?}", action),
                Err(refusal) => {
                    let areas = ["work.", "access.", "calendar."];
                    prop_assert!(areas.iter().any(|area| refusal.code.starts_with(area)));
                    prop_assert_eq!(&before, &office.case);
                    let foreign = ["work.not_yours", "access.role_needed", "work.task_closed"];
                    prop_assert!(!was_offered || !foreign.contains(&refusal.code), "{:?}", refusal);
                }
            }
            check(&office)?;
            if throw.pick.is_multiple_of(4) {
                let kinds = [DayKind::Holiday, DayKind::WorkingDay, DayKind::HalfDay];
                office.changes_calendar(throw.days, kinds[throw.verb % 3]);
                check(&office)?;
                prop_assert_eq!(office.moves(), 0, "counted twice differs");
            }
        }
    }
}

/// The sender calls the paper back before one throw out of so many.
const SENDER_RECALLS: usize = 40;

/// A paper comes by exchange, is registered by the clerk, or lies there.
fn begin(office: &mut Office, seed: usize) {
    let to = Principal::Person(person(CHAIRMAN));
    match seed % 4 {
        0 => {}
        1 => {
            office.sender(arrive);
        }
        _ => office.does(CLERK, &Action::Register(Urgency::Normal, Some(to))),
    }
}

/// The dice above reach every action: otherwise the property would say little.
#[test]
fn the_properties_reach_every_action() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut done = BTreeSet::new();
    for seed in 0..150 {
        let mut office = Office::new();
        begin(&mut office, seed);
        for _ in 0..80 {
            let throw = dice().new_tree(&mut runner).expect("dice").current();
            if throw.pick.is_multiple_of(SENDER_RECALLS) {
                office.sender(recall);
            }
            let (who, action) = action(&office, &throw);
            if office.tries(who, &action).is_ok() {
                done.insert(action.verb());
            }
        }
    }
    assert_eq!(done, BTreeSet::from(VERBS));
}
