//! Consignments as either end sees them: the agencies, the times, the statuses, and of people only
//! those of one's own agency.

use std::collections::{BTreeSet, HashMap};

use storage::Executor;
use storage::organisations::{Organisation, Person};
use workflow::access::Caller;
use workflow::exchange::{Consignment, Status};
use workflow::work::{Task, TaskKind};
use workflow::{DocumentId, TaskId};

use crate::error::{OpError, Result};
use crate::ops::App;

/// A consignment with the agencies at its ends.
#[derive(Debug)]
pub struct Carried {
    /// The consignment.
    pub consignment: Consignment,
    /// Who sent it.
    pub from: Organisation,
    /// Who received it.
    pub to: Organisation,
    /// People of the caller's agency whom it speaks of.
    pub people: Vec<Person>,
}

/// The consignments by which a paper was sent, oldest first; the caller may see the paper.
pub(in crate::ops) async fn sent_by(
    app: &App,
    caller: &Caller,
    document: DocumentId,
) -> Result<Vec<Carried>> {
    let sent = storage::exchange::list_by_sent(&app.0.db, document).await?;
    carried(app, caller, sent).await
}

/// The consignment by which a paper came, if it came by one; the caller may see the paper.
pub(in crate::ops) async fn came_by(
    app: &App,
    caller: &Caller,
    document: DocumentId,
) -> Result<Option<Carried>> {
    let came = storage::exchange::find_by_received(&app.0.db, document).await?;
    let came = came.into_iter().collect();
    Ok(carried(app, caller, came).await?.pop())
}

async fn carried(
    app: &App,
    caller: &Caller,
    consignments: Vec<Consignment>,
) -> Result<Vec<Carried>> {
    if consignments.is_empty() {
        return Ok(Vec::new());
    }
    let db = &app.0.db;
    let agencies = storage::organisations::list(db).await?;
    let agencies: HashMap<_, _> = agencies.iter().map(|agency| (agency.id, agency)).collect();
    let histories = consignments.iter().flat_map(|one| &one.history);
    let people: BTreeSet<_> = histories
        .filter_map(|reached| reached.by)
        .chain(consignments.iter().map(|one| one.sent_by))
        .collect();
    let people: Vec<_> = people.into_iter().collect();
    let mut people = storage::organisations::list_people_by_ids(db, &people).await?;
    people.retain(|person| person.organisation == caller.organisation);
    let agency = |id| {
        let found: Option<&&Organisation> = agencies.get(&id);
        found
            .map(|agency| (*agency).clone())
            .ok_or(OpError::NotFound)
    };
    let with_names = |consignment: Consignment| {
        Ok(Carried {
            from: agency(consignment.from)?,
            to: agency(consignment.to)?,
            people: people.clone(),
            consignment,
        })
    };
    consignments.into_iter().map(with_names).collect()
}

/// The reasons with which tasks came from another agency: why a paper came back, why it is called
/// back.
pub(in crate::ops) async fn reasons(
    ex: &impl Executor,
    tasks: &[(DocumentId, &Task)],
) -> Result<HashMap<TaskId, String>> {
    let from_outside = |task: &Task| {
        task.given_by.is_none() && matches!(task.kind, TaskKind::Dispatch | TaskKind::AnswerRecall)
    };
    let mut asked: Vec<_> = tasks.to_vec();
    asked.retain(|(_, task)| from_outside(task));
    let papers: Vec<_> = asked.iter().map(|(document, _)| *document).collect();
    let consignments = storage::exchange::list_of(ex, &papers).await?;
    let reason = |(document, task): &(DocumentId, &Task)| {
        let wanted = match task.kind {
            TaskKind::Dispatch => Status::Refused,
            _ => Status::RecallAsked,
        };
        let own = consignments
            .iter()
            .filter(|one| one.sent == *document || one.received == *document);
        let told = own.flat_map(|one| &one.history);
        let last = told
            .filter(|reached| reached.status == wanted)
            .max_by_key(|reached| reached.at)?;
        Some((task.id, last.reason.clone()?))
    };
    Ok(asked.iter().filter_map(reason).collect())
}
