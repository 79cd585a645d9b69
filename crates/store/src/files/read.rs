use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ClientId, EmployeeId, FileId};

use super::rows::{FileListed, FileRow, FileVersionListed, FileVersionRow};
use crate::clients::ClientRow;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{file_versions, files};

impl Tx<'_> {
    /// A file to be used in this way, with its client.
    ///
    /// # Errors
    /// As those of [`Self::client_for`]: a file is reached as its client is.
    pub fn file_for(
        &mut self,
        permission: Permission,
        id: FileId,
    ) -> Result<(FileRow, ClientRow), StoreError> {
        let file: FileRow = files::table
            .filter(files::id.eq(bind(id)))
            .first(self.conn())?;
        let client = self.client_for(permission, file.client_id)?;
        Ok((file, client))
    }

    /// The same to change it: nobody else changes the files of this client, or makes one card of it and another, until this unit is over.
    ///
    /// # Errors
    /// As [`Self::file_for`].
    pub fn file_to_change(&mut self, id: FileId) -> Result<(FileRow, ClientRow), StoreError> {
        let seen: ClientId = files::table
            .filter(files::id.eq(bind(id)))
            .select(files::client_id)
            .first(self.conn())?;
        self.hold_client(seen)?;
        let (file, client) = self.file_for(Permission::ClientEdit, id)?;
        match client.id == seen {
            true => Ok((file, client)),
            // It went over to another card while we waited for this one.
            false => Err(StoreError::Raced),
        }
    }

    /// Files of a held client, the newest first: those that are there, or those that were deleted and can be brought back.
    pub fn files_of(
        &mut self,
        client: &ClientRow,
        deleted: bool,
        page: &PageRequest,
    ) -> Result<Page<FileListed>, StoreError> {
        let list = ("files", client.id, deleted);
        let after: Option<FileId> = page.after(&list)?;
        let mut query = files::table
            .filter(files::client_id.eq(bind(client.id)))
            .order(files::id.desc())
            .limit(page.fetch())
            .into_boxed();
        query = match deleted {
            true => query.filter(files::deleted_at.is_not_null()),
            false => query.filter(files::deleted_at.is_null()),
        };
        if let Some(id) = after {
            query = query.filter(files::id.lt(bind(id)));
        }
        let rows: Vec<FileRow> = query.load(self.conn())?;
        let page = page.finish(rows, &list, |row| row.id)?;
        let (next_cursor, total) = (page.next_cursor, page.total);
        Ok(Page {
            items: self.files_listed(page.items)?,
            next_cursor,
            total,
        })
    }

    /// A held file as it is shown.
    pub fn file_card(&mut self, row: FileRow) -> Result<FileListed, StoreError> {
        self.files_listed(vec![row])?
            .pop()
            .ok_or(StoreError::NotFound)
    }

    /// Versions of a held file, the last one first.
    pub fn file_versions(
        &mut self,
        file: &FileRow,
        page: &PageRequest,
    ) -> Result<Page<FileVersionListed>, StoreError> {
        let list = ("file versions", file.id);
        let after: Option<i32> = page.after(&list)?;
        let mut query = file_versions::table
            .filter(file_versions::file_id.eq(bind(file.id)))
            .order(file_versions::number.desc())
            .limit(page.fetch())
            .into_boxed();
        if let Some(number) = after {
            query = query.filter(file_versions::number.lt(number));
        }
        let rows: Vec<FileVersionRow> = query.load(self.conn())?;
        let page = page.finish(rows, &list, |row| row.number)?;
        let (next_cursor, total) = (page.next_cursor, page.total);
        Ok(Page {
            items: self.versions_named(page.items)?,
            next_cursor,
            total,
        })
    }

    /// One version of a held file.
    pub fn file_version(
        &mut self,
        file: &FileRow,
        number: i32,
    ) -> Result<FileVersionRow, StoreError> {
        Ok(file_versions::table
            .filter(file_versions::file_id.eq(bind(file.id)))
            .filter(file_versions::number.eq(number))
            .first(self.conn())?)
    }

    /// Some versions of all files, in their order, after this one: to look whether their bytes are there.
    pub fn all_file_versions(
        &mut self,
        after: Option<(FileId, i32)>,
        most: i64,
    ) -> Result<Vec<FileVersionRow>, StoreError> {
        let (id, number) = after.unwrap_or((FileId::from_i64(0), 0));
        let later = file_versions::file_id
            .gt(bind(id))
            .or(file_versions::file_id
                .eq(bind(id))
                .and(file_versions::number.gt(number)));
        Ok(file_versions::table
            .filter(later)
            .order((file_versions::file_id, file_versions::number))
            .limit(most)
            .load(self.conn())?)
    }

    fn files_listed(&mut self, rows: Vec<FileRow>) -> Result<Vec<FileListed>, StoreError> {
        let current: Vec<FileVersionRow> = file_versions::table
            .inner_join(files::table)
            .filter(file_versions::file_id.eq_any(among(rows.iter().map(|row| row.id))))
            .filter(file_versions::number.eq(files::latest))
            .select(file_versions::all_columns)
            .load(self.conn())?;
        let current = self.versions_named(current)?;
        let mut current: BTreeMap<FileId, FileVersionListed> = current
            .into_iter()
            .map(|one| (one.row.file_id, one))
            .collect();
        let people = names::employees(self, rows.iter().filter_map(|row| row.deleted_by))?;
        rows.into_iter()
            .map(|row| {
                let current = current
                    .remove(&row.id)
                    .ok_or_else(|| StoreError::Corrupt(format!("{} has no version", row.id)))?;
                let deleted_by = row.deleted_by.map(|id| (id, name(&people, id)));
                Ok(FileListed {
                    row,
                    current,
                    deleted_by,
                })
            })
            .collect()
    }

    fn versions_named(
        &mut self,
        rows: Vec<FileVersionRow>,
    ) -> Result<Vec<FileVersionListed>, StoreError> {
        let people = names::employees(self, rows.iter().filter_map(|row| row.uploaded_by))?;
        Ok(rows
            .into_iter()
            .map(|row| FileVersionListed {
                uploaded_by: row.uploaded_by.map(|id| (id, name(&people, id))),
                row,
            })
            .collect())
    }
}

fn name(people: &BTreeMap<EmployeeId, String>, id: EmployeeId) -> String {
    people.get(&id).cloned().unwrap_or_default()
}
