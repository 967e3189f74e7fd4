//! The typesetter: one template of ours, one JSON value, no other file, no network, no clock, no folder.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::PrintError;

/// Named as the templates name them. A name is kept for the life of the process, so there are few and fixed ones.
const DATA: &str = "/data.json";

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
        include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
        include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
        include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
    ];
    files
        .into_iter()
        .filter_map(|file| Font::new(Bytes::new(file), 0))
        .collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The embedded fonts, the regular one first.
pub fn fonts() -> &'static [Font] {
    &FONTS
}

/// How a printout is to be kept.
pub enum Kept {
    /// For years: PDF/A-2u with the time of printing.
    Archive(time::OffsetDateTime),
    /// As a part of another file.
    Part,
}

/// One sheet of work for the typesetter.
pub struct Press {
    main: Source,
    data: (FileId, Bytes),
}

impl Press {
    /// A template with its data.
    pub fn new(template: &str, data: &impl serde::Serialize) -> Result<Self, PrintError> {
        let data = serde_json::to_vec(data).map_err(|error| failed(&error))?;
        let main = Source::new(name("/main.typ")?, template.to_owned());
        Ok(Press {
            main,
            data: (name(DATA)?, Bytes::new(data)),
        })
    }

    /// Lays out the pages.
    pub fn pages(&self) -> Result<PagedDocument, PrintError> {
        let document = typst::compile::<PagedDocument>(&self).output;
        // The typesetter remembers what it has set for the sake of editors; nobody here sets the same again.
        typst::comemo::evict(0);
        document.map_err(|problems| told(&problems))
    }

    /// Lays out and writes the PDF.
    pub fn pdf(&self, kept: &Kept) -> Result<Vec<u8>, PrintError> {
        let document = self.pages()?;
        let standards = match kept {
            Kept::Archive(_) => PdfStandards::new(&[PdfStandard::A_2u])
                .map_err(|problem| PrintError::Failed(problem.message().to_string()))?,
            Kept::Part => PdfStandards::default(),
        };
        let options = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some("Congvan".to_owned())),
            timestamp: match kept {
                Kept::Archive(at) => timestamp(*at),
                Kept::Part => None,
            },
            page_ranges: None,
            standards,
            // Tags make a register six times as large and take as long again; the sheet is the one to be heard.
            tagged: false,
            pretty: false,
        };
        let written = typst_pdf::pdf(&document, &options).map_err(|problems| told(&problems));
        typst::comemo::evict(0);
        written
    }
}

fn timestamp(at: time::OffsetDateTime) -> Option<Timestamp> {
    let day = Datetime::from_ymd_hms(
        at.year(),
        at.month().into(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
    )?;
    Timestamp::new_local(day, i32::from(at.offset().whole_minutes()))
}

fn name(path: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(path).map_err(|_| PrintError::Failed(path.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn failed(error: &dyn std::error::Error) -> PrintError {
    PrintError::Failed(error.to_string())
}

fn told(problems: &[SourceDiagnostic]) -> PrintError {
    let sentences: Vec<_> = problems.iter().map(|p| p.message.as_str()).collect();
    PrintError::Failed(sentences.join("; "))
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            Ok(self.data.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
