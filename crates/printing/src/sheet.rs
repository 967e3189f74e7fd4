//! Tables as sheets (XLSX): typed cells, a frozen heading, ready to be printed across.

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde::{Deserialize, Serialize};

use crate::{Align, Cell, Column, Mark, PrintError, Row};

/// What a cell of a sheet can hold.
const MOST_LETTERS: usize = 32_767;
/// Points of width to the letters that Excel counts widths in, at the size of type used here.
const LETTERS_ACROSS: f64 = 150.0;
const FONT: &str = "Times New Roman";

/// A table of figures or papers, as statistics are handed out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Lines above the table, the first one as its title.
    pub titles: Vec<String>,
    /// Name of the sheet.
    pub sheet: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows in order.
    pub rows: Vec<Row>,
    /// Lines below the table.
    pub totals: Vec<String>,
    /// Whether a line (1)(2)(3)… stands under the headings, as in the official books.
    pub numbered: bool,
    /// The mark of printing, in the footer of the printed sheet.
    pub mark: Mark,
}

struct Formats {
    title: Format,
    line: Format,
    heading: Format,
    ordinal: Format,
}

/// The table as XLSX.
pub fn table_xlsx(table: &Table) -> Result<Vec<u8>, PrintError> {
    book_xlsx(std::slice::from_ref(table))
}

/// Tables as the sheets of one XLSX; the first one names it.
pub fn book_xlsx(tables: &[Table]) -> Result<Vec<u8>, PrintError> {
    for table in tables {
        let mut rows = table.rows.iter();
        if let Some(index) = rows.position(|row| row.cells.len() != table.columns.len()) {
            return Err(PrintError::Uneven { row: index + 1 });
        }
    }
    write(tables).map_err(|error| PrintError::Failed(error.to_string()))
}

fn write(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    if let Some(first) = tables.first() {
        let created = moment(first.mark.at)?;
        book.set_properties(
            &rust_xlsxwriter::DocProperties::new()
                .set_title(first.titles.first().map_or("", String::as_str))
                .set_author(&first.mark.by)
                .set_comment(first.mark.sentence())
                .set_creation_datetime(&created),
        );
    }
    for table in tables {
        write_sheet(book.add_worksheet(), table)?;
    }
    book.save_to_buffer()
}

fn write_sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(&table.sheet))?;
    let formats = Formats::new();
    let mut row = 0;
    for (index, words) in table.titles.iter().enumerate() {
        let format = if index == 0 {
            &formats.title
        } else {
            &formats.line
        };
        sheet.write_string_with_format(row, 0, shortened(words), format)?;
        row += 1;
    }
    let heading_row = row + u32::from(!table.titles.is_empty());
    let first = write_headings(sheet, table, heading_row, &formats)?;
    let mut row = first;
    for line in &table.rows {
        write_row(sheet, table, row, line)?;
        row += 1;
    }
    for words in &table.totals {
        sheet.write_string_with_format(row, 0, shortened(words), &formats.line)?;
        row += 1;
    }
    set_up_page(sheet, table, heading_row, first)
}

impl Formats {
    fn new() -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(11);
        let framed = plain
            .clone()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        Formats {
            title: plain.clone().set_bold().set_font_size(14),
            line: plain,
            heading: framed.clone().set_bold(),
            ordinal: framed.set_italic(),
        }
    }
}

/// Returns the first row under the headings.
fn write_headings(
    sheet: &mut Worksheet,
    table: &Table,
    row: u32,
    formats: &Formats,
) -> Result<u32, XlsxError> {
    let weights: f64 = table.columns.iter().map(|column| column.weight).sum();
    for (place, column) in (0u16..).zip(&table.columns) {
        sheet.write_string_with_format(row, place, shortened(&column.heading), &formats.heading)?;
        sheet.set_column_width(place, LETTERS_ACROSS * column.weight / weights.max(0.1))?;
        if table.numbered {
            let ordinal = format!("({})", place + 1);
            sheet.write_string_with_format(row + 1, place, ordinal, &formats.ordinal)?;
        }
    }
    Ok(row + 1 + u32::from(table.numbered))
}

fn write_row(sheet: &mut Worksheet, table: &Table, row: u32, line: &Row) -> Result<(), XlsxError> {
    for ((place, cell), column) in (0u16..).zip(&line.cells).zip(&table.columns) {
        let is_last = usize::from(place) + 1 == line.cells.len();
        let format = body_format(column.align, line.struck && !is_last);
        match cell {
            Cell::Text(words) => {
                sheet.write_string_with_format(row, place, shortened(words), &format)?
            }
            Cell::Number(number) => sheet.write_number_with_format(row, place, *number, &format)?,
            Cell::Date(day) => {
                let format = format.set_num_format("dd/mm/yyyy");
                match ExcelDateTime::from_ymd(
                    u16::try_from(day.year()).unwrap_or_default(),
                    day.month().into(),
                    day.day(),
                ) {
                    Ok(date) => sheet.write_datetime_with_format(row, place, date, &format)?,
                    // Excel knows no day before 1900.
                    Err(_) => {
                        sheet.write_string_with_format(row, place, cell.printed(), &format)?
                    }
                }
            }
            Cell::Empty => sheet.write_blank(row, place, &format)?,
        };
    }
    Ok(())
}

fn body_format(align: Align, struck: bool) -> Format {
    let format = Format::new()
        .set_font_name(FONT)
        .set_font_size(11)
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_align(match align {
            Align::Left => FormatAlign::Left,
            Align::Centre => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        });
    if struck {
        format.set_font_strikethrough()
    } else {
        format
    }
}

fn set_up_page(
    sheet: &mut Worksheet,
    table: &Table,
    heading_row: u32,
    first: u32,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(first, 0)?;
    sheet.set_repeat_rows(heading_row, first - 1)?;
    sheet.set_landscape();
    // 9 is A4 among the numbers that Excel gives to paper.
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    sheet.set_footer(footer(&table.mark));
    Ok(())
}

/// In a footer «&» begins a command, and Excel takes 255 letters.
fn footer(mark: &Mark) -> String {
    let sentence: String = mark.sentence().chars().take(110).collect();
    format!(
        "&L&9{}&R&9&P/&N",
        digits_apart(&sentence.replace('&', "&&"))
    )
}

/// A digit right after a size would belong to the size.
fn digits_apart(sentence: &str) -> String {
    if sentence.starts_with(|c: char| c.is_ascii_digit()) {
        format!(" {sentence}")
    } else {
        sentence.to_owned()
    }
}

fn moment(at: time::OffsetDateTime) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        u16::try_from(at.year()).unwrap_or(1900),
        at.month().into(),
        at.day(),
    )?
    .and_hms(at.hour().into(), at.minute(), f64::from(at.second()))
}

fn shortened(words: &str) -> String {
    let mut kept: String = words
        .chars()
        .filter(|&c| c == '\n' || !c.is_control())
        .collect();
    if kept.encode_utf16().count() > MOST_LETTERS {
        kept = kept
            .chars()
            .take(MOST_LETTERS / 2 - 1)
            .chain(['…'])
            .collect();
    }
    kept
}

/// Excel refuses some letters, an apostrophe at either end and more than 31 letters in the name of a sheet.
fn sheet_name(words: &str) -> String {
    let name: String = words
        .chars()
        .filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c))
        .take(31)
        .collect();
    let name = name.trim();
    if name.is_empty() {
        "Sổ".to_owned()
    } else {
        name.to_owned()
    }
}
