//! What a clerk does to an arrangement, and what stands in the way: a paper that was acted upon keeps the
//! pages it had then.

use std::collections::{BTreeMap, BTreeSet};

use super::{Arrangement, Aside, PageOf, Paper, Placed, Why};
use crate::Refusal;

/// Why the pages of a paper stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// It has, or had, a number in a register.
    Registered,
    /// Somebody deals with it already.
    InWork,
    /// It bears a mark of secrecy.
    SetApart,
}

impl Lock {
    /// Why the pages of the paper of this key may not be changed.
    pub fn refusal(self, key: u32) -> Refusal {
        let code = match self {
            Lock::Registered => "batches.paper_registered",
            Lock::InWork => "batches.paper_in_work",
            Lock::SetApart => "batches.paper_set_apart",
        };
        Refusal::new(code).with("paper", key + 1)
    }
}

/// The papers that stay as they are, by key.
pub type Locks = BTreeMap<u32, Lock>;

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Turn a page clockwise by 90, 180 or 270 degrees.
    Turn(PageOf, u16),
    /// Put a page into a paper before the page that stands at this place then, from 0; behind the last
    /// one where there is none.
    Move {
        /// The page, in a paper or set aside.
        page: PageOf,
        /// Key of the paper.
        to: u32,
        /// Its place there.
        at: usize,
    },
    /// Set a page aside.
    Remove(PageOf),
    /// Put a page that was set aside beside its neighbours again.
    BringBack(PageOf),
    /// Begin a paper with this page.
    Split(PageOf),
    /// Add the pages of the second paper to the first.
    Join(u32, u32),
}

/// The arrangement after a change.
pub fn apply(before: &Arrangement, act: Act, locks: &Locks) -> Result<Arrangement, Refusal> {
    let mut next = before.clone();
    match act {
        Act::Turn(page, by) => next.turn(page, by)?,
        Act::Move { page, to, at } => next.shift(page, to, at)?,
        Act::Remove(page) => next.remove(page)?,
        Act::BringBack(page) => next.bring_back(page, locks)?,
        Act::Split(page) => next.split(page)?,
        Act::Join(first, second) => next.join(first, second)?,
    }
    next.papers.retain(|paper| !paper.pages.is_empty());
    unlocked(before, &next, locks)?;
    Ok(next)
}

/// The arrangement before the last change, as the next one: papers keep the keys they had.
pub fn undo(
    now: &Arrangement,
    before: &Arrangement,
    locks: &Locks,
) -> Result<Arrangement, Refusal> {
    let mut next = before.clone();
    next.next_key = Ord::max(now.next_key, before.next_key);
    unlocked(now, &next, locks)?;
    Ok(next)
}

/// Keys of the papers whose pages differ, of those that are in one of the two only as well.
pub fn differing(one: &Arrangement, other: &Arrangement) -> BTreeSet<u32> {
    let keys = |arrangement: &Arrangement| -> BTreeSet<u32> {
        arrangement.papers.iter().map(|paper| paper.key).collect()
    };
    let all = &keys(one) | &keys(other);
    all.into_iter()
        .filter(|key| one.paper(*key) != other.paper(*key))
        .collect()
}

fn unlocked(before: &Arrangement, after: &Arrangement, locks: &Locks) -> Result<(), Refusal> {
    let mut changed = differing(before, after).into_iter();
    let locked = changed.find_map(|key| Some((key, *locks.get(&key)?)));
    locked.map_or(Ok(()), |(key, lock)| Err(lock.refusal(key)))
}

/// Where a page stands.
enum Spot {
    /// In the paper at this place, at that place.
    Paper(usize, usize),
    /// Among those set aside.
    Aside(usize),
}

impl Arrangement {
    fn spot(&self, page: PageOf) -> Result<Spot, Refusal> {
        for (place, paper) in self.papers.iter().enumerate() {
            if let Some(at) = paper.pages.iter().position(|one| one.of() == page) {
                return Ok(Spot::Paper(place, at));
            }
        }
        let aside = self.aside.iter().position(|one| one.page.of() == page);
        aside
            .map(Spot::Aside)
            .ok_or_else(|| Refusal::new("batches.page_unknown").with("page", page.page))
    }

