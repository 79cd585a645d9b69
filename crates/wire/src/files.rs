//! Files of clients: with versions, a trash, and bytes that come and go as they are.

use domain::ids::{ClientId, FileId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

pub use domain::files::ContentKind;

operations! {
    "files";
    /// Files of a client within reach, the newest first. With `deleted=true` those in the trash, which can be brought back for thirty days.
    ListClientFiles = Get "/clients/{id}/files" (ClientId) ?FilesQuery => 200: Page<File>, Access::Needs(Permission::ClientRead);
    /// Puts a file on a client's card. The body is the file itself, its name stands in `Content-Disposition`; what kind of content it is is found out from the bytes.
    AddClientFile = Post "/clients/{id}/files" (ClientId) => 201: File, Access::Needs(Permission::ClientEdit), takes Bytes, refuses [FileTooLarge, AlreadyMerged];
    /// A file with the version that counts.
    GetFile = Get "/files/{id}" (FileId) => 200: File, Access::Needs(Permission::ClientRead);
    /// Calls a file otherwise.
    UpdateFile = Patch "/files/{id}" (FileId), FilePatch => 200: File, Access::Needs(Permission::ClientEdit), if_match Required, refuses [WrongState, AlreadyMerged];
    /// Puts a file into the trash. After thirty days the server removes it with all its versions.
    DeleteFile = Delete "/files/{id}" (FileId) => 204, Access::Needs(Permission::ClientEdit), if_match Required, refuses [AlreadyMerged];
    /// Takes a file out of the trash.
    RestoreFile = Post "/files/{id}/restore" (FileId) => 200: File, Access::Needs(Permission::ClientEdit), refuses [AlreadyMerged];
    /// Versions of a file, the last one first.
    ListFileVersions = Get "/files/{id}/versions" (FileId) ?VersionsQuery => 200: Page<FileVersion>, Access::Needs(Permission::ClientRead);
    /// Puts a new version of a file in the place of the last one, which stays among the versions. The body is the file itself; a name in `Content-Disposition` is not looked at.
    AddFileVersion = Post "/files/{id}/versions" (FileId) => 201: File, Access::Needs(Permission::ClientEdit), takes Bytes, refuses [FileTooLarge, WrongState, AlreadyMerged];
    /// The bytes of a version. PNG, JPEG, WebP, GIF and PDF may be shown, everything else comes as a file to be saved, whatever it is called.
    GetFileContent = Get "/files/{id}/versions/{number}/content" (FileId, u32) => 200, Access::Needs(Permission::ClientRead), answers File;
    /// Makes an earlier version the one that counts, as one more version: nothing is lost.
    RestoreFileVersion = Post "/files/{id}/versions/{number}/restore" (FileId, u32) => 201: File, Access::Needs(Permission::ClientEdit), refuses [WrongState, AlreadyMerged];
}

paged! {
    pub struct FilesQuery {
        /// `true`: only those in the trash; otherwise only the others.
        pub deleted: Option<bool>,
    }
}

paged! {
    pub struct VersionsQuery {}
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct File {
    pub id: FileId,
    pub client_id: ClientId,
    pub name: String,
    /// The version that counts. Its number is how many there are.
    pub current: FileVersion,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
    /// When it was put into the trash.
    pub deleted_at: Option<Timestamp>,
    pub deleted_by: Option<PersonName>,
    /// Until when it can be taken out of the trash.
    pub kept_until: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileVersion {
    /// Counts from 1.
    pub number: u32,
    pub kind: ContentKind,
    /// The type of the content, by its bytes.
    pub media: String,
    /// Bytes.
    pub size: u64,
    /// Of the bytes: 64 lower-case hexadecimal digits.
    pub sha256: String,
    pub uploaded_by: Option<PersonName>,
    pub uploaded_at: Timestamp,
    /// The earlier version that it has the bytes of.
    pub restored_from: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FilePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
}
