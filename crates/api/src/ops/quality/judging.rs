//! Judging differences: a third person says which of two values is right. The register stays as it is; where
//! it is wrong a clerk corrects it in the ordinary way, which leaves its own trace.

use std::collections::HashMap;

use serde_json::json;
use storage::documents::{Document, File};
use storage::quality::{Difference, Group, KeyedFrame};
use workflow::access::{Caller, Scope};
use workflow::quality::{Certainty, Field, Judgement, is_third, judged_value, sample_size};
use workflow::{DocumentId, PersonId, Refusal, SampleId};

use super::rates::{MOST, rates};
use super::samples::{event, own_sample};
use super::{Period, Rates, inspects, person_names};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Differences that are shown at once.
const SHOWN: u64 = 100;

/// A difference as whoever judges it sees it.
#[derive(Debug)]
pub struct ShownDifference {
    /// The two values.
    pub difference: Difference,
    /// The paper.
    pub document: Document,
    /// Its first file.
    pub file: Option<File>,
    /// Name of who settled it.
    pub operator: Option<String>,
    /// Whether the caller may judge it, or why not.
    pub may_judge: Result<(), Refusal>,
}

/// Differences of a sample that nobody judged yet, of papers that the caller may read.
pub async fn differences(app: &App, caller: &Caller, id: SampleId) -> Result<Vec<ShownDifference>> {
    inspects(caller)?;
    let sample = own_sample(app, caller, id).await?;
    let (db, principals) = (&app.0.db, caller.principals());
    let window = (None, SHOWN);
    let found = storage::quality::list_differences(db, sample.id, &principals, window).await?;
    let ids: Vec<DocumentId> = found.iter().map(|one| one.document).collect();
    let people: Vec<PersonId> = found.iter().map(|one| one.operator).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let documents: HashMap<_, _> = documents.into_iter().map(|one| (one.id, one)).collect();
    let files = storage::documents::list_files(db, &ids).await?;
    let names = person_names(app, &people).await?;
    let shown = found.into_iter().filter_map(|one| {
        let mut files = files.iter().filter(|file| file.document == one.document);
        Some(ShownDifference {
            document: documents.get(&one.document)?.clone(),
            file: files.find(|file| file.ordinal == 0).cloned(),
            operator: names.get(&one.operator).cloned(),
            may_judge: is_third(caller.person, one.operator, one.keyed_by),
            difference: one,
        })
    });
    Ok(shown.collect())
}

/// A judgement of a difference.
#[derive(Debug, Clone)]
pub struct NewJudgement {
    /// Number of the paper in the sample.
    pub number: u32,
    /// The field.
    pub field: Field,
    /// Which value is right.
    pub judgement: Judgement,
    /// The right one where neither is.
    pub value: Option<String>,
}

/// Says which value is right.
pub async fn judge(
    app: &App,
    caller: &Caller,
    id: SampleId,
    new: NewJudgement,
    once: Option<&Once>,
) -> Result<()> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    inspects(caller)?;
    let sample = own_sample(app, caller, id).await?;
    let window = (Some((new.number, new.field)), 1);
    let principals = caller.principals();
    let found = storage::quality::list_differences(&app.0.db, id, &principals, window).await?;
    let difference = found.into_iter().next().ok_or(OpError::NotFound)?;
    is_third(caller.person, difference.operator, difference.keyed_by).map_err(OpError::Refused)?;
    let both = (
        difference.value.registered.as_deref(),
        difference.value.keyed.as_deref(),
    );
    let value = judged_value(new.field, new.judgement, new.value.as_deref(), both);
    let value = value.map_err(OpError::Invalid)?;
    app.write_once(once, async |tx| {
        let judged = (new.judgement, value.as_deref());
        storage::quality::judge(tx, id, &difference, judged, caller.person).await?;
        let payload = json!({
            "number": new.number, "field": new.field, "judgement": new.judgement,
        });
        let event = event(&sample, caller.person, "sample.judged", payload);
        tx.record(sample.organisation, event);
        Ok(())
    })
    .await
}

/// Rates of samples with how many papers each row still wants.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleRates {
    /// The rates.
    pub rates: Rates,
    /// For each row, then for all together: papers that the certainty needs.
    pub needed: Vec<u32>,
}

/// How often what is registered was wrong, over the samples drawn in a period or over one of them.
pub async fn sample_rates(
    app: &App,
    caller: &Caller,
    (period, sample): (Period, Option<SampleId>),
    by: Group,
    (certainty, margin): (Certainty, f64),
) -> Result<SampleRates> {
    inspects(caller)?;
    let mut frame = period.frame(caller)?;
    let drawn = (frame.from, frame.before);
    if let Some(id) = sample {
        let sample = own_sample(app, caller, id).await?;
        (frame.batch, frame.unit) = (sample.batch, sample.unit);
        (frame.from, frame.before) = (sample.from, sample.before);
    }
    let keyed = KeyedFrame {
        organisation: caller.organisation,
        sample,
        from: drawn.0,
        before: drawn.1,
    };
    let db = &app.0.db;
    let rows = storage::quality::tally_samples(db, &keyed, by, MOST).await?;
    let total = storage::quality::total_samples(db, &keyed).await?;
    let rates = rates(app, caller, (rows, total), (by, certainty)).await?;
    let papers = storage::quality::count_papers_by(db, frame, by).await?;
    let all = storage::quality::count_population(db, frame).await?;
    let of_row = |key: &Option<String>| match by {
        Group::Field => all,
        _ => papers.get(key).copied().unwrap_or_default(),
    };
    let populations = rates.rows.iter().map(|row| of_row(&row.tally.key));
    let needed = populations
        .chain([all])
        .map(|papers| sample_size(papers, certainty, margin))
        .collect::<std::result::Result<_, _>>()
        .map_err(OpError::Invalid)?;
    Ok(SampleRates { rates, needed })
}
