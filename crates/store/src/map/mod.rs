//! The numbers of a process's live map. Each is the length of a list: the rows are chosen by the conditions of the lists themselves. Nothing is written.

mod read;

pub use read::MapFilter;
