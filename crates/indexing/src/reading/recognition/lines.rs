//! Words as recognised to lines in the order of reading. The recogniser takes the two columns of a head,
//! and the foot with recipients beside the signer, for single lines; they are parted where a wide gap or
//! the name of the country says so, and each column is read by itself.

use super::tesseract::Seen;

/// Gap between words of a line, in heights of the line, that parts columns.
const COLUMN_GAP: f32 = 2.2;
/// The same, where the name of the country tells that a column begins.
const HEAD_GAP: f32 = 0.5;

/// A line: its words from left to right.
pub type Row = Vec<Seen>;

/// Lines of the page in order.
pub fn in_order(words: Vec<Seen>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| first.line == word.line) => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    rows.retain(|row| !is_noise(row));
    let gutter = gutter(&rows);
    let parted: Vec<Vec<Row>> = rows.into_iter().map(|row| parted(row, gutter)).collect();
    by_columns(parted)
}

/// Marks of a pen, edges of tables and dirt that the recogniser took for words, unsurely.
fn is_noise(row: &Row) -> bool {
    /// Below this a line without a letter or digit is dirt.
    const UNSURE: f32 = 60.0;
    /// Below this one with a few is.
    const VERY_UNSURE: f32 = 25.0;
    let letters: usize = row
        .iter()
        .map(|word| word.text.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    let sure = mean_confidence(row);
    letters == 0 && sure < UNSURE || letters < 4 && sure < VERY_UNSURE
}

/// Mean of the words, weighted by their characters, in percent.
pub fn mean_confidence<'a>(words: impl IntoIterator<Item = &'a Seen>) -> f32 {
    let (mut sum, mut all) = (0.0, 0.0);
    for word in words {
        #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
        let weight = word.text.chars().count() as f32;
        sum += word.confidence * weight;
        all += weight;
    }
    if all > 0.0 { sum / all } else { 0.0 }
}

/// The right column of the head: its left edge, and top and bottom of the head's lines.
#[derive(Clone, Copy)]
struct Gutter {
    x: f32,
    top: f32,
    bottom: f32,
}

/// Where the name of the country stands to the right of something.
fn gutter(rows: &[Row]) -> Option<Gutter> {
    let starts = |row: &Row, first: &str, second: &str| {
        row.windows(2)
            .find(|pair| is(&pair[0], first) && is(&pair[1], second))
            .map(|pair| pair[0].clone())
    };
    let country = rows.iter().find_map(|row| starts(row, "CONG", "HOA"))?;
    let height = country.line_height.max(country.height);
    let motto = rows
        .iter()
        .find_map(|row| starts(row, "DOC", "LAP"))
        .filter(|word| (word.y - country.y).abs() < 6.0 * height);
    Some(Gutter {
        x: motto.map_or(country.x, |word| word.x.min(country.x)),
        top: country.y - 3.0 * height,
        bottom: country.y + 7.0 * height,
    })
}

fn is(word: &Seen, capitals: &str) -> bool {
    let folded = super::marks::folded_letters(&word.text);
    folded == capitals
}

/// A line cut at the gaps that part columns.
fn parted(row: Row, gutter: Option<Gutter>) -> Vec<Row> {
    let mut parts: Vec<Row> = Vec::new();
    for word in row {
        let Some(last) = parts.last().and_then(|part| part.last()) else {
            parts.push(vec![word]);
            continue;
        };
        let height = word.line_height.max(1.0);
        let gap = word.x - last.x - last.width;
        let crosses = gutter.is_some_and(|gutter| {
            (gutter.top..gutter.bottom).contains(&word.y)
                && last.x + last.width < gutter.x + height
                && word.x > gutter.x - 1.5 * height
                && gap > HEAD_GAP * height
        });
        if gap > COLUMN_GAP * height || crosses {
            parts.push(vec![word]);
        } else if let Some(part) = parts.last_mut() {
            part.push(word);
        }
    }
    parts
}

/// Lines of two parts that stand over each other are two columns: the left one is read to its end first.
fn by_columns(rows: Vec<Vec<Row>>) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    let mut columns: Option<(Vec<Row>, Vec<Row>)> = None;
    for mut parts in rows {
        if parts.len() == 2 && columns.as_ref().is_none_or(|both| is_beside(both, &parts)) {
            let (left, right) = columns.get_or_insert_default();
            right.extend(parts.pop());
            left.extend(parts.pop());
            continue;
        }
        let one = (parts.len() == 1).then(|| &parts[0]);
        if let (Some(both), Some(row)) = (&mut columns, one)
            && let Some(side) = side_of(both, row)
        {
            let column = if side == Side::Left {
                &mut both.0
            } else {
                &mut both.1
            };
            column.append(&mut parts);
            continue;
        }
        let (left, right) = columns.take().unwrap_or_default();
        out.extend(left.into_iter().chain(right));
        if parts.len() == 2 {
            let right = parts.split_off(1);
            columns = Some((parts, right));
        } else {
            out.append(&mut parts);
        }
    }
    let (left, right) = columns.unwrap_or_default();
    out.extend(left.into_iter().chain(right));
    out
}

