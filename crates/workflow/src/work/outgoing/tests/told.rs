//! Situations of the office, told by hand.

use uuid::Uuid;

use super::world::*;
use crate::access::{Principal, Role};
use crate::calendar::Term;
use crate::documents::ReadingState;
use crate::work::outgoing::{Acted, Action, Place, Recipient, ReturnTo, Stamp, Submission, Verb};
use crate::work::routes::defaults;
use crate::work::{By, Due, Outcome, Phase, StandIn, TaskKind};
use crate::{DelegationId, UnitId};

#[test]
fn from_draft_to_sent() {
    let mut office = Office::submitted();
    assert_eq!(office.paper.case.phase(), Some(Phase::InApproval));
    assert_eq!(office.waiting(), ["content"]);
    let content = office.open(TaskKind::Content);
    let next_day = Term::WorkingDays { amount: 1 };
    let due = Due::within(&office.calendar, content.opened_at, next_day).unwrap();
    assert_eq!(content.due, Some(due));
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    office.is_refused(
        CLERK,
        &Action::Approve(office.id(TaskKind::Form), None),
        "work.not_yours",
    );
    office.approves(CHIEF, TaskKind::Form);
    assert_eq!(
        office.open(TaskKind::Final).assignee,
        Principal::Person(person(CHAIRMAN))
    );
    let task = office.id(TaskKind::Final);
    let acted = office.does(CHAIRMAN, &Action::Approve(task, Some("Đồng ý".into())));
    assert_eq!(recorded(&acted), 1);
    assert_eq!(office.paper.case.phase(), Some(Phase::ToNumber));
    let clerks = Principal::Role(AGENCY, Role::Clerk);
    let is_kept = |office: &Office| {
        let mut grants = office.grants.iter();
        grants.any(|(to, cause)| *to == clerks && cause.code() == "custody")
    };
    assert!(!is_kept(&office), "kept by the clerks before its number");
    office.does(CLERK, &Action::Number(office.id(TaskKind::Number)));
    assert!(is_kept(&office));
    assert_eq!(office.paper.case.phase(), Some(Phase::ToDispatch));
    let send = Action::Dispatch(vec![by_post("Sở Tài chính")]);
    office.is_refused(CLERK, &send, "outgoing.not_issued");
    let issue = Action::Issue(office.id(TaskKind::Dispatch));
    office.is_refused(CLERK, &issue, "outgoing.stamp_waiting");
    assert!(office.is_stamped(Stamp::Stamped(copy(1))));
    office.does(CLERK, &issue);
    office.does(CLERK, &send);
    assert_eq!(office.paper.case.phase(), Some(Phase::Finished));
    // One more recipient later.
    office.does(
        CLERK,
        &Action::Dispatch(vec![Recipient::Unit { unit: CULTURE }]),
    );
    assert_eq!(office.paper.case.phase(), Some(Phase::Finished));
}

#[test]
fn an_approval_names_the_files_approved_and_a_change_voids_it() {
    let mut office = Office::submitted();
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    let approval = office.paper.draft.approvals[0].clone();
    assert_eq!((approval.version, approval.by), (1, person(HEAD_ECONOMY)));
    assert_eq!(approval.files[0].sha256, files(1)[0].sha256);
    office.is_refused(
        SPECIALIST,
        &Action::AddVersion(files(1), None),
        "outgoing.version_same",
    );
    let better = Action::AddVersion(files(2), Some("Sửa số liệu".into()));
    office.does(SPECIALIST, &better);
    assert_eq!(office.paper.case.phase(), Some(Phase::Drafting));
    assert_eq!(office.waiting(), ["draft"]);
    assert!(office.paper.draft.approvals[0].voided_at.is_some());
    // Submitted again without a word: the same route, the same signer, from the first stage.
    office.does(SPECIALIST, &Action::Submit(Submission::default()));
    assert_eq!(office.waiting(), ["content"]);
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    assert_eq!(office.paper.draft.approvals[1].version, 2);
}

