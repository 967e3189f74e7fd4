//! Which paper of a batch a row of the list means. Each paper is found once; papers that no row means are extra.

use std::collections::{BTreeSet, HashMap, HashSet};

use time::Date;

use super::ShelfRow;
use crate::DocumentId;
use crate::documents::{Fields, name_key};
use crate::quality::{Field, normal, same};

/// From this likeness a single paper is the one.
const ALIKE: f64 = 0.75;
/// From this one it may be, and a person looks.
const PERHAPS: f64 = 0.5;
/// Papers that are told for a doubtful row.
const TOLD: usize = 5;
/// What so many papers share tells none of them from the others.
const COMMON: usize = 200;

/// A paper of the batch.
#[derive(Debug, Clone, PartialEq)]
pub struct ShelfPaper {
    /// The paper.
    pub document: DocumentId,
    /// Its fields.
    pub fields: Fields,
    /// Pages of its first file.
    pub pages: Option<u32>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is there.
    Found(DocumentId),
    /// It is there, with another number of pages.
    PagesDiffer(DocumentId, u32),
    /// It is not.
    Missing,
    /// Any of these may be it.
    Doubtful(Vec<DocumentId>),
}

impl Outcome {
    /// The code in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Outcome::Found(_) => "found",
            Outcome::PagesDiffer(..) => "pages_differ",
            Outcome::Missing => "missing",
            Outcome::Doubtful(_) => "doubtful",
        }
    }
}

/// A list beside a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// For each row in order.
    pub outcomes: Vec<Outcome>,
    /// Papers that no row means, in the order of the batch.
    pub extra: Vec<DocumentId>,
}

/// A row or a paper in the forms in which the two are compared.
struct Form {
    code: String,
    number: String,
    day: Option<Date>,
    issuer: Option<String>,
    words: HashSet<String>,
}

impl Form {
    fn of(
        code: Option<&str>,
        day: Option<Date>,
        issuer: Option<&str>,
        subject: Option<&str>,
    ) -> Self {
        let code = normal(Field::Code, code.unwrap_or_default());
        let key = name_key(subject.unwrap_or_default());
        Form {
            number: code.chars().take_while(char::is_ascii_digit).collect(),
            code,
            day,
            issuer: issuer.map(str::to_owned),
            words: key
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    }

    fn of_row(row: &ShelfRow) -> Self {
        Self::of(
            row.code.as_deref(),
            row.issued_on,
            row.issuer.as_deref(),
            row.subject.as_deref(),
        )
    }

    fn of_paper(paper: &ShelfPaper) -> Self {
        let Fields {
            code,
            issuer,
            subject,
            issued_on,
            ..
        } = &paper.fields;
        Self::of(
            code.as_deref(),
            *issued_on,
            issuer.as_deref(),
            subject.as_deref(),
        )
    }

    /// What a paper that is alike shares at least one of.
    fn marks(&self) -> impl Iterator<Item = String> {
        let number = (!self.number.is_empty()).then(|| format!("n {}", self.number));
        let day = self.day.map(|day| format!("d {day}"));
        let words = self.words.iter().map(|word| format!("w {word}"));
        number.into_iter().chain(day).chain(words)
    }

    /// Whether nothing that both say speaks against it.
    fn agrees(&self, other: &Form) -> bool {
        let days = self.day.zip(other.day).is_none_or(|(one, two)| one == two);
        let issuers = self.issuer.as_deref().zip(other.issuer.as_deref());
        days && issuers.is_none_or(|(one, two)| same(Field::Issuer, Some(one), Some(two)))
    }

    /// How much of what both say is the same, from 0 to 1.
    fn likeness(&self, other: &Form) -> f64 {
        let mut weights = 0.0;
        let mut sum = 0.0;
        let mut weigh = |weight: f64, share: f64| {
            weights += weight;
            sum += weight * share;
        };
        if !self.code.is_empty() && !other.code.is_empty() {
            let number = !self.number.is_empty() && self.number == other.number;
            let share = if self.code == other.code {
                1.0
            } else if number {
                0.6
            } else {
                0.0
            };
            weigh(0.4, share);
        }
        if let Some((one, two)) = self.day.zip(other.day) {
            weigh(0.2, if one == two { 1.0 } else { 0.0 });
        }
        if !self.words.is_empty() && !other.words.is_empty() {
            let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
            let common = count(self.words.intersection(&other.words).count());
            weigh(
                0.4,
                2.0 * common / (count(self.words.len()) + count(other.words.len())),
            );
        }
        // What rests on one thing only is at most doubtful.
        if weights < 0.5 {
            sum.min(PERHAPS)
        } else {
            sum / weights
        }
    }
}

/// Compares the rows of a list with the papers of a batch.
pub fn compare(rows: &[ShelfRow], papers: &[ShelfPaper]) -> Compared {
    let row_forms: Vec<_> = rows.iter().map(Form::of_row).collect();
    let paper_forms: Vec<_> = papers.iter().map(Form::of_paper).collect();
    let mut table = Table::of(&paper_forms);
    let mut found: Vec<Option<Candidates>> = table.by_code(&row_forms);
    for (row, found) in row_forms.iter().zip(&mut found) {
        if found.is_none() {
            *found = Some(table.by_likeness(row));
        }
    }
    let told = |at: &usize| papers[*at].document;
    let mut meant: HashSet<usize> = HashSet::new();
    let outcomes = rows.iter().zip(found).map(|(row, found)| {
        let candidates = found.unwrap_or_default();
        meant.extend(candidates.all.iter().copied());
        match (candidates.is_sure, candidates.all.as_slice()) {
            (true, [one]) => pages(row, &papers[*one]),
            (_, []) => Outcome::Missing,
            (_, several) => Outcome::Doubtful(several.iter().take(TOLD).map(told).collect()),
        }
    });
    let outcomes: Vec<_> = outcomes.collect();
    let extra = (0..papers.len()).filter(|at| !meant.contains(at));
    Compared {
        extra: extra.map(|at| papers[at].document).collect(),
        outcomes,
    }
}

/// A paper that was found, with its pages beside those of the list. A sheet has two sides, either of which may
/// be blank.
fn pages(row: &ShelfRow, paper: &ShelfPaper) -> Outcome {
    let Some(pages) = paper.pages else {
        return Outcome::Found(paper.document);
    };
    let fits = match (row.pages, row.sheets) {
        (Some(listed), _) => listed == pages,
        (None, Some(sheets)) => (sheets..=sheets.saturating_mul(2)).contains(&pages),
        (None, None) => true,
    };
    if fits {
        Outcome::Found(paper.document)
    } else {
        Outcome::PagesDiffer(paper.document, pages)
    }
}

/// Papers that a row may mean.
#[derive(Debug, Clone, Default)]
struct Candidates {
    all: Vec<usize>,
    is_sure: bool,
}

/// The papers of a batch, found again by what they say, so that a long list beside a large batch costs what
/// its rows have in common with it.
struct Table<'a> {
    papers: &'a [Form],
    taken: HashSet<usize>,
    saying: HashMap<String, Vec<usize>>,
}

