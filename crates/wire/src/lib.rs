//! The shape of the API: what is asked and answered, operation by operation.
//!
//! The server, the typed client, the SPA and every API test compile this one crate, so types cannot drift.
//! Nothing here decides or stores anything.

pub mod error;
pub mod operation;
pub mod page;
