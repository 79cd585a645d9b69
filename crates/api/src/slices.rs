//! The slices of the API, in the order of the document.

use crate::http::Routes;
use crate::organisation;

/// Every operation that is answered.
pub fn routes() -> Routes {
    Routes::new().and(organisation::routes())
}
