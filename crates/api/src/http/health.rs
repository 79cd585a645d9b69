//! How the server is, for whoever watches it: alive, ready, and in numbers.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use store::Who;
use wire::error::Code;

use super::error::ApiError;
use super::serve;
use crate::state::State;

/// The process answers.
pub(super) async fn healthz() -> HttpResponse {
    plain("alive\n")
}

/// The database answers and its worker keeps up; 503 otherwise.
pub(super) async fn readyz(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let now = state.clock.now();
    let asked = state.db.read(Who::System, now, |tx| {
        tx.organisation_if_set_up().map(|_| ())
    });
    match asked.await {
        Ok(()) => plain("ready\n"),
        Err(cause) => serve::refused(
            &request,
            ApiError::new(Code::NotReady).because(cause).retry_after(1),
        ),
    }
}

/// Numbers in Prometheus' text format.
pub(super) async fn metrics(state: web::Data<State>) -> HttpResponse {
    let pressure = state.db.pressure();
    let gauge = |name: &'static str, value: f64| metrics::gauge!(name).set(value);
    gauge("perezvon_db_waiting_reads", pressure.waiting_reads as f64);
    gauge("perezvon_db_waiting_writes", pressure.waiting_writes as f64);
    let counter = |name: &'static str, value| metrics::counter!(name).absolute(value);
    counter("perezvon_db_units_total", pressure.units);
    counter("perezvon_db_commits_total", pressure.commits);
    counter("perezvon_db_retries_total", pressure.retries);
    gauge("perezvon_live_readers", state.live.readers() as f64);
    let now = state.clock.now();
    let jobs = state.db.read(Who::System, now, |tx| tx.job_backlog());
    if let Ok((late, dead)) = jobs.await {
        gauge("perezvon_jobs_late", late as f64);
        gauge("perezvon_jobs_dead", dead as f64);
    }
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(state.numbers())
}

fn plain(text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}
