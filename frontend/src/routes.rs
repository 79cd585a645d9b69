//! Which screen an address shows, and which part of the program it belongs to.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::path;

use crate::day::Day;
use crate::entry::SignIn;
use crate::i18n::t;
use crate::links;
use crate::parts::{Office, Work, before, import, merging, office, work};
use crate::shell::Shell;
use crate::ui::{BareFrame, EmptyState, Kind, LinkButton, Page};
use crate::{clients, companies, entry, imports, merges, processes, settings};

#[component]
pub fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=missing>
            <Route path=path!("/dev/kit") view=kit />
            <Route path=path!("/login") view=|| view! { <SignIn /> }.into_any() />
            <Route path=path!("/forgot") view=|| before::show(entry::Screen::Forgot) />
            <Route path=path!("/setup/*token") view=|| before::show(entry::Screen::Setup) />
            <Route path=path!("/join/*token") view=|| before::show(entry::Screen::Join) />
            <ParentRoute path=path!("") view=|| view! { <Shell /> }.into_any()>
                <Route path=path!("/") view=|| view! { <Redirect path=links::day() /> }.into_any() />
                <Route path=path!("/day") view=|| view! { <Day /> }.into_any() />
                <Route path=path!("/run") view=|| work::show(Work::Runner) />
                <Route path=path!("/clients") view=|| work::show(Work::Clients(clients::Screen::List)) />
                <Route path=path!("/clients/:id") view=|| work::show(Work::Clients(clients::Screen::Card)) />
                <Route path=path!("/companies") view=|| work::show(Work::Companies(companies::Screen::List)) />
                <Route path=path!("/companies/:id") view=|| work::show(Work::Companies(companies::Screen::Card)) />
                <Route path=path!("/bulks") view=|| work::show(Work::Clients(clients::Screen::Bulks)) />
                <Route path=path!("/bulks/:id") view=|| work::show(Work::Clients(clients::Screen::Bulk)) />
                <Route path=path!("/clients/:id/merge") view=|| merging::show(merges::Screen::Compare) />
                <Route path=path!("/duplicates") view=|| merging::show(merges::Screen::Duplicates) />
                <Route path=path!("/duplicates/:id") view=|| merging::show(merges::Screen::Pair) />
                <Route path=path!("/imports") view=|| import::show(imports::Screen::List) />
                <Route path=path!("/import/:id/:step") view=|| import::show(imports::Screen::Import) />
                <Route path=path!("/processes") view=|| process(processes::Screen::Processes) />
                <Route path=path!("/processes/new/interview") view=|| process(processes::Screen::Interview) />
                <Route path=path!("/processes/:id") view=|| process(processes::Screen::Process) />
                <Route path=path!("/settings") view=|| setting(settings::Screen::Home) />
                <Route path=path!("/settings/templates/:id?") view=|| setting(settings::Screen::Templates) />
                <Route path=path!("/settings/results/:id?") view=|| setting(settings::Screen::Results) />
                <Route path=path!("/settings/dictionaries/:id?") view=|| setting(settings::Screen::Dictionaries) />
                <Route path=path!("/settings/discounts/:id?") view=|| setting(settings::Screen::Discounts) />
                <Route path=path!("/settings/client-fields") view=|| setting(settings::Screen::ClientFields) />
                <Route path=path!("/settings/company-fields") view=|| setting(settings::Screen::CompanyFields) />
                <Route path=path!("/settings/people/:id?") view=|| setting(settings::Screen::People) />
                <Route path=path!("/settings/roles/:id?") view=|| setting(settings::Screen::Roles) />
                <Route path=path!("/settings/branches/:id?") view=|| setting(settings::Screen::Branches) />
                <Route path=path!("/settings/sending/:id?") view=|| setting(settings::Screen::Sending) />
                <Route path=path!("/settings/company") view=|| setting(settings::Screen::Company) />
            </ParentRoute>
        </Routes>
    }
}

fn process(screen: processes::Screen) -> AnyView {
    office::show(Office::Processes(screen))
}

fn setting(screen: settings::Screen) -> AnyView {
    office::show(Office::Settings(screen))
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
            <Page title=t::shell::page_missing()>
                <EmptyState
                    text=t::shell::not_found_text()
                    actions=|| view! { <LinkButton label=t::shell::to_day() href=links::day() kind=Kind::Primary /> }
                />
            </Page>
        </BareFrame>
    }
    .into_any()
}
