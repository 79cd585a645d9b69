//! Files of clients that leave the house: asked for like a list ([`actions`]), read batch by batch within the reader's reach
//! ([`plan`]), and written while they are sent ([`file`]). Nothing of a file is kept: its memory is one batch, whatever its length.

mod actions;
mod file;
mod plan;
mod table;

use wire::exports::ExportClients;

use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new().on::<ExportClients>(actions::export)
}
