//! A paper sent to other agencies of the installation: it comes back, is sent again or left.

use super::world::*;
use crate::work::outgoing::{Action, Verb};
use crate::work::{Phase, TaskKind};

fn sent() -> Office {
    let mut office = Office::issued();
    office.does(CLERK, &Action::Dispatch(vec![to_neighbour()]));
    office
}

#[test]
fn what_lies_with_an_agency_is_not_sent_there_twice() {
    let mut office = sent();
    let again = Action::Dispatch(vec![by_post("Sở Tài chính"), to_neighbour()]);
    office.is_refused(CLERK, &again, "outgoing.sent_already");
    office.does(CLERK, &Action::Dispatch(vec![by_post("Sở Tài chính")]));
    office.comes_back(NEIGHBOUR);
    assert_eq!(office.paper.case.phase(), Some(Phase::ToDispatch));
    office.does(CLERK, &again);
    assert_eq!(office.paper.case.phase(), Some(Phase::Finished));
}

#[test]
fn what_came_back_may_be_left_at_that() {
    let mut office = Office::issued();
    let offered = |office: &Office| {
        let offers = office.offers(CLERK).into_iter();
        offers
            .filter(|offer| offer.verb == Verb::NoteReturn)
            .count()
    };
    assert_eq!(offered(&office), 0, "nothing was sent yet");
    let waits = office.id(TaskKind::Dispatch);
    let note = Action::NoteReturn(waits, None);
    office.is_refused(CLERK, &note, "outgoing.nothing_returned");
    office.does(CLERK, &Action::Dispatch(vec![to_neighbour()]));
    office.comes_back(NEIGHBOUR);
    assert_eq!(offered(&office), 1);
    let waits = office.id(TaskKind::Dispatch);
    let note = Action::NoteReturn(waits, Some("Đã gửi bản giấy".into()));
    office.is_refused(SPECIALIST, &note, "work.not_yours");
    office.does(CLERK, &note);
    assert_eq!(office.paper.case.phase(), Some(Phase::Finished));
}

#[test]
fn a_recalled_paper_does_not_come_to_life_again() {
    let mut office = sent();
    office.does(CHAIRMAN, &Action::Recall("Sai số liệu".into()));
    office.comes_back(NEIGHBOUR);
    assert_eq!(office.paper.case.phase(), Some(Phase::Recalled));
    assert_eq!(office.waiting(), Vec::<&str>::new());
}
