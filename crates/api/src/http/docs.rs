//! The API's own pages: the OpenAPI document and the page that shows it, without the internet.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION, VARY,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use utoipa_swagger_ui::Config;

use super::error::ApiError;
use super::{packed, serve};
use crate::openapi;

/// Only files of our own, and pictures inside Swagger UI's style sheet.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ICON: &str = include_str!("../../../../frontend/assets/icon.svg");

pub(super) async fn document(request: HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, "application/json"));
    response.insert_header((CACHE_CONTROL, "no-cache"));
    response.insert_header((VARY, "accept-encoding"));
    let text = openapi::text();
    let takes = packed::takes(request.headers(), "gzip");
    match takes.then(|| packed::gzip(text.as_bytes())).flatten() {
        Some(packed) => response
            .insert_header((CONTENT_ENCODING, "gzip"))
            .body(packed),
        None => response.body(text),
    }
}

/// `/docs` → `/docs/`, so that the page finds its files.
pub(super) async fn front() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/docs/"))
        .finish()
}

/// The page and what it is made of: ours around Swagger UI's two files.
pub(super) async fn page(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    match file.as_str() {
        "" | "index.html" => {
            let page = include_str!("page/index.html");
            let page = page.replace("$VERSION", env!("CARGO_PKG_VERSION"));
            sent("text/html; charset=utf-8").body(page)
        }
        "page.js" => sent("text/javascript; charset=utf-8").body(include_str!("page/page.js")),
        "icon.svg" => sent("image/svg+xml").body(ICON),
        "page.css" => sent("text/css; charset=utf-8").body(include_str!("page/page.css")),
        name @ ("swagger-ui.css" | "swagger-ui-bundle.js") => {
            match utoipa_swagger_ui::serve(name, Config::default().into()) {
                Ok(Some(file)) => {
                    let mut response = sent(&file.content_type);
                    if file.gzpipped {
                        response.insert_header((CONTENT_ENCODING, "gzip"));
                    }
                    response.body(file.bytes.into_owned())
                }
                Ok(None) => serve::refused(&request, ApiError::not_found()),
                Err(cause) => serve::refused(&request, ApiError::internal(cause)),
            }
        }
        _ => serve::refused(&request, ApiError::not_found()),
    }
}

pub(super) fn sent(content_type: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, content_type));
    response.insert_header((CACHE_CONTROL, "no-cache"));
    response.insert_header((HeaderName::from_static("content-security-policy"), CSP));
    response
}
