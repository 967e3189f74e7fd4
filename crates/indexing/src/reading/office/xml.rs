//! XML of office parts as events, with a limit on nesting. Entities beyond the five of XML and
//! numbers are left out, so none can grow.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::reading::child::Code;

/// Office programs nest less than a hundred deep.
const MAX_DEPTH: usize = 2_000;

/// What a part's reader is told.
pub trait Sink {
    /// An element begins.
    fn start(&mut self, name: &[u8], element: &BytesStart<'_>);
    /// An element ends.
    fn end(&mut self, name: &[u8]);
    /// Characters.
    fn text(&mut self, text: &str);
}

/// Reads a part to its end, or to where it breaks: what stands before is told all the same. Gives an
/// error only when the nesting is a trap.
pub fn walk(bytes: &[u8], sink: &mut impl Sink) -> Result<(), Code> {
    let source = decoded(bytes);
    let mut reader = Reader::from_reader(source.as_ref());
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err("reading.archive_bomb");
                }
                sink.start(element.local_name().as_ref(), &element);
            }
            Ok(Event::Empty(element)) => {
                sink.start(element.local_name().as_ref(), &element);
                sink.end(element.local_name().as_ref());
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                sink.end(element.local_name().as_ref());
            }
            Ok(Event::Text(text)) => sink.text(&String::from_utf8_lossy(&text)),
            Ok(Event::CData(text)) => sink.text(&String::from_utf8_lossy(&text)),
            Ok(Event::GeneralRef(reference)) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    _ => named(&reference),
                };
                if let Some(character) = character {
                    sink.text(character.encode_utf8(&mut [0; 4]));
                }
            }
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

fn named(name: &[u8]) -> Option<char> {
    Some(match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        _ => return None,
    })
}

/// Office parts are UTF-8 but for rare UTF-16 ones.
fn decoded(bytes: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, skip)) if encoding != encoding_rs::UTF_8 => encoding
            .decode(&bytes[skip..])
            .0
            .into_owned()
            .into_bytes()
            .into(),
        _ => bytes.into(),
    }
}

/// The value of an attribute by its local name.
pub fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| String::from_utf8_lossy(&attribute.value).into_owned())
}
