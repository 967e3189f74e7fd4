//! How much of papers in old encodings comes out right, and whether Unicode is ever taken for one.
//!
//! Real Unicode text is written in TCVN3, VNI, VPS and VIQR by an encoder of its own, read back through real
//! child processes, and compared with what the reader makes of the same text in Unicode. Prints one JSON line
//! per figure. The data stand beside the project (`../shared/data`, or `CONGVAN_SHARED_DATA`); where they do
//! not, a sentence says so and nothing is measured.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indexing::reading::text::lines::lines_of;
use indexing::reading::text::repair::repair_lines;
use indexing::reading::{Limits, Reader, Reading, character_error_rate, run_child};
use unicode_normalization::UnicodeNormalization;

/// Characters of text that each encoding is measured on.
const CHARACTERS: usize = 260_000;
/// Characters of one paper.
const OF_A_PAPER: usize = 20_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|verb| verb == "read") {
        return run_child(&arguments);
    }
    let data = std::env::var_os("CONGVAN_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let desk = Desk::new();
    let texts = texts(&data);
    if texts.is_empty() {
        println!("Skipped: {} holds no texts.", data.display());
        return ExitCode::SUCCESS;
    }
    for (name, encoding) in [
        ("tcvn3", Encoding::Tcvn3),
        ("vni", Encoding::Vni),
        ("vps", Encoding::Vps),
        ("viqr", Encoding::Viqr),
    ] {
        made_papers(&desk, &texts, name, encoding);
    }
    real_papers(&desk, &data.join("tcvn3-doc"));
    false_alarms(&desk, &data);
    ExitCode::SUCCESS
}

#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    Tcvn3,
    Vni,
    Vps,
    Viqr,
}

struct Desk {
    folder: tempfile::TempDir,
    reader: Reader,
    runtime: tokio::runtime::Runtime,
}

impl Desk {
    fn new() -> Self {
        let program = std::env::current_exe().unwrap();
        let command = vec![program.to_string_lossy().into_owned()];
        Desk {
            folder: tempfile::tempdir().unwrap(),
            reader: Reader {
                command,
                limits: Limits::default(),
            },
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
        }
    }

    fn read(&self, path: &Path) -> Reading {
        let read = self.reader.read(path, self.folder.path());
        self.runtime.block_on(read).unwrap()
    }

    fn text(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        text_of(&self.read(&path))
    }
}

fn text_of(reading: &Reading) -> String {
    let pages: Vec<&str> = reading.pages.iter().map(|p| p.text.as_str()).collect();
    pages.join("\n")
}

/// Papers in one encoding as plain text, and in fonts where it has any.
fn made_papers(desk: &Desk, texts: &[String], name: &str, encoding: Encoding) {
    let mut sums = vec![("txt", 0.0, 0)];
    if matches!(encoding, Encoding::Tcvn3 | Encoding::Vni) {
        sums.extend([("html", 0.0, 0), ("docx", 0.0, 0)]);
    }
    for text in measured(texts) {
        let text = writable(&text, encoding);
        let reference = desk.text("a.txt", text.as_bytes());
        for (kind, errors, characters) in &mut sums {
            let got = match *kind {
                "txt" => desk.text("b.txt", &bytes_of(&text, encoding)),
                "html" => desk.text("c.html", &html_of(&text, encoding)),
                _ => desk.text("d.docx", &docx_of(&text, encoding)),
            };
            let length = reference.chars().count();
            let rate = character_error_rate(&reference, &got);
            if rate > 0.005 && std::env::var_os("CONGVAN_LEGACY_MISSES").is_some() {
                print_first_difference(kind, &reference, &got);
            }
            *errors += rate * length as f64;
            *characters += length;
        }
    }
    let (mut errors, mut characters) = (0.0, 0);
    for (kind, wrong, length) in sums {
        print_share(&format!("legacy.accuracy.{name}.{kind}"), wrong, length);
        errors += wrong;
        characters += length;
    }
    print_share(&format!("legacy.accuracy.{name}"), errors, characters);
}

fn print_first_difference(kind: &str, reference: &str, got: &str) {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (a, b) = (words(reference), words(got));
    let at = a
        .iter()
        .zip(&b)
        .position(|(a, b)| a != b)
        .unwrap_or(a.len());
    let around =
        |words: &[String]| words[at.saturating_sub(4)..(at + 8).min(words.len())].join(" ");
    println!("{kind}: «{}» read as «{}»", around(&a), around(&b));
}

/// Texts cut into papers, enough of them.
fn measured(texts: &[String]) -> Vec<String> {
    let mut left = CHARACTERS;
    let mut papers = Vec::new();
    for text in texts {
        let paper: String = text.chars().take(OF_A_PAPER.min(left)).collect();
        left -= paper.chars().count();
        papers.push(paper);
        if left == 0 {
            break;
        }
    }
    papers
}

