//! Widening a right by hand: one person asks, a second decides, either may end it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::documents::{Document, File};
use storage::{StorageError, Transaction};
use time::OffsetDateTime;
use workflow::access::{Caller, Grant, Principal, Scope};
use workflow::audit::NewEvent;
use workflow::documents::ReadingState;
use workflow::widening::{Decision, Widening, may_ask, may_decide_some};
use workflow::{DocumentId, PersonId, Refusal, WideningId};

use crate::error::{OpError, Result};
use crate::ops::work::Names;
use crate::ops::{App, Once};

/// Widenings in one list or one round of care.
const MOST: u64 = 200;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Who is to read: a person or the members of a unit.
    pub reader: Principal,
    /// Why.
    pub reason: String,
    /// The moment it is over, if it has one.
    pub until: Option<OffsetDateTime>,
}

#[derive(Serialize, Deserialize)]
struct Asked {
    id: WideningId,
}

/// Asks that somebody may read a paper; nothing is open to him until a second person confirms.
pub async fn ask(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    wish: Wish,
    once: Option<&Once>,
) -> Result<WideningId> {
    let document = readable(app, caller, document, Scope::Write).await?;
    let grants = storage::grants::list_of_document(&app.0.db, document.id).await?;
    may_ask_about(caller, &document, &grants).map_err(OpError::Refused)?;
    check_reader(app, caller, &grants, wish.reader).await?;
    let known = storage::widenings::list_of_document(&app.0.db, document.id).await?;
    if known
        .iter()
        .any(|one| one.is_pending() && one.reader == wish.reader)
    {
        return Err(OpError::Conflict(Refusal::new("access.widening_waits")));
    }
    let widening = Widening {
        id: WideningId(app.0.clock.new_id()),
        document: document.id,
        organisation: document.organisation,
        reader: wish.reader,
        reason: wish.reason,
        asked_by: caller.person,
        asked_at: app.0.clock.now(),
        until: wish.until,
        decision: None,
        ended_at: None,
    };
    let widening = widening.checked().map_err(OpError::Invalid)?;
    let asked = app
        .write_once(once, async |tx| {
            storage::widenings::insert(tx, &widening).await?;
            record(tx, &widening, Some(caller.person), "access.widening_asked");
            Ok(Asked { id: widening.id })
        })
        .await?;
    Ok(asked.id)
}

/// A paper that was set apart is opened to nobody.
fn may_ask_about(
    caller: &Caller,
    document: &Document,
    grants: &[Grant],
) -> std::result::Result<(), Refusal> {
    if document.state == ReadingState::Quarantined {
        return Err(Refusal::new("documents.quarantined"));
    }
    may_ask(caller, grants)
}

/// The reader is a colleague or a unit of the agency, and cannot read the paper yet.
async fn check_reader(
    app: &App,
    caller: &Caller,
    grants: &[Grant],
    reader: Principal,
) -> Result<()> {
    let (db, today) = (&app.0.db, app.0.clock.today());
    let principals = if let Principal::Person(person) = reader {
        let account = storage::identity::find_caller(db, person, &[], today).await?;
        let colleague = account.filter(|account| account.organisation == caller.organisation);
        let unknown = || OpError::Invalid(Refusal::new("people.unknown"));
        colleague.ok_or_else(unknown)?.principals()
    } else {
        let units = storage::organisations::list_units(db, caller.organisation, today).await?;
        if !units.iter().any(|unit| Principal::Unit(unit.id) == reader) {
            return Err(OpError::Invalid(Refusal::new("organisations.unit_unknown")));
        }
        vec![reader, Principal::Everyone(caller.organisation)]
    };
    if grants
        .iter()
        .any(|grant| principals.contains(&grant.principal))
    {
        return Err(OpError::Conflict(Refusal::new("access.reads_already")));
    }
    Ok(())
}

/// Confirms or declines what somebody else asked for.
pub async fn decide(app: &App, caller: &Caller, id: WideningId, confirmed: bool) -> Result<()> {
    let widening = known(app, caller, id).await?;
    widening.may_decide(caller).map_err(OpError::Refused)?;
    let now = app.0.clock.now();
    if widening.until.is_some_and(|until| until <= now) {
        return Err(OpError::Refused(Refusal::new("access.widening_over")));
    }
    let decision = Decision {
        by: caller.person,
        at: now,
        confirmed,
    };
    let kind = if confirmed {
        "access.widened"
    } else {
        "access.widening_declined"
    };
    app.write(async |tx| {
        let decided = storage::widenings::decide(tx, &widening, decision).await;
        decided.map_err(|error| outrun(error, "access.widening_decided"))?;
        record(tx, &widening, Some(caller.person), kind);
        Ok(())
    })
    .await
}

/// Somebody else was quicker.
fn outrun(error: StorageError, code: &'static str) -> OpError {
    match error {
        StorageError::Stale => OpError::Conflict(Refusal::new(code)),
        other => other.into(),
    }
}

