use diesel::prelude::*;
use domain::ids::{ClientId, EmployeeId, FileId};
use domain::time::Timestamp;

/// A file's own row.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct FileRow {
    pub id: FileId,
    pub client_id: ClientId,
    pub name: String,
    /// The number of the version that counts, and how many there are.
    pub latest: i32,
    pub created_by: Option<EmployeeId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
    pub deleted_by: Option<EmployeeId>,
}

/// What a file was at one time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct FileVersionRow {
    pub file_id: FileId,
    pub number: i32,
    /// What the bytes are called where they lie.
    pub blob: String,
    pub media: String,
    pub size: i64,
    /// 64 lower-case digits.
    pub sha256: String,
    pub restored_from: Option<i32>,
    pub uploaded_by: Option<EmployeeId>,
    pub uploaded_at: Timestamp,
}

/// Bytes that lie where they belong and are to become a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    pub blob: String,
    pub media: String,
    pub size: i64,
    pub sha256: String,
}

/// A version with the name of whoever put it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileVersionListed {
    pub row: FileVersionRow,
    pub uploaded_by: Option<(EmployeeId, String)>,
}

/// A file with the version that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileListed {
    pub row: FileRow,
    pub current: FileVersionListed,
    pub deleted_by: Option<(EmployeeId, String)>,
}
