//! The API's own pages: the OpenAPI document and the page that shows it, without the internet.

use std::sync::{Arc, OnceLock};

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION,
};
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa_swagger_ui::Config;

use super::error::ApiError;
use super::serve;
use crate::openapi;

/// The page writes its own inline styles; nothing but our own scripts runs.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

pub(super) async fn document() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(openapi::text())
}

/// `/docs` → `/docs/`, so that the page finds its files.
pub(super) async fn front() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/docs/"))
        .finish()
}

pub(super) async fn page(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    static CONFIG: OnceLock<Arc<Config<'static>>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| {
        let config = Config::from("/api/v1/openapi.json")
            .doc_expansion("none")
            .deep_linking(true)
            .display_operation_id(true)
            .filter(true)
            .show_extensions(true)
            .validator_url("none");
        Arc::new(config)
    });
    match utoipa_swagger_ui::serve(&file, Arc::clone(config)) {
        Ok(Some(file)) => {
            let mut response = HttpResponse::Ok();
            response.insert_header((CONTENT_TYPE, file.content_type));
            response.insert_header((CACHE_CONTROL, "no-cache"));
            response.insert_header((HeaderName::from_static("content-security-policy"), CSP));
            if file.gzpipped {
                response.insert_header((CONTENT_ENCODING, "gzip"));
            }
            response.body(file.bytes.into_owned())
        }
        Ok(None) => serve::refused(&request, ApiError::not_found()),
        Err(cause) => serve::refused(&request, ApiError::internal(cause)),
    }
}
