//! The typed client of the API: sends any [`Operation`] and answers its reply or the server's problem.
//!
//! One source for the browser (WASM, `fetch`) and for native programs and tests. It keeps no state but the address and an
//! access token; when to refresh a token is the caller's business.

mod failure;

use std::sync::{Arc, RwLock};

use reqwest::header::{
    ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, IF_MATCH, IF_NONE_MATCH,
};
use serde_json::Value;
use wire::operation::{Method, Operation, fill};

pub use failure::Failure;

/// A reply with what its headers say.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    pub reply: T,
    pub status: u16,
    pub headers: HeaderMap,
}

impl<T> Answer<T> {
    /// The version that the `ETag` names, as in `"v7"`.
    pub fn version(&self) -> Option<i64> {
        let tag = self.headers.get(ETAG)?.to_str().ok()?;
        tag.trim_matches('"').strip_prefix('v')?.parse().ok()
    }

    /// True when the server gave a stored answer to a repeated request.
    pub fn replayed(&self) -> bool {
        self.headers
            .get("idempotent-replayed")
            .is_some_and(|value| value == "true")
    }
}

/// An API at an address, as one caller.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Without a slash at the end.
    base: Arc<str>,
    token: Arc<RwLock<Option<String>>>,
    language: Arc<RwLock<Option<String>>>,
}

impl Client {
    /// `origin` is the server's address, such as `http://127.0.0.1:8080`; in the browser, the page's own origin.
    pub fn new(origin: &str) -> Self {
        Self::with(reqwest::Client::new(), origin)
    }

    /// With an HTTP client of one's own: cookies, time-outs, proxies.
    pub fn with(http: reqwest::Client, origin: &str) -> Self {
        Self {
            http,
            base: format!("{}/api/v1", origin.trim_end_matches('/')).into(),
            token: Arc::default(),
            language: Arc::default(),
        }
    }

    /// All clones of this client send it from now on.
    pub fn set_token(&self, token: Option<String>) {
        *self
            .token
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = token;
    }

    pub fn token(&self) -> Option<String> {
        self.token
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone()
    }

    /// What `Accept-Language` says; the browser's own choice when absent.
    pub fn set_language(&self, language: Option<String>) {
        *self
            .language
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = language;
    }

    /// Starts a request of this operation.
    pub fn call<O: Operation>(&self, path: O::Path, query: O::Query, body: O::Body) -> Call<'_, O> {
        Call {
            client: self,
            path,
            query,
            body,
            if_match: None,
            if_none_match: None,
            idempotency_key: None,
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
}

/// A request that is being put together.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'c, O: Operation> {
    client: &'c Client,
    path: O::Path,
    query: O::Query,
    body: O::Body,
    if_match: Option<i64>,
    if_none_match: Option<i64>,
    idempotency_key: Option<String>,
}

impl<O: Operation> Call<'_, O> {
    /// Only if the thing still has this version.
    pub fn if_match(mut self, version: i64) -> Self {
        self.if_match = Some(version);
        self
    }

    /// Only if the thing no longer has this version; otherwise [`Failure::NotModified`].
    pub fn if_none_match(mut self, version: i64) -> Self {
        self.if_none_match = Some(version);
        self
    }

    /// Repeating the request with the same key has the effect once.
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    pub async fn reply(self) -> Result<O::Reply, Failure> {
        Ok(self.send().await?.reply)
    }

    pub async fn send(self) -> Result<Answer<O::Reply>, Failure> {
        let about = O::ABOUT;
        let mut url = format!("{}{}", self.client.base, fill::<O>(&self.path));
        let query = serde_urlencoded::to_string(&self.query)
            .map_err(|error| Failure::Unsendable(error.to_string()))?;
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query);
        }
        let method = match about.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self.client.http.request(method, url);
        if let Some(token) = self.client.token() {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(language) = &*self
            .client
            .language
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
        {
            request = request.header(ACCEPT_LANGUAGE, language);
        }
        if let Some(version) = self.if_match {
            request = request.header(IF_MATCH, format!("\"v{version}\""));
        }
        if let Some(version) = self.if_none_match {
            request = request.header(IF_NONE_MATCH, format!("\"v{version}\""));
        }
        if let Some(key) = self.idempotency_key {
            request = request.header("idempotency-key", key);
        }
        let body = serde_json::to_value(&self.body)
            .map_err(|error| Failure::Unsendable(error.to_string()))?;
        if body != Value::Null {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string());
        }
        let response = request
            .send()
            .await
            .map_err(|error| Failure::Unreachable(error.to_string()))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if status == 304 {
            return Err(Failure::NotModified);
        }
        let bytes = response
            .bytes()
            .await
            .map_err(|error| Failure::Unreachable(error.to_string()))?;
        if status >= 400 {
            return Err(Failure::of_answer(status, &headers, &bytes));
        }
        let text: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
        let reply = serde_json::from_slice(text).map_err(|error| Failure::Unreadable {
            status,
            why: error.to_string(),
        })?;
        Ok(Answer {
            reply,
            status,
            headers,
        })
    }
}
