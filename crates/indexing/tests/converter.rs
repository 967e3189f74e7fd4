//! Older office files through LibreOffice. Told only where it is installed, and over the folder of real
//! papers only where that exists.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use indexing::reading::{Limits, Reader, Reading, Trouble};

/// The child as a program of its own, as in the other tests of reading; nothing where the converter is not
/// installed.
fn reader() -> Option<Reader> {
    let path = std::env::var_os("PATH").unwrap();
    if !std::env::split_paths(&path).any(|folder| folder.join("soffice").is_file()) {
        eprintln!("skipped: LibreOffice is not installed here");
        return None;
    }
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap();
    let program = built.join("examples/read_child");
    Some(Reader {
        command: vec![program.to_str().unwrap().to_owned()],
        limits: Limits::default(),
    })
}

/// A folder as an office may have it, with what an address may not hold.
fn office() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("dữ liệu 100% #1");
    std::fs::create_dir(&office).unwrap();
    (folder, office)
}

async fn read(reader: &Reader, office: &Path, file: &Path) -> Result<Reading, Trouble> {
    let scratch = office.join("scratch");
    std::fs::create_dir_all(&scratch).unwrap();
    reader.read(file, &scratch).await
}

fn text_of(reading: &Reading) -> String {
    let texts = reading.pages.iter().map(|page| page.text.as_str());
    texts.collect::<Vec<_>>().join("\n")
}

/// The same path, from the folder that this test runs in.
fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap();
    let up = here.components().skip(1).map(|_| "..");
    up.collect::<PathBuf>()
        .join(path.strip_prefix("/").unwrap())
}

const LETTER: &str =
    r"{\rtf1\ansi\uc1 S\u7889?: 12/UBND-VP\par V/v ph\u242?ng ch\u7889?ng l\u7909?t b\u227?o\par}";

