//! Quick create: a call, a task or a client from any page, in the side panel. What is typed survives closing it.

mod call;
mod client;
mod client_box;
mod incoming;
mod parts;
mod task;

pub use client_box::ClientBox;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use crate::i18n::t;
use crate::links;
use crate::ui::SidePanel;

/// `kind` is the address's `new`: `call`, `task` or `client`.
#[component]
pub fn QuickCreate(kind: String) -> AnyView {
    let (location, go) = (use_location(), use_navigate());
    let close = Callback::new(move |()| {
        go(
            &untrack(|| links::panel(&location, &[])),
            Default::default(),
        )
    });
    match kind.as_str() {
        "call" => view! { <SidePanel title=t::quick::call_title() on_close=close><call::CallForm close=close /></SidePanel> }.into_any(),
        "client" => view! { <SidePanel title=t::quick::client_title() on_close=close><client::ClientForm close=close /></SidePanel> }.into_any(),
        _ => view! { <SidePanel title=t::quick::task_title() on_close=close><task::TaskForm close=close calls=false /></SidePanel> }.into_any(),
    }
}
