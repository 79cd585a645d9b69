//! Processes: the list, and one process as a list to edit, a picture to look at and its versions.

mod assignee;
mod continuation;
mod due;
mod editor;
mod layout;
mod list;
mod names;
mod picture;
mod steps;
mod versions;

pub use editor::ProcessPage;
pub use list::Processes;
