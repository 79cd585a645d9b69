use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::rt::signal::unix::{SignalKind, signal};
use store::Who;
use tracing_subscriber::EnvFilter;

use super::data;
use crate::clock::Clock;
use crate::config::{Config, LogFormat};
use crate::http::server;
use crate::ids::Ids;
use crate::setup;
use crate::state::State;
use crate::worker::Worker;

pub(super) fn serve(config: Config) -> Result<(), String> {
    log(&config)?;
    let ids = Arc::new(Ids::new(config.node));
    let db = data::open(&config, ids.clone())?;
    let clock = Clock::system();
    actix_web::rt::System::new().block_on(async move {
        let state = State::open(config, db, clock, ids)
            .await
            .map_err(|error| error.to_string())?;
        let listening = server::listen(state.clone())
            .map_err(|error| cannot_listen(state.config.listen, &error))?;
        greet(&state, listening.address).await?;
        let worker = Worker::start(&state);
        let handle = listening.server.handle();
        let running = actix_web::rt::spawn(listening.server);
        until_told().await?;
        tracing::info!("stopping: running requests finish");
        server::stop(&state, &handle).await;
        worker.stop().await;
        let _ = running.await;
        state.db.close();
        Ok(())
    })
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "{address} is taken by another program, maybe by a Perezvon that runs already. Stop it, or name another \
             address with --listen or PEREZVON_LISTEN."
        ),
        _ => format!("cannot listen on {address}: {error}"),
    }
}

/// Says where the server is, and the first time how to set it up.
async fn greet(state: &State, address: std::net::SocketAddr) -> Result<(), String> {
    let base = match &state.config.public_url {
        Some(url) => url.clone(),
        None => format!("http://{address}"),
    };
    println!("Perezvon is at {base}");
    let (secret, now) = (state.ids.secret(), state.clock.now());
    let link = format!("{base}/setup#{secret}");
    let fresh = state
        .db
        .write(Who::System, now, move |tx| setup::new_link(tx, &secret))
        .await
        .map_err(|error| error.to_string())?;
    if fresh {
        println!("Set it up here (the link works once, for an hour):\n  {link}");
    }
    if !address.ip().is_loopback() && !state.config.is_https() && !state.config.behind_proxy {
        println!(
            "Note: people elsewhere need https to stay signed in. Put a proxy with a certificate in front and set --public-url."
        );
    }
    Ok(())
}

async fn until_told() -> Result<(), String> {
    let listen = |kind| signal(kind).map_err(|error| format!("cannot listen to signals: {error}"));
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn log(config: &Config) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log)
        .map_err(|error| format!("the log filter {:?}: {error}", config.log))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let set = match config.log_format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    set.map_err(|error| format!("cannot log: {error}"))
}
