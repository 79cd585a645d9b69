use wire::own_fields::{
    GetClientFields, GetClientSchema, GetCompanyFields, GetCompanySchema, UpdateClientFields,
    UpdateCompanyFields,
};

use super::{actions, schema};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetClientFields>(actions::get)
        .on::<UpdateClientFields>(actions::update)
        .on::<GetCompanyFields>(actions::get_of_companies)
        .on::<UpdateCompanyFields>(actions::update_of_companies)
        .on::<GetClientSchema>(schema::get)
        .on::<GetCompanySchema>(schema::of_companies)
}
