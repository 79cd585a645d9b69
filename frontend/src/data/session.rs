//! Who is signed in. The access token lives here, in memory only; the refresh cookie is the browser's and is never seen.

use std::time::Duration;

use client::{Client, Downloaded, Failure, RawAnswer, Ready, ready};
use domain::access::{Permission, Scope};
use domain::ids::{BranchId, EmployeeId};
use domain::language::Language;
use futures_channel::oneshot;
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use leptos::task::spawn_local;
use wire::auth::{BranchName, Me, RefreshSession, Session as Granted, SignOut};
use wire::error::Code;
use wire::operation::Operation;

use super::{Connection, drafts, now, recent, storage};
use crate::{i18n, prefs};

/// A token that ends within this span is replaced before it is used.
const MARGIN: Duration = Duration::from_secs(20);

/// Present where somebody is signed in: only there is it worth trying the cookie, which cannot be seen.
const SIGNED_IN: &str = "perezvon.signed-in";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The cookie is being tried.
    Starting,
    SignedOut,
    SignedIn,
    /// It ended while somebody worked: the page stays as it is until he signs in again.
    Expired,
    /// The cookie could not be tried: the server does not answer.
    Unreachable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Renewal {
    Done,
    Ended,
    Unreachable,
}

struct Inner {
    client: Client,
    /// Milliseconds of the device's clock; 0 without a token.
    expires: f64,
    renewing: Option<Shared<LocalBoxFuture<'static, Renewal>>>,
    waiting: Vec<oneshot::Sender<()>>,
}

#[derive(Clone, Copy)]
pub struct Session {
    inner: StoredValue<Inner, LocalStorage>,
    connection: Connection,
    state: RwSignal<State>,
    me: RwSignal<Option<Me>>,
}

impl Session {
    pub(super) fn new(connection: Connection) -> Self {
        let origin = window().location().origin().unwrap_or_default();
        let client = Client::new(&origin);
        client.set_language(
            document()
                .document_element()
                .and_then(|root| root.get_attribute("lang")),
        );
        Self {
            inner: StoredValue::new_local(Inner {
                client,
                expires: 0.0,
                renewing: None,
                waiting: Vec::new(),
            }),
            connection,
            state: RwSignal::new(State::Starting),
            me: RwSignal::new(None),
        }
    }

    /// Tries the cookie, when the page starts. Where nobody was signed in, there is nothing to try.
    pub fn start(self) {
        if storage::read(SIGNED_IN).is_none() {
            return self.state.set(State::SignedOut);
        }
        self.state.set(State::Starting);
        self.start_quietly();
    }

    /// Tries again while the page says that the server does not answer.
    pub fn start_quietly(self) {
        spawn_local(async move {
            match self.renew().await {
                Renewal::Done => {}
                Renewal::Ended => self.state.set(State::SignedOut),
                Renewal::Unreachable => self.state.set(State::Unreachable),
            }
        });
    }

    pub fn state(self) -> State {
        self.state.get()
    }

    /// Who is signed in; only below the shell, which is not shown without.
    pub fn me(self) -> Option<Me> {
        self.with_me(Me::clone)
    }

    /// Followed where something follows, read where nothing does: in handlers and when a form begins.
    pub fn with_me<T>(self, read: impl FnOnce(&Me) -> T) -> Option<T> {
        let read = |me: &Option<Me>| me.as_ref().map(read);
        match Observer::get() {
            Some(_) => self.me.with(read),
            None => self.me.with_untracked(read),
        }
    }

    pub fn my_id(self) -> Option<EmployeeId> {
        self.me.with_untracked(|me| me.as_ref().map(|me| me.id))
    }

    /// How far one's role lets one go; absent when not at all.
    pub fn scope(self, permission: Permission) -> Option<Scope> {
        self.with_me(|me| me.permissions.get(&permission).copied())
            .flatten()
    }

    pub fn may(self, permission: Permission) -> bool {
        self.scope(permission).is_some()
    }

    /// The branch's name and zone, when it is one of one's own.
    pub fn branch(self, id: BranchId) -> Option<BranchName> {
        self.with_me(|me| me.branches.iter().find(|branch| branch.id == id).cloned())
            .flatten()
    }

