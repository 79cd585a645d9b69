//! Task templates: what kinds of work there are, and with which results each can end.
//!
//! A published process keeps the results it was published with; a template that changes changes only what is begun later.

mod read;
mod rows;
mod write;

pub use rows::{TemplateDraft, TemplateRecord};
