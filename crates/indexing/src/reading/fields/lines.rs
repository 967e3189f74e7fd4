//! Lines of pages for the search of fields: text with blanks joined, the same without marks in
//! capitals, places and the recogniser's confidence. Columns that stand on one line are parted.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::furniture::country_starts;
use crate::reading::text::lines::Place;
use crate::reading::{Layer, Page};

/// A gap in heights of its letters that parts two columns.
const COLUMN_GAP: f32 = 2.8;

/// A word of a line.
#[derive(Debug, Clone)]
struct Piece {
    /// First character and the one after the last, in the text of the line.
    chars: (usize, usize),
    place: Place,
    confidence: Option<u8>,
}

/// A line of one column.
#[derive(Debug, Clone)]
pub struct Line {
    /// Number of the page.
    pub page: u32,
    /// Its text.
    pub text: String,
    /// As many characters as the text: capitals without marks, one kind of dash.
    pub folded: String,
    /// Where it stands, if the page tells.
    pub place: Option<Place>,
    /// Width and height of the page.
    pub size: (f32, f32),
    /// Whether a recogniser read it.
    pub recognised: bool,
    pieces: Vec<Piece>,
}

impl Line {
    /// The lines of a page in the order of reading.
    pub fn of(page: &Page) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut words = page.words.iter().peekable();
        let mut start = 0_usize;
        for text in page.text.split('\n') {
            let end = start + text.len();
            let mut line = Line::empty(page);
            let mut last: Option<Place> = None;
            let mut at = start;
            for token in text.split_whitespace() {
                let offset = page.text.get(at..end).and_then(|rest| rest.find(token));
                let from = at + offset.unwrap_or_default();
                at = from + token.len();
                while words.next_if(|word| (word.end as usize) <= from).is_some() {}
                let word = words.peek().filter(|word| (word.start as usize) < at);
                let place = word.map(|word| Place {
                    x: word.x,
                    y: word.y,
                    width: word.width,
                    height: word.height,
                });
                if last
                    .zip(place)
                    .is_some_and(|(last, next)| parts(last, next))
                {
                    lines.push(std::mem::replace(&mut line, Line::empty(page)));
                }
                last = place.or(last);
                line.push(token, place, word.and_then(|word| word.confidence));
            }
            lines.push(line);
            start = end + 1;
        }
        let parted = lines.into_iter().flat_map(Line::parted_at_country);
        parted.filter(|line| !line.text.is_empty()).collect()
    }

    fn empty(page: &Page) -> Line {
        Line {
            page: page.number,
            text: String::new(),
            folded: String::new(),
            place: None,
            size: (page.width_pt, page.height_pt),
            recognised: page.layer == Layer::Recognised,
            pieces: Vec::new(),
        }
    }

    fn push(&mut self, token: &str, place: Option<Place>, confidence: Option<u8>) {
        if !self.text.is_empty() {
            self.text.push(' ');
            self.folded.push(' ');
        }
        let from = self.folded.chars().count();
        self.text.push_str(token);
        self.folded.extend(token.chars().map(folded_char));
        if let Some(place) = place {
            let chars = (from, self.folded.chars().count());
            self.pieces.push(Piece {
                chars,
                place,
                confidence,
            });
            self.place = Some(self.place.map_or(place, |whole| whole.joined(place)));
        }
    }

    /// The head of a page stands in two columns that a reader may have taken for one line.
    fn parted_at_country(self) -> Vec<Line> {
        match country_starts(&self.folded) {
            Some(at) if at > 0 => {
                let end = self.folded.chars().count();
                vec![self.part(0, at), self.part(at, end)]
            }
            _ => vec![self],
        }
    }

    /// The characters from one to before another as a line of their own.
    pub fn part(&self, from: usize, to: usize) -> Line {
        let cut = |text: &str| -> String { text.chars().skip(from).take(to - from).collect() };
        let (text, folded) = (cut(&self.text), cut(&self.folded));
        let before = text.chars().take_while(|c| c.is_whitespace()).count();
        let pieces: Vec<Piece> = self
            .pieces
            .iter()
            .filter(|piece| piece.chars.0 < to && piece.chars.1 > from)
            .map(|piece| Piece {
                chars: (
                    piece.chars.0.saturating_sub(from + before),
                    piece.chars.1.min(to).saturating_sub(from + before),
                ),
                ..piece.clone()
            })
            .collect();
        let place = pieces.iter().map(|piece| piece.place);
        Line {
            text: text.trim().to_owned(),
            folded: folded.trim().to_owned(),
            place: place.reduce(Place::joined),
            pieces,
            ..*self
        }
    }

    /// The text of some characters.
    pub fn slice(&self, from: usize, to: usize) -> String {
        let count = to.saturating_sub(from);
        self.text.chars().skip(from).take(count).collect()
    }

    /// Where some characters stand.
    pub fn place_of(&self, from: usize, to: usize) -> Option<Place> {
        let inside = self.inside(from, to).map(|piece| piece.place);
        inside.reduce(Place::joined).or(self.place)
    }

    /// The least confidence of the words that hold some characters; 100 for drawn text.
    pub fn confidence_of(&self, from: usize, to: usize) -> u8 {
        let known = self.inside(from, to).filter_map(|piece| piece.confidence);
        known
            .min()
            .unwrap_or(if self.recognised { 60 } else { 100 })
    }

    /// Its words, each with the recogniser's confidence.
    pub fn words(&self) -> impl Iterator<Item = (&str, u8)> {
        let mut from = 0;
        self.text.split(' ').map(move |word| {
            let to = from + word.chars().count();
            let confidence = self.confidence_of(from, to);
            from = to + 1;
            (word, confidence)
        })
    }

    fn inside(&self, from: usize, to: usize) -> impl Iterator<Item = &Piece> {
        let inside = move |piece: &&Piece| piece.chars.0 < to && piece.chars.1 > from;
        self.pieces.iter().filter(inside)
    }

    /// The mean confidence of its words.
    pub fn confidence(&self) -> u8 {
        let known = self.pieces.iter().filter_map(|piece| piece.confidence);
        let (sum, count) = known.fold((0_u32, 0_u32), |(sum, count), one| {
            (sum + u32::from(one), count + 1)
        });
        let mean = sum.checked_div(count);
        let mean = mean.and_then(|mean| u8::try_from(mean).ok());
        mean.unwrap_or(if self.recognised { 60 } else { 100 })
    }

    /// The height of its middle and of its letters, both as most of its words have them: the box of a
    /// word in a scan may hold dirt.
    pub fn row(&self) -> Option<(f32, f32)> {
        let median = |of: fn(&Place) -> f32| {
            let mut all: Vec<f32> = self.pieces.iter().map(|piece| of(&piece.place)).collect();
            all.sort_unstable_by(f32::total_cmp);
            all.get(all.len() / 2).copied()
        };
        Some((
            median(|place| place.y + place.height / 2.0)?,
            median(|place| place.height)?,
        ))
    }

    /// The middle of the line, as a share of the page's width.
    pub fn center(&self) -> Option<f32> {
        let place = self.place?;
        (self.size.0 > 0.0).then(|| (place.x + place.width / 2.0) / self.size.0)
    }

    /// The top of the line, as a share of the page's height.
    pub fn top(&self) -> Option<f32> {
        let place = self.place?;
        (self.size.1 > 0.0).then(|| place.y / self.size.1)
    }

    /// Whether it stands in the left column, or nobody knows where.
    pub fn may_be_left(&self) -> bool {
        self.center().is_none_or(|center| center < 0.5)
    }

    /// Whether it stands in the right column, or nobody knows where.
    pub fn may_be_right(&self) -> bool {
        self.center().is_none_or(|center| center > 0.46)
    }

    /// Whether every letter but a few of a recogniser's slips is a capital.
    pub fn is_capitals(&self) -> bool {
        is_capitals(&self.text, self.recognised)
    }
}

