//! Dictionaries: names, order, archive, merging.

mod history;
mod lists;
mod values;