#[tokio::test]
async fn a_letter_is_read_wherever_the_office_keeps_its_data() {
    let Some(reader) = reader() else { return };
    let (_folder, office) = office();
    for office in [office.clone(), relative(&office)] {
        let file = office.join("thư.rtf");
        std::fs::write(&file, LETTER).unwrap();
        let reading = read(&reader, &office, &file).await.unwrap();
        let text = text_of(&reading);
        assert!(text.contains("Số: 12/UBND-VP"), "{text}");
        assert!(text.contains("phòng chống lụt bão"), "{text}");
        assert!(!reading.pages[0].words.is_empty(), "its words have places");
        let left: Vec<_> = std::fs::read_dir(office.join("scratch")).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// A Word 97 file whose picture has to be fetched from `address`.
fn doc_with_a_picture_from(address: &str, folder: &Path) -> PathBuf {
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let flat = format!(
        r#"<?xml version="1.0"?><office:document office:version="1.2"
        office:mimetype="application/vnd.oasis.opendocument.text" xmlns:office="{names}:office:1.0"
        xmlns:text="{names}:text:1.0" xmlns:draw="{names}:drawing:1.0"
        xmlns:svg="{names}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">
        <office:body><office:text><text:p>Cong van co anh<draw:frame text:anchor-type="as-char"
        svg:width="3cm" svg:height="3cm"><draw:image xlink:href="http://{address}/a.png"/></draw:frame>
        </text:p></office:text></office:body></office:document>"#
    );
    let source = folder.join("a.fodt");
    std::fs::write(&source, flat).unwrap();
    let converted = Command::new("soffice")
        .args(["--headless", "--convert-to", "doc:MS Word 97", "--outdir"])
        .args([folder, &source])
        .env("HOME", folder)
        .output()
        .unwrap();
    assert!(converted.status.success(), "{converted:?}");
    folder.join("a.doc")
}

#[tokio::test]
async fn a_paper_makes_the_server_call_nobody() {
    let Some(reader) = reader() else { return };
    let (folder, office) = office();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    std::thread::spawn(move || {
        for _call in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let file = doc_with_a_picture_from(&address, folder.path());
    let bytes = std::fs::read(&file).unwrap();
    let named = address.as_bytes();
    let wide: Vec<u8> = named.iter().flat_map(|byte| [*byte, 0]).collect();
    let names_it = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    assert!(names_it(named) || names_it(&wide), "the paper names nobody");
    // Making the paper called, so reading it would; it may not.
    let before = calls.load(Ordering::SeqCst);
    assert!(before > 0, "this converter calls nobody anyway");
    let reading = read(&reader, &office, &file).await.unwrap();
    assert!(text_of(&reading).contains("Cong van co anh"));
    assert_eq!(calls.load(Ordering::SeqCst), before, "the paper called");
}

#[tokio::test]
async fn a_file_that_only_looks_old_costs_a_code() {
    let Some(reader) = reader() else { return };
    let (_folder, office) = office();
    let file = office.join("a.doc");
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(8192, 0);
    std::fs::write(&file, bytes).unwrap();
    let trouble = read(&reader, &office, &file).await.unwrap_err();
    assert_eq!(trouble.code, "reading.converter_failed");
}

#[tokio::test]
async fn a_letter_in_tcvn3_keeps_every_letter() {
    let Some(reader) = reader() else { return };
    let (_folder, office) = office();
    // As typed before Unicode; the code of ư is that of the soft hyphen.
    let typed = "§Ò nghÞ Bé tr\u{ad}ëng xem xÐt, tr\u{ad}íc ngµy 05 th¸ng nµy b¸o c¸o ®Ó mäi ng\u{ad}êi d©n ®\u{ad}îc biÕt";
    let coded: String = typed.chars().map(rtf_letter).collect();
    let file = office.join("thư.rtf");
    let letter = format!(r"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 .VnTime;}}}}\f0 {coded}\par}}");
    std::fs::write(&file, letter).unwrap();
    let reading = read(&reader, &office, &file).await.unwrap();
    let meant =
        "Đề nghị Bộ trưởng xem xét, trước ngày 05 tháng này báo cáo để mọi người dân được biết";
    assert_eq!(text_of(&reading).trim(), meant);
}

/// A letter of Latin-1 as RTF writes it.
fn rtf_letter(letter: char) -> String {
    match u32::from(letter) {
        code @ 0x80.. => format!(r"\'{code:02x}"),
        _ => letter.to_string(),
    }
}

/// A folder of real papers and what is known of them.
fn real_papers(set: &str, known: &str) -> Option<(PathBuf, Vec<serde_json::Value>)> {
    let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let papers = papers.join(set);
    let Ok(known) = std::fs::read_to_string(papers.join(known)) else {
        eprintln!("skipped: {} is not here", papers.display());
        return None;
    };
    Some((papers, serde_json::from_str(&known).unwrap()))
}

// Each paper takes some seconds; one of several is enough to notice that the way is closed.

#[tokio::test]
async fn real_word_files_are_read() {
    let Some(reader) = reader() else { return };
    let Some((papers, known)) = real_papers("lvn-doc", "meta_auto.json") else {
        return;
    };
    let (_folder, office) = office();
    for known in known.iter().step_by(6) {
        let name = known["file"].as_str().unwrap();
        let reading = read(&reader, &office, &papers.join(name)).await.unwrap();
        let text = text_of(&reading);
        let (length, expected) = (
            text.chars().count() as u64,
            known["chars"].as_u64().unwrap(),
        );
        assert!(length * 10 > expected * 9, "{name}: {length} of {expected}");
        let code = known["so_ky_hieu"].as_str().unwrap_or_default();
        assert!(text.contains(code), "{name}: {code}");
        // A letter of the text on a line of its own; numbers in cells of tables stand so rightly.
        let is_stray = |line: &&str| line.chars().count() == 1 && !line.is_ascii();
        let strays = text.lines().filter(is_stray).count();
        let lines = text.lines().count();
        assert!(
            strays * 20 < lines,
            "{name}: {strays} of {lines} lines hold one letter"
        );
    }
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<_> = words.map(str::to_lowercase).collect();
    words.retain(|word| !word.is_empty());
    words
}

#[tokio::test]
async fn real_word_files_in_tcvn3_keep_their_words() {
    let Some(reader) = reader() else { return };
    let Some((papers, known)) = real_papers("tcvn3-doc", "expected.json") else {
        return;
    };
    let (_folder, office) = office();
    for known in known.iter().step_by(4) {
        let name = known["file"].as_str().unwrap();
        let reading = read(&reader, &office, &papers.join(name)).await.unwrap();
        let mut found = words_of(&text_of(&reading));
        let expected = words_of(known["text"].as_str().unwrap());
        let kept = expected.iter().filter(|word| {
            let at = found.iter().position(|other| other == *word);
            at.map(|at| found.swap_remove(at)).is_some()
        });
        let (kept, all) = (kept.count(), expected.len());
        assert!(kept * 10 > all * 9, "{name}: {kept} of {all} words");
    }
}
