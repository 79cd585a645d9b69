//! A refusal as it is sent: `application/problem+json` in the reader's language.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use domain::language::Language;
use wire::error::{Code, Problem};

use super::error::Refusal;
use super::messages;

/// What a problem says about the request it answers.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    pub request_id: String,
    pub language: Language,
}

/// The answer for a refusal. Causes of our own faults are logged here and nowhere else.
pub fn answer(refusal: Refusal, asked: &Asked) -> HttpResponse {
    if let Some(cause) = &refusal.cause {
        match refusal.code.status() {
            500.. => tracing::error!(code = refusal.code.as_str(), cause, "refused"),
            _ => tracing::info!(code = refusal.code.as_str(), cause, "refused"),
        }
    }
    let problem = written(refusal.code, &refusal, asked);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, "application/problem+json"));
    response.insert_header((CACHE_CONTROL, "no-store"));
    if problem.status == 401 {
        response.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"perezvon\""));
    }
    if let Some(seconds) = refusal.retry_after {
        response.insert_header((RETRY_AFTER, seconds));
    }
    response.body(serde_json::to_string(&problem).unwrap_or_default())
}

fn written(code: Code, refusal: &Refusal, asked: &Asked) -> Problem {
    let words = messages::code(code, asked.language);
    let mut errors = refusal.errors.clone();
    for error in &mut errors {
        if error.message.is_empty() {
            error.message = messages::fault(error.code, asked.language, &error.params);
        }
    }
    Problem {
        kind: format!("/problems/{}", code.as_str()),
        title: words.title.to_owned(),
        status: code.status(),
        code,
        detail: messages::filled(words.detail, &refusal.params),
        instance: asked.path.clone(),
        request_id: asked.request_id.clone(),
        params: refusal.params.clone(),
        errors,
    }
}
