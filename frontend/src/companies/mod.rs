//! Companies: the list, one card, and who stands for whom.

mod card;
mod list;
mod people;
mod role;

pub use role::{RoleBox, word as role_word};

use leptos::prelude::*;

/// The pages, for whoever opens one by its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    List,
    Card,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::List => view! { <list::Companies /> }.into_any(),
            Self::Card => view! { <card::CompanyCard /> }.into_any(),
        }
    }
}
