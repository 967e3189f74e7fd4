//! Words and dates inside sentences that the server writes, from the catalogue that the web uses.

use std::collections::HashMap;
use std::sync::LazyLock;

use time::OffsetDateTime;
use time::macros::format_description;

use super::problem::Sentence;
use crate::clock::VIETNAM;

static WORDS: LazyLock<HashMap<String, Sentence>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../web/src/messages/words.json"))
        .unwrap_or_default()
});

/// The Vietnamese word of a code; the code itself where there is none.
pub fn word(code: &str) -> String {
    WORDS
        .get(code)
        .map_or_else(|| code.to_owned(), |word| word.vi.clone())
}

/// A day as it is written in Vietnam: 23/11/2026.
pub fn day(at: OffsetDateTime) -> String {
    let shown = at
        .to_offset(VIETNAM)
        .format(format_description!("[day]/[month]/[year]"));
    shown.unwrap_or_default()
}

/// A moment as it is written in Vietnam: 17:00 ngày 23/11/2026.
pub fn moment(at: OffsetDateTime) -> String {
    let shown = at.to_offset(VIETNAM).format(format_description!(
        "[hour]:[minute] ngày [day]/[month]/[year]"
    ));
    shown.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use time::macros::datetime;
    use workflow::access::Role;
    use workflow::work::TaskKind;

    use super::*;

    #[test]
    fn every_role_and_every_task_has_its_word() {
        let roles = Role::ALL.map(|role| format!("role.{}", role.code()));
        let tasks = TaskKind::ALL.map(|kind| format!("task.{}", kind.code()));
        let others = ["everyone", "members_of", "head_of"].map(str::to_owned);
        for code in roles.iter().chain(&tasks).chain(&others) {
            assert!(WORDS.contains_key(code), "{code} has no word");
        }
    }

    #[test]
    fn dates_are_those_of_vietnam() {
        let late = datetime!(2026-11-23 18:30 UTC);
        assert_eq!(day(late), "24/11/2026");
        assert_eq!(moment(late), "01:30 ngày 24/11/2026");
    }
}
