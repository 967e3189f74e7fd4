//! Looking at the dates of one paper: counted anew on the calendar as it is, then reminded of.

use serde_json::{Value, json};
use storage::Transaction;
use workflow::DocumentId;
use workflow::access::{Cause, Grant};
use workflow::audit::NewEvent;
use workflow::calendar::Calendar;
use workflow::work::reminders::{Look, Signal, Told, is_watched, look};
use workflow::work::{Case, Change, Task, recount};

use crate::error::Result;
use crate::ops::App;
use crate::ops::work::staff_of;

/// Looks at every date of a paper. To do it twice changes nothing: a date is where the calendar
/// puts it, and a threshold is crossed once.
///
/// The calendar is read under the lock of the paper: a change that commits later looks at the paper
/// again, and one that was missed while a date was counted is found here.
pub(super) async fn look_at(app: &App, document: DocumentId) -> Result<()> {
    let Some((organisation, direction)) = storage::work::find_known(&app.0.db, document).await?
    else {
        return Ok(());
    };
    let staff = staff_of(app, organisation).await?;
    app.write(async |tx| {
        let mut case = storage::work::lock_case(tx, document, organisation, direction).await?;
        let calendar = storage::calendar::load(tx, organisation).await?;
        move_dates(tx, &mut case, &calendar).await?;
        let settings = storage::reminders::load_settings(tx, organisation).await?;
        let crossed = storage::reminders::list_crossed(tx, &case).await?;
        for task in case.open_tasks().filter(|task| task.due.is_some()) {
            let told = crossed.iter().filter(|(id, _)| *id == task.id);
            let told: Vec<_> = told.map(|(_, threshold)| *threshold).collect();
            let seen = if is_watched(task) {
                let world = (&calendar, &staff);
                look((&case, task), &settings, world, &told, tx.now())
            } else {
                Look::default()
            };
            remind(tx, &case, task, seen).await?;
        }
        Ok(())
    })
    .await
}

/// Moves what was counted from a term to where the calendar puts it now.
async fn move_dates(tx: &mut Transaction, case: &mut Case, calendar: &Calendar) -> Result<()> {
    let moved = recount(case, calendar);
    if moved.is_empty() {
        return Ok(());
    }
    storage::work::save_moved(tx, case, &moved).await?;
    let told = moved.iter().map(|one| {
        json!({ "task": one.task, "before": one.before.at.unix_timestamp(),
            "due_at": one.after.at.unix_timestamp() })
    });
    let payload = json!({ "cause": "calendar", "moved": told.collect::<Value>() });
    record(tx, case, "task.due_moved", payload);
    for one in moved {
        case.apply(&Change::SetDue {
            task: one.task,
            due: Some(one.after),
            because: None,
        });
    }
    Ok(())
}

/// Records what a look at a task has seen. That somebody looked is no fact of its own: without
/// anything to tell only the moment of the next look is kept.
async fn remind(tx: &mut Transaction, case: &Case, task: &Task, seen: Look) -> Result<()> {
    storage::reminders::look_again(tx, task.id, seen.next).await?;
    if !storage::reminders::note_crossed(tx, task, &seen.crossed).await? {
        return Ok(());
    }
    for told in seen.told {
        if told.signal == Signal::Escalated {
            open_above(tx, case, task, &told).await?;
        }
        let thresholds = seen.crossed.iter();
        let thresholds = thresholds.filter(|threshold| threshold.signal() == told.signal);
        let payload = json!({
            "task": task.id,
            "to": told.to.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "due_at": task.due.as_ref().map(|due| due.at.unix_timestamp()),
            "thresholds": thresholds.map(|threshold| threshold.code()).collect::<Vec<_>>(),
        });
        record(tx, case, told.signal.event(), payload);
    }
    Ok(())
}

/// Those above may read the paper as long as the task is its cause; the task stays where it is.
async fn open_above(tx: &Transaction, case: &Case, task: &Task, told: &Told) -> Result<()> {
    let grants = told.to.iter().map(|principal| Grant {
        principal: *principal,
        cause: Cause::Task(task.id),
    });
    let grants: Vec<_> = grants.collect();
    storage::grants::give(tx, case.document, &grants).await?;
    Ok(())
}

fn record(tx: &mut Transaction, case: &Case, kind: &'static str, payload: Value) {
    let event = NewEvent {
        actor: None,
        kind,
        subject: case.document.to_string(),
        payload,
    };
    tx.record(case.organisation, event);
}
