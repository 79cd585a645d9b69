//! Files of clients and of companies that are taken in, row by row, and taken back.
//!
//! An import is a row that says what is to be done and how far it is; its rows keep the cells, what would become of each, what became
//! of it and how the card was before. The worker carries it on in small transactions in the order of the rows (backwards when it is
//! undone), so a server that is killed goes on where it stopped. Rows of a file come and go in bites: meanwhile nobody sees the import. What is read of a file here is forgotten when nothing can be done
//! with it any more.

mod companies;
mod mappings;
mod read;
mod rows;
mod undo;
mod write;

pub use mappings::MappingRecord;
pub use rows::{
    CardData, CardId, Detail, ImportRecord, NewImport, ReadRow, RowFault, RowRecord, UnknownValue,
};
pub use undo::{Given, Gone};
pub use write::ROWS_AT_ONCE;
