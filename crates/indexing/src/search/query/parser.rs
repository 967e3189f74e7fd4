//! The parser: gives the pieces of a query their meaning and refuses what cannot be meant.

use time::Date;
use workflow::documents::{KINDS, Kind, ReadingState};

use super::day_range;
use super::lexer::{RawPiece, pieces};
use crate::search::SearchFault;
use crate::search::analysis::{Joint, Word, fold, words};

/// Longest query, in characters.
const QUERY_MAX_CHARS: usize = 2_000;
/// Most words in a query.
const QUERY_MAX_WORDS: usize = 96;

/// Where a piece is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Description and text.
    Anywhere,
    /// Trích yếu.
    Subject,
    /// Số, ký hiệu.
    Code,
    /// Cơ quan ban hành.
    Issuer,
    /// Người ký.
    Signer,
    /// Sổ.
    Register,
}

/// Words that belong together: one typed word, which may be a code, or a quoted phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// As typed.
    pub typed: String,
    /// Its words, at least one.
    pub words: Vec<Word>,
    /// Whether it stood in quotes.
    pub is_quoted: bool,
    /// Whether papers with it are left out.
    pub is_negated: bool,
    /// Where it is looked for.
    pub target: Target,
    /// How it follows the piece before.
    pub joint: Joint,
}

/// A piece that chooses among known values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValueFilter {
    /// As typed.
    pub typed: String,
    /// Whether papers with it are left out.
    pub is_negated: bool,
    /// Place in [`super::super::schema::FACETS`].
    pub facet: usize,
    /// Values, of which one must stand.
    pub values: Vec<String>,
}

/// A query understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parsed {
    /// Words and phrases in order.
    pub pieces: Vec<Piece>,
    /// Kinds, states, years.
    pub values: Vec<ValueFilter>,
    /// First day, as typed.
    pub from: Option<(String, Date)>,
    /// Last day, as typed.
    pub to: Option<(String, Date)>,
    /// Whether the last piece may be unfinished.
    pub is_open: bool,
    /// Whether it ends with a question mark.
    pub is_asked: bool,
}

enum FieldName {
    Text(Target),
    Kind,
    State,
    Year,
    From,
    To,
}

/// Understands a query; `today` gives `dd/MM` its year.
pub(crate) fn parse(query: &str, today: Date) -> Result<Parsed, SearchFault> {
    if query.chars().nth(QUERY_MAX_CHARS).is_some() {
        return Err(fault("search.query_long", ""));
    }
    let mut parsed = Parsed {
        is_asked: query.trim_end().ends_with(['?', '？']),
        ..Parsed::default()
    };
    let mut is_stopped = true;
    for raw in pieces(query) {
        let joint = if is_stopped {
            Joint::Apart
        } else {
            Joint::Near
        };
        add(&mut parsed, &raw, joint, today)?;
        is_stopped = raw.is_quoted || raw.typed.ends_with(['.', ',', ';', ':', '!', '?', ')']);
    }
    let count: usize = parsed.pieces.iter().map(|piece| piece.words.len()).sum();
    if count > QUERY_MAX_WORDS {
        return Err(fault("search.query_long", ""));
    }
    Ok(parsed)
}

fn fault(code: &'static str, piece: &str) -> SearchFault {
    SearchFault::Query {
        code,
        piece: piece.chars().take(100).collect(),
    }
}

fn add(
    parsed: &mut Parsed,
    raw: &RawPiece<'_>,
    joint: Joint,
    today: Date,
) -> Result<(), SearchFault> {
    parsed.is_open = false;
    let Some(name) = raw.field else {
        add_words(parsed, raw, Target::Anywhere, joint);
        return Ok(());
    };
    match field(name).ok_or_else(|| fault("search.field_unknown", name))? {
        FieldName::Text(target) => add_words(parsed, raw, target, Joint::Apart),
        FieldName::Kind => {
            let kinds = kinds(raw.value).ok_or_else(|| fault("search.kind_unknown", raw.value))?;
            add_values(parsed, raw, 0, kinds);
        }
        FieldName::State => {
            let state = state(raw.value).ok_or_else(|| fault("search.state_unknown", raw.value))?;
            add_values(parsed, raw, 5, vec![state.code().to_owned()]);
        }
        FieldName::Year => {
            let is_year = raw.value.len() == 4 && raw.value.bytes().all(|b| b.is_ascii_digit());
            if !is_year {
                return Err(fault("search.date_unreadable", raw.value));
            }
            add_values(parsed, raw, 2, vec![raw.value.to_owned()]);
        }
        FieldName::From => parsed.from = Some((raw.typed.to_owned(), days(raw, today)?.0)),
        FieldName::To => parsed.to = Some((raw.typed.to_owned(), days(raw, today)?.1)),
    }
    Ok(())
}

