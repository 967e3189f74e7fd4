//! A paper that came from another agency: it arrives, shows how far it is, is called back.

use super::world::*;
use crate::access::{Principal, Role};
use crate::documents::Urgency;
use crate::exchange::{Consignment, Reached, Status};
use crate::work::incoming::{Action, Finish, arrive, recall};
use crate::work::{Phase, TaskKind};
use crate::{ConsignmentId, DocumentId, OrganisationId};

fn arrived() -> Office {
    let mut office = Office::new();
    office.case.urgency = Urgency::Flash;
    office.sender(arrive);
    office
}

fn consignment() -> Consignment {
    Consignment {
        id: ConsignmentId(uuid::Uuid::from_u128(1)),
        from: OrganisationId(uuid::Uuid::from_u128(2)),
        sent: DocumentId(uuid::Uuid::from_u128(3)),
        to: AGENCY,
        received: DocumentId(uuid::Uuid::from_u128(7)),
        sent_at: Office::new().now,
        sent_by: person(CLERK),
        history: Vec::new(),
    }
}

/// What the sender is told now, which is then told.
fn told(consignment: &mut Consignment, office: &Office) -> Vec<&'static str> {
    let news = consignment.news(&office.case);
    for status in &news {
        consignment.history.push(Reached {
            status: *status,
            at: office.now,
            by: None,
            reason: None,
        });
    }
    news.into_iter().map(Status::code).collect()
}

fn registers(office: &mut Office) {
    let to = Principal::Person(person(CHAIRMAN));
    office.does(CLERK, &Action::Register(Urgency::Flash, Some(to)));
}

#[test]
fn the_sender_is_told_each_status_once() {
    let (mut office, mut sent) = (arrived(), consignment());
    assert_eq!(
        office.open(TaskKind::Register).assignee,
        Principal::Role(AGENCY, Role::Clerk)
    );
    assert_eq!(office.open(TaskKind::Register).urgency, Urgency::Flash);
    assert_eq!(told(&mut sent, &office), ["01"]);
    registers(&mut office);
    assert_eq!(told(&mut sent, &office), ["03"]);
    let parts = vec![part(TaskKind::Lead, Principal::Head(ECONOMY), None)];
    let task = office.id(TaskKind::Distribute);
    office.does(
        CHAIRMAN,
        &Action::Distribute(task, parts.clone(), "Giao".into()),
    );
    assert_eq!(told(&mut sent, &office), ["04"]);
    let lead = office.id(TaskKind::Lead);
    office.does(HEAD_ECONOMY, &Action::Return(lead, "Không thuộc".into()));
    assert!(
        told(&mut sent, &office).is_empty(),
        "given back is not in progress"
    );
    let task = office.id(TaskKind::Distribute);
    office.does(
        CHAIRMAN,
        &Action::Distribute(task, parts, "Giao lại".into()),
    );
    let lead = office.id(TaskKind::Lead);
    office.does(HEAD_ECONOMY, &Action::Accept(lead));
    assert_eq!(told(&mut sent, &office), ["05"]);
    let finish = Finish {
        result: "Xong".into(),
        ..Finish::default()
    };
    office.does(HEAD_ECONOMY, &Action::Close(lead, finish));
    assert_eq!(told(&mut sent, &office), ["06"]);
    assert!(sent.is_there() && !sent.is_withheld());
}

#[test]
fn what_is_returned_went_back() {
    let (mut office, mut sent) = (arrived(), consignment());
    office.does(CLERK, &Action::ReturnToSender("Gửi nhầm".into()));
    assert_eq!(told(&mut sent, &office), ["01", "02"]);
    assert!(!sent.is_there());
    assert!(
        office.sender(recall).is_empty(),
        "what went back is not called back"
    );
}

#[test]
fn what_is_not_registered_is_taken_back_at_once() {
    let (mut office, mut sent) = (arrived(), consignment());
    office.sender(recall);
    assert_eq!(office.case.phase(), Some(Phase::Recalled));
    assert_eq!(office.case.open_tasks().count(), 0);
    assert_eq!(told(&mut sent, &office), ["01", "13", "15"]);
    let to = Principal::Person(person(CHAIRMAN));
    office.is_refused(
        CLERK,
        &Action::Register(Urgency::Normal, Some(to)),
        "work.recalled",
    );
}

#[test]
fn what_is_registered_is_taken_back_when_the_clerks_agree() {
    let (mut office, mut sent) = (arrived(), consignment());
    registers(&mut office);
    office.sender(recall);
    assert!(
        office.sender(recall).is_empty(),
        "it is asked for once at a time"
    );
    assert_eq!(told(&mut sent, &office), ["01", "03", "13"]);
    assert_eq!(office.case.phase(), Some(Phase::Submitted));
    let answer = office.id(TaskKind::AnswerRecall);
    office.is_refused(
        HEAD_ECONOMY,
        &Action::AgreeRecall(answer, None),
        "work.not_yours",
    );
    office.does(CLERK, &Action::AgreeRecall(answer, None));
    assert_eq!(office.case.phase(), Some(Phase::Recalled));
    assert_eq!(office.case.open_tasks().count(), 0);
    assert_eq!(told(&mut sent, &office), ["15"]);
    let parts = vec![part(TaskKind::Lead, Principal::Head(ECONOMY), None)];
    office.is_refused(CHAIRMAN, &Action::Add(parts, "Nữa".into()), "work.recalled");
}

#[test]
fn the_answer_outlives_the_end_of_the_work() {
    let (mut office, mut sent) = (arrived(), consignment());
    registers(&mut office);
    let parts = vec![
        part(TaskKind::Lead, Principal::Head(ECONOMY), None),
        part(TaskKind::Inform, Principal::Person(person(DEPUTY)), None),
    ];
    let task = office.id(TaskKind::Distribute);
    office.does(CHAIRMAN, &Action::Distribute(task, parts, "Giao".into()));
    office.sender(recall);
    let lead = office.id(TaskKind::Lead);
    let finish = Finish {
        result: "Xong".into(),
        ..Finish::default()
    };
    office.does(HEAD_ECONOMY, &Action::Close(lead, finish));
    assert_eq!(office.case.phase(), Some(Phase::Finished));
    let answer = office.id(TaskKind::AnswerRecall);
    office.is_refused(
        CLERK,
        &Action::RefuseRecall(answer, " ".into()),
        "work.text_needed",
    );
    let mut refusing = arrived();
    refusing.case = office.case.clone();
    refusing.does(CLERK, &Action::RefuseRecall(answer, "Đã làm xong".into()));
    assert_eq!(refusing.case.phase(), Some(Phase::Finished));
    assert_eq!(
        consignment().news(&refusing.case).last(),
        Some(&Status::RecallRefused)
    );
    office.does(CLERK, &Action::AgreeRecall(answer, Some("Đồng ý".into())));
    assert_eq!(office.case.phase(), Some(Phase::Recalled));
    assert_eq!(
        office.case.open_tasks().count(),
        0,
        "not even to be taken note of"
    );
    assert_eq!(
        told(&mut sent, &office),
        ["01", "03", "04", "05", "13", "15"]
    );
}

#[test]
fn codes_of_statuses_read_back() {
    for status in Status::ALL {
        assert_eq!(Status::from_code(status.code()), Some(status));
        assert!(status.event().starts_with("exchange."));
    }
}
