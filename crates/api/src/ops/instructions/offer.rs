//! Which templates are meant for a paper, the best first, and why.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use storage::Executor;
use storage::instructions::Kept;
use workflow::access::{Caller, Principal, Scope};
use workflow::documents::Fields;
use workflow::work::incoming::Assignment;
use workflow::work::instructions::{Fit, Way, phrases, ways};
use workflow::{DocumentId, Refusal, TemplateId};

use super::list::{ListedTemplate, listed, names_of};
use super::past::past_of;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::{MOST_AT_ONCE, Names, staff_in, staff_of};

/// Most templates offered for one paper.
const MOST_OFFERED: usize = 5;

/// A paper with the templates meant for it.
#[derive(Debug)]
pub struct OfferedFor {
    /// The paper, which the caller may read.
    pub document: DocumentId,
    /// The code of its kind.
    pub kind: Option<String>,
    /// The templates with the reason, the best first.
    pub fits: Vec<(TemplateId, Fit)>,
    /// How the caller dealt with papers of its issuer before.
    pub ways: Vec<Way>,
}

/// Templates for papers.
#[derive(Debug)]
pub struct Offered {
    /// Each paper that the caller may read.
    pub papers: Vec<OfferedFor>,
    /// The templates that are offered for any of them.
    pub templates: Vec<ListedTemplate>,
    /// What the caller wrote more than once, the most frequent first.
    pub phrases: Vec<String>,
    /// Names that they speak of.
    pub names: Names,
}

/// The templates meant for papers; of papers that the caller may not read nothing is said.
pub async fn offer(app: &App, caller: &Caller, documents: &[DocumentId]) -> Result<Offered> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    if documents.len() > MOST_AT_ONCE {
        let refusal = Refusal::new("work.bulk_count").with("max", MOST_AT_ONCE);
        return Err(OpError::Invalid(refusal));
    }
    let (db, organisation) = (&app.0.db, caller.organisation);
    let mut kept = storage::instructions::list(db, organisation, caller.person).await?;
    let papers = storage::documents::list_visible_of(db, documents, &caller.principals()).await?;
    let (past, staff) = (
        past_of(app, caller).await?,
        staff_of(app, organisation).await?,
    );
    let papers: Vec<_> = papers
        .into_iter()
        .map(|paper| OfferedFor {
            document: paper.id,
            fits: fitting(&kept, &paper.fields, caller),
            ways: ways(&past, &paper.fields, &staff),
            kind: paper.fields.kind,
        })
        .collect();
    let offered: BTreeSet<TemplateId> = papers
        .iter()
        .flat_map(|paper| paper.fits.iter().map(|(id, _)| *id))
        .collect();
    kept.retain(|one| offered.contains(&one.id));
    let learnt = papers.iter().flat_map(|paper| &paper.ways);
    let learnt = learnt.flat_map(|way| way.parts.iter().map(|part| part.to.into()));
    let learnt: Vec<Principal> = learnt.collect();
    let names = names_of(app, &kept, &learnt).await?;
    let templates = kept.into_iter().map(|one| listed(caller, &staff, one));
    Ok(Offered {
        templates: templates.collect(),
        phrases: phrases(&past),
        papers,
        names,
    })
}

/// Own templates go before those of the agency that fit as well, and newer ones before older ones.
fn fitting(kept: &[Kept], fields: &Fields, caller: &Caller) -> Vec<(TemplateId, Fit)> {
    let fits = kept
        .iter()
        .filter_map(|one| Some((one, one.says.fit(fields)?)));
    let mut fits: Vec<_> = fits.collect();
    fits.sort_by_key(|(one, fit)| {
        let own = one.owner == Some(caller.person);
        Reverse((fit.rank(), own, one.edited_at, one.id))
    });
    let best = fits.into_iter().take(MOST_OFFERED);
    best.map(|(one, fit)| (one.id, fit)).collect()
}

/// What a template gives, as somebody saw it at a revision.
pub(in crate::ops) async fn given_by(
    app: &App,
    ex: &impl Executor,
    caller: &Caller,
    (id, revision): (TemplateId, i64),
) -> Result<(Vec<Assignment>, String)> {
    let (organisation, person) = (caller.organisation, caller.person);
    let found = storage::instructions::find(ex, id, organisation, person).await?;
    let kept = found.ok_or_else(|| OpError::Conflict(Refusal::new("instructions.ended")))?;
    let name = kept.says.name.clone();
    if kept.revision != revision {
        let refusal = Refusal::new("instructions.changed").with("name", name);
        return Err(OpError::Conflict(refusal));
    }
    let staff = staff_in(ex, organisation, app.0.clock.today()).await?;
    if !kept.says.gone(&staff).is_empty() {
        let refusal = Refusal::new("instructions.gives_to_nobody").with("name", name);
        return Err(OpError::Refused(refusal));
    }
    Ok((kept.says.assignments(), kept.says.words))
}