#[test]
fn a_change_after_the_final_approval_goes_back_to_who_approved() {
    let mut office = Office::approved();
    office.is_refused(
        SPECIALIST,
        &Action::Withdraw("Nhầm".into()),
        "outgoing.approved_already",
    );
    office.does(CLERK, &Action::Number(office.id(TaskKind::Number)));
    office.does(HEAD_ECONOMY, &Action::AddVersion(files(2), None));
    assert_eq!(office.waiting(), ["draft"]);
    assert_eq!(office.paper.draft.standing().count(), 0);
    // It has a number, which is never used for another paper: it cannot be given up like that.
    office.is_refused(
        SPECIALIST,
        &Action::Abandon("Thôi".into()),
        "outgoing.numbered_already",
    );
    office.does(SPECIALIST, &Action::Submit(letter(DEPUTY)));
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    office.approves(CHIEF, TaskKind::Form);
    office.approves(DEPUTY, TaskKind::Final);
    assert_eq!(office.waiting(), ["dispatch"]);
    assert!(office.is_stamped(Stamp::AsApproved));
    office.does(CLERK, &Action::Issue(office.id(TaskKind::Dispatch)));
    office.is_refused(
        SPECIALIST,
        &Action::AddVersion(files(3), None),
        "outgoing.issued_already",
    );
}

#[test]
fn returned_one_stage_or_to_the_drafter() {
    let mut office = Office::submitted();
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    let back = |office: &Office, kind, to| Action::Return(office.id(kind), to, "Sai".into());
    let one = back(&office, TaskKind::Form, ReturnTo::PreviousStage);
    office.does(CHIEF, &one);
    assert_eq!(office.paper.draft.place(), Some(Place::At(0)));
    assert_eq!(office.waiting(), ["content"]);
    assert_eq!(office.paper.draft.standing().count(), 0);
    let to_drafter = back(&office, TaskKind::Content, ReturnTo::PreviousStage);
    office.does(HEAD_ECONOMY, &to_drafter);
    assert_eq!(office.paper.case.phase(), Some(Phase::Drafting));
    assert!(office.open(TaskKind::Draft).remark.is_some());
    office.does(SPECIALIST, &Action::Submit(Submission::default()));
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    office.approves(CHIEF, TaskKind::Form);
    let task = office.id(TaskKind::Final);
    office.is_refused(
        CHAIRMAN,
        &Action::Return(task, ReturnTo::Drafter, " ".into()),
        "work.text_needed",
    );
    let all = back(&office, TaskKind::Final, ReturnTo::Drafter);
    office.does(CHAIRMAN, &all);
    assert_eq!(office.waiting(), ["draft"]);
    // Whoever sent it back still reads it.
    let chairman = Principal::Person(person(CHAIRMAN));
    assert!(office.grants.iter().any(|(to, _)| *to == chairman));
}

#[test]
fn a_decision_takes_its_initials_and_its_signers() {
    let mut office = Office::drafted();
    office.is_refused(
        SPECIALIST,
        &Action::Submit(decision()),
        "outgoing.route_unfit",
    );
    office.paper.draft.kind = Some("quyet_dinh".into());
    let mut unfit = decision();
    unfit.chosen.insert("signer".into(), person(CHIEF));
    office.is_refused(SPECIALIST, &Action::Submit(unfit), "outgoing.choice_unfit");
    let mut without = decision();
    without.chosen.remove("first_signer");
    office.is_refused(
        SPECIALIST,
        &Action::Submit(without),
        "outgoing.choice_needed",
    );
    office.does(SPECIALIST, &Action::Submit(decision()));
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    assert_eq!(office.waiting(), ["form", "initial"]);
    office.approves(CHIEF, TaskKind::Form);
    assert_eq!(office.waiting(), ["initial"], "side by side");
    office.approves(HEAD_CULTURE, TaskKind::Initial);
    assert_eq!(office.paper.draft.stage(), Some(2));
    office.approves(DEPUTY, TaskKind::Initial);
    office.approves(DEPUTY, TaskKind::Initial);
    office.approves(CHAIRMAN, TaskKind::Final);
    assert!(office.paper.draft.is_approved());
}

