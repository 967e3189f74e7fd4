//! No sequence of actions breaks what must always hold.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::world::*;
use crate::TaskId;
use crate::access::{Cause, Principal};
use crate::calendar::Term;
use crate::documents::ReadingState;
use crate::work::outgoing::{
    Acted, Action, Approval, DraftChange, DraftFile, Paper, Place, Recipient, ReturnTo, Stamp,
    Submission, Verb,
};
use crate::work::routes::StepKind;
use crate::work::{By, Change, Standing, Task, TaskKind, WayBack, undo};

/// Raw numbers from which an action is made, so that shrinking stays simple.
#[derive(Debug, Clone)]
struct Dice {
    /// Mostly something that is offered to somebody is done; sometimes anything by anybody.
    wild: bool,
    who: usize,
    verb: usize,
    pick: usize,
    to: usize,
    days: i64,
}

fn dice() -> impl Strategy<Value = Dice> {
    let numbers = (
        0..PEOPLE,
        0..Verb::ALL.len(),
        0..1000_usize,
        0..PEOPLE + 2,
        -2_i64..20,
    );
    (0..5_u8, numbers).prop_map(|(wild, (who, verb, pick, to, days))| Dice {
        wild: wild == 0,
        who,
        verb,
        pick,
        to,
        days,
    })
}

fn principal(number: usize) -> Principal {
    match number.checked_sub(PEOPLE) {
        None => Principal::Person(person(number)),
        Some(0) => Principal::Head(CULTURE),
        Some(_) => Principal::Head(TAXES),
    }
}

fn version(pick: usize) -> Vec<DraftFile> {
    let mut version = files(pick as u128 % 12 + 1);
    version[0].state = match pick % 40 {
        0 => ReadingState::Waiting,
        1 => ReadingState::Quarantined,
        2 => ReadingState::Unreadable,
        3 => ReadingState::NotYetRead,
        _ => ReadingState::Read,
    };
    version
}

fn submission(pick: usize) -> Submission {
    match pick % 6 {
        0 => Submission::default(),
        1 => letter(CHIEF),
        2 => letter(DEPUTY),
        3 => letter(CHAIRMAN),
        _ => decision(),
    }
}

/// Who does what about which task.
fn chosen(office: &Office, dice: &Dice) -> (usize, Verb, TaskId) {
    let nothing = TaskId(uuid::Uuid::nil());
    let offered: Vec<_> = (0..PEOPLE)
        .flat_map(|who| {
            let open = office.offers(who).into_iter();
            let open = open.filter(|offer| offer.refusal.is_none());
            open.map(move |offer| (who, offer.verb, offer.task.unwrap_or(nothing)))
                .collect::<Vec<_>>()
        })
        .collect();
    if dice.wild || offered.is_empty() {
        let tasks = &office.paper.case.tasks;
        let task = tasks.get(dice.pick % tasks.len().max(1));
        return (
            dice.who,
            Verb::ALL[dice.verb],
            task.map_or(nothing, |task| task.id),
        );
    }
    // Steps forward are taken more often than the others, so that papers reach their end.
    let forward = |verb: Verb| {
        matches!(
            verb,
            Verb::Submit | Verb::Approve | Verb::Number | Verb::Issue | Verb::NoteReturn
        )
    };
    let on: Vec<_> = offered.iter().filter(|offer| forward(offer.1)).collect();
    if !on.is_empty() && dice.pick % 8 < 5 {
        return *on[(dice.pick + dice.verb) % on.len()];
    }
    offered[(dice.pick + dice.verb * 17) % offered.len()]
}

