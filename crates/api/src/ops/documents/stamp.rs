//! A copy of a file with the stamp «ĐẾN» on its first page (NĐ 30/2020 Phụ lục IV). The original
//! stays as it came; the copy is made when it is asked for.

use ::printing::child::Request;
use ::printing::{Area, ArrivalStamp, Place};
use futures::TryStreamExt;
use indexing::reading::Word;
use storage::documents::{Document, Page};
use workflow::access::Caller;
use workflow::registers::Book;
use workflow::work::TaskKind;
use workflow::{FileId, Refusal};

use super::show::open_file;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::Names;

/// Largest file that is stamped; it is held in memory for a moment.
const MOST_BYTES: u64 = 256 << 20;

/// The copy of a PDF of a registered incoming paper with its stamp.
pub async fn stamped_copy(app: &App, caller: &Caller, file: FileId) -> Result<Vec<u8>> {
    let open = open_file(app, caller, file).await?;
    let (db, principals) = (&app.0.db, caller.principals());
    let found = storage::documents::find_visible(db, open.file.document, &principals).await?;
    let document = found.ok_or(OpError::NotFound)?;
    let stamp = stamp_of(app, &document).await?;
    if open.file.media_type != "application/pdf" {
        return Err(OpError::Invalid(Refusal::new("printing.unreadable")));
    }
    if open.file.size_bytes > MOST_BYTES {
        return Err(OpError::Invalid(Refusal::new("printing.stopped")));
    }
    let place = match storage::documents::find_page(db, file, 1).await? {
        Some(page) => place_on(&page),
        None => Place::default(),
    };
    let parts: Vec<_> = open.bytes(None).await?.try_collect().await?;
    let original = parts.concat();
    let request = Request::Arrival(stamp, place);
    app.0.printer.print(request, Some(original)).await
}

/// What the stamp says: agency, arrival number and day, to whom the paper was passed on.
async fn stamp_of(app: &App, document: &Document) -> Result<ArrivalStamp> {
    let db = &app.0.db;
    let needed = || OpError::Refused(Refusal::new("registers.not_arrived"));
    let kept = storage::registers::find_standing(db, document.id).await?;
    let kept = kept.ok_or_else(needed)?;
    let register = kept.place.register;
    let register = storage::registers::find(db, document.organisation, register).await?;
    let comes_in = register.is_some_and(|register| register.book == Book::Incoming);
    let day = kept.dated.filter(|_| comes_in).ok_or_else(needed)?;
    let tasks = storage::work::list_tasks(db, &[document.id]).await?;
    let lead = tasks.iter().map(|(_, task)| task);
    let lead = lead
        .filter(|task| task.kind == TaskKind::Lead)
        .find(|task| {
            let end = task.closed.as_ref();
            end.is_none_or(|end| end.outcome.keeps_the_right())
        });
    let lead: Vec<_> = lead.into_iter().collect();
    let names = Names::of(app, &lead, Vec::new()).await?;
    let dossier = storage::work::find_kept(db, document.id).await?;
    Ok(ArrivalStamp {
        agency: storage::organisations::get(db, document.organisation)
            .await?
            .name,
        number: kept.place.number.to_string(),
        day,
        forwarded_to: lead.first().and_then(|task| names.principal(task.assignee)),
        dossier: dossier.and_then(|kept| kept.dossier),
    })
}

/// Where the stamp covers least of the words.
fn place_on(page: &Page) -> Place {
    let words: Vec<Word> = serde_json::from_str(&page.words).unwrap_or_default();
    let areas: Vec<_> = words
        .iter()
        .map(|word| Area {
            x: word.x.into(),
            y: word.y.into(),
            width: word.width.into(),
            height: word.height.into(),
        })
        .collect();
    Place::clear_of(page.width_pt.into(), page.height_pt.into(), &areas)
}
