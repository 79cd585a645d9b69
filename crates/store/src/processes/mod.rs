//! Processes and their versions: one draft, one published, older ones retired; a second published one while two are compared.
//!
//! A published graph never changes. Publishing numbers the draft's version and retires the one before; chains that run stay on
//! the version they began with. Of two people who publish at once one wins: the draft's version number decides.

mod catalogue;
mod publish;
mod read;
mod rows;
mod transfers;
mod write;

pub use rows::{
    AtWork, DraftName, DraftRecord, ProcessRecord, ProcessSummary, PublishedGraph, PublishedName,
    VersionRecord,
};
pub use transfers::{Standing, TransferRow, Transferred};
pub use write::ProcessChange;
