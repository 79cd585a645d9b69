use wire::merges::{
    CompareClients, GetMerge, GetMergeRemains, ListMerges, MergeClients, UndoMerge,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<CompareClients>(actions::compare)
        .on::<MergeClients>(actions::merge)
        .on::<ListMerges>(actions::list)
        .on::<GetMerge>(actions::get)
        .on::<GetMergeRemains>(actions::remains)
        .on::<UndoMerge>(actions::undo)
}
