//! Clients and companies from files: choosing one, what its columns mean, what would become of each row, the run and the way back.

mod bulk;
mod check;
mod columns;
mod file;
mod grid;
mod import;
mod list;
mod mappings;
mod new_field;
mod row;
mod rules;
mod run;
mod subject;
mod unknown;
mod upload;
mod words;

use leptos::prelude::*;

use import::OneImport;
use list::Imports;

/// What changes with an import.
const TAGS: &[&str] = &["imports"];

/// The pages, for whoever opens one by its address.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    List,
    Import,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::List => view! { <Imports /> }.into_any(),
            Self::Import => view! { <OneImport /> }.into_any(),
        }
    }
}
