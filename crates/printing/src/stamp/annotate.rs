//! Adds pictures to the first page as annotations, in a new revision after the bytes that were there.

use std::collections::BTreeSet;

use lopdf::{
    Dictionary, Document, Error, IncrementalDocument, Object, ObjectId, Stream, StringFormat,
    dictionary,
};
use serde::{Deserialize, Serialize};

use super::page::{Frame, inherited};
use super::{Area, Place};
use crate::PrintError;

/// Printed, read-only, locked in place and in content (ISO 32000-1, table 165).
const FLAGS: i64 = 4 | 64 | 128 | 512;

/// A stamped copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The file.
    pub pdf: Vec<u8>,
    /// How it was made.
    pub way: Way,
}

/// How the copy came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The bytes of the original with the stamp behind them; signatures in it can still be checked.
    Appended,
    /// The original's directory was damaged, so all that was found in it was written anew; a signature in it no
    /// longer covers the file.
    Rewritten,
}

/// Where a picture is wanted.
pub enum Wanted {
    /// Its upper left corner in fractions of the page, its width and height in points.
    Fraction(Place, f64, f64),
    /// A box in points.
    Points(Area),
}

/// One picture, the page of the same place in the pictures' file.
pub struct Overlay {
    /// Where.
    pub area: Wanted,
    /// What it says, for those who hear instead of see.
    pub contents: String,
}

/// The original with page 1 of `pictures` at the first overlay's place, and so on.
pub fn add(original: &[u8], pictures: &[u8], overlays: &[Overlay]) -> Result<Stamped, PrintError> {
    let document = open(original)?;
    let page = document.page_iter().next().ok_or(PrintError::Unreadable)?;
    let frame = Frame::of(&document, page);
    let mut pictures = Document::load_mem(pictures).map_err(|error| failed(&error))?;
    pictures.renumber_objects_with(document.max_id + 1);

    let is_damaged = document.xref_recovery.is_some();
    let mut revision = IncrementalDocument::create_from(original.to_vec(), document);
    revision.new_document.max_id = pictures.max_id;
    let mut annotations = Vec::new();
    for (overlay, picture) in overlays.iter().zip(pictures.page_iter()) {
        let area = area(&frame, &overlay.area)?;
        let appearance = form(&pictures, picture, &frame, &area)?;
        let form_id = revision.new_document.add_object(appearance);
        for (id, object) in needed(&pictures, &revision.new_document, form_id)? {
            revision.new_document.set_object(id, object);
        }
        let annotation = annotation(overlay, frame.inside(&area), page, form_id);
        annotations.push(revision.new_document.add_object(annotation));
    }
    list(&mut revision, page, &annotations).map_err(|error| failed(&error))?;
    save(revision, is_damaged)
}

fn save(mut revision: IncrementalDocument, is_damaged: bool) -> Result<Stamped, PrintError> {
    let mut pdf = Vec::new();
    if is_damaged {
        let mut whole = revision.get_prev_documents().clone();
        whole.max_id = revision.new_document.max_id;
        whole.objects.extend(revision.new_document.objects);
        whole
            .save_to(&mut pdf)
            .map_err(|_| PrintError::Unreadable)?;
        return Ok(Stamped {
            pdf,
            way: Way::Rewritten,
        });
    }
    revision
        .save_to(&mut pdf)
        .map_err(|_| PrintError::Unreadable)?;
    Ok(Stamped {
        pdf,
        way: Way::Appended,
    })
}

/// Refuses a file in which a signature stands.
pub fn require_unsigned(original: &[u8]) -> Result<(), PrintError> {
    let document = open(original)?;
    let is_signature = |object: &Object| {
        let Ok(parts) = object.as_dict() else {
            return false;
        };
        let is_signed_field =
            parts.get(b"FT").and_then(Object::as_name).ok() == Some(b"Sig") && parts.has(b"V");
        is_signed_field || parts.has(b"ByteRange") && parts.has(b"Contents")
    };
    if document.objects.values().any(is_signature) {
        return Err(PrintError::Signed);
    }
    Ok(())
}

fn open(original: &[u8]) -> Result<Document, PrintError> {
    let document = Document::load_mem(original).map_err(|error| match error {
        Error::InvalidPassword | Error::Decryption(_) => PrintError::Encrypted,
        _ => PrintError::Unreadable,
    })?;
    if document.is_encrypted() {
        return Err(PrintError::Encrypted);
    }
    Ok(document)
}

