//! Workbooks: a page for each sheet, a line for each row, cells that hold anything.

use std::io::Cursor;

use calamine::{Data, Ods, Reader, Xlsx};

use super::package::Package;
use crate::reading::Page;
use crate::reading::child::Code;
use crate::reading::detect::media;
use crate::reading::plain::page_of_text;

/// Most cells with contents that are read of one workbook.
const MAX_CELLS: usize = 500_000;

/// Reads the sheets of an XLSX or ODS workbook.
pub fn read(bytes: &[u8], media_type: &str) -> Result<Vec<Page>, Code> {
    // The limits on the package hold for the parser that follows.
    Package::open(bytes)?;
    if media_type == media::ODS {
        let mut book: Ods<_> =
            calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| "reading.damaged")?;
        return Ok(pages(&book.worksheets()));
    }
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| "reading.damaged")?;
    let mut left = MAX_CELLS;
    let mut pages = Vec::new();
    for (name, number) in book.sheet_names().into_iter().zip(1..) {
        let text = xlsx_sheet(&mut book, &name, &mut left)?;
        pages.push(page_of_text(number, &format!("{name}\n{text}")));
    }
    Ok(pages)
}

/// Reads cell by cell: a sheet that claims a million empty rows costs nothing.
fn xlsx_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut usize,
) -> Result<String, Code> {
    let mut text = String::new();
    let Ok(mut cells) = book.worksheet_cells_reader(name) else {
        return Ok(text);
    };
    let mut row = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| "reading.damaged")? {
        let value = shown(&Data::from(cell.get_value().clone()));
        if value.is_empty() {
            continue;
        }
        if *left == 0 {
            break;
        }
        *left -= 1;
        let at = cell.get_position().0;
        text.push(if at == row { ' ' } else { '\n' });
        row = at;
        text.push_str(&value);
    }
    Ok(text)
}

fn pages(sheets: &[(String, calamine::Range<Data>)]) -> Vec<Page> {
    let mut left = MAX_CELLS;
    let text_of = |range: &calamine::Range<Data>, left: &mut usize| {
        let mut text = String::new();
        for row in range.rows() {
            for value in row.iter().map(shown).filter(|value| !value.is_empty()) {
                if *left == 0 {
                    return text;
                }
                *left -= 1;
                text.push_str(&value);
                text.push(' ');
            }
            text.push('\n');
        }
        text
    };
    let numbered = sheets.iter().zip(1..);
    numbered
        .map(|((name, range), number)| {
            page_of_text(number, &format!("{name}\n{}", text_of(range, &mut left)))
        })
        .collect()
}

fn shown(value: &Data) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        // A number of days says nothing to a reader; workbooks write dates day first here.
        Data::DateTime(moment) => match moment.to_ymd_hms_milli() {
            (year, month, day, 0, 0, _, _) => format!("{day:02}/{month:02}/{year}"),
            (year, month, day, hour, minute, _, _) => {
                format!("{day:02}/{month:02}/{year} {hour:02}:{minute:02}")
            }
        },
        other => other.to_string(),
    }
}
