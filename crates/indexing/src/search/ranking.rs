//! Ranking: what raises a paper among those found, as a list of terms and what each is worth.
//!
//! Finding asks no scores, so the intersection runs on bare postings; ranking then asks the lists of its
//! terms for the papers found only, worth most first, and stops where the rest cannot lift a paper onto
//! the page any more (the idea of MaxScore: Turtle and Flood, 1995).

use std::collections::HashMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, Term};

/// A term that raises the papers it stands in.
#[derive(Debug, Clone)]
pub(crate) struct Gain {
    pub field: Field,
    pub term: String,
    /// Factor of its BM25.
    pub weight: Score,
    /// What standing there is worth beside that.
    pub step: Score,
    /// As typed.
    pub text: String,
    pub field_name: &'static str,
    /// `exact`, `folded`, `adjacent`.
    pub how: &'static str,
}

/// The gains of a query weighed by the statistics of an index, worth most first.
pub(crate) struct Ranking {
    weighed: Vec<Weighed>,
}

struct Weighed {
    /// Place in the list of gains.
    gain: usize,
    field: Field,
    bm25: Bm25Weight,
    step: Score,
    most: Score,
    /// Where the term stands in each segment.
    infos: Vec<Option<TermInfo>>,
}

impl Ranking {
    /// Weighs the gains; a term named twice counts twice.
    pub fn of(searcher: &Searcher, gains: &[Gain]) -> tantivy::Result<Self> {
        let mut lengths = HashMap::new();
        let papers = searcher
            .segment_readers()
            .iter()
            .map(|reader| u64::from(reader.max_doc()))
            .sum();
        let mut weighed = Vec::with_capacity(gains.len());
        for (place, gain) in gains.iter().enumerate() {
            let term = Term::from_field_text(gain.field, &gain.term);
            let mut infos = Vec::new();
            let mut tokens = 0;
            for reader in searcher.segment_readers() {
                let inverted = reader.inverted_index(gain.field)?;
                infos.push(inverted.get_term_info(&term)?);
                tokens += inverted.total_num_tokens();
            }
            let holding = infos
                .iter()
                .flatten()
                .map(|info| u64::from(info.doc_freq))
                .sum();
            if holding == 0 {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "an average")]
            let length = *lengths
                .entry(gain.field)
                .or_insert(tokens as Score / papers as Score);
            let bm25 = Bm25Weight::for_one_term_without_explain(holding, papers, length)
                .boost_by(gain.weight);
            weighed.push(Weighed {
                gain: place,
                field: gain.field,
                most: bm25.max_score() + gain.step,
                bm25,
                step: gain.step,
                infos,
            });
        }
        weighed.sort_by(|a, b| b.most.total_cmp(&a.most));
        Ok(Self { weighed })
    }

    /// The lists of a segment, to be asked for its papers in their order.
    pub fn in_segment(
        &self,
        ordinal: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentRanking> {
        let mut lists = Vec::with_capacity(self.weighed.len());
        for weighed in &self.weighed {
            let Some(info) = &weighed.infos[ordinal as usize] else {
                continue;
            };
            let inverted = reader.inverted_index(weighed.field)?;
            lists.push(List {
                gain: weighed.gain,
                postings: inverted
                    .read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
                lengths: reader.get_fieldnorms_reader(weighed.field)?,
                bm25: weighed.bm25.clone(),
                step: weighed.step,
                rest: weighed.most,
            });
        }
        let mut rest = 0.0;
        for list in lists.iter_mut().rev() {
            rest += list.rest;
            list.rest = rest;
        }
        Ok(SegmentRanking { lists })
    }
}

/// The lists of one segment.
pub(crate) struct SegmentRanking {
    lists: Vec<List>,
}

struct List {
    gain: usize,
    postings: SegmentPostings,
    lengths: FieldNormReader,
    bm25: Bm25Weight,
    step: Score,
    /// The most that this list and those behind it can give.
    rest: Score,
}

impl List {
    fn score(&mut self, doc: DocId) -> Option<Score> {
        if self.postings.doc() < doc {
            self.postings.seek(doc);
        }
        (self.postings.doc() == doc).then(|| {
            let length = self.lengths.fieldnorm_id(doc);
            self.step + self.bm25.score(length, self.postings.term_freq())
        })
    }
}

impl SegmentRanking {
    /// The score of a paper, none once it cannot reach the floor any more. Papers are asked in order.
    pub fn score(&mut self, doc: DocId, floor: Score) -> Option<Score> {
        let mut score = 0.0;
        for list in &mut self.lists {
            if score + list.rest < floor {
                return None;
            }
            score += list.score(doc).unwrap_or_default();
        }
        Some(score)
    }

    /// What each gain gives to one paper: places in the list of gains with scores.
    pub fn parts(mut self, doc: DocId) -> Vec<(usize, Score)> {
        self.lists
            .iter_mut()
            .filter_map(|list| Some((list.gain, list.score(doc)?)))
            .collect()
    }
}
