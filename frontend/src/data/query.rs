//! Answers that were read, kept by the address they came from.
//!
//! The address of a request (path and query) is its key: the same question is asked once, whoever asks. What is kept is
//! shown at once and asked again when it is old or a hint says that it changed. Nothing here is generic but the two
//! ends, so that each further question costs the program little.

use std::any::Any;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

use client::{Failure, RawAnswer, Ready, ready};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::operation::{Access, Operation};

use super::{Session, queries};

/// What is older than this is asked again when a screen opens.
const FRESH_MILLIS: f64 = 15_000.0;
/// More than this many answers that nobody shows are not kept.
const KEPT: usize = 120;

type Payload = Arc<dyn Any + Send + Sync>;
type Decode = fn(RawAnswer) -> Result<Payload, Failure>;

/// What is known of one question.
#[derive(Clone, Default)]
struct Known {
    data: Option<Payload>,
    failure: Option<Failure>,
    loading: bool,
    /// Milliseconds of the device's clock when `data` came.
    at: f64,
    /// Of the answer that `data` was read from; 0 when it was changed here.
    print: u64,
}

impl Known {
    fn change(&mut self, data: Payload) {
        self.data = Some(data);
        self.print = 0;
    }
}

struct Entry {
    request: Ready,
    tag: &'static str,
    /// Anybody may ask, also without signing in.
    open: bool,
    decode: Decode,
    known: ArcRwSignal<Known>,
    /// Screens that show it.
    users: usize,
    stale: bool,
    /// A hint came while it was being asked: the answer on its way may be the old one.
    again: bool,
}

#[derive(Clone, Copy)]
pub struct Queries {
    session: Session,
    entries: StoredValue<HashMap<String, Entry>, LocalStorage>,
}

