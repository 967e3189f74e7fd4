//! Papers of the measured office: text of real syllables, and rights as an office of units gives them.
//!
//! A paper is open to the four posts that keep all papers, two of 2,000 units, one to four of 5,000
//! persons; one in twenty to everyone, one in fifty to 60 persons more.

use std::fmt::Write;

use storage::blobs::BlobHash;
use storage::documents::{BulkPaper, FileReading, NewDocument, NewFile, Page};
use time::{Date, Duration};
use uuid::Uuid;
use workflow::access::{Audience, Cause, Grant, Principal, grants_at_capture};
use workflow::documents::{Direction, Fields, KINDS, ReadingState};
use workflow::{DocumentId, FileId, OrganisationId, PersonId, UnitId};

use crate::words::{Chance, Urn, Vocabulary, zipf};

/// Units of the agency.
pub const UNITS: usize = 2000;
const PERSONS: usize = 5000;
const ISSUERS: usize = 2000;
const YEARS: i64 = 11;
const SYMBOLS: [&str; 8] = ["UBND", "SNV", "STC", "SXD", "HĐND", "SGDĐT", "VP", "BQL"];

/// Makes papers, always the same for the same seed.
pub struct Maker<'a> {
    vocabulary: &'a Vocabulary,
    chance: Chance,
    units: Urn<usize>,
    issuers: Urn<usize>,
    issuer_names: Vec<String>,
    first_day: Date,
    total: usize,
}

/// Who keeps the paper.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// The agency.
    pub organisation: OrganisationId,
    /// Whether it is the small agency, where everybody reads everything.
    pub is_small: bool,
}

impl<'a> Maker<'a> {
    /// A maker of `total` papers, the last of them issued today.
    pub fn new(vocabulary: &'a Vocabulary, total: usize, today: Date) -> Self {
        let mut chance = Chance::seeded(42);
        let issuer_names = (0..ISSUERS)
            .map(|_| {
                let place = &vocabulary.pairs.draw(&mut chance).exact;
                let other = &vocabulary.pairs.draw(&mut chance).exact;
                format!("Ủy ban nhân dân {} {}", capital(place), capital(other))
            })
            .collect();
        Self {
            vocabulary,
            chance,
            units: zipf(UNITS, 0.8),
            issuers: zipf(ISSUERS, 0.8),
            issuer_names,
            first_day: today - Duration::days(365 * YEARS),
            total,
        }
    }

