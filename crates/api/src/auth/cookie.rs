//! The refresh cookie: read by sign-out and refresh only, never by scripts, never by other sites.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// Encrypted connections: a name that browsers accept only with `Secure`, without a domain, for the whole site.
const SECURE: &str = "__Host-perezvon";
/// Plain http, as on one's own machine.
const PLAIN: &str = "perezvon";

/// Sets a refresh token for `days`.
pub fn set(token: &str, secure: bool, days: i64) -> Cookie<'static> {
    let name = if secure { SECURE } else { PLAIN };
    Cookie::build(name, token.to_owned())
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Strict)
        .max_age(Duration::days(days))
        .finish()
}

/// Removes it.
pub fn clear(secure: bool) -> Cookie<'static> {
    let mut cookie = set("", secure, 0);
    cookie.make_removal();
    cookie
}

pub fn read(request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(SECURE).or_else(|| request.cookie(PLAIN))?;
    (!cookie.value().is_empty()).then(|| cookie.value().to_owned())
}