/// The text as this encoding can say it: TCVN3 has no capitals with tones outside its fonts of capitals, so
/// they stand in words of capitals only, as they were typed.
fn writable(text: &str, encoding: Encoding) -> String {
    let simple = |c: char| match c {
        '\t' | '\u{a0}' => ' ',
        c if c == '\n' || c.is_ascii_graphic() || c == ' ' || is_letter(c) => c,
        _ => '-',
    };
    let text: String = text.nfc().filter(|c| *c != '\r').map(simple).collect();
    if encoding == Encoding::Viqr {
        // Signs that are marks there.
        return text.replace(['\'', '`', '~', '^', '+', '*', '(', ')', '\\', '?'], "-");
    }
    text
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && (TONED.contains(c) || TONED.contains(&c.to_lowercase().to_string()))
}

/// Every letter with a mark, in the order of the tables below.
const TONED: &str = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
/// TCVN3 codes of the small letters in that order.
const TCVN3: [u8; 67] = [
    0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xbb, 0xbc, 0xbd, 0xbe,
    0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6,
    0xd7, 0xd8, 0xdc, 0xdd, 0xde, 0xdf, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea,
    0xeb, 0xec, 0xed, 0xee, 0xef, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb,
    0xfc, 0xfd, 0xfe,
];
/// VPS codes of the small letters in that order, then of the capitals.
const VPS: [u8; 134] = [
    0xe6, 0xe2, 0xea, 0xf4, 0xd6, 0xdc, 0xc7, 0xe0, 0xe4, 0xe3, 0xe1, 0xe5, 0xa2, 0xa3, 0xa4, 0xa1,
    0xa5, 0xc0, 0xc4, 0xc5, 0xc3, 0xc6, 0xe8, 0xc8, 0xeb, 0xe9, 0xcb, 0x8a, 0x8b, 0xcd, 0x89, 0x8c,
    0xec, 0xcc, 0xef, 0xed, 0xce, 0xf2, 0xd5, 0xf5, 0xf3, 0x86, 0xd2, 0xb0, 0x87, 0xd3, 0xb6, 0xa9,
    0xaa, 0xab, 0xa7, 0xae, 0xf9, 0xfb, 0xdb, 0xfa, 0xf8, 0xd8, 0xba, 0xbb, 0xd9, 0xbf, 0xff, 0x9b,
    0xcf, 0x9a, 0x9c, // capitals
    0x88, 0xc2, 0xca, 0xd4, 0xf7, 0xd0, 0xf1, 0x80, 0x81, 0x82, 0xc1, 0x02, 0x8e, 0x8f, 0xf0, 0x8d,
    0x04, 0x84, 0x85, 0x1c, 0x83, 0x03, 0xd7, 0xde, 0xfe, 0xc9, 0x05, 0x93, 0x94, 0x95, 0x90, 0x06,
    0xb5, 0xb7, 0xb8, 0xb4, 0x10, 0xbc, 0xbd, 0xbe, 0xb9, 0x11, 0x97, 0x98, 0x99, 0x96, 0x12, 0x9e,
    0x9f, 0xa6, 0x9d, 0x13, 0xa8, 0xd1, 0xac, 0xda, 0x14, 0xaf, 0xb1, 0x1d, 0xad, 0x15, 0xb2, 0xfd,
    0xb3, 0xdd, 0x19,
];

/// Bytes of a text in an encoding, without fonts.
fn bytes_of(text: &str, encoding: Encoding) -> Vec<u8> {
    text.chars().flat_map(|c| code(c, encoding)).collect()
}

fn code(c: char, encoding: Encoding) -> Vec<u8> {
    if c.is_ascii() {
        return vec![u8::try_from(c).unwrap()];
    }
    let small = c.to_lowercase().next().unwrap();
    let at = TONED.chars().position(|letter| letter == small).unwrap();
    let is_small = c == small;
    match encoding {
        Encoding::Tcvn3 if !is_small && at < 7 => vec![0xa1 + u8::try_from(at).unwrap()],
        Encoding::Tcvn3 => vec![TCVN3[at]],
        Encoding::Vps => vec![VPS[at + if is_small { 0 } else { 67 }]],
        Encoding::Vni => vni(small, is_small),
        Encoding::Viqr => viqr(c),
    }
}

/// The letter without its tone, and the number of the tone from 0.
fn parts(c: char) -> (char, usize) {
    let tones = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
    let mut tone = 5;
    let bare: String = c
        .nfd()
        .filter(|mark| match tones.iter().position(|known| known == mark) {
            Some(at) => {
                tone = at;
                false
            }
            None => true,
        })
        .collect();
    (bare.nfc().next().unwrap(), tone)
}

