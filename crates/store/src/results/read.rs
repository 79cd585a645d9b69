use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::access::Permission;
use domain::fields::FieldDef;
use domain::ids::ResultId;
use domain::results::ResultDef;

use super::rows::{FieldRow, ResultRecord, ResultRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::unit::Tx;
use crate::schema::{result_fields, results, template_results, templates};

impl Tx<'_> {
    /// All results: those in use by name, then archived ones; each with the number of templates that offer it.
    pub fn results(&mut self) -> Result<Vec<(ResultRecord, u32)>, StoreError> {
        self.demand(Permission::DirectoryRead)?;
        let mut records = self.read_results()?;
        records.sort_by_key(|record| record.archived_at.is_some());
        let used: Vec<(ResultId, i64)> = template_results::table
            .inner_join(templates::table)
            .filter(templates::archived_at.is_null())
            .group_by(template_results::result_id)
            .select((template_results::result_id, count_star()))
            .load(self.conn())?;
        let used: BTreeMap<_, _> = used.into_iter().collect();
        Ok(records
            .into_iter()
            .map(|record| {
                let used = used.get(&record.def.id).map_or(0, |count| *count as u32);
                (record, used)
            })
            .collect())
    }

    /// A result that the caller may read, or edit.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::NotFound`].
    pub fn result_for(
        &mut self,
        permission: Permission,
        id: ResultId,
    ) -> Result<ResultRecord, StoreError> {
        self.demand(permission)?;
        self.result(id)
    }

    /// Templates that are not archived and offer it.
    pub fn templates_with(&mut self, id: ResultId) -> Result<u32, StoreError> {
        let count: i64 = template_results::table
            .inner_join(templates::table)
            .filter(template_results::result_id.eq(bind(id)))
            .filter(templates::archived_at.is_null())
            .select(count_star())
            .first(self.conn())?;
        Ok(count as u32)
    }

    pub(super) fn names_of_templates_with(
        &mut self,
        id: ResultId,
    ) -> Result<Vec<String>, StoreError> {
        Ok(template_results::table
            .inner_join(templates::table)
            .filter(template_results::result_id.eq(bind(id)))
            .filter(templates::archived_at.is_null())
            .order((templates::sort_key, templates::id))
            .select(templates::name)
            .load(self.conn())?)
    }

    /// Results with their fields, in the order of the ids; unknown ids are left out. For the decisions of the domain.
    pub fn result_defs(&mut self, ids: &[ResultId]) -> Result<Vec<ResultDef>, StoreError> {
        let records = self.result_records(ids)?;
        Ok(records.iter().map(|record| record.def.clone()).collect())
    }

    /// The same with versions and whether they are archived.
    pub fn result_records(
        &mut self,
        ids: &[ResultId],
    ) -> Result<Vec<Arc<ResultRecord>>, StoreError> {
        let known = self.known_results()?;
        Ok(ids.iter().filter_map(|id| known.get(id).cloned()).collect())
    }

    /// All of them by name.
    pub(crate) fn read_results(&mut self) -> Result<Vec<ResultRecord>, StoreError> {
        let rows: Vec<ResultRow> = results::table
            .order((results::sort_key, results::id))
            .select(ResultRow::as_select())
            .load(self.conn())?;
        let mut fields = self.fields_of(None)?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let fields = fields.remove(&row.id).unwrap_or_default();
                row.with(fields)
            })
            .collect())
    }

    /// Fields that the result once had. Their keys are theirs for ever.
    pub fn removed_fields(&mut self, id: ResultId) -> Result<Vec<FieldDef>, StoreError> {
        let rows: Vec<FieldRow> = result_fields::table
            .filter(result_fields::result_id.eq(bind(id)))
            .filter(result_fields::removed_at.is_not_null())
            .select(FieldRow::as_select())
            .load(self.conn())?;
        Ok(rows.into_iter().map(FieldDef::from).collect())
    }

    pub(super) fn result(&mut self, id: ResultId) -> Result<ResultRecord, StoreError> {
        let row: ResultRow = results::table
            .find(bind(id))
            .select(ResultRow::as_select())
            .first(self.conn())?;
        let fields = self.fields_of(Some(id))?.remove(&id);
        Ok(row.with(fields.unwrap_or_default()))
    }

    /// Present fields by result, in their order.
    fn fields_of(
        &mut self,
        of: Option<ResultId>,
    ) -> Result<BTreeMap<ResultId, Vec<FieldDef>>, StoreError> {
        let mut query = result_fields::table
            .filter(result_fields::removed_at.is_null())
            .select(FieldRow::as_select())
            .order((
                result_fields::result_id,
                result_fields::position,
                result_fields::id,
            ))
            .into_boxed();
        if let Some(id) = of {
            query = query.filter(result_fields::result_id.eq(bind(id)));
        }
        let rows: Vec<FieldRow> = query.load(self.conn())?;
        Ok(by_owner(
            rows.into_iter().map(|row| (row.result_id, row.into())),
        ))
    }
}
