//! The slices of the API, in the order of the document.

use crate::http::Routes;
use crate::{
    auth, branches, bulks, chains, clients, companies, comparison, day, dictionaries, discounts,
    duplicates, events, exports, files, hooks, imports, invariants, map, merges, notices,
    organisation, own_fields, process_files, processes, rehearsal, results, search, segments,
    sending, setup, staff, tasks, templates, views,
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
        .and(comparison::routes())
        .and(rehearsal::routes())
        .and(map::routes())
        .and(process_files::routes())
        .and(own_fields::routes())
        .and(clients::routes())
        .and(companies::routes())
        .and(discounts::routes())
        .and(files::routes())
        .and(exports::routes())
        .and(imports::routes())
        .and(segments::routes())
        .and(bulks::routes())
        .and(views::routes())
        .and(merges::routes())
        .and(duplicates::routes())
        .and(chains::routes())
        .and(tasks::routes())
        .and(day::routes())
        .and(search::routes())
        .and(notices::routes())
        .and(hooks::routes())
        .and(sending::routes())
        .and(invariants::routes())
        .and(events::routes())
}