    fn in_paper(&self, page: PageOf) -> Result<(usize, usize), Refusal> {
        match self.spot(page)? {
            Spot::Paper(paper, at) => Ok((paper, at)),
            Spot::Aside(_) => Err(Refusal::new("batches.page_aside").with("page", page.page)),
        }
    }

    fn place_of(&self, key: u32) -> Result<usize, Refusal> {
        let place = self.papers.iter().position(|paper| paper.key == key);
        place.ok_or_else(|| Refusal::new("batches.paper_unknown").with("paper", key + 1))
    }

    fn take(&mut self, spot: &Spot) -> Placed {
        match *spot {
            Spot::Paper(paper, at) => self.papers[paper].pages.remove(at),
            Spot::Aside(at) => self.aside.remove(at).page,
        }
    }

    fn turn(&mut self, page: PageOf, by: u16) -> Result<(), Refusal> {
        if ![90, 180, 270].contains(&by) {
            return Err(Refusal::new("batches.turn_wrong"));
        }
        let placed = match self.spot(page)? {
            Spot::Paper(paper, at) => &mut self.papers[paper].pages[at],
            Spot::Aside(at) => &mut self.aside[at].page,
        };
        placed.turn = (placed.turn + by) % 360;
        Ok(())
    }

    fn shift(&mut self, page: PageOf, to: u32, at: usize) -> Result<(), Refusal> {
        let (spot, target) = (self.spot(page)?, self.place_of(to)?);
        let placed = self.take(&spot);
        let pages = &mut self.papers[target].pages;
        pages.insert(at.min(pages.len()), placed);
        Ok(())
    }

    fn remove(&mut self, page: PageOf) -> Result<(), Refusal> {
        let (paper, at) = self.in_paper(page)?;
        let page = self.papers[paper].pages.remove(at);
        let why = Why::Removed;
        self.aside.push(Aside { page, why });
        Ok(())
    }

    /// Behind the page that comes before it in the scan, else before the one that comes after; where both
    /// belong to papers that stay as they are, it becomes a paper of its own.
    fn bring_back(&mut self, page: PageOf, locks: &Locks) -> Result<(), Refusal> {
        let Spot::Aside(from) = self.spot(page)? else {
            return Err(Refusal::new("batches.page_in_paper").with("page", page.page));
        };
        let placed = self.aside.remove(from).page;
        let mut nearest: Option<(u32, bool, usize, usize)> = None;
        for (place, paper) in self.papers.iter().enumerate() {
            let same = |one: &Placed| one.scan == page.scan && !locks.contains_key(&paper.key);
            for (at, one) in paper.pages.iter().enumerate().filter(|(_, one)| same(one)) {
                let (far, behind) = (one.page.abs_diff(page.page), one.page < page.page);
                let found = (far, !behind, place, at + usize::from(behind));
                nearest = Some(nearest.map_or(found, |known| known.min(found)));
            }
        }
        if let Some((_, _, place, at)) = nearest {
            self.papers[place].pages.insert(at, placed);
        } else {
            self.papers.push(Paper {
                key: self.next_key,
                pages: vec![placed],
                unit: None,
                register: None,
            });
            self.next_key += 1;
        }
        Ok(())
    }

    fn split(&mut self, page: PageOf) -> Result<(), Refusal> {
        let (place, at) = self.in_paper(page)?;
        if at == 0 {
            return Err(Refusal::new("batches.split_at_first").with("page", page.page));
        }
        let first = &mut self.papers[place];
        let second = Paper {
            key: self.next_key,
            pages: first.pages.split_off(at),
            ..*first
        };
        self.papers.insert(place + 1, second);
        self.next_key += 1;
        Ok(())
    }

    fn join(&mut self, first: u32, second: u32) -> Result<(), Refusal> {
        if first == second {
            return Err(Refusal::new("batches.join_itself"));
        }
        let (to, from) = (self.place_of(first)?, self.place_of(second)?);
        let pages = std::mem::take(&mut self.papers[from].pages);
        self.papers[to].pages.extend(pages);
        Ok(())
    }
}
