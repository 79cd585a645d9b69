//! The API through its own client, on both databases. One module a slice, one file a verb.

mod access;
mod auth;
mod conventions;
mod events;
mod organisation;
mod raw;
mod setup;
mod staff;