#[test]
fn opinions_are_asked_side_by_side_and_not_waited_for() {
    let mut office = Office::drafted();
    let asked = vec![
        Principal::Head(CULTURE),
        Principal::Person(person(TAX_OFFICER)),
    ];
    let ask = Action::AskOpinions(
        asked.clone(),
        Some(By::Moment(office.days(2))),
        "Xin ý kiến".into(),
    );
    office.is_refused(CULTURE_OFFICER, &ask, "work.not_yours");
    office.does(SPECIALIST, &ask);
    office.is_refused(HEAD_ECONOMY, &ask, "outgoing.asked_already");
    let past = Action::AskOpinions(
        asked,
        Some(By::Moment(office.days(-1))),
        "Xin ý kiến".into(),
    );
    office.is_refused(SPECIALIST, &past, "work.due_past");
    let opinion = office.id(TaskKind::Opinion);
    office.is_refused(
        TAX_OFFICER,
        &Action::GiveOpinion(opinion, false, String::new()),
        "work.text_needed",
    );
    office.does(
        TAX_OFFICER,
        &Action::GiveOpinion(opinion, false, "Thiếu căn cứ".into()),
    );
    let closed = office.paper.case.task(opinion).unwrap().closed.clone();
    assert_eq!(closed.unwrap().outcome, Outcome::Denied);
    office.does(SPECIALIST, &Action::Submit(letter(CHAIRMAN)));
    assert_eq!(office.waiting(), ["content", "opinion"]);
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    office.approves(CHIEF, TaskKind::Form);
    office.approves(CHAIRMAN, TaskKind::Final);
    assert_eq!(office.waiting(), ["number"]);
}

#[test]
fn an_opinion_of_the_route_is_waited_for_or_gone_on_without() {
    let mut office = Office::drafted();
    let mut wish = letter(CHAIRMAN);
    let route = wish.route.as_mut().unwrap();
    let mut stage = route.definition.stages[0].clone();
    stage.steps[0].key = "thoughts".into();
    stage.steps[0].kind = crate::work::routes::StepKind::Opinion;
    route.definition.stages.insert(0, stage);
    office.does(SPECIALIST, &Action::Submit(wish));
    assert_eq!(office.waiting(), ["opinion"]);
    let task = office.id(TaskKind::Opinion);
    office.is_refused(
        CHIEF,
        &Action::GoOnWithout(task, "Đã quá hạn".into()),
        "work.not_yours",
    );
    office.does(SPECIALIST, &Action::GoOnWithout(task, "Đã quá hạn".into()));
    assert_eq!(office.waiting(), ["content"]);
}

#[test]
fn files_that_cannot_be_seen_are_not_approved() {
    let mut office = Office::new();
    office.does(SPECIALIST, &Action::Draft);
    let submit = Action::Submit(letter(CHAIRMAN));
    office.is_refused(SPECIALIST, &submit, "outgoing.no_files");
    office.does(SPECIALIST, &Action::AddVersion(files(1), None));
    office.does(SPECIALIST, &submit);
    let approve = Action::Approve(office.id(TaskKind::Content), None);
    for (state, code) in [
        (ReadingState::Waiting, "outgoing.files_waiting"),
        (ReadingState::Unreadable, "outgoing.files_unreadable"),
        (ReadingState::Quarantined, "documents.quarantined"),
    ] {
        office.paper.draft.files[0].state = state;
        office.is_refused(HEAD_ECONOMY, &approve, code);
    }
    office.paper.draft.files[0].state = ReadingState::NotYetRead;
    office.does(HEAD_ECONOMY, &approve);
}

