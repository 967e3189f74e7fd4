//! Separator sheets: a large QR code that survives any scanner, and words that tell people what it is for.

use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};

use crate::press::{Kept, Press};
use crate::{PrintError, words};

/// Most sheets of one printout.
pub const MOST_SHEETS: u16 = 200;

/// What a separator sheet says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Separator {
    /// The agency that scans.
    pub agency: String,
    /// The unit the papers behind it go to, in words.
    pub unit: Option<String>,
    /// The register they are entered in, in words.
    pub register: Option<String>,
    /// The text of the code.
    pub code: String,
}

#[derive(Serialize)]
struct Data {
    agency: String,
    unit: Option<String>,
    register: Option<String>,
    count: u16,
    /// Modules of a side.
    size: usize,
    /// Dark modules in a row: column, row, how many.
    runs: Vec<Run>,
}

/// The sheet as PDF on A4, `count` times.
pub fn separator_pdf(sheet: &Separator, count: u16) -> Result<Vec<u8>, PrintError> {
    let (size, runs) = modules(&sheet.code)?;
    let clean = |text: &String| words::clean(text);
    let data = Data {
        agency: words::clean(&sheet.agency),
        unit: sheet.unit.as_ref().map(clean),
        register: sheet.register.as_ref().map(clean),
        count: count.clamp(1, MOST_SHEETS),
        size,
        runs,
    };
    Press::new(include_str!("templates/separator.typ"), &data)?.pdf(&Kept::Part)
}

/// Column, row and length of dark modules side by side.
type Run = (usize, usize, usize);

/// The code as runs of dark modules, read even when a quarter of it is soiled.
fn modules(code: &str) -> Result<(usize, Vec<Run>), PrintError> {
    let made = QrCode::with_error_correction_level(code, EcLevel::Q);
    let made = made.map_err(|error| PrintError::Failed(error.to_string()))?;
    let size = made.width();
    let mut runs = Vec::new();
    for (row, colors) in made.to_colors().chunks(size).enumerate() {
        let mut column = 0;
        for part in colors.chunk_by(|one, next| one == next) {
            if part[0] == Color::Dark {
                runs.push((column, row, part.len()));
            }
            column += part.len();
        }
    }
    Ok((size, runs))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_sheet_is_a_page_and_says_for_whom_it_is() {
        let sheet = Separator {
            agency: "Ủy ban nhân dân xã A".to_owned(),
            unit: Some("Phòng Kinh tế".to_owned()),
            register: None,
            code: "congvan:sheet:1:-:-".to_owned(),
        };
        let written = separator_pdf(&sheet, 3).unwrap();
        let document = lopdf::Document::load_mem(&written).unwrap();
        assert_eq!(document.get_pages().len(), 3);
        let words = document.extract_text(&[2]).unwrap();
        assert!(words.contains("Kinh"), "{words}");
    }

    #[test]
    fn runs_are_the_dark_modules_of_the_code() {
        let (size, runs) = modules("congvan:sheet:1:-:-").unwrap();
        let dark: usize = runs.iter().map(|(_, _, wide)| wide).sum();
        // The finder in the corner: seven dark modules in its first row, then a light one.
        assert_eq!(runs[0], (0, 0, 7));
        assert!(dark * 10 > size * size * 3 && dark * 10 < size * size * 7);
        assert!(
            runs.iter()
                .all(|(x, y, wide)| x + wide <= size && *y < size)
        );
    }
}