/// Whether a gap between two words of a line parts columns.
fn parts(last: Place, next: Place) -> bool {
    let height = last.height.max(next.height).clamp(6.0, 22.0);
    next.x - (last.x + last.width) > COLUMN_GAP * height
}

/// Whether a text is in capitals; one letter of eight may be a slip when it was recognised.
pub fn is_capitals(text: &str, lenient: bool) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (all, capitals) = letters.fold((0_usize, 0_usize), |(all, capitals), c| {
        (all + 1, capitals + usize::from(c.is_uppercase()))
    });
    all > 0
        && if lenient {
            (all - capitals) * 8 <= all
        } else {
            all == capitals
        }
}

/// A letter as a capital without marks, a dash as a hyphen.
pub fn folded_char(c: char) -> char {
    match c {
        'đ' | 'Đ' | 'Ð' | 'ð' => 'D',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        c if c.is_ascii() => c.to_ascii_uppercase(),
        c => {
            let base = std::iter::once(c).nfd().find(|c| !is_combining_mark(*c));
            base.unwrap_or(c).to_uppercase().next().unwrap_or(c)
        }
    }
}

/// A text as capitals without marks, blanks joined.
pub fn folded(text: &str) -> String {
    let words = text.nfc().collect::<String>();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().map(folded_char).collect()
}
