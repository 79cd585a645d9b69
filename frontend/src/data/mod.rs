//! What the screens know of the server: who is signed in, what was asked and answered, what still has to be sent.
//!
//! [`Session`] holds the access token, in memory only, and is the only sender. [`Queries`] keeps answers by the address they
//! came from, so two screens never ask twice. [`Live`] listens for hints and makes answers stale. [`Outbox`] keeps
//! completions until the server has them, across reloads. [`Undo`] remembers the last thing that can be taken back.
//! [`drafts`] keeps what was typed. Screens never spawn a future: they ask a query or send a [`Sending`].

mod connection;
pub mod drafts;
mod live;
mod outbox;
mod query;
mod sending;
mod session;
pub mod storage;
mod time;
mod undo;

pub use connection::Connection;
pub use live::Live;
pub use outbox::{Outbox, Parcel, ParcelState};
pub use query::{Queries, Query, query};
pub use sending::{Sending, sending};
pub use session::{Session, State};
pub use time::{now, sleep, tick_every};
pub use undo::{Offer, Undo};

use leptos::prelude::*;

/// Makes the data layer available to every screen below.
pub fn provide() {
    let connection = Connection::new();
    let session = Session::new(connection);
    let queries = Queries::new(session);
    provide_context(connection);
    provide_context(session);
    provide_context(queries);
    provide_context(Undo::new());
    provide_context(Outbox::new(session, queries, connection));
    provide_context(Live::new(session, queries, connection));
}

pub fn session() -> Session {
    expect_context()
}

pub fn queries() -> Queries {
    expect_context()
}

pub fn outbox() -> Outbox {
    expect_context()
}

pub fn undo() -> Undo {
    expect_context()
}

pub fn connection() -> Connection {
    expect_context()
}
