//! Quick create: a call, a task or a client from any page, in the side panel. What is typed survives closing it.

mod back;
mod call;
mod client;
mod client_box;
mod company;
mod incoming;
mod own_fields;
mod parts;
mod task;

pub use back::take_back;
pub use client_box::ClientBox;
pub use parts::{SaveTrouble, templates};
pub use task::FREE;

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use crate::data::session;
use crate::i18n::t;
use crate::links;
use crate::shell::Forbidden;
use crate::ui::SidePanel;

/// `kind` is the address's `new`: `call`, `task`, `client` or `company`.
#[component]
pub fn QuickCreate(kind: String) -> AnyView {
    let (location, go) = (use_location(), use_navigate());
    let close = Callback::new(move |()| {
        go(
            &untrack(|| links::panel(&location, &[])),
            Default::default(),
        )
    });
    let (title, needs) = match kind.as_str() {
        "call" => (t::quick::call_title(), Permission::TaskCreate),
        "client" => (t::quick::client_title(), Permission::ClientCreate),
        "company" => (t::companies::new(), Permission::ClientCreate),
        _ => (t::quick::task_title(), Permission::TaskCreate),
    };
    let form = move || match (session().may(needs), kind.as_str()) {
        (false, _) => view! { <Forbidden permission=needs /> }.into_any(),
        (true, "call") => view! { <call::CallForm close=close /> }.into_any(),
        (true, "client") => view! { <client::ClientForm close=close /> }.into_any(),
        (true, "company") => view! { <company::CompanyForm /> }.into_any(),
        (true, _) => view! { <task::TaskForm close=close calls=false /> }.into_any(),
    };
    view! { <SidePanel title=title on_close=close>{form()}</SidePanel> }.into_any()
}
