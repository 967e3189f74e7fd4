//! Text of PDF pages with the places of their words, by a text device on the interpreter that also
//! draws the pages. Why there is no second engine: `docs/adr/0003-pdf-text.md`.

mod device;
mod layout;
mod notes;

use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page,
};

use super::Page;
use super::child::Code;
use super::text::legacy::Legacy;
use super::text::lines::{Line, page_of};
use super::text::quality::Quality;
use super::text::repair::repair_lines;
use device::TextDevice;

/// Most pages that are read of one file.
const MAX_PAGES: usize = 20_000;

/// Opens a PDF, damaged ones as far as their objects can be found.
pub fn open(bytes: Vec<u8>) -> Result<Pdf, Code> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "reading.encrypted",
        LoadPdfError::Invalid => "reading.damaged",
    })?;
    if pdf.pages().is_empty() {
        Err("reading.damaged")
    } else {
        Ok(pdf)
    }
}

/// Reads every page.
pub fn read(bytes: Vec<u8>) -> Result<Vec<Page>, Code> {
    let pdf = open(bytes)?;
    let cache = InterpreterCache::new();
    let pages = pdf.pages().iter().take(MAX_PAGES).zip(1..);
    Ok(pages
        .map(|(page, number)| read_page(page, number, &cache))
        .collect())
}

fn read_page<'a>(page: &'a PdfPage<'a>, number: u32, cache: &InterpreterCache<'a>) -> Page {
    let size = page.render_dimensions();
    let content = interpret(page, cache, RenderContent::PAGE);
    let mut lines = content.lines();
    let mut tally = repair_lines(&mut lines);
    if !worth_keeping(&lines, content.image_share(size)) {
        return page_of(number, size, &[]);
    }
    let mut notes = interpret(page, cache, RenderContent::ANNOTATIONS).lines();
    tally.join(&repair_lines(&mut notes));
    Page {
        converted: tally.converted(),
        ..page_of(number, size, &notes::woven(lines, notes))
    }
}

fn interpret<'a>(
    page: &'a PdfPage<'a>,
    cache: &InterpreterCache<'a>,
    content: RenderContent,
) -> TextDevice {
    let transform = page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings {
        render_content: content,
        ..InterpreterSettings::default()
    };
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut state = Context::new(transform, bounds, cache, page.xref(), settings);
    let mut device = TextDevice::new(has_legacy_fonts(page));
    interpret_page(page, &mut state, &mut device);
    device
}

/// Whether any font of the page is one of an old encoding; asking each glyph for its font costs.
fn has_legacy_fonts(page: &PdfPage<'_>) -> bool {
    let fonts = &page.resources().fonts;
    let names: Vec<_> = fonts.keys().collect();
    names.into_iter().any(|key| {
        fonts
            .get::<hayro_interpret::hayro_syntax::object::Dict<'_>>(key.as_ref())
            .and_then(|font| {
                font.get::<hayro_interpret::hayro_syntax::object::Name<'_>>(b"BaseFont".as_slice())
            })
            .is_some_and(|name| Legacy::of_font(name.as_str()).is_some())
    })
}

/// Says whether the text of a page is its text. On a page that is a picture, a few words are a stamp,
/// a page number or a watermark, and many words of no language are the work of a foreign recogniser;
/// such a page waits for recognition.
fn worth_keeping(lines: &[Line], image_share: f64) -> bool {
    /// A head, a page number and a signature block have fewer words than this.
    const FEW_TOKENS: usize = 30;
    let text = lines
        .iter()
        .flatten()
        .map(|token| token.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let quality = Quality::of(&text);
    if quality.characters == 0 || quality.unknown_characters * 2 > quality.characters {
        return false;
    }
    match image_share {
        share if share < 0.2 => true,
        share if share < 0.5 => quality.tokens >= FEW_TOKENS,
        _ => quality.tokens >= FEW_TOKENS && quality.is_language(),
    }
}
