//! A register as it is printed (NĐ 30/2020 Phụ lục IV): lines with what became of their papers,
//! set as PDF or as a sheet.

use std::collections::HashMap;

use ::printing::child::Request;
use ::printing::{Cell, Column, Mark, Register as Sheet, Row, Signature, forms};
use storage::documents::Document;
use storage::registers::{Filter, Line};
use time::Date;
use workflow::access::Caller;
use workflow::documents::kind_by_code;
use workflow::registers::{Book, EntryState};
use workflow::work::{Task, TaskKind};
use workflow::{DocumentId, Refusal, RegisterId};

use super::entries::{Printable, entries_to_print};
use crate::clock::VIETNAM;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::Names;

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

/// What became of the papers of a register.
struct Fates {
    tasks: HashMap<DocumentId, Vec<Task>>,
    answers: HashMap<DocumentId, Vec<Document>>,
    names: Names,
    today: Date,
}

impl Fates {
    async fn load(app: &App, caller: &Caller, lines: &[Line]) -> Result<Fates> {
        let db = &app.0.db;
        let papers = lines
            .iter()
            .filter_map(|line| Some(line.document.as_ref()?.id));
        let papers: Vec<_> = papers.collect();
        let mut tasks: HashMap<_, Vec<_>> = HashMap::new();
        for (document, task) in storage::work::list_tasks(db, &papers).await? {
            tasks.entry(document).or_default().push(task);
        }
        let all: Vec<_> = tasks.values().flatten().collect();
        let names = Names::of(app, &all, Vec::new()).await?;
        let pairs = storage::work::list_answers_of(db, &papers).await?;
        let ids: Vec<_> = pairs.iter().map(|(_, answer)| *answer).collect();
        let principals = caller.principals();
        let found = storage::documents::list_visible_of(db, &ids, &principals).await?;
        let mut answers: HashMap<_, Vec<_>> = HashMap::new();
        for (document, answer) in pairs {
            let answer = found.iter().find(|one| one.id == answer).cloned();
            answers.entry(document).or_default().extend(answer);
        }
        Ok(Fates {
            tasks,
            answers,
            names,
            today: app.0.clock.today(),
        })
    }

    fn tasks(&self, document: Option<&Document>) -> &[Task] {
        let found = document.and_then(|document| self.tasks.get(&document.id));
        found.map_or(&[], Vec::as_slice)
    }

    /// The parts that instructions gave; what was handed over or taken back was given to nobody.
    fn given<'a>(&'a self, document: Option<&Document>) -> impl Iterator<Item = &'a Task> {
        let tasks = self.tasks(document);
        let is_instruction = |task: &Task| task.kind == TaskKind::Distribute;
        let instructions: Vec<_> = tasks.iter().filter(|task| is_instruction(task)).collect();
        tasks.iter().filter(move |task| {
            let stays = task
                .closed
                .as_ref()
                .is_none_or(|end| end.outcome.keeps_the_right());
            let from = instructions
                .iter()
                .any(|given| Some(given.id) == task.parent);
            task.kind.is_work() && stays && from
        })
    }

    fn receivers(&self, document: Option<&Document>) -> Cell {
        let mut names: Vec<_> = self
            .given(document)
            .filter_map(|task| self.names.principal(task.assignee))
            .collect();
        names.dedup();
        text(names.join("; "))
    }

    fn given_on(&self, document: Option<&Document>) -> Cell {
        let first = self.given(document).map(|task| task.opened_at).min();
        first.map(|at| at.to_offset(VIETNAM).date()).into()
    }

    fn due_on(&self, document: Option<&Document>) -> Cell {
        let leads = self
            .given(document)
            .filter(|task| task.kind == TaskKind::Lead);
        let due = leads.filter_map(|task| task.due.as_ref()).map(|due| due.at);
        due.max().map(|at| at.to_offset(VIETNAM).date()).into()
    }

    /// How far the lead is, in the words of the book.
    fn progress(&self, document: Option<&Document>) -> Cell {
        let leads = self
            .given(document)
            .filter(|task| task.kind == TaskKind::Lead);
        let Some(lead) = leads.last() else {
            return Cell::Empty;
        };
        let due = lead
            .due
            .as_ref()
            .map(|due| due.at.to_offset(VIETNAM).date());
        if let Some(closed) = &lead.closed {
            let day = closed.at.to_offset(VIETNAM).date();
            let late = due.is_some_and(|due| day > due);
            let how = if late { ", quá hạn" } else { "" };
            return text(format!("Đã giải quyết {}{how}", written(day)));
        }
        let late = due.is_some_and(|due| self.today > due);
        text(
            if late {
                "Quá hạn, đang giải quyết"
            } else {
                "Đang giải quyết"
            }
            .to_owned(),
        )
    }

    fn answers(&self, document: Option<&Document>) -> Cell {
        let found = document.and_then(|document| self.answers.get(&document.id));
        let codes = found
            .into_iter()
            .flatten()
            .filter_map(|one| one.fields.code.clone());
        text(codes.collect::<Vec<_>>().join("; "))
    }
}

