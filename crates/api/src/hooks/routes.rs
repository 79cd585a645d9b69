use wire::hooks::{
    ArchiveHook, ChangeHookSecret, CreateHook, GetHook, ListHooks, RestoreHook, UpdateHook,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListHooks>(actions::list)
        .on::<CreateHook>(actions::create)
        .on::<GetHook>(actions::get)
        .on::<UpdateHook>(actions::update)
        .on::<ArchiveHook>(actions::archive)
        .on::<RestoreHook>(actions::restore)
        .on::<ChangeHookSecret>(actions::change_secret)
}
