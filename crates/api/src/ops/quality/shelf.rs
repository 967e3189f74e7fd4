//! Completeness: the list of what should be in a batch beside what is. The list is kept; how the two compare is
//! found out each time, since papers are corrected and added.

use ::printing::child::Request;
use ::printing::{Align, Cell};
use serde_json::json;
use storage::batches::Batch;
use storage::quality::ShelfList;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::batches::may_arrange;
use workflow::quality::shelf::{Compared, Outcome, ShelfPaper, ShelfRow, compare, read_rows};
use workflow::{BatchId, DocumentId};

use super::report::{Content, Sheet, heads, mark};
use super::{looks, table};
use crate::error::{OpError, Result};
use crate::ops::App;

/// A list beside its batch.
#[derive(Debug)]
pub struct Shelf {
    /// The list.
    pub list: ShelfList,
    /// How it compares.
    pub compared: Compared,
    /// The papers of the batch that the caller may read.
    pub papers: Vec<ShelfPaper>,
}

async fn own_batch(app: &App, caller: &Caller, id: BatchId) -> Result<Batch> {
    let found = storage::batches::find(&app.0.db, id).await?;
    let own = found.filter(|batch| batch.organisation == caller.organisation);
    own.ok_or(OpError::NotFound)
}

/// Keeps the list of a batch, in the place of the one before; rows that cannot be read are told and lose no
/// other.
pub async fn put_shelf_list(app: &App, caller: &Caller, id: BatchId, bytes: &[u8]) -> Result<()> {
    let allowed = caller
        .require_scope(Scope::Write)
        .and_then(|()| may_arrange(caller));
    allowed.map_err(OpError::Refused)?;
    own_batch(app, caller, id).await?;
    let lines = table::lines(bytes).map_err(OpError::Invalid)?;
    let read = read_rows(&lines).map_err(OpError::Invalid)?;
    app.write(async |tx| {
        let batch = storage::batches::lock(tx, id).await?;
        storage::quality::save_shelf_list(tx, id, &read, caller.person).await?;
        let event = NewEvent {
            actor: Some(caller.person),
            kind: "batch.listed",
            subject: id.to_string(),
            payload: json!({ "rows": read.rows.len(), "bad": read.bad.len() }),
        };
        tx.record(batch.organisation, event);
        Ok(())
    })
    .await
}

/// The list of a batch beside its papers; none where no list was brought.
pub async fn shelf(app: &App, caller: &Caller, id: BatchId) -> Result<Option<Shelf>> {
    looks(caller)?;
    own_batch(app, caller, id).await?;
    compared(app, caller, id).await
}

pub(super) async fn compared(app: &App, caller: &Caller, id: BatchId) -> Result<Option<Shelf>> {
    let db = &app.0.db;
    let Some(list) = storage::quality::find_shelf_list(db, id).await? else {
        return Ok(None);
    };
    let papers = papers(app, caller, id).await?;
    // Long lists take a while, so no thread of the requests does it.
    let (list, papers, compared) = tokio::task::spawn_blocking(move || {
        let compared = compare(&list.read.rows, &papers);
        (list, papers, compared)
    })
    .await?;
    Ok(Some(Shelf {
        list,
        compared,
        papers,
    }))
}

async fn papers(app: &App, caller: &Caller, id: BatchId) -> Result<Vec<ShelfPaper>> {
    let (db, principals) = (&app.0.db, caller.principals());
    let made = storage::batches::list_papers(db, id).await?;
    let ids: Vec<DocumentId> = made.iter().filter_map(|one| one.document).collect();
    let documents = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let files = storage::documents::list_files(db, &ids).await?;
    let pages: std::collections::HashMap<DocumentId, u32> = files
        .into_iter()
        .filter(|file| file.ordinal == 0)
        .filter_map(|file| Some((file.document, u32::try_from(file.page_count?).ok()?)))
        .collect();
    let mut papers: Vec<_> = documents
        .into_iter()
        .map(|one| ShelfPaper {
            pages: pages.get(&one.id).copied(),
            document: one.id,
            fields: one.fields,
        })
        .collect();
    papers.sort_by_key(|one| one.document);
    Ok(papers)
}

