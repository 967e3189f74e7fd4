//! Why somebody may read a paper: the grants that stand, each with its cause put into facts.

use time::OffsetDateTime;
use workflow::access::{Caller, Cause, Principal, Scope};
use workflow::work::{Case, TaskKind};
use workflow::{DocumentId, PersonId};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::Names;

/// Why a right was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Something about the paper was given to the reader.
    Task(TaskKind),
    /// He stands in for somebody.
    Delegated {
        /// For whom.
        giver: PersonId,
        /// Until when.
        until: OffsetDateTime,
    },
    /// Two people have widened it.
    Widened {
        /// Who asked.
        asked_by: PersonId,
        /// Who confirmed.
        confirmed_by: PersonId,
        /// When it was confirmed.
        at: OffsetDateTime,
    },
    /// He brought it in.
    Captured,
    /// The role keeps the papers of the agency.
    Custody,
    /// Whoever brought it in opened it to him.
    Audience,
}

/// Somebody who may read a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub principal: Principal,
    /// Why.
    pub reason: Reason,
    /// Since when.
    pub since: OffsetDateTime,
}

/// Whether one person may read a paper.
#[derive(Debug)]
pub struct Verdict {
    /// The person.
    pub person: PersonId,
    /// Whether he has an account today.
    pub has_account: bool,
    /// Why he may read, the most telling reason first; none when he may not.
    pub reasons: Vec<Reader>,
}

/// Everybody who may read a paper, with the names; for whoever may read it himself.
pub async fn readers(
    app: &App,
    caller: &Caller,
    document: DocumentId,
) -> Result<(Vec<Reader>, Names)> {
    let readers = list(app, caller, document).await?;
    let names = names_of(app, &readers, None).await?;
    Ok((readers, names))
}

/// Whether one colleague may read a paper, and why or why not.
pub async fn reader(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    person: PersonId,
) -> Result<(Verdict, Names)> {
    let readers = list(app, caller, document).await?;
    let (db, today) = (&app.0.db, app.0.clock.today());
    let known = storage::organisations::list_people_by_ids(db, &[person]).await?;
    if known
        .iter()
        .all(|one| one.organisation != caller.organisation)
    {
        return Err(OpError::NotFound);
    }
    let account = storage::identity::find_caller(db, person, &[], today).await?;
    let principals = account.as_ref().map(Caller::principals).unwrap_or_default();
    let mut reasons: Vec<_> = readers
        .into_iter()
        .filter(|reader| principals.contains(&reader.principal))
        .collect();
    reasons.sort_by_key(|reader| {
        (
            reader.principal != Principal::Person(person),
            place(reader.reason),
        )
    });
    let names = names_of(app, &reasons, Some(person)).await?;
    let verdict = Verdict {
        person,
        has_account: account.is_some(),
        reasons,
    };
    Ok((verdict, names))
}

/// What says most stands first: what was done about this reader, before what a role brings.
fn place(reason: Reason) -> u8 {
    match reason {
        Reason::Task(_) => 0,
        Reason::Delegated { .. } => 1,
        Reason::Widened { .. } => 2,
        Reason::Captured => 3,
        Reason::Custody => 4,
        Reason::Audience => 5,
    }
}

async fn list(app: &App, caller: &Caller, document: DocumentId) -> Result<Vec<Reader>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let db = &app.0.db;
    let found = storage::documents::find_visible(db, document, &caller.principals()).await?;
    found.ok_or(OpError::NotFound)?;
    let standing = storage::grants::list_standing(db, document).await?;
    let case = storage::work::find_case(db, document).await?;
    let widenings = storage::widenings::list_of_document(db, document).await?;
    let delegations = standing.iter().filter_map(|one| match one.grant.cause {
        Cause::Delegated(id) => Some(id),
        _ => None,
    });
    let delegations: Vec<_> = delegations.collect();
    let delegations = storage::delegations::list_by_ids(db, &delegations).await?;
    let reason = |cause: Cause| {
        Some(match cause {
            Cause::Captured => Reason::Captured,
            Cause::Custody => Reason::Custody,
            Cause::Audience => Reason::Audience,
            Cause::Task(id) => Reason::Task(case.as_ref().and_then(|case| kind_of(case, id))?),
            Cause::Delegated(id) => {
                let found = delegations.iter().find(|one| one.id == id)?;
                Reason::Delegated {
                    giver: found.giver,
                    until: found.to,
                }
            }
            Cause::Widened(id) => {
                let found = widenings.iter().find(|one| one.id == id)?;
                Reason::Widened {
                    asked_by: found.asked_by,
                    confirmed_by: found.decision?.by,
                    at: found.decision?.at,
                }
            }
        })
    };
    standing
        .into_iter()
        .map(|one| {
            let why = one.grant.cause;
            let missing = || OpError::Internal(format!("the cause {why:?} of a grant is missing"));
            Ok(Reader {
                principal: one.grant.principal,
                reason: reason(why).ok_or_else(missing)?,
                since: one.since,
            })
        })
        .collect()
}

fn kind_of(case: &Case, task: workflow::TaskId) -> Option<TaskKind> {
    case.task(task).map(|task| task.kind)
}

async fn names_of(app: &App, readers: &[Reader], also: Option<PersonId>) -> Result<Names> {
    let mut people: Vec<_> = also.into_iter().collect();
    for reader in readers {
        match reader.reason {
            Reason::Delegated { giver, .. } => people.push(giver),
            Reason::Widened {
                asked_by,
                confirmed_by,
                ..
            } => people.extend([asked_by, confirmed_by]),
            _ => {}
        }
    }
    let principals: Vec<_> = readers.iter().map(|reader| reader.principal).collect();
    Names::of_principals(app, &principals, people).await
}
