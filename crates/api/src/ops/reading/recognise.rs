//! The recognition of one page, as a job. What was recognised before a crash stays; the last page of a
//! file has it concluded.

use indexing::reading::{Recognised, Trouble};
use serde_json::json;
use storage::documents::{Document, File, Page, Recognition};
use storage::jobs::NewJob;
use workflow::documents::{PageState, ReadingState};
use workflow::jobs::Priority;

use super::quarantine::quarantine;
use super::read_file::to_page;
use super::{Held, file_and_paper, new_job_id, originals};
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::enqueue_reading;

/// Files of an earlier time that are put in line at once.
const RESUMED_AT_ONCE: u64 = 200;

/// So many pages behind the first one take longer than a clerk wants to wait for the form.
const MANY: u64 = 3;

/// A page that brought its reader to his limits is tried once more, since the machine may have been
/// short of them and not the page at fault.
const TRIES_AT_LIMITS: i32 = 2;

/// Recognises a page and ends the job in one transaction.
pub async fn recognise_page(app: &App, held: Held<'_>) -> Result<()> {
    let (file, document) = file_and_paper(app, held.file()?).await?;
    let number = held.job.payload["page"].as_i64();
    let number = number
        .and_then(|number| i32::try_from(number).ok())
        .ok_or_else(|| OpError::Internal("the job names no page".into()))?;
    let known = storage::documents::find_recognition(&app.0.db, file.id, number).await?;
    let waits = known.is_some_and(|page| page.state == PageState::Waiting);
    if !waits || file.state != ReadingState::NotYetRead {
        return held.drop(app).await;
    }
    let original = originals::original(app, file.blob).await?;
    let page = u32::try_from(number).unwrap_or_default();
    let outcome = match app.0.reader.recognise(&original, page).await {
        Ok(found) if found.secret => return quarantine(app, &document, &file, held).await,
        Ok(found) => outcome_of(number, &found)?,
        Err(trouble) => failure(number, trouble, held)?,
    };
    metrics::counter!("congvan_pages_recognised_total").increment(1);
    match save(app, (&document, &file), outcome, held).await {
        // Another worker was first, or the file was read anew.
        Err(OpError::Stale) => held.drop(app).await,
        saved => saved,
    }
}

fn outcome_of(number: i32, found: &Recognised) -> Result<(Recognition, Option<Page>)> {
    let state = if found.blank {
        PageState::Blank
    } else {
        PageState::Recognised
    };
    let recognition = Recognition {
        number,
        state,
        trouble: None,
        confidence: (!found.blank).then_some(found.confidence),
        turn: i16::try_from(found.turn).unwrap_or_default(),
        cpu_ms: found.cpu_ms.and_then(|time| i32::try_from(time).ok()),
    };
    Ok((recognition, Some(to_page(&found.page)?)))
}

/// What the page is at fault for is written down; what the machine is at fault for is tried again.
fn failure(number: i32, trouble: Trouble, held: Held<'_>) -> Result<(Recognition, Option<Page>)> {
    let of_machine = [
        "reading.not_started",
        "reading.recogniser_missing",
        "reading.missing",
    ];
    let at_limits = ["reading.time", "reading.memory", "reading.crashed"];
    let code = trouble.code.as_str();
    let again = of_machine.contains(&code)
        || at_limits.contains(&code) && held.job.attempt < TRIES_AT_LIMITS;
    if again {
        return Err(OpError::Internal(trouble.code));
    }
    let recognition = Recognition {
        number,
        state: PageState::Failed,
        trouble: Some(trouble.code),
        confidence: None,
        turn: 0,
        cpu_ms: None,
    };
    Ok((recognition, None))
}

async fn save(
    app: &App,
    (document, file): (&Document, &File),
    (recognition, text): (Recognition, Option<Page>),
    held: Held<'_>,
) -> Result<()> {
    let tx = app.0.db.begin(app.0.clock.now()).await?;
    let waiting =
        storage::documents::save_recognised(&tx, file.id, &recognition, text.as_ref()).await?;
    let today = app.0.clock.today();
    storage::quality::count_page(&tx, document.organisation, today, &recognition).await?;
    let first_of_many = recognition.number == 1 && waiting >= MANY;
    if waiting == 0 || first_of_many {
        let job = NewJob {
            id: new_job_id(app),
            organisation: held.job.organisation,
            kind: "conclude_file",
            payload: json!({ "file": file.id }),
            priority: Ord::min(held.job.priority, Priority::Normal),
            run_at: app.0.clock.now(),
            key: Some(format!("conclude_file:{}:{waiting}", file.id)),
        };
        storage::jobs::enqueue(&tx, job).await?;
    }
    held.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts files in line that wait for recognition from a time before there was any.
pub async fn resume(app: &App) -> Result<()> {
    let files = storage::documents::list_unrecognised(&app.0.db, RESUMED_AT_ONCE).await?;
    for id in files {
        let (file, document) = file_and_paper(app, id).await?;
        let tx = app.0.db.begin(app.0.clock.now()).await?;
        enqueue_reading(app, &tx, document.organisation, file.id, Priority::Low).await?;
        tx.commit().await?;
    }
    Ok(())
}
