//! The call: dialling and its clock.

use std::time::Duration;

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::data::{now, tick_every};
use crate::dial::{Way, dialler};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Icon, Kbd, icon};

/// The big button: dials by `tel:`, then shows how long the call lasts.
#[component]
pub fn CallButton(way: Way, shown: String) -> AnyView {
    let dialler = dialler();
    let way = StoredValue::new(way);
    let began = RwSignal::new(None::<Timestamp>);
    let moment = tick_every(Duration::from_secs(1));
    keys::add(
        Command::new("run.dial", Scope::Page, t::run::dial(), move || {
            began.set(Some(now()));
            way.with_value(|way| dialler.dial(way));
        })
        .on(Chord::letter('d')),
    );
    let label = move || match began.get() {
        Some(began) => t::run::in_call(clock(moment.get().since(began).num_seconds().max(0))),
        None => shown.clone(),
    };
    let inside = view! { {icon(Icon::Phone)}<span>{label}</span><Kbd chord=Chord::letter('d') /> };
    view! {
        {match way.with_value(Way::link) {
            Some(address) => view! {
                <a class="btn run__dial num" data-kind="primary" data-fill="row" href=address aria-keyshortcuts="D" on:click=move |_| began.set(Some(now()))>
                    {inside}
                </a>
            }
            .into_any(),
            None => view! {
                <button
                    class="btn run__dial num"
                    type="button"
                    data-kind="primary"
                    data-fill="row"
                    aria-keyshortcuts="D"
                    on:click=move |_| {
                        began.set(Some(now()));
                        way.with_value(|way| dialler.dial(way));
                    }
                >
                    {inside}
                </button>
            }
            .into_any(),
        }}
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
