//! Files of clients and of companies: read into a table ([`file`]), understood row by row ([`row`]), compared with what is there ([`plan`]), and carried
//! on by the worker ([`carry()`]): rehearsed, taken in, taken back. Cards are checked and written by the functions of
//! [`crate::clients`] and [`crate::companies`]: an import is somebody who types fast.

mod actions;
mod begin;
mod carry;
mod convert;
mod errors;
mod fields;
mod file;
mod known;
mod mappings;
mod plan;
mod routes;
mod row;
mod upload;
mod words;

pub use begin::begin_chains;
pub use carry::{carry, forget};
pub use convert::found;
pub use routes::routes;
