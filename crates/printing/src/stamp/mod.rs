//! Stamps on the first page of a copy of a PDF: «ĐẾN» on what came in, number and date on what goes out.
//!
//! A stamp is set by the typesetter and added to the file as an annotation in a new revision: every byte that was
//! there stays, so do seals and signatures, and a reader still finds the signed revision whole. The page's own
//! content is not touched. Stamps are printed with the page and cannot be moved by hand.

mod annotate;
mod page;
mod place;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::cell::printed_day;
use crate::press::{Kept, Press};
use crate::{PrintError, words};
use annotate::Overlay;

pub use annotate::{Stamped, Way};
pub use place::{Area, Place};

/// Millimetres to points.
const MM: f64 = 72.0 / 25.4;
/// 50 mm wide (Annex IV).
const ARRIVAL_WIDTH_PT: f64 = 50.0 * MM;
/// 35 mm high (Annex IV).
const ARRIVAL_HEIGHT_PT: f64 = 35.0 * MM;

/// What stands in the stamp «ĐẾN» (Nghị định 30/2020/NĐ-CP, Annex IV).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivalStamp {
    /// The agency that received.
    pub agency: String,
    /// The arrival number (số đến).
    pub number: String,
    /// The day of arrival.
    pub day: Date,
    /// To whom it was passed on (chuyển), when known; else a dotted line stays.
    pub forwarded_to: Option<String>,
    /// Number and symbol of the dossier (số và ký hiệu hồ sơ), when known; else a dotted line stays.
    pub dossier: Option<String>,
}

/// Number and date of an outgoing paper, each part as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberStamp {
    /// The number, or number and symbol.
    pub number: String,
    /// The day, as «05».
    pub day: String,
    /// The month, as «01».
    pub month: String,
    /// The year.
    pub year: String,
}

/// Where number and date stand on the first page as it is shown, in points from the upper left; a part without a
/// place is not written, because the file has it already.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NumberPlaces {
    /// For the number.
    pub number: Option<Area>,
    /// For the day.
    pub day: Option<Area>,
    /// For the month.
    pub month: Option<Area>,
    /// For the year.
    pub year: Option<Area>,
    /// Whether dots stand there, which the stamp hides.
    pub hides_dots: bool,
}

#[derive(Serialize)]
struct ArrivalSheet {
    agency: String,
    number: String,
    day: String,
    forwarded_to: Option<String>,
    dossier: Option<String>,
}

#[derive(Serialize)]
struct NumberSheet {
    parts: Vec<NumberPart>,
}

#[derive(Serialize)]
struct NumberPart {
    words: String,
    width_pt: f64,
    height_pt: f64,
    /// The date is set in italics (Phụ lục I).
    italic: bool,
    ground: bool,
}

/// A copy of the PDF with the stamp «ĐẾN» on its first page.
pub fn stamp_arrival(
    pdf: &[u8],
    stamp: &ArrivalStamp,
    place: Place,
) -> Result<Stamped, PrintError> {
    let day = printed_day(stamp.day);
    let fit =
        |text: &String, room_mm: f64| words::breakable(&words::clean(text), room_mm * MM, 8.0);
    let sheet = ArrivalSheet {
        agency: fit(&stamp.agency, 46.0).to_uppercase(),
        number: fit(&stamp.number, 28.0),
        day: day.clone(),
        forwarded_to: stamp.forwarded_to.as_ref().map(|text| fit(text, 34.0)),
        dossier: stamp.dossier.as_ref().map(|text| fit(text, 20.0)),
    };
    let picture = Press::new(include_str!("../templates/arrival.typ"), &sheet)?.pdf(&Kept::Part)?;
    let overlay = Overlay {
        area: annotate::Wanted::Fraction(place, ARRIVAL_WIDTH_PT, ARRIVAL_HEIGHT_PT),
        contents: format!("ĐẾN – Số: {} – Ngày: {day}", words::clean(&stamp.number)),
    };
    annotate::add(pdf, &picture, &[overlay])
}

/// A copy of the PDF with number and date written at their places on the first page. A file that
/// holds a signature is refused: whoever checks it would be told that it was changed after signing.
pub fn stamp_number(
    pdf: &[u8],
    stamp: &NumberStamp,
    places: &NumberPlaces,
) -> Result<Stamped, PrintError> {
    let parts: Vec<(String, Area, bool)> = [
        (&stamp.number, places.number, false),
        (&stamp.day, places.day, true),
        (&stamp.month, places.month, true),
        (&stamp.year, places.year, true),
    ]
    .into_iter()
    .filter_map(|(text, area, italic)| Some((words::clean(text), area?, italic)))
    .collect();
    if parts.is_empty() || parts.iter().any(|(_, area, _)| !area.is_sound()) {
        return Err(PrintError::OffPage);
    }
    let sheet = NumberSheet {
        parts: parts
            .iter()
            .map(|(text, area, italic)| NumberPart {
                words: text.clone(),
                width_pt: area.width,
                height_pt: area.height,
                italic: *italic,
                ground: places.hides_dots,
            })
            .collect(),
    };
    let picture = Press::new(include_str!("../templates/number.typ"), &sheet)?.pdf(&Kept::Part)?;
    annotate::require_unsigned(pdf)?;
    let overlays: Vec<Overlay> = parts
        .into_iter()
        .map(|(contents, area, _)| Overlay {
            area: annotate::Wanted::Points(area),
            contents,
        })
        .collect();
    annotate::add(pdf, &picture, &overlays)
}
