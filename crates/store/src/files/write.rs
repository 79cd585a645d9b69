use diesel::prelude::*;
use domain::timeline::EntryKind;
use serde::Serialize;

use super::rows::{FileRow, FileVersionRow, NewVersion};
use crate::audit::state;
use crate::clients::{self, ClientRow};
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_version};
use crate::engine::unit::Tx;
use crate::engine::update::save_row;
use crate::schema::{file_versions, files};
use crate::timeline::{self, About, Changed, Said};

/// What the audit log keeps of a file.
#[derive(Serialize)]
struct Kept<'a> {
    client_id: domain::ids::ClientId,
    name: &'a str,
    latest: i32,
    sha256: Option<&'a str>,
    deleted: bool,
}

impl<'a> Kept<'a> {
    fn of(row: &'a FileRow, version: Option<&'a FileVersionRow>) -> Self {
        Self {
            client_id: row.client_id,
            name: &row.name,
            latest: row.latest,
            sha256: version.map(|version| version.sha256.as_str()),
            deleted: row.deleted_at.is_some(),
        }
    }
}

impl Tx<'_> {
    /// A new file of a held client. Its bytes are there.
    pub fn create_file(
        &mut self,
        client: &ClientRow,
        name: String,
        new: &NewVersion,
    ) -> Result<FileRow, StoreError> {
        let (now, by) = (self.now(), self.who().employee());
        let row = FileRow {
            id: self.new_id(),
            client_id: client.id,
            name,
            latest: 1,
            created_by: by,
            version: 1,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            deleted_by: None,
        };
        self.keep_blob(&new.blob)?;
        diesel::insert_into(files::table)
            .values((
                files::id.eq(bind(row.id)),
                files::client_id.eq(bind(row.client_id)),
                files::name.eq(&row.name),
                files::latest.eq(row.latest),
                files::created_by.eq(row.created_by.map(bind)),
                files::version.eq(row.version),
                files::created_at.eq(bind(row.created_at)),
                files::updated_at.eq(bind(row.updated_at)),
            ))
            .execute(self.conn())?;
        let version = self.put_file_version(&row, new.clone(), None)?;
        let after = Kept::of(&row, Some(&version));
        self.audit("file.created", row.id, None, state(&after))?;
        self.file_told(client, &row, "file.created", "file_added", None)?;
        Ok(row)
    }

    /// A new version of a held file, which counts from now on. Its bytes are there.
    pub fn add_file_version(
        &mut self,
        client: &ClientRow,
        mut row: FileRow,
        new: &NewVersion,
    ) -> Result<FileRow, StoreError> {
        self.keep_blob(&new.blob)?;
        let before = row.clone();
        row.latest += 1;
        let version = self.put_file_version(&row, new.clone(), None)?;
        self.next_file_version(client, before, row, &version)
    }

    /// Makes an earlier version of a held file the one that counts, as one more version with the same bytes.
    pub fn restore_file_version(
        &mut self,
        client: &ClientRow,
        mut row: FileRow,
        number: i32,
    ) -> Result<FileRow, StoreError> {
        let old = self.file_version(&row, number)?;
        if number == row.latest {
            return Ok(row);
        }
        let before = row.clone();
        row.latest += 1;
        let new = NewVersion {
            blob: old.blob,
            media: old.media,
            size: old.size,
            sha256: old.sha256,
        };
        let version = self.put_file_version(&row, new, Some(number))?;
        self.next_file_version(client, before, row, &version)
    }

    fn next_file_version(
        &mut self,
        client: &ClientRow,
        before: FileRow,
        mut row: FileRow,
        version: &FileVersionRow,
    ) -> Result<FileRow, StoreError> {
        save(self, &mut row)?;
        let (was, is) = (Kept::of(&before, None), Kept::of(&row, Some(version)));
        self.audit("file.updated", row.id, state(&was), state(&is))?;
        self.file_told(client, &row, "file.updated", "file_version", None)?;
        Ok(row)
    }

    /// Calls a held file otherwise that was seen at version `seen`. The same name keeps the version.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn rename_file(
        &mut self,
        client: &ClientRow,
        mut row: FileRow,
        seen: i64,
        name: String,
    ) -> Result<FileRow, StoreError> {
        expect_version(row.version, seen)?;
        if row.name == name {
            return Ok(row);
        }
        let before = row.clone();
        row.name = name;
        save(self, &mut row)?;
        let (was, is) = (Kept::of(&before, None), Kept::of(&row, None));
        self.audit("file.updated", row.id, state(&was), state(&is))?;
        let was = Some(before.name);
        self.file_told(client, &row, "file.updated", "file_renamed", was)?;
        Ok(row)
    }

    /// Puts a held file that was seen at version `seen` into the trash.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn delete_file(
        &mut self,
        client: &ClientRow,
        mut row: FileRow,
        seen: i64,
    ) -> Result<(), StoreError> {
        expect_version(row.version, seen)?;
        if row.deleted_at.is_some() {
            return Ok(());
        }
        let before = row.clone();
        row.deleted_at = Some(self.now());
        row.deleted_by = self.who().employee();
        save(self, &mut row)?;
        let (was, is) = (Kept::of(&before, None), Kept::of(&row, None));
        self.audit("file.deleted", row.id, state(&was), state(&is))?;
        self.file_told(client, &row, "file.deleted", "file_deleted", None)
    }

    /// Takes a held file out of the trash.
    pub fn restore_file(
        &mut self,
        client: &ClientRow,
        mut row: FileRow,
    ) -> Result<FileRow, StoreError> {
        if row.deleted_at.is_none() {
            return Ok(row);
        }
        let before = row.clone();
        row.deleted_at = None;
        row.deleted_by = None;
        save(self, &mut row)?;
        let (was, is) = (Kept::of(&before, None), Kept::of(&row, None));
        self.audit("file.restored", row.id, state(&was), state(&is))?;
        self.file_told(client, &row, "file.restored", "file_restored", None)?;
        Ok(row)
    }

    fn put_file_version(
        &mut self,
        row: &FileRow,
        new: NewVersion,
        restored_from: Option<i32>,
    ) -> Result<FileVersionRow, StoreError> {
        let version = FileVersionRow {
            file_id: row.id,
            number: row.latest,
            blob: new.blob,
            media: new.media,
            size: new.size,
            sha256: new.sha256,
            restored_from,
            uploaded_by: self.who().employee(),
            uploaded_at: self.now(),
        };
        diesel::insert_into(file_versions::table)
            .values((
                file_versions::file_id.eq(bind(version.file_id)),
                file_versions::number.eq(version.number),
                file_versions::blob.eq(&version.blob),
                file_versions::media.eq(&version.media),
                file_versions::size.eq(version.size),
                file_versions::sha256.eq(&version.sha256),
                file_versions::restored_from.eq(version.restored_from),
                file_versions::uploaded_by.eq(version.uploaded_by.map(bind)),
                file_versions::uploaded_at.eq(bind(version.uploaded_at)),
            ))
            .execute(self.conn())?;
        Ok(version)
    }

    /// The card's history and the feed say it.
    fn file_told(
        &mut self,
        client: &ClientRow,
        row: &FileRow,
        topic: &str,
        member: &str,
        was: Option<String>,
    ) -> Result<(), StoreError> {
        let name = match member {
            "file_version" => format!("{} (v{})", row.name, row.latest),
            _ => row.name.clone(),
        };
        let (before, after) = match member {
            "file_deleted" => (Some(name), None),
            _ => (was, Some(name)),
        };
        let about = About {
            client: Some(client.id),
            ..About::default()
        };
        let said = Said {
            changes: Changed::from(member, before, after).into_iter().collect(),
            ..Said::default()
        };
        let by = self.who().employee();
        timeline::tell(self, EntryKind::ClientChanged, about, by, said)?;
        self.emit(topic, row.id, row.version, clients::audience(client))
    }
}

/// Stores a changed file one version on.
fn save(tx: &mut Tx<'_>, row: &mut FileRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        files,
        row,
        (
            dsl::name.eq(row.name.clone()),
            dsl::latest.eq(row.latest),
            dsl::deleted_at.eq(row.deleted_at.map(bind)),
            dsl::deleted_by.eq(row.deleted_by.map(bind)),
        )
    )
}
