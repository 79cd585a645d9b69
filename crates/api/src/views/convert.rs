use domain::filters::{Field, Shown, write};
use store::Tx;
use wire::clients::PersonName;
use wire::error::FieldError;
use wire::views::View;

use crate::clients::{cells, convert, filters};
use crate::http::ApiError;

/// Whether a list can be shown so.
///
/// # Errors
/// 422 with every fault of its filter, its order, its columns and their widths.
pub(super) fn judge(tx: &mut Tx<'_>, shows: &Shown) -> Result<(), ApiError> {
    filters::read::<Field>(tx, &shows.filter, "/shows/filter")?;
    convert::sort_at(shows.sort.as_deref(), "/shows/sort")?;
    let at = |place, fault| FieldError::at(format!("/shows/columns/{place}"), fault);
    cells::columns::<Field>(tx, &shows.columns, at)?.map_err(ApiError::fields)?;
    let keys: Vec<String> = shows.widths.keys().cloned().collect();
    let at = |place: usize, fault| {
        let key = keys.get(place).map_or("", String::as_str);
        FieldError::at(format!("/shows/widths/{key}"), fault)
    };
    cells::columns::<Field>(tx, &keys, at)?.map_err(ApiError::fields)?;
    Ok(())
}

pub(super) fn views(
    tx: &mut Tx<'_>,
    views: Vec<store::views::View>,
) -> Result<Vec<View>, ApiError> {
    let names = tx.names_of_employees(views.iter().map(|view| view.owner_id))?;
    let views = views.into_iter().map(|view| View {
        editable: tx.may_edit_view(&view),
        id: view.id,
        name: view.name,
        owner: PersonName {
            id: view.owner_id,
            name: names.get(&view.owner_id).cloned().unwrap_or_default(),
        },
        shared: view.shared,
        line: write(&view.shows.filter),
        shows: view.shows,
        version: view.version,
        created_at: view.created_at,
        updated_at: view.updated_at,
        archived_at: view.archived_at,
    });
    Ok(views.collect())
}

pub(super) fn view(tx: &mut Tx<'_>, view: store::views::View) -> Result<View, ApiError> {
    let mut shown = views(tx, vec![view])?;
    shown.pop().ok_or_else(ApiError::not_found)
}
