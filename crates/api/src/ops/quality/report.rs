//! The report of a batch (XLSX): what it was, its papers, and what became of the suggestions.

use std::collections::HashMap;

use ::printing::child::Request;
use ::printing::{Align, Cell, Column, Mark, Row, Table};
use storage::batches::Batch;
use storage::documents::Document;
use storage::quality::{BatchFigures, Frame, Group, Reading, Tally};
use time::OffsetDateTime;
use workflow::access::Caller;
use workflow::documents::kind_by_code;
use workflow::quality::{Certainty, Field, wilson};
use workflow::{BatchId, DocumentId, PersonId};

use super::shelf::{compared, content};
use super::{looks, person_names};
use crate::clock::VIETNAM;
use crate::error::{OpError, Result};
use crate::ops::App;

/// The report of a batch of the caller's agency.
pub async fn report(app: &App, caller: &Caller, id: BatchId) -> Result<Vec<u8>> {
    looks(caller)?;
    let db = &app.0.db;
    let found = storage::batches::find(db, id).await?;
    let batch = found.filter(|batch| batch.organisation == caller.organisation);
    let batch = batch.ok_or(OpError::NotFound)?;
    let papers = Papers::of(app, caller, id).await?;
    let figures = storage::quality::batch_figures(db, id).await?;
    let frame = Frame {
        organisation: caller.organisation,
        batch: Some(id),
        unit: None,
        from: OffsetDateTime::UNIX_EPOCH,
        before: app.0.clock.now() + time::Duration::DAY,
    };
    let most = Field::ALL.len() as u64;
    let errors = storage::quality::tally_suggestions(db, frame, Group::Field, most).await?;
    let mark = mark(app, caller).await?;
    let heads = heads(app, caller, &batch).await?;
    let mut tables = vec![
        Sheet("Tổng hợp", summary(&batch, &figures, &papers)).table(&heads, &mark),
        Sheet("Văn bản", papers.rows()).table(&heads, &mark),
        Sheet("Tỉ lệ lỗi", error_rows(&errors)).table(&heads, &mark),
    ];
    if let Some(shelf) = compared(app, caller, id).await? {
        tables.push(Sheet("Đối chiếu danh mục", content(&shelf)).table(&heads, &mark));
    }
    app.0.printer.print(Request::BookXlsx(tables), None).await
}

/// Who prints, and when.
pub(super) async fn mark(app: &App, caller: &Caller) -> Result<Mark> {
    let names = person_names(app, &[caller.person]).await?;
    Ok(Mark {
        by: names.get(&caller.person).cloned().unwrap_or_default(),
        at: app.0.clock.now().to_offset(VIETNAM),
    })
}

/// Agency, batch and unit, above each sheet.
pub(super) async fn heads(app: &App, caller: &Caller, batch: &Batch) -> Result<Vec<String>> {
    let db = &app.0.db;
    let agency = storage::organisations::get(db, caller.organisation).await?;
    let units: Vec<_> = batch.unit.into_iter().collect();
    let units = storage::organisations::list_units_by_ids(db, &units).await?;
    let unit = units.into_iter().next();
    let unit = unit.map_or_else(|| "Văn phòng".to_owned(), |unit| unit.name);
    Ok(vec![
        format!("Báo cáo lô quét: {}", batch.name),
        agency.name,
        format!("Đơn vị nhận: {unit}"),
    ])
}

