//! Lines of tokens, with or without places, and the page made of them.

use super::legacy::Legacy;
use crate::reading::{Layer, Page, Word};

/// A rectangle in points, from the top left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Place {
    /// The smallest rectangle around both.
    #[must_use]
    pub fn joined(self, other: Place) -> Place {
        let x = self.x.min(other.x);
        let y = self.y.min(other.y);
        Place {
            x,
            y,
            width: (self.x + self.width).max(other.x + other.width) - x,
            height: (self.y + self.height).max(other.y + other.height) - y,
        }
    }
}

/// Visible characters between blanks.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// The characters.
    pub text: String,
    /// Where it stands, if the format tells.
    pub place: Option<Place>,
    /// The encoding that its font tells.
    pub legacy: Option<Legacy>,
    /// How sure the recogniser is of it, in percent; none for drawn text.
    pub confidence: Option<u8>,
}

impl Token {
    /// A token without a place.
    pub fn plain(text: impl Into<String>) -> Self {
        Token {
            text: text.into(),
            place: None,
            legacy: None,
            confidence: None,
        }
    }
}

/// A line of tokens; one without tokens is an empty line.
pub type Line = Vec<Token>;

/// Plain text cut into lines of tokens.
pub fn lines_of(text: &str) -> Vec<Line> {
    text.lines()
        .map(|line| line.split_whitespace().map(Token::plain).collect())
        .collect()
}

/// The page of these lines: blank between tokens, line feed between lines, at most one empty line in
/// a row, none at either end.
pub fn page_of(number: u32, size: (f32, f32), lines: &[Line]) -> Page {
    let mut text = String::new();
    let mut words = Vec::new();
    let mut empty_lines = 0;
    for line in lines {
        if line.iter().all(|token| token.text.is_empty()) {
            empty_lines += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        let mut first = true;
        for token in line.iter().filter(|token| !token.text.is_empty()) {
            if !first {
                text.push(' ');
            }
            first = false;
            let start = text.len();
            text.push_str(&token.text);
            if let Some(place) = token.place
                && let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(text.len()))
            {
                words.push(Word {
                    start,
                    end,
                    x: place.x,
                    y: place.y,
                    width: place.width,
                    height: place.height,
                    confidence: token.confidence,
                });
            }
        }
    }
    Page {
        number,
        width_pt: size.0,
        height_pt: size.1,
        text,
        words,
        layer: Layer::Drawn,
        converted: None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn words_point_at_their_bytes() {
        let place = Place {
            x: 1.0,
            y: 2.0,
            width: 3.0,
            height: 4.0,
        };
        let mut lines = lines_of("\n\nSố:  12\n\n\nvăn bản\n");
        lines[2][1].place = Some(place);
        lines[5][0].place = Some(place);
        let page = page_of(1, (595.0, 842.0), &lines);
        assert_eq!(page.text, "Số: 12\n\nvăn bản");
        let found: Vec<&str> = page
            .words
            .iter()
            .map(|w| &page.text[w.start as usize..w.end as usize])
            .collect();
        assert_eq!(found, ["12", "văn"]);
    }
}