fn days(raw: &RawPiece<'_>, today: Date) -> Result<(Date, Date), SearchFault> {
    day_range(raw.value, today).ok_or_else(|| fault("search.date_unreadable", raw.value))
}

fn add_words(parsed: &mut Parsed, raw: &RawPiece<'_>, target: Target, joint: Joint) {
    let words: Vec<_> = words(raw.value).collect();
    if words.is_empty() {
        return;
    }
    parsed.is_open = raw.is_last && !raw.is_negated;
    parsed.pieces.push(Piece {
        typed: raw.typed.to_owned(),
        words,
        is_quoted: raw.is_quoted,
        is_negated: raw.is_negated,
        target,
        joint,
    });
}

fn add_values(parsed: &mut Parsed, raw: &RawPiece<'_>, facet: usize, values: Vec<String>) {
    let (typed, is_negated) = (raw.typed.to_owned(), raw.is_negated);
    parsed.values.push(ValueFilter {
        typed,
        is_negated,
        facet,
        values,
    });
}

/// The field of a name, typed with or without marks, joined or with `-` or `_`.
fn field(name: &str) -> Option<FieldName> {
    let exact: Vec<_> = words(name)
        .map(|word| word.exact.unwrap_or(word.folded))
        .collect();
    // Without marks «so» is the number, which people look for more often; «sổ» is the register.
    if exact == ["so\u{302}\u{309}"] {
        return Some(FieldName::Text(Target::Register));
    }
    let joined: String = words(name).map(|word| word.folded).collect();
    Some(match joined.as_str() {
        "so" | "kyhieu" | "kihieu" | "sokyhieu" | "sokihieu" | "skh" | "code" | "number" => {
            FieldName::Text(Target::Code)
        }
        "coquan" | "cq" | "coquanbanhanh" | "noibanhanh" | "issuer" => {
            FieldName::Text(Target::Issuer)
        }
        "nguoiky" | "nk" | "signer" => FieldName::Text(Target::Signer),
        "trichyeu" | "ty" | "subject" => FieldName::Text(Target::Subject),
        "sodangky" | "sovanban" | "register" => FieldName::Text(Target::Register),
        "loai" | "loaivanban" | "kind" => FieldName::Kind,
        "trangthai" | "tt" | "state" => FieldName::State,
        "nam" | "year" => FieldName::Year,
        "tu" | "tungay" | "from" => FieldName::From,
        "den" | "denngay" | "to" => FieldName::To,
        _ => return None,
    })
}

/// Kinds by name, abbreviation or code; several when an abbreviation without marks means several.
fn kinds(typed: &str) -> Option<Vec<String>> {
    let codes = |is_meant: &dyn Fn(&Kind) -> bool| -> Option<Vec<String>> {
        let codes: Vec<_> = KINDS
            .iter()
            .filter(|kind| is_meant(kind))
            .map(|kind| kind.code.to_owned())
            .collect();
        (!codes.is_empty()).then_some(codes)
    };
    let folded = fold(typed);
    let lower = typed.to_lowercase();
    codes(&|kind| {
        kind.abbreviation
            .is_some_and(|short| short.to_lowercase() == lower)
    })
    .or_else(|| codes(&|kind| kind.name.to_lowercase() == lower))
    .or_else(|| codes(&|kind| fold(kind.name) == folded || fold(kind.code) == folded))
    .or_else(|| codes(&|kind| kind.abbreviation.is_some_and(|short| fold(short) == folded)))
}