/// Takes back what was asked for, or ends the right.
pub async fn end(app: &App, caller: &Caller, id: WideningId) -> Result<()> {
    let widening = known(app, caller, id).await?;
    widening.may_end(caller).map_err(OpError::Refused)?;
    end_one(app, &widening, Some(caller.person)).await
}

async fn end_one(app: &App, widening: &Widening, by: Option<PersonId>) -> Result<()> {
    app.write(async |tx| {
        let ended = storage::widenings::end(tx, widening, by).await;
        ended.map_err(|error| outrun(error, "access.widening_over"))?;
        record(tx, widening, by, "access.widening_ended");
        Ok(())
    })
    .await
}

/// Ends widenings whose time is over; answers when the next one is.
pub async fn expire(app: &App) -> Result<Option<OffsetDateTime>> {
    let now = app.0.clock.now();
    for widening in storage::widenings::list_until(&app.0.db, MOST).await? {
        match widening.until {
            Some(until) if until <= now => end_one(app, &widening, None).await?,
            next => return Ok(next),
        }
    }
    Ok(None)
}

/// What was asked for about a paper.
pub struct OfDocument {
    /// The oldest first.
    pub widenings: Vec<Widening>,
    /// The people and units they name.
    pub names: Names,
    /// Whether the caller may ask for more, or why not.
    pub may_ask: std::result::Result<(), Refusal>,
}

/// What was asked for about a paper that the caller may read, oldest first.
pub async fn list_of_document(
    app: &App,
    caller: &Caller,
    document: DocumentId,
) -> Result<OfDocument> {
    let document = readable(app, caller, document, Scope::Read).await?;
    let widenings = storage::widenings::list_of_document(&app.0.db, document.id).await?;
    let grants = storage::grants::list_of_document(&app.0.db, document.id).await?;
    Ok(OfDocument {
        names: names_of(app, &widenings).await?,
        widenings,
        may_ask: may_ask_about(caller, &document, &grants),
    })
}

/// What waits for somebody to confirm.
pub struct Pending {
    /// The oldest first, each with its paper.
    pub items: Vec<(Widening, Document)>,
    /// Files of the papers, for those that have no subject yet.
    pub files: Vec<File>,
    /// The people and units they name.
    pub names: Names,
}

/// What waits for the caller to confirm.
pub async fn list_pending(app: &App, caller: &Caller) -> Result<Pending> {
    caller
        .require_scope(Scope::Read)
        .and_then(|()| may_decide_some(caller))
        .map_err(OpError::Refused)?;
    let (db, organisation) = (&app.0.db, caller.organisation);
    let found = storage::widenings::list_pending(db, organisation, caller.person, MOST).await?;
    let papers: Vec<_> = found.iter().map(|one| one.document).collect();
    let papers = storage::documents::list_visible_of(db, &papers, &caller.principals()).await?;
    let shown: Vec<_> = papers.iter().map(|paper| paper.id).collect();
    let names = names_of(app, &found).await?;
    let pending = found.into_iter().filter_map(|one| {
        let paper = papers.iter().find(|paper| paper.id == one.document)?;
        Some((one, paper.clone()))
    });
    Ok(Pending {
        items: pending.collect(),
        files: storage::documents::list_files(db, &shown).await?,
        names,
    })
}

/// How much waits for the caller to confirm; nothing for those who never confirm.
pub async fn count_pending(app: &App, caller: &Caller) -> Result<u64> {
    if may_decide_some(caller).is_err() {
        return Ok(0);
    }
    let (organisation, own) = (caller.organisation, caller.person);
    Ok(storage::widenings::count_pending(&app.0.db, organisation, own).await?)
}

async fn readable(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    scope: Scope,
) -> Result<Document> {
    caller.require_scope(scope).map_err(OpError::Refused)?;
    let principals = caller.principals();
    let found = storage::documents::find_visible(&app.0.db, document, &principals).await?;
    found.ok_or(OpError::NotFound)
}

/// A widening about a paper that the caller may read.
async fn known(app: &App, caller: &Caller, id: WideningId) -> Result<Widening> {
    let found = storage::widenings::find(&app.0.db, id).await?;
    let widening = found.ok_or(OpError::NotFound)?;
    readable(app, caller, widening.document, Scope::Write).await?;
    Ok(widening)
}

async fn names_of(app: &App, widenings: &[Widening]) -> Result<Names> {
    let readers: Vec<_> = widenings.iter().map(|one| one.reader).collect();
    let people = widenings.iter().flat_map(|one| {
        let decided = one.decision.map(|decision| decision.by);
        [Some(one.asked_by), decided]
    });
    Names::of_principals(app, &readers, people.flatten().collect()).await
}

fn record(tx: &mut Transaction, widening: &Widening, by: Option<PersonId>, kind: &'static str) {
    let event = NewEvent {
        actor: by,
        kind,
        subject: widening.document.to_string(),
        payload: json!({ "widening": widening.id, "reader": widening.reader.to_string() }),
    };
    tx.record(widening.organisation, event);
}
