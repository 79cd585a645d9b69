use wire::client_fields::{GetClientFields, GetClientSchema, UpdateClientFields};

use super::{actions, schema};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetClientFields>(actions::get)
        .on::<UpdateClientFields>(actions::update)
        .on::<GetClientSchema>(schema::get)
}
