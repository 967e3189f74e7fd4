//! What the caller was told: in pages, counted, seen, since a place.

use std::collections::HashMap;

use storage::documents::Document;
use storage::notices::{Delivery, Notice, Place};
use storage::organisations::Person;
use workflow::access::{Caller, Scope};
use workflow::documents::{ReadingState, Urgency};
use workflow::{DocumentId, NoticeId, PersonId};

use super::bell;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Most notices of a page.
const MOST: u64 = 100;

/// A notice with what belongs to it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The notice.
    pub notice: Notice,
    /// The paper, where the caller may read it.
    pub document: Option<Document>,
    /// The name of whom the caller stands in for.
    pub on_behalf_of: Option<String>,
    /// What became of its mails and pushes.
    pub deliveries: Vec<Delivery>,
}

/// A part of the list.
#[derive(Debug, Clone)]
pub struct Page {
    /// The notices.
    pub items: Vec<Shown>,
    /// Where it goes on; none at the end.
    pub next: Option<Place>,
}

/// Notices not seen, by urgency.
pub type Counts = Vec<(Urgency, u64)>;

/// A place as it stands in an address: `flash.note_…` among those not seen, `seen.note_…` after.
pub fn parse_place(text: &str) -> Option<Place> {
    let (among, id) = text.split_once('.')?;
    let id: NoticeId = id.parse().ok()?;
    match among {
        "seen" => Some(Place::Seen(id)),
        urgency => Some(Place::Unseen(Urgency::from_code(urgency)?, id)),
    }
}

/// What the caller was told: not seen first, by urgency, the latest first.
pub async fn list(app: &App, caller: &Caller, after: Option<Place>, limit: u64) -> Result<Page> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let limit = limit.clamp(1, MOST);
    let person = caller.person;
    let mut notices = storage::notices::list_page(&app.0.db, person, after, limit + 1).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let goes_on = notices.len() > most;
    notices.truncate(most);
    let next = notices
        .last()
        .filter(|_| goes_on)
        .map(|last| match last.seen_at {
            Some(_) => Place::Seen(last.id),
            None => Place::Unseen(last.urgency, last.id),
        });
    let items = shown(app, caller, notices).await?;
    Ok(Page { items, next })
}

/// What the caller was told by events after a place in the chain of his agency, the earliest first.
pub async fn since(app: &App, caller: &Caller, seq: i64) -> Result<Vec<Shown>> {
    let notices = storage::notices::list_after(&app.0.db, caller.person, seq, MOST).await?;
    shown(app, caller, notices).await
}

/// The place of the last event that told the caller something.
pub async fn last_seq(app: &App, caller: &Caller) -> Result<i64> {
    Ok(storage::notices::last_seq(&app.0.db, caller.person).await?)
}

async fn shown(app: &App, caller: &Caller, notices: Vec<Notice>) -> Result<Vec<Shown>> {
    let db = &app.0.db;
    let papers: Vec<DocumentId> = notices.iter().filter_map(|one| one.document).collect();
    let principals = caller.principals();
    let papers = storage::documents::list_visible_of(db, &papers, &principals).await?;
    let papers: HashMap<_, _> = papers
        .into_iter()
        .filter(|paper| paper.state != ReadingState::Quarantined)
        .map(|paper| (paper.id, paper))
        .collect();
    let givers: Vec<PersonId> = notices.iter().filter_map(|one| one.on_behalf_of).collect();
    let givers = storage::organisations::list_people_by_ids(db, &givers).await?;
    let ids: Vec<_> = notices.iter().map(|one| one.id).collect();
    let digests: Vec<_> = notices.iter().filter_map(|one| one.digest).collect();
    let deliveries = storage::notices::list_deliveries(db, &ids, &digests).await?;
    let of = |notice: Notice| Shown {
        document: notice.document.and_then(|id| papers.get(&id)).cloned(),
        on_behalf_of: name_of(&givers, notice.on_behalf_of),
        deliveries: deliveries
            .iter()
            .filter(|one| one.notice == Some(notice.id) || Some(one.id) == notice.digest)
            .cloned()
            .collect(),
        notice,
    };
    Ok(notices.into_iter().map(of).collect())
}

fn name_of(people: &[Person], id: Option<PersonId>) -> Option<String> {
    let found = people.iter().find(|person| Some(person.id) == id)?;
    Some(found.name.clone())
}

/// How much the caller has not seen.
pub async fn count(app: &App, caller: &Caller) -> Result<Counts> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    Ok(storage::notices::count_unseen(&app.0.db, caller.person).await?)
}

/// The caller has seen these notices, or all; his other screens hear of it.
pub async fn see(app: &App, caller: &Caller, ids: Option<&[NoticeId]>) -> Result<Counts> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let seen = app
        .write(async |tx| Ok(storage::notices::mark_seen(tx, caller.person, ids).await?))
        .await?;
    if seen > 0 {
        bell::ring_for(app, vec![caller.person]);
    }
    count(app, caller).await
}
