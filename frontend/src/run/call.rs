//! The call: dialling and its clock.

use std::time::Duration;

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::data::{now, tick_every};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Icon, Kbd, icon};

/// The big button: dials by `tel:`, then shows how long the call lasts.
#[component]
pub fn CallButton(number: String, shown: String) -> AnyView {
    let began = RwSignal::new(None::<Timestamp>);
    let moment = tick_every(Duration::from_secs(1));
    let link = NodeRef::<leptos::html::A>::new();
    keys::add(
        Command::new("run.dial", Scope::Page, t::run::dial(), move || {
            if let Some(link) = link.get_untracked() {
                link.click();
            }
        })
        .on(Chord::letter('d')),
    );
    let label = move || match began.get() {
        Some(began) => t::run::in_call(clock(moment.get().since(began).num_seconds().max(0))),
        None => shown.clone(),
    };
    view! {
        <a
            class="btn run__dial num"
            data-kind="primary"
            data-fill="row"
            href=format!("tel:{number}")
            aria-keyshortcuts="D"
            node_ref=link
            on:click=move |_| began.set(Some(now()))
        >
            {icon(Icon::Phone)}
            <span>{label}</span>
            <Kbd chord=Chord::letter('d') />
        </a>
        {move || began.get().map(|_| view! {
            <button class="btn" type="button" data-kind="ghost" on:click=move |_| began.set(None)>{t::run::stop_call()}</button>
        })}
    }
    .into_any()
}

/// `01:24`.
fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}
