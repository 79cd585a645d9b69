//! Which screen an address shows.

use leptos::prelude::*;
use leptos_router::components::{Redirect, Route, Routes};
use leptos_router::path;

use crate::i18n::t;
use crate::links;

#[component]
pub fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <h1>{t::shell::not_found_title()}</h1> }.into_any()>
            <Route path=path!("/") view=|| view! { <Redirect path=links::day() /> }.into_any() />
        </Routes>
    }
}
