//! Files of clients and of companies that leave the house: asked for like a list ([`actions`]), read batch by batch within the reader's reach
//! ([`plan`], [`clients`], [`companies`]), and written while they are sent ([`file`]). Nothing of a file is kept: its memory is one batch, whatever its length.

mod actions;
mod clients;
mod companies;
mod file;
mod plan;
mod table;

use wire::exports::{ExportClients, ExportCompanies};

use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ExportClients>(actions::of_clients)
        .on::<ExportCompanies>(actions::of_companies)
}
