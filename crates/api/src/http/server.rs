//! The server: routes around the operations, started and stopped.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::{App, FromRequest, Handler, HttpRequest, HttpServer, Resource, Responder, web};

use super::{assets, catalogue, docs, health, live, routes, serve, trace};
use crate::state::State;

/// How long running requests may take to finish when the server stops, in seconds.
const FAREWELL: u64 = 8;

/// A server that listens; it answers while `server` is polled.
pub struct Listening {
    pub address: SocketAddr,
    pub server: Server,
}

/// Binds and starts.
pub fn listen(state: State) -> io::Result<Listening> {
    let listener = TcpListener::bind(state.config.listen)?;
    let address = listener.local_addr()?;
    let workers = state.config.workers;
    let server = HttpServer::new(move || {
        let state = state.clone();
        App::new()
            .wrap(from_fn(trace::around))
            .configure(move |app| services(app, &state))
    })
    .workers(workers)
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(Duration::from_secs(15))
    .shutdown_timeout(FAREWELL)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(Listening { address, server })
}

/// No new requests, no more hints; running requests finish.
pub async fn stop(state: &State, server: &ServerHandle) {
    state.live.close();
    server.stop(true).await;
}

fn services(app: &mut web::ServiceConfig, state: &State) {
    let mut api = web::scope("/api/v1")
        .service(only_get("/openapi.json", docs::document))
        .service(only_get("/events/stream", live::stream));
    for scope in state.routes.scopes() {
        api = api.service(scope);
    }
    app.app_data(web::Data::new(state.clone()))
        .service(only_get("/healthz", health::healthz))
        .service(only_get("/readyz", health::readyz))
        .service(only_get("/metrics", health::metrics))
        .service(only_get("/problems", catalogue::page))
        .service(only_get("/problems/{code}", catalogue::line))
        .service(only_get("/docs", docs::front))
        .service(only_get("/docs/{file:.*}", docs::page))
        .service(api.default_service(routes::unknown()))
        .default_service(web::to(assets::file_or_page));
}

/// What is no operation can only be read; for other methods 405.
fn only_get<F, Args>(path: &'static str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Resource::new(path)
        .get(handler)
        .default_service(web::to(|request: HttpRequest| async move {
            serve::method_not_allowed(&request, "GET")
        }))
}
