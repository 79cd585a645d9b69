//! Hints that something changed, as server-sent events: `GET /api/v1/events/stream`.
//!
//! A hint says topic, id and version, and no data; the reader asks again through the ordinary endpoints. Still, only hints
//! of things within his reach are sent. `Last-Event-ID` continues where a connection broke.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::access::{Actor, Permission, RowFacts, allows};
use futures_util::stream;
use serde::Serialize;
use store::{Event, Who};
use tokio::sync::{broadcast, watch};

use super::accounts::Account;
use super::error::ApiError;
use super::serve;
use crate::state::State;

/// A sign of life for proxies and for the reader.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Hints that a slow reader may fall behind before he is told to ask for everything again.
const BACKLOG: usize = 1_024;
/// As many missed hints are sent after a reconnection; more are "ask for everything again".
const MISSED: i64 = 500;

/// Carries hints from the relay to the readers of this server.
#[derive(Debug)]
pub struct Hub {
    hints: broadcast::Sender<Arc<Event>>,
    closing: watch::Sender<bool>,
    readers: Arc<AtomicUsize>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            hints: broadcast::Sender::new(BACKLOG),
            closing: watch::Sender::new(false),
            readers: Arc::default(),
        }
    }
}

impl Hub {
    pub fn publish(&self, entry: Event) {
        // Nobody listening is no error.
        let _ = self.hints.send(Arc::new(entry));
    }

    pub fn readers(&self) -> usize {
        self.readers.load(Ordering::Relaxed)
    }

    /// Ends all streams, so that the server can stop.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }
}

/// Whether an employee may know that this changed.
pub fn concerns(actor: &Actor, entry: &Event) -> bool {
    let audience = entry.audience();
    let thing = entry.topic.split('.').next().unwrap_or_default();
    let needed = match thing {
        "task" | "completion" => Permission::TaskRead,
        "client" | "company" | "file" | "discount_grant" | "chain" | "duplicate" | "view"
        | "segment" => Permission::ClientRead,
        "employee" | "role" => Permission::StaffRead,
        "dictionary" | "discount" | "value" | "result" | "template" | "process" | "transfer"
        | "comparison" | "client_fields" | "company_fields" => Permission::DirectoryRead,
        // Branches and the organisation are everybody's.
        "branch" | "organisation" => return true,
        "hook" => Permission::DirectoryRead,
        "import" | "import_mapping" => Permission::ClientImport,
        "delivery" => Permission::OrganisationEdit,
        // One's own bell, and what one asked for.
        "notice" | "bulk" => return audience.employee == Some(actor.employee),
        _ => return false,
    };
    // A task that waits in a pool is nobody's own yet: everybody who works in its branch may hear of it.
    let waits = thing == "task" && audience.employee.is_none();
    if waits
        && audience
            .branch
            .is_some_and(|branch| actor.branches.contains(&branch))
    {
        return actor.may(needed);
    }
    let row = RowFacts {
        branch: audience.branch,
        owner: audience.employee,
        ..RowFacts::HOUSE
    };
    allows(actor, needed, row)
}

#[derive(Serialize)]
struct Hint<'e> {
    topic: &'e str,
    id: String,
    version: i64,
}

/// The stream. It ends when the session ends, when its access token runs out, or when the server stops; the reader
/// comes back with `Last-Event-ID`.
pub(super) async fn stream(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    super::trace::name(&request, "StreamEvents", "/events/stream");
    match open(&request, &state).await {
        Ok(response) => response,
        Err(error) => serve::refused(&request, error),
    }
}

async fn open(request: &HttpRequest, state: &State) -> Result<HttpResponse, ApiError> {
    let account = state.accounts.of(state, request.headers()).await?;
    if !account.actor.may(Permission::EventsRead) {
        return Err(
            ApiError::new(wire::error::Code::NotAllowed).with("permission", Permission::EventsRead)
        );
    }
    let last = request.headers().get("last-event-id");
    let last: Option<i64> = last
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok());
    // Listening begins before the past is read, so that nothing falls between the two.
    let hints = state.live.hints.subscribe();
    let mut first = String::from("retry: 2000\n\n");
    let mut sent = last.unwrap_or(0);
    if let Some(after) = last {
        let missed = state
            .db
            .read(Who::System, state.clock.now(), move |tx| {
                tx.events_after(after, MISSED)
            })
            .await
            .map_err(ApiError::from)?;
        if missed.len() as i64 == MISSED {
            first.push_str("event: reset\ndata: {}\n\n");
        }
        for entry in &missed {
            sent = entry.seq;
            if concerns(&account.actor, entry) {
                first.push_str(&written(entry));
            }
        }
    }
    state.live.readers.fetch_add(1, Ordering::Relaxed);
    let reader = Reader {
        request: request.clone(),
        state: state.clone(),
        account,
        hints,
        closing: state.live.closing.subscribe(),
        sent,
        first: Some(first),
        readers: Arc::clone(&state.live.readers),
    };
    let body = stream::unfold(reader, |mut reader| async move {
        let text = reader.next().await?;
        Some((Ok::<_, Infallible>(web::Bytes::from(text)), reader))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        // Proxies would hold hints back.
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        .streaming(Box::pin(body)))
}

struct Reader {
    request: HttpRequest,
    state: State,
    account: Arc<Account>,
    hints: broadcast::Receiver<Arc<Event>>,
    closing: watch::Receiver<bool>,
    /// The last sequence number that was sent or passed over.
    sent: i64,
    first: Option<String>,
    readers: Arc<AtomicUsize>,
}

impl Reader {
    /// The next piece of the stream; `None` ends it.
    async fn next(&mut self) -> Option<String> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let heard = tokio::select! {
                _ = self.closing.wait_for(|closing| *closing) => return None,
                heard = tokio::time::timeout(HEARTBEAT, self.hints.recv()) => heard,
            };
            // Rights may have changed meanwhile; the cache keeps this cheap.
            let account = self.state.accounts.of(&self.state, self.request.headers());
            self.account = account.await.ok()?;
            match heard {
                Err(_) => return Some(": alive\n\n".into()),
                Ok(Err(broadcast::error::RecvError::Closed)) => return None,
                Ok(Err(broadcast::error::RecvError::Lagged(_))) => {
                    return Some("event: reset\ndata: {}\n\n".into());
                }
                Ok(Ok(entry)) if entry.seq <= self.sent => {}
                Ok(Ok(entry)) => {
                    self.sent = entry.seq;
                    if concerns(&self.account.actor, &entry) {
                        return Some(written(&entry));
                    }
                }
            }
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.readers.fetch_sub(1, Ordering::Relaxed);
    }
}

fn written(entry: &Event) -> String {
    let hint = Hint {
        topic: &entry.topic,
        id: entry.subject_id(),
        version: entry.version,
    };
    let data = serde_json::to_string(&hint).unwrap_or_default();
    format!("id: {}\nevent: hint\ndata: {data}\n\n", entry.seq)
}