impl<'a> Table<'a> {
    fn of(papers: &'a [Form]) -> Self {
        let mut saying: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, paper) in papers.iter().enumerate() {
            for mark in paper.marks() {
                saying.entry(mark).or_default().push(at);
            }
        }
        Table {
            papers,
            taken: HashSet::new(),
            saying,
        }
    }

    /// Rows whose number and symbol is that of one paper which nothing speaks against, and of no other row's.
    fn by_code(&mut self, rows: &[Form]) -> Vec<Option<Candidates>> {
        let mut papers: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, paper) in self.papers.iter().enumerate() {
            papers.entry(&paper.code).or_default().push(at);
        }
        let papers_of = |row: &Form| -> Vec<usize> {
            let of_code = papers
                .get(row.code.as_str())
                .filter(|_| !row.code.is_empty());
            let of_code = of_code.into_iter().flatten().copied();
            of_code.filter(|at| row.agrees(&self.papers[*at])).collect()
        };
        let meant: Vec<_> = rows.iter().map(papers_of).collect();
        let mut times: HashMap<usize, usize> = HashMap::new();
        for at in meant.iter().flatten() {
            *times.entry(*at).or_default() += 1;
        }
        let candidates = meant.into_iter().map(|all| {
            if all.is_empty() {
                return None;
            }
            let is_sure = matches!(all.as_slice(), [one] if times.get(one) == Some(&1));
            self.taken.extend(all.iter().copied());
            Some(Candidates { all, is_sure })
        });
        candidates.collect()
    }

    /// The papers that nobody means yet and that are most like a row.
    fn by_likeness(&mut self, row: &Form) -> Candidates {
        let near = row.marks().filter_map(|mark| self.saying.get(&mark));
        let near = near.filter(|papers| papers.len() <= COMMON).flatten();
        let near: BTreeSet<usize> = near
            .copied()
            .filter(|at| !self.taken.contains(at))
            .collect();
        let mut alike: Vec<(f64, usize)> = near
            .into_iter()
            .map(|at| (row.likeness(&self.papers[at]), at))
            .filter(|(likeness, _)| *likeness >= PERHAPS)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0));
        let sure: BTreeSet<_> = alike
            .iter()
            .filter(|(sure, _)| *sure >= ALIKE)
            .map(|one| one.1)
            .collect();
        if let [(_, first), ..] = alike.as_slice()
            && sure.len() == 1
        {
            self.taken.insert(*first);
            return Candidates {
                all: vec![*first],
                is_sure: true,
            };
        }
        Candidates {
            all: alike.into_iter().take(TOLD).map(|one| one.1).collect(),
            is_sure: false,
        }
    }
}
