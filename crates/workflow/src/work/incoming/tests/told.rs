//! Situations of the office, told by hand.

use uuid::Uuid;

use super::world::*;
use crate::access::Principal;
use crate::documents::Urgency;
use crate::work::incoming::{Action, Finish, Verb, open_actions};
use crate::work::{Actor, Change, Outcome, Phase, StandIn, TaskKind};
use crate::{DelegationId, TaskId};

fn finish(words: &str) -> Finish {
    Finish {
        result: words.to_owned(),
        ..Finish::default()
    }
}

#[test]
fn from_register_to_confirmed_result() {
    let mut office = Office::distributed();
    assert_eq!(office.case.phase(), Some(Phase::InProgress));
    let lead = office.id(TaskKind::Lead);
    let inner = part(TaskKind::Lead, Principal::Person(person(SPECIALIST)), None);
    office.does(
        HEAD_ECONOMY,
        &Action::AssignOn(lead, vec![inner], "Tham mưu".into()),
    );
    let inner = office.id(TaskKind::Lead);
    assert_ne!(inner, lead);
    assert_eq!(
        office.open(TaskKind::Lead).due,
        office.case.task(lead).unwrap().due
    );
    office.is_refused(
        HEAD_ECONOMY,
        &Action::Close(lead, finish("xong")),
        "work.parts_open",
    );
    office.does(SPECIALIST, &Action::Report(inner, "Đã làm một nửa".into()));
    office.does(SPECIALIST, &Action::Close(inner, finish("đã tham mưu")));
    assert_eq!(office.case.phase(), Some(Phase::InProgress));
    office.does(HEAD_ECONOMY, &Action::Close(lead, finish("đã trả lời")));
    assert_eq!(office.case.phase(), Some(Phase::ToConfirm));
    assert!(
        office
            .case
            .open_tasks()
            .all(|task| task.kind != TaskKind::Support)
    );
    let confirm = office.id(TaskKind::Confirm);
    office.is_refused(DEPUTY, &Action::Confirm(confirm, None), "work.not_yours");
    office.does(CHAIRMAN, &Action::SendBack(confirm, "Thiếu số liệu".into()));
    let again = office.id(TaskKind::Lead);
    office.does(HEAD_ECONOMY, &Action::Close(again, finish("đã bổ sung")));
    let confirm = office.id(TaskKind::Confirm);
    office.does(CHAIRMAN, &Action::Confirm(confirm, None));
    assert_eq!(office.case.phase(), Some(Phase::Finished));
    let inform = office.id(TaskKind::Inform);
    office.does(DEPUTY, &Action::MarkRead(inform));
    assert_eq!(office.case.phase(), Some(Phase::Finished));
}

#[test]
fn a_returned_lead_waits_for_its_giver_and_its_right_ends() {
    let mut office = Office::distributed();
    let lead = office.id(TaskKind::Lead);
    assert!(
        office
            .grants
            .iter()
            .any(|(to, _)| *to == Principal::Unit(ECONOMY))
    );
    office.is_refused(
        HEAD_ECONOMY,
        &Action::Return(lead, "  ".into()),
        "work.text_needed",
    );
    office.does(
        HEAD_ECONOMY,
        &Action::Return(lead, "Việc của Văn hóa".into()),
    );
    assert_eq!(office.case.phase(), Some(Phase::Submitted));
    assert_eq!(
        office.open(TaskKind::Distribute).assignee,
        Principal::Person(person(CHAIRMAN))
    );
    assert!(
        !office
            .grants
            .iter()
            .any(|(to, _)| *to == Principal::Unit(ECONOMY))
    );
}

