//! Requests that read a cookie must come from our own pages.

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, ORIGIN};
use wire::error::Code;

use super::error::ApiError;

/// Refuses a request that another site could have sent with our cookie: by `Sec-Fetch-Site`, which browsers set and pages
/// cannot forge, or else by `Origin`.
pub(super) fn must_be_ours(request: &HttpRequest) -> Result<(), ApiError> {
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.and_then(|value| value.to_str().ok())
    };
    let ours = match header("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => header(ORIGIN.as_str())
            .and_then(|origin| origin.split_once("://"))
            .is_some_and(|(_, host)| Some(host) == header(HOST.as_str())),
    };
    ours.then_some(())
        .ok_or_else(|| ApiError::new(Code::WrongOrigin))
}
