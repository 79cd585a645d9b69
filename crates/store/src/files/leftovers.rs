//! Bytes that no version names, and files whose time in the trash is over.

use diesel::prelude::*;
use domain::ids::FileId;
use domain::time::Timestamp;

use super::rows::{FileRow, FileVersionRow};
use crate::audit::state;
use crate::clients;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{file_leftovers, file_versions, files};

/// Files that are forgotten in one transaction.
const BITE: i64 = 50;

impl Tx<'_> {
    /// Bytes are about to be written under this name. Unless a version names them before `due_at`, they are removed then.
    pub fn begin_blob(&mut self, blob: &str, due_at: Timestamp) -> Result<(), StoreError> {
        diesel::insert_into(file_leftovers::table)
            .values((
                file_leftovers::blob.eq(blob),
                file_leftovers::due_at.eq(bind(due_at)),
                file_leftovers::doomed.eq(false),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// The bytes become a version's: nobody removes them any more.
    pub(super) fn keep_blob(&mut self, blob: &str) -> Result<(), StoreError> {
        let left = file_leftovers::table
            .filter(file_leftovers::blob.eq(blob))
            .filter(file_leftovers::doomed.eq(false));
        let kept = diesel::delete(left).execute(self.conn())?;
        match kept {
            0 => Err(StoreError::Corrupt(format!(
                "{blob} was begun so long ago that it is being removed"
            ))),
            _ => Ok(()),
        }
    }

    /// Whether bytes wait to be removed.
    pub fn blobs_due(&mut self) -> Result<bool, StoreError> {
        let now = self.now();
        let due: Option<String> = file_leftovers::table
            .filter(file_leftovers::due_at.le(bind(now)))
            .select(file_leftovers::blob)
            .first(self.conn())
            .optional()?;
        Ok(due.is_some())
    }

    /// Some of the bytes whose time is over: from here on no version can name them.
    pub fn doom_blobs(&mut self, most: i64) -> Result<Vec<String>, StoreError> {
        let now = self.now();
        let due: Vec<String> = file_leftovers::table
            .filter(file_leftovers::due_at.le(bind(now)))
            .order(file_leftovers::due_at)
            .limit(most)
            .select(file_leftovers::blob)
            .load(self.conn())?;
        for blob in &due {
            diesel::update(file_leftovers::table.filter(file_leftovers::blob.eq(blob)))
                .set(file_leftovers::doomed.eq(true))
                .execute(self.conn())?;
        }
        Ok(due)
    }

    /// These bytes are gone.
    pub fn forget_blobs(&mut self, blobs: &[String]) -> Result<(), StoreError> {
        for blob in blobs {
            diesel::delete(file_leftovers::table.filter(file_leftovers::blob.eq(blob)))
                .execute(self.conn())?;
        }
        Ok(())
    }

    /// Forgets some files that were deleted before this moment; their bytes are removed next. Answers how many.
    pub fn forget_deleted_files(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let rows: Vec<FileRow> = files::table
            .filter(files::deleted_at.is_not_null())
            .filter(files::deleted_at.assume_not_null().lt(bind(before)))
            .order(files::deleted_at)
            .limit(BITE)
            .load(self.conn())?;
        let ids: Vec<FileId> = rows.iter().map(|row| row.id).collect();
        let versions: Vec<FileVersionRow> = file_versions::table
            .filter(file_versions::file_id.eq_any(among(ids.iter().copied())))
            .load(self.conn())?;
        let mut blobs: Vec<&str> = versions.iter().map(|one| one.blob.as_str()).collect();
        blobs.sort_unstable();
        blobs.dedup();
        let now = self.now();
        for blob in blobs {
            self.begin_blob(blob, now)?;
        }
        for row in &rows {
            diesel::delete(file_versions::table.filter(file_versions::file_id.eq(bind(row.id))))
                .execute(self.conn())?;
            diesel::delete(files::table.filter(files::id.eq(bind(row.id)))).execute(self.conn())?;
            self.audit("file.removed", row.id, state(&row.name), None)?;
            let client = clients::row(self, row.client_id)?;
            self.emit(
                "file.removed",
                row.id,
                row.version + 1,
                clients::audience(&client),
            )?;
        }
        Ok(rows.len())
    }
}
