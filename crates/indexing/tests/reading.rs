//! Reading through real child processes: what a reader may rely on whatever a file does, with bombs
//! made here, and over the folder of hostile files where it exists.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indexing::reading::{Limits, Reader, Reading, Trouble};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// The child as a program of its own; test runners build examples beside tests.
fn reader() -> Reader {
    let tests = std::env::current_exe().unwrap();
    let program = tests
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/read_child");
    assert!(
        program.exists(),
        "build it first: cargo build -p indexing --example read_child"
    );
    Reader {
        command: vec![program.to_str().unwrap().to_owned()],
        limits: Limits::default(),
    }
}

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn scratch(&self) -> PathBuf {
        let scratch = self.folder.path().join("scratch");
        std::fs::create_dir_all(&scratch).unwrap();
        scratch
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    async fn reads(&self, name: &str, bytes: &[u8]) -> Result<Reading, Trouble> {
        reader()
            .read(&self.file(name, bytes), &self.scratch())
            .await
    }

    async fn code(&self, name: &str, bytes: &[u8]) -> String {
        self.reads(name, bytes).await.map_or_else(
            |trouble| trouble.code,
            |reading| format!("read {}", reading.media_type),
        )
    }
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        // OpenDocument keeps its type unpacked at the beginning.
        let method = if *name == "mimetype" {
            zip::CompressionMethod::Stored
        } else {
            zip::CompressionMethod::Deflated
        };
        writer
            .start_file(
                *name,
                SimpleFileOptions::default().compression_method(method),
            )
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx_of(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A PDF of one page in Helvetica with this content stream and these entries of its dictionary.
fn pdf_of(stream: &[u8], filters: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let objects: [Vec<u8>; 5] = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>".to_vec(),
        [format!("<</Length {}{filters}>>\nstream\n", stream.len()).as_bytes(), stream, b"\nendstream"].concat(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    for (nth, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", nth + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}

const TEXT_STREAM: &[u8] =
    b"BT /F 14 Tf 72 700 Td (Kinh gui Uy ban nhan dan) Tj 0 -20 Td (trang nay co hai dong) Tj ET";

/// Deflated data, made by the ZIP writer: the bytes between the local header and the directory, with
/// the header and check sum of zlib, of which readers of PDF do not ask the latter.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let archive = zip_of(&[("a", bytes)]);
    let end = archive
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .unwrap();
    [b"\x78\x9c", &archive[31..end], b"\0\0\0\0"].concat()
}

#[tokio::test]
async fn a_pdf_gives_text_with_the_places_of_its_words() {
    let reading = Desk::new()
        .reads("a.pdf", &pdf_of(TEXT_STREAM, ""))
        .await
        .unwrap();
    let page = &reading.pages[0];
    assert_eq!(page.text, "Kinh gui Uy ban nhan dan\ntrang nay co hai dong");
    let word = page
        .words
        .iter()
        .find(|word| &page.text[word.start as usize..word.end as usize] == "gui")
        .unwrap();
    assert!(
        (word.x - 103.0).abs() < 3.0 && (word.y - 131.5).abs() < 3.0,
        "{word:?}"
    );
    assert!(
        (word.width - 18.7).abs() < 2.0 && word.height > 10.0 && word.height < 16.0,
        "{word:?}"
    );
}

#[tokio::test]
async fn letters_that_fill_the_gaps_of_a_line_take_their_places() {
    // As drawn where the font of the text lacks letters: the others first, with gaps, then the missing ones.
    let stream = b"BT /F 14 Tf 72 700 Td [-667 (o:) -278 (1) -556 (3) -834 (UB)] TJ 1 0 0 1 72 700 Tm (S) Tj \
        1 0 0 1 104.688 700 Tm (2) Tj 1 0 0 1 120.256 700 Tm (4) Tj 1 0 0 1 128.04 700 Tm (/) Tj ET";
    let reading = Desk::new().reads("a.pdf", &pdf_of(stream, "")).await;
    assert_eq!(reading.unwrap().pages[0].text.trim(), "So: 1234/UB");
}

#[tokio::test]
async fn a_truncated_pdf_is_read_as_far_as_it_goes() {
    let whole = pdf_of(TEXT_STREAM, "");
    let torn = &whole[..whole.len() - 150];
    let reading = Desk::new().reads("torn.pdf", torn).await.unwrap();
    assert!(reading.pages[0].text.starts_with("Kinh gui"));
}

#[tokio::test]
async fn office_papers_give_text_by_pages() {
    let desk = Desk::new();
    let body = "<w:p><w:r><w:t>Trang một</w:t></w:r></w:p><w:p><w:r><w:br w:type=\"page\"/><w:t>Trang hai &amp; &#7879;</w:t></w:r></w:p>\
                <w:p><w:r><w:rPr><w:rFonts w:ascii=\".VnTime\"/></w:rPr><w:t>n\u{ad}íc tr</w:t><w:softHyphen/><w:t>íc</w:t></w:r></w:p><w:del><w:r><w:t>bỏ</w:t></w:r></w:del>";
    let reading = desk.reads("a.doc", &docx_of(body)).await.unwrap();
    let texts: Vec<&str> = reading
        .pages
        .iter()
        .map(|page| page.text.as_str())
        .collect();
    assert_eq!(texts, ["Trang một", "Trang hai & ệ\nnước trước"]);
    let slides = zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "ppt/slides/slide2.xml",
            "<a:p><a:t>Hai</a:t></a:p>".as_bytes(),
        ),
        (
            "ppt/slides/slide10.xml",
            "<a:p><a:t>Mười</a:t></a:p>".as_bytes(),
        ),
    ]);
    let reading = desk.reads("a.pptx", &slides).await.unwrap();
    assert_eq!(
        reading
            .pages
            .iter()
            .map(|page| page.text.as_str())
            .collect::<Vec<_>>(),
        ["Hai", "Mười"]
    );
    let odt = zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", "<o><text:p>Một<text:s text:c=\"3\"/>dòng</text:p><text:p>hai<text:soft-page-break/>ba</text:p></o>".as_bytes()),
    ]);
    let reading = desk.reads("a.odt", &odt).await.unwrap();
    assert_eq!(
        reading
            .pages
            .iter()
            .map(|page| page.text.as_str())
            .collect::<Vec<_>>(),
        ["Một dòng\nhai", "ba"]
    );
}