fn text(words: String) -> Cell {
    if words.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(words)
    }
}

fn written(day: Date) -> String {
    Cell::Date(day).printed()
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

fn incoming_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    let fields = document.map(|document| &document.fields);
    vec![
        line.kept.dated.into(),
        Cell::Number(line.kept.place.number.into()),
        fields.and_then(|fields| fields.issuer.clone()).into(),
        fields.and_then(|fields| fields.code.clone()).into(),
        fields.and_then(|fields| fields.issued_on).into(),
        subject(document),
        fates.receivers(document),
        fates.given_on(document),
        Cell::Empty,
        note(line),
    ]
}

fn outgoing_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    let signer = document.and_then(|document| document.fields.signer.clone());
    vec![
        line.kept.code.clone().into(),
        line.kept.dated.into(),
        subject(document),
        signer.into(),
        fates.receivers(document),
        Cell::Empty,
        Cell::Empty,
        fates.given_on(document),
        Cell::Empty,
        note(line),
    ]
}

fn follow_up_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    vec![
        Cell::Number(line.kept.place.number.into()),
        described(document),
        fates.receivers(document),
        fates.due_on(document),
        fates.progress(document),
        fates.answers(document),
        note(line),
    ]
}

fn post_row(line: &Line, fates: &Fates) -> Vec<Cell> {
    let document = line.document.as_ref();
    vec![
        fates.given_on(document),
        line.kept.code.clone().into(),
        fates.receivers(document),
        Cell::Empty,
        Cell::Empty,
        note(line),
    ]
}

fn kind_name(document: &Document) -> Option<&'static str> {
    let code = document.fields.kind.as_deref()?;
    kind_by_code(code).map(|kind| kind.name)
}

/// Tên loại và trích yếu.
fn subject(document: Option<&Document>) -> Cell {
    let Some(document) = document else {
        return Cell::Empty;
    };
    let parts = [kind_name(document), document.fields.subject.as_deref()];
    text(parts.into_iter().flatten().collect::<Vec<_>>().join(". "))
}

/// Tên loại, số và ký hiệu, ngày tháng và tên cơ quan ban hành.
fn described(document: Option<&Document>) -> Cell {
    let Some(document) = document else {
        return Cell::Empty;
    };
    let fields = &document.fields;
    let day = fields.issued_on.map(|day| format!("ngày {}", written(day)));
    let code = fields.code.as_ref().map(|code| format!("số {code}"));
    let parts = [
        kind_name(document).map(str::to_owned),
        code,
        day,
        fields.issuer.as_ref().map(|issuer| format!("của {issuer}")),
    ];
    text(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Why a number bears no paper; such numbers stay visible.
fn note(line: &Line) -> Cell {
    let kept = &line.kept;
    let why = kept.reason.as_deref().unwrap_or_default();
    text(match kept.state {
        EntryState::Cancelled => format!("Đã hủy: {why}"),
        EntryState::GivenUp => format!("Không dùng: {why}"),
        EntryState::Reserved => {
            let purpose = kept.purpose.as_deref().unwrap_or_default();
            format!("Giữ số: {purpose}")
        }
        EntryState::Used => String::new(),
    })
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
