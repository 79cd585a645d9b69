//! Around every request: its id, its line in the log, its place in the metrics, and the headers that every answer has.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, web};
use tracing::Instrument as _;

use crate::state::State;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Headers against guessing of types, leaking of addresses and embedding by other sites.
const GUARDS: [(HeaderName, &str); 4] = [
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("referrer-policy"), "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];
const CSP: HeaderName = HeaderName::from_static("content-security-policy");
/// For answers that are not pages: a browser that opens one runs nothing.
const CSP_OF_DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// The id of a request: the caller's own, or one made here.
#[derive(Debug, Clone)]
pub struct RequestId(String);

impl RequestId {
    pub fn of(request: &HttpRequest) -> String {
        let extensions = request.extensions();
        let id = extensions.get::<Self>();
        id.map(|id| id.0.clone()).unwrap_or_default()
    }
}

/// Which operation answered, for the log and the metrics.
#[derive(Debug, Clone, Copy)]
struct Answered {
    operation: &'static str,
    /// Below `/api/v1`.
    path: &'static str,
}

pub(super) fn name(request: &HttpRequest, operation: &'static str, path: &'static str) {
    request
        .extensions_mut()
        .insert(Answered { operation, path });
}

/// The middleware.
pub(super) async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let id = given_id(&request).unwrap_or_else(|| match request.app_data::<web::Data<State>>() {
        Some(state) => state.ids.word(),
        None => String::new(),
    });
    let https = request
        .app_data::<web::Data<State>>()
        .is_some_and(|state| state.config.is_https());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id);
    let mut response = next.call(request).instrument(span.clone()).await?;

    let answered = response.request().extensions().get::<Answered>().copied();
    let operation = answered.map_or("-", |answered| answered.operation);
    let (status, spent) = (response.status(), began.elapsed());
    span.in_scope(|| {
        // The pattern and not the path: a path may hold the token of an invitation.
        let other = match answered {
            Some(_) => None,
            None => response.request().match_pattern(),
        };
        let (base, path) = match answered {
            Some(answered) => ("/api/v1", answered.path),
            None => ("", other.as_deref().unwrap_or("-")),
        };
        tracing::info!(
            method = response.request().method().as_str(),
            pattern = format_args!("{base}{path}"),
            operation,
            status = status.as_u16(),
            ms = spent.as_micros() as f64 / 1000.0,
            "answered"
        );
    });
    let labels = [
        ("operation", operation.to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::counter!("perezvon_requests_total", &labels).increment(1);
    metrics::histogram!("perezvon_request_seconds", "operation" => operation).record(spent);

    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(X_REQUEST_ID, value);
    }
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(&CSP) {
        headers.insert(CSP, HeaderValue::from_static(CSP_OF_DATA));
    }
    if https {
        headers.insert(
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    Ok(response)
}

/// The caller's own id, when it is one that can stand in a log.
fn given_id(request: &ServiceRequest) -> Option<String> {
    let value = request.headers().get(&X_REQUEST_ID)?.to_str().ok()?;
    let fits = (1..=64).contains(&value.len())
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    fits.then(|| value.to_owned())
}
