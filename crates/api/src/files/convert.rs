use domain::files::{ContentKind, KEPT};
use domain::ids::EmployeeId;
use store::Tx;
use store::files::{FileListed, FileRow, FileVersionListed};
use wire::clients::PersonName;
use wire::files::{File, FileVersion};

use crate::http::ApiError;

/// A held file as it is answered.
pub fn card(tx: &mut Tx<'_>, row: FileRow) -> Result<File, ApiError> {
    Ok(file(tx.file_card(row)?))
}

pub fn file(listed: FileListed) -> File {
    let row = listed.row;
    File {
        id: row.id,
        client_id: row.client_id,
        name: row.name,
        current: version(listed.current),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
        deleted_by: listed.deleted_by.map(person),
        kept_until: row.deleted_at.map(|at| at.plus(KEPT)),
    }
}

pub fn version(listed: FileVersionListed) -> FileVersion {
    let row = listed.row;
    FileVersion {
        number: row.number.unsigned_abs(),
        kind: ContentKind::of(&row.media),
        media: row.media,
        size: row.size.unsigned_abs(),
        sha256: row.sha256,
        uploaded_by: listed.uploaded_by.map(person),
        uploaded_at: row.uploaded_at,
        restored_from: row.restored_from.map(i32::unsigned_abs),
    }
}

fn person((id, name): (EmployeeId, String)) -> PersonName {
    PersonName { id, name }
}
