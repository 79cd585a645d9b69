//! The server of Perezvon: the HTTP API, the worker and the command line of the one binary.
//!
//! [`slices`] lists what is answered; [`http`] is what all operations have in common; [`openapi`] describes them.

pub mod answers;
pub mod cli;
pub mod clock;
pub mod config;
pub mod http;
pub mod ids;
pub mod openapi;
pub mod slices;
pub mod state;
pub mod worker;
pub mod zones;

pub mod auth;
pub mod branches;
pub mod bulks;
pub mod chains;
pub mod clients;
pub mod companies;
pub mod comparison;
pub mod day;
pub mod demo;
pub mod dictionaries;
pub mod discounts;
pub mod duplicates;
pub mod events;
pub mod exports;
pub mod files;
pub mod hooks;
pub mod imports;
pub mod invariants;
pub mod map;
pub mod merges;
pub mod notices;
pub mod organisation;
pub mod own_fields;
pub mod preset;
pub mod process_files;
pub mod processes;
pub mod rehearsal;
pub mod results;
pub mod search;
pub mod segments;
pub mod sending;
pub mod setup;
pub mod staff;
pub mod tasks;
pub mod templates;
pub mod views;
