//! Plain text in the encodings that offices left behind, and HTML.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::Page;
use super::child::Code;
use super::detect::is_utf16;
use super::text::legacy::{Legacy, Tally, proven_viqr};
use super::text::lines::{lines_of, page_of};
use super::text::quality::Quality;
use super::text::repair::repair_lines;

/// Columns of text made of HTML; wide, so that a paragraph seldom breaks.
const HTML_WIDTH: usize = 200;

/// What text of an old encoding reaches at least; other languages stay far below it.
const LEAST_OLD: f64 = 0.5;

/// One page of each part between form feeds.
pub fn text(bytes: &[u8]) -> Result<Vec<Page>, Code> {
    let (text, mut tally) = decode(bytes);
    if text.trim().is_empty() {
        return Err("reading.empty");
    }
    let (text, viqr) = modern(text);
    tally.join(&viqr);
    let parts = text.trim_end_matches(['\u{c}', '\n', ' ']).split('\u{c}');
    Ok(parts
        .zip(1..)
        .map(|(part, number)| page_of_converted(number, part, tally.clone()))
        .collect())
}

/// Text that may be VIQR, which only text without layout is.
pub fn modern(text: String) -> (String, Tally) {
    let mut tally = Tally::default();
    match proven_viqr(&text) {
        Some((converted, counted)) => {
            tally.count(Legacy::Viqr, counted);
            (converted, tally)
        }
        None => (text, tally),
    }
}

/// A page of repaired text without places.
pub fn page_of_text(number: u32, text: &str) -> Page {
    page_of_converted(number, text, Tally::default())
}

/// As [`page_of_text`], where some of the text was converted before.
pub fn page_of_converted(number: u32, text: &str, mut tally: Tally) -> Page {
    let mut lines = lines_of(text);
    tally.join(&repair_lines(&mut lines));
    Page {
        converted: tally.converted(),
        ..page_of(number, (0.0, 0.0), &lines)
    }
}

/// The text of HTML.
pub fn html(bytes: &[u8]) -> Result<Vec<Page>, Code> {
    let (text, tally) = modern(html_text(bytes)?);
    Ok(vec![page_of_converted(1, &text, tally)])
}

/// The unrepaired text of HTML.
pub fn html_text(bytes: &[u8]) -> Result<String, Code> {
    let source = decode_html(bytes);
    html2text::config::plain_no_decorate()
        .no_table_borders()
        .no_link_wrapping()
        .allow_width_overflow()
        .string_from_read(source.as_bytes(), HTML_WIDTH)
        .map_err(|_| "reading.damaged")
}

