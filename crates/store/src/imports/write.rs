use diesel::prelude::*;
use domain::ids::ImportId;
use domain::imports::{Fates, ImportState, Plans};
use domain::name::PersonName;
use domain::time::Timestamp;
use serde::Serialize;

use super::rows::{ImportRecord, NewImport, RowRecord};
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
/// Imports that are emptied at once.
const BITE: i64 = 5;

/// What the audit log keeps of an import.
#[derive(Serialize)]
struct Audited<'a> {
    name: &'a str,
    state: ImportState,
    rows: i32,
    rules: &'a domain::imports::Rules,
    plans: Plans,
    fates: Fates,
}

impl Tx<'_> {
    /// Keeps a file that was read.
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
            row_count: new.rows.len() as i32,
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
            ))
            .execute(self.conn())?;
        diesel::insert_into(import_files::table)
            .values((
                import_files::import_id.eq(bind(import.id)),
                import_files::content.eq(new.content),
            ))
            .execute(self.conn())?;
        self.insert_import_rows(import.id, new.rows)?;
        self.import_told("created", &import)?;
        Ok(import)
    }

    /// Rows of a file that was read anew, in place of those that are there.
    pub fn replace_import_rows(
        &mut self,
        import: ImportId,
        rows: Vec<(u32, Vec<String>)>,
    ) -> Result<(), StoreError> {
        self.empty_import(import)?;
        self.insert_import_rows(import, rows)
    }

    fn insert_import_rows(
        &mut self,
        import: ImportId,
        rows: Vec<(u32, Vec<String>)>,
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

    /// Forgets what was found out about the rows, before they are looked at again.
    pub fn forget_import_plans(&mut self, import: ImportId) -> Result<(), StoreError> {
        let keys = import_keys::table.filter(import_keys::import_id.eq(bind(import)));
        diesel::delete(keys).execute(self.conn())?;
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
        name: &PersonName,
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
                    import_keys::name.eq(Json(name.clone())),
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
        self.forget_import(row.id)?;
        diesel::delete(imports::table.filter(imports::id.eq(bind(row.id)))).execute(self.conn())?;
        self.audit("import.deleted", row.id, None, None)?;
        let audience = audience(row);
        self.emit("import.deleted", row.id, row.version, audience)
    }

    fn empty_import(&mut self, import: ImportId) -> Result<(), StoreError> {
        let keys = import_keys::table.filter(import_keys::import_id.eq(bind(import)));
        diesel::delete(keys).execute(self.conn())?;
        let rows = import_rows::table.filter(import_rows::import_id.eq(bind(import)));
        diesel::delete(rows).execute(self.conn())?;
        Ok(())
    }

    /// Forgets what was read of a file.
    fn forget_import(&mut self, import: ImportId) -> Result<(), StoreError> {
        self.empty_import(import)?;
        let file = import_files::table.filter(import_files::import_id.eq(bind(import)));
        diesel::delete(file).execute(self.conn())?;
        Ok(())
    }

    /// The file is read no more: cards are being written.
    pub fn forget_import_file(&mut self, import: ImportId) -> Result<(), StoreError> {
        let file = import_files::table.filter(import_files::import_id.eq(bind(import)));
        diesel::delete(file).execute(self.conn())?;
        Ok(())
    }

    /// Forgets rows and files of imports that nothing was done with since an instant; their numbers stay. Answers how many.
    pub fn empty_old_imports(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let idle = [
            ImportState::Draft,
            ImportState::Checked,
            ImportState::Done,
            ImportState::Undone,
        ];
        let old: Vec<ImportRecord> = each_backend!(self.conn(), |c| imports::table
            .filter(imports::emptied_at.is_null())
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
            self.forget_import(row.id)?;
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
