use wire::rehearsal::RehearseProcess;

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new().on::<RehearseProcess>(actions::rehearse)
}
