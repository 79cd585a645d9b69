//! The document against the server.

mod club;
mod examples;
mod pages;