/// Columns with their weights, and the rows.
pub(super) type Content = (Vec<(&'static str, f64, Align)>, Vec<Vec<Cell>>);

/// A sheet of the report.
pub(super) struct Sheet(pub(super) &'static str, pub(super) Content);

impl Sheet {
    pub(super) fn table(self, heads: &[String], mark: &Mark) -> Table {
        let Sheet(name, (columns, rows)) = self;
        let column = |(heading, weight, align): (&str, f64, Align)| Column {
            heading: heading.to_owned(),
            weight,
            align,
        };
        Table {
            titles: heads.to_vec(),
            sheet: name.to_owned(),
            columns: columns.into_iter().map(column).collect(),
            rows: rows
                .into_iter()
                .map(|cells| Row {
                    cells,
                    struck: false,
                })
                .collect(),
            totals: Vec::new(),
            numbered: false,
            mark: mark.clone(),
        }
    }
}

/// To two places, as a sheet shows it.
fn rounded(number: f64) -> Cell {
    Cell::Number((number * 100.0).round() / 100.0)
}

fn day(at: OffsetDateTime) -> Cell {
    Cell::Date(at.to_offset(VIETNAM).date())
}

fn summary(batch: &Batch, figures: &BatchFigures, papers: &Papers) -> Content {
    let columns = vec![("Mục", 3.0, Align::Left), ("Giá trị", 2.0, Align::Right)];
    let span = figures.first_at.zip(figures.last_at);
    let hours = span.map(|(first, last)| (last - first).as_seconds_f64() / 3_600.0);
    let done = figures.recognised + figures.failed;
    let an_hour = hours
        .filter(|hours| *hours > 0.0)
        .map(|hours| f64::from(done) / hours);
    let seconds = f64::from(u32::try_from(figures.cpu_ms / 1_000).unwrap_or(u32::MAX));
    let a_page = (figures.measured > 0).then(|| seconds / f64::from(figures.measured));
    let settled = papers
        .readings
        .values()
        .filter(|one| one.settled_at.is_some());
    let number = |count: usize| Cell::from(u32::try_from(count).unwrap_or(u32::MAX));
    let rows: Vec<(&str, Cell)> = vec![
        ("Ngày mở lô", day(batch.opened_at)),
        (
            "Ngày nhận dạng trang đầu",
            figures.first_at.map_or(Cell::Empty, day),
        ),
        (
            "Ngày nhận dạng trang cuối",
            figures.last_at.map_or(Cell::Empty, day),
        ),
        ("Số trang quét", figures.pages.into()),
        ("Số trang trắng", figures.blank.into()),
        ("Số văn bản", number(papers.documents.len())),
        (
            "Số văn bản đã có người kiểm tra các ô",
            number(settled.count()),
        ),
        ("Số trang đã nhận dạng", figures.recognised.into()),
        ("Số trang không nhận dạng được", figures.failed.into()),
        ("Số trang đang chờ", figures.waiting.into()),
        (
            "Độ tin cậy trung bình (%)",
            figures.mean_confidence.map_or(Cell::Empty, rounded),
        ),
        ("Số trang mỗi giờ", an_hour.map_or(Cell::Empty, rounded)),
        ("Thời gian xử lý của CPU (giây)", rounded(seconds)),
        (
            "Thời gian CPU mỗi trang (giây)",
            a_page.map_or(Cell::Empty, rounded),
        ),
    ];
    let row = |(name, cell): (&str, Cell)| vec![name.into(), cell];
    (columns, rows.into_iter().map(row).collect())
}

/// The papers of a batch that the caller may read.
struct Papers {
    documents: Vec<Document>,
    readings: HashMap<DocumentId, Reading>,
    names: HashMap<PersonId, String>,
}

impl Papers {
    async fn of(app: &App, caller: &Caller, batch: BatchId) -> Result<Papers> {
        let db = &app.0.db;
        let made = storage::batches::list_papers(db, batch).await?;
        let ids: Vec<_> = made.iter().filter_map(|one| one.document).collect();
        let mut documents =
            storage::documents::list_visible_of(db, &ids, &caller.principals()).await?;
        documents.sort_by_key(|one| ids.iter().position(|id| *id == one.id));
        let readings = storage::quality::list_readings(db, batch).await?;
        let people: Vec<_> = readings.iter().filter_map(|one| one.settled_by).collect();
        Ok(Papers {
            documents,
            readings: readings
                .into_iter()
                .map(|one| (one.document, one))
                .collect(),
            names: person_names(app, &people).await?,
        })
    }

    fn rows(&self) -> Content {
        let columns = vec![
            ("STT", 0.5, Align::Right),
            ("Số, ký hiệu", 1.5, Align::Left),
            ("Ngày ban hành", 1.0, Align::Centre),
            ("Tác giả", 2.0, Align::Left),
            ("Tên loại", 1.2, Align::Left),
            ("Trích yếu", 4.0, Align::Left),
            ("Số trang nhận dạng", 0.8, Align::Right),
            ("Tin cậy thấp nhất của ô (%)", 0.9, Align::Right),
            ("Tin cậy thấp nhất của trang (%)", 0.9, Align::Right),
            ("Sổ", 1.5, Align::Left),
            ("Người kiểm tra các ô", 1.5, Align::Left),
        ];
        let numbered = (1u32..).zip(&self.documents);
        (
            columns,
            numbered
                .map(|(number, one)| self.row(number, one))
                .collect(),
        )
    }

    fn row(&self, number: u32, document: &Document) -> Vec<Cell> {
        let fields = &document.fields;
        let kind = fields.kind.as_deref().and_then(kind_by_code);
        let reading = self.readings.get(&document.id);
        let person = reading.and_then(|one| self.names.get(&one.settled_by?).cloned());
        vec![
            number.into(),
            fields.code.clone().into(),
            fields.issued_on.into(),
            fields.issuer.clone().into(),
            kind.map(|kind| kind.name).into(),
            fields.subject.clone().into(),
            reading.map(|one| one.pages).into(),
            reading.map_or(Cell::Empty, |one| Cell::Number(one.least.into())),
            reading.map_or(Cell::Empty, |one| rounded(one.page_confidence.into())),
            fields.register.clone().into(),
            person.into(),
        ]
    }
}

/// What a field is called on a sheet.
fn heading(code: Option<&str>) -> &'static str {
    match code.and_then(Field::from_code) {
        Some(Field::Code) => "Số, ký hiệu",
        Some(Field::IssuedOn) => "Ngày ban hành",
        Some(Field::Issuer) => "Tác giả",
        Some(Field::Kind) => "Tên loại",
        Some(Field::Subject) => "Trích yếu",
        None => "",
    }
}

fn error_rows(tallies: &[Tally]) -> Content {
    let columns = vec![
        ("Ô", 2.0, Align::Left),
        ("Số giá trị đã so", 1.0, Align::Right),
        ("Số gợi ý bị sửa", 1.0, Align::Right),
        ("Tỉ lệ (%)", 1.0, Align::Right),
        ("Từ (%), tin cậy 95 %", 1.0, Align::Right),
        ("Đến (%), tin cậy 95 %", 1.0, Align::Right),
    ];
    let row = |one: &Tally| {
        let interval = wilson(one.errors, one.checked, Certainty::NinetyFive);
        let share = f64::from(one.errors) / f64::from(one.checked.max(1));
        let percent = |share: f64| rounded(share * 100.0);
        vec![
            heading(one.key.as_deref()).into(),
            one.checked.into(),
            one.errors.into(),
            percent(share),
            interval.map_or(Cell::Empty, |found| percent(found.low)),
            interval.map_or(Cell::Empty, |found| percent(found.high)),
        ]
    };
    (columns, tallies.iter().map(row).collect())
}