fn vni(small: char, is_small: bool) -> Vec<u8> {
    let (bare, tone) = parts(small);
    let plain = ["ø", "û", "õ", "ù", "ï", ""][tone];
    let pair = match bare {
        'â' | 'ê' | 'ô' => {
            let base = ["a", "e", "o"]["âêô".chars().position(|c| c == bare).unwrap()];
            format!("{base}{}", ["à", "å", "ã", "á", "ä", "â"][tone])
        }
        'ă' => format!("a{}", ["è", "ú", "ü", "é", "ë", "ê"][tone]),
        'ơ' => format!("ô{plain}"),
        'ư' => format!("ö{plain}"),
        'đ' => "ñ".to_owned(),
        'i' => ["ì", "æ", "ó", "í", "ò", "i"][tone].to_owned(),
        'y' if tone == 4 => "î".to_owned(),
        other => format!("{other}{plain}"),
    };
    let pair = if is_small { pair } else { pair.to_uppercase() };
    pair.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

fn viqr(c: char) -> Vec<u8> {
    let (bare, tone) = parts(c);
    let tone = ["`", "?", "~", "'", ".", ""][tone];
    let bare = match bare {
        'đ' => "dd".to_owned(),
        'Đ' => "DD".to_owned(),
        c => c
            .nfd()
            .map(|c| match c {
                '\u{302}' => '^',
                '\u{306}' => '(',
                '\u{31b}' => '+',
                other => other,
            })
            .collect(),
    };
    format!("{bare}{tone}").into_bytes()
}

fn html_of(text: &str, encoding: Encoding) -> Vec<u8> {
    let mut out = b"<html><head><meta charset=\"windows-1252\"></head><body>".to_vec();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        out.extend(b"<p>");
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        out.extend(bytes_of(&line, encoding));
        out.extend(b"</p>\n");
    }
    out
}

/// A paper of Word: fonts by style and by run in turn, runs that part words, every fifth paragraph in
/// Unicode, capitals of TCVN3 in the font of capitals.
fn docx_of(text: &str, encoding: Encoding) -> Vec<u8> {
    let font = match encoding {
        Encoding::Tcvn3 => ".VnTime",
        _ => "VNI-Times",
    };
    let mut body = String::new();
    for (at, line) in text.lines().enumerate() {
        let style = if at % 2 == 0 {
            "<w:pPr><w:pStyle w:val=\"Cu\"/></w:pPr>"
        } else {
            ""
        };
        body.push_str(&format!("<w:p>{style}"));
        if at % 5 == 4 {
            push_run(&mut body, "Times New Roman", line);
        } else {
            for (capitals, run) in runs(line, encoding) {
                let font = if capitals { ".VnTimeH" } else { font };
                let named = if at % 2 == 0 && !capitals { "" } else { font };
                let latin: String = bytes_of(&run, encoding)
                    .into_iter()
                    .map(char::from)
                    .collect();
                push_run(&mut body, named, &latin);
            }
        }
        body.push_str("</w:p>");
    }
    let styles = format!(
        "<w:styles xmlns:w=\"w\"><w:style w:type=\"paragraph\" w:styleId=\"Cu\"><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/></w:rPr></w:style></w:styles>"
    );
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
        ("word/styles.xml", &styles),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).unwrap();
        writer.write_all(part.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Runs of 23 characters, and apart from them the capitals with tones, which need another font in TCVN3.
fn runs(line: &str, encoding: Encoding) -> Vec<(bool, String)> {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for c in line.chars() {
        let is_capital = encoding == Encoding::Tcvn3
            && c.is_uppercase()
            && !c.is_ascii()
            && !"ĂÂÊÔƠƯĐ".contains(c);
        match runs.last_mut() {
            Some((capitals, run)) if *capitals == is_capital && run.chars().count() < 23 => {
                run.push(c);
            }
            _ => runs.push((is_capital, c.to_string())),
        }
    }
    runs
}

fn push_run(body: &mut String, font: &str, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let fonts = if font.is_empty() {
        String::new()
    } else {
        format!("<w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/></w:rPr>")
    };
    body.push_str(&format!(
        "<w:r>{fonts}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"
    ));
}

/// Old papers of Word. Their expected text knows no fonts, so it has small letters where the font draws
/// capitals, and fields as Word keeps them.
fn real_papers(desk: &Desk, folder: &Path) {
    let Ok(expected) = std::fs::read(folder.join("expected.json")) else {
        println!("Skipped: {} does not exist.", folder.display());
        return;
    };
    let papers: Vec<serde_json::Value> = serde_json::from_slice(&expected).unwrap();
    let (mut wrong, mut characters) = (0.0, 0);
    for paper in papers {
        let name = paper["file"].as_str().unwrap();
        let expected = without_fields(paper["text"].as_str().unwrap()).to_lowercase();
        let got = text_of(&desk.read(&folder.join(name))).to_lowercase();
        let rate = words_error(&expected, &got);
        if rate > 0.005 && std::env::var_os("CONGVAN_LEGACY_MISSES").is_some() {
            print_first_difference(name, &expected, &got);
        }
        wrong += rate * expected.chars().count() as f64;
        characters += expected.chars().count();
    }
    print_share("legacy.accuracy.tcvn3.doc_real", wrong, characters);
}

/// Share of characters in expected words that are missing: feet of pages stand elsewhere, so order says
/// nothing.
fn words_error(expected: &str, got: &str) -> f64 {
    let mut there: Vec<&str> = got.split_whitespace().collect();
    let (mut missing, mut all) = (0, 0);
    for word in expected.split_whitespace() {
        let length = word.chars().count();
        all += length;
        match there.iter().position(|other| *other == word) {
            Some(at) => {
                there.swap_remove(at);
            }
            None => missing += length,
        }
    }
    f64::from(u32::try_from(missing).unwrap()) / f64::from(u32::try_from(all.max(1)).unwrap())
}

/// Word keeps a field as its code, its text and the signs around them.
fn without_fields(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, field)) = rest.split_once('\u{13}') {
        out.push_str(before);
        let (_, behind) = field.split_once('\u{15}').unwrap_or(("", ""));
        rest = behind;
    }
    out + rest
}

