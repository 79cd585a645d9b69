use wire::duplicates::{
    DismissDuplicate, FindLookAlikes, GetDuplicate, ListDuplicateLooks, ListDuplicates,
    ReopenDuplicate, StartDuplicateLook,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListDuplicates>(actions::list)
        .on::<GetDuplicate>(actions::get)
        .on::<DismissDuplicate>(actions::dismiss)
        .on::<ReopenDuplicate>(actions::reopen)
        .on::<FindLookAlikes>(actions::look_alikes)
        .on::<ListDuplicateLooks>(actions::looks)
        .on::<StartDuplicateLook>(actions::start_look)
}
