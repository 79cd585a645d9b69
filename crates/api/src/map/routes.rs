use wire::map::GetMap;

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new().on::<GetMap>(actions::get)
}
