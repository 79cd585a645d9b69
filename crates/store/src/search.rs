//! Order and search of text, made in the domain and kept in columns.
//!
//! A `sort_key` column is written beside every name that lists are ordered by or that must be unique; neither database
//! is asked to fold or collate. Search tokens (`client_tokens`, `task_tokens`) are rows that `domain::search` makes
//! and that are read by an index range, `token >= prefix AND token < range_end(prefix)`.

pub use domain::collation::sort_key;
