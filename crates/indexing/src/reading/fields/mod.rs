//! Fields of a paper suggested from its text, by the layout of NĐ 30/2020 Phụ lục I: issuer, number
//! and symbol in the left column of the head, place and date in the right one, kind and subject under
//! them, the signer at the end; then by what the agency knows of the issuer. A wrong guess costs the
//! clerk more than a gap, so what is not clear stays unknown.

mod addressees;
mod blanks;
mod casing;
mod code;
mod confidence;
mod date;
mod due;
mod found;
mod furniture;
mod given;
mod head;
mod issuer;
mod kind;
mod learnt;
pub(super) mod likeness;
pub(super) mod lines;
mod names;
pub(super) mod people;
pub(super) mod posts;
mod references;
mod reprints;
mod signer;
mod subject;
mod suggestion;
mod symbol;
mod urgency;
mod wording;
mod words;

use time::Date;
use time::macros::format_description;
use workflow::documents::{Fields, Urgency};

pub use blanks::{Blanks, DateLine, Gap, NumberLine, Part, blanks};
pub use likeness::distance_within;
pub use suggestion::{FieldName, Known, Learnt, Suggestion};

use super::Page;
use found::Found;
use head::Head;
use lines::Line;
use reprints::Reprint;

/// Most pages in which a signer, a deadline and recipients are looked for.
const MAX_PAGES: usize = 60;

/// Suggests fields from the pages of a paper. Of several suggestions for one field, the surer is first;
/// addressees and references stand in the order of the paper.
pub fn suggest(pages: &[Page], known: &Known) -> Vec<Suggestion> {
    if pages.iter().all(|page| page.text.trim().is_empty()) {
        return Vec::new();
    }
    let lines: Vec<Vec<Line>> = pages.iter().take(MAX_PAGES).map(Line::of).collect();
    let mut head = Head::of(pages);
    let mut out = Suggestions::default();
    let facts = Facts::of(&mut head, &lines, known);
    let kind = facts.kind.as_ref().map(|found| found.value.clone());
    let own_code = facts.code.as_ref().map(|found| found.value.clone());
    let issued_on = facts.issued_on.as_ref().map(|(date, _)| *date);
    out.push(FieldName::Superior, facts.superior);
    out.push(FieldName::Issuer, facts.issuer);
    out.push(FieldName::Code, facts.code);
    out.push(FieldName::Place, facts.place);
    out.push(FieldName::IssuedOn, facts.issued_on.map(|(_, found)| found));
    out.push(FieldName::Kind, facts.kind);
    out.push(FieldName::Subject, subject::of(&head, &lines));
    out.push(FieldName::Urgency, Some(urgency::of(&head)));
    let signer = signer::of(&lines);
    out.push(FieldName::SignerPrefix, signer.prefix);
    out.push(FieldName::SignerPost, signer.post);
    out.push(FieldName::Signer, signer.name);
    out.extend(FieldName::Addressees, addressees::of(&lines));
    out.push(FieldName::PageCount, Some(page_count(pages)));
    out.push(FieldName::Due, due::of(&lines, kind.as_deref(), issued_on));
    out.extend(
        FieldName::References,
        references::of(&lines, own_code.as_deref()),
    );
    learnt::applied(out.0, known)
}

/// Suggestions in the order in which they are made.
#[derive(Debug, Default)]
struct Suggestions(Vec<Suggestion>);

impl Suggestions {
    fn push(&mut self, field: FieldName, found: Option<Found>) {
        self.extend(field, found);
    }

    fn extend(&mut self, field: FieldName, found: impl IntoIterator<Item = Found>) {
        let made = found.into_iter().map(|found| Suggestion {
            field,
            confidence: confidence::of(field, &found),
            value: found.value,
            page: found.page,
            places: found.places,
        });
        self.0.extend(made);
    }
}

/// What the head tells of a paper.
#[derive(Debug, Default)]
struct Facts {
    superior: Option<Found>,
    issuer: Option<Found>,
    code: Option<Found>,
    place: Option<Found>,
    issued_on: Option<(Date, Found)>,
    kind: Option<Found>,
}

impl Facts {
    fn of(head: &mut Head, lines: &[Vec<Line>], known: &Known) -> Facts {
        let reprint = reprints::of_title(head).unwrap_or_default();
        let certified = reprints::certified(lines).filter(|_| head.code.is_none());
        let mut facts = match certified.map(Head::of_lines) {
            Some(certified) => {
                let own = Facts::of_head(head, Reprint::default(), known);
                let kind = Facts::of_head(&certified, Reprint::default(), known);
                Facts {
                    kind: kind.kind.or(own.kind),
                    superior: None,
                    ..kind
                }
            }
            None => Facts::of_head(head, reprint, known),
        };
        if facts.code.is_none() {
            facts.code = reprints::of_law(head);
        }
        let is_law = |kind: &Found| matches!(kind.value.as_str(), "luat" | "bo_luat" | "phap_lenh");
        if facts.kind.as_ref().is_some_and(is_law) {
            facts.complete_law(lines);
        }
        facts
    }