#[test]
fn the_number_comes_after_the_approval_unless_the_agency_wants_it_before() {
    let mut office = Office::drafted();
    office.number_before_approval = true;
    office.does(SPECIALIST, &Action::Submit(letter(CHAIRMAN)));
    assert_eq!(office.waiting(), ["content", "number"]);
    let number = Action::Number(office.id(TaskKind::Number));
    office.number_before_approval = false;
    office.is_refused(CLERK, &number, "outgoing.not_approved");
    office.number_before_approval = true;
    office.does(CLERK, &number);
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    office.approves(CHIEF, TaskKind::Form);
    office.approves(CHAIRMAN, TaskKind::Final);
    assert_eq!(office.waiting(), ["dispatch"]);
}

#[test]
fn recalled_replaced_corrected() {
    let mut office = Office::issued();
    office.is_refused(
        CLERK,
        &Action::Recall("Sai số".into()),
        "access.role_needed",
    );
    let letter = Action::CorrectByLetter(other("cong_van"));
    office.is_refused(
        CLERK,
        &Action::CorrectByLetter(other("bao_cao")),
        "outgoing.correct_kind",
    );
    office.does(CLERK, &letter);
    office.does(CHAIRMAN, &Action::Recall("Sai số".into()));
    assert_eq!(office.paper.case.phase(), Some(Phase::Recalled));
    assert!(office.waiting().is_empty());
    let send = Action::Dispatch(vec![by_post("Sở Tài chính")]);
    office.is_refused(CLERK, &send, "outgoing.recalled");
    office.is_refused(CLERK, &letter, "outgoing.recalled");
    office.is_refused(
        CLERK,
        &Action::Replace(other("bao_cao")),
        "outgoing.replace_kind",
    );
    let mut itself = other("cong_van");
    itself.document = PAPER;
    office.is_refused(CLERK, &Action::Replace(itself), "outgoing.other_unfit");
    office.does(CLERK, &Action::Replace(other("cong_van")));
}

#[test]
fn recipients_are_told_once_and_exist() {
    let mut office = Office::issued();
    let nowhere = Recipient::Unit {
        unit: UnitId(Uuid::from_u128(99)),
    };
    let own = Recipient::Organisation {
        organisation: AGENCY,
    };
    for unfit in [nowhere, own, by_post(" "), by_post("a\nb")] {
        office.is_refused(
            CLERK,
            &Action::Dispatch(vec![unfit]),
            "outgoing.recipient_unfit",
        );
    }
    office.is_refused(
        CLERK,
        &Action::Dispatch(Vec::new()),
        "outgoing.recipients_count",
    );
    let twice = vec![by_post("Sở Tài chính"), by_post("Sở Tài chính")];
    office.is_refused(CLERK, &Action::Dispatch(twice), "outgoing.recipient_twice");
}

#[test]
fn a_draft_can_be_given_up_and_a_leaver_is_stood_in_for() {
    let mut office = Office::submitted();
    office.does(SPECIALIST, &Action::Withdraw("Chờ số liệu".into()));
    let mut staff = staff();
    staff
        .members
        .retain(|member| member.person != person(SPECIALIST));
    office.staff = staff;
    office.does(HEAD_ECONOMY, &Action::Submit(Submission::default()));
    office.does(
        HEAD_ECONOMY,
        &Action::Return(
            office.id(TaskKind::Content),
            ReturnTo::Drafter,
            "Sửa".into(),
        ),
    );
    assert_eq!(
        office.open(TaskKind::Draft).assignee,
        Principal::Role(AGENCY, Role::ChiefOfOffice)
    );
    office.does(CHIEF, &Action::Abandon("Không cần nữa".into()));
    assert_eq!(office.paper.case.phase(), Some(Phase::Abandoned));
    office.is_refused(
        HEAD_ECONOMY,
        &Action::AddVersion(files(5), None),
        "work.ended",
    );
}

