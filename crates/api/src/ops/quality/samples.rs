//! Samples: how large one has to be, drawing it, and how far each is.

use serde_json::json;
use storage::Slice;
use storage::quality::{Sample, SampleProgress};
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::quality::{Certainty, draw as drawn, may_look, sample_size};
use workflow::{PersonId, Refusal, SampleId};

use super::{Period, inspects, own_batch};
use crate::clock::random_secret;
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Samples of one part of the list.
const PAGE: u64 = 30;
/// Papers that nobody keys in the time of a job any more.
const MOST: u32 = 20_000;

/// From which papers, and how certain the statement shall be.
#[derive(Debug, Clone, Copy)]
pub struct NewSample {
    /// The papers.
    pub period: Period,
    /// How certain.
    pub certainty: Certainty,
    /// Points of percent by which it may be off.
    pub margin: f64,
    /// How many papers; as many as it takes when nothing is said.
    pub size: Option<u32>,
}

/// How many papers there are, and how many of them a sample takes.
pub async fn measure(app: &App, caller: &Caller, new: &NewSample) -> Result<(u32, u32)> {
    inspects(caller)?;
    if let Some(batch) = new.period.batch {
        own_batch(app, caller, batch).await?;
    }
    let frame = new.period.frame(caller)?;
    let population = storage::quality::count_population(&app.0.db, frame).await?;
    let size = sample_size(population, new.certainty, new.margin);
    Ok((population, size.map_err(OpError::Invalid)?))
}

/// Draws a sample; what was settled later is not in it.
pub async fn draw(
    app: &App,
    caller: &Caller,
    new: NewSample,
    once: Option<&Once>,
) -> Result<SampleId> {
    caller
        .require_scope(Scope::Write)
        .map_err(OpError::Refused)?;
    let (_, suggested) = measure(app, caller, &new).await?;
    let mut frame = new.period.frame(caller)?;
    frame.before = frame.before.min(app.0.clock.now());
    let papers = storage::quality::list_population(&app.0.db, frame).await?;
    let size = new.size.unwrap_or(suggested);
    let population = u32::try_from(papers.len()).unwrap_or(u32::MAX);
    if population == 0 {
        return Err(OpError::Invalid(Refusal::new("quality.nothing_to_draw")));
    }
    if size == 0 || size > MOST {
        let refusal = Refusal::new("quality.size").with("most", MOST);
        return Err(OpError::Invalid(refusal));
    }
    let seed = seed()?;
    let ids: Vec<_> = papers.iter().map(|(document, _)| *document).collect();
    let ids = tokio::task::spawn_blocking(move || drawn(seed, &ids, size)).await?;
    let operators: std::collections::HashMap<_, _> = papers.into_iter().collect();
    let chosen: Vec<_> = ids
        .into_iter()
        .filter_map(|id| Some((id, *operators.get(&id)?)))
        .collect();
    let sample = Sample {
        id: SampleId(app.0.clock.new_id()),
        organisation: caller.organisation,
        batch: new.period.batch,
        unit: new.period.unit,
        from: frame.from,
        before: frame.before,
        population,
        size: u32::try_from(chosen.len()).unwrap_or(u32::MAX),
        certainty: new.certainty,
        margin: new.margin,
        seed,
        drawn_by: caller.person,
        drawn_at: app.0.clock.now(),
    };
    app.write_once(once, async |tx| {
        storage::quality::insert_sample(tx, &sample, &chosen).await?;
        let payload = json!({
            "population": sample.population, "size": sample.size, "seed": sample.seed.to_string(),
            "certainty": sample.certainty, "margin": sample.margin,
        });
        let event = event(&sample, caller.person, "sample.drawn", payload);
        tx.record(sample.organisation, event);
        Ok(sample.id)
    })
    .await
}

fn seed() -> Result<u64> {
    let secret = random_secret().map_err(|error| OpError::Internal(error.to_string()))?;
    let first = secret.first_chunk::<8>();
    let first = first.ok_or_else(|| OpError::Internal("the secret is too short".into()))?;
    Ok(u64::from_be_bytes(*first))
}

pub(super) fn event(
    sample: &Sample,
    actor: PersonId,
    kind: &'static str,
    payload: serde_json::Value,
) -> NewEvent {
    NewEvent {
        actor: Some(actor),
        kind,
        subject: sample.id.to_string(),
        payload,
    }
}

/// A sample of the caller's agency.
pub(super) async fn own_sample(app: &App, caller: &Caller, id: SampleId) -> Result<Sample> {
    let found = storage::quality::find_sample(&app.0.db, id).await?;
    found
        .filter(|sample| sample.organisation == caller.organisation)
        .ok_or(OpError::NotFound)
}

/// The samples of the agency with how far each is, newest first; whoever keys sees them as well.
pub async fn samples(
    app: &App,
    caller: &Caller,
    before: Option<SampleId>,
) -> Result<Slice<(Sample, SampleProgress)>> {
    caller
        .require_scope(Scope::Read)
        .and_then(|()| may_look(caller))
        .map_err(OpError::Refused)?;
    let db = &app.0.db;
    let slice = storage::quality::list_samples(db, caller.organisation, before, PAGE).await?;
    let ids: Vec<_> = slice.items.iter().map(|sample| sample.id).collect();
    let progress = storage::quality::list_sample_progress(db, &ids).await?;
    let items = slice.items.into_iter().map(|sample| {
        let progress = progress.get(&sample.id).copied().unwrap_or_default();
        (sample, progress)
    });
    Ok(Slice {
        items: items.collect(),
        next: slice.next,
    })
}