impl Queries {
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            entries: StoredValue::new_local(HashMap::new()),
        }
    }

    /// Asks ahead of time.
    pub fn prefetch<O: Operation>(self, path: O::Path, query: O::Query)
    where
        O::Reply: Sync,
        O::Body: Default,
    {
        if let Some(key) = self.declare::<O>(&path, &query) {
            self.ask_if_old(&key);
        }
    }

    /// What is kept of an answer, without asking and without following it.
    pub fn peek<O: Operation>(self, path: O::Path, query: O::Query) -> Option<Arc<O::Reply>>
    where
        O::Reply: Sync,
        O::Body: Default,
    {
        let key = self.declare::<O>(&path, &query)?;
        let known = self.known(&key)?.get_untracked();
        known.data?.downcast().ok()
    }

    /// Puts an answer in the place of asking: one that came inside another.
    pub fn put<O: Operation>(self, path: O::Path, query: O::Query, reply: O::Reply)
    where
        O::Reply: Sync,
        O::Body: Default,
    {
        let Some(key) = self.declare::<O>(&path, &query) else {
            return;
        };
        if let Some(known) = self.known(&key) {
            // As the server writes it: asked for again, the same is known to be the same.
            let body = serde_json::to_vec(&reply);
            known.set(Known {
                data: Some(Arc::new(reply)),
                failure: None,
                loading: false,
                at: js_sys::Date::now(),
                print: body.map_or(0, |body| print(&body)),
            });
        }
    }

    /// Changes every kept answer of this operation in place, before the server says the same.
    pub fn amend<O: Operation>(self, mut change: impl FnMut(&mut O::Reply) -> bool)
    where
        O::Reply: Sync + Clone,
    {
        let of_operation = self.entries.with_value(|entries| {
            let fitting = entries.values().filter(|entry| entry.tag == O::ABOUT.tag);
            fitting.map(|entry| entry.known.clone()).collect::<Vec<_>>()
        });
        for known in of_operation {
            let reply = known.with_untracked(|known| {
                let reply = known.data.as_ref()?.downcast_ref::<O::Reply>()?;
                Some(reply.clone())
            });
            let Some(mut reply) = reply else { continue };
            if change(&mut reply) {
                known.update(|known| known.change(Arc::new(reply)));
            }
        }
    }

    /// Everything of these slices is old; what is on the screen is asked again.
    pub fn stale(self, tags: &[&str]) {
        self.stale_where(|entry| tags.contains(&entry.tag));
    }

    /// Everything is old: after a break in the connection.
    pub fn all_stale(self) {
        self.stale_where(|_| true);
    }

    fn stale_where(self, which: impl Fn(&Entry) -> bool) {
        let shown = self.entries.try_update_value(|entries| {
            let mut shown = Vec::new();
            for (key, entry) in entries.iter_mut().filter(|(_, entry)| which(entry)) {
                entry.stale = true;
                if entry.users > 0 {
                    shown.push(key.clone());
                }
            }
            shown
        });
        for key in shown.unwrap_or_default() {
            self.ask(&key);
        }
    }

    fn declare<O: Operation>(self, path: &O::Path, query: &O::Query) -> Option<String>
    where
        O::Reply: Sync,
        O::Body: Default,
    {
        let request = ready::<O>(path, query, &O::Body::default()).ok()?;
        let open = O::ABOUT.access == Access::Public;
        Some(self.declare_as(request, O::ABOUT.tag, open, decode::<O>))
    }

    fn declare_as(self, request: Ready, tag: &'static str, open: bool, decode: Decode) -> String {
        let key = request.path.clone();
        self.entries.update_value(|entries| {
            if entries.contains_key(&key) {
                return;
            }
            if entries.len() >= KEPT {
                entries.retain(|_, entry| entry.users > 0);
            }
            let entry = Entry {
                request,
                tag,
                open,
                decode,
                known: ArcRwSignal::new(Known::default()),
                users: 0,
                stale: false,
                again: false,
            };
            entries.insert(key.clone(), entry);
        });
        key
    }

    fn known(self, key: &str) -> Option<ArcRwSignal<Known>> {
        let kept = self.entries.try_with_value(|entries| {
            let entry = entries.get(key);
            entry.map(|entry| entry.known.clone())
        });
        kept.flatten()
    }

    fn count(self, key: &str, change: isize) {
        self.entries.try_update_value(|entries| {
            if let Some(entry) = entries.get_mut(key) {
                entry.users = entry.users.saturating_add_signed(change);
            }
        });
    }

    fn ask_if_old(self, key: &str) {
        let old = self.entries.with_value(|entries| {
            entries.get(key).is_some_and(|entry| {
                let (at, missing) = entry
                    .known
                    .with_untracked(|known| (known.at, known.data.is_none()));
                missing || entry.stale || js_sys::Date::now() - at > FRESH_MILLIS
            })
        });
        if old {
            self.ask(key);
        }
    }

    fn ask(self, key: &str) {
        let request = self.entries.try_update_value(|entries| {
            let entry = entries.get_mut(key)?;
            if entry.known.with_untracked(|known| known.loading) {
                entry.again = true;
                return None;
            }
            entry.stale = false;
            entry.again = false;
            Some((
                entry.request.clone(),
                entry.open,
                entry.decode,
                entry.known.clone(),
            ))
        });
        let Some((request, open, decode, known)) = request.flatten() else {
            return;
        };
        known.update(|known| known.loading = true);
        let key = key.to_owned();
        spawn_local(async move {
            let answer = match open {
                true => self.session.exchange_openly(&request).await,
                false => self.session.exchange(&request).await,
            };
            let print = answer.as_ref().map_or(0, |answer| print(&answer.body));
            let same = known.with_untracked(|known| print != 0 && known.print == print);
            let answer = answer.and_then(|answer| match same {
                true => Ok(None),
                false => decode(answer).map(Some),
            });
            known.update(|known| {
                known.loading = false;
                match answer {
                    Ok(data) => {
                        // The same answer again stays the same thing: nothing on the screen is drawn anew for it.
                        if let Some(data) = data {
                            known.data = Some(data);
                            known.print = print;
                        }
                        known.failure = None;
                        known.at = js_sys::Date::now();
                    }
                    Err(failure) => known.failure = Some(failure),
                }
            });
            let again = self
                .entries
                .try_with_value(|entries| entries.get(&key).is_some_and(|entry| entry.again));
            if again == Some(true) {
                self.ask(&key);
            }
        });
    }
}

/// By which two answers are known to be the same.
fn print(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hasher.finish().max(1)
}

