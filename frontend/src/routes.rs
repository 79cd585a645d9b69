//! Which screen an address shows. Every screen ends in `.into_any()`, so that routes stay small types and can become lazy.

use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::path;

use crate::i18n::t;
use crate::links;
use crate::ui::{BareFrame, EmptyState, Kind, LinkButton, Page};

#[component]
pub fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=missing>
            <Route path=path!("/dev/kit") view=kit />
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
