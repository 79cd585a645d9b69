use domain::filters::{Asked, CompanyField, Field, ListSubject, Shown, write};
use store::Tx;
use wire::clients::PersonName;
use wire::error::FieldError;
use wire::views::View;

use crate::clients::{cells, convert, filters};
use crate::companies;
use crate::http::ApiError;

/// Whether a list of such things can be shown so.
///
/// # Errors
/// 422 with every fault of its filter, of its order, or of its columns and their widths.
pub(super) fn judge(tx: &mut Tx<'_>, subject: ListSubject, shows: &Shown) -> Result<(), ApiError> {
    let (sort, at) = (shows.sort.as_deref(), "/shows/sort");
    match subject {
        ListSubject::Clients => {
            judge_by::<Field>(tx, shows, || convert::sort_at(sort, at).map(drop))
        }
        ListSubject::Companies => {
            judge_by::<CompanyField>(tx, shows, || companies::sort_at(sort, at).map(drop))
        }
    }
}

fn judge_by<F: Asked>(
    tx: &mut Tx<'_>,
    shows: &Shown,
    sorted: impl FnOnce() -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    filters::read::<F>(tx, &shows.filter, "/shows/filter")?;
    sorted()?;
    let at = |place, fault| FieldError::at(format!("/shows/columns/{place}"), fault);
    cells::columns::<F>(tx, &shows.columns, at)?.map_err(ApiError::fields)?;
    let keys: Vec<String> = shows.widths.keys().cloned().collect();
    let at = |place: usize, fault| {
        let key = keys.get(place).map_or("", String::as_str);
        FieldError::at(format!("/shows/widths/{key}"), fault)
    };
    cells::columns::<F>(tx, &keys, at)?.map_err(ApiError::fields)?;
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
        subject: view.subject,
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