fn decode<O: Operation>(answer: RawAnswer) -> Result<Payload, Failure>
where
    O::Reply: Sync,
{
    Ok(Arc::new(answer.read::<O::Reply>()?.reply))
}

/// A question that a screen follows.
pub struct Query<T> {
    queries: Queries,
    key: Memo<Option<String>>,
    /// Changes with the data alone, not with every attempt to refresh it.
    data: Memo<Option<Payload>>,
    failure: Memo<Option<Failure>>,
    reply: PhantomData<fn() -> T>,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}

/// Asks, and asks another question when what `arguments` reads changes. `None`: nothing is asked.
pub fn query<O: Operation>(
    arguments: impl Fn() -> Option<(O::Path, O::Query)> + Send + Sync + 'static,
) -> Query<O::Reply>
where
    O::Reply: Sync,
    O::Body: Default,
{
    let queries = queries();
    let key = Memo::new(move |_| {
        let (path, query) = arguments()?;
        queries.declare::<O>(&path, &query)
    });
    follow(queries, key);
    Query {
        queries,
        key,
        data: data_of(queries, key),
        failure: failure_of(queries, key),
        reply: PhantomData,
    }
}

fn data_of(queries: Queries, key: Memo<Option<String>>) -> Memo<Option<Payload>> {
    let read = move |_: Option<&Option<Payload>>| {
        queries.known(&key.get()?)?.with(|known| known.data.clone())
    };
    Memo::new_with_compare(read, |before, now| {
        let place = |data: Option<&Option<Payload>>| {
            data.and_then(Option::as_ref)
                .map(|data| Arc::as_ptr(data).cast::<()>())
        };
        place(before) != place(now)
    })
}

fn failure_of(queries: Queries, key: Memo<Option<String>>) -> Memo<Option<Failure>> {
    let read = move |_: Option<&Option<Failure>>| {
        queries
            .known(&key.get()?)?
            .with(|known| known.failure.clone())
    };
    // One failure after another is news, none after none is not.
    Memo::new_with_compare(read, |before, now| {
        let failed = |failure: Option<&Option<Failure>>| failure.is_some_and(Option::is_some);
        before.is_none() || failed(before) || failed(now)
    })
}

/// Counts a screen in and out, and asks what is not known.
fn follow(queries: Queries, key: Memo<Option<String>>) {
    let counted = StoredValue::new(None::<String>);
    let leave = move || {
        if let Some(Some(old)) = counted.try_get_value() {
            queries.count(&old, -1);
        }
    };
    Effect::new(move |_| {
        let wanted = key.get();
        leave();
        counted.set_value(wanted.clone());
        if let Some(wanted) = wanted {
            queries.count(&wanted, 1);
            queries.ask_if_old(&wanted);
        }
    });
    on_cleanup(leave);
}

impl<T: Send + Sync + 'static> Query<T> {
    pub fn data(self) -> Option<Arc<T>> {
        self.data.get()?.downcast().ok()
    }

    pub fn data_untracked(self) -> Option<Arc<T>> {
        let key = self.key.get_untracked()?;
        let known = self.queries.known(&key)?;
        known
            .with_untracked(|known| known.data.clone())?
            .downcast()
            .ok()
    }

    /// Why the last attempt failed; the answer before it may still be there.
    pub fn failure(self) -> Option<Failure> {
        self.failure.get()
    }

    pub fn loading(self) -> bool {
        self.known()
            .is_some_and(|known| known.with(|known| known.loading))
    }

    /// When the answer came, in milliseconds of the device's clock.
    pub fn at(self) -> Option<f64> {
        self.known()?
            .with(|known| known.data.is_some().then_some(known.at))
    }

    /// Adds the next page to what is kept.
    pub fn grow(self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let Some(known) = self
            .key
            .get_untracked()
            .and_then(|key| self.queries.known(&key))
        else {
            return;
        };
        let Some(reply) = self.data_untracked() else {
            return;
        };
        let mut reply = T::clone(&reply);
        change(&mut reply);
        known.update(|known| known.change(Arc::new(reply)));
    }

    pub fn refresh(self) {
        if let Some(key) = self.key.get_untracked() {
            self.queries.ask(&key);
        }
    }

    fn known(self) -> Option<ArcRwSignal<Known>> {
        self.queries.known(&self.key.get()?)
    }
}
