//! What a file is, by its bytes. The name decides only among formats that are all plain text.

/// Media types that other parts of reading ask about.
pub mod media {
    /// Portable Document Format.
    pub const PDF: &str = "application/pdf";
    /// Word from 2007.
    pub const DOCX: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    /// Excel from 2007.
    pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /// PowerPoint from 2007.
    pub const PPTX: &str =
        "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    /// OpenDocument text.
    pub const ODT: &str = "application/vnd.oasis.opendocument.text";
    /// OpenDocument spreadsheet.
    pub const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
    /// OpenDocument presentation.
    pub const ODP: &str = "application/vnd.oasis.opendocument.presentation";
    /// Word until 2003.
    pub const DOC: &str = "application/msword";
    /// Excel until 2003.
    pub const XLS: &str = "application/vnd.ms-excel";
    /// PowerPoint until 2003.
    pub const PPT: &str = "application/vnd.ms-powerpoint";
    /// Another OLE2 container.
    pub const OLE: &str = "application/x-ole-storage";
    /// An OOXML file inside an encrypted OLE2 container.
    pub const ENCRYPTED_OFFICE: &str = "application/x-ole-encrypted";
    /// Rich Text Format.
    pub const RTF: &str = "application/rtf";
    /// ZIP archive.
    pub const ZIP: &str = "application/zip";
    /// Electronic mail.
    pub const MAIL: &str = "message/rfc822";
    /// HTML.
    pub const HTML: &str = "text/html";
    /// Plain text.
    pub const TEXT: &str = "text/plain";
    /// Comma separated values.
    pub const CSV: &str = "text/csv";
    /// XML of no known kind.
    pub const XML: &str = "application/xml";
    /// HEIC and HEIF pictures.
    pub const HEIC: &str = "image/heic";
    /// No bytes at all.
    pub const EMPTY: &str = "application/x-empty";
    /// None of the known ones.
    pub const UNKNOWN: &str = "application/octet-stream";
}

/// The media type of a file by its first bytes (at least 8 KiB when it has them) and, only among text
/// formats, its name.
pub fn detect(head: &[u8], name: &str) -> &'static str {
    if head.is_empty() {
        return media::EMPTY;
    }
    by_signature(head)
        .or_else(|| by_container(head))
        .unwrap_or_else(|| by_text(head, name))
}

fn by_signature(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 10] = [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"II+\0", "image/tiff"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"{\\rtf", media::RTF),
        (b"Rar!\x1a\x07", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    ];
    if let Some((_, found)) = SIGNATURES
        .into_iter()
        .find(|(signature, _)| head.starts_with(signature))
    {
        return Some(found);
    }
    if head.starts_with(b"BM") && head.len() > 26 && head[6..10] == [0; 4] {
        return Some("image/bmp");
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some("image/webp");
    }
    if head.get(4..8) == Some(b"ftyp") {
        let heif = [
            b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis",
        ];
        return heif
            .iter()
            .any(|brand| head.get(8..12) == Some(brand.as_slice()))
            .then_some(media::HEIC);
    }
    // Readers accept some bytes of a mailer or a printer in front of the header.
    contains(&head[..head.len().min(1024 + 5)], b"%PDF-").then_some(media::PDF)
}

fn by_container(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(ole_kind(head));
    }
    let zip = head.starts_with(b"PK\x03\x04")
        || head.starts_with(b"PK\x05\x06")
        || head.starts_with(b"PK\x07\x08");
    zip.then(|| zip_kind(head))
}

/// The kind of an OLE2 file by the UTF-16 names in its directory; give the whole file when at hand.
pub fn ole_kind(bytes: &[u8]) -> &'static str {
    const STREAMS: [(&str, &str); 6] = [
        ("EncryptedPackage", media::ENCRYPTED_OFFICE),
        ("WordDocument", media::DOC),
        ("Workbook", media::XLS),
        ("PowerPoint Document", media::PPT),
        ("Book", media::XLS),
        ("__properties_version1.0", "application/vnd.ms-outlook"),
    ];
    STREAMS
        .into_iter()
        .find(|(stream, _)| {
            let mut wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            wide.extend([0, 0]);
            contains(bytes, &wide)
        })
        .map_or(media::OLE, |(_, kind)| kind)
}

