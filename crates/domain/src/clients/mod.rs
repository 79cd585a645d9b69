//! Clients: people, their contacts and their stage.

pub mod brief;
pub mod duplicates;
pub mod hidden;
pub mod merging;

use crate::words::words;

/// Most phones, addresses, tags or links of one card.
pub const MAX_LISTED: usize = 20;
/// Most characters of a tag, or of the label of a phone.
pub const MAX_LABEL: usize = 60;

words! {
    /// How far a person has come. A lead is a state of interest, never a second card of the same person.
    Stage { Lead = "lead", Client = "client", Former = "former" }
}

words! {
    /// A way to reach a person that can be forbidden.
    Channel { Call = "call", Sms = "sms", Email = "email", Messenger = "messenger" }
}

/// Most characters of what proves a consent.
pub const MAX_EVIDENCE: usize = 500;

words! {
    /// What a person agrees to be contacted for: what concerns his own visits and payments, or offers.
    Purpose { Service = "service", Marketing = "marketing" }
}

words! {
    Messenger { Telegram = "telegram", Whatsapp = "whatsapp", Viber = "viber", Instagram = "instagram", Vk = "vk", Other = "other" }
}
