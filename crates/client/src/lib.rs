//! The typed client of the API: sends any [`Operation`] and answers its reply or the server's problem.
//!
//! One source for the browser (WASM, `fetch`) and for native programs and tests. It keeps no state but the address and an
//! access token; when to refresh a token is the caller's business.

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod transport;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod transport;

mod failure;
mod reading;
mod request;

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock};

use wire::operation::{Operation, fill};

pub use failure::Failure;
pub use reading::read;
pub use request::{Downloaded, Headers, RawAnswer, Ready, disposition};

/// A reply with what its headers say.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    pub reply: T,
    pub status: u16,
    pub headers: Headers,
}

impl<T> Answer<T> {
    /// The version that the `ETag` names, as in `"v7"`.
    pub fn version(&self) -> Option<i64> {
        let tag = self.headers.get("etag")?;
        tag.trim_matches('"').strip_prefix('v')?.parse().ok()
    }

    /// True when the server gave a stored answer to a repeated request.
    pub fn replayed(&self) -> bool {
        self.headers.get("idempotent-replayed") == Some("true")
    }
}

/// An API at an address, as one caller.
#[derive(Debug, Clone)]
pub struct Client {
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "`fetch` keeps nothing")
    )]
    http: transport::Http,
    /// Without a slash at the end.
    base: Arc<str>,
    token: Arc<RwLock<Option<String>>>,
    language: Arc<RwLock<Option<String>>>,
}

impl Client {
    /// `origin` is the server's address, such as `http://127.0.0.1:8080`; in the browser, the page's own origin.
    pub fn new(origin: &str) -> Self {
        Self::with(Default::default(), origin)
    }

    /// With an HTTP client of one's own: cookies, time-outs, proxies.
    pub fn with(http: transport::Http, origin: &str) -> Self {
        Self {
            http,
            base: format!("{}/api/v1", origin.trim_end_matches('/')).into(),
            token: Arc::default(),
            language: Arc::default(),
        }
    }

    /// All clones of this client send it from now on.
    pub fn set_token(&self, token: Option<String>) {
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = token;
    }

    pub fn token(&self) -> Option<String> {
        self.token
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What `Accept-Language` says; the browser's own choice when absent.
    pub fn set_language(&self, language: Option<String>) {
        *self
            .language
            .write()
            .unwrap_or_else(PoisonError::into_inner) = language;
    }

    /// Sends a request as it is. An answer with a refusal is an answer; an error means that none came.
    pub async fn exchange(&self, ready: &Ready) -> Result<RawAnswer, Failure> {
        transport::exchange(self, ready).await
    }

    /// Sends a request whose answer is a file that a browser is to save: it stays outside the program's memory. A native program has
    /// the bytes by [`Self::exchange`].
    pub async fn download(&self, ready: &Ready) -> Result<Downloaded, Failure> {
        transport::download(self, ready).await
    }

    /// Sends a request whose body is a file of the browser, by a request of the caller's, which he can call off; tells how much of it is
    /// gone, from 0 to 1.
    #[cfg(target_arch = "wasm32")]
    pub async fn upload(
        &self,
        ready: &Ready,
        name: &str,
        content: &web_sys::Blob,
        by: &web_sys::XmlHttpRequest,
        gone: impl Fn(f64) + 'static,
    ) -> Result<RawAnswer, Failure> {
        transport::upload(self, ready, (name, content), by, gone).await
    }

    /// Sends a request whose body is a file as it is.
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn upload(
        &self,
        ready: &Ready,
        name: &str,
        content: Vec<u8>,
    ) -> Result<RawAnswer, Failure> {
        transport::upload(self, ready, name, content).await
    }

    /// Starts a request of this operation.
    pub fn call<O: Operation>(&self, path: O::Path, query: O::Query, body: O::Body) -> Call<'_, O> {
        Call {
            client: self,
            ready: ready::<O>(&path, &query, &body),
            operation: PhantomData,
        }
    }

