//! Hints of the server that something changed. A hint carries no data: what it concerns becomes stale and is asked again.
//!
//! `EventSource` cannot send the access token, so the stream is read by `fetch`.

use std::time::Duration;

use domain::access::Permission;
use futures_util::future::{Either, select};
use js_sys::{Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, Request, RequestInit, Response};

use super::{Connection, Queries, Session, State, sleep};

const STREAM: &str = "/api/v1/events/stream";
const PAUSES: [u64; 6] = [1, 2, 4, 8, 15, 30];
/// Hints that come together are answered by asking once.
const GATHER: Duration = Duration::from_millis(250);
/// Slices whose answers count everything there is: they are asked again at most so often, however many hints come.
const COUNTED: [&str; 2] = ["map", "comparison"];
const SELDOM: Duration = Duration::from_secs(4);
/// The server's heart beats every 15 seconds: what is silent for so long is dead, as after the device has slept.
const SILENCE: Duration = Duration::from_secs(40);

#[derive(Clone, Copy)]
pub struct Live {
    session: Session,
    queries: Queries,
    connection: Connection,
    /// The last hint; the server tells what was missed since. Without one, a stream that begins again makes everything stale.
    last: StoredValue<Option<String>>,
    began: StoredValue<bool>,
    changed: StoredValue<Vec<&'static str>>,
    /// The same of what is asked seldom.
    counted: StoredValue<Vec<&'static str>>,
}

/// The part of a hint that matters here.
#[derive(Deserialize)]
struct Hint {
    topic: String,
}

impl Live {
    pub(super) fn start(session: Session, queries: Queries, connection: Connection) {
        let live = Self {
            session,
            queries,
            connection,
            last: StoredValue::new(None),
            began: StoredValue::new(false),
            changed: StoredValue::new(Vec::new()),
            counted: StoredValue::new(Vec::new()),
        };
        Effect::new(move |started: Option<bool>| {
            let started = started.unwrap_or_default();
            let listens = session.state() == State::SignedIn && session.may(Permission::EventsRead);
            if listens && !started {
                spawn_local(live.listen());
            }
            started || listens
        });
        Effect::new(move |before: Option<u32>| {
            let returns = connection.returns();
            if before.is_some_and(|before| before != returns) {
                queries.all_stale();
            }
            returns
        });
    }

    async fn listen(self) {
        let mut failures = 0;
        loop {
            match self.read_stream().await {
                Ok(()) => failures = 0,
                Err(_) => failures += 1,
            }
            let pause = PAUSES[usize::min(failures, PAUSES.len() - 1)];
            sleep(Duration::from_secs(pause)).await;
        }
    }

    /// Reads until the stream ends; an error when it never began.
    async fn read_stream(self) -> Result<(), JsValue> {
        let Some(token) = self.session.fresh_token().await else {
            return Err(JsValue::NULL);
        };
        let init = RequestInit::new();
        let abort = AbortController::new()?;
        init.set_signal(Some(&abort.signal()));
        let request = Request::new_with_str_and_init(STREAM, &init)?;
        let headers = request.headers();
        headers.set("authorization", &format!("Bearer {token}"))?;
        headers.set("accept", "text/event-stream")?;
        if let Some(last) = self.last.get_value() {
            headers.set("last-event-id", &last)?;
        }
        let response: Response = in_time(window().fetch_with_request(&request))
            .await
            .inspect_err(|_| abort.abort())?
            .dyn_into()?;
        let (true, Some(body)) = (response.ok(), response.body()) else {
            return Err(JsValue::NULL);
        };
        self.connection.found();
        let again = self
            .began
            .try_update_value(|began| std::mem::replace(began, true));
        if again == Some(true) && self.last.with_value(Option::is_none) {
            self.queries.all_stale();
        }
        let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
        let mut lines = Lines::default();
        while let Ok(piece) = in_time(reader.read()).await {
            if Reflect::get(&piece, &"done".into())?.is_truthy() {
                break;
            }
            let bytes: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
            for line in lines.take(&bytes.to_vec()) {
                self.hear(&line);
            }
        }
        abort.abort();
        Ok(())
    }

