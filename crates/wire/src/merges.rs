//! Merges: two cards of one person made one, and two again for thirty days.

use std::collections::BTreeMap;

use domain::ids::{ChainId, ClientId, MergeId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::{Client, Entry, PersonName};
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

pub use domain::clients::merging::{CardChoice, CardSide};

operations! {
    "merges";
    /// Two cards member by member: what each says, what is proposed, and what stands behind them. Changes nothing.
    CompareClients = Get "/clients/{id}/comparison/{other_id}" (ClientId, ClientId) => 200: CardsCompared, Access::Needs(Permission::ClientRead);
    /// Puts another card into this one: with its tasks, chains, history and links. The other one is archived and leads here. Where chains run for both, `continues` says whose go on. Can be undone for 30 days.
    MergeClients = Post "/clients/{id}/merges" (ClientId), NewMerge => 201: Merge, Access::Needs(Permission::ClientMerge), if_match Required, refuses [AlreadyMerged, WrongState];
    /// Merges, the latest first; of one card with `client_id`. Those of cards whom the asker may not see are left out, so a page may be shorter than its limit.
    ListMerges = Get "/merges" () ?MergesQuery => 200: Page<Merge>, Access::Needs(Permission::ClientRead);
    /// A merge: who, when, how much was moved, and until when it can be undone.
    GetMerge = Get "/merges/{id}" (MergeId) => 200: Merge, Access::Needs(Permission::ClientRead);
    /// What was done between a merge and its undoing, and where it is now.
    GetMergeRemains = Get "/merges/{id}/remains" (MergeId) => 200: MergeRemains, Access::Needs(Permission::ClientRead);
    /// Makes two cards again, with their tasks, chains and history. What was done since on the kept card stays there and is listed.
    UndoMerge = Post "/merges/{id}/undo" (MergeId) => 200: MergeUndone, Access::Needs(Permission::ClientMerge), refuses [WrongState, MergedSince, UndoExpired];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardsCompared {
    /// The card that would stay.
    pub kept: Client,
    /// The card that would be put into it.
    pub other: Client,
    /// In the order of the card; the club's own fields come last.
    pub members: Vec<ComparedMember>,
    pub kept_work: CardWork,
    pub other_work: CardWork,
    /// Whether chains run for both, so that a merge must say whose go on.
    pub both_run: bool,
}

/// A member of two cards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComparedMember {
    /// Name of the member as a merge names it: `phones`, `fields.level`.
    pub member: String,
    /// What an own field is called; `null` for members of the card.
    pub label: Option<String>,
    /// In the reader's words, a line for each value; stages and channels are words of the API.
    pub kept: Vec<String>,
    pub other: Vec<String>,
    /// Both cards say the same: there is nothing to choose.
    pub same: bool,
    pub proposed: CardChoice,
    /// What may be chosen.
    pub choices: Vec<CardChoice>,
}

/// How much stands behind a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardWork {
    pub tasks: u32,
    pub open_tasks: u32,
    pub completions: u32,
    /// Entries of the timeline.
    pub entries: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    /// The card that is put into this one.
    pub other_id: ClientId,
    /// The version of the other card that was seen; that of the kept one is in `If-Match`.
    pub other_version: i64,
    /// By the name of the member; what is not named is as proposed.
    #[serde(default)]
    pub choices: BTreeMap<String, CardChoice>,
    /// Whose chains go on; demanded when chains run for both.
    #[serde(default)]
    pub continues: Option<CardSide>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Merge {
    pub id: MergeId,
    pub kept: MergedCard,
    pub other: MergedCard,
    pub merged_by: Option<PersonName>,
    pub merged_at: Timestamp,
    pub tasks: u32,
    pub open_tasks: u32,
    pub chains: u32,
    pub completions: u32,
    pub entries: u32,
    /// Chains that were ended, so that one next contact is left.
    pub ended_chains: Vec<ChainId>,
    /// Until when the asker can undo it; absent when he cannot.
    pub undo_until: Option<Timestamp>,
    pub undone_by: Option<PersonName>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
}

/// A card of a merge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergedCard {
    pub id: ClientId,
    /// Absent for a card whom the asker may not see.
    pub name: Option<String>,
}

paged! {
    pub struct MergesQuery {
        pub client_id: Option<ClientId>,
    }
}

/// What was done between a merge and its undoing. Empty while it is not undone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeRemains {
    /// Members of the kept card that somebody changed since: they stay as they are.
    pub members: Vec<MemberName>,
    /// What stays in the history of the kept card, the latest first.
    pub stayed: Vec<Entry>,
    /// What went back with the chain or the task that it is about.
    pub went: Vec<Entry>,
    /// Chains that the merge had ended and that could not run again.
    pub still_ended: Vec<ChainId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberName {
    pub member: String,
    /// What an own field is called; `null` for members of the card.
    pub label: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeUndone {
    pub merge: Merge,
    pub remains: MergeRemains,
}
