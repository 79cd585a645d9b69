//! Processes: the list, and one process as a list to edit, a picture to look at and its versions.

mod assignee;
mod check;
mod confirm;
mod continuation;
mod difference;
mod due;
mod editor;
mod files;
mod layout;
mod list;
mod names;
mod picture;
mod steps;
mod transfer;
mod versions;

use leptos::prelude::*;

use editor::ProcessPage;
use list::Processes;

/// The pages, for whoever opens one by its address.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    Processes,
    Process,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::Processes => view! { <Processes /> }.into_any(),
            Self::Process => view! { <ProcessPage /> }.into_any(),
        }
    }
}
