//! The steps that every operation takes, in their order.

use std::net::{IpAddr, Ipv4Addr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HOST, HeaderMap,
    HeaderName, IF_MATCH, IF_NONE_MATCH, LINK, USER_AGENT, VARY,
};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use domain::access::Actor;
use domain::language::Language;
use futures_util::FutureExt as _;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wire::error::{Code, Fault, FieldError};
use wire::operation::{
    Access, Answers, BodySize, Idempotency, IfMatch, Method, Operation, PathArgs as _, Takes,
};

use super::call::Call;
use super::ctx::{Ctx, Visitor};
use super::error::{ApiError, Replay};
use super::incoming::Incoming;
use super::once::Once;
use super::problem::{self, Asked};
use super::routes::{Entry, Handler};
use super::shape::Shaped;
use super::trace::RequestId;
use super::{member, mend, origin, packed, query, version};
use crate::auth::cookie;
use crate::state::State;

/// Longest body of the operations that anybody may call.
const SMALL_BODY: usize = 64 * 1024;
const BODY: usize = 1024 * 1024;
/// Of those that carry a file of 10 MiB, which JSON makes a third longer.
const FILE_BODY: usize = 15 * 1024 * 1024;
/// How deep JSON may be nested.
const DEPTH: usize = 32;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Answers one request of an operation.
pub(super) async fn serve<O: Operation, H: Handler<O>>(
    entry: &Entry,
    handler: &H,
    request: &HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let Some(state) = request.app_data::<web::Data<State>>() else {
        return HttpResponse::InternalServerError().finish();
    };
    super::trace::name(request, O::ABOUT.id, O::ABOUT.path);
    let mut language = asked_language(request.headers()).unwrap_or(Language::En);
    let answering = steps::<O, H>(entry, handler, state, request, payload, &mut language);
    let answered = AssertUnwindSafe(answering).catch_unwind().await;
    let answered = answered.unwrap_or_else(|_| Err(ApiError::internal("the handler panicked")));
    let outcome = match answered {
        Ok(response) => return response,
        Err(error) => error.outcome(),
    };
    match outcome {
        Ok(replay) => replayed(replay),
        Err(refusal) => problem::answer(refusal, &asked(request, language)),
    }
}

async fn steps<O: Operation, H: Handler<O>>(
    entry: &Entry,
    handler: &H,
    state: &State,
    request: &HttpRequest,
    payload: web::Payload,
    language: &mut Language,
) -> Result<HttpResponse, ApiError> {
    let about = &entry.about;
    let shapes = entry.shapes();
    let visitor = visitor(request, state);
    if matches!(about.access, Access::Public | Access::Cookie) {
        state.limits.of_address(visitor.address)?;
    }
    let account = authenticate(about.access, state, request).await?;
    if let (None, Some(account)) = (asked_language(request.headers()), &account) {
        *language = account.language;
    }
    let actor = account.map(|account| Arc::clone(&account.actor));
    allowed(about.access, actor.as_deref())?;

    let info = request.match_info();
    let parts: Vec<&str> = info.iter().map(|(_, part)| part).collect();
    let path = O::Path::parse(&parts).ok_or_else(ApiError::not_found)?;
    let query = query::parse(request.query_string(), &shapes.query)?;
    let seen = match about.if_match {
        IfMatch::None => 0,
        IfMatch::Required => seen_version(request.headers())?,
    };
    let limit = match about.access {
        Access::Public | Access::Cookie => SMALL_BODY,
        Access::SignedIn | Access::Needs(_) => match about.body_size {
            BodySize::Ordinary => BODY,
            BodySize::File => FILE_BODY,
        },
    };
    let mut incoming = None;
    let bytes = match (about.method, about.takes) {
        // The body of a GET means nothing.
        (Method::Get, _) => web::Bytes::new(),
        (_, Takes::Json) => whole(payload, limit).await?,
        (_, Takes::Bytes) => {
            let file = Incoming::of(request, payload, state.config.largest_file)?;
            let name = file.name().unwrap_or_default().to_owned();
            incoming = Some(file);
            // Of a repeated request, the name is known already; the file itself is compared once it is there.
            web::Bytes::from(name)
        }
    };
    let json: &[u8] = if incoming.is_some() { &[] } else { &bytes };
    let (body, faults) = parsed(request, json, &shapes.body)?;
    // A body that is wrong and can be read is tried without effect, to tell everything at once. Not where passwords are sent:
    // a guess must be counted.
    let rehearsal = !faults.is_empty();
    if rehearsal && !matches!(about.access, Access::Needs(_)) {
        return Err(ApiError::fields(faults));
    }
    let once = match (&actor, about.idempotency) {
        _ if rehearsal => None,
        (Some(actor), Idempotency::Accepted | Idempotency::Required) => {
            let key = idempotency_key(request.headers(), about.idempotency)?;
            key.map(|key| Once::new(actor.employee, key, about, request.path(), &bytes))
        }
        _ => None,
    };

    let id = RequestId::of(request);
    let state = state.clone();
    let cx = Ctx::new(state, actor, *language, id, visitor, once, rehearsal);
    if let Some(incoming) = incoming {
        cx.bring(incoming);
    }
    let call = Call {
        path,
        query,
        body,
        seen,
    };
    let reply = handler.answer(cx.clone(), call).await;
    if rehearsal {
        return Err(ApiError::fields(with_faults_of(reply, faults)));
    }
    let reply = reply?;
    if about.answers == Answers::File {
        let file = cx.take_attachment();
        let file = file.ok_or_else(|| ApiError::internal("the file is missing"))?;
        return Ok(file.into_response());
    }
    answered(entry, &cx, request, &reply)
}

