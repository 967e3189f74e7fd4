//! One slip in a longer word: what may have been meant, taken from the words of the index itself.
//!
//! Nothing is kept in memory: the few hundred spellings one slip away are looked up in the dictionary
//! of the index. A correction is offered only when it finds papers the caller may read.

use tantivy::{Searcher, Term};

use super::schema::IndexFields;

/// Shortest word that is corrected, in letters.
pub(crate) const CORRECTED_MIN_CHARS: usize = 4;
/// Longest word that is corrected, in letters.
const CORRECTED_MAX_CHARS: usize = 12;
/// Spellings tried for one word, the most frequent first.
const CANDIDATES_MAX: usize = 8;

/// Words of the index one slip away, the most frequent first.
pub(crate) fn candidates(
    searcher: &Searcher,
    fields: &IndexFields,
    folded: &str,
) -> tantivy::Result<Vec<String>> {
    let length = folded.chars().count();
    if !(CORRECTED_MIN_CHARS..=CORRECTED_MAX_CHARS).contains(&length)
        || !folded.bytes().all(|b| b.is_ascii_lowercase())
    {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for spelling in one_slip_away(folded) {
        let count = searcher.doc_freq(&Term::from_field_text(fields.text, &spelling))?;
        if count > 0 {
            found.push((count, spelling));
        }
    }
    found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.truncate(CANDIDATES_MAX);
    Ok(found.into_iter().map(|(_, spelling)| spelling).collect())
}

/// Every spelling with one letter more, less, other, or two neighbours swapped.
fn one_slip_away(word: &str) -> Vec<String> {
    let letters = word.as_bytes();
    let mut spellings: Vec<Vec<u8>> = Vec::new();
    for at in 0..=letters.len() {
        for letter in b'a'..=b'z' {
            let mut longer = letters.to_vec();
            longer.insert(at, letter);
            spellings.push(longer);
            if at < letters.len() {
                let mut other = letters.to_vec();
                other[at] = letter;
                spellings.push(other);
            }
        }
        if at < letters.len() {
            let mut shorter = letters.to_vec();
            shorter.remove(at);
            spellings.push(shorter);
        }
        if at + 1 < letters.len() {
            let mut swapped = letters.to_vec();
            swapped.swap(at, at + 1);
            spellings.push(swapped);
        }
    }
    spellings.sort_unstable();
    spellings.dedup();
    spellings
        .into_iter()
        .filter(|spelling| spelling != letters)
        .filter_map(|s| String::from_utf8(s).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_letter() {
        let near = one_slip_away("quyet");
        for spelling in ["quet", "quyeet", "quuet", "uqyet", "quyett", "xquyet"] {
            assert!(near.iter().any(|found| found == spelling), "{spelling}");
        }
        assert!(!near.iter().any(|found| found == "quyet" || found == "qyte"));
    }
}
