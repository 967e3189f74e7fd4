//! Looking through the event log of one's agency. Of a paper that the caller may not read it is
//! told that something happened, when and by whom, but not to which.

use std::collections::HashMap;

use serde_json::Value;
use storage::documents::{Document, File};
use storage::organisations::{Person, Unit};
use storage::trail::{self, Actor, Noted};
use time::{Date, OffsetDateTime, Time};
use workflow::access::Caller;
use workflow::calendar::VIETNAM;
use workflow::registers::Register;
use workflow::{DocumentId, PersonId, RegisterId, UnitId};

use super::may_audit;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::documents::behalf_of;

/// Most events of one part.
const MOST: u64 = 100;

/// Which events; nothing said means all.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Done by.
    pub actor: Option<Actor>,
    /// Of one of these kinds.
    pub kinds: Vec<String>,
    /// About this paper.
    pub document: Option<DocumentId>,
    /// The first day, in Vietnam.
    pub from: Option<Date>,
    /// The last day, in Vietnam.
    pub to: Option<Date>,
}

impl Wish {
    fn into_storage(self) -> trail::Wish {
        let start = |day: Date| day.with_time(Time::MIDNIGHT).assume_offset(VIETNAM);
        let end = |day: Date| day.next_day().map(start);
        trail::Wish {
            actor: self.actor,
            kinds: self.kinds,
            subject: self.document.map(|id| id.to_string()),
            from: self.from.map(start),
            until: self.to.and_then(end),
        }
    }
}

/// What an event happened to.
#[derive(Debug, Clone)]
pub enum About {
    /// A paper that the caller may read.
    Paper(Box<Document>),
    /// A paper that the caller may not read.
    HiddenPaper,
    /// A person.
    Person(PersonId),
    /// A unit, by its name.
    Unit(String),
    /// A register, by its name.
    Register(String),
    /// Something that its kind says enough of.
    Other,
}

/// An event as it is shown.
#[derive(Debug, Clone)]
pub struct Line {
    /// Place in the chain.
    pub seq: i64,
    /// When.
    pub at: OffsetDateTime,
    /// Who; none for the system.
    pub actor: Option<PersonId>,
    /// On whose behalf, where somebody stood in.
    pub on_behalf_of: Option<PersonId>,
    /// What happened.
    pub kind: String,
    /// To what.
    pub about: About,
}

/// A part of the log.
#[derive(Debug)]
pub struct Trail {
    /// Newest first.
    pub lines: Vec<Line>,
    /// The people in it.
    pub people: Vec<Person>,
    /// Files of the papers that are shown.
    pub files: Vec<File>,
    /// Where the next part begins.
    pub next: Option<i64>,
}

/// Events of the caller's agency, the newest first, for an administrator and whoever inspects.
pub async fn look(
    app: &App,
    caller: &Caller,
    wish: Wish,
    (after, limit): (Option<i64>, u64),
) -> Result<Trail> {
    may_audit(caller)?;
    let db = &app.0.db;
    if let Some(paper) = wish.document {
        let seen = storage::documents::find_visible(db, paper, &caller.principals()).await?;
        seen.ok_or(OpError::NotFound)?;
    }
    let window = (after, limit.clamp(1, MOST));
    let wish = wish.into_storage();
    let (noted, next) = trail::list(db, caller.organisation, &wish, window).await?;
    let known = Known::of(app, caller, &noted).await?;
    let lines: Vec<_> = noted.into_iter().map(|event| known.line(event)).collect();
    let mut people: Vec<_> = lines.iter().flat_map(named).collect();
    people.sort_unstable();
    people.dedup();
    let papers: Vec<_> = known.papers.keys().copied().collect();
    Ok(Trail {
        people: storage::organisations::list_people_by_ids(db, &people).await?,
        files: storage::documents::list_files(db, &papers).await?,
        lines,
        next,
    })
}

/// The people of a line.
fn named(line: &Line) -> impl Iterator<Item = PersonId> {
    let subject = match line.about {
        About::Person(person) => Some(person),
        _ => None,
    };
    [line.actor, line.on_behalf_of, subject]
        .into_iter()
        .flatten()
}

/// What the subjects of a part of the log are, as far as the caller may know it.
struct Known {
    papers: HashMap<DocumentId, Document>,
    units: Vec<Unit>,
    registers: Vec<Register>,
}

impl Known {
    async fn of(app: &App, caller: &Caller, noted: &[Noted]) -> Result<Known> {
        let db = &app.0.db;
        let mut papers: Vec<DocumentId> = subjects(noted);
        papers.sort_unstable();
        papers.dedup();
        let visible =
            storage::documents::list_visible_of(db, &papers, &caller.principals()).await?;
        let units: Vec<UnitId> = subjects(noted);
        let registers: Vec<RegisterId> = subjects(noted);
        Ok(Known {
            papers: visible.into_iter().map(|one| (one.id, one)).collect(),
            units: storage::organisations::list_units_by_ids(db, &units).await?,
            registers: if registers.is_empty() {
                Vec::new()
            } else {
                storage::registers::list(db, caller.organisation).await?
            },
        })
    }

    fn line(&self, event: Noted) -> Line {
        let payload: Value = serde_json::from_str(&event.payload).unwrap_or_default();
        // A row whose moment was made nonsense of is shown all the same.
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(event.at_us) * 1000);
        Line {
            seq: event.seq,
            at: at.unwrap_or(OffsetDateTime::UNIX_EPOCH),
            actor: event.actor,
            on_behalf_of: behalf_of(&payload),
            about: self.about(&event.subject),
            kind: event.kind,
        }
    }

    fn about(&self, subject: &str) -> About {
        if let Ok(paper) = subject.parse::<DocumentId>() {
            let seen = self.papers.get(&paper).cloned();
            return seen.map_or(About::HiddenPaper, |paper| About::Paper(Box::new(paper)));
        }
        if let Ok(person) = subject.parse() {
            return About::Person(person);
        }
        let unit = self
            .units
            .iter()
            .find(|unit| subject == unit.id.to_string());
        let register = self
            .registers
            .iter()
            .find(|one| subject == one.id.to_string());
        match (unit, register) {
            (Some(unit), _) => About::Unit(unit.name.clone()),
            (_, Some(register)) => About::Register(register.definition.name.clone()),
            _ => About::Other,
        }
    }
}

/// The subjects that are ids of one sort.
fn subjects<Id: std::str::FromStr>(noted: &[Noted]) -> Vec<Id> {
    let ids = noted.iter().map(|event| event.subject.parse());
    ids.filter_map(Result::ok).collect()
}
