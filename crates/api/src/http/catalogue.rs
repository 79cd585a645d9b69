//! `/problems`: every code that a refusal can have, with its status and its words. A problem's `type` leads to its line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use actix_web::http::header::{LOCATION, VARY};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::language::Language;
use wire::error::{Code, Fault};

use super::error::ApiError;
use super::{docs, messages, serve};

pub(super) async fn page(request: HttpRequest) -> HttpResponse {
    let language = serve::asked_language(request.headers()).unwrap_or(Language::En);
    let mut response = docs::sent("text/html; charset=utf-8");
    response.insert_header((VARY, "accept-language"));
    response.body(written(language))
}

/// `/problems/in_use` → `/problems#in_use`.
pub(super) async fn line(request: HttpRequest, code: web::Path<String>) -> HttpResponse {
    match Code::ALL.iter().find(|known| known.as_str() == *code) {
        Some(code) => HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, format!("/problems#{}", code.as_str())))
            .finish(),
        None => serve::refused(&request, ApiError::not_found()),
    }
}

fn written(language: Language) -> String {
    let mut codes = String::new();
    for code in Code::ALL {
        let words = messages::code(*code, language);
        let (word, detail) = (code.as_str(), messages::shown(words.detail));
        let _ = writeln!(
            codes,
            "<tr id=\"{word}\"><td>{}<td><code>{word}</code><td><b>{}.</b> {detail}",
            code.status(),
            words.title
        );
    }
    let mut faults = String::new();
    for fault in Fault::ALL {
        let text = messages::fault(*fault, language, &BTreeMap::new());
        let _ = writeln!(faults, "<tr><td><code>{}</code><td>{text}", fault.as_str());
    }
    include_str!("page/problems.html")
        .replace("$LANGUAGE", language.as_str())
        .replace("$CODES", &codes)
        .replace("$FAULTS", &faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_line_in_every_language() {
        for language in Language::ALL {
            let page = written(*language);
            for code in Code::ALL {
                assert!(page.contains(&format!("id=\"{}\"", code.as_str())));
            }
            assert!(!page.contains(['$', '{']), "{language}");
        }
    }
}
