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
mod ended;
mod events;
mod input;
mod logs;
mod openapi;
mod organisation;
mod processes;
mod raw;
mod real;
mod refusals;
mod results;
mod setup;
mod staff;
mod tasks;
mod templates;
