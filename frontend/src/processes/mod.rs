//! Processes: the list, and one process: its draft as a picture, as a list and on trial, and its versions.

mod action;
mod also;
mod assignee;
mod board;
mod cases;
mod check;
mod club;
mod compared;
mod condition;
mod conditions;
mod confirm;
mod continuation;
mod difference;
mod due;
mod editor;
mod files;
mod inspector;
mod interview;
mod lines;
mod list;
mod map;
mod memory;
mod names;
mod naming;
mod ordered;
mod panel;
mod problems;
mod short;
mod spot;
mod steps;
mod transfer;
mod trial;
mod trial_who;
mod try_out;
mod versions;

use leptos::prelude::*;

use editor::ProcessPage;
use interview::Interview;
use list::Processes;

/// The pages, for whoever opens one by its address.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    Processes,
    Process,
    Interview,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::Processes => view! { <Processes /> }.into_any(),
            Self::Interview => view! { <Interview /> }.into_any(),
            Self::Process => view! { <ProcessPage /> }.into_any(),
        }
    }
}