#[test]
fn an_instruction_is_taken_back_only_while_nobody_acted() {
    let mut office = Office::distributed();
    let lead = office.id(TaskKind::Lead);
    office.is_refused(
        DEPUTY,
        &Action::TakeBack(lead, "nhầm".into()),
        "work.not_yours",
    );
    let other = part(
        TaskKind::Lead,
        Principal::Head(CULTURE),
        Some(office.days(3)),
    );
    office.does(CHAIRMAN, &Action::Correct(lead, other, "Sửa lại".into()));
    let corrected = office.id(TaskKind::Lead);
    office.does(HEAD_CULTURE, &Action::Accept(corrected));
    office.is_refused(
        CHAIRMAN,
        &Action::TakeBack(corrected, "nhầm".into()),
        "work.acted_on_already",
    );
    let taken = office.case.task(lead).unwrap().closed.as_ref().unwrap();
    assert_eq!(taken.outcome, Outcome::TakenBack);
}

#[test]
fn time_is_decided_by_whoever_set_the_date() {
    let mut office = Office::distributed();
    let lead = office.id(TaskKind::Lead);
    let inner = part(
        TaskKind::Lead,
        Principal::Person(person(SPECIALIST)),
        Some(office.days(5)),
    );
    office.does(
        HEAD_ECONOMY,
        &Action::AssignOn(lead, vec![inner], "Làm".into()),
    );
    let inner = office.id(TaskKind::Lead);
    let (wanted, beyond) = (office.days(8), office.days(12));
    office.does(
        SPECIALIST,
        &Action::AskTime(inner, beyond, "Nhiều việc".into()),
    );
    let asked = office.id(TaskKind::Extension);
    office.is_refused(
        CHAIRMAN,
        &Action::DecideTime(asked, Some(wanted), String::new()),
        "work.not_yours",
    );
    office.is_refused(
        HEAD_ECONOMY,
        &Action::DecideTime(asked, Some(beyond), String::new()),
        "work.due_beyond_outer",
    );
    office.does(
        HEAD_ECONOMY,
        &Action::DecideTime(asked, Some(wanted), String::new()),
    );
    assert_eq!(
        office.case.task(inner).unwrap().due.as_ref().unwrap().at,
        wanted
    );
    let late = part(
        TaskKind::Support,
        Principal::Person(person(TAX_OFFICER)),
        Some(office.days(30)),
    );
    office.is_refused(
        HEAD_ECONOMY,
        &Action::AssignOn(lead, vec![late], "Thêm".into()),
        "work.due_beyond_outer",
    );
}

#[test]
fn parts_stay_inside_the_unit() {
    let mut office = Office::distributed();
    let lead = office.id(TaskKind::Lead);
    let outside = part(
        TaskKind::Lead,
        Principal::Person(person(CULTURE_OFFICER)),
        None,
    );
    office.is_refused(
        HEAD_ECONOMY,
        &Action::AssignOn(lead, vec![outside], "Làm".into()),
        "work.outside_unit",
    );
    let below = part(TaskKind::Lead, Principal::Person(person(TAX_OFFICER)), None);
    office.does(
        HEAD_ECONOMY,
        &Action::AssignOn(lead, vec![below], "Làm".into()),
    );
    assert_eq!(
        office.open(TaskKind::Lead).assignee,
        Principal::Person(person(TAX_OFFICER))
    );
}

#[test]
fn an_instruction_has_one_lead_and_somebody_behind_every_part() {
    let mut office = Office::registered();
    let task = office.id(TaskKind::Distribute);
    let head = |unit| part(TaskKind::Lead, Principal::Head(unit), None);
    let give = |parts| Action::Distribute(task, parts, "Giao".into());
    office.is_refused(
        CHAIRMAN,
        &give(vec![head(ECONOMY), head(CULTURE)]),
        "work.lead_once",
    );
    let support = part(TaskKind::Support, Principal::Head(ECONOMY), None);
    office.is_refused(CHAIRMAN, &give(vec![support]), "work.lead_needed");
    office.is_refused(CHAIRMAN, &give(vec![head(TAXES)]), "work.nobody_there");
    office.is_refused(CHAIRMAN, &give(vec![]), "work.parts_needed");
    let past = part(
        TaskKind::Lead,
        Principal::Head(ECONOMY),
        Some(office.days(-1)),
    );
    office.is_refused(CHAIRMAN, &give(vec![past]), "work.due_past");
    office.is_refused(CLERK, &give(vec![head(ECONOMY)]), "work.not_yours");
    // For information only: nobody owes anything, so the paper has ended.
    let inform = part(TaskKind::Inform, Principal::Head(ECONOMY), None);
    office.does(CHAIRMAN, &give(vec![inform]));
    assert_eq!(office.case.phase(), Some(Phase::Finished));
    let more = part(TaskKind::Lead, Principal::Head(CULTURE), None);
    office.does(DEPUTY, &Action::Add(vec![more], "Làm thêm".into()));
    assert_eq!(office.case.phase(), Some(Phase::InProgress));
}

