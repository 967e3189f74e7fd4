//! Pages of a PDF, copied with what they need.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Error, Object, ObjectId};

use super::resources;
use super::writer::Writer;
use crate::reading::child::Code;

/// Levels of the tree of pages that values are inherited over.
const MAX_PARENTS: usize = 64;
/// Levels of arrays and dictionaries inside an object.
const MAX_DEPTH: usize = 100;
/// What a page inherits from the nodes above it.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// What a page says of the file it stands in, and scripts.
const LEFT_OUT: [&[u8]; 7] = [
    b"Parent",
    b"B",
    b"StructParents",
    b"AA",
    b"PieceInfo",
    b"Annots",
    b"Metadata",
];

/// A PDF that pages are copied from. Objects go over to the new file; each is moved once.
pub struct Source {
    document: Document,
    pages: Vec<ObjectId>,
    /// Pages that will be copied, with what stands on them besides their content.
    prepared: HashMap<usize, (Dictionary, Vec<Dictionary>)>,
    /// Where objects have gone.
    moved: HashMap<ObjectId, ObjectId>,
}

impl Source {
    /// Opens it; a file that opens without a password is decrypted.
    pub fn open(bytes: &[u8]) -> Result<Self, Code> {
        let document = Document::load_mem(bytes).map_err(|error| match error {
            Error::Decryption(_) | Error::InvalidPassword => "reading.encrypted",
            _ => "reading.damaged",
        })?;
        if document.trailer.get(b"Encrypt").is_ok() {
            return Err("reading.encrypted");
        }
        let pages: Vec<ObjectId> = document.page_iter().take(super::MAX_PAGES).collect();
        if pages.is_empty() {
            return Err("reading.damaged");
        }
        Ok(Source {
            document,
            pages,
            prepared: HashMap::new(),
            moved: HashMap::new(),
        })
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Looks at the pages that will be copied, from 0, while all objects are still here.
    pub fn prepare(&mut self, indices: &[usize]) -> Result<(), Code> {
        for index in indices {
            let id = *self.pages.get(*index).ok_or("reading.page_missing")?;
            if self.prepared.contains_key(index) {
                continue;
            }
            let mut page = self.whole_page(id)?;
            let annotations = self.annotations(&page);
            let names = resources::names(&self.document, id);
            let needed = page
                .get(b"Resources")
                .ok()
                .and_then(|all| resources::needed(&self.document, all, names.as_ref()));
            if let Some(needed) = needed {
                page.set("Resources", needed);
            }
            for key in LEFT_OUT {
                page.remove(key);
            }
            self.prepared.insert(*index, (page, annotations));
        }
        Ok(())
    }

    /// Copies a prepared page, turned clockwise further than it is.
    pub fn copy(&mut self, writer: &mut Writer, index: usize, turn: u16) -> Result<ObjectId, Code> {
        let prepared = self.prepared.get(&index).cloned();
        let (mut page, annotations) = prepared.ok_or("reading.page_missing")?;
        page.set("Rotate", turned(page.get(b"Rotate").ok(), turn));
        let page = self.dictionary(writer, page, 0);
        let id = writer.add_page(page);
        let annotations: Vec<Object> = annotations
            .into_iter()
            .map(|annotation| {
                let mut annotation = self.dictionary(writer, annotation, 0);
                annotation.set("P", id);
                Object::Reference(writer.document.add_object(annotation))
            })
            .collect();
        if !annotations.is_empty()
            && let Ok(page) = writer.document.get_dictionary_mut(id)
        {
            page.set("Annots", annotations);
        }
        Ok(id)
    }

    /// The page with what it inherits.
    fn whole_page(&self, id: ObjectId) -> Result<Dictionary, Code> {
        let page = self.document.get_dictionary(id);
        let mut page = page.map_err(|_| "reading.damaged")?.clone();
        let mut node = page.get(b"Parent").and_then(Object::as_reference).ok();
        for _ in 0..MAX_PARENTS {
            let Some(parent) = node.and_then(|node| self.document.get_dictionary(node).ok()) else {
                break;
            };
            for key in INHERITED {
                if let (false, Ok(value)) = (page.has(key), parent.get(key)) {
                    page.set(key, value.clone());
                }
            }
            node = parent.get(b"Parent").and_then(Object::as_reference).ok();
        }
        Ok(page)
    }

    /// What stands on the page besides its content: seals, numbers, notes. A signature of the old file says
    /// nothing of the new one, so only its picture is kept.
    fn annotations(&self, page: &Dictionary) -> Vec<Dictionary> {
        let list = page.get_deref(b"Annots", &self.document);
        let Ok(list) = list.and_then(Object::as_array) else {
            return Vec::new();
        };
        list.iter()
            .filter_map(|entry| self.document.dereference(entry).ok()?.1.as_dict().ok())
            .map(|annotation| {
                let mut copy = annotation.clone();
                if !copy.has(b"FT")
                    && let Ok(parent) = copy.get_deref(b"Parent", &self.document)
                    && let Ok(kind) = parent.as_dict().and_then(|parent| parent.get(b"FT"))
                {
                    copy.set("FT", kind.clone());
                }
                let is_link = copy
                    .get_deref(b"A", &self.document)
                    .and_then(Object::as_dict)
                    .and_then(|action| action.get(b"S").and_then(Object::as_name))
                    .is_ok_and(|kind| kind == b"URI");
                if !is_link {
                    copy.remove(b"A");
                }
                for key in [
                    "P",
                    "Parent",
                    "AA",
                    "Dest",
                    "StructParent",
                    "Popup",
                    "IRT",
                    "V",
                ] {
                    copy.remove(key.as_bytes());
                }
                copy
            })
            .collect()
    }

    /// An object of the old file as one of the new.
    fn object(&mut self, writer: &mut Writer, object: Object, depth: usize) -> Object {
        if depth > MAX_DEPTH {
            return Object::Null;
        }
        match object {
            Object::Reference(id) => self.reference(writer, id),
            Object::Array(items) => {
                let items = items.into_iter();
                let items = items.map(|item| self.object(writer, item, depth + 1));
                Object::Array(items.collect())
            }
            Object::Dictionary(dictionary) => {
                Object::Dictionary(self.dictionary(writer, dictionary, depth + 1))
            }
            Object::Stream(mut stream) => {
                let dictionary = std::mem::take(&mut stream.dict);
                stream.dict = self.dictionary(writer, dictionary, depth + 1);
                Object::Stream(stream)
            }
            other => other,
        }
    }

    fn dictionary(
        &mut self,
        writer: &mut Writer,
        dictionary: Dictionary,
        depth: usize,
    ) -> Dictionary {
        let mut copy = Dictionary::new();
        for (key, value) in dictionary {
            let value = self.object(writer, value, depth + 1);
            copy.set(key, value);
        }
        copy
    }

    /// Moves the object with all that it refers to, once.
    fn reference(&mut self, writer: &mut Writer, id: ObjectId) -> Object {
        let mut open = vec![id];
        let mut fresh = Vec::new();
        while let Some(id) = open.pop() {
            if self.moved.contains_key(&id) {
                continue;
            }
            let Some(object) = self.document.objects.get(&id).filter(|it| !is_of_file(it)) else {
                continue;
            };
            references(object, &mut open, 0);
            let new = writer.document.new_object_id();
            self.moved.insert(id, new);
            fresh.push((id, new));
        }
        // All of them have their numbers now, so this goes no deeper.
        for (old, new) in fresh {
            if let Some(object) = self.document.objects.remove(&old) {
                let renamed = self.object(writer, object, 0);
                writer.document.objects.insert(new, renamed);
            }
        }
        let moved = self.moved.get(&id);
        moved.map_or(Object::Null, |moved| Object::Reference(*moved))
    }
}

/// Whether an object speaks of the file as a whole: other pages, the tree, the structure.
fn is_of_file(object: &Object) -> bool {
    let kind = object
        .as_dict()
        .and_then(|dictionary| dictionary.get(b"Type").and_then(Object::as_name));
    matches!(
        kind,
        Ok(b"Page" | b"Pages" | b"Catalog" | b"StructTreeRoot" | b"StructElem")
    )
}

fn references(object: &Object, found: &mut Vec<ObjectId>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    let mut of_dictionary = |dictionary: &Dictionary| {
        for (_, value) in dictionary {
            references(value, found, depth + 1);
        }
    };
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => {
            for item in items {
                references(item, found, depth + 1);
            }
        }
        Object::Dictionary(dictionary) => of_dictionary(dictionary),
        Object::Stream(stream) => of_dictionary(&stream.dict),
        _ => {}
    }
}

/// Degrees from 0 to 270.
fn turned(rotate: Option<&Object>, turn: u16) -> i64 {
    let before = rotate
        .and_then(|rotate| rotate.as_float().ok())
        .unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "quarters of a circle")]
    let quarters = (before / 90.0).round() as i64;
    (quarters * 90 + i64::from(turn)).rem_euclid(360)
}
