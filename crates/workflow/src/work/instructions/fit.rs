//! Which template is meant for a paper: the more it names of what the paper is, the better it fits.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Template;
use crate::documents::Fields;

/// Why a template is meant for a paper; the greater fits better.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// How many words of the issuer it names; none for a template for every issuer.
    issuer_words: usize,
    /// Whether it names the kind.
    pub by_kind: bool,
    /// The name of the issuer as the template writes it.
    pub by_issuer: Option<String>,
}

impl Template {
    /// Why it is meant for a paper with these fields; none where it is meant for others.
    ///
    /// An issuer is named by the beginning of its name, whole words without diacritics: «So Tai
    /// chinh» is «Sở Tài chính tỉnh Lạc Giang» too. Kind and issuer together fit better than the
    /// issuer alone, that better than the kind alone, and that better than neither.
    pub fn fit(&self, fields: &Fields) -> Option<Fit> {
        let by_kind = !self.kinds.is_empty();
        if by_kind
            && !self
                .kinds
                .iter()
                .any(|kind| fields.kind.as_ref() == Some(kind))
        {
            return None;
        }
        if self.issuers.is_empty() {
            return Some(Fit {
                issuer_words: 0,
                by_kind,
                by_issuer: None,
            });
        }
        let issuer = words(fields.issuer.as_deref()?);
        let named = self.issuers.iter().filter_map(|name| {
            let named = words(name);
            let begins = !named.is_empty() && issuer.starts_with(&named);
            begins.then_some((named.len(), name))
        });
        let (issuer_words, name) = named.max_by_key(|(length, _)| *length)?;
        Some(Fit {
            issuer_words,
            by_kind,
            by_issuer: Some(name.clone()),
        })
    }
}

impl Fit {
    /// The place among the templates of a paper; the greatest is offered first.
    pub fn rank(&self) -> (bool, bool, usize) {
        (self.by_issuer.is_some(), self.by_kind, self.issuer_words)
    }
}

/// The words of a name in small letters without diacritics.
pub(super) fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
