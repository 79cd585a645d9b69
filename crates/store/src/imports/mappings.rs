//! Which column is which field, under a name.

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::MappingId;
use domain::imports::{ColumnTarget, ListSubject};
use domain::time::Timestamp;
use serde::Serialize;

use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::import_mappings;
use crate::search::sort_key;

#[derive(Debug, Clone, Queryable)]
pub struct MappingRecord {
    pub id: MappingId,
    pub name: String,
    pub sort_key: String,
    /// Headers with their fields.
    pub columns: Json<Vec<(String, ColumnTarget)>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
    /// Of whose files.
    pub subject: ListSubject,
}

#[derive(Serialize)]
struct Audited<'a> {
    name: &'a str,
    subject: ListSubject,
    columns: &'a [(String, ColumnTarget)],
}

impl Tx<'_> {
    /// All of them by name.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`].
    pub fn import_mappings(&mut self) -> Result<Vec<MappingRecord>, StoreError> {
        self.demand(Permission::ClientImport)?;
        Ok(each_backend!(self.conn(), |c| import_mappings::table
            .order((import_mappings::sort_key, import_mappings::id))
            .load(c))?)
    }

    /// Keeps columns under a name, in place of those that it meant before.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`].
    pub fn save_import_mapping(
        &mut self,
        name: &str,
        subject: ListSubject,
        columns: Vec<(String, ColumnTarget)>,
    ) -> Result<MappingRecord, StoreError> {
        let known = self.import_mappings()?;
        let (key, now) = (sort_key(name), self.now());
        let former = known
            .into_iter()
            .find(|mapping| mapping.sort_key == key && mapping.subject == subject);
        let mapping = MappingRecord {
            id: former.as_ref().map_or_else(|| self.new_id(), |was| was.id),
            name: name.to_owned(),
            sort_key: key,
            columns: Json(columns),
            created_at: former.as_ref().map_or(now, |was| was.created_at),
            updated_at: now,
            version: former.as_ref().map_or(1, |was| was.version + 1),
            subject,
        };
        if former.is_some() {
            let this = import_mappings::table.filter(import_mappings::id.eq(bind(mapping.id)));
            diesel::delete(this).execute(self.conn())?;
        }
        diesel::insert_into(import_mappings::table)
            .values((
                import_mappings::id.eq(bind(mapping.id)),
                import_mappings::name.eq(&mapping.name),
                import_mappings::sort_key.eq(&mapping.sort_key),
                import_mappings::column_list.eq(mapping.columns.clone()),
                import_mappings::created_at.eq(bind(mapping.created_at)),
                import_mappings::updated_at.eq(bind(mapping.updated_at)),
                import_mappings::version.eq(mapping.version),
                import_mappings::subject.eq(bind(mapping.subject)),
            ))
            .execute(self.conn())?;
        let audited = Audited {
            name: &mapping.name,
            subject: mapping.subject,
            columns: &mapping.columns.0,
        };
        self.audit("import_mapping.saved", mapping.id, None, state(&audited))?;
        self.emit(
            "import_mapping.updated",
            mapping.id,
            mapping.version,
            Audience::EVERYBODY,
        )?;
        Ok(mapping)
    }

    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`].
    pub fn delete_import_mapping(&mut self, id: MappingId) -> Result<(), StoreError> {
        let known = self.import_mappings()?;
        let Some(mapping) = known.into_iter().find(|mapping| mapping.id == id) else {
            return Err(StoreError::NotFound);
        };
        let this = import_mappings::table.filter(import_mappings::id.eq(bind(id)));
        diesel::delete(this).execute(self.conn())?;
        self.audit("import_mapping.deleted", id, None, None)?;
        self.emit(
            "import_mapping.deleted",
            id,
            mapping.version,
            Audience::EVERYBODY,
        )
    }
}
