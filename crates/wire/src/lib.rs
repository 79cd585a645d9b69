//! The shape of the API: what is asked and answered, operation by operation.
//!
//! The server, the typed client, the SPA and every API test compile this one crate, so types cannot drift.
//! Nothing here decides or stores anything.

#[cfg(feature = "openapi")]
pub mod described;
pub mod error;
pub mod list;
pub mod operation;
pub mod page;
pub mod patch;

pub mod auth;
pub mod branches;
pub mod bulks;
pub mod chains;
pub mod clients;
pub mod companies;
pub mod comparison;
pub mod day;
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
pub mod transfers;
pub mod views;

use operation::About;

/// Every operation of the API, slice by slice.
pub fn operations() -> impl Iterator<Item = &'static About> {
    [
        setup::OPERATIONS,
        auth::OPERATIONS,
        organisation::OPERATIONS,
        branches::OPERATIONS,
        staff::OPERATIONS,
        dictionaries::OPERATIONS,
        results::OPERATIONS,
        templates::OPERATIONS,
        processes::OPERATIONS,
        transfers::OPERATIONS,
        comparison::OPERATIONS,
        rehearsal::OPERATIONS,
        map::OPERATIONS,
        process_files::OPERATIONS,
        own_fields::OPERATIONS,
        clients::OPERATIONS,
        companies::OPERATIONS,
        discounts::OPERATIONS,
        files::OPERATIONS,
        exports::OPERATIONS,
        imports::OPERATIONS,
        segments::OPERATIONS,
        bulks::OPERATIONS,
        views::OPERATIONS,
        merges::OPERATIONS,
        duplicates::OPERATIONS,
        chains::OPERATIONS,
        tasks::OPERATIONS,
        day::OPERATIONS,
        search::OPERATIONS,
        notices::OPERATIONS,
        hooks::OPERATIONS,
        sending::OPERATIONS,
        invariants::OPERATIONS,
        events::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}
