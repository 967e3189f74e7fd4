//! The figures of a period and the papers behind each.
//!
//! An incoming paper counts in the period in which the date of whoever leads falls, with the unit
//! that leads, once (see [`storage::statistics::list_led`] for which lead). The date is the one
//! that held when the lead was closed: more time that was granted counts, for whoever granted it
//! answers for that. A paper given without a date is neither in time nor late and does not count.

use std::collections::BTreeMap;

use storage::documents::{Document, File};
use storage::organisations::Unit;
use storage::statistics::Led;
use time::{Date, Duration, OffsetDateTime, Time};
use workflow::access::{Caller, Scope};
use workflow::calendar::{Punctuality, VIETNAM};
use workflow::documents::kind_by_code;
use workflow::work::late::Oversight;
use workflow::{DocumentId, Refusal, UnitId};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::staff_of;

/// Longest period: a leap year.
const MOST_DAYS: i64 = 366;

/// The row of papers without unit or kind.
const NONE: &str = "none";

/// Days from the first to the last, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// By what the rows are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The unit that leads.
    #[default]
    Unit,
    /// The month in which the date falls.
    Month,
    /// The kind of the paper.
    Kind,
}

/// A row of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// Names the row: id of the unit, `2026-11`, or code of the kind; `none` for papers without.
    pub key: String,
    /// Name as shown; none for papers with no unit or kind.
    pub name: Option<String>,
    /// How many papers of each standing, in the order of [`Punctuality::ALL`].
    pub counts: [u64; 5],
}

/// The figures of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// In order: months as they come, units and kinds by name.
    pub rows: Vec<FigureRow>,
    /// All rows together.
    pub total: [u64; 5],
}

/// A figure: a row and a standing, or all of them.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// By what the rows are told apart.
    pub by: By,
    /// The row; every row when none is named.
    pub key: Option<String>,
    /// The standing; every one when none is named.
    pub standing: Option<Punctuality>,
}

/// Papers behind a figure.
#[derive(Debug)]
pub struct Papers {
    /// The papers in order of arrival, with how each stands.
    pub items: Vec<(Document, Led, Punctuality)>,
    /// Their files.
    pub files: Vec<File>,
    /// Their units.
    pub units: Vec<Unit>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next part begins.
    pub next: Option<DocumentId>,
}

impl Period {
    fn check(self) -> std::result::Result<(), Refusal> {
        let days = (self.to - self.from).whole_days() + 1;
        if (1..=MOST_DAYS).contains(&days) {
            return Ok(());
        }
        Err(Refusal::new("calendar.period").with("max", MOST_DAYS))
    }

    fn moments(self) -> (OffsetDateTime, OffsetDateTime) {
        let start = |day: Date| day.with_time(Time::MIDNIGHT).assume_offset(VIETNAM);
        (start(self.from), start(self.to) + Duration::DAY)
    }
}

/// A paper that counts, with the unit it counts for.
struct Counted {
    led: Led,
    unit: Option<UnitId>,
    standing: Punctuality,
}

impl Counted {
    fn key(&self, by: By) -> String {
        match by {
            By::Unit => self
                .unit
                .map_or_else(|| NONE.to_owned(), |unit| unit.to_string()),
            By::Kind => self.led.kind.clone().unwrap_or_else(|| NONE.to_owned()),
            By::Month => {
                let day = self.led.due_at.to_offset(VIETNAM).date();
                format!("{}-{:02}", day.year(), u8::from(day.month()))
            }
        }
    }
}

/// Every paper of the period that the caller may read and oversees.
async fn counted(app: &App, caller: &Caller, period: Period) -> Result<Vec<Counted>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    period.check().map_err(OpError::Invalid)?;
    let (organisation, principals) = (caller.organisation, caller.principals());
    let staff = staff_of(app, organisation).await?;
    let oversight = Oversight::of(caller);
    let moments = period.moments();
    let led = storage::statistics::list_led(&app.0.db, organisation, &principals, moments).await?;
    let now = app.0.clock.now();
    let counted = led
        .into_iter()
        .filter(|led| oversight.covers(led.lead, caller, &staff))
        .map(|led| Counted {
            unit: staff.home_of(led.lead),
            standing: Punctuality::of(led.due_at, led.done_at, now),
            led,
        });
    Ok(counted.collect())
}

/// The figures of a period.
pub async fn figures(app: &App, caller: &Caller, period: Period, by: By) -> Result<Figures> {
    let counted = counted(app, caller, period).await?;
    let mut rows: BTreeMap<String, [u64; 5]> = BTreeMap::new();
    let mut total = [0; 5];
    for one in &counted {
        let row = rows.entry(one.key(by)).or_default();
        let places = Punctuality::ALL.iter().zip(row.iter_mut().zip(&mut total));
        for (standing, (of_row, of_all)) in places {
            let is_it = u64::from(*standing == one.standing);
            *of_row += is_it;
            *of_all += is_it;
        }
    }
    let mut rows: Vec<_> = named(app, by, rows, &counted).await?;
    if by != By::Month {
        rows.sort_by(|a, b| (a.name.is_none(), &a.name).cmp(&(b.name.is_none(), &b.name)));
    }
    Ok(Figures { rows, total })
}

async fn named(
    app: &App,
    by: By,
    rows: BTreeMap<String, [u64; 5]>,
    counted: &[Counted],
) -> Result<Vec<FigureRow>> {
    let ids: Vec<UnitId> = match by {
        By::Unit => counted.iter().filter_map(|one| one.unit).collect(),
        By::Month | By::Kind => Vec::new(),
    };
    let units = storage::organisations::list_units_by_ids(&app.0.db, &ids).await?;
    let name = |key: &str| match by {
        By::Unit => {
            let unit = units.iter().find(|unit| unit.id.to_string() == key)?;
            Some(unit.name.clone())
        }
        By::Kind => kind_by_code(key).map(|kind| kind.name.to_owned()),
        By::Month => {
            let (year, month) = key.split_once('-')?;
            Some(format!("{month}/{year}"))
        }
    };
    let rows = rows.into_iter().map(|(key, counts)| FigureRow {
        name: name(&key),
        key,
        counts,
    });
    Ok(rows.collect())
}

/// The papers behind a figure, at most 100 of them after `after`.
pub async fn papers(
    app: &App,
    caller: &Caller,
    period: Period,
    cell: &Cell,
    (after, limit): (Option<DocumentId>, u64),
) -> Result<Papers> {
    let mut counted = counted(app, caller, period).await?;
    counted.retain(|one| {
        let key = cell.key.as_ref();
        key.is_none_or(|key| one.key(cell.by) == *key)
            && cell
                .standing
                .is_none_or(|standing| one.standing == standing)
    });
    let total = counted.len() as u64;
    let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
    counted.retain(|one| after.is_none_or(|after| one.led.document > after));
    let goes_on = counted.len() > limit;
    counted.truncate(limit);
    let ids: Vec<_> = counted.iter().map(|one| one.led.document).collect();
    let (db, principals) = (&app.0.db, caller.principals());
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let units: Vec<_> = documents.iter().filter_map(|one| one.unit).collect();
    let items = counted.into_iter().filter_map(|one| {
        let document = documents
            .iter()
            .find(|document| document.id == one.led.document)?;
        Some((document.clone(), one.led, one.standing))
    });
    Ok(Papers {
        files: storage::documents::list_files(db, &ids).await?,
        units: storage::organisations::list_units_by_ids(db, &units).await?,
        items: items.collect(),
        total,
        next: ids.last().copied().filter(|_| goes_on),
    })
}