/// A reply with its headers.
fn answered(
    entry: &Entry,
    cx: &Ctx,
    request: &HttpRequest,
    reply: &impl serde::Serialize,
) -> Result<HttpResponse, ApiError> {
    let (about, shapes) = (&entry.about, entry.shapes());
    let status = StatusCode::from_u16(about.status).map_err(ApiError::internal)?;
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "no-store"));
    for cookie in cx.take_cookies() {
        response.cookie(cookie);
    }
    if status == StatusCode::NO_CONTENT {
        return Ok(response.finish());
    }
    let body = serde_json::to_vec(reply).map_err(ApiError::internal)?;
    // Tokens are handed out where anybody may call: their length is nobody's business (docs/security.md).
    let packs = matches!(about.access, Access::SignedIn | Access::Needs(_));
    let packed = (packs && packed::takes(request.headers(), "gzip"))
        .then(|| packed::gzip(&body))
        .flatten();
    if packs {
        response.insert_header((VARY, "accept-encoding"));
    }
    if shapes.versioned
        && let Some(version) = member::number(reply, "version")
    {
        let tag = version::tag(version, packed.is_some());
        let known = request.headers().get(IF_NONE_MATCH);
        let fresh = about.method == Method::Get
            && known
                .and_then(|value| value.to_str().ok())
                .is_some_and(|tags| {
                    tags.split(',')
                        .any(|one| version::of_tag(one) == Some(version))
                });
        response.insert_header((ETAG, tag));
        if fresh {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
    }
    if shapes.paged
        && let Some(cursor) = member::text(reply, "next_cursor")
    {
        response.insert_header((LINK, next_page(request, &cursor)));
    }
    response.insert_header((CONTENT_TYPE, "application/json"));
    Ok(match packed {
        Some(packed) => response
            .insert_header((CONTENT_ENCODING, "gzip"))
            .body(packed),
        None => response.body(body),
    })
}

