//! What leaves the house: whether letters can be sent, and what became of each letter and call.

use domain::ids::{HookId, JobId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

pub use domain::outgoing::{DeliveryState, OutgoingKind, Undelivered};

operations! {
    "sending";
    /// Whether letters can be sent, and how much waits or was given up.
    GetSending = Get "/sending" () => 200: Sending, Access::Needs(Permission::OrganisationEdit);
    /// Sends a letter to one's own address now, and says what the mail server answered.
    SendTestLetter = Post "/sending/test-letter" () => 200: Tried, Access::Needs(Permission::OrganisationEdit), idempotency None;
    /// Calls a hook now with an event `hook.tested`, and says what it answered.
    TestHook = Post "/hooks/{id}/test" (HookId) => 200: Tried, Access::Needs(Permission::OrganisationEdit), idempotency None;
    /// Letters and calls of the last weeks, the latest first.
    ListDeliveries = Get "/deliveries" () ?DeliveriesQuery => 200: Page<Delivery>, Access::Needs(Permission::OrganisationEdit);
    /// Tries a delivery again that was given up.
    RetryDelivery = Post "/deliveries/{id}/retry" (JobId) => 200: Delivery, Access::Needs(Permission::OrganisationEdit), refuses [WrongState];
    /// Withdraws a delivery that nobody has begun yet.
    WithdrawDelivery = Post "/deliveries/{id}/withdraw" (JobId) => 200: Delivery, Access::Needs(Permission::OrganisationEdit), refuses [WrongState];
}

paged! {
    pub struct DeliveriesQuery {
        pub state: Option<DeliveryState>,
        pub kind: Option<OutgoingKind>,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sending {
    /// Absent: this server can send no letters.
    pub mail: Option<MailServer>,
    /// Deliveries that wait for their time.
    pub waiting: u32,
    /// Deliveries that were given up.
    pub dead: u32,
}

/// The mail server that letters go through; the server's administrator names it when starting it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailServer {
    /// Host and port.
    pub server: String,
    /// Who letters come from.
    pub from: String,
}

/// What came of a try that was made at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tried {
    pub arrived: bool,
    /// What the other side answered, if it did: its beginning.
    pub said: Option<String>,
    pub error: Option<DeliveryError>,
}

/// A letter or a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    pub id: JobId,
    pub kind: OutgoingKind,
    pub state: DeliveryState,
    /// The address of a letter, the name of a hook.
    pub to: String,
    /// The subject of a letter, the event of a call.
    pub subject: String,
    pub hook_id: Option<HookId>,
    /// Failures so far.
    pub attempts: u32,
    /// When it is tried next, or was tried last.
    pub due_at: Timestamp,
    /// Why it failed the last time.
    pub error: Option<DeliveryError>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryError {
    pub why: Undelivered,
    /// In the reader's language.
    pub text: String,
    /// In the other side's words.
    pub detail: String,
}
