//! An action on an incoming paper: guarded, done on a copy of the case, answered as changes.

use super::Action;
use super::open::may;
use crate::Refusal;
use crate::work::step::Step;
use crate::work::{Actor, Case, Change, Context, Outcome};

/// Does an action, or says why not.
pub fn act(
    case: &Case,
    actor: &Actor<'_>,
    action: &Action,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    let standing = may(case, actor, action.verb(), action.task())?;
    let mut step = Step::new(case, standing, context);
    step.act(action)?;
    step.settle();
    debug_assert_eq!(step.case.fault(), None, "{action:?}");
    Ok(step.changes)
}

impl Step<'_> {
    fn act(&mut self, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::Receive(urgency) => {
                self.receive(*urgency);
                Ok(())
            }
            Action::ReturnToSender(reason) => self.return_to_sender(reason),
            Action::Register(urgency, to) => self.register(*urgency, *to),
            Action::Submit(to, note) => self.submit(*to, note.as_deref()),
            Action::Pass(task, to, note) => self.pass(*task, *to, note.as_deref()),
            Action::Distribute(task, parts, words) => self.distribute(*task, parts, words),
            Action::Add(parts, words) => self.add(parts, words),
            Action::Accept(task) => {
                self.begin(*task);
                Ok(())
            }
            Action::Return(task, reason) => self.give_back(*task, Outcome::Returned, reason),
            Action::Refuse(task, reason) => self.give_back(*task, Outcome::Refused, reason),
            Action::AssignOn(task, parts, words) => self.assign_on(*task, parts, words),
            Action::Report(task, text) => self.report(*task, text),
            Action::AskTime(task, until, reason) => self.ask_time(*task, *until, reason),
            Action::DecideTime(task, until, reason) => self.decide_time(*task, *until, reason),
            Action::HandOver(task, to, reason) => self.hand_over(*task, *to, reason),
            Action::Close(task, finish) => self.finish(*task, finish),
            Action::Confirm(task, note) => self.confirm(*task, note.as_deref()),
            Action::SendBack(task, reason) => self.send_back(*task, reason),
            Action::TakeBack(task, reason) => self.take_back(*task, reason),
            Action::Correct(task, part, words) => self.correct(*task, part, words),
            Action::MarkRead(task) => {
                self.begin(*task);
                self.close(*task, Outcome::Done);
                Ok(())
            }
            Action::AgreeRecall(task, note) => self.agree_recall(*task, note.as_deref()),
            Action::RefuseRecall(task, reason) => self.refuse_recall(*task, reason),
        }
    }
}
