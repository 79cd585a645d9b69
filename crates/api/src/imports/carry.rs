//! What the worker does: a rehearsal, a run or an undoing is carried on by some rows in one transaction.

use std::sync::Arc;

use chrono::Duration;
use domain::access::{Actor, Permission};
use domain::calendar::WorkingTime;
use domain::imports::{ImportState, MOST_UNKNOWN, Plan, RowFate, UNDO};
use domain::organisation::NameOrder;
use store::imports::{
    CardData, CardId, Detail, Given, Gone, ImportRecord, RowFault, RowRecord, UnknownValue,
};
use store::{Tx, Who};
use wire::error::Fault;

use super::known::Known;
use super::plan::{Deed, Planned, plan};
use super::words;
use crate::chains::settings;
use crate::http::ApiError;

/// Rows of one transaction at most: nobody else writes on SQLite until it ends.
const BATCH: i64 = 50;
/// A day longer than an import can be undone.
const KEPT: Duration = Duration::days(8);

/// Carries the import on that has waited longest. Answers how many rows were looked at.
pub fn carry(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    let Some(mut import) = tx.import_at_work()? else {
        return Ok(0);
    };
    let now = tx.now();
    let actor = acting(tx, &import)?;
    let allowed = actor.may(Permission::ClientImport);
    let who = Who::Actor(Arc::new(actor));
    let done = tx.as_of(now, &who, |tx| {
        tx.name_import(&import.name);
        match import.state {
            ImportState::Checking => checked(tx, &mut import, allowed),
            ImportState::Running => taken_in(tx, &mut import, allowed),
            _ => taken_back(tx, &mut import),
        }
    })?;
    if (done as i64) < BATCH {
        import.state = match import.state {
            ImportState::Checking => ImportState::Checked,
            ImportState::Running => ImportState::Done,
            _ => ImportState::Undone,
        };
        if import.state == ImportState::Done {
            import.finished_at = Some(now);
        }
        if import.state != ImportState::Checked {
            tx.notify_import(&import)?;
        }
    }
    tx.carry_import(&mut import)?;
    Ok(done.max(1))
}

/// Forgets what was read of files that nothing can be done with any more, bit by bit.
pub fn forget(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    match tx.sweep_hidden_imports()? {
        0 => Ok(tx.empty_old_imports(tx.now().minus(UNDO.max(KEPT)))?),
        gone => Ok(gone),
    }
}

/// On whose behalf: with the rights that he has now, and with none when he has left.
pub(super) fn acting(tx: &mut Tx<'_>, import: &ImportRecord) -> Result<Actor, ApiError> {
    let Some(id) = import.acting else {
        return Err(ApiError::internal("an import that nobody has asked for"));
    };
    let mut actor = tx.actor_of(id)?;
    if !tx.still_works(id)? {
        actor.grants.clear();
    }
    Ok(actor)
}

fn checked(tx: &mut Tx<'_>, import: &mut ImportRecord, allowed: bool) -> Result<usize, ApiError> {
    let known = Known::of(tx, import)?;
    let rows = tx.next_import_rows(import, BATCH)?;
    let count = rows.len();
    for mut row in rows {
        import.behind = row.number;
        import.looked_at += 1;
        let planned = planned(tx, &known, import, &row, allowed)?;
        note(&mut import.unknown.0, planned.unknown.clone());
        import.plans.0.moved(None, planned.plan);
        keep(tx, &mut row, planned)?;
    }
    Ok(count)
}

fn planned(
    tx: &mut Tx<'_>,
    known: &Known,
    import: &ImportRecord,
    row: &RowRecord,
    allowed: bool,
) -> Result<Planned, ApiError> {
    let mut found = plan(tx, known, import, row)?;
    if !allowed {
        found.plan = Plan::Faulty;
        found.deed = Deed::Nothing;
        found.detail = Detail {
            faults: vec![RowFault {
                column: None,
                code: Fault::NotAllowed.as_str().to_owned(),
                params: std::collections::BTreeMap::new(),
            }],
            ..Detail::default()
        };
    }
    Ok(found)
}

/// Stores what would become of a row.
pub(super) fn keep(tx: &mut Tx<'_>, row: &mut RowRecord, planned: Planned) -> Result<(), ApiError> {
    tx.keep_import_keys(row, &planned.keys, &planned.called)?;
    row.plan = Some(planned.plan);
    row.put_card(planned.card);
    row.detail = told(planned.detail);
    tx.save_import_row(row)?;
    Ok(())
}

fn told(detail: Detail) -> Option<store::Json<Detail>> {
    (detail != Detail::default()).then_some(store::Json(detail))
}

/// Counts values that nothing is called, the most frequent first.
fn note(known: &mut Vec<UnknownValue>, more: Vec<UnknownValue>) {
    for value in more {
        let same = |one: &UnknownValue| one.column == value.column && one.value == value.value;
        match known.iter().position(same) {
            Some(place) => known[place].rows += 1,
            None if known.len() < MOST_UNKNOWN => known.push(value),
            None => {}
        }
    }
    known.sort_by_key(|value| (std::cmp::Reverse(value.rows), value.column));
}

