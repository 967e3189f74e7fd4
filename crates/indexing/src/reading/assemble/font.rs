//! A font without shapes for words that are found and never seen: every character is of the same width and
//! has a code of its own, from which the file tells the character again (ISO 32000-1, 9.10.3).

use std::collections::HashMap;
use std::fmt::Write;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::writer::Writer;

/// Width of every character in thousandths of its size.
pub const WIDTH: u16 = 500;
/// Of the size, above and below the base line.
const ASCENT: i16 = 750;
const DESCENT: i16 = -220;
const NAME: &str = "AAAAAA+Unseen";
/// Most lines of one block of the table of characters.
const BLOCK: usize = 100;

/// The characters that were written so far.
#[derive(Default)]
pub struct Font {
    codes: HashMap<char, u16>,
    characters: Vec<char>,
    id: Option<ObjectId>,
}

impl Font {
    /// Its number in the file.
    pub fn id(&mut self, writer: &mut Writer) -> ObjectId {
        *self
            .id
            .get_or_insert_with(|| writer.document.new_object_id())
    }

    /// The codes of a text in hexadecimal digits.
    pub fn codes(&mut self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            let next = u16::try_from(self.characters.len() + 1).unwrap_or(u16::MAX);
            let code = *self.codes.entry(c).or_insert(next);
            if code == next && next < u16::MAX {
                self.characters.push(c);
            }
            // Writing to memory does not fail.
            let _ = write!(out, "{code:04X}");
        }
        out
    }

    /// Writes the font, once all texts are known.
    pub fn write(self, writer: &mut Writer) {
        let Some(id) = self.id else {
            return;
        };
        let program = program();
        let length = i64::try_from(program.len()).unwrap_or_default();
        let program = writer.add_packed(dictionary! { "Length1" => length }, &program);
        let descriptor = writer.document.add_object(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => NAME,
            "Flags" => 4,
            "FontBBox" => vec![0.into(), i64::from(DESCENT).into(), i64::from(WIDTH).into(), i64::from(ASCENT).into()],
            "ItalicAngle" => 0,
            "Ascent" => i64::from(ASCENT),
            "Descent" => i64::from(DESCENT),
            "CapHeight" => i64::from(ASCENT),
            "StemV" => 80,
            "FontFile2" => program,
        });
        // The one glyph for every code but that of no character.
        let glyphs: Vec<u8> = [[0, 0]]
            .into_iter()
            .chain(self.characters.iter().map(|_| [0, 1]))
            .flatten()
            .collect();
        let glyphs = writer.add_packed(Dictionary::new(), &glyphs);
        let of_codes = writer.document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => NAME,
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor,
            "DW" => i64::from(WIDTH),
            "CIDToGIDMap" => glyphs,
        });
        let told = writer.add_packed(Dictionary::new(), self.table().as_bytes());
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => NAME,
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(of_codes)],
            "ToUnicode" => told,
        };
        writer.document.objects.insert(id, font.into());
    }

    /// The table from codes to characters.
    fn table(&self) -> String {
        let mut out = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let pairs: Vec<(u16, char)> = (1..).zip(self.characters.iter().copied()).collect();
        for block in pairs.chunks(BLOCK) {
            let _ = writeln!(out, "{} beginbfchar", block.len());
            for (code, c) in block {
                let mut units = [0; 2];
                let units = c.encode_utf16(&mut units).iter();
                let units: String = units.map(|unit| format!("{unit:04X}")).collect();
                let _ = writeln!(out, "<{code:04X}> <{units}>");
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        out
    }
}

/// A TrueType font of two glyphs without outlines.
fn program() -> Vec<u8> {
    let words =
        |words: &[i16]| -> Vec<u8> { words.iter().flat_map(|word| word.to_be_bytes()).collect() };
    let width = i16::try_from(WIDTH).unwrap_or_default();
    let head = [
        words(&[1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000]),
        vec![0; 16],
        words(&[0, DESCENT, width, ASCENT, 0, 8, 2, 0, 0]),
    ];
    let hhea = [
        1, 0, ASCENT, DESCENT, 0, width, 0, 0, width, 1, 0, 0, 0, 0, 0, 0, 0, 1,
    ];
    let maxp = [1, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    let post = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let tables: [(&[u8; 4], Vec<u8>); 7] = [
        (b"glyf", vec![0; 4]),
        (b"head", head.concat()),
        (b"hhea", words(&hhea)),
        (b"hmtx", words(&[width, 0, 0])),
        (b"loca", words(&[0, 0, 0])),
        (b"maxp", words(&maxp)),
        (b"post", words(&post)),
    ];
    let mut out = words(&[1, 0, 7, 64, 2, 48]);
    let mut at = 12 + 16 * 7;
    let mut bodies = Vec::new();
    for (tag, mut body) in tables {
        let length = body.len();
        body.resize(length.next_multiple_of(4), 0);
        out.extend(tag);
        out.extend(checksum(&body).to_be_bytes());
        for number in [at, length] {
            out.extend(u32::try_from(number).unwrap_or_default().to_be_bytes());
        }
        at += body.len();
        bodies.extend(body);
    }
    out.extend(bodies);
    out
}

fn checksum(body: &[u8]) -> u32 {
    body.chunks_exact(4).fold(0, |sum, word| {
        let word = word.try_into().map_or(0, u32::from_be_bytes);
        sum.wrapping_add(word)
    })
}
