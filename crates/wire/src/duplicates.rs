//! Duplicates: pairs of cards that may be one person.

use chrono::NaiveDate;
use domain::ids::{ClientId, DuplicateId, LookId, MergeId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

pub use domain::clients::duplicates::{Certainty, DuplicateState, Reason};

operations! {
    "duplicates";
    /// Pairs of cards that may be one person, the surest first; both cards within reach. A page may be shorter than its limit.
    ListDuplicates = Get "/duplicates" () ?DuplicatesQuery => 200: Page<Duplicate>, Access::Needs(Permission::ClientRead);
    /// A pair, and what was decided of it.
    GetDuplicate = Get "/duplicates/{id}" (DuplicateId) => 200: Duplicate, Access::Needs(Permission::ClientRead);
    /// Says that a pair is two people: it is not found again.
    DismissDuplicate = Post "/duplicates/{id}/dismissal" (DuplicateId) => 200: Duplicate, Access::Needs(Permission::ClientMerge), refuses [WrongState];
    /// Takes back that a pair is two people.
    ReopenDuplicate = Delete "/duplicates/{id}/dismissal" (DuplicateId) => 200: Duplicate, Access::Needs(Permission::ClientMerge), refuses [WrongState];
    /// Says which cards within reach may be the person whose card is being made, and why.
    FindLookAlikes = Post "/clients/look-alikes" (), LookAlikesRequest => 200: LookAlikes, Access::Needs(Permission::ClientRead), idempotency None;
    /// Looks for duplicates: the latest ones, and how many cards changed since.
    ListDuplicateLooks = Get "/duplicate-looks" () => 200: DuplicateLooks, Access::Needs(Permission::ClientMerge);
    /// Looks now, instead of at night; the worker does it in small steps.
    StartDuplicateLook = Post "/duplicate-looks" () => 201: DuplicateLook, Access::Needs(Permission::ClientMerge), refuses [WrongState];
}

paged! {
    pub struct DuplicatesQuery {
        /// Undecided ones when absent.
        pub state: Option<DuplicateState>,
        /// Only those of this card.
        pub client_id: Option<ClientId>,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Duplicate {
    pub id: DuplicateId,
    pub one: DuplicateCard,
    pub other: DuplicateCard,
    pub certainty: Certainty,
    /// What speaks for it first, then what speaks against it.
    pub reasons: Vec<Reason>,
    pub state: DuplicateState,
    pub found_at: Timestamp,
    pub decided_by: Option<PersonName>,
    pub decided_at: Option<Timestamp>,
    /// The merge that made one card of the two.
    pub merge_id: Option<MergeId>,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DuplicateCard {
    pub id: ClientId,
    pub name: String,
}

/// What is known of somebody while his card is being made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LookAlikesRequest {
    /// A full name in the organisation's order.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub name: Option<String>,
    pub birth_date: Option<NaiveDate>,
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub phones: Vec<String>,
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub emails: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookAlikes {
    /// The surest first, ten at most.
    pub cards: Vec<LookAlike>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookAlike {
    pub client_id: ClientId,
    pub name: String,
    pub certainty: Certainty,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DuplicateLooks {
    /// The latest first, ten at most.
    pub looks: Vec<DuplicateLook>,
    /// Cards that changed since the last look, counted up to ten thousand.
    pub waiting: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DuplicateLook {
    pub id: LookId,
    /// Absent for those of the night.
    pub asked_by: Option<PersonName>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Cards that were looked at.
    pub looked: u32,
    /// New pairs.
    pub found: u32,
    pub version: i64,
}
