use wire::comparison::{
    EndComparison, GetComparison, GetOutlook, ListComparisons, StartComparison, UpdateComparison,
};

use super::actions;
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetOutlook>(actions::outlook)
        .on::<ListComparisons>(actions::list)
        .on::<StartComparison>(actions::start)
        .on::<GetComparison>(actions::get)
        .on::<UpdateComparison>(actions::update)
        .on::<EndComparison>(actions::end)
}