#[test]
fn a_delegate_approves_on_behalf_of_the_giver() {
    let mut office = Office::submitted();
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    office.approves(CHIEF, TaskKind::Form);
    let approve = Action::Approve(office.id(TaskKind::Final), None);
    office.is_refused(DEPUTY, &approve, "work.not_yours");
    let stand_in = StandIn {
        delegation: DelegationId(Uuid::from_u128(1)),
        giver: person(CHAIRMAN),
        principals: caller(CHAIRMAN).principals(),
    };
    office.stands_in.insert(DEPUTY, vec![stand_in]);
    office.does(DEPUTY, &approve);
    let approval = office.paper.draft.approvals.last().unwrap();
    assert_eq!(
        (approval.by, approval.on_behalf_of),
        (person(DEPUTY), Some(person(CHAIRMAN)))
    );
}

#[test]
fn a_unit_without_a_head_is_answered_for_by_the_one_above() {
    let mut office = Office::new();
    office.paper.draft.drafter = person(TAX_OFFICER);
    office.paper.draft.unit = Some(TAXES);
    office.is_refused(SPECIALIST, &Action::Draft, "work.not_yours");
    office.does(TAX_OFFICER, &Action::Draft);
    office.does(TAX_OFFICER, &Action::AddVersion(files(1), None));
    office.does(TAX_OFFICER, &Action::Submit(letter(CHAIRMAN)));
    office.approves(HEAD_ECONOMY, TaskKind::Content);
}

#[test]
fn a_paper_stays_on_the_version_of_its_route() {
    let mut office = Office::submitted();
    office.does(SPECIALIST, &Action::Withdraw("Sửa".into()));
    office.does(SPECIALIST, &Action::Submit(Submission::default()));
    let run = office.paper.draft.run.clone().unwrap();
    assert_eq!((run.route.version, run.place), (1, Place::At(0)));
    office.does(SPECIALIST, &Action::Withdraw("Sửa".into()));
    let mut newer = letter(DEPUTY);
    let route = newer.route.as_mut().unwrap();
    (route.version, route.definition) = (2, defaults()[0].clone());
    office.does(SPECIALIST, &Action::Submit(newer));
    assert_eq!(office.paper.draft.run.as_ref().unwrap().route.version, 2);
}

#[test]
fn everybody_is_told_what_he_may_do_and_why_not() {
    let office = Office::approved();
    let open = |who: usize| -> Vec<Verb> {
        let offers = office.offers(who).into_iter();
        let open = offers.filter(|offer| offer.refusal.is_none());
        open.map(|offer| offer.verb).collect()
    };
    assert_eq!(open(SPECIALIST), [Verb::AddVersion]);
    assert_eq!(open(CLERK), [Verb::Number]);
    assert!(open(CULTURE_OFFICER).is_empty());
    let withdraw = office.offers(SPECIALIST);
    let withdraw = withdraw.iter().find(|offer| offer.verb == Verb::Withdraw);
    let refusal = withdraw.and_then(|offer| offer.refusal.as_ref());
    assert_eq!(refusal.unwrap().code, "outgoing.approved_already");
}

#[test]
fn nobody_but_a_leader_is_given_the_final_approval() {
    let mut office = Office::submitted();
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    let leaves = |office: &mut Office, who: usize| {
        let members = &mut office.staff.members;
        members.retain(|member| member.person != person(who));
    };
    leaves(&mut office, CHAIRMAN);
    office.approves(CHIEF, TaskKind::Form);
    let leaders = Principal::Role(AGENCY, Role::Leader);
    assert_eq!(office.open(TaskKind::Final).assignee, leaders);

    let mut office = Office::submitted();
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    leaves(&mut office, CHAIRMAN);
    leaves(&mut office, DEPUTY);
    office.approves(CHIEF, TaskKind::Form);
    assert_eq!(office.waiting(), ["draft"]);
    assert_eq!(office.paper.draft.standing().count(), 0);
    leaves(&mut office, CHIEF);
    leaves(&mut office, HEAD_ECONOMY);
    office.staff.members.extend(
        staff()
            .members
            .into_iter()
            .filter(|member| member.person == person(CHAIRMAN) && member.role == Role::Leader),
    );
    office.does(SPECIALIST, &Action::Submit(Submission::default()));
    assert_eq!(office.open(TaskKind::Content).assignee, leaders);
}

