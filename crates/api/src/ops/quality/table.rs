//! A file of comma or semicolon separated values as lines of cells: UTF-8, UTF-16 or Windows-1258, as
//! spreadsheets of Vietnamese offices write them.

use workflow::Refusal;

/// Largest file that is taken.
pub const MAX_BYTES: usize = 8 << 20;

/// Lines with their numbers from 1, and the cells of each.
pub fn lines(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::new("quality.shelf_large").with("most_mb", MAX_BYTES >> 20));
    }
    let text = text(bytes);
    if text.contains('\0') {
        return Err(Refusal::new("quality.shelf_no_text"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Refusal::new("quality.shelf_no_text"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().map(str::to_owned).collect();
        lines.push((u32::try_from(line).unwrap_or(u32::MAX), cells));
    }
    Ok(lines)
}

/// The text, by its byte order mark, else UTF-8 where it is that, else UTF-16 where every other byte is zero,
/// else Windows-1258.
fn text(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned();
    }
    let half = bytes.len() / 2;
    let zeros = |odd: usize| {
        bytes
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let encoding = if half > 0 && zeros(1) * 2 > half {
        encoding_rs::UTF_16LE
    } else if half > 0 && zeros(0) * 2 > half {
        encoding_rs::UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        encoding_rs::UTF_8
    } else {
        encoding_rs::WINDOWS_1258
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// What stands between the cells: whichever the first lines have most of.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(5).collect();
    let count = |mark: u8| -> usize {
        let of_line = |line: &&str| line.bytes().filter(|byte| *byte == mark).count();
        head.iter().map(of_line).sum()
    };
    // A subject has commas, so that a tie goes to the other two.
    [b';', b'\t', b',']
        .into_iter()
        .rev()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const TEXT: &str = "Số ký hiệu;Trích yếu\n1/A;\"Về việc a; b,\nc\"\n2/A;Đê điều\n";

    fn cells(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        lines(bytes).unwrap()
    }

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let expected = [
            (1, vec!["Số ký hiệu".to_owned(), "Trích yếu".to_owned()]),
            (2, vec!["1/A".to_owned(), "Về việc a; b,\nc".to_owned()]),
            (4, vec!["2/A".to_owned(), "Đê điều".to_owned()]),
        ];
        let wide =
            |order: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        let marked = [&[0xff, 0xfe][..], &little].concat();
        let utf_8 = [&[0xef, 0xbb, 0xbf][..], TEXT.as_bytes()].concat();
        for bytes in [TEXT.as_bytes(), &utf_8, &marked, &little, &big] {
            assert_eq!(cells(bytes), expected);
        }
        // «Đê» in Windows-1258, and a tone that stands behind its letter.
        let old = b"S\xf4\xec k\xfd hi\xea\xf2u,x\n\xd0\xea,1\n";
        let found = cells(old);
        assert_eq!(found[1].1[0], "Đê");
        assert_eq!(found[0].1.len(), 2);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(
            lines(b"PK\x03\x04\x00\x00ab\x00c").unwrap_err().code,
            "quality.shelf_no_text"
        );
        let large = vec![b'a'; MAX_BYTES + 1];
        assert_eq!(lines(&large).unwrap_err().code, "quality.shelf_large");
    }
}
