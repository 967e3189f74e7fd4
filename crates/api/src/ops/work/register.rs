//! Registering a paper: its fields are settled, it takes its number and goes on its way, all in
//! one transaction: what came in begins it (NĐ 30/2020 Điều 22), a draft that was approved leaves
//! its numbering step (Điều 15).

use serde::{Deserialize, Serialize};
use storage::documents::{Document, File};
use workflow::access::{Caller, Principal, Scope};
use workflow::documents::Fields;
use workflow::registers::Book;
use workflow::work::incoming::Action;
use workflow::{DocumentId, Refusal};

use super::act::Scene;
use crate::error::{OpError, Result};
use crate::ops::reading::{Settled, learn};
use crate::ops::registers::{Registered, Wish, enter, may_take, prepare, why_not};
use crate::ops::{App, Once, outgoing};

/// How a paper is to be registered.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The paper.
    pub document: DocumentId,
    /// Its fields as the clerk settled them; as they are when not said.
    pub fields: Option<Fields>,
    /// In which register, on which date, under which reserved number.
    pub wish: Wish,
    /// To whom an incoming paper is submitted at once.
    pub submit_to: Option<Principal>,
    /// Registers it although it seems to be there already.
    pub accepts_duplicate: bool,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    registered: Registered,
}

/// Registers a paper; refuses one that seems to be registered already unless that was accepted.
pub async fn register(
    app: &App,
    caller: &Caller,
    registration: Registration,
    once: Option<&Once>,
) -> Result<Registered> {
    let id = registration.document;
    let mut document = to_register(app, caller, id).await?;
    let revision = document.revision;
    let settled = settle(&document, registration.fields)?;
    document.fields = settled.clone().unwrap_or(document.fields);
    let learnt = Settled::of(app, caller.person, &document, &document.fields).await?;
    let paper = document.clone();
    let prepared = prepare(app, caller, document.clone(), registration.wish).await?;
    let comes_in = prepared.book() == Book::Incoming;
    if comes_in && !registration.accepts_duplicate {
        refuse_double(app, caller, &document).await?;
    }
    let action = Action::Register(document.fields.urgency, registration.submit_to);
    let draft = outgoing::Numbering::find(app, caller, &document).await?;
    let scene = Scene::of(app, caller, document).await?;
    let answer = app
        .write_once(once, async |tx| {
            if let Some(fields) = &settled {
                storage::documents::update_fields(tx, id, revision, fields).await?;
            }
            learn(tx, &paper, &learnt).await?;
            if !storage::batches::hold_paper(tx, id).await? {
                return Err(OpError::Conflict(Refusal::new("batches.paper_changing")));
            }
            if comes_in {
                let standing = storage::registers::find_standing(tx, id).await?;
                if standing.is_some() {
                    return Err(OpError::Conflict(Refusal::new("registers.already")));
                }
                scene.act(app, tx, caller, &action).await?;
            } else if let Some(draft) = &draft {
                draft.act(app, tx, caller).await?;
            }
            let registered = enter(tx, caller, &prepared).await?;
            Ok(Answer { registered })
        })
        .await;
    Ok(answer.map_err(why_not)?.registered)
}

/// The paper, if the caller may register it.
async fn to_register(app: &App, caller: &Caller, id: DocumentId) -> Result<Document> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let (db, principals) = (&app.0.db, caller.principals());
    let found = storage::documents::find_visible(db, id, &principals).await?;
    let document = found.ok_or(OpError::NotFound)?;
    may_take(caller, document.state, false).map_err(OpError::Refused)?;
    Ok(document)
}

/// The fields to be written down, if the clerk settled any; the register is not among them.
fn settle(document: &Document, fields: Option<Fields>) -> Result<Option<Fields>> {
    let Some(fields) = fields else {
        return Ok(None);
    };
    let register = document.fields.register.clone();
    let fields = Fields { register, ..fields };
    Ok(Some(fields.checked().map_err(OpError::Invalid)?))
}

async fn refuse_double(app: &App, caller: &Caller, document: &Document) -> Result<()> {
    let found = doubles(app, caller, document, &document.fields).await?;
    let registered = found.iter().filter(|one| one.fields.register.is_some());
    let ids: Vec<_> = registered.map(|one| one.id.to_string()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new("registers.duplicate").with("count", ids.len());
    Err(OpError::Conflict(refusal.with("documents", ids)))
}

/// Papers that seem to be the same: number, symbol and issuer, or the same bytes (PL VI III.1h).
async fn doubles(
    app: &App,
    caller: &Caller,
    document: &Document,
    fields: &Fields,
) -> Result<Vec<Document>> {
    let (db, principals) = (&app.0.db, caller.principals());
    let mut found = storage::documents::list_duplicates(db, document.id, &principals).await?;
    if let Some(code) = &fields.code {
        let organisation = document.organisation;
        let same = storage::documents::list_by_code(db, organisation, code, &principals).await?;
        found.extend(
            same.into_iter()
                .filter(|other| is_same_issuer(other, fields)),
        );
    }
    found.retain(|other| other.id != document.id);
    found.sort_by_key(|other| other.id);
    found.dedup_by_key(|other| other.id);
    Ok(found)
}

fn is_same_issuer(other: &Document, fields: &Fields) -> bool {
    let plain = |issuer: &Option<String>| issuer.as_ref().map(|name| name.to_lowercase());
    plain(&other.fields.issuer) == plain(&fields.issuer)
}

/// Papers that seem to be the same as one that waits to be registered, with their files.
pub async fn find_doubles(
    app: &App,
    caller: &Caller,
    id: DocumentId,
    fields: &Fields,
) -> Result<(Vec<Document>, Vec<File>)> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let principals = caller.principals();
    let found = storage::documents::find_visible(&app.0.db, id, &principals).await?;
    let document = found.ok_or(OpError::NotFound)?;
    let doubles = doubles(app, caller, &document, fields).await?;
    let ids: Vec<_> = doubles.iter().map(|one| one.id).collect();
    let files = storage::documents::list_files(&app.0.db, &ids).await?;
    Ok((doubles, files))
}
