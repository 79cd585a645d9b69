use chrono::Duration;
use diesel::dsl::exists;
use diesel::prelude::*;
use domain::ids::ImportId;
use domain::imports::{Called, Fates, ImportState, ListSubject, Plans};
use domain::time::Timestamp;
use serde::Serialize;

use super::rows::{ImportRecord, NewImport, ReadRow, RowRecord};
use crate::audit::state;
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::outbox::Audience;
use crate::schema::{import_files, import_keys, import_rows, imports};

/// Rows of one statement.
const BUNDLE: usize = 500;
/// Rows that one transaction writes or takes away: on SQLite nobody else writes meanwhile.
pub const ROWS_AT_ONCE: usize = 2_000;
/// How long the rows of a file may be on their way.
const ON_THE_WAY: Duration = Duration::hours(1);
/// Imports that are emptied at once.
const BITE: i64 = 5;

/// What the audit log keeps of an import.
#[derive(Serialize)]
struct Audited<'a> {
    name: &'a str,
    subject: ListSubject,
    state: ImportState,
    rows: i32,
    rules: &'a domain::imports::Rules,
    plans: Plans,
    fates: Fates,
}

impl Tx<'_> {
    /// Keeps a file that was read. Nobody sees it until [`Self::show_import`]: its rows are still to come.
    pub fn create_import(&mut self, new: NewImport) -> Result<ImportRecord, StoreError> {
        let now = self.now();
        let import = ImportRecord {
            id: self.new_id(),
            name: new.name,
            kind: new.kind,
            state: ImportState::Draft,
            reading: Json(new.reading),
            sheets: Json(new.sheets),
            columns: Json(new.columns),
            rules: Json(new.rules),
            mapping: new.mapping,
            row_count: new.row_count,
            behind: 0,
            looked_at: 0,
            plans: Json(Plans::default()),
            fates: Json(Fates::default()),
            unknown: Json(Vec::new()),
            process_id: None,
            per_day: None,
            branch_id: new.branch_id,
            created_by: self.who().employee(),
            acting: self.who().employee(),
            created_at: now,
            updated_at: now,
            finished_at: None,
            undone_at: None,
            emptied_at: None,
            version: 1,
            hidden_until: Some(now.plus(ON_THE_WAY)),
            subject: new.subject,
        };
        diesel::insert_into(imports::table)
            .values((
                imports::id.eq(bind(import.id)),
                imports::name.eq(&import.name),
                imports::kind.eq(bind(import.kind)),
                imports::state.eq(bind(import.state)),
                imports::reading.eq(import.reading.clone()),
                imports::sheets.eq(import.sheets.clone()),
                imports::column_list.eq(import.columns.clone()),
                imports::rules.eq(import.rules.clone()),
                imports::mapping.eq(import.mapping.clone()),
                imports::row_count.eq(import.row_count),
                imports::behind.eq(0),
                imports::looked_at.eq(0),
                imports::plans.eq(import.plans.clone()),
                imports::fates.eq(import.fates.clone()),
                imports::unknown.eq(import.unknown.clone()),
                imports::branch_id.eq(bind(import.branch_id)),
                imports::created_by.eq(import.created_by.map(bind)),
                imports::acting.eq(import.acting.map(bind)),
                imports::created_at.eq(bind(now)),
                imports::updated_at.eq(bind(now)),
                imports::version.eq(1_i64),
                imports::hidden_until.eq(import.hidden_until.map(bind)),
                imports::subject.eq(bind(import.subject)),
            ))
            .execute(self.conn())?;
        diesel::insert_into(import_files::table)
            .values((
                import_files::import_id.eq(bind(import.id)),
                import_files::content.eq(new.content),
            ))
            .execute(self.conn())?;
        Ok(import)
    }

    /// All rows of a new import are there: from now on it is seen.
    pub fn show_import(&mut self, row: &mut ImportRecord) -> Result<(), StoreError> {
        row.hidden_until = None;
        self.save_import(row)?;
        self.import_told("created", row)
    }

    /// Nobody sees an import that is held until its rows were exchanged, and it was changed.
    pub fn hide_import(&mut self, row: &ImportRecord) -> Result<(), StoreError> {
        let until = self.now().plus(ON_THE_WAY);
        self.hide_until(row.id, until)
    }

    fn hide_until(&mut self, import: ImportId, until: Timestamp) -> Result<(), StoreError> {
        let this = imports::id.eq(bind(import));
        let changes = (imports::hidden_until.eq(Some(bind(until))),);
        each_backend!(self.conn(), |c| update(imports::table, this, changes)
            .execute(c))?;
        Ok(())
    }

    /// Adds rows of a file: as many as one transaction may take, [`ROWS_AT_ONCE`].
    pub fn add_import_rows(
        &mut self,
        import: ImportId,
        rows: Vec<ReadRow>,
    ) -> Result<(), StoreError> {
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let bundle: Vec<_> = rows
                .by_ref()
                .take(BUNDLE)
                .map(|(number, cells)| {
                    (
                        import_rows::import_id.eq(bind(import)),
                        import_rows::number.eq(number as i32),
                        import_rows::cells.eq(Json(cells)),
                    )
                })
                .collect();
            each_backend!(self.conn(), |c| diesel::insert_into(import_rows::table)
                .values(&bundle)
                .execute(c))?;
        }
        Ok(())
    }

    /// Stores an import that is held. `seen` is the version that its reader has seen.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn change_import(
        &mut self,
        what: &str,
        row: &mut ImportRecord,
        seen: i64,
    ) -> Result<(), StoreError> {
        expect_version(row.version, seen)?;
        self.save_import(row)?;
        self.import_told(what, row)
    }

    /// Stores how far an import is.
    pub fn carry_import(&mut self, row: &mut ImportRecord) -> Result<(), StoreError> {
        self.save_import(row)?;
        match row.state.is_at_work() {
            true => self.import_moved_on(row),
            false => self.import_told("finished", row),
        }
    }

    pub(super) fn save_import(&mut self, row: &mut ImportRecord) -> Result<(), StoreError> {
        let now = self.now();
        let seen = imports::id
            .eq(bind(row.id))
            .and(imports::version.eq(row.version));
        let changes = (
            imports::state.eq(bind(row.state)),
            imports::reading.eq(row.reading.clone()),
            imports::column_list.eq(row.columns.clone()),
            imports::rules.eq(row.rules.clone()),
            imports::mapping.eq(row.mapping.clone()),
            imports::row_count.eq(row.row_count),
            imports::behind.eq(row.behind),
            imports::looked_at.eq(row.looked_at),
            imports::plans.eq(row.plans.clone()),
            imports::fates.eq(row.fates.clone()),
            imports::unknown.eq(row.unknown.clone()),
            imports::process_id.eq(row.process_id.map(bind)),
            imports::per_day.eq(row.per_day),
            imports::branch_id.eq(bind(row.branch_id)),
            imports::acting.eq(row.acting.map(bind)),
            imports::finished_at.eq(row.finished_at.map(bind)),
            imports::undone_at.eq(row.undone_at.map(bind)),
            imports::emptied_at.eq(row.emptied_at.map(bind)),
            imports::hidden_until.eq(row.hidden_until.map(bind)),
            imports::updated_at.eq(bind(now)),
            imports::version.eq(row.version + 1),
        );
        let changed = each_backend!(self.conn(), |c| update(imports::table, seen, changes)
            .execute(c))?;
        expect_one(changed, row.version)?;
        row.version += 1;
        row.updated_at = now;
        Ok(())
    }

    /// Stores what was found out about a row, or done with it.
    pub fn save_import_row(&mut self, row: &RowRecord) -> Result<(), StoreError> {
        let this = import_rows::import_id
            .eq(bind(row.import_id))
            .and(import_rows::number.eq(row.number));
        let changes = (
            import_rows::cells.eq(row.cells.clone()),
            import_rows::plan.eq(row.plan.map(bind)),
            import_rows::fate.eq(row.fate.map(bind)),
            import_rows::client_id.eq(row.client_id.map(bind)),
            import_rows::company_id.eq(row.company_id.map(bind)),
            import_rows::decision.eq(row.decision.clone()),
            import_rows::detail.eq(row.detail.clone()),
            import_rows::before.eq(row.before.clone()),
            import_rows::after.eq(row.after.clone()),
            import_rows::card_version.eq(row.card_version),
            import_rows::start_on.eq(row.start_on),
            import_rows::chain_id.eq(row.chain_id.map(bind)),
        );
        each_backend!(self.conn(), |c| update(import_rows::table, this, changes)
            .execute(c))?;
        Ok(())
    }

    /// No chain begins any more for those whom an import has made.
    pub fn stop_import_chains(&mut self, import: ImportId) -> Result<(), StoreError> {
        let this = import_rows::import_id
            .eq(bind(import))
            .and(import_rows::start_on.is_not_null());
        let changes = (import_rows::start_on.eq(None::<chrono::NaiveDate>),);
        each_backend!(self.conn(), |c| update(import_rows::table, this, changes)
            .execute(c))?;
        Ok(())
    }

    /// By what a row is found among the later ones; in place of what was said before.
    pub fn keep_import_keys(
        &mut self,
        row: &RowRecord,
        keys: &[String],
        called: &Called,
    ) -> Result<(), StoreError> {
        let present = import_keys::table
            .filter(import_keys::import_id.eq(bind(row.import_id)))
            .filter(import_keys::number.eq(row.number));
        diesel::delete(present).execute(self.conn())?;
        let rows: Vec<_> = keys
            .iter()
            .map(|key| {
                (
                    import_keys::import_id.eq(bind(row.import_id)),
                    import_keys::key.eq(key),
                    import_keys::number.eq(row.number),
                    import_keys::name.eq(Json(called.clone())),
                )
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        each_backend!(self.conn(), |c| diesel::insert_into(import_keys::table)
            .values(&rows)
            .execute(c))?;
        Ok(())
    }

    /// Removes an import that is held, with everything that was read of its file.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn delete_import(&mut self, row: &ImportRecord, seen: i64) -> Result<(), StoreError> {
        expect_version(row.version, seen)?;
        // Of a long file the rows are swept away bit by bit.
        self.hide_until(row.id, self.now())?;
        if row.row_count as usize <= ROWS_AT_ONCE {
            while self.sweep_import(row.id)? > 0 {}
        }
        self.audit("import.deleted", row.id, None, None)?;
        let audience = audience(row);
        self.emit("import.deleted", row.id, row.version, audience)
    }

    /// Forgets some of what was read of a file, and in the end its bytes. Answers how much; 0 when there is nothing left.
    pub fn empty_import(&mut self, import: ImportId) -> Result<usize, StoreError> {
        let mut gone = self.empty_import_rows(import)?;
        if gone == 0 {
            let file = import_files::table.filter(import_files::import_id.eq(bind(import)));
            gone = diesel::delete(file).execute(self.conn())?;
        }
        Ok(gone)
    }

    /// Takes away as many rows as one transaction may. Answers how many; 0 when there are none left.
    pub fn empty_import_rows(&mut self, import: ImportId) -> Result<usize, StoreError> {
        let last: Option<i32> = each_backend!(self.conn(), |c| import_rows::table
            .filter(import_rows::import_id.eq(bind(import)))
            .order(import_rows::number)
            .offset(ROWS_AT_ONCE as i64 - 1)
            .select(import_rows::number)
            .first(c)
            .optional())?;
        let last = last.unwrap_or(i32::MAX);
        let keys = import_keys::table
            .filter(import_keys::import_id.eq(bind(import)))
            .filter(import_keys::number.le(last));
        let keys = diesel::delete(keys).execute(self.conn())?;
        let rows = import_rows::table
            .filter(import_rows::import_id.eq(bind(import)))
            .filter(import_rows::number.le(last));
        Ok(keys + diesel::delete(rows).execute(self.conn())?)
    }

    /// Some of an import that nobody sees any more; with the last of it, itself.
    fn sweep_import(&mut self, import: ImportId) -> Result<usize, StoreError> {
        let gone = self.empty_import(import)?;
        match gone {
            0 => Ok(
                diesel::delete(imports::table.filter(imports::id.eq(bind(import))))
                    .execute(self.conn())?,
            ),
            gone => Ok(gone),
        }
    }

    /// Sweeps away some of an import that was deleted, or whose rows never came to an end. Answers how much.
    pub fn sweep_hidden_imports(&mut self) -> Result<usize, StoreError> {
        let now = self.now();
        let hidden: Option<ImportId> = each_backend!(self.conn(), |c| imports::table
            .filter(imports::hidden_until.is_not_null())
            .filter(imports::hidden_until.assume_not_null().le(bind(now)))
            .order(imports::hidden_until)
            .select(imports::id)
            .first(c)
            .optional())?;
        hidden.map_or(Ok(0), |id| self.sweep_import(id))
    }

    /// The file is read no more: cards are being written.
    pub fn forget_import_file(&mut self, import: ImportId) -> Result<(), StoreError> {
        let file = import_files::table.filter(import_files::import_id.eq(bind(import)));
        diesel::delete(file).execute(self.conn())?;
        Ok(())
    }

    /// Forgets rows and files of imports that nothing was done with since an instant, bit by bit; their numbers stay. Answers how much.
    pub fn empty_old_imports(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let emptied: Option<ImportId> = each_backend!(self.conn(), |c| imports::table
            .filter(imports::emptied_at.is_not_null())
            .filter(imports::hidden_until.is_null())
            .filter(exists(
                import_rows::table.filter(import_rows::import_id.eq(imports::id))
            ))
            .select(imports::id)
            .first(c)
            .optional())?;
        if let Some(id) = emptied {
            return self.empty_import_rows(id);
        }
        let idle = [
            ImportState::Draft,
            ImportState::Checked,
            ImportState::Done,
            ImportState::Undone,
        ];
        let old: Vec<ImportRecord> = each_backend!(self.conn(), |c| imports::table
            .filter(imports::emptied_at.is_null())
            .filter(imports::hidden_until.is_null())
            .filter(imports::updated_at.lt(bind(before)))
            .filter(imports::state.eq_any(among(idle)))
            .order(imports::updated_at)
            .limit(BITE)
            .load(c))?;
        let mut emptied = 0;
        for mut row in old {
            // Chains that are still to begin keep their rows.
            if self.waiting_in_import(row.id)? > 0 {
                continue;
            }
            self.forget_import_file(row.id)?;
            // From now on nothing can be done with it; its rows go with the next bites.
            row.emptied_at = Some(self.now());
            self.save_import(&mut row)?;
            self.import_told("emptied", &row)?;
            emptied += 1;
        }
        Ok(emptied)
    }

    fn import_told(&mut self, what: &str, row: &ImportRecord) -> Result<(), StoreError> {
        let audited = Audited {
            name: &row.name,
            subject: row.subject,
            state: row.state,
            rows: row.row_count,
            rules: &row.rules.0,
            plans: row.plans.0,
            fates: row.fates.0,
        };
        self.audit(&format!("import.{what}"), row.id, None, state(&audited))?;
        self.import_moved_on(row)
    }

    fn import_moved_on(&mut self, row: &ImportRecord) -> Result<(), StoreError> {
        self.emit("import.updated", row.id, row.version, audience(row))
    }
}

fn audience(row: &ImportRecord) -> Audience {
    Audience::branch(row.branch_id).and(row.created_by)
}
