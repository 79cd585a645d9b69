//! Segments: sets of clients under a name, live or frozen.

use domain::filters::Filter;
use domain::ids::SegmentId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "segments";
    /// The club's segments by name. Each reader finds in them whom he may see: `GET /clients?filter=segment:seg_…`.
    ListSegments = Get "/segments" () ?SegmentsQuery => 200: Page<Segment>, Access::Needs(Permission::ClientRead);
    /// Keeps a filter as a segment: live, or frozen at once with those within the caller's reach (100,000 at most).
    CreateSegment = Post "/segments" (), NewSegment => 201: Segment, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// One segment.
    GetSegment = Get "/segments/{id}" (SegmentId) => 200: Segment, Access::Needs(Permission::ClientRead);
    /// Renames a segment, or gives a live one another filter. A frozen one is made live first.
    UpdateSegment = Patch "/segments/{id}" (SegmentId), SegmentPatch => 200: Segment, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [WrongState, Taken];
    /// Writes down whom the filter finds now; from then on nobody comes and nobody goes. A frozen one is frozen anew.
    FreezeSegment = Post "/segments/{id}/freeze" (SegmentId) => 200: Segment, Access::Needs(Permission::DirectoryEdit), if_match Required;
    /// Makes it live again. Who was in it is forgotten.
    ThawSegment = Post "/segments/{id}/thaw" (SegmentId) => 200: Segment, Access::Needs(Permission::DirectoryEdit), if_match Required;
    /// Offers it no more. Where it is named it means what it meant.
    ArchiveSegment = Delete "/segments/{id}" (SegmentId) => 204, Access::Needs(Permission::DirectoryEdit), if_match Required;
    /// Brings it back.
    RestoreSegment = Post "/segments/{id}/restore" (SegmentId) => 200: Segment, Access::Needs(Permission::DirectoryEdit);
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SegmentsQuery {
    /// With those that were archived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    pub id: SegmentId,
    pub name: String,
    /// Who made it, and whom `me` in its filter means, whoever looks.
    pub owner: PersonName,
    pub filter: Filter,
    /// The filter as one line, for `GET /clients?filter=` and for addresses.
    pub line: String,
    /// Absent of a live one.
    pub frozen_at: Option<Timestamp>,
    /// How many were found then, within the reach of whoever froze it.
    pub frozen_count: Option<i64>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSegment {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    pub filter: Filter,
    #[serde(default)]
    pub frozen: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SegmentPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
}
