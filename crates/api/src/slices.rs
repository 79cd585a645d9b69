//! The slices of the API, in the order of the document.

use crate::http::Routes;
use crate::{branches, dictionaries, organisation, processes, results, templates};

/// Every operation that is answered.
pub fn routes() -> Routes {
    Routes::new()
        .and(organisation::routes())
        .and(branches::routes())
        .and(dictionaries::routes())
        .and(results::routes())
        .and(templates::routes())
        .and(processes::routes())
}
