use wire::views::{ArchiveView, CreateView, GetView, ListViews, RestoreView, UpdateView};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListViews>(actions::list)
        .on::<CreateView>(actions::create)
        .on::<GetView>(actions::get)
        .on::<UpdateView>(actions::update)
        .on::<ArchiveView>(actions::archive)
        .on::<RestoreView>(actions::restore)
}
