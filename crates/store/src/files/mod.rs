//! Files of clients: names, versions, and which bytes nobody needs any more.
//!
//! A file is reached as its client is, by the same two permissions. The bytes lie elsewhere under a random name, the blob: a blob is written
//! down as left over before its first byte is, and taken off that list by the transaction that makes it a version. So whatever happens in
//! between, there is never a version without bytes, and bytes without a version are found and removed.

mod leftovers;
mod read;
mod rows;
mod write;

pub use rows::{FileListed, FileRow, FileVersionListed, FileVersionRow, NewVersion};
