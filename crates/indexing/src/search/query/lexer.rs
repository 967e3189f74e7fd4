//! The lexer: cuts the box into pieces `-field:"value"`; it knows no meaning and refuses nothing.

/// One piece of a query as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawPiece<'a> {
    /// Whether a minus stands before it.
    pub is_negated: bool,
    /// The name before the colon, if there is one.
    pub field: Option<&'a str>,
    /// The value, without quotes.
    pub value: &'a str,
    /// Whether the value stood in quotes.
    pub is_quoted: bool,
    /// All of it, as typed.
    pub typed: &'a str,
    /// Whether the query ends right behind it, so that it may be unfinished.
    pub is_last: bool,
}

/// Cuts a query into pieces. A quote that is not closed reaches to the end.
pub(crate) fn pieces(query: &str) -> Vec<RawPiece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = query;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return pieces;
        }
        let (piece, after) = piece(rest);
        if !piece.value.is_empty() || piece.field.is_some() {
            pieces.push(piece);
        }
        rest = after;
    }
}

fn piece(text: &str) -> (RawPiece<'_>, &str) {
    let is_negated = text.starts_with(is_minus);
    let body = text.trim_start_matches(is_minus);
    let (field, value) = match field_name(body) {
        Some((name, value)) => (Some(name), value),
        None => (None, body),
    };
    let (value, after, is_quoted) = if let Some(quoted) = value.strip_prefix(is_quote) {
        let end = quoted.find(is_quote).unwrap_or(quoted.len());
        let after = &quoted[end..];
        (
            &quoted[..end],
            after.strip_prefix(is_quote).unwrap_or(after),
            true,
        )
    } else {
        let end = value
            .find(|c: char| c.is_whitespace() || is_quote(c))
            .unwrap_or(value.len());
        (&value[..end], &value[end..], false)
    };
    let typed = &text[..text.len() - after.len()];
    let is_last = after.is_empty() && !is_quoted;
    // A piece always takes at least one character, or the loop would not end.
    let after = if typed.is_empty() { "" } else { after };
    (
        RawPiece {
            is_negated,
            field,
            value,
            is_quoted,
            typed,
            is_last,
        },
        after,
    )
}

/// The letters before a colon with a value right behind it; `10:30` and `http://` are none.
fn field_name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_alphabetic() || is_joiner(c) || is_mark(c)))?;
    let value = text[end..].strip_prefix(':')?;
    let begins = value.chars().next()?;
    let is_value = begins.is_alphanumeric() || is_quote(begins);
    (end > 0 && text.starts_with(char::is_alphabetic) && is_value).then(|| (&text[..end], value))
}

fn is_joiner(c: char) -> bool {
    c == '-' || c == '_'
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(query: &str) -> Vec<(bool, Option<&str>, &str, bool)> {
        pieces(query)
            .into_iter()
            .map(|p| (p.is_negated, p.field, p.value, p.is_quoted))
            .collect()
    }

    #[test]
    fn pieces_are_cut_as_typed() {
        for (query, expected) in [
            (
                "báo cáo",
                vec![(false, None, "báo", false), (false, None, "cáo", false)],
            ),
            (
                "\"bàn giao\" -đất",
                vec![(false, None, "bàn giao", true), (true, None, "đất", false)],
            ),
            ("số:123/QĐ", vec![(false, Some("số"), "123/QĐ", false)]),
            (
                "-loại:\"báo cáo\"",
                vec![(true, Some("loại"), "báo cáo", true)],
            ),
            (
                "cơ-quan:“sở y tế”x",
                vec![
                    (false, Some("cơ-quan"), "sở y tế", true),
                    (false, None, "x", false),
                ],
            ),
            ("\"hở đầu", vec![(false, None, "hở đầu", true)]),
            ("10:30", vec![(false, None, "10:30", false)]),
            ("https://a.vn", vec![(false, None, "https://a.vn", false)]),
            (
                "Kính gửi: Sở",
                vec![
                    (false, None, "Kính", false),
                    (false, None, "gửi:", false),
                    (false, None, "Sở", false),
                ],
            ),
            ("- -- \"\" ", vec![]),
        ] {
            assert_eq!(seen(query), expected, "{query}");
        }
    }

    #[test]
    fn only_the_piece_at_the_very_end_may_be_unfinished() {
        let last = |query| pieces(query).last().is_some_and(|piece| piece.is_last);
        assert!(last("nghị đị"));
        assert!(!last("nghị đị "));
        assert!(!last("\"nghị đị\""));
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_panic(query in any::<String>()) {
            for piece in pieces(&query) {
                prop_assert!(!piece.typed.is_empty());
            }
        }
    }
}