#[tokio::test]
async fn an_archive_gives_its_members_under_safe_names() {
    let inner = zip_of(&[("x.txt", b"x")]);
    let archive = zip_of(&[
        ("../../etc/cv.txt", "Kính gửi".as_bytes()),
        ("thư/trong.zip", &inner),
    ]);
    let desk = Desk::new();
    let reading = desk.reads("a.zip", &archive).await.unwrap();
    let names: Vec<&str> = reading
        .contained
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(names, ["cv.txt", "trong.zip"]);
    assert_eq!(
        std::fs::read(&reading.contained[0].path).unwrap(),
        "Kính gửi".as_bytes()
    );
    assert!(
        reading
            .contained
            .iter()
            .all(|file| file.path.parent() == Some(&desk.scratch()))
    );
}

#[tokio::test]
async fn a_mail_gives_its_body_and_attachments() {
    let mail = "From: Van thu <vanthu@example.vn>\r\nTo: a@example.vn\r\nSubject: =?utf-8?B?S8OtbmggZ+G7rWk=?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Nội <b>dung</b></p>\r\n\
        --b\r\nContent-Type: application/octet-stream; name=\"../cv.bin\"\r\nContent-Disposition: attachment; filename=\"../cv.bin\"\r\n\r\nabc\r\n--b--\r\n";
    let reading = Desk::new().reads("thu", mail.as_bytes()).await.unwrap();
    assert!(
        reading.pages[0].text.contains("Subject: Kính gửi"),
        "{}",
        reading.pages[0].text
    );
    assert!(
        reading.pages[0].text.contains("Nội dung"),
        "{}",
        reading.pages[0].text
    );
    assert_eq!(reading.contained[0].name, "cv.bin");
}