    fn of_head(head: &Head, reprint: Reprint, known: &Known) -> Facts {
        let (issuer, superior) = issuer::of(head, known);
        let issuer = reprint.issuer.or(issuer);
        let kind = kind::of(head).map(|(kind, score, at)| {
            let lines: Vec<&Line> = at.and_then(|at| head.lines.get(at)).into_iter().collect();
            Found::in_lines(kind, score, &lines).scored(score)
        });
        let name = issuer.as_ref().map(|found| found.value.as_str());
        let code = code_found(head, kind.as_ref().map(|found| found.value.as_str()), name);
        let (place, issued_on) = date_found(head);
        Facts {
            superior,
            code: reprint.code.or(code),
            place,
            issued_on: reprint.issued_on.or(issued_on),
            kind,
            issuer,
        }
    }

    /// Laws as reprinted have no head: the National Assembly issues them on the day they were passed.
    fn complete_law(&mut self, lines: &[Vec<Line>]) {
        let of_assembly = self.code.as_ref().filter(|code| code.value.contains("/QH"));
        if let (None, Some(code)) = (&self.issuer, of_assembly) {
            let name = Found {
                value: "Quốc hội".to_owned(),
                ..code.clone()
            };
            self.issuer = Some(name);
        }
        if self.issued_on.is_none()
            && let Some(found) = reprints::passed_on(lines)
            && let Ok(date) = Date::parse(&found.value, format_description!("[year]-[month]-[day]"))
        {
            self.issued_on = Some((date, found));
        }
    }
}

/// Number and symbol; a number that a recogniser is not sure of stays unknown.
fn code_found(head: &Head, kind: Option<&str>, issuer: Option<&str>) -> Option<Found> {
    let (at, code) = head.code.as_ref()?;
    let line = &head.lines[*at];
    let mut code = code.clone();
    if line.recognised {
        code.symbol = symbol::mended(&code.symbol, kind, issuer);
    }
    let whole = code.whole()?;
    let score = 98 - u8::try_from(code.slips.min(4) * 15).unwrap_or_default();
    let number = line.confidence_of(code.number_chars.0, code.number_chars.1);
    let found = Found::in_part(whole, score, line, code.chars);
    let mut score = u32::from(score) * u32::from(number) / 100;
    if line.recognised && !code.is_one_word {
        score /= 2;
    }
    Some(found.scored(u8::try_from(score).unwrap_or_default()))
}

fn date_found(head: &Head) -> (Option<Found>, Option<(Date, Found)>) {
    let Some((at, line)) = &head.date else {
        return (None, None);
    };
    let row = &head.lines[*at];
    let place = line
        .place
        .as_ref()
        .map(|(name, chars)| Found::in_part(name.clone(), 95, row, *chars));
    let score = 98 - u8::try_from(line.slips.min(4) * 15).unwrap_or_default();
    let date = line.date.map(|date| {
        let found = Found::in_part(date.to_string(), score, row, line.chars);
        // Days below 10 have a zero in front (NĐ 30/2020 Phụ lục I): the rest was lost.
        let doubt = if row.recognised && line.is_short_day {
            found.score / 2
        } else {
            found.score
        };
        (date, found.scored(doubt))
    });
    (place, date)
}

fn page_count(pages: &[Page]) -> Found {
    Found {
        value: pages.len().to_string(),
        score: 99,
        page: 1,
        places: Vec::new(),
        recognised: false,
    }
}

/// The fields that the first suggestion of each makes.
pub fn fields_of(suggestions: &[Suggestion]) -> Fields {
    fields_from(|field| {
        let found = suggestions.iter().find(|one| one.field == field);
        found.map(|one| one.value.clone())
    })
}

/// The fields of values in the form told at [`FieldName`].
pub fn fields_from(value: impl Fn(FieldName) -> Option<String>) -> Fields {
    let day = format_description!("[year]-[month]-[day]");
    Fields {
        subject: value(FieldName::Subject),
        kind: value(FieldName::Kind),
        code: value(FieldName::Code),
        issuer: value(FieldName::Issuer),
        signer: value(FieldName::Signer),
        issued_on: value(FieldName::IssuedOn).and_then(|text| Date::parse(&text, day).ok()),
        urgency: value(FieldName::Urgency)
            .and_then(|code| Urgency::from_code(&code))
            .unwrap_or_default(),
        ..Fields::default()
    }
}

#[cfg(test)]
mod tests;
