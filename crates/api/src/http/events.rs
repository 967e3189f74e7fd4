//! `/events`: what happens to papers the caller may see, as server-sent events.

use std::collections::HashSet;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt};
use serde_json::json;
use tokio_stream::wrappers::BroadcastStream;
use workflow::access::Scope;

use super::State;
use super::caller::Signed;
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::Notice;

/// Listen. Event `document` has `{document, state}`; event `missed` says that some were lost and
/// lists are to be read again.
#[utoipa::path(get, path = "/events", tag = "events",
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = Problem)))]
pub async fn listen(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Sse<impl Stream<Item = std::result::Result<Event, Infallible>>>> {
    signed
        .caller()
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let own: HashSet<String> = signed
        .caller()
        .principals()
        .iter()
        .map(ToString::to_string)
        .collect();
    let notices = BroadcastStream::new(state.app.notices());
    let stream = notices.filter_map(move |notice| {
        let told = match notice {
            Ok(notice) => tell(&notice, &own),
            Err(_) => Some(Event::default().event("missed").data("{}")),
        };
        std::future::ready(told.map(Ok))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

fn tell(notice: &Notice, own: &HashSet<String>) -> Option<Event> {
    if !notice.readers.iter().any(|reader| own.contains(reader)) {
        return None;
    }
    let data = json!({ "document": notice.document, "state": notice.state });
    Some(Event::default().event("document").data(data.to_string()))
}
