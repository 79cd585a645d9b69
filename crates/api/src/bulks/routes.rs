use wire::bulks::{CreateBulk, GetBulk, ListBulkItems, ListBulks, UndoBulk};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListBulks>(actions::list)
        .on::<CreateBulk>(actions::create)
        .on::<GetBulk>(actions::get)
        .on::<ListBulkItems>(actions::items)
        .on::<UndoBulk>(actions::undo)
}