#[tokio::test]
async fn bombs_cost_their_file_a_code() {
    let desk = Desk::new();
    let zeros = vec![b' '; 30 << 20];
    let bomb = zip_of(&[("a.txt", &zeros)]);
    assert_eq!(desk.code("bomb.zip", &bomb).await, "reading.archive_bomb");
    let many: Vec<(String, &[u8])> = (0..1001)
        .map(|nth| (format!("{nth}.txt"), b"x".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    assert_eq!(
        desk.code("many.zip", &zip_of(&many)).await,
        "reading.archive_bomb"
    );
    let document = [b"<w:t>".as_slice(), &zeros].concat();
    let docx = zip_of(&[
        ("[Content_Types].xml", b"<T/>"),
        ("word/document.xml", &document),
    ]);
    assert_eq!(desk.code("bomb.docx", &docx).await, "reading.archive_bomb");
    let nested = format!("<o>{}</o>", "<text:p>".repeat(200_000));
    let odt = zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", nested.as_bytes()),
    ]);
    assert_eq!(desk.code("nested.odt", &odt).await, "reading.archive_bomb");
    let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    picture.extend([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 0, 0, 0, 0]);
    assert!(
        ["reading.archive_bomb", "reading.damaged"]
            .contains(&desk.code("bomb.png", &picture).await.as_str())
    );
}

#[tokio::test]
async fn laughing_entities_do_not_grow() {
    let laughs = |nth: usize| {
        format!(
            "<!ENTITY a{} \"&a{nth};&a{nth};&a{nth};&a{nth};\">",
            nth + 1
        )
    };
    let entities = format!(
        "<!ENTITY a0 \"ha\">{}",
        (0..39).map(laughs).collect::<Vec<_>>().concat()
    );
    let document =
        format!("<!DOCTYPE d [{entities}]><w:d><w:p><w:t>trước &a39; sau</w:t></w:p></w:d>");
    let docx = zip_of(&[
        ("[Content_Types].xml", b"<T/>"),
        ("word/document.xml", document.as_bytes()),
    ]);
    let reading = Desk::new().reads("a.docx", &docx).await.unwrap();
    assert_eq!(reading.pages[0].text, "trước sau");
}

#[tokio::test]
async fn a_flate_bomb_in_a_pdf_stays_inside_its_limits() {
    let desk = Desk::new();
    // 300 MB of blanks, deflated twice.
    let blanks = deflated(&deflated(&vec![b' '; 300 << 20]));
    assert!(blanks.len() < 20_000, "{}", blanks.len());
    let mut reader = reader();
    reader.limits.memory_bytes = 250 << 20;
    let path = desk.file(
        "bomb.pdf",
        &pdf_of(&blanks, "/Filter[/FlateDecode/FlateDecode]"),
    );
    let started = Instant::now();
    let outcome = reader.read(&path, &desk.scratch()).await;
    assert!(started.elapsed() < Duration::from_mins(1));
    match outcome {
        Ok(reading) => assert!(!reading.has_text()),
        Err(trouble) => assert_eq!(trouble.code, "reading.memory"),
    }
}

