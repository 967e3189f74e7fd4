//! What is offered to somebody who looks at a paper.

use crate::{Refusal, TaskId};

/// An action that is open to somebody, or the reason why it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<V> {
    /// What.
    pub verb: V,
    /// About which task.
    pub task: Option<TaskId>,
    /// Why not, if it may not be done.
    pub refusal: Option<Refusal>,
}

impl<V> Offer<V> {
    /// The offer of an action with the answer of its guard; none where it does not concern whoever
    /// asks.
    pub(in crate::work) fn told(
        verb: V,
        task: Option<TaskId>,
        refusal: Option<Refusal>,
    ) -> Option<Offer<V>> {
        let foreign = ["work.not_yours", "access.role_needed"];
        let is_foreign = refusal
            .as_ref()
            .is_some_and(|refusal| foreign.contains(&refusal.code));
        (!is_foreign).then_some(Offer {
            verb,
            task,
            refusal,
        })
    }
}
