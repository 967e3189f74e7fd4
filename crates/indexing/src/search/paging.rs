//! Paging: a cursor says where the last page ended and how the query was read, and nothing else.
//!
//! Pages follow (sort key, id), not an offset: no ceiling, the same cost for every page, and a paper that
//! comes or goes elsewhere shifts nothing. Rights are applied anew to every page.

use serde::{Deserialize, Serialize};

use super::{Request, SearchFault};

/// How strictly a query is read; later shapes find more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// All words as typed.
    #[default]
    All,
    /// All words, the last of which may go on.
    Prefix,
    /// All words, glued ones apart, phrases without regard to marks.
    Loose,
    /// Most of the words.
    Most,
}

/// How a query was read to find something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// How strictly.
    pub shape: Shape,
    /// Words replaced: typed and taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<(String, String)>,
}

/// Where a hit stands in the order: larger stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Score or day.
    pub key: u64,
    /// The paper.
    pub id: u128,
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    question: u64,
    key: u64,
    id: String,
    reading: Reading,
}

impl Cursor {
    /// The cursor behind a hit.
    pub fn behind(request: &Request, place: Place, reading: Reading) -> Self {
        Self {
            question: question(request),
            key: place.key,
            id: format!("{:032x}", place.id),
            reading,
        }
    }

    /// The cursor as text, to be handed out.
    pub fn encode(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        json.iter().fold(String::new(), |mut text, byte| {
            text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
            text
        })
    }

    /// Reads a cursor; it must belong to the same question.
    pub fn decode(text: &str, request: &Request) -> Result<(Place, Reading), SearchFault> {
        let unreadable = || SearchFault::Query {
            code: "search.cursor_unreadable",
            piece: String::new(),
        };
        let bytes = (text.len() <= 8_000)
            .then(|| unhex(text))
            .flatten()
            .ok_or_else(unreadable)?;
        let cursor: Self = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
        let id = u128::from_str_radix(&cursor.id, 16).map_err(|_| unreadable())?;
        if cursor.question != question(request) {
            return Err(unreadable());
        }
        Ok((
            Place {
                key: cursor.key,
                id,
            },
            cursor.reading,
        ))
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    bytes
        .chunks(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

/// A fingerprint of query, filters and order (FNV-1a), to notice a cursor of another question.
fn question(request: &Request) -> u64 {
    let text = format!(
        "{:?} {:?} {:?}",
        request.query, request.filters, request.sort
    );
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cursor_belongs_to_its_question() {
        let request = Request {
            query: "báo cáo".into(),
            ..Request::default()
        };
        let place = Place {
            key: 7,
            id: u128::MAX,
        };
        let text = Cursor::behind(&request, place, Reading::default()).encode();
        assert_eq!(
            Cursor::decode(&text, &request).unwrap(),
            (place, Reading::default())
        );
        let other = Request {
            query: "báo".into(),
            ..Request::default()
        };
        assert!(Cursor::decode(&text, &other).is_err());
    }

    proptest! {
        #[test]
        fn garbage_is_refused(text in any::<String>()) {
            prop_assert!(Cursor::decode(&text, &Request::default()).is_err());
        }
    }
}
