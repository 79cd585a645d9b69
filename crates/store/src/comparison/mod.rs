//! Comparisons: two published versions of a process between which new chains are split.
//!
//! While one runs, the version that a chain begins on is decided by the client's lot; the chain is counted with its side when it is
//! begun, each client once. What is counted stays as it is, so that a report is one look at these chains.

mod count;
mod outlook;
mod rows;
mod write;

pub use outlook::Outlook;
pub use rows::ComparisonRow;
