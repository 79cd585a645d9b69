//! The header: the same on every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::bell::Bell;
use super::palette;
use super::profile::Profile;
use crate::i18n::t;
use crate::keys::Chord;
use crate::links;
use crate::ui::{Face, Icon, Kbd, LinkButton, icon};

#[component]
pub fn Header() -> AnyView {
    let location = use_location();
    let address = location.clone();
    let call = move || links::over(&address, "new", Some("call"));
    let task = move || links::over(&location, "new", Some("task"));
    let search = palette::opener().map(|open| {
        view! {
            <button class="top__search" type="button" on:click=move |_| open.run(())>
                {icon(Icon::Search)}
                <span class="vh-phone">{t::shell::search()}</span>
                <Kbd chord=Chord::letter('k').ctrl() />
            </button>
        }
    });
    view! {
        {search}
        <span class="top__push"></span>
        <LinkButton label=t::shell::call() href=Signal::derive(call) icon=Icon::Phone face=Face::IconOnPhone chord=Chord::letter('c') />
        <LinkButton label=t::shell::task() href=Signal::derive(task) icon=Icon::Plus face=Face::IconOnPhone chord=Chord::letter('t') />
        <Bell />
        <Profile />
    }
    .into_any()
}
