//! Collecting in one pass: exact count, best hits behind the cursor, and facet counts.
//!
//! Memory is bounded by the page and by the number of facet values of a segment, never by the hits.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::paging::Place;
use super::ranking::{Ranking, SegmentRanking};
use super::schema::FACETS;

/// Scores are compared in steps of 1/1024, so that rounding moves no hit between pages.
const SCORE_STEPS: f32 = 1024.0;

/// What the hits are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Best first, the younger id first among equals.
    Score,
    /// Latest day first.
    Newest,
    /// Earliest day first.
    Oldest,
}

/// What is wanted of a query.
pub(crate) struct Wanted {
    /// Hits wanted; none when only counts are.
    pub limit: usize,
    /// Where the last page ended.
    pub after: Option<Place>,
    /// Order.
    pub order: Order,
    /// What scores are made of; without it all are 0.
    pub ranking: Option<Ranking>,
    /// Places in [`FACETS`] of the facets to count.
    pub facets: Vec<usize>,
}

/// A hit with its place in the order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Top {
    pub place: Place,
    pub score: Score,
    pub address: DocAddress,
}

impl Eq for Top {}

impl PartialOrd for Top {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Top {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.place.cmp(&other.place)
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// How many papers match.
    pub total: u64,
    /// The best of them behind the cursor, best first; one more than wanted when there are more.
    pub top: Vec<Top>,
    /// Counts of each wanted facet.
    pub facets: Vec<BTreeMap<String, u64>>,
}

impl Collector for Wanted {
    type Fruit = Collected;
    type Child = SegmentWanted;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentWanted> {
        let fast = reader.fast_fields();
        let facets = self.facets.iter().map(|facet| {
            Ok(fast.str(FACETS[*facet])?.map(|column| FacetCounts {
                ordinals: column.ords().clone(),
                counts: vec![0; column.num_terms()],
                column,
            }))
        });
        let ranking = self
            .ranking
            .as_ref()
            .map(|ranking| ranking.in_segment(ordinal, reader))
            .transpose()?;
        Ok(SegmentWanted {
            ordinal,
            ranking,
            floor: 0.0,
            room: if self.limit == 0 { 0 } else { self.limit + 1 },
            after: self.after,
            order: self.order,
            total: 0,
            top: BinaryHeap::new(),
            day: fast.i64("day")?,
            id_high: fast.u64("id_high")?,
            id_low: fast.u64("id_low")?,
            facets: facets.collect::<tantivy::Result<_>>()?,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut merged = Collected {
            facets: vec![BTreeMap::new(); self.facets.len()],
            ..Collected::default()
        };
        for fruit in fruits {
            merged.total += fruit.total;
            merged.top.extend(fruit.top);
            for (into, counts) in merged.facets.iter_mut().zip(fruit.facets) {
                for (value, count) in counts {
                    *into.entry(value).or_default() += count;
                }
            }
        }
        merged.top.sort_unstable_by_key(|top| Reverse(top.place));
        merged.top.truncate(self.limit + 1);
        Ok(merged)
    }
}

struct FacetCounts {
    column: StrColumn,
    ordinals: Column<u64>,
    counts: Vec<u32>,
}

impl FacetCounts {
    /// Values with their counts, read from the dictionary in one pass. Where it cannot be read, nothing is
    /// counted rather than one value shown as another.
    fn named(self) -> BTreeMap<String, u64> {
        let (ordinals, counts): (Vec<u64>, Vec<u64>) = (0u64..)
            .zip(self.counts.into_iter().map(u64::from))
            .filter(|(_, count)| *count > 0)
            .unzip();
        let mut values = Vec::with_capacity(ordinals.len());
        let read = self
            .column
            .dictionary()
            .sorted_ords_to_term_cb(&ordinals, |value| {
                values.push(String::from_utf8_lossy(value).into_owned());
            });
        if matches!(read, Ok(true)) {
            values.into_iter().zip(counts).collect()
        } else {
            BTreeMap::new()
        }
    }
}

/// The work on one segment.
pub(crate) struct SegmentWanted {
    ordinal: SegmentOrdinal,
    ranking: Option<SegmentRanking>,
    /// Papers that score less are not among the best.
    floor: Score,
    room: usize,
    after: Option<Place>,
    order: Order,
    total: u64,
    top: BinaryHeap<Reverse<Top>>,
    day: Column<i64>,
    id_high: Column<u64>,
    id_low: Column<u64>,
    facets: Vec<Option<FacetCounts>>,
}

impl SegmentWanted {
    fn key(&self, doc: DocId, score: Score) -> u64 {
        if self.order == Order::Score {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates, never negative"
            )]
            return (score.max(0.0) * SCORE_STEPS).round() as u64;
        }
        let day = u64::try_from(self.day.first(doc).unwrap_or(0)).unwrap_or(0);
        if self.order == Order::Newest {
            day
        } else {
            u64::MAX - day
        }
    }

    fn id(&self, doc: DocId) -> u128 {
        let high = self.id_high.first(doc).unwrap_or(0);
        let low = self.id_low.first(doc).unwrap_or(0);
        let id = u128::from(high) << 64 | u128::from(low);
        if self.order == Order::Oldest { !id } else { id }
    }

    fn offer(&mut self, doc: DocId) {
        let score = match &mut self.ranking {
            Some(ranking) => match ranking.score(doc, self.floor) {
                Some(score) => score,
                None => return,
            },
            None => 0.0,
        };
        let key = self.key(doc, score);
        if self.after.is_some_and(|after| key > after.key) {
            return;
        }
        let is_full = self.top.len() >= self.room;
        if is_full && self.top.peek().is_some_and(|least| key < least.0.place.key) {
            return;
        }
        let place = Place {
            key,
            id: self.id(doc),
        };
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        if is_full {
            if self.top.peek().is_some_and(|least| place < least.0.place) {
                return;
            }
            self.top.pop();
        }
        let address = DocAddress::new(self.ordinal, doc);
        self.top.push(Reverse(Top {
            place,
            score,
            address,
        }));
        if self.order == Order::Score && self.top.len() == self.room {
            self.floor = self
                .top
                .peek()
                .map_or(0.0, |least| floor(least.0.place.key));
        }
    }
}

/// Scores below it have a smaller key, however they are rounded.
#[expect(clippy::cast_precision_loss, reason = "a whole step of room is left")]
fn floor(key: u64) -> Score {
    (key as Score - 1.0) / SCORE_STEPS
}

impl SegmentCollector for SegmentWanted {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        for facet in self.facets.iter_mut().flatten() {
            if let Some(ordinal) = facet.ordinals.first(doc)
                && let Some(count) = usize::try_from(ordinal)
                    .ok()
                    .and_then(|at| facet.counts.get_mut(at))
            {
                *count += 1;
            }
        }
        if self.room > 0 {
            self.offer(doc);
        }
    }

    fn harvest(self) -> Collected {
        let facets = self
            .facets
            .into_iter()
            .map(|facet| facet.map(FacetCounts::named).unwrap_or_default())
            .collect();
        let top = self.top.into_iter().map(|top| top.0).collect();
        Collected {
            total: self.total,
            top,
            facets,
        }
    }
}
