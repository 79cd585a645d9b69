//! Clients: the list, one card, and what happened to somebody.

mod about;
mod address;
mod bar;
mod brief;
mod bulk;
mod bulks;
mod card;
mod columns;
mod companies;
mod consents;
mod contacts;
mod edit;
mod export;
mod family;
mod filters;
mod history;
mod link_form;
mod list;
mod merges;
mod messengers;
mod next_step;
mod outcome;
mod own_fields;
mod peek;
mod question;
mod saver;
mod segments;
mod selection;
mod sources;
mod subject;
mod table;
mod told;
mod views;
mod words;

pub use about::{Branch, OpenCard, Responsible, Tags, Unsaved};
pub use address::Of;
pub use brief::BriefLines;
pub use contacts::{Emails, Phones};
pub use edit::{EditText, Lines};
pub use history::History;
pub use link_form::LinkForm;
pub use merges::CHANGED as CHANGED_BY_MERGE;
pub use own_fields::OwnFields;
pub use peek::Peek;
pub use saver::Saver;
pub use sources::source_options;
pub use subject::Subject;
pub use table::{Table, TableHead, TableRows};
pub use words::{channel, consent, messenger, stage};

use leptos::prelude::*;

use bulks::Bulks;
use card::ClientCard;
use list::Clients;
use outcome::BulkPage;

/// The pages, for whoever opens one by its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    List,
    Card,
    /// An action for many clients.
    Bulk,
    /// Those there were.
    Bulks,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::List => view! { <Clients /> }.into_any(),
            Self::Card => view! { <ClientCard /> }.into_any(),
            Self::Bulk => view! { <BulkPage /> }.into_any(),
            Self::Bulks => view! { <Bulks /> }.into_any(),
        }
    }
}