    /// The paper of a place in the order of time.
    pub fn paper(&mut self, place: usize, keeper: Keeper) -> BulkPaper {
        let id = DocumentId(timed_id(place, 0));
        let text = self.text(1500);
        let pages = if self.chance.percent(15) { 3 } else { 1 };
        let pages = pages_of(&text, pages);
        let fields = self.fields(place);
        let unit = self.chance_unit();
        let grants = self.grants(keeper, unit);
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&(place as u64 + 1).to_be_bytes());
        let file = NewFile {
            id: FileId(timed_id(place, 1)),
            document: id,
            name: format!("van-ban-{place}.pdf"),
            blob: BlobHash(hash),
            size_bytes: 150_000 + place as u64 % 100_000,
            media_type: "application/pdf".to_owned(),
            contained_in: None,
        };
        let reading = FileReading {
            state: ReadingState::Read,
            trouble: None,
            media_type: "application/pdf".to_owned(),
            pages,
        };
        let document = NewDocument {
            id,
            organisation: keeper.organisation,
            unit: (!keeper.is_small).then_some(unit),
            fields,
            captured_by: None,
        };
        BulkPaper {
            document,
            grants,
            files: vec![(file, reading)],
        }
    }

    fn chance_unit(&mut self) -> UnitId {
        unit_id(*self.units.draw(&mut self.chance))
    }

    fn fields(&mut self, place: usize) -> Fields {
        let kind = &KINDS[self.chance.below(18.min(KINDS.len()))];
        let number = 1 + self.chance.below(6000);
        let symbol = SYMBOLS[self.chance.below(SYMBOLS.len())];
        let code = match kind.abbreviation {
            Some(abbreviation) => format!("{number}/{abbreviation}-{symbol}"),
            None => format!("{number}/{symbol}-VP"),
        };
        let issuer = *self.issuers.draw(&mut self.chance);
        let day = place as i64 * 365 * YEARS / self.total.max(1) as i64;
        let incoming = self.chance.percent(70);
        let issued_on = self.first_day + Duration::days(day);
        Fields {
            subject: Some(capital(self.text(90).trim_end_matches('.'))),
            kind: Some(kind.code.to_owned()),
            code: Some(code),
            issuer: Some(self.issuer_names[issuer].clone()),
            signer: Some(format!(
                "Nguyễn Văn {}",
                capital(&self.vocabulary.syllables.draw(&mut self.chance).exact)
            )),
            issued_on: Some(issued_on),
            direction: Some(if incoming {
                Direction::Incoming
            } else {
                Direction::Outgoing
            }),
            register: Some(format!(
                "Sổ văn bản {} {}",
                if incoming { "đến" } else { "đi" },
                issued_on.year()
            )),
            ..Fields::default()
        }
    }

    fn grants(&mut self, keeper: Keeper, unit: UnitId) -> Vec<Grant> {
        if keeper.is_small {
            return grants_at_capture(keeper.organisation, None, Audience::Organisation);
        }
        let mut grants = grants_at_capture(keeper.organisation, None, Audience::Unit(unit));
        let mut readers = vec![Principal::Unit(self.chance_unit())];
        let persons = 1 + self.chance.below(4) + if self.chance.percent(2) { 60 } else { 0 };
        for _ in 0..persons {
            readers.push(Principal::Person(person_id(self.chance.below(PERSONS))));
        }
        if self.chance.percent(5) {
            readers.push(Principal::Everyone(keeper.organisation));
        }
        readers.retain(|reader| grants.iter().all(|grant| grant.principal != *reader));
        readers.sort_unstable();
        readers.dedup();
        grants.extend(readers.into_iter().map(|principal| Grant {
            principal,
            cause: Cause::Audience,
        }));
        grants
    }

    /// Sentences of about so many bytes.
    pub fn text(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes + 40);
        let mut left_in_sentence = 0;
        while text.len() < bytes {
            let term = &self.vocabulary.draw(&mut self.chance).exact;
            if left_in_sentence == 0 {
                left_in_sentence = 6 + self.chance.below(12);
                if !text.is_empty() {
                    text.push_str(if self.chance.percent(20) { ".\n" } else { ". " });
                }
                text.push_str(&capital(term));
            } else {
                text.push_str(if self.chance.percent(8) { ", " } else { " " });
                text.push_str(term);
            }
            left_in_sentence -= 1;
        }
        text.push('.');
        text
    }
}

/// The unit of a rank in size.
pub fn unit_id(rank: usize) -> UnitId {
    UnitId(fixed_id(2, rank))
}

fn person_id(rank: usize) -> PersonId {
    PersonId(fixed_id(3, rank))
}

/// The agency: 0 the large one, 1 the small one.
pub fn organisation_id(which: usize) -> OrganisationId {
    OrganisationId(fixed_id(1, which))
}

fn fixed_id(family: u128, rank: usize) -> Uuid {
    Uuid::from_u128((family << 96) | (8 << 76) | (2 << 62) | rank as u128)
}

/// A UUID version 7 whose order is the order of places, two minutes apart from 2016 on.
fn timed_id(place: usize, family: u128) -> Uuid {
    let ms = 1_450_000_000_000 + place as u128 * 120_000;
    Uuid::from_u128((ms << 80) | (7 << 76) | (family << 64) | (2 << 62) | place as u128)
}

fn pages_of(text: &str, count: usize) -> Vec<Page> {
    let mut rest = text;
    let mut pages = Vec::with_capacity(count);
    for number in 1..=count {
        let mut end = rest.len() / (count + 1 - number);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let end = rest[end..]
            .find(' ')
            .map_or(rest.len(), |blank| end + blank);
        let (page, after) = rest.split_at(end);
        rest = after;
        pages.push(Page {
            number: i32::try_from(number).unwrap_or(i32::MAX),
            width_pt: 595.0,
            height_pt: 842.0,
            text: page.trim().to_owned(),
            words: String::new(),
        });
    }
    pages
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let mut capital = String::with_capacity(text.len());
    if let Some(first) = letters.next() {
        // Writing into a String cannot fail.
        let _ = write!(capital, "{}", first.to_uppercase());
    }
    capital.push_str(letters.as_str());
    capital
}
