//! The plan of the month: which papers there are, what each is about, and when each step of its way
//! is taken. Nothing here is chance: the same data gives the same plan.

use std::collections::BTreeMap;

use workflow::documents::Urgency;

use super::data::{Form, Month, Topic};
use super::days::{DAYS, OPEN_MIN};
use super::ways::{Act, Way, Who};
use super::world::Agency;

/// A paper with the way it goes.
pub struct Life<'a> {
    /// Which of the agencies.
    pub agency: usize,
    pub topic: &'a Topic,
    /// The form of the paper that comes in, or of the first draft.
    pub form: &'a Form,
    pub way: &'a Way,
    pub urgency: Urgency,
    /// Tells papers of the same way apart.
    pub turn: u32,
    /// The first day.
    pub day: u32,
    /// Number of the issuer.
    pub number: u32,
}

/// When which step of which paper is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: u32,
    pub minute: u32,
    pub life: usize,
    pub step: usize,
}

/// Post is brought in before it is registered.
const MORNING_POST_MIN: u32 = 60;

/// Every paper of the month.
pub fn lives<'a>(month: &'a Month, agencies: &[Agency]) -> Vec<Life<'a>> {
    let mut lives = Vec::new();
    for (at, agency) in agencies.iter().enumerate() {
        let topics = month
            .topics
            .get(&agency.slug)
            .map_or(&[][..], Vec::as_slice);
        let mut turns = BTreeMap::new();
        for way in &month.ways {
            let wanted = way.papers.get(&agency.slug).copied().unwrap_or(0);
            for turn in 0..wanted {
                let life = life(month, (agency, topics), way, (turn, wanted), &mut turns);
                lives.extend(life.map(|life| Life { agency: at, ..life }));
            }
        }
    }
    lives.sort_by_key(|life| (life.day, life.agency));
    number(month, &mut lives);
    lives
}

fn life<'a>(
    month: &'a Month,
    (agency, topics): (&Agency, &'a [Topic]),
    way: &'a Way,
    (turn, of): (u32, u32),
    turns: &mut BTreeMap<Vec<&'a str>, u32>,
) -> Option<Life<'a>> {
    let topics: Vec<_> = topics
        .iter()
        .filter(|topic| fits(agency, way, topic))
        .collect();
    let comes_in = way.comes_in();
    let all = if comes_in {
        &month.forms.incoming
    } else {
        &month.forms.outgoing
    };
    let first = way.steps.iter().find_map(|step| match &step.act {
        Act::Draft { form, .. } => form.as_deref(),
        _ => None,
    });
    let named: Vec<_> = if comes_in {
        way.forms.iter().map(String::as_str).collect()
    } else {
        first.into_iter().collect()
    };
    let forms: Vec<_> = all
        .iter()
        .filter(|form| match named.as_slice() {
            [] => !form.special,
            named => named.contains(&form.key.as_str()),
        })
        .collect();
    let key = forms.iter().map(|form| form.key.as_str()).collect();
    let next = turns.entry(key).or_default();
    let count = *next as usize;
    *next += 1;
    if topics.is_empty() || forms.is_empty() {
        return None;
    }
    let (topic, round) = (count % topics.len(), count / topics.len());
    let urgency = way.urgency.get(turn as usize % way.urgency.len().max(1));
    Some(Life {
        agency: 0,
        topic: topics[topic],
        form: forms[(topic + round) % forms.len()],
        way,
        urgency: urgency.copied().unwrap_or_default(),
        turn: *next,
        day: way.first_day(turn, of),
        number: 0,
    })
}

/// Says whether a topic goes that way: its unit may be one that leads there, and where specialists
/// draft it has some.
fn fits(agency: &Agency, way: &Way, topic: &Topic) -> bool {
    let drafts = |act: &Act| matches!(act, Act::Draft { .. });
    let needs_specialists = way
        .steps
        .iter()
        .any(|step| step.by == Who::Specialist && drafts(&step.act));
    let is_named = way.units.is_empty() || way.units.contains(&topic.unit);
    is_named && (!needs_specialists || agency.has_specialists(&topic.unit))
}

/// Issuers count their papers in the order in which they came.
fn number(month: &Month, lives: &mut [Life<'_>]) {
    let mut last: BTreeMap<&str, u32> = BTreeMap::new();
    for (at, life) in lives.iter_mut().enumerate() {
        let from = life.topic.from.as_str();
        let first = month.issuers.get(from).map_or(0, |issuer| issuer.first);
        let number = last.entry(from).or_insert(first);
        // Others write to others in between.
        *number += 1 + u32::try_from(at % 4).unwrap_or(0);
        life.number = *number;
    }
}

/// Every step that is taken until now, in order of time.
pub fn moments(lives: &[Life<'_>]) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (at, life) in lives.iter().enumerate() {
        let spread = life.turn * 37;
        let (mut day, mut minute) = (life.day, 3 + spread % 50);
        for (number, step) in life.way.steps.iter().enumerate() {
            let turn = u32::try_from(number).unwrap_or(0);
            if number > 0 && step.wait > 0 {
                day += step.wait;
                minute = 20 + (spread + turn * 71) % 360;
            } else if number > 0 {
                minute = (minute + 9 + (spread + turn * 13) % 23).max(MORNING_POST_MIN);
            }
            if minute >= OPEN_MIN {
                day += 1;
                minute = MORNING_POST_MIN + spread % 40;
            }
            if day >= DAYS {
                break;
            }
            moments.push(Moment {
                day,
                minute,
                life: at,
                step: number,
            });
        }
    }
    moments.sort_unstable();
    moments
}

impl Way {
    /// Says whether it is the way of a paper that comes in.
    pub fn comes_in(&self) -> bool {
        let first = self.steps.first();
        first.is_some_and(|step| matches!(step.act, Act::Capture { .. }))
    }

    fn first_day(&self, turn: u32, of: u32) -> u32 {
        if !self.spread.is_empty() {
            return self.spread[turn as usize % self.spread.len()];
        }
        let [first, last] = self.days;
        first + turn * (last - first + 1) / of.max(1)
    }
}

impl Life<'_> {
    /// The dossier of its field.
    pub fn dossier(&self, agency: &Agency) -> u32 {
        let at = agency
            .units
            .iter()
            .position(|(unit, _)| *unit == self.topic.unit);
        u32::try_from(at.unwrap_or(0)).unwrap_or(0)
    }
}