/// The kind of a ZIP by names and contents that stand near its beginning.
fn zip_kind(head: &[u8]) -> &'static str {
    const STORED_TYPES: [&str; 3] = [media::ODT, media::ODS, media::ODP];
    if let Some(found) = STORED_TYPES.into_iter().find(|kind| {
        contains(
            &head[..head.len().min(256)],
            format!("mimetype{kind}").as_bytes(),
        )
    }) {
        return found;
    }
    zip_kind_by_names(|name| contains(head, name.as_bytes()))
}

/// The kind of a ZIP by a question for beginnings of member names.
pub fn zip_kind_by_names(has: impl Fn(&str) -> bool) -> &'static str {
    if !has("[Content_Types].xml") && !has("_rels/.rels") {
        return media::ZIP;
    }
    [
        ("word/", media::DOCX),
        ("xl/", media::XLSX),
        ("ppt/", media::PPTX),
    ]
    .into_iter()
    .find(|(folder, _)| has(folder))
    .map_or(media::ZIP, |(_, kind)| kind)
}

fn by_text(head: &[u8], name: &str) -> &'static str {
    if !is_text(head) {
        return media::UNKNOWN;
    }
    let (start, _) = encoding_rs::UTF_8.decode_without_bom_handling(&head[..head.len().min(4096)]);
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n', '\0']);
    let low: String = start
        .chars()
        .filter(|c| *c != '\0')
        .take(1024)
        .collect::<String>()
        .to_lowercase();
    if looks_like_html(&low) {
        return media::HTML;
    }
    if looks_like_mail(start) {
        return media::MAIL;
    }
    if low.starts_with("<?xml") {
        return media::XML;
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    match ending.as_deref() {
        Some("csv") => media::CSV,
        Some("htm" | "html") => media::HTML,
        Some("eml") => media::MAIL,
        _ => media::TEXT,
    }
}

/// Text has few control characters; UTF-16 has many zeros, all on one side.
fn is_text(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || is_utf16(head).is_some() {
        return true;
    }
    let odd = head
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127))
        .count();
    !head.contains(&0) && odd * 50 <= head.len()
}

/// Byte order of UTF-16 without a mark: zeros of ASCII letters stand on one side only.
pub fn is_utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let pairs = head.chunks_exact(2).take(2048);
    let total = pairs.len();
    let (mut first, mut second) = (0, 0);
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    if total < 4 {
        return None;
    }
    if second * 3 > total && first * 50 < total {
        return Some(encoding_rs::UTF_16LE);
    }
    (first * 3 > total && second * 50 < total).then_some(encoding_rs::UTF_16BE)
}

fn looks_like_html(low: &str) -> bool {
    let head: String = low.chars().take(512).collect();
    head.starts_with("<!doctype html") || head.starts_with("<html") || {
        low.starts_with('<')
            && ["<html", "<head", "<body", "<meta ", "<div", "<table", "<p>"]
                .iter()
                .any(|tag| head.contains(tag))
    }
}

/// A mail begins with header lines of which at least two are those that every mail has.
fn looks_like_mail(start: &str) -> bool {
    const USUAL: [&str; 12] = [
        "received:",
        "return-path:",
        "from:",
        "to:",
        "subject:",
        "date:",
        "message-id:",
        "mime-version:",
        "delivered-to:",
        "content-type:",
        "x-mailer:",
        "dkim-signature:",
    ];
    let mut usual = 0;
    for line in start.lines().take(60) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            break;
        };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            break;
        }
        let name = format!("{}:", name.to_ascii_lowercase());
        usual += usize::from(USUAL.contains(&name.as_str()));
    }
    usual >= 3
}

