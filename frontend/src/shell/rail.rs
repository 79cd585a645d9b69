//! The sections, at the left; at the lower edge on a phone.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::gate::boot;
use super::sections;
use crate::data::session;
use crate::i18n::t;
use crate::links;
use crate::prefs;
use crate::ui::{Button, Face, Icon, Kind, RailItem, Reach, Tone};

#[component]
pub fn Rail(narrow: RwSignal<bool>) -> AnyView {
    let session = session();
    let location = use_location();
    let path = location.pathname;
    let club = move || {
        session
            .with_me(|me| me.organisation.name.clone())
            .unwrap_or_default()
    };
    let counts = move || boot().data().map(|boot| boot.day.counts.clone());
    let items = sections::all().iter().map(move |section| {
        let allowed = move || section.is_allowed();
        let current = Signal::derive(move || path.with(|path| section.holds(path)));
        let is_day = section.beginning == "/day";
        let count = move || {
            let counts = counts().filter(|_| is_day)?;
            let waiting = counts.now + counts.overdue + counts.today;
            (waiting > 0).then(|| waiting.to_string())
        };
        let tone = move || match counts() {
            Some(counts) if counts.overdue > 0 => Tone::Danger,
            _ => Tone::Plain,
        };
        view! {
            {move || allowed().then(|| view! {
                <RailItem
                    label=(section.label)()
                    href=(section.href)()
                    icon=section.icon
                    current=current
                    count=Signal::derive(count)
                    count_tone=Signal::derive(tone)
                    reach=section.reach
                />
            })}
        }
    });
    view! {
        <div class="rail__brand">{club}</div>
        {items.collect_view()}
        {move || session.may(Permission::TaskCreate).then(|| view! { <CreateItem /> })}
        <div class="rail__foot">
            {move || {
                let (label, icon) = match narrow.get() {
                    true => (t::shell::rail_wide(), Icon::ChevronRight),
                    false => (t::shell::rail_narrow(), Icon::ChevronLeft),
                };
                view! {
                    <Button
                        label=label
                        icon=icon
                        kind=Kind::Ghost
                        face=Face::Icon
                        on_press=move |()| {
                            let now = !narrow.get_untracked();
                            narrow.set(now);
                            prefs::set_rail_narrow(now);
                        }
                    />
                }
            }}
        </div>
    }
    .into_any()
}

/// The plus in the middle of the phone's bar.
#[component]
fn CreateItem() -> AnyView {
    let location = use_location();
    let href = move || links::panel(&location, &[("new", "task")]);
    view! {
        <RailItem
            label=t::shell::create()
            href=Signal::derive(href)
            icon=Icon::Plus
            current=Signal::stored(false)
            reach=Reach::PhoneOnly
        />
    }
    .into_any()
}