#[tokio::test]
async fn a_child_that_never_ends_is_killed() {
    let reader = Reader {
        command: vec![
            "/bin/sh".into(),
            "-c".into(),
            "sleep 300 & sleep 300".into(),
        ],
        limits: Limits {
            wall: Duration::from_millis(300),
            ..Limits::default()
        },
    };
    let desk = Desk::new();
    let started = Instant::now();
    let trouble = reader
        .read(&desk.file("a", b"a"), &desk.scratch())
        .await
        .unwrap_err();
    assert_eq!(trouble.code, "reading.time");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn ends_of_a_child_become_codes() {
    for (script, code) in [
        ("kill -ABRT $$", "reading.crashed"),
        (
            "echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$",
            "reading.memory",
        ),
        ("kill -XCPU $$", "reading.time"),
        ("kill -SEGV $$", "reading.crashed"),
        ("exit 3", "reading.crashed"),
        ("echo not json", "reading.crashed"),
        ("yes", "reading.output"),
    ] {
        let command = vec!["/bin/sh".into(), "-c".into(), script.to_owned()];
        let reader = Reader {
            command,
            limits: Limits {
                output_bytes: 1 << 20,
                ..Limits::default()
            },
        };
        let desk = Desk::new();
        let trouble = reader
            .read(&desk.file("a", b"a"), &desk.scratch())
            .await
            .unwrap_err();
        assert_eq!(trouble.code, code, "{script}");
    }
    let reader = Reader {
        command: vec!["/nowhere/reader".into()],
        limits: Limits::default(),
    };
    let desk = Desk::new();
    assert_eq!(
        reader
            .read(&desk.file("a", b"a"), &desk.scratch())
            .await
            .unwrap_err()
            .code,
        "reading.not_started"
    );
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why() {
    let desk = Desk::new();
    assert_eq!(desk.code("a.pdf", b"").await, "reading.empty");
    assert_eq!(
        desk.code("a.pdf", b"%PDF-1.7\nnothing").await,
        "reading.damaged"
    );
    assert_eq!(
        desk.code("a.bin", &[0, 1, 2, 3, 4, 5, 6, 7]).await,
        "reading.unsupported"
    );
    assert_eq!(
        desk.code("a.docx", b"PK\x03\x04[Content_Types].xml word/")
            .await,
        "reading.damaged"
    );
    let missing = reader()
        .read(Path::new("/nowhere/a.pdf"), &desk.scratch())
        .await
        .unwrap_err();
    assert_eq!(missing.code, "reading.missing");
}

#[tokio::test]
async fn pages_are_pictured_as_webp() {
    let desk = Desk::new();
    let path = desk.file("a.pdf", &pdf_of(TEXT_STREAM, ""));
    let picture = reader().render(&path, 1, 300, 0).await.unwrap();
    let decoded = image::load_from_memory_with_format(&picture, image::ImageFormat::WebP)
        .unwrap()
        .into_luma8();
    assert_eq!(decoded.dimensions(), (300, 425));
    assert_eq!(decoded.get_pixel(5, 5).0, [255]);
    let ink = decoded.pixels().filter(|pixel| pixel.0[0] < 128).count();
    assert!((50..3000).contains(&ink), "{ink}");
    assert_eq!(
        reader().render(&path, 2, 300, 0).await.unwrap_err().code,
        "reading.page_missing"
    );
    assert_eq!(
        reader().render(&path, 0, 300, 0).await.unwrap_err().code,
        "reading.page_missing"
    );
    let mut scan = std::io::Cursor::new(Vec::new());
    let seal = image::RgbImage::from_fn(200, 100, |x, _| {
        image::Rgb(if x < 50 {
            [220, 30, 40]
        } else {
            [240, 238, 230]
        })
    });
    seal.write_to(&mut scan, image::ImageFormat::Tiff).unwrap();
    let path = desk.file("a.tif", scan.get_ref());
    let picture = reader().render(&path, 1, 100, 0).await.unwrap();
    let decoded = image::load_from_memory_with_format(&picture, image::ImageFormat::WebP)
        .unwrap()
        .into_rgb8();
    assert_eq!(
        decoded.get_pixel(90, 25).0,
        [255, 255, 255],
        "paper becomes white"
    );
    let [r, g, b] = decoded.get_pixel(10, 25).0;
    assert!(
        r > 180 && g < 80 && b < 80,
        "the seal stays red: {r} {g} {b}"
    );
}

/// Where the folder of real and hostile files exists, every file of it ends with an answer, in time.
#[tokio::test]
async fn hostile_files_end_with_an_answer() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folders = ["hostile-pdf", "hostile-office"].map(|name| data.join(name));
    if !folders.iter().all(|folder| folder.is_dir()) {
        println!("skipped: no folder of hostile files beside the project");
        return;
    }
    let reader = reader();
    let mut codes = std::collections::BTreeMap::<String, usize>::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).unwrap() {
            let desk = Desk::new();
            let path = entry.unwrap().path();
            let started = Instant::now();
            let outcome = reader.read(&path, &desk.scratch()).await;
            assert!(
                started.elapsed() < Duration::from_secs(40),
                "{}",
                path.display()
            );
            let code = outcome.map_or_else(|trouble| trouble.code, |_| "read".to_owned());
            assert_ne!(code, "reading.crashed", "{}", path.display());
            *codes.entry(code).or_default() += 1;
        }
    }
    println!("{codes:?}");
    assert!(codes["read"] > 120, "{codes:?}");
}
