//! Rates of errors with the interval in which the true rate lies.

use std::collections::HashMap;

use storage::quality::{Frame, Group, Tally};
use time::{Date, Duration, Time};
use workflow::access::Caller;
use workflow::calendar::VIETNAM;
use workflow::quality::{Certainty, Interval, wilson};
use workflow::{BatchId, PersonId, Refusal, UnitId};

use super::{batch_names, inspects, own_batch, person_names};
use crate::error::{OpError, Result};
use crate::ops::App;

/// Rows that are told; a long tail of issuers stays out, those with most errors come first.
pub(super) const MOST: u64 = 200;
/// Longest period: a leap year.
const MOST_DAYS: i64 = 366;

/// Which settled papers.
#[derive(Debug, Clone, Copy)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Of this batch only.
    pub batch: Option<BatchId>,
    /// Of this unit only.
    pub unit: Option<UnitId>,
}

impl Period {
    /// The moments it covers.
    pub(super) fn frame(self, caller: &Caller) -> Result<Frame> {
        let days = (self.to - self.from).whole_days() + 1;
        if !(1..=MOST_DAYS).contains(&days) {
            let refusal = Refusal::new("calendar.period").with("max", MOST_DAYS);
            return Err(OpError::Invalid(refusal));
        }
        let start = |day: Date| day.with_time(Time::MIDNIGHT).assume_offset(VIETNAM);
        Ok(Frame {
            organisation: caller.organisation,
            batch: self.batch,
            unit: self.unit,
            from: start(self.from),
            before: start(self.to) + Duration::DAY,
        })
    }
}

/// A rate of errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Values that were compared, and those of them that were wrong.
    pub tally: Tally,
    /// Name as shown; none for fields and for papers without.
    pub name: Option<String>,
    /// Between which shares the true one lies; none where nothing was compared.
    pub interval: Option<Interval>,
}

/// Rates of errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// Most errors first.
    pub rows: Vec<Rate>,
    /// All values together.
    pub total: Rate,
}

/// How often suggestions were not left as they were.
pub async fn suggestion_rates(
    app: &App,
    caller: &Caller,
    period: Period,
    (by, certainty): (Group, Certainty),
) -> Result<Rates> {
    inspects(caller)?;
    if let Some(batch) = period.batch {
        own_batch(app, caller, batch).await?;
    }
    let (db, frame) = (&app.0.db, period.frame(caller)?);
    let rows = storage::quality::tally_suggestions(db, frame, by, MOST).await?;
    // The sums over fields hold every value; over the papers they would count each five times.
    let total = storage::quality::total_suggestions(db, frame).await?;
    rates(app, caller, (rows, total), (by, certainty)).await
}

/// Puts names and intervals beside sums.
pub(super) async fn rates(
    app: &App,
    caller: &Caller,
    (rows, total): (Vec<Tally>, Tally),
    (by, certainty): (Group, Certainty),
) -> Result<Rates> {
    let names = names(app, caller, &rows, by).await?;
    let rate = |tally: Tally| Rate {
        name: tally.key.as_ref().and_then(|key| names.get(key).cloned()),
        interval: wilson(tally.errors, tally.checked, certainty),
        tally,
    };
    Ok(Rates {
        rows: rows.into_iter().map(rate).collect(),
        total: rate(total),
    })
}

async fn names(
    app: &App,
    caller: &Caller,
    rows: &[Tally],
    by: Group,
) -> Result<HashMap<String, String>> {
    let keys = || rows.iter().filter_map(|row| row.key.as_ref());
    Ok(match by {
        Group::Field => HashMap::new(),
        Group::Issuer => keys().map(|key| (key.clone(), key.clone())).collect(),
        Group::Operator => {
            let ids: Vec<PersonId> = keys().filter_map(|key| key.parse().ok()).collect();
            let names = person_names(app, &ids).await?.into_iter();
            names.map(|(id, name)| (id.to_string(), name)).collect()
        }
        Group::Batch => {
            let ids = keys().filter_map(|key| key.parse().ok());
            let names = batch_names(app, caller, ids).await?.into_iter();
            names.map(|(id, name)| (id.to_string(), name)).collect()
        }
    })
}
