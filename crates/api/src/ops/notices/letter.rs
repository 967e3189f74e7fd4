//! What one person is told by mail or push: lines with number, date and link, as far as he may read
//! the papers at the moment of sending.

use std::fmt::Write;

use storage::notices::Notice;
use workflow::PersonId;
use workflow::access::Caller;
use workflow::documents::{ReadingState, Urgency};

use super::words;
use crate::error::Result;
use crate::ops::App;

/// One notice in words.
pub(super) struct Line {
    /// How urgent it is.
    pub urgency: Urgency,
    /// The sentence, with the number of the paper.
    pub text: String,
    /// By when it is due.
    pub due: Option<String>,
    /// Where it is read.
    pub link: String,
}

/// The notices of a person in words. A paper that he may not read (any more) is not named; of one
/// that is kept apart nothing is said.
pub(super) async fn lines(app: &App, caller: &Caller, notices: &[Notice]) -> Result<Vec<Line>> {
    let db = &app.0.db;
    let ids: Vec<_> = notices.iter().filter_map(|one| one.document).collect();
    let principals = caller.principals();
    let open = storage::documents::list_visible_of(db, &ids, &principals).await?;
    let all = storage::documents::list_by_ids(db, &ids).await?;
    let givers: Vec<PersonId> = notices.iter().filter_map(|one| one.on_behalf_of).collect();
    let givers = storage::organisations::list_people_by_ids(db, &givers).await?;
    let origin = app.0.config.origin();
    let mut lines = Vec::with_capacity(notices.len());
    for notice in notices {
        let is_it = |id| Some(id) == notice.document;
        let is_apart = |state| state == ReadingState::Quarantined;
        if all.iter().any(|one| is_it(one.id) && is_apart(one.state)) {
            continue;
        }
        // Of a paper that was not read yet nobody knows whether it has to be kept apart.
        let is_read = |state| state != ReadingState::Waiting;
        let paper = open.iter().find(|one| is_it(one.id) && is_read(one.state));
        let mut text = words::sentence(notice.code, notice.kind).to_owned();
        let for_whom = notice.on_behalf_of;
        if let Some(giver) = givers.iter().find(|one| Some(one.id) == for_whom) {
            let _ = write!(text, " (thay {})", giver.name);
        }
        if let Some(number) = paper.and_then(|paper| paper.fields.code.as_deref()) {
            let _ = write!(text, " — số {number}");
        }
        lines.push(Line {
            urgency: notice.urgency,
            text,
            due: notice.due_at.map(words::day),
            link: match paper {
                Some(paper) => format!("{origin}/vb/{}", paper.id),
                None => format!("{origin}/thong-bao"),
            },
        });
    }
    Ok(lines)
}
