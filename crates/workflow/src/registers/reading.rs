//! Comparing words as somebody who looks something up in a register does.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Says whether every word of `words` stands in the text; marks and letter case make no
/// difference.
pub fn reads_as(text: &str, words: &str) -> bool {
    let text = bare(text);
    bare(words)
        .split_whitespace()
        .all(|word| text.contains(word))
}

fn bare(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_without_marks_and_in_any_order() {
        let text = "12/QĐ-UBND\nVề việc điều động cán bộ";
        for (words, expected) in [
            ("dieu dong", true),
            ("CÁN điều", true),
            ("qd-ubnd", true),
            ("", true),
            ("dieu chuyen", false),
        ] {
            assert_eq!(reads_as(text, words), expected, "{words}");
        }
    }
}
