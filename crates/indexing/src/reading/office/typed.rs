//! Text of office papers while it is gathered, run by run: what stands in a font of an old encoding is
//! converted when its stretch ends, for a letter of VNI may be parted over several runs.

use crate::reading::Page;
use crate::reading::plain::page_of_converted;
use crate::reading::text::legacy::{Legacy, Tally, settles};

/// Pages of text, the last of them open.
#[derive(Default)]
pub struct Typed {
    pages: Vec<(String, Tally)>,
    text: String,
    tally: Tally,
    /// What was put since the font changed.
    stretch: String,
    legacy: Option<Legacy>,
}

impl Typed {
    /// Adds characters in a font of this encoding.
    pub fn put(&mut self, legacy: Option<Legacy>, text: &str) {
        if legacy != self.legacy {
            self.settle();
            self.legacy = legacy;
        }
        match self.legacy {
            Some(_) => self.stretch.push_str(text),
            None => self.text.push_str(text),
        }
    }

    /// Ends the line unless it is empty.
    pub fn end_line(&mut self) {
        self.settle();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Ends the line, also an empty one.
    pub fn break_line(&mut self) {
        self.settle();
        self.text.push('\n');
    }

    /// Adds a blank unless one stands there.
    pub fn blank(&mut self) {
        self.settle();
        if !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// Ends the page; several marks in a row are one break.
    pub fn break_page(&mut self) {
        self.settle();
        if !self.text.trim().is_empty() {
            let text = std::mem::take(&mut self.text);
            self.pages.push((text, std::mem::take(&mut self.tally)));
        }
    }

    /// The pages; one that is empty when there is no text at all.
    pub fn into_pages(mut self) -> Vec<Page> {
        self.break_page();
        if self.pages.is_empty() {
            self.pages.push(<_>::default());
        }
        self.pages
            .into_iter()
            .zip(1..)
            .map(|((text, tally), number)| page_of_converted(number, &text, tally))
            .collect()
    }

    fn settle(&mut self) {
        let stretch = std::mem::take(&mut self.stretch);
        let Some(legacy) = self.legacy.filter(|_| !stretch.is_empty()) else {
            return;
        };
        let converted = legacy.to_unicode(&stretch);
        if settles(&stretch, &converted) {
            self.tally.add(legacy, &stretch, &converted);
            self.text.push_str(&converted);
        } else {
            self.text.push_str(&stretch);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_several_fonts_are_read_each_in_its_own() {
        let mut typed = Typed::default();
        let (abc, vni) = (Some(Legacy::Tcvn3), Some(Legacy::Vni));
        typed.put(None, "Kính gửi: ");
        typed.put(abc, "Uû ban nh©n ");
        typed.put(abc, "d©n tØnh ");
        typed.put(vni, "Co");
        typed.put(vni, "äng hoøa ");
        typed.put(abc, "hòa bình ở đây");
        typed.break_page();
        typed.put(None, "hai");
        typed.end_line();
        typed.break_page();
        let pages = typed.into_pages();
        let texts: Vec<&str> = pages.iter().map(|page| page.text.as_str()).collect();
        let first = "Kính gửi: Uỷ ban nhân dân tỉnh Cộng hòa hòa bình ở đây";
        assert_eq!(texts, [first, "hai"]);
        assert_eq!(pages[0].converted.map(|found| found.words), Some(6));
        assert_eq!(pages[1].converted, None);
    }
}
