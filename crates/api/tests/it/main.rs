//! The API through its own client, on both databases. One module a slice, one file a verb.

mod access;
mod auth;
mod branches;
mod chains;
mod chains_begun;
mod clients;
mod conventions;
mod day;
mod demo;
mod desk;
mod dictionaries;
mod events;
mod organisation;
mod processes;
mod raw;
mod refusals;
mod results;
mod setup;
mod staff;
mod tasks;
mod templates;