fn state(typed: &str) -> Option<ReadingState> {
    Some(match fold(typed).replace(' ', "").as_str() {
        "dadoc" | "read" => ReadingState::Read,
        "chodoc" | "dangcho" | "waiting" => ReadingState::Waiting,
        "chuadoc" | "notyetread" => ReadingState::NotYetRead,
        "khongdocduoc" | "loi" | "unreadable" => ReadingState::Unreadable,
        "cachly" | "quarantined" => ReadingState::Quarantined,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn targets(query: &str) -> Vec<Target> {
        parse(query, TODAY)
            .unwrap()
            .pieces
            .into_iter()
            .map(|piece| piece.target)
            .collect()
    }

    fn code_of(query: &str) -> &'static str {
        match parse(query, TODAY) {
            Err(SearchFault::Query { code, .. }) => code,
            _ => "",
        }
    }

    #[test]
    fn field_names_are_known_with_and_without_marks_and_in_english() {
        for (names, target) in [
            (
                vec!["số", "so", "ký-hiệu", "kyhieu", "ky_hieu", "code", "SỐ"],
                Target::Code,
            ),
            (vec!["cơ-quan", "coquan", "cq", "issuer"], Target::Issuer),
            (vec!["người-ký", "nguoiky", "nk", "signer"], Target::Signer),
            (
                vec!["sổ", "SỔ", "so\u{302}\u{309}", "so-dang-ky", "register"],
                Target::Register,
            ),
            (vec!["trích-yếu", "trichyeu", "subject"], Target::Subject),
        ] {
            for name in names {
                assert_eq!(targets(&format!("{name}:abc")), [target], "{name}");
            }
        }
    }

    #[test]
    fn kinds_are_known_by_name_abbreviation_and_code() {
        for (query, code) in [
            ("loại:\"quyết định\"", "quyet_dinh"),
            ("loai:\"quyet dinh\"", "quyet_dinh"),
            ("kind:quyet_dinh", "quyet_dinh"),
            ("loại:QĐ", "quyet_dinh"),
            ("loai:ttr", "to_trinh"),
        ] {
            assert_eq!(
                parse(query, TODAY).unwrap().values[0].values,
                [code],
                "{query}"
            );
        }
        assert_eq!(code_of("loại:tiểu-thuyết"), "search.kind_unknown");
    }

    #[test]
    fn states_years_and_dates_are_read() {
        let parsed = parse("tt:chưa-đọc năm:2024 từ:02/09 đến:2025", TODAY).unwrap();
        assert_eq!(parsed.values[0].values, ["not_yet_read"]);
        assert_eq!(parsed.values[1].values, ["2024"]);
        assert_eq!(parsed.from.unwrap().1, date!(2026 - 09 - 02));
        assert_eq!(parsed.to.unwrap().1, date!(2025 - 12 - 31));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_code() {
        for (query, code) in [
            ("abc:def", "search.field_unknown"),
            ("từ:hôm-qua", "search.date_unreadable"),
            ("năm:24", "search.date_unreadable"),
            ("tt:mới", "search.state_unknown"),
        ] {
            assert_eq!(code_of(query), code, "{query}");
        }
        assert_eq!(code_of(&"a ".repeat(97)), "search.query_long");
        assert_eq!(code_of(&"a".repeat(100_000)), "search.query_long");
        assert_eq!(code_of(&"a ".repeat(96)), "");
    }

    #[test]
    fn a_sentence_with_a_colon_stays_a_sentence() {
        assert_eq!(targets("Kính gửi: Sở Y tế").len(), 5);
        assert_eq!(targets("họp lúc 10:30").len(), 3);
    }

    proptest! {
        #[test]
        fn any_query_is_understood_or_refused(query in any::<String>()) {
            let _ = parse(&query, TODAY);
        }

        #[test]
        fn queries_of_our_own_signs_are_understood_or_refused(query in "[-\": abđốsotừ/0-9.,]{0,80}") {
            let _ = parse(&query, TODAY);
        }
    }
}
