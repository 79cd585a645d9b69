//! Dictionaries: names, order, archive, merging.

mod conditions;
mod history;
mod lists;
mod values;
