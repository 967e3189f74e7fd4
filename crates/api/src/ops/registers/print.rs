//! A register as it is printed (NĐ 30/2020 Phụ lục IV): lines with what became of their papers,
//! set as PDF or as a sheet.

use ::printing::child::Request;
use ::printing::{Cell, Column, Mark, Register as Sheet, Row, Signature, forms};
use storage::registers::{Filter, Line};
use time::Date;
use workflow::access::Caller;
use workflow::documents::kind_by_code;
use workflow::registers::{Book, EntryState};
use workflow::{Refusal, RegisterId};

use super::entries::{Printable, entries_to_print};
use super::fates::{Fates, written};
use super::rows::{follow_up_row, incoming_row, outgoing_row, post_row};
use crate::clock::VIETNAM;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Which of the official books is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Sổ đăng ký văn bản đến or đi, as the register is.
    Register,
    /// Sổ theo dõi giải quyết văn bản đến.
    FollowUp,
    /// Sổ gửi văn bản đi bưu điện.
    Post,
}

/// As what it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// PDF, A4 landscape.
    Pdf,
    /// XLSX.
    Xlsx,
}

/// Prints a register, or the lines of it that a filter leaves.
pub async fn print(
    app: &App,
    caller: &Caller,
    (register, year): (RegisterId, Option<i32>),
    filter: &Filter,
    (form, paper): (Form, Paper),
) -> Result<Vec<u8>> {
    let year = year.unwrap_or_else(|| app.0.clock.today().year());
    let printable = entries_to_print(app, caller, (register, year), filter).await?;
    require_form(&printable, form)?;
    let fates = Fates::load(app, caller, &printable.lines).await?;
    let people = [caller.person];
    let found = storage::organisations::list_people_by_ids(&app.0.db, &people).await?;
    let by = found
        .into_iter()
        .next()
        .map_or_else(String::new, |person| person.name);
    let mark = Mark {
        by,
        at: app.0.clock.now().to_offset(VIETNAM),
    };
    let sheet = sheet(&printable, &fates, form, (filter, mark));
    let request = match paper {
        Paper::Pdf => Request::RegisterPdf(Box::new(sheet)),
        Paper::Xlsx => Request::RegisterXlsx(Box::new(sheet)),
    };
    app.0.printer.print(request, None).await
}

/// The follow-up is of papers that came in, the book of the post of papers that go out.
fn require_form(printable: &Printable, form: Form) -> Result<()> {
    let book = printable.register.book;
    let fits = match form {
        Form::Register => true,
        Form::FollowUp => book == Book::Incoming,
        Form::Post => book == Book::Outgoing,
    };
    if fits {
        return Ok(());
    }
    Err(OpError::Invalid(Refusal::new("registers.form_unfit")))
}

fn sheet(
    printable: &Printable,
    fates: &Fates,
    form: Form,
    (filter, mark): (&Filter, Mark),
) -> Sheet {
    let lines = &printable.lines;
    let (title, columns, row) = form_of(printable.register.book, form);
    let number = |line: &Line| match &line.kept.code {
        Some(code) if printable.register.book != Book::Incoming => code.clone(),
        _ => line.kept.place.number.to_string(),
    };
    let dated: Vec<_> = lines.iter().filter_map(|line| line.kept.dated).collect();
    let first_of_year = Date::from_ordinal_date(printable.year, 1).unwrap_or(fates.today);
    let cancelled = lines
        .iter()
        .filter(|line| line.kept.state == EntryState::Cancelled);
    let used = lines
        .iter()
        .filter(|line| line.kept.state == EntryState::Used);
    Sheet {
        agency_parent: None,
        agency: printable.agency.clone(),
        title: title.to_owned(),
        year: printable.year,
        period: (
            dated.iter().min().copied().unwrap_or(first_of_year),
            dated.iter().max().copied().unwrap_or(first_of_year),
        ),
        numbers: lines
            .first()
            .zip(lines.last())
            .map(|(first, last)| (number(first), number(last))),
        volume: None,
        columns,
        rows: lines
            .iter()
            .map(|line| Row {
                cells: row(line, fates),
                struck: line.kept.state == EntryState::Cancelled,
            })
            .collect(),
        totals: vec![format!(
            "Tổng cộng: {} số, trong đó {} văn bản, {} số đã hủy.",
            lines.len(),
            used.count(),
            cancelled.count()
        )],
        filter: words_of(filter),
        signatures: ["Người lập", "Chánh Văn phòng"]
            .map(|post| Signature {
                post: post.to_owned(),
                name: None,
            })
            .to_vec(),
        mark,
    }
}

type RowOf = fn(&Line, &Fates) -> Vec<Cell>;

fn form_of(book: Book, form: Form) -> (&'static str, Vec<Column>, RowOf) {
    match (form, book) {
        (Form::FollowUp, _) => (forms::FOLLOW_UP_TITLE, forms::follow_up(), follow_up_row),
        (Form::Post, _) => (forms::POST_TITLE, forms::post(), post_row),
        (Form::Register, Book::Incoming) => {
            (forms::INCOMING_TITLE, forms::incoming(), incoming_row)
        }
        (Form::Register, Book::Outgoing) => {
            (forms::OUTGOING_TITLE, forms::outgoing(), outgoing_row)
        }
        (Form::Register, Book::Copies) => ("Sổ đăng ký bản sao", forms::outgoing(), outgoing_row),
    }
}

/// The filter in words, so that nobody takes a part for the whole.
fn words_of(filter: &Filter) -> Option<String> {
    let kind = filter.kind.as_deref().and_then(kind_by_code);
    let parts = [
        kind.map(|kind| format!("loại {}", kind.name)),
        filter
            .issuer
            .as_ref()
            .map(|issuer| format!("cơ quan {issuer}")),
        filter
            .text
            .as_ref()
            .map(|words| format!("có chữ «{words}»")),
        filter.from.map(|day| format!("từ ngày {}", written(day))),
        filter.to.map(|day| format!("đến ngày {}", written(day))),
        filter.state.map(|state| {
            let named = match state {
                EntryState::Used => "đã dùng",
                EntryState::Reserved => "đang giữ",
                EntryState::GivenUp => "không dùng",
                EntryState::Cancelled => "đã hủy",
            };
            format!("chỉ số {named}")
        }),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Lọc: {}", parts.join(", ")))
}