#[derive(PartialEq)]
enum Side {
    Left,
    Right,
}

fn left_edge(row: &Row) -> f32 {
    row.first().map_or(0.0, |word| word.x)
}

fn right_edge(row: &Row) -> f32 {
    row.last().map_or(0.0, |word| word.x + word.width)
}

/// End of the left column and begin of the right one.
fn gap_of((left, right): &(Vec<Row>, Vec<Row>)) -> (f32, f32) {
    (
        left.iter().map(right_edge).fold(0.0, f32::max),
        right.iter().map(left_edge).fold(f32::INFINITY, f32::min),
    )
}

/// Whether two parts of a line go on with the columns: each on its side of one gap, close below.
fn is_beside(both: &(Vec<Row>, Vec<Row>), parts: &[Row]) -> bool {
    let (end, begin) = gap_of(both);
    let end = end.max(right_edge(&parts[0]));
    let begin = begin.min(left_edge(&parts[1]));
    end < begin && is_near(both, &parts[0])
}

fn side_of(both: &(Vec<Row>, Vec<Row>), row: &Row) -> Option<Side> {
    let (end, begin) = gap_of(both);
    if !is_near(both, row) {
        None
    } else if right_edge(row) < begin {
        Some(Side::Left)
    } else if left_edge(row) > end {
        Some(Side::Right)
    } else {
        None
    }
}

/// Whether a line follows within a few lines.
fn is_near((left, right): &(Vec<Row>, Vec<Row>), row: &Row) -> bool {
    let bottom = left
        .iter()
        .chain(right)
        .flatten()
        .map(|word| word.y + word.height)
        .fold(0.0, f32::max);
    row.first()
        .is_some_and(|word| word.y - bottom < 3.0 * word.line_height.max(word.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of a line given as (x, text), 20 dots high, 10 dots a letter.
    fn line(number: u32, words: &[(f32, &str)]) -> Vec<Seen> {
        let seen = |(x, text): &(f32, &str)| Seen {
            line: (1, 1, number),
            x: *x,
            #[expect(clippy::cast_precision_loss, reason = "a few lines")]
            y: number as f32 * 30.0,
            #[expect(clippy::cast_precision_loss, reason = "a few letters")]
            width: text.chars().count() as f32 * 10.0,
            height: 20.0,
            line_height: 20.0,
            confidence: 90.0,
            text: (*text).to_owned(),
        };
        words.iter().map(seen).collect()
    }

    fn read(words: Vec<Seen>) -> Vec<String> {
        let text = |row: &Row| {
            let words: Vec<&str> = row.iter().map(|word| word.text.as_str()).collect();
            words.join(" ")
        };
        in_order(words).iter().map(text).collect()
    }

    #[test]
    fn columns_of_the_head_are_read_one_after_the_other() {
        let words = [
            line(
                1,
                &[
                    (0.0, "UBND"),
                    (50.0, "TỈNH"),
                    (105.0, "CỘNG"),
                    (150.0, "HÒA"),
                    (190.0, "XÃ"),
                ],
            ),
            line(2, &[(10.0, "SỞ"), (110.0, "Độc"), (150.0, "lập")]),
            line(
                3,
                &[
                    (0.0, "Số:"),
                    (40.0, "12/SYT"),
                    (170.0, "An"),
                    (200.0, "Phú,"),
                    (245.0, "ngày"),
                ],
            ),
            line(4, &[(0.0, "V/v"), (40.0, "họp")]),
            line(
                5,
                &[
                    (60.0, "Kính"),
                    (105.0, "gửi:"),
                    (150.0, "các"),
                    (190.0, "sở"),
                ],
            ),
        ]
        .concat();
        let expected = [
            "UBND TỈNH",
            "SỞ",
            "Số: 12/SYT",
            "V/v họp",
            "CỘNG HÒA XÃ",
            "Độc lập",
            "An Phú, ngày",
            "Kính gửi: các sở",
        ];
        assert_eq!(read(words), expected);
    }

    #[test]
    fn text_stays_in_its_lines_and_dirt_goes() {
        let mut words = line(
            1,
            &[
                (0.0, "Thực"),
                (50.0, "hiện"),
                (110.0, "Nghị"),
                (160.0, "định"),
            ],
        );
        let mut dirt = line(2, &[(0.0, "|"), (90.0, "—")]);
        for word in &mut dirt {
            word.confidence = 12.0;
        }
        words.extend(dirt);
        words.extend(line(3, &[(0.0, "số"), (30.0, "7;")]));
        assert_eq!(read(words), ["Thực hiện Nghị định", "số 7;"]);
    }
}