    /// An operation without a query and a body.
    pub async fn get<O: Operation<Query = (), Body = ()>>(
        &self,
        path: O::Path,
    ) -> Result<O::Reply, Failure> {
        self.call::<O>(path, (), ()).reply().await
    }

    /// An operation with a query only.
    pub async fn list<O: Operation<Body = ()>>(
        &self,
        path: O::Path,
        query: O::Query,
    ) -> Result<O::Reply, Failure> {
        self.call::<O>(path, query, ()).reply().await
    }

    /// An operation with a body only.
    pub async fn post<O: Operation<Query = ()>>(
        &self,
        path: O::Path,
        body: O::Body,
    ) -> Result<O::Reply, Failure> {
        self.call::<O>(path, (), body).reply().await
    }

    /// A change of something whose version was seen.
    pub async fn change<O: Operation<Query = ()>>(
        &self,
        path: O::Path,
        seen: i64,
        body: O::Body,
    ) -> Result<O::Reply, Failure> {
        self.call::<O>(path, (), body).if_match(seen).reply().await
    }

    fn address(&self, ready: &Ready) -> String {
        format!("{}{}", self.base, ready.path)
    }

    /// Everything that is said about a request besides its body.
    fn headers(&self, ready: &Ready) -> impl Iterator<Item = (&'static str, String)> {
        let language = self
            .language
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let tag = |version: i64| format!("\"v{version}\"");
        [
            self.token()
                .map(|token| ("authorization", format!("Bearer {token}"))),
            language.map(|language| ("accept-language", language)),
            ready.if_match.map(|version| ("if-match", tag(version))),
            ready
                .if_none_match
                .map(|version| ("if-none-match", tag(version))),
            ready
                .idempotency_key
                .clone()
                .map(|key| ("idempotency-key", key)),
            ready
                .body
                .as_ref()
                .map(|_| ("content-type", "application/json".to_owned())),
        ]
        .into_iter()
        .flatten()
    }
}

/// A request that is being put together.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, O: Operation> {
    client: &'c Client,
    ready: Result<Ready, Failure>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<'_, O> {
    /// Only if the thing still has this version.
    pub fn if_match(self, version: i64) -> Self {
        self.with(|ready| ready.if_match = Some(version))
    }

    /// Only if the thing no longer has this version; otherwise [`Failure::NotModified`].
    pub fn if_none_match(self, version: i64) -> Self {
        self.with(|ready| ready.if_none_match = Some(version))
    }

    /// Repeating the request with the same key has the effect once.
    pub fn once(self, key: impl Into<String>) -> Self {
        self.with(|ready| ready.idempotency_key = Some(key.into()))
    }

    pub async fn reply(self) -> Result<O::Reply, Failure> {
        Ok(self.send().await?.reply)
    }

    pub async fn send(self) -> Result<Answer<O::Reply>, Failure> {
        self.client.exchange(&self.ready?).await?.read()
    }

    fn with(mut self, change: impl FnOnce(&mut Ready)) -> Self {
        if let Ok(ready) = &mut self.ready {
            change(ready);
        }
        self
    }
}

/// An operation with its arguments, ready to be sent by anybody.
pub fn ready<O: Operation>(
    path: &O::Path,
    query: &O::Query,
    body: &O::Body,
) -> Result<Ready, Failure> {
    let unsendable = |error: &dyn std::fmt::Display| Failure::Unsendable(error.to_string());
    let mut address = fill::<O>(path);
    let query = serde_urlencoded::to_string(query).map_err(|error| unsendable(&error))?;
    if !query.is_empty() {
        address.push('?');
        address.push_str(&query);
    }
    let body = serde_json::to_string(body).map_err(|error| unsendable(&error))?;
    Ok(Ready {
        method: Cow::Borrowed(O::ABOUT.method.as_str()),
        path: address,
        body: (body != "null").then_some(body),
        if_match: None,
        if_none_match: None,
        idempotency_key: None,
    })
}
