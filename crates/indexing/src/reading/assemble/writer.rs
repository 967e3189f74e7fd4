//! The PDF that is being made: objects, and the pages in their order.

use std::path::Path;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::{Assembled, size_of};
use crate::reading::child::Code;

/// A PDF in the making.
pub struct Writer {
    /// Its objects.
    pub document: Document,
    tree: ObjectId,
    pages: Vec<Option<ObjectId>>,
}

impl Writer {
    /// One with room for so many pages.
    pub fn new(pages: usize) -> Self {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        Writer {
            document,
            tree,
            pages: vec![None; pages],
        }
    }

    /// Adds a page that stands nowhere yet.
    pub fn add_page(&mut self, mut page: Dictionary) -> ObjectId {
        page.set("Type", "Page");
        page.set("Parent", self.tree);
        self.document.add_object(page)
    }

    /// Says that a page is the one at this place, from 0.
    pub fn place(&mut self, at: usize, page: ObjectId) {
        if let Some(place) = self.pages.get_mut(at) {
            *place = Some(page);
        }
    }

    /// Adds a stream, packed.
    pub fn add_packed(&mut self, mut dictionary: Dictionary, bytes: &[u8]) -> ObjectId {
        dictionary.set("Filter", "FlateDecode");
        let stream = Stream::new(dictionary, packed(bytes)).with_compression(false);
        self.document.add_object(stream)
    }

    /// Writes the file.
    pub fn save(mut self, target: &Path) -> Result<Assembled, Code> {
        let kids: Vec<Object> = self
            .pages
            .iter()
            .flatten()
            .map(|page| Object::Reference(*page))
            .collect();
        let count = u32::try_from(kids.len()).map_err(|_| "reading.output")?;
        let tree = dictionary! { "Type" => "Pages", "Count" => i64::from(count), "Kids" => kids };
        self.document.objects.insert(self.tree, tree.into());
        let catalog = dictionary! { "Type" => "Catalog", "Pages" => self.tree };
        let catalog = self.document.add_object(catalog);
        self.document.trailer.set("Root", catalog);
        self.document.save(target).map_err(|_| "reading.output")?;
        Ok(Assembled {
            pages: count,
            size_bytes: size_of(target)?,
        })
    }
}

/// Bytes packed by Flate.
fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory does not fail.
    let written = encoder.write_all(bytes);
    let packed = written.and_then(|()| encoder.finish());
    packed.unwrap_or_default()
}
