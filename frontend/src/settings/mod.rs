//! Settings: list at the left, one thing at the right, everywhere the same.

mod branches;
mod company;
mod dictionaries;
mod field_list;
mod form;
mod frame;
mod hours;
mod order;
mod people;
mod results;
mod roles;
mod templates;
mod words;

pub use branches::Branches;
pub use company::Company;
pub use dictionaries::Dictionaries;
pub use form::general;
pub use frame::{NEEDS, SettingsHome, pages};
pub use people::People;
pub use results::Results;
pub use roles::Roles;
pub use templates::Templates;
pub use words::{due_unit, outcome_tone};