/// Unicode papers of which any word was taken for an old encoding.
fn false_alarms(desk: &Desk, data: &Path) {
    let mut papers = 0;
    let mut alarms = 0;
    for text in texts(data).into_iter().chain(articles(data)) {
        let mut lines = lines_of(&text.nfc().collect::<String>());
        let before = lines.clone();
        papers += 1;
        if repair_lines(&mut lines).converted().is_some() {
            alarms += 1;
            if std::env::var_os("CONGVAN_LEGACY_MISSES").is_some() {
                for (old, new) in before.iter().zip(&lines).filter(|(old, new)| old != new) {
                    let text = |line: &[_]| -> String {
                        line.iter()
                            .map(|t: &indexing::reading::text::lines::Token| t.text.clone() + " ")
                            .collect()
                    };
                    println!("«{}» read as «{}»", text(old), text(new));
                }
            }
        }
    }
    for set in ["congbao-pdf", "lvn-doc"] {
        let files = std::fs::read_dir(data.join(set)).into_iter().flatten();
        let paths = files.map(|file| file.unwrap().path());
        for path in paths.filter(|path| path.extension().is_some_and(|end| end != "json")) {
            papers += 1;
            let read = desk.reader.read(&path, desk.folder.path());
            let Ok(reading) = desk.runtime.block_on(read) else {
                continue;
            };
            if let Some(found) = reading.pages.iter().find_map(|page| page.converted) {
                alarms += 1;
                println!("{}: {found:?}", path.display());
            }
        }
    }
    println!(
        "{}",
        serde_json::json!({"name": "legacy.false_alarms", "value": alarms, "unit": "papers", "of": papers})
    );
}

/// Texts of gazettes and of the collection of laws.
fn texts(data: &Path) -> Vec<String> {
    let of = |file: &str| lines(&data.join(file));
    let all = of("congbao-text/congbao.jsonl.gz")
        .into_iter()
        .zip(of("vbpl-text/vbpl.jsonl.gz"));
    all.flat_map(|(a, b)| [a, b])
        .filter_map(|line| {
            let value: serde_json::Value = serde_json::from_str(&line).unwrap();
            let text = value["text"]
                .as_str()
                .or_else(|| value["noi_dung"].as_str());
            text.map(str::to_owned)
        })
        .filter(|text| !text.trim().is_empty())
        .collect()
}

fn articles(data: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for line in lines(&data.join("ubnd-binhduong-meta/vanban.jsonl.gz")) {
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        texts.extend(value["trich_yeu"].as_str().map(str::to_owned));
    }
    texts
}

fn lines(path: &Path) -> Vec<String> {
    let Ok(file) = std::fs::File::open(path) else {
        println!("Skipped: {} does not exist.", path.display());
        return Vec::new();
    };
    BufReader::new(flate2::read::GzDecoder::new(file))
        .lines()
        .map(Result::unwrap)
        .collect()
}

fn print_share(name: &str, wrong: f64, characters: usize) {
    let right = 100.0 * (1.0 - wrong / characters.max(1) as f64);
    println!(
        "{}",
        serde_json::json!({"name": name, "value": (right * 1000.0).round() / 1000.0, "unit": "%", "characters": characters})
    );
}
