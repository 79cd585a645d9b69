use wire::chains::{CancelChain, GetChain, StartChain};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<StartChain>(actions::start)
        .on::<GetChain>(actions::get)
        .on::<CancelChain>(actions::cancel)
}
