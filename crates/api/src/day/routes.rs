use wire::day::{Boot, GetMyDay};

use super::{actions, boot};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetMyDay>(actions::my_day)
        .on::<Boot>(boot::boot)
}
