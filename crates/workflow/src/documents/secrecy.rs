//! Marks of state secrecy (độ mật). Papers that bear one stay out of the ordinary store
//! (Luật Bảo vệ bí mật nhà nước 117/2025/QH15; NĐ 30/2020 Phụ lục I, ô 10a).

/// The mark that a page bears, if it bears one.
///
/// A mark is a line of its own in capitals among the first lines of the page; the same word inside
/// a sentence, such as «chế độ bảo mật», is none.
pub fn secrecy_mark(page_text: &str) -> Option<&'static str> {
    const MARKS: [&str; 3] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];
    page_text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(25)
        .find_map(|line| {
            let line = line.trim().trim_matches(['[', ']', '|', '.', ':']).trim();
            MARKS.into_iter().find(|mark| *mark == line)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_line_of_its_own_in_capitals() {
        for (page, mark) in [
            ("UBND TỈNH\n MẬT \nSố: 12/QĐ", Some("MẬT")),
            ("UBND TỈNH\n[TỐI MẬT]\n", Some("TỐI MẬT")),
            ("TUYỆT MẬT", Some("TUYỆT MẬT")),
            ("Chế độ bảo mật\nvà độ MẬT của văn bản", None),
            ("Mật", None),
            ("", None),
        ] {
            assert_eq!(secrecy_mark(page), mark, "{page:?}");
        }
        let deep = format!("{}MẬT", "dòng\n".repeat(30));
        assert_eq!(secrecy_mark(&deep), None);
    }
}
