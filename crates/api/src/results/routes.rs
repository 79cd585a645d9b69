use wire::results::{
    ArchiveResult, CreateResult, GetResult, ListResults, RestoreResult, UpdateResult,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListResults>(actions::list)
        .on::<CreateResult>(actions::create)
        .on::<GetResult>(actions::get)
        .on::<UpdateResult>(actions::update)
        .on::<ArchiveResult>(actions::archive)
        .on::<RestoreResult>(actions::restore)
}