    fn hear(self, line: &str) {
        let Some((name, value)) = line.split_once(':') else {
            return;
        };
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            // More was missed than the server remembers for us.
            "event" if value == "reset" => self.queries.all_stale(),
            "id" => self.last.set_value(Some(value.to_owned())),
            "data" => {
                if let Ok(hint) = client::read::<Hint>(value.as_bytes()) {
                    self.changed(concerned(&hint.topic));
                }
            }
            _ => {}
        }
    }

    fn changed(self, tags: &'static [&'static str]) {
        let (counted, others): (Vec<_>, Vec<_>) =
            tags.iter().copied().partition(|tag| COUNTED.contains(tag));
        self.gather(self.changed, others, GATHER);
        self.gather(self.counted, counted, SELDOM);
    }

    /// The first of a bundle says when all of it is asked again.
    fn gather(
        self,
        bundle: StoredValue<Vec<&'static str>>,
        tags: Vec<&'static str>,
        wait: Duration,
    ) {
        let first = bundle.try_update_value(|bundle| {
            let first = bundle.is_empty();
            for tag in tags {
                if !bundle.contains(&tag) {
                    bundle.push(tag);
                }
            }
            first && !bundle.is_empty()
        });
        if first == Some(true) {
            let ask = move || {
                let tags = bundle.try_update_value(std::mem::take);
                self.queries.stale(&tags.unwrap_or_default());
            };
            set_timeout(ask, wait);
        }
    }
}

/// An error when it takes longer than a stream that lives is silent.
async fn in_time(promise: Promise) -> Result<JsValue, JsValue> {
    match select(JsFuture::from(promise), Box::pin(sleep(SILENCE))).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(JsValue::NULL),
    }
}

/// Slices whose answers a hint makes stale.
fn concerned(topic: &str) -> &'static [&'static str] {
    match topic.split('.').next().unwrap_or_default() {
        "task" | "completion" => &[
            "tasks", "day", "clients", "chains", "search", "notices", "map",
        ],
        "chain" => &["chains", "tasks", "day", "clients", "map", "comparison"],
        "duplicate" => &["duplicates"],
        "client" => &[
            "clients",
            "companies",
            "discounts",
            "files",
            "merges",
            "tasks",
            "day",
            "search",
            "map",
        ],
        "company" => &["companies"],
        // The history on the card says it, too.
        "file" => &["files", "clients"],
        "discount" => &["discounts", "own fields", "clients"],
        "discount_grant" => &["discounts", "clients"],
        "employee" | "role" => &["staff", "auth"],
        "dictionary" | "value" => &["dictionaries", "tasks", "clients", "companies"],
        "client_fields" => &["own fields", "clients"],
        "company_fields" => &["own fields", "companies"],
        "view" => &["views"],
        "segment" => &["segments", "own fields", "clients"],
        "result" => &["results", "templates", "tasks"],
        "template" => &["templates", "processes"],
        "process" | "transfer" | "comparison" => &["processes", "map", "comparison"],
        "branch" => &["branches"],
        "organisation" => &["organisation"],
        "notice" => &["notices", "day"],
        "import" | "import_mapping" => &["imports"],
        "bulk" => &["bulks"],
        "hook" | "delivery" => &["sending"],
        _ => &[],
    }
}

/// Cuts a stream of bytes into lines.
#[derive(Default)]
struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    fn take(&mut self, bytes: &[u8]) -> Vec<String> {
        self.rest.extend_from_slice(bytes);
        let mut lines = Vec::new();
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            let text = String::from_utf8_lossy(&line);
            lines.push(text.trim_end_matches(['\r', '\n']).to_owned());
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_whole_whatever_the_pieces() {
        let mut lines = Lines::default();
        assert!(lines.take("data: «".as_bytes()).is_empty());
        let (first, second) = "ж».\r\nid: 7\n".as_bytes().split_at(1);
        assert!(lines.take(first).is_empty());
        assert_eq!(lines.take(second), ["data: «ж».", "id: 7"]);
    }
}
