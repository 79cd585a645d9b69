//! The header: the same on every page.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::bell::Bell;
use super::profile::Profile;
use crate::data::session;
use crate::i18n::t;
use crate::keys::Chord;
use crate::links;
use crate::palette;
use crate::ui::{Face, Icon, Kbd, LinkButton, icon};

#[component]
pub fn Header() -> AnyView {
    let location = use_location();
    let address = location.clone();
    let call = move || links::panel(&address, &[("new", "call")]);
    let task = move || links::panel(&location, &[("new", "task")]);
    let palette = palette::opener();
    view! {
        <button class="top__search" type="button" aria-haspopup="dialog" aria-keyshortcuts=Chord::letter('k').ctrl().aria() on:click=move |_| palette.open()>
            {icon(Icon::Search)}
            <span class="vh-phone">{t::shell::search()}</span>
            <Kbd chord=Chord::letter('k').ctrl() />
        </button>
        <span class="top__push"></span>
        {move || {
            let (call, task) = (call.clone(), task.clone());
            session().may(Permission::TaskCreate).then(|| view! {
                <LinkButton label=t::shell::call() href=Signal::derive(call) icon=Icon::Phone face=Face::IconOnPhone chord=Chord::letter('c') />
                <LinkButton label=t::shell::task() href=Signal::derive(task) icon=Icon::Plus face=Face::IconOnPhone chord=Chord::letter('t') />
            })
        }}
        <Bell />
        <Profile />
    }
    .into_any()
}
