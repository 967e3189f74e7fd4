//! Changing days and office hours; each change is one event, and open work is counted anew.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Transaction;
use time::Date;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::calendar::{DayEntry, OfficeHours, may_edit};

use crate::error::{OpError, Result};
use crate::ops::reminders::enqueue_counting;
use crate::ops::{App, Once};

#[derive(Serialize, Deserialize)]
struct Changed {}

/// Enters a day, in place of what the agency had entered for it.
pub async fn put_day(
    app: &App,
    caller: &Caller,
    entry: &DayEntry,
    once: Option<&Once>,
) -> Result<()> {
    may_edit(caller).map_err(OpError::Refused)?;
    app.write_once(once, async |tx| {
        storage::calendar::put_day(tx, caller.organisation, entry).await?;
        enqueue_counting(app, tx, caller.organisation, None).await?;
        record(tx, caller, json!({ "day": entry.day, "kind": entry.kind }));
        Ok(Changed {})
    })
    .await?;
    Ok(())
}

/// Forgets what the agency had entered for a day, so that the law holds again.
pub async fn remove_day(app: &App, caller: &Caller, day: Date) -> Result<()> {
    may_edit(caller).map_err(OpError::Refused)?;
    app.write(async |tx| {
        if !storage::calendar::remove_day(tx, caller.organisation, day).await? {
            return Err(OpError::NotFound);
        }
        enqueue_counting(app, tx, caller.organisation, None).await?;
        record(tx, caller, json!({ "day": day, "kind": null }));
        Ok(())
    })
    .await
}

/// Sets the office hours.
pub async fn set_hours(
    app: &App,
    caller: &Caller,
    hours: OfficeHours,
    once: Option<&Once>,
) -> Result<()> {
    may_edit(caller).map_err(OpError::Refused)?;
    app.write_once(once, async |tx| {
        storage::calendar::put_hours(tx, caller.organisation, hours).await?;
        enqueue_counting(app, tx, caller.organisation, None).await?;
        record(tx, caller, json!({ "hours": hours.minutes() }));
        Ok(Changed {})
    })
    .await?;
    Ok(())
}

fn record(tx: &mut Transaction, caller: &Caller, payload: Value) {
    let event = NewEvent {
        actor: Some(caller.person),
        kind: "calendar.changed",
        subject: caller.organisation.to_string(),
        payload,
    };
    tx.record(caller.organisation, event);
}