#[test]
fn a_cancelled_number_is_given_anew_until_the_paper_goes_about() {
    let mut office = Office::stamped();
    office.loses_number().unwrap();
    assert_eq!(office.waiting(), ["number"]);
    assert_eq!(office.paper.draft.release, None);
    assert!(office.paper.draft.is_approved());
    assert_eq!(office.loses_number().unwrap(), Acted::default());
    office.does(CLERK, &Action::Number(office.id(TaskKind::Number)));
    assert!(office.is_stamped(Stamp::Stamped(copy(2))));
    office.does(CLERK, &Action::Issue(office.id(TaskKind::Dispatch)));
    let refused = office.loses_number().unwrap_err();
    assert_eq!(refused.code, "outgoing.number_in_use");
    office.does(CHAIRMAN, &Action::Recall("Sai thẩm quyền".into()));
    assert_eq!(office.loses_number().unwrap(), Acted::default());
    assert!(office.paper.draft.numbered_at.is_some());
}

#[test]
fn where_the_number_cannot_be_written_the_clerk_has_ways_out() {
    let mut office = Office::approved();
    office.does(CLERK, &Action::Number(office.id(TaskKind::Number)));
    let task = office.id(TaskKind::Dispatch);
    let issue = Action::Issue(task);
    assert!(office.is_stamped(Stamp::Failed("outgoing.stamp_no_number".into())));
    office.is_refused(CLERK, &issue, "outgoing.stamp_failed");
    assert!(
        !office.is_stamped(Stamp::AsApproved),
        "nobody waits any more"
    );
    office.does(CLERK, &Action::Stamp(task));
    office.is_refused(CLERK, &issue, "outgoing.stamp_waiting");
    let mut by_hand = files(9).remove(0);
    by_hand.state = ReadingState::Quarantined;
    let wrong = Action::StampByHand(task, by_hand.clone());
    office.is_refused(CLERK, &wrong, "documents.quarantined");
    by_hand.state = ReadingState::NotYetRead;
    office.is_refused(SPECIALIST, &wrong, "work.not_yours");
    office.does(CLERK, &Action::StampByHand(task, by_hand));
    assert!(
        !office.is_stamped(Stamp::AsApproved),
        "the clerk was faster"
    );
    let nothing = Action::GoUnstamped(task, " ".into());
    office.is_refused(CLERK, &nothing, "work.text_needed");
    office.does(CLERK, &Action::GoUnstamped(task, "Gửi bản giấy".into()));
    let approved = office.paper.draft.files_to_approve();
    office.does(CLERK, &issue);
    office.is_refused(CLERK, &Action::Stamp(task), "outgoing.issued_already");
    let release = office.paper.draft.release.clone().unwrap();
    assert_eq!(
        (release.stamp.code(), release.original),
        ("unstamped", approved[0].clone())
    );
}

#[test]
fn a_new_version_goes_out_with_a_copy_of_its_own() {
    let mut office = Office::stamped();
    let was = office.paper.draft.release.clone().unwrap();
    office.does(SPECIALIST, &Action::AddVersion(files(2), None));
    assert_eq!(office.paper.draft.release, None);
    office.does(SPECIALIST, &Action::Submit(letter(DEPUTY)));
    office.approves(HEAD_ECONOMY, TaskKind::Content);
    office.approves(CHIEF, TaskKind::Form);
    office.approves(DEPUTY, TaskKind::Final);
    let draft = &office.paper.draft;
    let release = draft.release.as_ref().unwrap();
    assert_eq!(
        (&release.stamp, &release.original.file),
        (&Stamp::Waiting, &draft.files[0].file)
    );
    assert_eq!(
        draft.stamped(&was.original, was.stamp),
        None,
        "made of the older version"
    );
}