    /// Takes a granted session: after signing in, setting up or accepting an invitation.
    pub fn enter(self, granted: Granted) {
        // Before anything can load the page again: the mark is what makes the next start try the cookie.
        storage::write(SIGNED_IN, "1");
        let another = self.my_id().is_some_and(|id| id != granted.me.id);
        if another || adopt(granted.me.language) {
            // Nothing of the person before stays in memory; another language is another catalogue.
            let _ = window().location().reload();
            return;
        }
        self.take(granted);
    }

    /// The preferences were changed.
    pub fn replace_me(self, me: Me) {
        adopt(me.language);
        self.me.set(Some(me));
    }

    /// Signs out here. What was typed and not sent is forgotten: a reception's computer is shared.
    pub fn leave(self) {
        spawn_local(async move {
            if let Ok(request) = ready::<SignOut>(&(), &(), &()) {
                let _ = self.exchange_openly(&request).await;
            }
            if let Some(id) = self.my_id() {
                drafts::forget_all(id);
                recent::forget_all(id);
            }
            storage::remove(SIGNED_IN);
            let _ = window().location().replace("/login");
        });
    }

    /// Sends a request as the one who is signed in. Waits for him to sign in again when the session has ended.
    pub async fn exchange(self, request: &Ready) -> Result<RawAnswer, Failure> {
        loop {
            if self.is_ending() && self.renew_or_wait().await == Renewal::Unreachable {
                return Err(Failure::Unreachable(
                    "the session could not be renewed".into(),
                ));
            }
            let answer = self.exchange_openly(request).await?;
            // A password that does not fit is the answer to what was asked, not the end of the session.
            let wrong_password = || {
                let refusal = answer.check().err();
                refusal.and_then(|refusal| refusal.code()) == Some(Code::WrongCredentials)
            };
            if answer.status != 401 || wrong_password() {
                return Ok(answer);
            }
            self.inner.update_value(|inner| inner.expires = 0.0);
        }
    }

    /// Asks for a file as the one who is signed in.
    pub async fn download(self, request: &Ready) -> Result<Downloaded, Failure> {
        loop {
            if self.is_ending() && self.renew_or_wait().await == Renewal::Unreachable {
                return Err(Failure::Unreachable(
                    "the session could not be renewed".into(),
                ));
            }
            let client = self.inner.with_value(|inner| inner.client.clone());
            let downloaded = client.download(request).await?;
            match downloaded {
                Downloaded::Refused(answer) if answer.status == 401 => {
                    self.inner.update_value(|inner| inner.expires = 0.0);
                }
                downloaded => return Ok(downloaded),
            }
        }
    }

    /// Sends a file as the one who is signed in, by a request that `begin` makes anew for each try.
    pub async fn upload(
        self,
        request: &Ready,
        name: &str,
        content: &web_sys::Blob,
        begin: impl Fn() -> Option<web_sys::XmlHttpRequest>,
        gone: impl Fn(f64) + Clone + 'static,
    ) -> Result<RawAnswer, Failure> {
        loop {
            if self.is_ending() && self.renew_or_wait().await == Renewal::Unreachable {
                return Err(Failure::Unreachable(
                    "the session could not be renewed".into(),
                ));
            }
            let Some(by) = begin() else {
                return Err(Failure::Unsendable("it was called off".into()));
            };
            let client = self.inner.with_value(|inner| inner.client.clone());
            // One that was called off, or refused before it was heard to its end, says nothing about the connection.
            let answer = send_file(&client, request, (name, content), &by, gone.clone()).await?;
            if answer.status != 401 {
                return Ok(answer);
            }
            self.inner.update_value(|inner| inner.expires = 0.0);
        }
    }

    /// Sends a request that needs no session, such as signing in.
    pub async fn exchange_openly(self, request: &Ready) -> Result<RawAnswer, Failure> {
        let client = self.inner.with_value(|inner| inner.client.clone());
        let answer = client.exchange(request).await;
        self.connection.heard(&answer);
        answer
    }

    /// One operation, by the person who is signed in or, where the operation is public, by anybody.
    pub async fn send<O: Operation>(self, request: Ready) -> Result<O::Reply, Failure> {
        let answer = match O::ABOUT.access {
            wire::operation::Access::Public => self.exchange_openly(&request).await?,
            _ => self.exchange(&request).await?,
        };
        Ok(answer.read()?.reply)
    }

