//! Branches: address, time zone, hours, holidays.

use std::sync::Arc;

use domain::access::Permission;
use domain::ids::BranchId;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::branches::{
    ArchiveBranch, Branch, BranchPatch, CreateBranch, GetBranch, ListBranches, NewBranch,
    RestoreBranch, UpdateBranch,
};

use super::form::{Edited, FormFoot};
use super::frame::{Line, Section};
use super::hours::{Special, SpecialDays, WeekFields, read_specials, read_week, week_of};
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::ui::{Button, Field, Icon, Input, InputKind, Kind, Toast, toasts};

const TAGS: &[&str] = &["branches", "day", "tasks"];

#[component]
pub fn Branches() -> AnyView {
    let list = query::<ListBranches>(|| Some(((), ())));
    let lines = Signal::derive(move || {
        let page = list.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        // The list is for changing: what one may not change is not in it.
        let own = all.filter(|branch| session().may_in_branch(Permission::BranchEdit, branch.id));
        own.map(|branch| Line {
            id: branch.id.to_string(),
            name: branch.name.clone(),
            hint: branch.zone.name.clone(),
            archived: branch.archived_at.is_some(),
        })
        .collect()
    });
    view! {
        <Section word="branches" asked=list lines=lines add=t::settings::add_branch() purpose=t::settings::branches_purpose() detail=|id: String| {
            match id.parse::<BranchId>() {
                Ok(id) => view! { <One id=id /> }.into_any(),
                Err(_) => view! { <Form branch=None /> }.into_any(),
            }
        } />
    }
    .into_any()
}

#[component]
fn One(id: BranchId) -> AnyView {
    let branch = query::<GetBranch>(move || Some(((id,), ())));
    view! { <Edited query=branch let:branch><Form branch=Some(branch) /></Edited> }.into_any()
}

#[component]
fn Form(branch: Option<Arc<Branch>>) -> AnyView {
    use domain::calendar::DayHours;
    let start = branch.as_deref();
    let text = |value: Option<&String>| RwSignal::new(value.cloned().unwrap_or_default());
    let usual = || {
        let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        [Some(DayHours {
            opens: at(9),
            closes: at(21),
        }); 7]
    };
    let name = text(start.map(|branch| &branch.name));
    let zone = text(start.map(|branch| &branch.zone.name));
    let phone = text(start.and_then(|branch| branch.phone.as_ref()));
    let email = text(start.and_then(|branch| branch.email.as_ref()));
    let address = text(start.and_then(|branch| branch.address.as_ref()));
    let week = week_of(&start.map_or_else(usual, |branch| branch.calendar.week));
    let specials = RwSignal::new(
        start
            .map(|branch| {
                branch
                    .calendar
                    .holidays
                    .iter()
                    .map(Special::of)
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default(),
    );
    if start.is_none() {
        zone.set(device_zone());
    }
    let optional =
        |text: RwSignal<String>| Some(text.get().trim().to_owned()).filter(|text| !text.is_empty());
    // Absent while a line cannot be read: then there is nothing to save yet.
    let body = move || {
        let (week, holidays) = (
            read_week(&week)?,
            specials.with(|days| read_specials(days))?,
        );
        Some(NewBranch {
            name: name.get(),
            zone: zone.get().trim().to_owned(),
            week: Some(week),
            holidays,
            phone: optional(phone),
            email: optional(email),
            address: optional(address),
        })
    };
    let before = untrack(body);
    let is_new = branch.is_none();
    let dirty = Signal::derive(move || {
        let now = body();
        now.is_some() && now != before && name.with(|name| !name.trim().is_empty())
    });

    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let stored = branch.clone();
    let save = move |()| {
        let Some(now) = untrack(body) else { return };
        let go = go.clone();
        match &stored {
            None => sending.send::<CreateBranch>((), (), now, move |made| {
                queries.stale(TAGS);
                go(
                    &links::setting("branches", &made.id.to_string()),
                    Default::default(),
                );
            }),
            Some(branch) => {
                let id = branch.id;
                let patch = BranchPatch {
                    name: Some(now.name),
                    zone: Some(now.zone),
                    week: now.week,
                    holidays: Some(now.holidays),
                    phone: Some(now.phone),
                    email: Some(now.email),
                    address: Some(now.address),
                };
                sending.change::<UpdateBranch>((id,), branch.version, patch, move |now| {
                    queries.put::<GetBranch>((id,), (), now);
                    queries.stale(TAGS);
                    toasts.show(Toast::new(t::settings::saved()));
                });
            }
        }
    };
    let archive = branch.as_ref().map(|branch| {
        let (id, version, archived) = (branch.id, branch.version, branch.archived_at.is_some());
        let press = move |()| match archived {
            true => sending.send::<RestoreBranch>((id,), (), (), move |_| queries.stale(TAGS)),
            false => {
                sending.change::<ArchiveBranch>((id,), version, (), move |()| queries.stale(TAGS))
            }
        };
        let label = if archived {
            t::settings::restore()
        } else {
            t::settings::archive()
        };
        view! { <Button label=label icon=Icon::Archive kind=Kind::Ghost on_press=press /> }
    });
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    view! {
        <div class="form">
            <Field label=t::settings::name() error=fault("/name")><Input value=name max_length=200 /></Field>
            <Field label=t::settings::zone() hint=t::settings::zone_hint().to_owned() error=fault("/zone")><Input value=zone /></Field>
            <div class="cluster">
                <Field label=t::settings::phone() error=fault("/phone")><Input value=phone kind=InputKind::Phone /></Field>
                <Field label=t::settings::email() error=fault("/email")><Input value=email kind=InputKind::Email /></Field>
            </div>
            <Field label=t::settings::address() error=fault("/address")><Input value=address max_length=500 /></Field>
            <h2 class="section-head">{t::settings::hours()}</h2>
            <WeekFields week=week />
            <h2 class="section-head">{t::settings::special_days()}</h2>
            <SpecialDays days=specials />
            <FormFoot sending=sending dirty=dirty on_save=save label=if is_new { t::settings::create() } else { t::settings::save() }>
                {archive}
            </FormFoot>
        </div>
    }
    .into_any()
}

/// The zone of the device: the likeliest for a new branch.
fn device_zone() -> String {
    use wasm_bindgen::JsValue;
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new())
        .resolved_options();
    js_sys::Reflect::get(&options, &JsValue::from_str("timeZone"))
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_default()
}
