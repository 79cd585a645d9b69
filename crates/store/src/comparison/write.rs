//! Beginning, changing and ending a comparison.

use diesel::prelude::*;
use domain::comparison::{Planned, Report, Side, Terms};
use domain::ids::{ComparisonId, ProcessId};
use serde::Serialize;

use super::ComparisonRow;
use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::dialect::lock_row;
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::outbox::Audience;
use crate::processes::ProcessRecord;
use crate::schema::comparisons;

/// What the audit log keeps of a comparison.
#[derive(Serialize)]
struct Audited {
    process_id: ProcessId,
    versions: [domain::ids::VersionId; 2],
    terms: Terms,
    planned: Planned,
    kept: Option<Side>,
}

impl Audited {
    fn of(row: &ComparisonRow) -> Self {
        Self {
            process_id: row.process_id,
            versions: [row.present_id, row.challenger_id],
            terms: row.terms(),
            planned: row.planned(),
            kept: row.kept,
        }
    }
}

impl Tx<'_> {
    /// The comparisons of a process, the latest first.
    pub fn comparisons_of(&mut self, id: ProcessId) -> Result<Vec<ComparisonRow>, StoreError> {
        Ok(comparisons::table
            .filter(comparisons::process_id.eq(bind(id)))
            .order(comparisons::id.desc())
            .load(self.conn())?)
    }

    /// # Errors
    /// [`StoreError::NotFound`] for a comparison of another process.
    pub fn comparison_of(
        &mut self,
        process: ProcessId,
        id: ComparisonId,
    ) -> Result<ComparisonRow, StoreError> {
        Ok(comparisons::table
            .filter(comparisons::id.eq(bind(id)))
            .filter(comparisons::process_id.eq(bind(process)))
            .first(self.conn())?)
    }

    /// The same, for whoever is about to change it: nobody else does until this unit ends.
    pub fn held_comparison(
        &mut self,
        process: ProcessId,
        id: ComparisonId,
    ) -> Result<ComparisonRow, StoreError> {
        lock_row(self.conn(), "comparisons", id.as_i64())?;
        self.comparison_of(process, id)
    }

    /// The comparison that splits new chains of a process now.
    pub fn running_comparison(
        &mut self,
        process: ProcessId,
    ) -> Result<Option<ComparisonRow>, StoreError> {
        Ok(each_backend!(self.conn(), |c| comparisons::table
            .filter(comparisons::process_id.eq(bind(process)))
            .filter(comparisons::ended_at.is_null())
            .first(c)
            .optional())?)
    }

    /// Publishes the draft that was read at version `seen` beside the present version and begins to compare the two. The graph was
    /// checked in this transaction.
    ///
    /// # Errors
    /// As [`Self::publish_draft`]; [`StoreError::NotFound`] when nothing is published yet.
    pub fn begin_comparison(
        &mut self,
        process: &ProcessRecord,
        seen: i64,
        terms: Terms,
        planned: Planned,
    ) -> Result<ComparisonRow, StoreError> {
        let (present_id, challenger_id) = self.publish_beside(process, seen)?;
        let now = self.now();
        let row = ComparisonRow {
            id: self.new_id(),
            process_id: process.id,
            present_id,
            challenger_id,
            share: terms.share as i32,
            days: terms.days as i32,
            difference: terms.difference as i32,
            planned_present: planned.present as i32,
            planned_challenger: planned.challenger as i32,
            counted_from: now,
            started_by: self.who().employee(),
            started_at: now,
            ended_by: None,
            ended_at: None,
            kept: None,
            report: None,
            version: 1,
        };
        diesel::insert_into(comparisons::table)
            .values((
                comparisons::id.eq(bind(row.id)),
                comparisons::process_id.eq(bind(row.process_id)),
                comparisons::present_id.eq(bind(row.present_id)),
                comparisons::challenger_id.eq(bind(row.challenger_id)),
                comparisons::share.eq(row.share),
                comparisons::days.eq(row.days),
                comparisons::difference.eq(row.difference),
                comparisons::planned_present.eq(row.planned_present),
                comparisons::planned_challenger.eq(row.planned_challenger),
                comparisons::counted_from.eq(bind(row.counted_from)),
                comparisons::started_by.eq(row.started_by.map(bind)),
                comparisons::started_at.eq(bind(row.started_at)),
                comparisons::version.eq(row.version),
            ))
            .execute(self.conn())?;
        self.comparison_told("started", None, &row)?;
        Ok(row)
    }

    /// Another share for those who begin from now on. Those who began before are no longer counted: they came at another time and in
    /// another mixture, and both would pass for a difference between the versions.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`] when it was changed since it was read at version `seen`.
    pub fn share_comparison(
        &mut self,
        before: ComparisonRow,
        seen: i64,
        share: u32,
        planned: Planned,
    ) -> Result<ComparisonRow, StoreError> {
        expect_version(before.version, seen)?;
        let mut row = before.clone();
        row.share = share as i32;
        row.planned_present = planned.present as i32;
        row.planned_challenger = planned.challenger as i32;
        row.counted_from = self.now();
        self.save_comparison(&mut row)?;
        self.comparison_told("changed", Some(&before), &row)?;
        Ok(row)
    }

    /// Ends a running comparison: from now on all chains begin on the version that is kept. Those that run go on as they began.
    pub fn end_comparison(
        &mut self,
        process: &ProcessRecord,
        before: ComparisonRow,
        kept: Side,
        report: Report,
    ) -> Result<ComparisonRow, StoreError> {
        let mut row = before.clone();
        row.ended_by = self.who().employee();
        row.ended_at = Some(self.now());
        row.kept = Some(kept);
        row.report = Some(Json(report));
        self.save_comparison(&mut row)?;
        let other = match kept {
            Side::Present => Side::Challenger,
            Side::Challenger => Side::Present,
        };
        self.keep_one(process, row.version_of(kept), row.version_of(other))?;
        self.comparison_told("ended", Some(&before), &row)?;
        Ok(row)
    }

    fn save_comparison(&mut self, row: &mut ComparisonRow) -> Result<(), StoreError> {
        let seen = comparisons::id
            .eq(bind(row.id))
            .and(comparisons::version.eq(row.version));
        let changes = (
            comparisons::share.eq(row.share),
            comparisons::planned_present.eq(row.planned_present),
            comparisons::planned_challenger.eq(row.planned_challenger),
            comparisons::counted_from.eq(bind(row.counted_from)),
            comparisons::ended_by.eq(row.ended_by.map(bind)),
            comparisons::ended_at.eq(row.ended_at.map(bind)),
            comparisons::kept.eq(row.kept.map(bind)),
            comparisons::report.eq(row.report.clone()),
            comparisons::version.eq(row.version + 1),
        );
        let changed = each_backend!(self.conn(), |c| update(comparisons::table, seen, changes)
            .execute(c))?;
        expect_one(changed, row.version)?;
        row.version += 1;
        Ok(())
    }

    fn comparison_told(
        &mut self,
        what: &str,
        before: Option<&ComparisonRow>,
        row: &ComparisonRow,
    ) -> Result<(), StoreError> {
        let topic = format!("comparison.{what}");
        let before = before.map(Audited::of);
        let before = before.as_ref().and_then(state);
        self.audit(&topic, row.id, before, state(&Audited::of(row)))?;
        self.emit(&topic, row.id, row.version, Audience::EVERYBODY)
    }
}