fn action(office: &Office, dice: &Dice) -> (usize, Action) {
    let (who, verb, task) = chosen(office, dice);
    let (pick, words) = (dice.pick, "Lý do".to_owned());
    let even = pick.is_multiple_of(2);
    let action = match verb {
        Verb::Draft => Action::Draft,
        Verb::AddVersion => Action::AddVersion(version(pick), even.then_some(words)),
        Verb::Submit => Action::Submit(submission(pick)),
        Verb::AskOpinions => {
            let by = match dice.days {
                0 => None,
                days if even => Some(By::Moment(office.days(days))),
                days => {
                    let amount = u32::try_from(days.unsigned_abs()).unwrap_or_default();
                    Some(By::Within(Term::WorkingDays { amount }, None))
                }
            };
            Action::AskOpinions(vec![principal(dice.to)], by, words)
        }
        Verb::GiveOpinion => Action::GiveOpinion(task, even, words),
        Verb::GoOnWithout => Action::GoOnWithout(task, words),
        Verb::Approve => Action::Approve(task, None),
        Verb::Return if even => Action::Return(task, ReturnTo::PreviousStage, words),
        Verb::Return => Action::Return(task, ReturnTo::Drafter, words),
        Verb::Withdraw => Action::Withdraw(words),
        Verb::Abandon => Action::Abandon(words),
        Verb::Number => Action::Number(task),
        Verb::Stamp => Action::Stamp(task),
        Verb::StampByHand => Action::StampByHand(task, version(pick).remove(0)),
        Verb::GoUnstamped => Action::GoUnstamped(task, words),
        Verb::Issue => Action::Issue(task),
        Verb::Dispatch => Action::Dispatch(vec![match pick % 3 {
            0 => by_post("Sở Tài chính"),
            1 => Recipient::Unit { unit: CULTURE },
            _ => to_neighbour(),
        }]),
        Verb::Recall => Action::Recall(words),
        Verb::Replace => Action::Replace(other(if even { "quyet_dinh" } else { "cong_van" })),
        Verb::CorrectByLetter => {
            Action::CorrectByLetter(other(if even { "cong_van" } else { "bao_cao" }))
        }
        Verb::NoteReturn => Action::NoteReturn(task, even.then_some(words)),
    };
    (who, action)
}

/// What must hold after every step.
fn check(office: &Office) -> Result<(), TestCaseError> {
    let (case, draft) = (&office.paper.case, &office.paper.draft);
    prop_assert_eq!(office.paper.fault(), None);
    let begun = !case.tasks.is_empty();
    prop_assert_eq!(case.phase().is_some(), begun);
    for task in case.open_tasks() {
        prop_assert!(
            office.staff.has_somebody(task.assignee),
            "waits for nobody: {:?}",
            task
        );
        let granted = (task.assignee, Cause::Task(task.id));
        prop_assert!(office.grants.contains(&granted), "cannot read: {:?}", task);
        if let (Some(stage), Some(run)) = (task.stage, &draft.run) {
            let steps = &run.route.definition.stages[usize::from(stage)].steps;
            prop_assert!(steps.iter().any(|step| step.kind.task() == task.kind));
        }
    }
    for (_, cause) in &office.grants {
        let Cause::Task(id) = cause else { continue };
        let closed = case.task(*id).map(|task| task.closed.as_ref());
        let lives =
            closed.is_some_and(|closed| closed.is_none_or(|end| end.outcome.keeps_the_right()));
        prop_assert!(lives, "a grant outlived its cause {:?}", cause);
    }
    for approval in draft.standing() {
        prop_assert_eq!(approval.version, draft.version);
        prop_assert_eq!(&approval.files, &draft.files_to_approve());
    }
    let stands = |step: StepKind| draft.standing().any(|approval| approval.step == step);
    if draft.place() == Some(Place::Approved) {
        for step in [StepKind::Content, StepKind::Form, StepKind::Final] {
            prop_assert!(stands(step), "approved without {:?}", step);
        }
    }
    let is_kept = office
        .grants
        .iter()
        .any(|(_, cause)| *cause == Cause::Custody);
    prop_assert_eq!(is_kept, office.was_numbered);
    prop_assert!(is_kept || draft.numbered_at.is_none());
    // A paper that can be issued has its file, or somebody works on it: no clerk waits for nothing.
    let to_issue = case.waits_for(TaskKind::Dispatch) && draft.issued_at.is_none();
    prop_assert!(!to_issue || draft.release.is_some());
    let offers = office.offers(CLERK);
    let is_open = |verb: Verb| {
        offers
            .iter()
            .any(|offer| offer.verb == verb && offer.refusal.is_none())
    };
    prop_assert!(!to_issue || is_open(Verb::GoUnstamped) && is_open(Verb::StampByHand));
    Ok(())
}

