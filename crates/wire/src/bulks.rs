//! One action for many clients or companies: carried out in small steps, and for a day undone.

use domain::filters::{Filter, ListSubject};
use domain::ids::{BulkId, ChainId, ClientId, CompanyId, TaskId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::companies::FoundCompany;
use crate::imports::FoundClient;
use crate::list::Listed;
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

pub use domain::bulks::{BulkAction, BulkFate, BulkFates, BulkState, Hindrance};

operations! {
    "bulks";
    /// One's own actions for many clients or companies, the latest first; whoever may change every card sees those of all. They are kept for 30 days.
    ListBulks = Get "/bulks" () ?BulksQuery => 200: Page<Bulk>, Access::Needs(Permission::ClientRead);
    /// Does one thing for many clients or companies: for those that are named, or for all whom a filter finds. Of each it is decided as if it were done by hand: what the asker may
    /// not do is listed as skipped, with the reason. Small ones are done when the answer comes, the others are carried on by the server. Besides `client.read` it needs the
    /// right of the action itself: `client.edit`, `chain.start` or `task.create`. Beginning a process and making tasks is for clients only.
    CreateBulk = Post "/bulks" (), NewBulk => 201: Bulk, Access::Needs(Permission::ClientRead);
    /// An action and how far it is.
    GetBulk = Get "/bulks/{id}" (BulkId) => 200: Bulk, Access::Needs(Permission::ClientRead);
    /// Its clients or companies, with what became of each.
    ListBulkItems = Get "/bulks/{id}/items" (BulkId) ?BulkItemsQuery => 200: Page<BulkItem>, Access::Needs(Permission::ClientRead);
    /// Undoes an action, for 24 hours: cards become as they were, what it made is cancelled. What somebody has worked on since is kept and listed.
    UndoBulk = Post "/bulks/{id}/undo" (BulkId) => 200: Bulk, Access::Needs(Permission::ClientRead), refuses [WrongState, UndoExpired];
}

paged! {
    pub struct BulksQuery {}
}

/// What is done, and for whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBulk {
    /// Clients when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<ListSubject>,
    pub action: BulkAction,
    /// Exactly these clients. Absent: all whom `filter`, `q` and `archived` find when it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub ids: Option<Vec<ClientId>>,
    /// Exactly these companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 1000))]
    pub company_ids: Option<Vec<CompanyId>>,
    /// Its fields are those of `GET /schema/clients` or `GET /schema/companies`; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Beginnings of name words, or digits anywhere in a phone; of companies, of the tax number, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
    pub q: Option<String>,
    /// `true`: only archived cards; otherwise only the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bulk {
    pub id: BulkId,
    /// Whether it is for clients or for companies.
    pub subject: ListSubject,
    pub state: BulkState,
    pub action: BulkAction,
    /// What is done, in the reader's language: "Responsible: Irina".
    pub title: String,
    /// How many they are; while they are being written down, those that are.
    pub total: u32,
    /// Those that the work at hand has looked at.
    pub looked_at: u32,
    pub fates: BulkFates,
    pub created_by: PersonName,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Until when it can be undone; absent when it cannot.
    pub undo_until: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
}

paged! {
    pub struct BulkItemsQuery {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<BulkFate>>))]
        pub fate: Option<Listed<BulkFate>>,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkItem {
    pub number: u32,
    /// Absent when the reader does not see the card, and of a company.
    pub client: Option<FoundClient>,
    /// Absent when the reader does not see it, and of a client.
    pub company: Option<FoundCompany>,
    /// Absent until its turn has come.
    pub fate: Option<BulkFate>,
    /// Why nothing was done.
    pub hindrance: Option<Hindrance>,
    /// The task that was made.
    pub task_id: Option<TaskId>,
    /// The chain that began.
    pub chain_id: Option<ChainId>,
}