/// HTML says its encoding itself, and says it wrongly often enough that valid UTF-8 wins.
fn decode_html(bytes: &[u8]) -> String {
    if std::str::from_utf8(bytes).is_ok()
        || bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
    {
        return decode(bytes).0;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let named = head.split_once("charset=").map(|(_, rest)| {
        rest.trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect::<String>()
    });
    match named.and_then(|name| Encoding::for_label(name.as_bytes())) {
        // The name that editors gave to whatever they wrote; fonts made it TCVN3 or VNI.
        Some(encoding) if encoding != UTF_8 && encoding != WINDOWS_1252 => {
            encoding.decode(bytes).0.into_owned()
        }
        _ => decode(bytes).0,
    }
}

/// Text of bytes in UTF-8, UTF-16, windows-1258, TCVN3, VNI or VPS, whichever reads best.
fn decode(bytes: &[u8]) -> (String, Tally) {
    let known = match Encoding::for_bom(bytes) {
        Some((encoding, skip)) => Some(encoding.decode(&bytes[skip..]).0),
        None => match (std::str::from_utf8(bytes), is_utf16(bytes)) {
            (Ok(text), None) => Some(text.into()),
            (Ok(text), Some(encoding)) if encoding != UTF_16LE && encoding != UTF_16BE => {
                Some(text.into())
            }
            (_, Some(encoding)) => Some(encoding.decode(bytes).0),
            (Err(_), None) => None,
        },
    };
    known.map_or_else(
        || decode_eight_bit(bytes),
        |text| (text.into_owned(), Tally::default()),
    )
}

fn decode_eight_bit(bytes: &[u8]) -> (String, Tally) {
    // Letters of the old fonts stand where windows-1252 has its own, quotes and dashes where it has them.
    let latin = WINDOWS_1252.decode(bytes).0.into_owned();
    let old = |from: Legacy| (Some(from), from.to_unicode(&latin));
    // Marks of windows-1258 stand behind their letters.
    let composed: String = WINDOWS_1258.decode(bytes).0.nfc().collect();
    let candidates = [
        (None, UTF_8.decode(bytes).0.into_owned()),
        (None, composed),
        old(Legacy::Tcvn3),
        old(Legacy::Vni),
        old(Legacy::Vps),
        (None, latin.clone()),
    ];
    // The first of equals is kept: a file of ASCII with one stray byte stays UTF-8.
    let mut best: Option<(f64, (Option<Legacy>, String))> = None;
    for candidate in candidates {
        let start: String = candidate.1.chars().take(20_000).collect();
        let score = Quality::of(&start).score();
        if candidate.0.is_some() && score < LEAST_OLD {
            continue;
        }
        if best.as_ref().is_none_or(|(most, _)| score > *most + 1e-9) {
            best = Some((score, candidate));
        }
    }
    let (from, text) = best.map(|(_, best)| best).unwrap_or_default();
    let mut tally = Tally::default();
    if let Some(from) = from {
        tally.add(from, &latin, &text);
    }
    (text, tally)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const SENTENCE: &str =
        "Ủy ban nhân dân tỉnh đề nghị các sở, ngành báo cáo kết quả thực hiện trước ngày 05";

    #[test]
    fn text_is_read_in_every_encoding() {
        let utf16: Vec<u8> = SENTENCE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xff\xfe".to_vec(), utf16.clone()].concat();
        let latin = |text: &str| {
            text.chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap())
                .collect::<Vec<u8>>()
        };
        let tcvn3 = latin(
            "Uû ban nh©n d©n tØnh ®Ò nghÞ c¸c së, ngµnh b¸o c¸o kÕt qu¶ thùc hiÖn tr\u{ad}íc ngµy 05",
        );
        let vni = latin(
            "UÛy ban nhaân daân tænh ñeà nghò caùc sôû, ngaønh baùo caùo keát quaû thöïc hieän tröôùc ngaøy 05",
        );
        for bytes in [SENTENCE.as_bytes().to_vec(), utf16, marked, vni] {
            assert_eq!(text(&bytes).unwrap()[0].text, SENTENCE);
        }
        assert_eq!(text(&tcvn3).unwrap()[0].text, SENTENCE.replace("Ủy", "Uỷ"));
        let windows: Vec<u8> =
            b"nh\xe2n d\xe2n t\xecnh c\xe1c s\xe1ch, b\xe1o c\xe1o k\xea\xect qu\xe2\xd2".to_vec();
        assert!(text(&windows).unwrap()[0].text.starts_with("nhân dân"));
    }

    #[test]
    fn html_keeps_its_text_only() {
        let page = "<html><head><style>p{}</style><script>alert(1)</script></head><body><p>Kính gửi</p><table><tr><td>Sở</td><td>Y tế</td></tr></table>";
        let text = html(page.as_bytes()).unwrap()[0].text.clone();
        assert!(text.contains("Kính gửi") && text.contains("Y tế"), "{text}");
        assert!(!text.contains("alert") && !text.contains("p{}"), "{text}");
    }

    #[test]
    fn broken_utf8_is_read_as_far_as_it_goes() {
        let mut bytes = SENTENCE.as_bytes().to_vec();
        bytes.push(0xff);
        assert!(text(&bytes).unwrap()[0].text.starts_with("Ủy ban nhân dân"));
        assert_eq!(text(b" \n "), Err("reading.empty"));
    }
}
