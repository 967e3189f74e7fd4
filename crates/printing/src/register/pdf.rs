//! The register on paper: what Rust prepares for the template, all of it data.

use serde::Serialize;

use super::{Align, Register};
use crate::cell::printed_day;
use crate::press::{Kept, Press};
use crate::{PrintError, words};

/// Of A4 across, without the margins; the template sets the same ones.
const USABLE_PT: f64 = 841.89 - 2.0 * 40.0;
/// Room at the left and at the right of the words in a column.
const INSET_PT: f64 = 3.0;
const SIZE_PT: f64 = 10.5;
/// A row of this many lines still fits on a page under the headings; taller ones may go over several pages.
const LINES_KEPT_TOGETHER: usize = 18;

#[derive(Serialize)]
struct Sheet {
    agency_parent: Option<String>,
    agency: String,
    title: String,
    year: String,
    period: [String; 2],
    numbers: Option<[String; 2]>,
    volume: Option<String>,
    filter: Option<String>,
    headings: Vec<String>,
    widths_pt: Vec<f64>,
    aligns: Vec<&'static str>,
    rows: Vec<Line>,
    totals: Vec<String>,
    signatures: Vec<(String, Option<String>)>,
    signed_on: [String; 3],
    mark: String,
    size_pt: f64,
    inset_pt: f64,
}

#[derive(Serialize)]
struct Line {
    cells: Vec<String>,
    struck: bool,
    splits: bool,
}

/// The register as PDF/A-2u on A4 across.
pub fn register_pdf(register: &Register) -> Result<Vec<u8>, PrintError> {
    press(register)?.pdf(&Kept::Archive(register.mark.at))
}

pub(super) fn press(register: &Register) -> Result<Press, PrintError> {
    register.check()?;
    Press::new(include_str!("../templates/register.typ"), &sheet(register))
}

fn sheet(register: &Register) -> Sheet {
    let widths_pt = widths(register);
    let clean = |text: &String| words::clean(text);
    let day = register.mark.at.date();
    Sheet {
        agency_parent: register.agency_parent.as_ref().map(clean),
        agency: clean(&register.agency),
        title: clean(&register.title),
        year: register.year.to_string(),
        period: [register.period.0, register.period.1].map(printed_day),
        numbers: register
            .numbers
            .as_ref()
            .map(|(first, last)| [clean(first), clean(last)]),
        volume: register.volume.map(|volume| volume.to_string()),
        filter: register.filter.as_ref().map(clean),
        headings: register
            .columns
            .iter()
            .map(|c| heading(&c.heading))
            .collect(),
        aligns: register.columns.iter().map(|c| side(c.align)).collect(),
        rows: register
            .rows
            .iter()
            .map(|row| line(row, &widths_pt))
            .collect(),
        widths_pt,
        totals: register.totals.iter().map(clean).collect(),
        signatures: register
            .signatures
            .iter()
            .map(|signature| (clean(&signature.post), signature.name.as_ref().map(clean)))
            .collect(),
        signed_on: [
            format!("{:02}", day.day()),
            format!("{:02}", u8::from(day.month())),
            day.year().to_string(),
        ],
        mark: words::clean(&register.mark.sentence()),
        size_pt: SIZE_PT,
        inset_pt: INSET_PT,
    }
}

/// «văn bản» in one line: the official headings end with it, and «bản» alone in a line reads badly.
fn heading(words: &str) -> String {
    words::clean(words).replace("văn bản", "văn\u{a0}bản")
}

fn line(row: &super::Row, widths_pt: &[f64]) -> Line {
    let mut splits = false;
    let cells = row.cells.iter().zip(widths_pt).map(|(cell, width_pt)| {
        let room_pt = width_pt - 2.0 * INSET_PT;
        let text = words::clean(&cell.printed());
        splits |= words::lines(&text, room_pt, SIZE_PT) > LINES_KEPT_TOGETHER;
        words::breakable(&text, room_pt, SIZE_PT)
    });
    Line {
        cells: cells.collect(),
        struck: row.struck,
        splits,
    }
}

fn widths(register: &Register) -> Vec<f64> {
    let weights = || register.columns.iter().map(|column| column.weight.max(0.1));
    let whole: f64 = weights().sum();
    weights().map(|weight| USABLE_PT * weight / whole).collect()
}

fn side(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    }
}
