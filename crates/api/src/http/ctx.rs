//! Who asks, in which language, and the door to the database: what every handler is given besides its call.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use actix_web::cookie::Cookie;
use domain::access::Actor;
use domain::language::Language;
use domain::time::Timestamp;
use serde::Serialize;
use store::{Tx, Who};

use super::attachment::Attachment;
use super::error::{ApiError, Replay};
use super::incoming::Incoming;
use super::once::Once;
use crate::state::State;

/// A request's context. Cheap to clone, so that a unit of work can take it along.
#[derive(Clone)]
pub struct Ctx(Arc<Inner>);

struct Inner {
    state: State,
    actor: Option<Arc<Actor>>,
    language: Language,
    request_id: String,
    visitor: Visitor,
    once: Option<Once>,
    /// The request is refused already and is looked through for everything else that is wrong with it: no transaction is kept.
    rehearsal: bool,
    cookies: Mutex<Vec<Cookie<'static>>>,
    /// The file that is the body.
    incoming: Mutex<Option<Incoming>>,
    /// What it was, once it is there.
    digest: OnceLock<String>,
    /// The file that is the answer.
    attachment: Mutex<Option<Attachment>>,
}

/// What the connection and the headers say of the caller's program.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub address: IpAddr,
    pub user_agent: String,
    /// The refresh cookie's value; only sign-out and refresh may look at it.
    pub refresh_token: Option<String>,
    /// Whether the connection, or the proxy before us, is encrypted.
    pub secure: bool,
    /// Where the caller found the server: `https://crm.example.org`.
    pub origin: Option<String>,
}

impl Ctx {
    pub(super) fn new(
        state: State,
        actor: Option<Arc<Actor>>,
        language: Language,
        request_id: String,
        visitor: Visitor,
        once: Option<Once>,
        rehearsal: bool,
    ) -> Self {
        Self(Arc::new(Inner {
            state,
            actor,
            language,
            request_id,
            visitor,
            once,
            rehearsal,
            cookies: Mutex::default(),
            incoming: Mutex::default(),
            digest: OnceLock::new(),
            attachment: Mutex::default(),
        }))
    }

    pub fn state(&self) -> &State {
        &self.0.state
    }

    /// The employee who asks.
    ///
    /// # Errors
    /// 401 in operations that are open to everybody.
    pub fn actor(&self) -> Result<&Actor, ApiError> {
        let actor = self.0.actor.as_deref();
        actor.ok_or_else(|| ApiError::new(wire::error::Code::NotSignedIn))
    }

    /// The reader's language, for every sentence that is answered.
    pub fn language(&self) -> Language {
        self.0.language
    }

    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    pub fn visitor(&self) -> &Visitor {
        &self.0.visitor
    }

    /// Where the caller found the server.
    pub fn origin(&self) -> Option<&str> {
        self.0.visitor.origin.as_deref()
    }

    pub fn now(&self) -> Timestamp {
        self.0.state.clock.now()
    }

    /// Sends a cookie with the answer, if it is a success.
    pub fn set_cookie(&self, cookie: Cookie<'static>) {
        self.cookies().push(cookie);
    }

    /// The file that is the body of this request, in an operation that takes one.
    ///
    /// # Errors
    /// When it was taken already.
    pub fn take_incoming(&self) -> Result<Incoming, ApiError> {
        let incoming = self.incoming().take();
        incoming.ok_or_else(|| ApiError::internal("there is no file"))
    }

    /// What the file was: a repeated request is the same only with the same file.
    pub fn received(&self, digest: &str) {
        // A body comes once.
        let _ = self.0.digest.set(digest.to_owned());
    }

    pub(super) fn bring(&self, incoming: Incoming) {
        *self.incoming() = Some(incoming);
    }

    /// Answers with a file, in an operation that says so.
    pub fn attach(&self, attachment: Attachment) {
        *self.attachment() = Some(attachment);
    }

    pub(super) fn take_attachment(&self) -> Option<Attachment> {
        self.attachment().take()
    }

    pub(super) fn take_cookies(&self) -> Vec<Cookie<'static>> {
        std::mem::take(&mut *self.cookies())
    }

    /// Reads in one snapshot, within the caller's reach.
    pub async fn read<T, F>(&self, unit: F) -> Result<T, ApiError>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
        T: Send + 'static,
    {
        self.0.state.db.read(self.who(), self.now(), unit).await
    }

    /// One transaction that makes the reply: all of it or nothing. With an `Idempotency-Key` the reply is saved in the
    /// same transaction, and a repeated request gets it without running the unit.
    ///
    /// The unit may run more than once, so it does nothing outside the database and takes its own things by reference or clones them.
    pub async fn write<T, F>(&self, mut unit: F) -> Result<T, ApiError>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
        T: Serialize + Send + 'static,
    {
        let Some(once) = self.0.once.clone() else {
            return self.transact(unit).await;
        };
        let once = match self.0.digest.get() {
            Some(digest) => once.of_body(digest),
            None => once,
        };
        let _running = self.0.state.running.enter(&once)?;
        self.transact(move |tx| {
            if let Some(answer) = once.saved(tx)? {
                return Err(ApiError::Replayed(Box::new(answer)));
            }
            let reply = unit(tx)?;
            let body = serde_json::to_string(&reply).map_err(ApiError::internal)?;
            once.save(
                tx,
                &Replay {
                    status: once.status,
                    body,
                },
            )?;
            Ok(reply)
        })
        .await
    }

    /// One transaction whose outcome is not the reply, for signing in and the like: nothing is saved for repetitions.
    pub async fn transact<T, F>(&self, mut unit: F) -> Result<T, ApiError>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
        T: Send + 'static,
    {
        let (id, rehearsal) = (self.0.request_id.clone(), self.0.rehearsal);
        let unit = move |tx: &mut Tx<'_>| {
            tx.name_request(&id);
            let outcome = unit(tx)?;
            match rehearsal {
                true => Err(ApiError::fields(Vec::new())),
                false => Ok(outcome),
            }
        };
        self.0.state.db.write(self.who(), self.now(), unit).await
    }

    fn who(&self) -> Who {
        self.0.actor.clone().map_or(Who::System, Who::Actor)
    }

    fn incoming(&self) -> std::sync::MutexGuard<'_, Option<Incoming>> {
        self.0
            .incoming
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn attachment(&self) -> std::sync::MutexGuard<'_, Option<Attachment>> {
        self.0
            .attachment
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn cookies(&self) -> std::sync::MutexGuard<'_, Vec<Cookie<'static>>> {
        self.0
            .cookies
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