fn taken_in(tx: &mut Tx<'_>, import: &mut ImportRecord, allowed: bool) -> Result<usize, ApiError> {
    let known = Known::of(tx, import)?;
    let order = known.order;
    let rows = tx.next_import_rows(import, BATCH)?;
    let count = rows.len();
    for mut row in rows {
        import.behind = row.number;
        import.looked_at += 1;
        // From here on nobody else changes this card; what was done until now is read.
        match row.card() {
            Some(CardId::Client(id)) => tx.hold_client(id)?,
            Some(CardId::Company(id)) => tx.hold_company(id)?,
            None => {}
        }
        let mut planned = planned(tx, &known, import, &row, allowed)?;
        let fate = match std::mem::replace(&mut planned.deed, Deed::Nothing) {
            Deed::MakeClient(data) => {
                let card = tx.create_client(&data, order)?;
                planned.card = Some(CardId::Client(card.id));
                row.card_version = Some(card.version);
                row.start_on = first_day(tx, import, &data)?;
                RowFate::Created
            }
            Deed::ChangeClient(change) => {
                let seen = change.card.version;
                let card = tx.update_client(change.card, seen, &change.after, order)?;
                row.card_version = Some(card.version);
                row.before = Some(store::Json(CardData::of_client(change.before)));
                row.after = Some(store::Json(CardData::of_client(change.after)));
                RowFate::Changed
            }
            Deed::MakeCompany(data) => {
                let company = tx.create_company(&data)?;
                planned.card = Some(CardId::Company(company.id));
                row.card_version = Some(company.version);
                RowFate::Created
            }
            Deed::ChangeCompany(change) => {
                let seen = change.card.version;
                let company = tx.update_company(change.card, seen, &change.after)?;
                row.card_version = Some(company.version);
                row.before = Some(store::Json(CardData::of_company(change.before)));
                row.after = Some(store::Json(CardData::of_company(change.after)));
                RowFate::Changed
            }
            Deed::Nothing if planned.plan == Plan::Unchanged => RowFate::Unchanged,
            Deed::Nothing => RowFate::Left,
        };
        *import.fates.0.of(fate) += 1;
        row.fate = Some(fate);
        keep(tx, &mut row, planned)?;
    }
    Ok(count)
}

/// On which day the chain of a new client begins: so many each working day of the branch.
fn first_day(
    tx: &mut Tx<'_>,
    import: &ImportRecord,
    data: &store::clients::ClientData,
) -> Result<Option<chrono::NaiveDate>, ApiError> {
    if import.process_id.is_none() {
        return Ok(None);
    }
    let settings = settings(tx, data.branch_id)?;
    let today = settings.zone.day(tx.now());
    let Some(per_day) = import.per_day else {
        return Ok(Some(today));
    };
    let working = WorkingTime {
        calendar: &settings.branch.calendar,
        zone: &settings.zone,
    };
    let days = import.fates.0.created / (per_day.max(1) as u32);
    let first = working.open_day(today).at;
    Ok(Some(match days {
        0 => first,
        days => working.add_days(first, days).at,
    }))
}

fn taken_back(tx: &mut Tx<'_>, import: &mut ImportRecord) -> Result<usize, ApiError> {
    let order = tx.name_order()?;
    let language = tx.organisation()?.language;
    let rows = tx.import_rows_to_return(import, BATCH)?;
    let count = rows.len();
    for mut row in rows {
        import.behind = row.number;
        import.looked_at += 1;
        let fate = match given_back(tx, &row, order)? {
            Some(given) => {
                row.detail = told(Detail {
                    changes: given.kept,
                    ..Detail::default()
                });
                match given.returned {
                    true => RowFate::Returned,
                    false => RowFate::Kept,
                }
            }
            None => match taken_away(tx, &row, words::undone(language))? {
                Gone::Removed => RowFate::Removed,
                Gone::Archived => RowFate::Archived,
                Gone::Kept => RowFate::Kept,
            },
        };
        let before = row.fate.replace(fate);
        if let Some(before) = before {
            let count = import.fates.0.of(before);
            *count = count.saturating_sub(1);
        }
        *import.fates.0.of(fate) += 1;
        if fate == RowFate::Removed {
            row.put_card(None);
        }
        tx.save_import_row(&row)?;
    }
    Ok(count)
}

/// Gives a card back what a row changed on it; absent for a row that made its card.
fn given_back(
    tx: &mut Tx<'_>,
    row: &RowRecord,
    order: NameOrder,
) -> Result<Option<Given>, ApiError> {
    let (Some(RowFate::Changed), Some(before), Some(after)) = (row.fate, &row.before, &row.after)
    else {
        return Ok(None);
    };
    let given = match (row.card(), &before.0, &after.0) {
        (Some(CardId::Client(id)), CardData::Client(before), CardData::Client(after)) => {
            tx.give_back_imported(id, before, after, order)?
        }
        (Some(CardId::Company(id)), CardData::Company(before), CardData::Company(after)) => {
            tx.give_back_imported_company(id, &before.data(), &after.data())?
        }
        _ => return Err(ApiError::internal("a row that has changed another card")),
    };
    Ok(Some(given))
}

/// Takes a card away that a row made, unless somebody has worked with it since.
fn taken_away(tx: &mut Tx<'_>, row: &RowRecord, reason: &str) -> Result<Gone, ApiError> {
    Ok(match row.card() {
        Some(CardId::Company(id)) => tx.take_back_imported_company(id, row)?,
        _ => tx.take_back_imported(row, reason)?,
    })
}
