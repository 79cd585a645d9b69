use wire::branches::{
    ArchiveBranch, CreateBranch, GetBranch, ListBranches, RestoreBranch, UpdateBranch,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListBranches>(actions::list)
        .on::<CreateBranch>(actions::create)
        .on::<GetBranch>(actions::get)
        .on::<UpdateBranch>(actions::update)
        .on::<ArchiveBranch>(actions::archive)
        .on::<RestoreBranch>(actions::restore)
}
