use wire::client_fields::{GetClientFields, UpdateClientFields};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetClientFields>(actions::get)
        .on::<UpdateClientFields>(actions::update)
}
