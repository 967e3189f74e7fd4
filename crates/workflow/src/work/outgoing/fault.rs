//! What must always hold between the tasks of an outgoing paper, its place on the route, and its
//! approvals. The rules check themselves against it, and so do the properties.

use super::{Approval, Draft, Paper, Place};
use crate::work::TaskKind;
use crate::work::routes::StepKind;

impl Paper {
    /// What is wrong with the paper, if anything: the rules never let it come to that.
    pub fn fault(&self) -> Option<&'static str> {
        let (case, draft) = (&self.case, &self.draft);
        if let Some(fault) = case.fault() {
            return Some(fault);
        }
        let mut steps = case.open_tasks().filter(|task| task.stage.is_some());
        let at = draft.stage();
        if steps.any(|task| task.stage != at) {
            return Some("an open step belongs to another stage");
        }
        let steps_wait = case.open_tasks().any(|task| task.stage.is_some());
        if at.is_some() != steps_wait {
            return Some("the stage and the open steps disagree");
        }
        let with_drafter = matches!(draft.place(), None | Some(Place::WithDrafter));
        if case.waits_for(TaskKind::Draft) && !with_drafter {
            return Some("the draft is with the drafter and on its way");
        }
        if case.waits_for(TaskKind::Dispatch)
            && (!draft.is_approved() || draft.numbered_at.is_none())
        {
            return Some("to be sent before it was approved and numbered");
        }
        draft.fault()
    }
}

impl Draft {
    fn fault(&self) -> Option<&'static str> {
        let files = self.files_to_approve();
        if self
            .standing()
            .any(|approval| approval.version != self.version || approval.files != files)
        {
            return Some("an approval stands for other files than there are");
        }
        let stands = |step: StepKind| self.standing().any(|approval| approval.step == step);
        if stands(StepKind::Final) != self.is_approved() {
            return Some("the place and the final approval disagree");
        }
        if stands(StepKind::Final) && !(stands(StepKind::Content) && stands(StepKind::Form)) {
            return Some("finally approved without content or form");
        }
        if self.standing().any(|approval| self.is_ahead(approval)) {
            return Some("an approval stands for a stage that was not reached");
        }
        if self.issued_at.is_some() && (self.numbered_at.is_none() || !self.is_approved()) {
            return Some("issued before it was approved and numbered");
        }
        if let Some(release) = &self.release {
            let is_of_the_approved = files.first() == Some(&release.original);
            if !is_of_the_approved || self.numbered_at.is_none() || !self.is_approved() {
                return Some("a file to go out was made of another than the approved one");
            }
            if self.issued_at.is_some() && !release.stamp.is_settled() {
                return Some("issued before its file was settled");
            }
        }
        (self.recalled_at.is_some() && self.issued_at.is_none())
            .then_some("recalled before it was issued")
    }

    fn is_ahead(&self, approval: &Approval) -> bool {
        match self.place() {
            None | Some(Place::WithDrafter) => true,
            Some(Place::At(stage)) => approval.stage > stage,
            Some(Place::Approved) => false,
        }
    }
}
