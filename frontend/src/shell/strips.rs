//! What concerns the whole application now: no connection, refused entries, a new version, a broken chain.

use leptos::prelude::*;

use super::gate::boot;
use crate::data::{connection, outbox, session};
use crate::i18n::t;
use crate::links;
use crate::ui::{Banner, Button, Kind, LinkButton, Tone};

#[component]
pub fn Strips() -> AnyView {
    let (outbox, connection) = (outbox(), connection());
    let first_version = StoredValue::new(None::<String>);
    let newer = Memo::new(move |_| {
        let Some(boot) = boot().data() else {
            return false;
        };
        match first_version.get_value() {
            Some(first) => first != boot.server_version,
            None => {
                first_version.set_value(Some(boot.server_version.clone()));
                false
            }
        }
    });
    let broken = Memo::new(move |_| boot().data().map_or(0, |boot| boot.broken_chains));
    let waiting = Memo::new(move |_| outbox.waiting());
    let stuck = Memo::new(move |_| !connection.online() || outbox.is_stuck());
    let words = move || {
        // The network is there and the server fails: what waits is not sent either.
        let what = match connection.online() {
            true => t::shell::not_saved(),
            false => t::shell::offline(),
        };
        match i64::try_from(waiting.get()).unwrap_or_default() {
            0 => what.to_owned(),
            count => format!("{what} · {}", t::shell::offline_waiting(count)),
        }
    };
    let may_see_broken = move || session().may(domain::access::Permission::InvariantsRead);
    view! {
        <div class="strips">
            {move || stuck.get().then(|| view! {
                <Banner
                    text=Signal::derive(words)
                    tone=Tone::Warn
                    actions=move || view! { <Button label=t::shell::retry() kind=Kind::Ghost on_press=move |()| outbox.send_all() /> }
                />
            })}
            {move || newer.get().then(|| view! {
                <Banner
                    text=t::shell::update()
                    tone=Tone::Plain
                    actions=|| view! { <Button label=t::shell::update_now() kind=Kind::Ghost on_press=|()| { let _ = window().location().reload(); } /> }
                />
            })}
            {move || (broken.get() > 0 && may_see_broken()).then(|| view! {
                <Banner text=t::shell::broken(i64::from(broken.get())) tone=Tone::Danger />
            })}
            <Refused />
        </div>
    }
    .into_any()
}

/// Completions the server did not take: each can be opened with everything typed, or dropped.
#[component]
fn Refused() -> AnyView {
    let outbox = outbox();
    let refused = Memo::new(move |_| outbox.refused());
    let line = move |parcel: crate::data::Parcel| {
        let why = match &parcel.state {
            crate::data::ParcelState::Refused(problem) => crate::run::refusal_words(problem),
            crate::data::ParcelState::Waiting => String::new(),
        };
        let text = t::run::refused_line(&parcel.what, &parcel.result, &why);
        let (key, href) = (parcel.key.clone(), links::run_task(parcel.task_id));
        view! {
            <Banner
                text=text
                tone=Tone::Danger
                actions=move || {
                    let key = key.clone();
                    view! {
                        <LinkButton label=t::run::open() href=href.clone() kind=Kind::Plain />
                        <Button label=t::run::drop() kind=Kind::Ghost on_press=move |()| outbox.forget(&key) />
                    }
                }
            />
        }
    };
    view! { {move || refused.get().into_iter().map(line).collect_view()} }.into_any()
}
