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
async fn real_word_files_are_read() {
    let Some(reader) = reader() else { return };
    let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/lvn-doc");
    let Ok(entries) = std::fs::read_dir(&papers) else {
        eprintln!("skipped: {} is not here", papers.display());
        return;
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "doc"));
    files.sort();
    let meta = std::fs::read_to_string(papers.join("meta_auto.json")).unwrap();
    let meta: Vec<serde_json::Value> = serde_json::from_str(&meta).unwrap();
    let (_folder, office) = office();
    // Each takes some seconds; every sixth is enough to notice that the way is closed.
    for path in files.iter().step_by(6) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let reading = read(&reader, &office, path).await.unwrap();
        assert_eq!(reading.media_type, "application/msword", "{name}");
        let known = meta.iter().find(|known| known["file"] == name).unwrap();
        let length = text_of(&reading).chars().count() as u64;
        let expected = known["chars"].as_u64().unwrap();
        assert!(length * 10 > expected * 9, "{name}: {length} of {expected}");
        if let Some(code) = known["so_ky_hieu"].as_str() {
            assert!(text_of(&reading).contains(code), "{name}: {code}");
        }
    }
}