/// Says whether the ending of a name belongs to another kind of file than its bytes are; unknown
/// endings and unknown bytes differ from nothing.
pub fn ending_differs(media_type: &str, name: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let expected: &[&str] = match ending.to_lowercase().as_str() {
        "pdf" => &[media::PDF],
        "doc" | "dot" => &[media::DOC],
        "docx" | "docm" | "dotx" => &[media::DOCX],
        "xls" => &[media::XLS],
        "xlsx" | "xlsm" => &[media::XLSX],
        "ppt" => &[media::PPT],
        "pptx" => &[media::PPTX],
        "odt" => &[media::ODT],
        "ods" => &[media::ODS],
        "odp" => &[media::ODP],
        "rtf" => &[media::RTF],
        "zip" => &[media::ZIP],
        "html" | "htm" => &[media::HTML],
        "txt" => &[media::TEXT],
        "eml" => &[media::MAIL],
        "jpg" | "jpeg" => &["image/jpeg"],
        "png" => &["image/png"],
        "tif" | "tiff" => &["image/tiff"],
        _ => return false,
    };
    media_type != media::UNKNOWN && !expected.contains(&media_type)
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some((&first, rest)) = wanted.split_first() else {
        return true;
    };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|b| *b == first) {
        from += at + 1;
        if bytes[from..].starts_with(rest) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn files_are_known_by_their_bytes() {
        let junk = [b"junk ".repeat(200), b"%PDF-1.4".to_vec()].concat();
        let late = [b"x".repeat(2000), b"%PDF-1.4".to_vec()].concat();
        let utf16: Vec<u8> = "Số: 12/QĐ-UBND ngày"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let ole = |stream: &str| -> Vec<u8> {
            let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
            bytes.extend(
                stream
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .chain([0, 0]),
            );
            bytes
        };
        for (bytes, name, kind) in [
            (b"".as_slice(), "a.pdf", media::EMPTY),
            (b"%PDF-1.7", "a.doc", media::PDF),
            (&junk, "a", media::PDF),
            (&late, "a", media::TEXT),
            (
                b"PK\x03\x04....[Content_Types].xml....word/document.xml",
                "a.doc",
                media::DOCX,
            ),
            (
                b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml",
                "a",
                media::XLSX,
            ),
            (
                b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.textPK",
                "a",
                media::ODT,
            ),
            (b"PK\x03\x04....a.txt", "a.docx", media::ZIP),
            (&ole("WordDocument"), "a", media::DOC),
            (&ole("Workbook"), "a", media::XLS),
            (&ole("EncryptedPackage"), "a.docx", media::ENCRYPTED_OFFICE),
            (&ole("x"), "a.doc", media::OLE),
            (b"{\\rtf1", "a.doc", media::RTF),
            (b"<html><body>", "a.doc", media::HTML),
            (b"From: a\r\nTo: b\r\nSubject: c\r\n\r\nd", "a", media::MAIL),
            (b"Quy dinh: a\nTo: b\n", "a.txt", media::TEXT),
            (b"a;b\n1;2\n", "a.csv", media::CSV),
            (&utf16, "a.txt", media::TEXT),
            ("Nước".as_bytes(), "a.pdf", media::TEXT),
            (b"\x00\x01\x02\x03\x04\x05\x06\x07", "a.txt", media::UNKNOWN),
            (b"\0\0\0\x18ftypheic", "a", media::HEIC),
        ] {
            assert_eq!(
                detect(bytes, name),
                kind,
                "{name} {:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn a_wrong_ending_is_told() {
        assert!(ending_differs(media::DOCX, "cv.doc"));
        assert!(ending_differs(media::HTML, "GM.DOC"));
        assert!(!ending_differs(media::DOC, "CT9UB.DOC"));
        assert!(!ending_differs(media::DOC, "cv"));
        assert!(!ending_differs(media::UNKNOWN, "cv.pdf"));
    }

    proptest! {
        #[test]
        fn detect_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in "\\PC{0,20}") {
            let kind = detect(&bytes, &name);
            prop_assert!(kind.contains('/'));
        }
    }
}