fn area(frame: &Frame, wanted: &Wanted) -> Result<Area, PrintError> {
    let (width, height) = frame.shown();
    match wanted {
        Wanted::Fraction(place, ..) if !place.is_sound() => Err(PrintError::OffPage),
        Wanted::Fraction(place, wide, high) => Ok(place.area(width, height, *wide, *high)),
        Wanted::Points(area) => {
            let is_on_page = area.is_sound()
                && area.x >= 0.0
                && area.y >= 0.0
                && area.x + area.width <= width + 1.0
                && area.y + area.height <= height + 1.0;
            is_on_page.then_some(*area).ok_or(PrintError::OffPage)
        }
    }
}

/// A page of the pictures as a form of its own.
fn form(
    pictures: &Document,
    picture: ObjectId,
    frame: &Frame,
    area: &Area,
) -> Result<Stream, PrintError> {
    let content = pictures.get_page_content(picture);
    let resources = inherited(pictures, picture, b"Resources")
        .cloned()
        .unwrap_or_else(|| Object::Dictionary(Dictionary::new()));
    let mut stream = Stream::new(
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => numbers(&[0.0, 0.0, area.width, area.height]),
            "Matrix" => frame.matrix().map(Object::Integer).to_vec(),
            "Resources" => resources,
        },
        content,
    );
    stream.compress().map_err(|error| failed(&error))?;
    Ok(stream)
}

/// What the form leans on, directly or not, that is not there yet.
fn needed(
    pictures: &Document,
    there: &Document,
    form_id: ObjectId,
) -> Result<Vec<(ObjectId, Object)>, PrintError> {
    let form = there.get_object(form_id).map_err(|error| failed(&error))?;
    let mut open = vec![form];
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    while let Some(object) = open.pop() {
        match object {
            Object::Array(parts) => open.extend(parts),
            Object::Dictionary(parts) => open.extend(parts.iter().map(|(_, part)| part)),
            Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, part)| part)),
            Object::Reference(id) if !there.has_object(*id) && seen.insert(*id) => {
                let target = pictures.get_object(*id).map_err(|error| failed(&error))?;
                found.push((*id, target.clone()));
                open.push(target);
            }
            _ => {}
        }
    }
    Ok(found)
}

fn annotation(
    overlay: &Overlay,
    inside: [f64; 4],
    page: ObjectId,
    form_id: ObjectId,
) -> Dictionary {
    let words: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain(overlay.contents.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Stamp",
        "Rect" => numbers(&inside),
        "F" => FLAGS,
        "P" => page,
        "NM" => Object::string_literal(format!("congvan-{}", form_id.0)),
        "Contents" => Object::String(words, StringFormat::Hexadecimal),
        "AP" => dictionary! { "N" => form_id },
    }
}

/// Adds the annotations to the page's list, which may be missing, in the page or an object of its own.
fn list(
    revision: &mut IncrementalDocument,
    page: ObjectId,
    annotations: &[ObjectId],
) -> lopdf::Result<()> {
    let before = revision.get_prev_documents();
    let entry = before.get_dictionary(page)?.get(b"Annots").ok().cloned();
    let mut all = match &entry {
        Some(entry) => before
            .dereference(entry)
            .ok()
            .and_then(|(_, list)| list.as_array().ok().cloned())
            .unwrap_or_default(),
        None => Vec::new(),
    };
    all.extend(annotations.iter().map(|id| Object::Reference(*id)));
    if let Some(Object::Reference(list_id)) = entry {
        revision.new_document.set_object(list_id, all);
        return Ok(());
    }
    revision.opt_clone_object_to_new_document(page)?;
    revision
        .new_document
        .get_dictionary_mut(page)?
        .set("Annots", all);
    Ok(())
}

/// PDF keeps numbers in less than double precision; a page is far smaller.
#[allow(clippy::cast_possible_truncation)]
fn numbers(numbers: &[f64]) -> Vec<Object> {
    numbers.iter().map(|n| Object::Real(*n as f32)).collect()
}

fn failed(error: &Error) -> PrintError {
    PrintError::Failed(error.to_string())
}
