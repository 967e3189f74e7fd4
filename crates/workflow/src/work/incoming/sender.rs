//! What the agency that sent a paper does to it here: it arrives, it is called back. Nobody of this
//! agency acts then, so the changes name nobody; its clerks answer where an answer is theirs to
//! give (NĐ 30/2020 Điều 18.4, QĐ 28/2018/QĐ-TTg Điều 8, 9).

use crate::access::{Cause, Grant, Principal, Role};
use crate::work::step::Step;
use crate::work::{Case, Change, Closed, Context, End, Outcome, RemarkKind, Task, TaskKind};
use crate::{Refusal, TaskId};

/// A paper has come from another agency and waits to be registered.
pub fn arrive(case: &Case, context: &Context<'_>) -> Vec<Change> {
    for_clerks(case, TaskKind::Register, context)
}

/// The sender calls the paper back. What stands in no register yet ends at once; for the rest the
/// clerks say whether it may be taken back. What never came or has
/// ended by a return or a recall is left.
pub fn recall(case: &Case, context: &Context<'_>) -> Vec<Change> {
    let is_gone = case
        .end
        .is_some_and(|end| matches!(end.outcome, Outcome::Returned | Outcome::Recalled));
    let never_came = case.tasks.is_empty();
    if never_came || is_gone || case.waits_for(TaskKind::AnswerRecall) {
        return Vec::new();
    }
    if case.is_registered() {
        return for_clerks(case, TaskKind::AnswerRecall, context);
    }
    let closed = Closed {
        at: context.now,
        by: None,
        on_behalf_of: None,
        outcome: Outcome::Dropped,
    };
    let open = case.open_tasks().map(|task| task.id);
    let end = End {
        at: context.now,
        outcome: Outcome::Recalled,
    };
    open.map(|task| Change::Close(task, closed.clone()))
        .chain([Change::End(end)])
        .collect()
}

/// Opens a task for the clerks that nobody of the agency gave.
pub(in crate::work) fn for_clerks(
    case: &Case,
    kind: TaskKind,
    context: &Context<'_>,
) -> Vec<Change> {
    let id = TaskId((context.new_id)());
    let clerks = Principal::Role(case.organisation, Role::Clerk);
    let principal = case.living(clerks, context.staff);
    let task = Task {
        id,
        kind,
        parent: None,
        assignee: principal,
        holder: None,
        given_by: None,
        given_for: None,
        remark: None,
        asks_confirmation: false,
        urgency: case.urgency,
        due: None,
        opened_at: context.now,
        accepted_at: None,
        closed: None,
        stage: None,
    };
    let right = Grant {
        principal,
        cause: Cause::Task(id),
    };
    vec![Change::Open(task), Change::Grant(right)]
}

impl Step<'_> {
    /// The paper goes back to its sender: it ends here, and its number stays in the register.
    pub(super) fn agree_recall(&mut self, task: TaskId, note: Option<&str>) -> Result<(), Refusal> {
        self.write_if_any(Some(task), RemarkKind::Note, note)?;
        self.begin(task);
        self.close(task, Outcome::Granted);
        self.end(Outcome::Recalled);
        Ok(())
    }

    /// The paper goes on its way here.
    pub(super) fn refuse_recall(&mut self, task: TaskId, reason: &str) -> Result<(), Refusal> {
        self.write(Some(task), RemarkKind::Reason, reason)?;
        self.begin(task);
        self.close(task, Outcome::Denied);
        Ok(())
    }
}