    /// For requests that this layer cannot send, such as streams.
    pub(super) async fn fresh_token(self) -> Option<String> {
        if self.is_ending() && self.renew_or_wait().await != Renewal::Done {
            return None;
        }
        self.inner.with_value(|inner| inner.client.token())
    }

    fn is_ending(self) -> bool {
        let expires = self.inner.with_value(|inner| inner.expires);
        js_sys::Date::now() + MARGIN.as_millis() as f64 > expires
    }

    async fn renew_or_wait(self) -> Renewal {
        let renewal = self.renew().await;
        if renewal != Renewal::Ended {
            return renewal;
        }
        self.state.set(State::Expired);
        let (sender, receiver) = oneshot::channel();
        self.inner.update_value(|inner| inner.waiting.push(sender));
        let _ = receiver.await;
        Renewal::Done
    }

    /// Everybody who needs a new token waits for the same request.
    async fn renew(self) -> Renewal {
        let running = self.inner.with_value(|inner| inner.renewing.clone());
        let renewing = running.unwrap_or_else(|| {
            let fresh = async move {
                let renewal = self.ask_for_token().await;
                self.inner.update_value(|inner| inner.renewing = None);
                renewal
            };
            let shared = fresh.boxed_local().shared();
            self.inner
                .update_value(|inner| inner.renewing = Some(shared.clone()));
            shared
        });
        renewing.await
    }

    async fn ask_for_token(self) -> Renewal {
        let Ok(request) = ready::<RefreshSession>(&(), &(), &()) else {
            return Renewal::Ended;
        };
        let answer = match self.exchange_openly(&request).await {
            Ok(answer) => answer.read::<Granted>(),
            Err(failure) => Err(failure),
        };
        match answer {
            Ok(answer) => {
                self.take(answer.reply);
                Renewal::Done
            }
            Err(failure) if failure.may_repeat() => Renewal::Unreachable,
            Err(failure) => {
                debug_assert!(failure.code() != Some(Code::WrongOrigin), "{failure}");
                storage::remove(SIGNED_IN);
                Renewal::Ended
            }
        }
    }

    fn take(self, granted: Granted) {
        storage::write(SIGNED_IN, "1");
        let left = granted.expires_at.since(now()).num_milliseconds();
        // A device whose clock is wrong still uses the token for a while; the server has the last word.
        let left = left.clamp(60_000, 600_000);
        let waiting = self.inner.try_update_value(|inner| {
            inner.client.set_token(Some(granted.access_token));
            inner.expires = js_sys::Date::now() + left as f64;
            std::mem::take(&mut inner.waiting)
        });
        self.me.update(|me| {
            if me.as_ref() != Some(&granted.me) {
                *me = Some(granted.me);
            }
        });
        if self.state.get_untracked() != State::SignedIn {
            self.state.set(State::SignedIn);
        }
        for waiter in waiting.unwrap_or_default() {
            let _ = waiter.send(());
        }
    }
}

/// Makes a person's language this device's own. True when the page is loaded again, with another catalogue.
fn adopt(language: Language) -> bool {
    let asked_for = window()
        .location()
        .search()
        .is_ok_and(|query| query.contains("lang="));
    let other = i18n::language() != language && !asked_for;
    if other && storage::write("perezvon.language", language.as_str()) {
        prefs::set_language(language);
        return true;
    }
    false
}

#[cfg(target_arch = "wasm32")]
async fn send_file(
    client: &Client,
    request: &Ready,
    (name, content): (&str, &web_sys::Blob),
    by: &web_sys::XmlHttpRequest,
    gone: impl Fn(f64) + 'static,
) -> Result<RawAnswer, Failure> {
    client.upload(request, name, content, by, gone).await
}

/// Outside of a browser the application only runs its own tests.
#[cfg(not(target_arch = "wasm32"))]
async fn send_file(
    _: &Client,
    _: &Ready,
    _: (&str, &web_sys::Blob),
    _: &web_sys::XmlHttpRequest,
    _: impl Fn(f64) + 'static,
) -> Result<RawAnswer, Failure> {
    Err(Failure::Unsendable("a browser sends files".into()))
}