/// The comparison as XLSX.
pub async fn shelf_sheet(app: &App, caller: &Caller, id: BatchId) -> Result<Vec<u8>> {
    let found = shelf(app, caller, id).await?.ok_or(OpError::NotFound)?;
    let batch = own_batch(app, caller, id).await?;
    let heads = heads(app, caller, &batch).await?;
    let mark = mark(app, caller).await?;
    let sheet = Sheet("Đối chiếu danh mục", content(&found)).table(&heads, &mark);
    let request = Request::TableXlsx(Box::new(sheet));
    app.0.printer.print(request, None).await
}

/// The comparison as CSV in UTF-8 with its mark, by which spreadsheets know it.
pub async fn shelf_csv(app: &App, caller: &Caller, id: BatchId) -> Result<Vec<u8>> {
    let found = shelf(app, caller, id).await?.ok_or(OpError::NotFound)?;
    let (columns, rows) = content(&found);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer("\u{feff}".as_bytes().to_vec());
    let failed = |error: csv::Error| OpError::Internal(error.to_string());
    writer
        .write_record(columns.iter().map(|(heading, ..)| *heading))
        .map_err(failed)?;
    for row in rows {
        let cells = row.iter().map(|cell| harmless(cell.printed()));
        writer.write_record(cells).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| OpError::Internal(error.to_string()))
}

/// A spreadsheet takes what begins so for a formula.
fn harmless(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{words}")
    } else {
        words
    }
}

/// What became of a row, in words.
fn words(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Found(_) => "Có",
        Outcome::PagesDiffer(..) => "Có, khác số trang",
        Outcome::Missing => "Thiếu",
        Outcome::Doubtful(_) => "Chưa rõ",
    }
}

/// The rows with what became of each, then rows that could not be read and papers that are extra.
pub(super) fn content(shelf: &Shelf) -> Content {
    let columns = vec![
        ("Dòng", 0.6, Align::Right),
        ("Kết quả", 1.4, Align::Left),
        ("Số, ký hiệu", 1.5, Align::Left),
        ("Ngày", 1.0, Align::Centre),
        ("Tác giả", 2.0, Align::Left),
        ("Trích yếu", 4.0, Align::Left),
        ("Số tờ", 0.7, Align::Right),
        ("Số trang trong danh mục", 0.9, Align::Right),
        ("Số trang bản quét", 0.9, Align::Right),
        ("Hộp", 0.8, Align::Left),
        ("Hồ sơ", 0.8, Align::Left),
    ];
    let pages_of = |id: &DocumentId| {
        let mut papers = shelf.papers.iter();
        papers
            .find(|one| one.document == *id)
            .and_then(|one| one.pages)
    };
    let listed = shelf.list.read.rows.iter().zip(&shelf.compared.outcomes);
    let mut rows: Vec<Vec<Cell>> = listed
        .map(|(row, outcome)| {
            let scanned = match outcome {
                Outcome::Found(id) | Outcome::PagesDiffer(id, _) => pages_of(id),
                Outcome::Missing | Outcome::Doubtful(_) => None,
            };
            listed_row(row, words(outcome), scanned)
        })
        .collect();
    rows.extend(shelf.list.read.bad.iter().map(|bad| {
        let row = ShelfRow {
            line: bad.line,
            subject: Some(bad.value.clone()),
            ..ShelfRow::default()
        };
        listed_row(&row, "Dòng không đọc được", None)
    }));
    let extra = |id: &DocumentId| shelf.papers.iter().find(|one| one.document == *id);
    rows.extend(shelf.compared.extra.iter().filter_map(extra).map(|paper| {
        let fields = &paper.fields;
        let row = ShelfRow {
            code: fields.code.clone(),
            issued_on: fields.issued_on,
            issuer: fields.issuer.clone(),
            subject: fields.subject.clone(),
            ..ShelfRow::default()
        };
        listed_row(&row, "Ngoài danh mục", paper.pages)
    }));
    (columns, rows)
}

fn listed_row(row: &ShelfRow, outcome: &str, scanned: Option<u32>) -> Vec<Cell> {
    vec![
        Some(row.line).filter(|line| *line > 0).into(),
        outcome.into(),
        row.code.clone().into(),
        row.issued_on.into(),
        row.issuer.clone().into(),
        row.subject.clone().into(),
        row.sheets.into(),
        row.pages.into(),
        scanned.into(),
        row.container.clone().into(),
        row.dossier.clone().into(),
    ]
}
