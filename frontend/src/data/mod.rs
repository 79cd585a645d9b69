//! What the screens know of the server: who is signed in, what was asked and answered, what still has to be sent.
//!
//! [`Session`] holds the access token, in memory only, and is the only sender. [`Queries`] keeps answers by the address they
//! came from, so two screens never ask twice. [`Live`] listens for hints and makes answers stale. [`Outbox`] keeps
//! completions until the server has them, across reloads. [`drafts`] keeps what was typed, [`recent`] what was opened.
//! Screens never spawn a future: they ask a query, send a [`Sending`] or start a [`Download`].

mod connection;
mod download;
pub mod drafts;
mod live;
mod outbox;
mod parcel;
mod query;
pub mod recent;
mod rights;
mod sending;
mod session;
pub mod storage;
mod time;

pub use connection::Connection;
pub use download::{Download, download, hand_over};
use live::Live;
pub use outbox::{Outbox, random_key};
pub use parcel::{Parcel, ParcelState};
pub use query::{Queries, Query, query};
pub use sending::{Sending, sending};
pub use session::{Session, State};
pub use time::{now, sleep, tick_every, timed};

use std::cell::Cell;

#[derive(Clone, Copy)]
struct Data {
    connection: Connection,
    session: Session,
    queries: Queries,
    outbox: Outbox,
}

// One application a page. Event handlers and futures run without an owner, so a context would not reach them.
thread_local! {
    static DATA: Cell<Option<Data>> = const { Cell::new(None) };
}

/// Makes the data layer; once, at the root.
pub fn provide() {
    let connection = Connection::new();
    let session = Session::new(connection);
    let queries = Queries::new(session);
    let outbox = Outbox::new(session, queries, connection);
    Live::start(session, queries, connection);
    DATA.set(Some(Data {
        connection,
        session,
        queries,
        outbox,
    }));
    drafts::forget_old();
    session.start();
}

fn data() -> Data {
    DATA.get().expect("the data layer is made at the root")
}

pub fn session() -> Session {
    data().session
}

pub fn queries() -> Queries {
    data().queries
}

pub fn outbox() -> Outbox {
    data().outbox
}

pub fn connection() -> Connection {
    data().connection
}
