//! Which screen an address shows. Every screen ends in `.into_any()`, so that routes stay small types and can become lazy.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::path;

use crate::clients::{ClientCard, Clients};
use crate::day::Day;
use crate::entry::{Forgot, Join, Setup, SignIn};
use crate::i18n::t;
use crate::links;
use crate::processes::{ProcessPage, Processes};
use crate::run::Runner;
use crate::settings::{
    Branches, Company, Dictionaries, People, Results, Roles, SettingsHome, Templates,
};
use crate::shell::Shell;
use crate::ui::{BareFrame, EmptyState, Kind, LinkButton, Page};

#[component]
pub fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=missing>
            <Route path=path!("/dev/kit") view=kit />
            <Route path=path!("/login") view=|| view! { <SignIn /> }.into_any() />
            <Route path=path!("/forgot") view=|| view! { <Forgot /> }.into_any() />
            <Route path=path!("/setup/*token") view=|| view! { <Setup /> }.into_any() />
            <Route path=path!("/join/*token") view=|| view! { <Join /> }.into_any() />
            <ParentRoute path=path!("") view=|| view! { <Shell /> }.into_any()>
                <Route path=path!("/") view=|| view! { <Redirect path=links::day() /> }.into_any() />
                <Route path=path!("/day") view=|| view! { <Day /> }.into_any() />
                <Route path=path!("/run") view=|| view! { <Runner /> }.into_any() />
                <Route path=path!("/clients") view=|| view! { <Clients /> }.into_any() />
                <Route path=path!("/clients/:id") view=|| view! { <ClientCard /> }.into_any() />
                <Route path=path!("/processes") view=|| view! { <Processes /> }.into_any() />
                <Route path=path!("/processes/:id") view=|| view! { <ProcessPage /> }.into_any() />
                <Route path=path!("/settings") view=|| view! { <SettingsHome /> }.into_any() />
                <Route path=path!("/settings/templates/:id?") view=|| view! { <Templates /> }.into_any() />
                <Route path=path!("/settings/results/:id?") view=|| view! { <Results /> }.into_any() />
                <Route path=path!("/settings/dictionaries/:id?") view=|| view! { <Dictionaries /> }.into_any() />
                <Route path=path!("/settings/people/:id?") view=|| view! { <People /> }.into_any() />
                <Route path=path!("/settings/roles/:id?") view=|| view! { <Roles /> }.into_any() />
                <Route path=path!("/settings/branches/:id?") view=|| view! { <Branches /> }.into_any() />
                <Route path=path!("/settings/company") view=|| view! { <Company /> }.into_any() />
            </ParentRoute>
        </Routes>
    }
}

#[cfg(feature = "kit")]
fn kit() -> AnyView {
    view! { <crate::kit::Kit /> }.into_any()
}

#[cfg(not(feature = "kit"))]
fn kit() -> AnyView {
    missing()
}

fn missing() -> AnyView {
    view! {
        <BareFrame>
            <Page title=t::shell::not_found_title()>
                <EmptyState
                    text=t::shell::not_found_text()
                    actions=|| view! { <LinkButton label=t::shell::to_day() href=links::day() kind=Kind::Primary /> }
                />
            </Page>
        </BareFrame>
    }
    .into_any()
}