fn replayed(replay: Replay) -> HttpResponse {
    let status = StatusCode::from_u16(replay.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    response.insert_header((REPLAYED, "true"));
    response.insert_header((CACHE_CONTROL, "no-store"));
    if status == StatusCode::NO_CONTENT {
        return response.finish();
    }
    response.insert_header((CONTENT_TYPE, "application/json"));
    response.body(replay.body)
}

/// 404 below `/api/v1`, where no operation is.
pub(super) fn not_found(request: &HttpRequest) -> HttpResponse {
    refused(request, ApiError::not_found())
}

pub(super) fn method_not_allowed(request: &HttpRequest, allowed: &str) -> HttpResponse {
    let mut response = refused(request, ApiError::new(Code::MethodNotAllowed));
    if let Ok(value) = allowed.parse() {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

/// A refusal before any operation was found.
pub(super) fn refused(request: &HttpRequest, error: ApiError) -> HttpResponse {
    let language = asked_language(request.headers()).unwrap_or(Language::En);
    match error.outcome() {
        Ok(replay) => replayed(replay),
        Err(refusal) => problem::answer(refusal, &asked(request, language)),
    }
}

fn asked(request: &HttpRequest, language: Language) -> Asked {
    Asked {
        path: request.path().to_owned(),
        request_id: RequestId::of(request),
        language,
    }
}

/// `None` when the header is missing or says "anything".
pub(super) fn asked_language(headers: &HeaderMap) -> Option<Language> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    (!matches!(header.trim(), "" | "*")).then(|| Language::negotiate(header))
}

fn visitor(request: &HttpRequest, state: &State) -> Visitor {
    let peer = request.peer_addr().map(|address| address.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let forwarded = |name: &str| {
        let headers = request.headers();
        let value = headers.get(name).filter(|_| state.config.behind_proxy);
        value.and_then(|value| value.to_str().ok())
    };
    // The proxy appends the address it sees: the last one is the only one it vouches for.
    let address = forwarded("x-forwarded-for")
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .unwrap_or(peer);
    let agent = request.headers().get(USER_AGENT);
    let agent = agent.and_then(|value| value.to_str().ok());
    let secure = forwarded("x-forwarded-proto") == Some("https") || state.config.is_https();
    let host = request
        .headers()
        .get(HOST)
        .and_then(|value| value.to_str().ok());
    let scheme = if secure { "https" } else { "http" };
    Visitor {
        address,
        user_agent: agent.unwrap_or_default().chars().take(400).collect(),
        refresh_token: cookie::read(request),
        secure,
        origin: host.map(|host| format!("{scheme}://{host}")),
    }
}

async fn authenticate(
    access: Access,
    state: &State,
    request: &HttpRequest,
) -> Result<Option<Arc<super::accounts::Account>>, ApiError> {
    match access {
        Access::Public => Ok(None),
        Access::Cookie => origin::must_be_ours(request).map(|()| None),
        Access::SignedIn | Access::Needs(_) => {
            state.accounts.of(state, request.headers()).await.map(Some)
        }
    }
}

fn allowed(access: Access, actor: Option<&Actor>) -> Result<(), ApiError> {
    match (access, actor) {
        (Access::Needs(permission), Some(actor)) if !actor.may(permission) => {
            Err(ApiError::new(Code::NotAllowed).with("permission", permission))
        }
        _ => Ok(()),
    }
}

fn seen_version(headers: &HeaderMap) -> Result<i64, ApiError> {
    let header = headers
        .get(IF_MATCH)
        .ok_or_else(|| ApiError::new(Code::VersionRequired))?;
    let text = header.to_str().unwrap_or_default();
    // A tag that was never given out cannot match anything.
    version::of_tag(text).ok_or_else(|| ApiError::new(Code::VersionMismatch))
}

fn idempotency_key(headers: &HeaderMap, demanded: Idempotency) -> Result<Option<String>, ApiError> {
    let Some(header) = headers.get(KEY) else {
        return match demanded {
            Idempotency::Required => Err(ApiError::new(Code::IdempotencyKeyRequired)),
            _ => Ok(None),
        };
    };
    let key = header.to_str().unwrap_or_default();
    let fits = (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    match fits {
        true => Ok(Some(key.to_owned())),
        false => Err(ApiError::parameters(vec![FieldError::parameter(
            "Idempotency-Key",
            Fault::Malformed,
        )])),
    }
}

async fn whole(payload: web::Payload, limit: usize) -> Result<web::Bytes, ApiError> {
    let body = tokio::time::timeout(PATIENCE, payload.to_bytes_limited(limit)).await;
    match body {
        Ok(Ok(Ok(bytes))) => Ok(bytes),
        Ok(Ok(Err(broken))) => Err(ApiError::new(Code::MalformedJson).because(broken)),
        Ok(Err(_)) => Err(ApiError::new(Code::TooLarge).with("max", limit)),
        Err(_) => Err(ApiError::new(Code::MalformedJson).because("the body came too slowly")),
    }
}

/// The faults of a body's shape, and after them what the handler found in the rest of it.
fn with_faults_of<T>(reply: Result<T, ApiError>, mut faults: Vec<FieldError>) -> Vec<FieldError> {
    let found = match reply {
        Err(ApiError::Refused(refusal)) if refusal.code == Code::ValidationFailed => refusal.errors,
        // Whatever else there is to say can wait until the body is right.
        _ => Vec::new(),
    };
    for fault in found {
        if faults.iter().all(|known| known.pointer != fault.pointer) {
            faults.push(fault);
        }
    }
    faults
}

/// A body, and what is wrong with its shape although it can be read.
fn parsed<B: DeserializeOwned + 'static>(
    request: &HttpRequest,
    bytes: &[u8],
    shape: &Shaped,
) -> Result<(B, Vec<FieldError>), ApiError> {
    let bodiless = shape.members().is_none();
    if bytes.is_empty() && bodiless {
        let body = serde_json::from_value(Value::Null).map_err(ApiError::internal)?;
        return Ok((body, Vec::new()));
    }
    if !bytes.is_empty()
        && !request
            .content_type()
            .eq_ignore_ascii_case("application/json")
    {
        return Err(ApiError::new(Code::UnsupportedMediaType));
    }
    if too_deep(bytes) {
        return Err(ApiError::new(Code::MalformedJson).because("nested too deeply"));
    }
    let mut value: Value = serde_json::from_slice(bytes)
        .map_err(|error| ApiError::new(Code::MalformedJson).because(error))?;
    if bodiless {
        return Ok((empty(&value)?, Vec::new()));
    }
    let faults = shape.faults(&value);
    if !faults.iter().all(|fault| mend::mended(&mut value, fault)) {
        return Err(ApiError::fields(faults));
    }
    match serde_path_to_error::deserialize::<_, B>(&value) {
        Ok(body) => Ok((body, faults)),
        Err(_) if !faults.is_empty() => Err(ApiError::fields(faults)),
        Err(error) => {
            let fault = FieldError::at(pointer(error.path()), Fault::Malformed);
            Err(ApiError::fields(vec![fault]).because(error.into_inner()))
        }
    }
}

/// The body of an operation that takes none: nothing, `null` or `{}`.
fn empty<B: DeserializeOwned>(value: &Value) -> Result<B, ApiError> {
    match value {
        Value::Null => {}
        Value::Object(members) if members.is_empty() => {}
        Value::Object(members) => {
            let unknown = members.keys();
            let unknown =
                unknown.map(|name| FieldError::at(format!("/{name}"), Fault::UnknownField));
            return Err(ApiError::fields(unknown.collect()));
        }
        _ => return Err(ApiError::field("", Fault::WrongType)),
    }
    serde_json::from_value(Value::Null).map_err(ApiError::internal)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Map { key } => pointer.push_str(&format!("/{key}")),
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// Counts brackets outside strings, without building anything.
fn too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_text = false,
            (true, _) => {}
            (false, b'"') => in_text = true,
            (false, b'{' | b'[') => depth += 1,
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            (false, _) => {}
        }
        if depth > DEPTH {
            return true;
        }
    }
    false
}

/// `Link: <…>; rel="next"`: the same request with the next cursor.
fn next_page(request: &HttpRequest, cursor: &str) -> String {
    let mut address = form_urlencoded::Serializer::new(format!("{}?", request.path()));
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        if name != "cursor" {
            address.append_pair(&name, &value);
        }
    }
    let address = address.append_pair("cursor", cursor).finish();
    format!("<{}>; rel=\"next\"", address.replace("?&", "?"))
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[test]
    fn depth_counts_brackets_and_not_text() {
        assert!(!too_deep("[".repeat(32).as_bytes()));
        assert!(too_deep("[".repeat(33).as_bytes()));
        let text = format!("\"{}\\\"{}\"", "[".repeat(40), "{".repeat(40));
        assert!(!too_deep(text.as_bytes()));
    }
}