/// Why an action that is offered may still be refused: for what it says, never for who says it.
const FOR_CONTENT: [&str; 24] = [
    "documents.quarantined",
    "outgoing.asked_already",
    "outgoing.asked_count",
    "outgoing.choice_needed",
    "outgoing.choice_unfit",
    "outgoing.correct_kind",
    "outgoing.files_many",
    "outgoing.files_unreadable",
    "outgoing.files_waiting",
    "outgoing.no_files",
    "outgoing.nobody_to_approve",
    "outgoing.other_unfit",
    "outgoing.recipient_twice",
    "outgoing.recipient_unfit",
    "outgoing.recipients_count",
    "outgoing.replace_kind",
    "outgoing.route_needed",
    "outgoing.route_unfit",
    "outgoing.sent_already",
    "outgoing.version_same",
    "work.due_past",
    "work.nobody_there",
    "work.part_unfit",
    "work.text_needed",
];

fn is_offered(office: &Office, who: usize, action: &Action) -> bool {
    office.offers(who).iter().any(|offer| {
        offer.refusal.is_none() && offer.verb == action.verb() && offer.task == action.task()
    })
}

/// What lies with another agency comes back from it now and then.
fn perhaps_comes_back(office: &mut Office, dice: &Dice) {
    if dice.pick.is_multiple_of(2) && office.paper.draft.lies_with.contains(&NEIGHBOUR) {
        office.comes_back(NEIGHBOUR);
    }
}

/// The register cancels its number now and then; a paper that goes about keeps it.
fn perhaps_loses_its_number(office: &mut Office, dice: &Dice) {
    if dice.pick.is_multiple_of(11) {
        let draft = &office.paper.draft;
        let goes_about = draft.issued_at.is_some() && draft.recalled_at.is_none();
        assert_eq!(office.loses_number().is_err(), goes_about);
        let draft = &office.paper.draft;
        assert!(draft.issued_at.is_some() || draft.numbered_at.is_none());
    }
}

/// The office comes round to the file now and then, and does not always manage it.
fn perhaps_is_stamped(office: &mut Office, dice: &Dice) {
    match dice.pick % 9 {
        0..3 => office.is_stamped(Stamp::Stamped(copy(dice.pick as u128))),
        3 => office.is_stamped(Stamp::AsApproved),
        4 => office.is_stamped(Stamp::Failed("stamping.no_place".into())),
        _ => false,
    };
}

/// What waits, what stands and where it is; a route it was first put on stays known to the drafter.
fn left(paper: &Paper) -> (Vec<&Task>, Vec<&Approval>, Place, bool) {
    let place = paper.draft.place().unwrap_or(Place::WithDrafter);
    let open = paper.case.open_tasks().collect();
    let ended = paper.case.end.is_some();
    (open, paper.draft.standing().collect(), place, ended)
}

/// An action that can be undone is: nothing that must hold is broken, and all is as it was. Says whether it could.
fn undone(
    office: &Office,
    (who, verb): (usize, Verb),
    (before, grants): (&Paper, &BTreeSet<(Principal, Cause)>),
    acted: &Acted,
) -> Result<bool, TestCaseError> {
    let standing = Standing {
        person: person(who),
        on_behalf_of: None,
    };
    let action = (standing, verb.event(), office.now);
    let Some(back) = WayBack::of_draft((&before.case, &before.draft), acted, action) else {
        return Ok(false);
    };
    let (mut paper, mut now_granted) = (office.paper.clone(), office.grants.clone());
    paper.case.revision = back.revision;
    let changes = undo(&paper.case, Some(&back), person(who), office.now);
    let changes = changes.map_err(|why| TestCaseError::fail(format!("{verb:?} {why:?}")))?;
    paper.apply(&changes, &back.of_the_draft());
    for change in &changes {
        match change {
            Change::Grant(grant) => {
                now_granted.insert((grant.principal, grant.cause));
            }
            Change::EndCause(cause) => now_granted.retain(|(_, given)| given != cause),
            _ => {}
        }
    }
    prop_assert_eq!(paper.fault(), None, "{:?}", verb);
    prop_assert_eq!(left(&paper), left(before), "{:?}", verb);
    prop_assert_eq!(&now_granted, grants, "{:?}", verb);
    Ok(true)
}

