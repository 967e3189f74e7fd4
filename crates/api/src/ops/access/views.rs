//! Who has opened a paper: all of it for those who answer for the papers of the agency, his own
//! looks for everybody else.

use std::collections::{BTreeMap, BTreeSet};

use storage::openings::Look;
use storage::organisations::Person;
use time::OffsetDateTime;
use workflow::access::{Caller, Role, Scope};
use workflow::{DocumentId, PersonId};

use super::flush_openings;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Most rows of an hour that are put together.
const MOST: u64 = 5000;

/// The looks of one person at a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Who.
    pub person: PersonId,
    /// For whom, where he could read it for that reason only.
    pub on_behalf_of: Option<PersonId>,
    /// First time.
    pub first_at: OffsetDateTime,
    /// Last time.
    pub last_at: OffsetDateTime,
    /// How often.
    pub times: i64,
    /// What was looked at.
    pub looks: BTreeSet<Look>,
}

/// Who has opened a paper.
#[derive(Debug)]
pub struct Views {
    /// Whether these are the looks of everybody, or the caller's own.
    pub of_everybody: bool,
    /// The latest first.
    pub views: Vec<View>,
    /// The people named.
    pub people: Vec<Person>,
}

/// Who has opened a paper that the caller may read.
pub async fn views(app: &App, caller: &Caller, document: DocumentId) -> Result<Views> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let db = &app.0.db;
    let found = storage::documents::find_visible(db, document, &caller.principals()).await?;
    found.ok_or(OpError::NotFound)?;
    flush_openings(app).await?;
    let keeps = [
        Role::Clerk,
        Role::ChiefOfOffice,
        Role::Leader,
        Role::Archivist,
    ];
    let of_everybody = keeps.into_iter().any(|role| caller.has_role(role));
    let only = (!of_everybody).then_some(caller.person);
    let mut views: BTreeMap<(PersonId, Option<PersonId>), View> = BTreeMap::new();
    for one in storage::openings::list(db, document, only, MOST).await? {
        let view = views.entry((one.person, one.on_behalf_of)).or_insert(View {
            person: one.person,
            on_behalf_of: one.on_behalf_of,
            first_at: one.first_at,
            last_at: one.last_at,
            times: 0,
            looks: BTreeSet::new(),
        });
        view.first_at = view.first_at.min(one.first_at);
        view.last_at = view.last_at.max(one.last_at);
        view.times += one.times;
        view.looks.insert(one.look);
    }
    let mut views: Vec<_> = views.into_values().collect();
    views.sort_by_key(|view| std::cmp::Reverse(view.last_at));
    let named = views
        .iter()
        .flat_map(|view| [Some(view.person), view.on_behalf_of]);
    let named: BTreeSet<_> = named.flatten().collect();
    let named: Vec<_> = named.into_iter().collect();
    Ok(Views {
        of_everybody,
        views,
        people: storage::organisations::list_people_by_ids(db, &named).await?,
    })
}
