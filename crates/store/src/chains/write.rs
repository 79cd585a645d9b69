//! Writing chains. A saved row names the version it was read at; a losing writer is told.

use diesel::prelude::*;

use super::rows::ChainRow;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::update::save_row;
use crate::schema::chains::{self, dsl};
use crate::schema::{compared_chains, transferred_chains};

pub(crate) fn insert(tx: &mut Tx<'_>, row: &ChainRow) -> Result<(), StoreError> {
    each_backend!(tx.conn(), |c| diesel::insert_into(chains::table)
        .values((
            dsl::id.eq(bind(row.id)),
            dsl::process_id.eq(bind(row.process_id)),
            dsl::version_id.eq(bind(row.version_id)),
            dsl::client_id.eq(bind(row.client_id)),
            dsl::branch_id.eq(bind(row.branch_id)),
            dsl::state.eq(bind(row.state)),
            dsl::attempts.eq(row.attempts.clone()),
            dsl::wake_at.eq(row.wake_at.map(bind)),
            dsl::wake_target.eq(row.wake_target.clone()),
            dsl::wake_step.eq(row.wakes_at()),
            dsl::joins.eq(row.joins),
            dsl::waits_for.eq(row.waits_for.map(bind)),
            dsl::call.eq(row.call.clone()),
            dsl::started_by.eq(row.started_by.map(bind)),
            dsl::started_from.eq(row.started_from.map(bind)),
            dsl::ended_at.eq(row.ended_at.map(bind)),
            dsl::ended_by.eq(row.ended_by.map(bind)),
            dsl::cancel_reason.eq(row.cancel_reason.clone()),
            dsl::version.eq(row.version),
            dsl::created_at.eq(bind(row.created_at)),
            dsl::updated_at.eq(bind(row.updated_at)),
        ))
        .execute(c))?;
    Ok(())
}

/// Stores a changed chain one version on; `row.version` is the version it was read at.
pub(crate) fn save(tx: &mut Tx<'_>, row: &mut ChainRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        chains,
        row,
        (
            dsl::state.eq(bind(row.state)),
            dsl::attempts.eq(row.attempts.clone()),
            dsl::wake_at.eq(row.wake_at.map(bind)),
            dsl::wake_target.eq(row.wake_target.clone()),
            dsl::wake_step.eq(row.wakes_at()),
            dsl::joins.eq(row.joins),
            dsl::waits_for.eq(row.waits_for.map(bind)),
            dsl::call.eq(row.call.clone()),
            dsl::ended_at.eq(row.ended_at.map(bind)),
            dsl::ended_by.eq(row.ended_by.map(bind)),
            dsl::cancel_reason.eq(row.cancel_reason.clone()),
        )
    )
}

/// Stores that a chain goes by another version, one version of its row on.
pub(crate) fn reseat(tx: &mut Tx<'_>, row: &mut ChainRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        chains,
        row,
        (
            dsl::version_id.eq(bind(row.version_id)),
            dsl::attempts.eq(row.attempts.clone()),
            dsl::wake_target.eq(row.wake_target.clone()),
            dsl::wake_step.eq(row.wakes_at()),
        )
    )
}

/// Removes a chain that a taken-back completion had begun, together with nothing else: its task is removed before.
pub(crate) fn remove(tx: &mut Tx<'_>, row: &ChainRow) -> Result<(), StoreError> {
    let told = transferred_chains::table.filter(transferred_chains::chain_id.eq(bind(row.id)));
    diesel::delete(told).execute(tx.conn())?;
    let counted = compared_chains::table.filter(compared_chains::chain_id.eq(bind(row.id)));
    diesel::delete(counted).execute(tx.conn())?;
    diesel::delete(chains::table.filter(dsl::id.eq(bind(row.id)))).execute(tx.conn())?;
    Ok(())
}
