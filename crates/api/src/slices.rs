//! The slices of the API, in the order of the document.

use crate::http::Routes;
use crate::{
    auth, branches, dictionaries, organisation, processes, results, setup, staff, templates,
};

/// Every operation that is answered.
pub fn routes() -> Routes {
    Routes::new()
        .and(setup::routes())
        .and(auth::routes())
        .and(organisation::routes())
        .and(branches::routes())
        .and(staff::routes())
        .and(dictionaries::routes())
        .and(results::routes())
        .and(templates::routes())
        .and(processes::routes())
}
