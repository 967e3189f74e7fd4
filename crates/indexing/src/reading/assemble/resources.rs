//! The resources that a page needs. Scanners list the pictures of all pages in one dictionary that every
//! page shares; whoever copies a page with all of it copies the whole file.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Largest content of a page that is searched for names.
const MAX_CONTENT_BYTES: usize = 64 << 20;
/// Resources that are called by name.
const NAMED: [&[u8]; 7] = [
    b"XObject",
    b"Font",
    b"ExtGState",
    b"ColorSpace",
    b"Pattern",
    b"Shading",
    b"Properties",
];

/// The names in the content of a page; none when it cannot be read.
pub fn names(document: &Document, page: ObjectId) -> Option<HashSet<Vec<u8>>> {
    let mut names = HashSet::new();
    let mut left = MAX_CONTENT_BYTES;
    for id in document.get_page_contents(page) {
        let stream = document.get_object(id).ok()?.as_stream().ok()?;
        let content = stream.get_plain_content_with_limit(left).ok()?;
        left = left.checked_sub(content.len())?;
        collect(&content, &mut names);
    }
    Some(names)
}

fn collect(content: &[u8], names: &mut HashSet<Vec<u8>>) {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\0()<>[]{}/%".contains(byte);
    let mut rest = content;
    while let Some(begin) = rest.iter().position(|byte| *byte == b'/') {
        let name = &rest[begin + 1..];
        let end = name.iter().position(is_end).unwrap_or(name.len());
        names.insert(decoded(&name[..end]));
        rest = &name[end..];
    }
}

/// `#20` stands for a blank.
fn decoded(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while at < name.len() {
        let hex = name.get(at + 1..at + 3).filter(|_| name[at] == b'#');
        let code = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(name[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    out
}

/// The dictionary with those entries only that the page names; none when it must stay as it is.
pub fn needed(
    document: &Document,
    resources: &Object,
    names: Option<&HashSet<Vec<u8>>>,
) -> Option<Dictionary> {
    let names = names?;
    let all = dictionary(document, resources)?;
    let mut needed = all.clone();
    for kind in NAMED {
        let Some(entries) = all.get(kind).ok().and_then(|all| dictionary(document, all)) else {
            continue;
        };
        let mut kept = Dictionary::new();
        for (key, value) in entries {
            if !names.contains(key) {
                continue;
            }
            if borrows(document, value) {
                return None;
            }
            kept.set(key.clone(), value.clone());
        }
        needed.set(kind, kept);
    }
    Some(needed)
}

/// Forms and drawn fonts of old files without resources of their own call those of the page.
fn borrows(document: &Document, object: &Object) -> bool {
    let Ok((_, object)) = document.dereference(object) else {
        return false;
    };
    let dictionary = match object {
        Object::Stream(stream) => &stream.dict,
        Object::Dictionary(dictionary) => dictionary,
        _ => return false,
    };
    let subtype = dictionary.get(b"Subtype").and_then(Object::as_name);
    matches!(subtype, Ok(b"Form" | b"Type3")) && !dictionary.has(b"Resources")
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    document.dereference(object).ok()?.1.as_dict().ok()
}
