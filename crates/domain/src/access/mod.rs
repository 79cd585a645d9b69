//! Rights: one policy for lists, cards, search, counters and writes alike.
//!
//! A role grants permissions, each in a scope. The policy turns an actor and a permission into a [`Reach`]: which rows he
//! may touch. The store applies the same reach as a condition in SQL; a property test holds both halves together.

mod defaults;
mod limits;
mod policy;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{BranchId, EmployeeId, RoleId, SessionId};
use crate::words::words;

pub use defaults::default_grants;
pub use limits::{Limit, Limits, MOST_STEPS, Rights, StepOf};
pub use policy::{
    ClientReach, Hand, Limited, Reach, RowFacts, Standing, allows, client_reach, reach,
};

use policy::holds;

words! {
    /// What a role may allow: an entity and an action.
    Permission {
        /// Name, language, currency and the like of the organisation.
        OrganisationEdit = "organisation.edit",
        BranchEdit = "branch.edit",
        /// Names and branches of colleagues; every role needs it to hand a task over.
        StaffRead = "staff.read",
        StaffEdit = "staff.edit",
        RoleEdit = "role.edit",
        /// Dictionaries, results, templates and processes, as needed for work.
        DirectoryRead = "directory.read",
        DirectoryEdit = "directory.edit",
        ProcessEdit = "process.edit",
        ProcessPublish = "process.publish",
        ClientRead = "client.read",
        ClientCreate = "client.create",
        ClientEdit = "client.edit",
        /// Writing notes into a client's timeline.
        ClientNote = "client.note",
        /// Seeing whole phone numbers, addresses and names in messengers; see [`crate::clients::hidden`].
        ClientContacts = "client.contacts",
        /// Taking in files of clients, and undoing that. What is written needs the rights to make and to change cards besides.
        ClientImport = "client.import",
        /// Taking clients away as a file. Which ones, the right to read them says besides.
        ClientExport = "client.export",
        /// Giving clients discounts and benefits of the club's list, changing and withdrawing them.
        ClientDiscount = "client.discount",
        /// Making one card of two, and two of one again.
        ClientMerge = "client.merge",
        TaskRead = "task.read",
        TaskCreate = "task.create",
        /// Due date, assignee, priority, cancelling.
        TaskEdit = "task.edit",
        TaskComplete = "task.complete",
        /// Taking back what somebody else completed; one's own needs no permission beyond completing.
        TaskTakeBack = "task.take_back",
        ChainStart = "chain.start",
        ChainCancel = "chain.cancel",
        InvariantsRead = "invariants.read",
        EventsRead = "events.read",
        AuditRead = "audit.read",
    }
}

impl Permission {
    /// The scopes in which granting it makes a difference, the narrowest first. What is the house's (dictionaries, templates,
    /// processes, roles) is reached by every scope alike: there is only "all".
    pub fn scopes(self) -> &'static [Scope] {
        match self {
            Self::OrganisationEdit
            | Self::RoleEdit
            | Self::DirectoryRead
            | Self::DirectoryEdit
            | Self::ProcessEdit
            | Self::ProcessPublish
            | Self::ClientContacts
            | Self::InvariantsRead
            | Self::AuditRead => &[Scope::All],
            Self::BranchEdit => &[Scope::Branch, Scope::All],
            Self::StaffRead
            | Self::StaffEdit
            | Self::ClientRead
            | Self::ClientCreate
            | Self::ClientEdit
            | Self::ClientNote
            | Self::ClientImport
            | Self::ClientExport
            | Self::ClientDiscount
            | Self::ClientMerge
            | Self::TaskRead
            | Self::TaskCreate
            | Self::TaskEdit
            | Self::TaskComplete
            | Self::TaskTakeBack
            | Self::ChainStart
            | Self::ChainCancel
            | Self::EventsRead => &[Scope::Own, Scope::Branch, Scope::All],
        }
    }
}

impl Permission {
    /// Whether it can be narrowed to some clients.
    pub fn is_limitable(self) -> bool {
        matches!(
            self,
            Self::ClientRead
                | Self::ClientEdit
                | Self::ClientNote
                | Self::ClientExport
                | Self::ClientDiscount
                | Self::ClientMerge
                | Self::ChainStart
        )
    }
}

words! {
    /// How far a permission reaches.
    Scope {
        /// What is assigned to the employee, or what he is responsible for.
        Own = "own",
        /// Everything of his branches.
        Branch = "branch",
        All = "all",
    }
}

words! {
    /// The roles that every organisation has.
    BuiltInRole { Owner = "owner", Manager = "manager", Operator = "operator", Coach = "coach", Analyst = "analyst" }
}

/// Permissions with their scopes; what is absent is not granted.
pub type Grants = BTreeMap<Permission, Scope>;

/// Who asks: everything the policy needs to know of him.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub employee: EmployeeId,
    pub role: RoleId,
    pub branches: Vec<BranchId>,
    pub grants: Grants,
    /// What the grants are narrowed to.
    pub limits: Limits,
    pub session: Option<SessionId>,
}
