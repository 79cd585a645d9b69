//! The organisation: one row, made by the set-up, and the secrets its servers share.
//!
//! Everybody who is signed in may read it; changing it needs `organisation.edit`.

mod read;
mod rows;
mod write;

pub use rows::Organisation;
pub use write::{NewOrganisation, OrganisationChange};
