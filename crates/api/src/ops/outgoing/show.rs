//! How far an outgoing paper is, beyond its tasks.

use std::collections::BTreeSet;

use storage::documents::File;
use storage::organisations::Person;
use storage::outgoing::{Mended, Sent, Version};
use workflow::access::{Caller, Scope};
use workflow::delegation::stand_ins;
use workflow::work::Actor;
use workflow::work::outgoing::{OpenAction, Paper, Setting, open_actions};
use workflow::{DocumentId, FileId, PersonId};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::delegations::lives_of;
use crate::ops::exchange::{self, Carried};

/// An outgoing paper.
#[derive(Debug)]
pub struct Shown {
    /// The paper.
    pub paper: Paper,
    /// Its versions, oldest first, with their files.
    pub versions: Vec<(Version, Vec<File>)>,
    /// Its files that were ever to go out with number and date.
    pub copies: Vec<FileId>,
    /// Where it was sent.
    pub sent: Vec<Sent>,
    /// What became of it at other agencies.
    pub consignments: Vec<Carried>,
    /// Papers that mend it, as far as the caller may see them.
    pub mended: Vec<Mended>,
    /// What the caller may do now, and why not the rest.
    pub actions: Vec<OpenAction>,
    /// People it speaks of.
    pub people: Vec<Person>,
}

/// Shows an outgoing paper.
pub async fn show(app: &App, caller: &Caller, id: DocumentId) -> Result<Shown> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, principals) = (&app.0.db, caller.principals());
    let visible = storage::documents::find_visible(db, id, &principals).await?;
    let document = visible.ok_or(OpError::NotFound)?;
    let case = storage::work::find_case(db, id).await?;
    let draft = storage::outgoing::find_draft(db, id).await?;
    let (Some(case), Some(draft)) = (case, draft) else {
        return Err(OpError::NotFound);
    };
    let paper = Paper { case, draft };
    let mut versions = Vec::new();
    for version in storage::outgoing::list_versions(db, id).await? {
        let files = storage::outgoing::list_version_files(db, id, version.version).await?;
        versions.push((version, files));
    }
    let sent = storage::outgoing::list_sent(db, id).await?;
    let mut mended = storage::outgoing::list_mended(db, id).await?;
    let others: Vec<_> = mended.iter().map(|one| one.other).collect();
    let seen = storage::documents::list_visible_of(db, &others, &principals).await?;
    mended.retain(|one| seen.iter().any(|document| document.id == one.other));
    let organisation = paper.case.organisation;
    let before = storage::outgoing::numbers_before_approval(db, organisation).await?;
    let lives = lives_of(app, caller).await?;
    let fields = &document.fields;
    let stands_in = stand_ins(&lives, fields.kind.as_deref(), fields.register.as_deref());
    let actor = Actor {
        caller,
        stands_in: &stands_in,
    };
    let actions = offered(&paper, &actor, before);
    let people = people_of(&paper, &versions, &sent);
    Ok(Shown {
        copies: storage::outgoing::list_copies(db, id).await?,
        consignments: exchange::sent_by(app, caller, id).await?,
        people: storage::organisations::list_people_by_ids(db, &people).await?,
        paper,
        versions,
        sent,
        mended,
        actions,
    })
}

fn offered(paper: &Paper, actor: &Actor<'_>, number_before_approval: bool) -> Vec<OpenAction> {
    let setting = Setting {
        number_before_approval,
    };
    open_actions(paper, actor, &setting)
}

/// The people that the paper, its versions and its sendings speak of.
fn people_of(paper: &Paper, versions: &[(Version, Vec<File>)], sent: &[Sent]) -> Vec<PersonId> {
    let draft = &paper.draft;
    let mut people = BTreeSet::from([draft.drafter]);
    people.extend(versions.iter().map(|(version, _)| version.made_by));
    people.extend(sent.iter().map(|sent| sent.by));
    people.extend(draft.run.iter().flat_map(|run| run.chosen.values()));
    for approval in &draft.approvals {
        people.insert(approval.by);
        people.extend(approval.on_behalf_of);
    }
    people.into_iter().collect()
}
