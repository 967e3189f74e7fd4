//! Handing over what waits for a person who leaves or moves: one transaction for each paper, under
//! its lock, so that nobody else waits long and what was broken off is simply asked for again.

use serde_json::json;
use storage::documents::Document;
use time::OffsetDateTime;
use workflow::access::{Caller, Principal, Role, Scope};
use workflow::audit::NewEvent;
use workflow::calendar::Calendar;
use workflow::delegation::own_principals;
use workflow::documents::Direction;
use workflow::work::incoming::Verb;
use workflow::work::{Case, Change, Context, Staff, Standing, pass_on};
use workflow::{DocumentId, OrganisationId, PersonId, Refusal};

use crate::error::{OpError, Result};
use crate::ops::work::{payload, save, staff_of};
use crate::ops::{App, delegations};

/// Papers handed over in one request.
const PAPERS_AT_ONCE: u64 = 200;

/// How far a hand-over has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HandedOver {
    /// Papers on which something was handed over.
    pub papers: u64,
    /// Tasks handed over.
    pub tasks: u64,
    /// Delegations given or received that ended, once nothing is left.
    pub delegations: u64,
    /// Tasks that still wait for the person; ask again while there are some.
    pub left: u64,
}

/// What waits for a person and would be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Tasks that wait for the person himself.
    pub tasks: u64,
    /// Delegations given or received that would end.
    pub delegations: u64,
}

fn may(caller: &Caller, scope: Scope) -> Result<()> {
    caller
        .require_scope(scope)
        .and_then(|()| caller.require_role(&[Role::ChiefOfOffice, Role::Administrator]))
        .map_err(OpError::Refused)
}

/// What would be handed over from a person, for those who order it.
pub async fn view_waiting(app: &App, caller: &Caller, person: PersonId) -> Result<Waiting> {
    may(caller, Scope::Read)?;
    require_own(app, caller.organisation, person).await?;
    Ok(Waiting {
        tasks: waiting_for(app, person).await?,
        delegations: delegations::count_of_person(app, person).await?,
    })
}

/// Hands over, for the administrator or the chief of office, a part of what waits for `from`.
pub async fn hand_over(
    app: &App,
    caller: &Caller,
    from: PersonId,
    to: PersonId,
) -> Result<HandedOver> {
    may(caller, Scope::Write)?;
    hand_over_part(app, caller.organisation, Some(caller.person), (from, to)).await
}

/// Hands over a part, whoever orders it.
pub(super) async fn hand_over_part(
    app: &App,
    organisation: OrganisationId,
    by: Option<PersonId>,
    (from, to): (PersonId, PersonId),
) -> Result<HandedOver> {
    check(app, organisation, (from, to)).await?;
    let (db, waits) = (&app.0.db, Principal::Person(from));
    let (papers, _) = storage::work::list_papers_waiting(db, waits, PAPERS_AT_ONCE).await?;
    let mut done = HandedOver::default();
    for document in storage::documents::list_by_ids(db, &papers).await? {
        let tasks = hand_over_paper(app, &document, by, (from, to)).await?;
        done.papers += u64::from(tasks > 0);
        done.tasks += tasks;
    }
    done.left = waiting_for(app, from).await?;
    if done.left == 0 {
        done.delegations = delegations::end_of_person(app, from, by).await?;
    }
    Ok(done)
}

/// How many tasks wait for a person himself.
pub(super) async fn waiting_for(app: &App, person: PersonId) -> Result<u64> {
    let waits = Principal::Person(person);
    let (_, tasks) = storage::work::list_papers_waiting(&app.0.db, waits, 0).await?;
    Ok(tasks)
}

async fn check(
    app: &App,
    organisation: OrganisationId,
    (from, to): (PersonId, PersonId),
) -> Result<()> {
    let (db, today) = (&app.0.db, app.0.clock.today());
    require_own(app, organisation, from).await?;
    if from == to {
        return Err(OpError::Invalid(Refusal::new("people.successor_self")));
    }
    let successor = storage::identity::find_caller(db, to, &[], today).await?;
    let colleague = successor.filter(|successor| successor.organisation == organisation);
    let colleague = colleague.ok_or_else(|| OpError::Invalid(Refusal::new("people.unknown")))?;
    if own_principals(&colleague).len() <= 1 {
        return Err(OpError::Invalid(Refusal::new(
            "people.successor_without_post",
        )));
    }
    Ok(())
}

/// Somebody of another agency does not exist here.
async fn require_own(app: &App, organisation: OrganisationId, person: PersonId) -> Result<()> {
    let people = storage::organisations::list_people_by_ids(&app.0.db, &[person]).await?;
    if people.iter().all(|one| one.organisation != organisation) {
        return Err(OpError::NotFound);
    }
    Ok(())
}

async fn hand_over_paper(
    app: &App,
    document: &Document,
    by: Option<PersonId>,
    (from, to): (PersonId, PersonId),
) -> Result<u64> {
    let (id, organisation) = (document.id, document.organisation);
    let direction = direction_of(app, id).await?;
    let staff = staff_of(app, organisation).await?;
    app.write(async |tx| {
        let case = storage::work::lock_case(tx, id, organisation, direction).await?;
        let changes = decide(app, &case, (from, to), by, (&staff, tx.now()));
        if changes.is_empty() {
            return Ok(0);
        }
        // Nothing is written in anybody's words: whoever orders it stands in the event.
        let standing = Standing {
            person: by.unwrap_or(from),
            on_behalf_of: None,
        };
        save(app, tx, (document, &case), standing, &changes).await?;
        let mut facts = payload(&case, standing, &changes);
        facts["from"] = json!(from);
        facts["to"] = json!(to);
        let tasks = facts["opened"].as_array().map_or(0, Vec::len);
        let event = NewEvent {
            actor: by,
            kind: Verb::HandOver.event(),
            subject: id.to_string(),
            payload: facts,
        };
        tx.record(organisation, event);
        Ok(tasks as u64)
    })
    .await
}

fn decide(
    app: &App,
    case: &Case,
    people: (PersonId, PersonId),
    by: Option<PersonId>,
    (staff, now): (&Staff, OffsetDateTime),
) -> Vec<Change> {
    let new_id = || app.0.clock.new_id();
    let context = Context {
        now,
        staff,
        // What is handed over keeps its dates.
        calendar: &Calendar::default(),
        new_id: &new_id,
    };
    pass_on(case, people, by, &context)
}

async fn direction_of(app: &App, document: DocumentId) -> Result<Direction> {
    let kept = storage::work::find_kept(&app.0.db, document).await?;
    Ok(kept.map_or(Direction::Incoming, |kept| kept.direction))
}
