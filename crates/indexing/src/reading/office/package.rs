//! Members of a ZIP of an office format, under limits that hold before anything is unpacked.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::reading::child::Code;

/// Most members of an office file; large presentations have some thousand.
const MAX_MEMBERS: usize = 20_000;
/// Most bytes that its parts give together.
const MAX_EXPANDED_BYTES: u64 = 400 << 20;
/// Largest ratio of a part to its packed size; XML of empty cells reaches about 100.
const MAX_RATIO: u64 = 400;
/// Parts below this size may have any ratio.
const SMALL_BYTES: u64 = 4 << 20;

/// An opened office file.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left_bytes: u64,
}

impl<'a> Package<'a> {
    /// Opens it and looks at what it claims.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Code> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| code(&error))?;
        if archive.len() > MAX_MEMBERS {
            return Err("reading.archive_bomb");
        }
        let mut total: u64 = 0;
        for at in 0..archive.len() {
            let member = archive.by_index_raw(at).map_err(|error| code(&error))?;
            let (size, packed) = (member.size(), member.compressed_size());
            total = total.saturating_add(size);
            if size > SMALL_BYTES && size / packed.max(1) > MAX_RATIO {
                return Err("reading.archive_bomb");
            }
        }
        if total > MAX_EXPANDED_BYTES {
            return Err("reading.archive_bomb");
        }
        Ok(Package {
            archive,
            left_bytes: MAX_EXPANDED_BYTES,
        })
    }

    /// The names of its parts.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().map(str::to_owned).collect()
    }

    /// The bytes of a part; none when there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Code> {
        let member = match self.archive.by_name(name) {
            Ok(member) => member,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(code(&error)),
        };
        let mut bytes = Vec::new();
        // What a member claims is not what it gives.
        let read = member.take(self.left_bytes + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > self.left_bytes {
            return Err("reading.archive_bomb");
        }
        self.left_bytes -= bytes.len() as u64;
        match read {
            Ok(_) => Ok(Some(bytes)),
            // A torn part still gives the text in front of the tear.
            Err(_) if !bytes.is_empty() => Ok(Some(bytes)),
            Err(_) => Err("reading.damaged"),
        }
    }
}

fn code(error: &ZipError) -> Code {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => {
            "reading.encrypted"
        }
        ZipError::UnsupportedArchive(_) => "reading.unsupported",
        _ => "reading.damaged",
    }
}