#[test]
fn a_paper_sent_to_the_wrong_place_goes_back() {
    let mut office = Office::new();
    office.does(CLERK, &Action::Receive(Urgency::Flash));
    assert_eq!(office.open(TaskKind::Register).urgency, Urgency::Flash);
    office.does(CLERK, &Action::ReturnToSender("Không gửi cho xã".into()));
    assert_eq!(office.case.phase(), Some(Phase::ReturnedToSender));
    let to = Principal::Person(person(CHAIRMAN));
    office.is_refused(
        CLERK,
        &Action::Register(Urgency::Normal, Some(to)),
        "work.ended",
    );
}

#[test]
fn a_delegate_acts_on_behalf_of_the_giver_and_never_beyond() {
    let mut office = Office::registered();
    let stand_in = StandIn {
        delegation: DelegationId(Uuid::from_u128(1)),
        giver: person(CHAIRMAN),
        principals: caller(CHAIRMAN).principals(),
    };
    let task = office.id(TaskKind::Distribute);
    let parts = vec![part(TaskKind::Lead, Principal::Head(ECONOMY), None)];
    let give = Action::Distribute(task, parts, "Giao".into());
    office.is_refused(DEPUTY, &give, "work.not_yours");
    office.stands_in.insert(DEPUTY, vec![stand_in]);
    let changes = office.tries(DEPUTY, &give).unwrap();
    let opened = changes.iter().find_map(|change| match change {
        Change::Open(task) => Some(task),
        _ => None,
    });
    assert_eq!(opened.unwrap().given_for, Some(person(CHAIRMAN)));
    assert_eq!(opened.unwrap().given_by, Some(person(DEPUTY)));
}

#[test]
fn what_waits_for_nobody_goes_to_the_chief_of_office() {
    let mut office = Office::distributed();
    office
        .staff
        .members
        .retain(|member| member.person != person(CHAIRMAN));
    let lead = office.id(TaskKind::Lead);
    office.does(HEAD_ECONOMY, &Action::Refuse(lead, "Không thuộc".into()));
    assert!(
        office
            .staff
            .people_of(office.open(TaskKind::Distribute).assignee)
            == vec![person(CHIEF)]
    );
}

#[test]
fn everybody_is_told_what_he_may_do_and_why_not() {
    let office = Office::distributed();
    let told = |who: usize| {
        let caller = caller(who);
        let actor = Actor {
            caller: &caller,
            stands_in: &[],
        };
        open_actions(&office.case, &actor)
    };
    let open = |who: usize| -> Vec<Verb> {
        let open = told(who)
            .into_iter()
            .filter(|action| action.refusal.is_none());
        open.map(|action| action.verb).collect()
    };
    assert!(open(HEAD_ECONOMY).contains(&Verb::Close));
    assert!(!open(HEAD_ECONOMY).contains(&Verb::TakeBack));
    assert!(open(CHAIRMAN).contains(&Verb::TakeBack) && open(CHAIRMAN).contains(&Verb::Add));
    assert_eq!(open(DEPUTY), [Verb::Add, Verb::MarkRead]);
    assert!(open(SPECIALIST).is_empty());
    let close = TaskId(Uuid::from_u128(4));
    assert!(office.case.task(close).is_none());
}
