//! The staff application inside the binary: its files, compressed beforehand, and its page for every address of its own.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, VARY};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use super::error::ApiError;
use super::{packed, serve};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../frontend/dist"]
struct Dist;

const PAGE: &str = "index.html";
/// Only our own scripts and styles, no inline script, nobody may embed us; the program's text may become markup only
/// through our own policy.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src blob:; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'";
/// What is shown when the binary was built without the application.
const MISSING: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Perezvon</title>\
    <h1>Perezvon is running, its pages are not built</h1>\
    <p>This binary was built without the staff application. Build both with <code>make run</code>, or the pages alone \
    with <code>cargo run --release -p bundle</code> and start the server again.</p>\
    <p>The API works: <a href=\"/docs/\">its documentation</a>.</p></html>";

/// Answers a GET outside the API: a file, or the page.
pub(super) async fn file_or_page(request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    if path.starts_with("api/") || path == "api" {
        return serve::not_found(&request);
    }
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        return serve::method_not_allowed(&request, "GET, HEAD");
    }
    if !path.is_empty()
        && path != PAGE
        && let Some(file) = file(&request, path)
    {
        return file;
    }
    // A missing file is missing; any other address is one of the application's own.
    let last = path.rsplit('/').next().unwrap_or_default();
    if path.starts_with("assets/") || last.contains('.') && path != PAGE {
        return serve::refused(&request, ApiError::not_found());
    }
    file(&request, PAGE).unwrap_or_else(|| {
        HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
            .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(MISSING)
    })
}

fn file(request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| packed::takes(request.headers(), coding))
        .find_map(|(coding, ending)| Some((coding, Dist::get(&format!("{path}.{ending}"))?)));
    let (coding, file) = match packed {
        Some((coding, file)) => (Some(coding), file),
        None => (None, Dist::get(path)?),
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, content_type(path)));
    response.insert_header((VARY, "accept-encoding"));
    response.insert_header((CACHE_CONTROL, kept(path)));
    if let Some(coding) = coding {
        response.insert_header((CONTENT_ENCODING, coding));
    }
    if path == PAGE {
        response.insert_header((HeaderName::from_static("content-security-policy"), CSP));
    }
    Some(response.body(file.data.into_owned()))
}

/// A hashed name never changes its content; the page that names them is always asked for again.
fn kept(path: &str) -> &'static str {
    match path {
        PAGE => "no-store",
        hashed if hashed.starts_with("assets/") => "public, max-age=31536000, immutable",
        _ => "no-cache",
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
