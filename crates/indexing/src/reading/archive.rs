//! ZIP archives: their members become files of their own, under limits. An archive in an archive stays
//! a file.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use workflow::documents::tidy_file_name;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Contained;
use super::child::{Code, Found, Source};
use super::detect::{media, zip_kind_by_names};

const MAX_MEMBERS: usize = 1_000;
const MAX_EXPANDED_BYTES: u64 = 2 << 30;
/// Largest ratio of all members to the archive's own size.
const MAX_RATIO: u64 = 200;
/// Archives of text below this size may have any ratio.
const SMALL_BYTES: u64 = 16 << 20;

/// What a ZIP is by the names of its members.
pub fn kind(path: &Path) -> &'static str {
    let Some(archive) = File::open(path)
        .ok()
        .and_then(|file| ZipArchive::new(file).ok())
    else {
        return media::ZIP;
    };
    let names: HashSet<&str> = archive.file_names().collect();
    zip_kind_by_names(|start| names.iter().any(|name| name.starts_with(start)))
}

/// Unpacks the members into the scratch folder.
pub fn read(source: &Source<'_>) -> Result<Found, Code> {
    let file = File::open(source.path).map_err(|_| "reading.missing")?;
    let packed = file
        .metadata()
        .map(|metadata| metadata.len())
        .unwrap_or_default();
    let mut archive = ZipArchive::new(file).map_err(|error| code(&error))?;
    if archive.len() > MAX_MEMBERS {
        return Err("reading.archive_bomb");
    }
    let mut left = MAX_EXPANDED_BYTES
        .min(source.output_bytes)
        .min(SMALL_BYTES.max(packed.saturating_mul(MAX_RATIO)));
    let mut contained = Vec::new();
    for at in 0..archive.len() {
        let member = archive.by_index(at).map_err(|error| code(&error))?;
        if !member.is_file() {
            continue;
        }
        let name = tidy_file_name(&member_name(&member));
        let path = source.scratch.join(format!("member-{at}"));
        left = left
            .checked_sub(unpack(member, &path, left)?)
            .ok_or("reading.archive_bomb")?;
        contained.push(Contained { name, path });
    }
    Ok(Found {
        pages: Vec::new(),
        contained,
    })
}

/// Names without the Unicode flag are most often UTF-8 all the same.
fn member_name(member: &zip::read::ZipFile<'_, File>) -> String {
    String::from_utf8(member.name_raw().to_vec()).unwrap_or_else(|_| member.name().to_owned())
}

/// Writes one member; what it gives is counted, not what it claims.
fn unpack(member: impl Read, path: &Path, left: u64) -> Result<u64, Code> {
    let mut file = File::create(path).map_err(|_| "reading.output")?;
    let written =
        io::copy(&mut member.take(left + 1), &mut file).map_err(|error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge => "reading.output",
            _ => "reading.damaged",
        })?;
    if written > left {
        Err("reading.archive_bomb")
    } else {
        Ok(written)
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