fn office(seed: usize) -> Office {
    let mut office = Office::new();
    office.number_before_approval = seed.is_multiple_of(4);
    if seed.is_multiple_of(3) {
        office.paper.draft.kind = Some("quyet_dinh".into());
    }
    office
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_sequence_breaks_what_must_hold(
        seed in 0..12_usize,
        throws in prop::collection::vec(dice(), 1..120),
    ) {
        let mut office = office(seed);
        for throw in &throws {
            // The setting changes now and then.
            office.number_before_approval ^= throw.pick.is_multiple_of(7);
            perhaps_comes_back(&mut office, throw);
            perhaps_is_stamped(&mut office, throw);
            perhaps_loses_its_number(&mut office, throw);
            check(&office)?;
            let (who, action) = action(&office, throw);
            let was_offered = is_offered(&office, who, &action);
            let (before, grants) = (office.paper.clone(), office.grants.clone());
            match office.tries(who, &action) {
                Ok(acted) => {
                    undone(&office, (who, action.verb()), (&before, &grants), &acted)?;
                    prop_assert!(was_offered, "done without being offered: {:?}", action);
                    let numbers = acted.draft.iter().any(|change| matches!(change, DraftChange::Number(_)));
                    let early = !before.draft.is_approved() && !office.number_before_approval;
                    prop_assert!(!(numbers && early), "numbered before it was approved");
                    let was = before.draft.numbered_at;
                    prop_assert!(was.is_none() || office.paper.draft.numbered_at == was);
                }
                Err(refusal) => {
                    prop_assert_eq!(&before, &office.paper);
                    let for_content = FOR_CONTENT.contains(&refusal.code);
                    prop_assert!(!was_offered || for_content, "{:?} {:?}", action, refusal);
                }
            }
            check(&office)?;
        }
    }
}

/// The dice above reach every action and every place: otherwise the property would say little.
#[test]
fn the_properties_reach_every_action() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut done, mut waited, mut taken_back) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for seed in 0..150 {
        let mut office = office(seed);
        for _ in 0..60 {
            let throw = dice().new_tree(&mut runner).expect("dice").current();
            perhaps_comes_back(&mut office, &throw);
            perhaps_is_stamped(&mut office, &throw);
            perhaps_loses_its_number(&mut office, &throw);
            let (who, action) = action(&office, &throw);
            let (before, grants) = (office.paper.clone(), office.grants.clone());
            if let Ok(acted) = office.tries(who, &action) {
                done.insert(action.verb());
                let undone = undone(&office, (who, action.verb()), (&before, &grants), &acted);
                if undone.expect("as before") {
                    taken_back.insert(action.verb());
                }
            }
            waited.extend(office.waiting());
        }
    }
    assert_eq!(done, BTreeSet::from(Verb::ALL));
    let can_be_undone = [
        Verb::Submit,
        Verb::AskOpinions,
        Verb::GiveOpinion,
        Verb::GoOnWithout,
        Verb::Approve,
        Verb::Return,
        Verb::Withdraw,
        Verb::Abandon,
        Verb::NoteReturn,
    ];
    assert_eq!(taken_back, BTreeSet::from(can_be_undone));
    for kind in [TaskKind::Initial, TaskKind::Opinion, TaskKind::Dispatch] {
        assert!(waited.contains(kind.code()), "{kind:?}");
    }
}
