//! The staff application: a screen is a function of its address and of what the server answered.
//!
//! `ui` is the kit: it knows no API and takes its texts from the caller, already in the reader's language. `i18n` holds
//! the texts and the formats of numbers, dates and phones. `keys` is the one place where keys get a meaning. `links` makes every
//! address, `routes` reads them.

pub mod app;
pub mod clients;
pub mod clubtime;
pub mod companies;
pub mod comparison;
pub mod data;
pub mod day;
pub mod dial;
mod discounts;
pub mod entry;
pub mod fields;
pub mod files;
pub mod i18n;
pub mod imports;
pub mod keys;
#[cfg(feature = "kit")]
mod kit;
pub mod links;
pub mod lists;
pub mod merges;
pub mod palette;
pub mod parts;
pub mod prefs;
pub mod processes;
pub mod quick;
pub mod rehearsal;
pub mod routes;
pub mod run;
pub mod settings;
pub mod shell;
pub mod tasks;
pub mod timeline;
pub mod ui;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the application; called once by `boot.js`.
///
/// `language` is a file name of the catalogue (`ru`, `en`, `ro`, or `qps` for the widened test language), `texts` its content.
#[wasm_bindgen]
pub fn start(language: &str, texts: js_sys::Array) {
    app::report_panics();
    i18n::install(language, &texts);
    app::mount();
}
