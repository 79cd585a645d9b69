//! Merging: two cards side by side, and what becomes of them.

mod aftermath;
mod compare;
mod list;
mod row;
pub mod words;

use leptos::prelude::*;

use compare::{Compare, ComparePair};
use list::Duplicates;

/// The pages, for whoever opens one by its address.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    /// Two cards that somebody chose.
    Compare,
    /// What was found.
    Duplicates,
    /// Two cards that were found.
    Pair,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::Compare => view! { <Compare /> }.into_any(),
            Self::Duplicates => view! { <Duplicates /> }.into_any(),
            Self::Pair => view! { <ComparePair /> }.into_any(),
        }
    }
}
