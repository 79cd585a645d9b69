use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ResultId, TemplateId};
use domain::templates::TemplateDef;

use super::rows::{TemplateRecord, TemplateRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::unit::Tx;
use crate::schema::{template_results, templates};

impl Tx<'_> {
    /// All templates: those in use by name, then archived ones; each with the number of processes that use it.
    pub fn templates(&mut self) -> Result<Vec<(TemplateRecord, u32)>, StoreError> {
        self.demand(Permission::DirectoryRead)?;
        let mut records = self.read_templates()?;
        records.sort_by_key(|record| record.archived_at.is_some());
        let users = self.template_users()?;
        Ok(records
            .into_iter()
            .map(|record| {
                let used = users.get(&record.def.id).copied().unwrap_or(0);
                (record, used)
            })
            .collect())
    }

    /// A template that the caller may read, or edit.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::NotFound`].
    pub fn template_for(
        &mut self,
        permission: Permission,
        id: TemplateId,
    ) -> Result<TemplateRecord, StoreError> {
        self.demand(permission)?;
        self.template(id)
    }

    /// How many processes use each template: published, drafted, or in a version that chains still run on.
    pub fn template_users(&mut self) -> Result<BTreeMap<TemplateId, u32>, StoreError> {
        let mut users: BTreeMap<TemplateId, std::collections::BTreeSet<_>> = BTreeMap::new();
        for at_work in self.graphs_at_work()? {
            for template in at_work.graph.uses().templates {
                users
                    .entry(template)
                    .or_default()
                    .insert(at_work.process_id);
            }
        }
        Ok(users
            .into_iter()
            .map(|(id, processes)| (id, processes.len() as u32))
            .collect())
    }

    /// Templates in the order of the ids; unknown ids are left out. For the decisions of the domain.
    pub fn template_defs(&mut self, ids: &[TemplateId]) -> Result<Vec<TemplateDef>, StoreError> {
        let records = self.template_records(ids)?;
        Ok(records.iter().map(|record| record.def.clone()).collect())
    }

    /// The same with instructions, versions and whether they are archived.
    pub fn template_records(
        &mut self,
        ids: &[TemplateId],
    ) -> Result<Vec<Arc<TemplateRecord>>, StoreError> {
        let known = self.known_templates()?;
        Ok(ids.iter().filter_map(|id| known.get(id).cloned()).collect())
    }

    pub(super) fn template(&mut self, id: TemplateId) -> Result<TemplateRecord, StoreError> {
        let row: TemplateRow = templates::table
            .find(bind(id))
            .select(TemplateRow::as_select())
            .first(self.conn())?;
        let offered = template_results::table
            .filter(template_results::template_id.eq(bind(id)))
            .order(template_results::position)
            .select(template_results::result_id)
            .load(self.conn())?;
        Ok(row.with(offered))
    }

    /// All of them by name.
    pub(crate) fn read_templates(&mut self) -> Result<Vec<TemplateRecord>, StoreError> {
        let rows: Vec<TemplateRow> = templates::table
            .order((templates::sort_key, templates::id))
            .select(TemplateRow::as_select())
            .load(self.conn())?;
        let offered: Vec<(TemplateId, ResultId)> = template_results::table
            .order((template_results::template_id, template_results::position))
            .select((template_results::template_id, template_results::result_id))
            .load(self.conn())?;
        let mut results = by_owner(offered);
        Ok(rows
            .into_iter()
            .map(|row| {
                let results = results.remove(&row.id).unwrap_or_default();
                row.with(results)
            })
            .collect())
    }
}
