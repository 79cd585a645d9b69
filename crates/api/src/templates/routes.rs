use wire::templates::{
    ArchiveTemplate, CreateTemplate, GetTemplate, ListTemplates, RestoreTemplate, UpdateTemplate,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListTemplates>(actions::list)
        .on::<CreateTemplate>(actions::create)
        .on::<GetTemplate>(actions::get)
        .on::<UpdateTemplate>(actions::update)
        .on::<ArchiveTemplate>(actions::archive)
        .on::<RestoreTemplate>(actions::restore)
}
