//! `/notices/stream`: what the caller is told, as it happens, as server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use futures::Stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, MissedTickBehavior, interval};
use workflow::access::{Caller, Scope};

use super::State;
use super::caller::{Signed, credential};
use super::notices::{NoticeCounts, NoticeView};
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::identity::{Credential, still_there};
use crate::ops::notices::{self, Rung};

/// How often the stream shows that it lives, and asks whether the session still does.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// After how long a browser connects again.
const RETRY: Duration = Duration::from_secs(3);

/// Listen. Event `notice` is a notice as in the list, event `counts` says how much is not seen, event
/// `end` that the session is over. After a break `Last-Event-ID` goes on where it was.
#[utoipa::path(get, path = "/notices/stream", tag = "notices",
    params(("last-event-id" = Option<i64>, Header, description = "The id of the last event received")),
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = Problem)))]
pub async fn listen(
    Shared(state): Shared<State>,
    signed: Signed,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = std::result::Result<Event, Infallible>>>> {
    let caller = signed.caller().clone();
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let missing = || OpError::Internal("a signed request without a credential".into());
    let credential = credential(&headers).ok_or_else(missing)?;
    let heard: Option<i64> = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    // First the ear, then the look: what comes between the two is seen by the look.
    let rung = notices::rung(&state.app);
    let seq = match heard {
        Some(seq) => seq,
        None => notices::last_seq(&state.app, &caller).await?,
    };
    let mut heartbeat = interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.tick().await;
    let mut listener = Listener {
        app: state.app,
        caller,
        credential,
        rung,
        heartbeat,
        seq,
        waiting: VecDeque::new(),
        has_ended: false,
    };
    listener.look().await?;
    let events = futures::stream::unfold(listener, async |mut listener| {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(events))
}

struct Listener {
    app: App,
    caller: Caller,
    credential: Credential,
    rung: Receiver<Rung>,
    heartbeat: Interval,
    /// The place of the last event that was told on this stream.
    seq: i64,
    waiting: VecDeque<Event>,
    has_ended: bool,
}

impl Listener {
    /// The next event; none at the end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.has_ended {
                return None;
            }
            let is_news = tokio::select! {
                rung = self.rung.recv() => match rung {
                    Ok(people) => people.contains(&self.caller.person),
                    Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => return None,
                },
                _ = self.heartbeat.tick() => {
                    self.waiting.push_back(Event::default().comment(""));
                    self.check().await;
                    false
                }
            };
            if is_news {
                self.check().await;
                let looked = if self.has_ended {
                    Ok(())
                } else {
                    self.look().await
                };
                if let Err(error) = looked {
                    // The browser connects again and goes on from the last event it has.
                    tracing::warn!(%error, "a stream of notices was broken off");
                    return None;
                }
            }
        }
    }

    /// The caller as he is now; whoever is no longer signed in hears that and nothing more.
    async fn check(&mut self) {
        match still_there(&self.app, &self.credential).await {
            Ok(caller) => self.caller = caller,
            Err(OpError::SignIn(_)) => {
                self.waiting.clear();
                self.waiting
                    .push_back(Event::default().event("end").data("{}"));
                self.has_ended = true;
            }
            Err(error) => {
                tracing::warn!(%error, "a session could not be looked up");
                self.has_ended = true;
            }
        }
    }

    /// Puts what is new into the stream.
    async fn look(&mut self) -> Result<()> {
        loop {
            let news = notices::since(&self.app, &self.caller, self.seq).await?;
            if news.is_empty() {
                break;
            }
            for shown in news {
                self.seq = shown.notice.seq;
                let event = Event::default().event("notice").id(self.seq.to_string());
                self.waiting
                    .push_back(with_json(event, &NoticeView::new(shown))?);
            }
        }
        let counts = NoticeCounts::new(notices::count(&self.app, &self.caller).await?);
        let event = Event::default()
            .event("counts")
            .id(self.seq.to_string())
            .retry(RETRY);
        self.waiting.push_back(with_json(event, &counts)?);
        Ok(())
    }
}

fn with_json(event: Event, body: &impl serde::Serialize) -> Result<Event> {
    event
        .json_data(body)
        .map_err(|error| OpError::Internal(error.to_string()))
}
