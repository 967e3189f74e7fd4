//! A Word paper set in old fonts, written anew in Unicode, so that the converter draws every letter: it
//! takes the ư of TCVN3 for a place to break a word and draws nothing there. Only texts and names of fonts
//! are changed; all other bytes stay.

use std::io::{Cursor, Write};

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::docx::{Fonts, main_part, notes, styles};
use super::fonts::{Styles, word_fonts};
use super::package::Package;
use crate::reading::child::Code;
use crate::reading::text::legacy::{Legacy, Tally, settles};

/// A font with every letter, of the same width as the usual ones of old papers.
const FONT: &[u8] =
    br#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>"#;

/// The paper in Unicode and what was converted; none when nothing had to be.
pub fn modernised(bytes: &[u8]) -> Result<Option<(Vec<u8>, Tally)>, Code> {
    let mut package = Package::open(bytes)?;
    let styles = styles(&mut package)?;
    let mut names = notes(&package);
    names.push(main_part(&mut package)?);
    names.push("word/styles.xml".to_owned());
    let mut tally = Tally::default();
    let mut parts = Vec::new();
    for name in names {
        if let Some(part) = package.part(&name)? {
            let written = Rewriter::new(&part, &styles).rewritten(&mut tally);
            parts.push((name, written));
        }
    }
    if tally.converted().is_none() {
        return Ok(None);
    }
    let file = with_parts(bytes, &parts).map_err(|_| "reading.converter_failed")?;
    Ok(Some((file, tally)))
}

fn with_parts(bytes: &[u8], parts: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let member = archive.by_index_raw(at)?;
        match parts.iter().find(|(name, _)| name == member.name()) {
            Some((name, part)) => {
                out.start_file(name.as_str(), SimpleFileOptions::default())?;
                out.write_all(part)?;
            }
            None => out.raw_copy_file(member)?,
        }
    }
    Ok(out.finish()?.into_inner())
}

struct Rewriter<'a> {
    part: &'a [u8],
    fonts: Fonts<'a>,
    out: Vec<u8>,
    /// Bytes of the part that stand in `out` already.
    copied: usize,
    in_text: bool,
    /// The last character of the file in an old font: a mark of VNI may begin the next run.
    last: Option<char>,
}

impl<'a> Rewriter<'a> {
    fn new(part: &'a [u8], styles: &'a Styles) -> Self {
        Rewriter {
            part,
            fonts: Fonts::new(styles),
            out: Vec::with_capacity(part.len()),
            copied: 0,
            in_text: false,
            last: None,
        }
    }

    fn rewritten(mut self, tally: &mut Tally) -> Vec<u8> {
        let mut reader = Reader::from_reader(self.part);
        reader.config_mut().check_end_names = false;
        loop {
            let begin = position(&reader);
            match reader.read_event() {
                Ok(Event::Start(element)) => self.start(&element, begin..position(&reader)),
                Ok(Event::Empty(element)) => {
                    self.start(&element, begin..position(&reader));
                    self.in_text = false;
                }
                Ok(Event::End(element)) => self.in_text &= element.local_name().as_ref() != b"t",
                Ok(Event::Text(text)) if self.in_text => {
                    let text = String::from_utf8_lossy(&text).into_owned();
                    self.text(&text, begin..position(&reader), tally);
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        self.out.extend(&self.part[self.copied..]);
        self.out
    }

    fn start(&mut self, element: &BytesStart<'_>, range: std::ops::Range<usize>) {
        let name = element.local_name();
        self.fonts.start(name.as_ref(), element);
        match name.as_ref() {
            b"p" => self.last = None,
            b"t" => self.in_text = true,
            b"rFonts" if matches!(word_fonts(element), Some(Some(_))) => self.put(FONT, range),
            b"softHyphen" => match self.fonts.of_run() {
                Some(Legacy::Tcvn3) => self.put("<w:t>ư</w:t>".as_bytes(), range),
                Some(Legacy::Tcvn3Capitals) => self.put("<w:t>Ư</w:t>".as_bytes(), range),
                _ => {}
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: std::ops::Range<usize>, tally: &mut Tally) {
        let Some(legacy) = self.fonts.of_run() else {
            self.last = None;
            return;
        };
        let converted = legacy.to_unicode_behind(self.last, text);
        self.last = text.chars().last();
        if settles(text, &converted) {
            tally.add(legacy, text, &converted);
            self.put(escape(&converted).as_bytes(), range);
        }
    }

    /// Writes bytes in place of a range of the part.
    fn put(&mut self, bytes: &[u8], range: std::ops::Range<usize>) {
        self.out.extend(&self.part[self.copied..range.start]);
        self.out.extend(bytes);
        self.copied = range.end;
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::reading::office::docx;

    fn paper(body: &str, styles: &str) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        let styles = format!("<w:styles xmlns:w=\"w\">{styles}</w:styles>");
        for (name, part) in [
            ("word/document.xml", document.as_str()),
            ("word/styles.xml", &styles),
            ("word/media/x", "bytes"),
        ] {
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(part.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    const BODY: &str = r#"<w:p><w:pPr><w:pStyle w:val="Than"/></w:pPr><w:r><w:t>Uû ban &amp; nh©n d©n n</w:t><w:softHyphen/><w:t>íc</w:t></w:r>
        <w:r><w:rPr><w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/></w:rPr><w:t>Co</w:t></w:r><w:r><w:rPr><w:rFonts w:ascii="VNI-Times"/></w:rPr><w:t>äng hoøa</w:t></w:r>
        <w:r><w:rPr><w:rStyle w:val="Moi"/></w:rPr><w:t>§5</w:t></w:r></w:p><w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>quyÕt ®Þnh</w:t></w:r></w:p>"#;
    const STYLES: &str = r#"<w:style w:type="paragraph" w:styleId="Goc"><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Than"><w:basedOn w:val="Goc"/></w:style>
        <w:style w:type="character" w:styleId="Moi"><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr></w:style>"#;

    #[test]
    fn a_paper_is_the_same_before_and_after_but_in_unicode() {
        let old = paper(BODY, STYLES);
        let (new, tally) = modernised(&old).unwrap().unwrap();
        let expected = "Uỷ ban & nhân dân nướcCộng hòa§5\nQUYẾT ĐỊNH";
        for bytes in [&old, &new] {
            assert_eq!(docx::read(bytes).unwrap()[0].text, expected);
        }
        assert!(tally.converted().unwrap().confidence >= 80);
        let mut package = Package::open(&new).unwrap();
        let written = package.part("word/document.xml").unwrap().unwrap();
        assert!(!String::from_utf8(written).unwrap().contains("Vn"));
        let kept = package.part("word/media/x").unwrap();
        assert_eq!(kept.as_deref(), Some(b"bytes".as_slice()));
    }

    #[test]
    fn a_paper_in_unicode_is_left_alone() {
        let body = "<w:p><w:r><w:t>Ủy ban nhân dân</w:t></w:r></w:p>";
        assert!(modernised(&paper(body, STYLES)).unwrap().is_none());
        assert!(modernised(&paper(body, "")).unwrap().is_none());
    }
}
