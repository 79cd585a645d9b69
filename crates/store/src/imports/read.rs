use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::access::{Permission, Reach, RowFacts};
use domain::ids::{ClientId, EmployeeId, ImportId};
use domain::imports::{Called, ImportState, Plan, RowFate};
use domain::staff::EmployeeState;

use super::rows::{ImportRecord, RowRecord};
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::dialect::lock_row;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::{import_files, import_keys, import_rows, imports};

/// What the server is at work on.
const WORKING: [ImportState; 3] = [
    ImportState::Checking,
    ImportState::Running,
    ImportState::Undoing,
];

impl Tx<'_> {
    /// An import within reach of `client.import`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] outside.
    pub fn import(&mut self, id: ImportId) -> Result<ImportRecord, StoreError> {
        let row: ImportRecord = each_backend!(self.conn(), |c| imports::table
            .filter(imports::id.eq(bind(id)))
            .first(c))?;
        let facts = RowFacts {
            branch: Some(row.branch_id),
            owner: row.created_by,
            pool: None,
            needed: false,
        };
        if !self.reach(Permission::ClientImport).covers(facts) || row.hidden_until.is_some() {
            return Err(StoreError::NotFound);
        }
        // A file is compared with cards: what is in the one is told of the other.
        self.demand(Permission::ClientContacts)?;
        Ok(row)
    }

    /// The same, held until the unit ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] outside of reach.
    pub fn import_for_change(&mut self, id: ImportId) -> Result<ImportRecord, StoreError> {
        lock_row(self.conn(), "imports", id.as_i64())?;
        self.import(id)
    }

    /// An import whose rows are on their way, held by who sends them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it was swept away.
    pub fn hidden_import(&mut self, id: ImportId) -> Result<ImportRecord, StoreError> {
        lock_row(self.conn(), "imports", id.as_i64())?;
        let row: ImportRecord = each_backend!(self.conn(), |c| imports::table
            .filter(imports::id.eq(bind(id)))
            .first(c))?;
        match row.hidden_until.is_some() {
            true => Ok(row),
            false => Err(StoreError::NotFound),
        }
    }

    /// Imports within reach, the latest first.
    pub fn imports_page(&mut self, page: &PageRequest) -> Result<Page<ImportRecord>, StoreError> {
        let reach = self.reach(Permission::ClientImport);
        let list = ("imports", format!("{reach:?}"));
        let after: Option<ImportId> = page.after(&list)?;
        let mut query = imports::table
            .filter(imports::hidden_until.is_null())
            .order(imports::id.desc())
            .limit(page.fetch())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(imports::id.lt(bind(after)));
        }
        match reach {
            Reach::All => {}
            Reach::Nothing => return page.finish(Vec::new(), &list, |row: &ImportRecord| row.id),
            Reach::Own(hand) => {
                query = query.filter(imports::created_by.eq(bind(hand.employee)));
            }
            Reach::Branches(hand) => {
                query = query.filter(
                    imports::created_by
                        .is_not_null()
                        .and(
                            imports::created_by
                                .assume_not_null()
                                .eq(bind(hand.employee)),
                        )
                        .or(imports::branch_id.eq_any(among(hand.branches))),
                );
            }
        }
        let rows = query.load(self.conn())?;
        page.finish(rows, &list, |row| row.id)
    }

    /// Rows of an import that was fetched.
    pub fn import_rows(
        &mut self,
        import: ImportId,
        plans: &[Plan],
        fates: &[RowFate],
        page: &PageRequest,
    ) -> Result<Page<RowRecord>, StoreError> {
        let list = ("import_rows", import, plans.to_vec(), fates.to_vec());
        let after: Option<i32> = page.after(&list)?;
        let mut query = import_rows::table
            .filter(import_rows::import_id.eq(bind(import)))
            .order(import_rows::number)
            .limit(page.fetch())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(import_rows::number.gt(after));
        }
        if !plans.is_empty() {
            query = query.filter(
                import_rows::plan.is_not_null().and(
                    import_rows::plan
                        .assume_not_null()
                        .eq_any(among(plans.iter().copied())),
                ),
            );
        }
        if !fates.is_empty() {
            query = query.filter(
                import_rows::fate.is_not_null().and(
                    import_rows::fate
                        .assume_not_null()
                        .eq_any(among(fates.iter().copied())),
                ),
            );
        }
        let rows = query.load(self.conn())?;
        page.finish(rows, &list, |row| row.number)
    }

    /// # Errors
    /// [`StoreError::NotFound`] for a number that the file does not have.
    pub fn import_row(&mut self, import: ImportId, number: i32) -> Result<RowRecord, StoreError> {
        Ok(each_backend!(self.conn(), |c| import_rows::table
            .filter(import_rows::import_id.eq(bind(import)))
            .filter(import_rows::number.eq(number))
            .first(c))?)
    }

    /// The next rows after the last one that was looked at.
    pub fn next_import_rows(
        &mut self,
        import: &ImportRecord,
        most: i64,
    ) -> Result<Vec<RowRecord>, StoreError> {
        Ok(each_backend!(self.conn(), |c| import_rows::table
            .filter(import_rows::import_id.eq(bind(import.id)))
            .filter(import_rows::number.gt(import.behind))
            .order(import_rows::number)
            .limit(most)
            .load(c))?)
    }

    /// The rows before the last one that was looked at, backwards, that made or changed a card.
    pub fn import_rows_to_return(
        &mut self,
        import: &ImportRecord,
        most: i64,
    ) -> Result<Vec<RowRecord>, StoreError> {
        let written = [RowFate::Created, RowFate::Changed];
        Ok(each_backend!(self.conn(), |c| import_rows::table
            .filter(import_rows::import_id.eq(bind(import.id)))
            .filter(import_rows::number.lt(import.behind))
            .filter(import_rows::fate.is_not_null())
            .filter(import_rows::fate.assume_not_null().eq_any(among(written)))
            .order(import_rows::number.desc())
            .limit(most)
            .load(c))?)
    }

    /// The oldest import that the server is at work on, held until the unit ends.
    pub fn import_at_work(&mut self) -> Result<Option<ImportRecord>, StoreError> {
        let id: Option<ImportId> = each_backend!(self.conn(), |c| imports::table
            .filter(imports::state.eq_any(among(WORKING)))
            .order((imports::updated_at, imports::id))
            .select(imports::id)
            .first(c)
            .optional())?;
        let Some(id) = id else { return Ok(None) };
        // Another server may carry it at this moment.
        lock_row(self.conn(), "imports", id.as_i64())?;
        let row: ImportRecord = each_backend!(self.conn(), |c| imports::table
            .filter(imports::id.eq(bind(id)))
            .first(c))?;
        Ok(row.state.is_at_work().then_some(row))
    }

    /// The file as it came, in base 64; absent when it was forgotten.
    pub fn import_file(&mut self, import: ImportId) -> Result<Option<String>, StoreError> {
        Ok(each_backend!(self.conn(), |c| import_files::table
            .filter(import_files::import_id.eq(bind(import)))
            .select(import_files::content)
            .first(c)
            .optional())?)
    }

    /// Earlier rows with one of these phones, addresses, names or numbers, and whom they are about.
    pub fn same_in_import(
        &mut self,
        import: ImportId,
        number: i32,
        keys: &[String],
    ) -> Result<Vec<(i32, Called)>, StoreError> {
        let mut found = Vec::new();
        for key in keys {
            let rows: Vec<(i32, Json<Called>)> =
                each_backend!(self.conn(), |c| import_keys::table
                    .filter(import_keys::import_id.eq(bind(import)))
                    .filter(import_keys::key.eq(key))
                    .filter(import_keys::number.lt(number))
                    .order(import_keys::number)
                    .limit(50)
                    .select((import_keys::number, import_keys::name))
                    .load(c))?;
            found.extend(
                rows.into_iter()
                    .map(|(number, Json(called))| (number, called)),
            );
        }
        found.sort_by_key(|(number, _)| *number);
        Ok(found)
    }

    /// New clients of an import whose chain is still to begin.
    pub fn waiting_in_import(&mut self, import: ImportId) -> Result<u32, StoreError> {
        let count: i64 = each_backend!(self.conn(), |c| import_rows::table
            .filter(import_rows::start_on.is_not_null())
            .filter(import_rows::import_id.eq(bind(import)))
            .select(count_star())
            .first(c))?;
        Ok(count as u32)
    }

    /// Rows whose client's chain is to begin on a day or before, with their imports.
    pub fn due_in_imports(
        &mut self,
        today: chrono::NaiveDate,
        most: i64,
    ) -> Result<Vec<RowRecord>, StoreError> {
        Ok(each_backend!(self.conn(), |c| import_rows::table
            .filter(import_rows::start_on.is_not_null())
            .filter(import_rows::start_on.assume_not_null().le(today))
            .order((
                import_rows::start_on,
                import_rows::import_id,
                import_rows::number
            ))
            .limit(most)
            .load(c))?)
    }

    /// Whether a chain of this process runs for a client.
    pub fn leads_already(
        &mut self,
        client: ClientId,
        process: domain::ids::ProcessId,
    ) -> Result<bool, StoreError> {
        use crate::schema::chains;
        let found: Option<domain::ids::ChainId> = each_backend!(self.conn(), |c| chains::table
            .filter(chains::client_id.eq(bind(client)))
            .filter(chains::process_id.eq(bind(process)))
            .filter(chains::ended_at.is_null())
            .select(chains::id)
            .first(c)
            .optional())?;
        Ok(found.is_some())
    }

    /// The import of a row that the server is at work on.
    pub fn import_of_row(&mut self, row: &RowRecord) -> Result<ImportRecord, StoreError> {
        Ok(each_backend!(self.conn(), |c| imports::table
            .filter(imports::id.eq(bind(row.import_id)))
            .first(c))?)
    }

    /// What those are called who can be responsible: everybody who has not left.
    pub fn colleagues_by_name(&mut self) -> Result<Vec<(EmployeeId, String)>, StoreError> {
        let people = self.known_people()?;
        let here = people
            .iter()
            .filter(|(_, person)| person.state != EmployeeState::Left);
        Ok(here
            .map(|(id, person)| (*id, person.name.clone()))
            .collect())
    }

    /// Whether somebody still works here.
    pub fn still_works(&mut self, id: EmployeeId) -> Result<bool, StoreError> {
        Ok(self.colleagues()?.contains(&id))
    }

    /// How cards are named, of those within reach.
    pub fn found_clients(
        &mut self,
        ids: impl IntoIterator<Item = ClientId>,
    ) -> Result<std::collections::BTreeMap<ClientId, crate::clients::ClientName>, StoreError> {
        let ids: std::collections::BTreeSet<ClientId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(std::collections::BTreeMap::new());
        }
        let reach = self.client_reach(Permission::ClientRead);
        let seen: Vec<ClientId> = crate::schema::clients::table
            .filter(crate::schema::clients::id.eq_any(among(ids)))
            .filter(crate::access::clients_within(&reach))
            .select(crate::schema::clients::id)
            .load(self.conn())?;
        crate::clients::names(self, seen)
    }
}
