//! A hook: its name and address, a test call, its secret.

use std::sync::Arc;

use domain::ids::HookId;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::hooks::{
    ArchiveHook, ChangeHookSecret, CreateHook, GetHook, Hook, HookMade, HookPatch, NewHook,
    RestoreHook, UpdateHook,
};
use wire::sending::TestHook;

use super::{Outcome, TAGS};
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::links;
use crate::settings::form::{Edited, FormFoot, general};
use crate::ui::{
    Banner, Button, Dialog, Field, Icon, InlineError, Input, InputKind, Kind, Toast, Tone, toasts,
};

#[component]
pub fn One(id: HookId, made: RwSignal<Option<HookMade>>) -> AnyView {
    let hook = query::<GetHook>(move || Some(((id,), ())));
    view! {
        {move || made.get().filter(|made| made.hook.id == id).map(|made| view! { <SecretOnce secret=made.secret /> })}
        <Edited query=hook let:hook><Form hook=Some(hook) made=made /></Edited>
    }
    .into_any()
}

/// What the receiver needs to know that a call is ours.
#[component]
fn SecretOnce(secret: String) -> AnyView {
    let shown = RwSignal::new(secret);
    let toasts = toasts();
    let copy = move |()| {
        let _ = window()
            .navigator()
            .clipboard()
            .write_text(&shown.get_untracked());
        toasts.show(Toast::new(t::settings::copied()));
    };
    view! {
        <div class="form">
            <Banner text=t::sending::secret_once() tone=Tone::Info inset=true />
            <div class="cluster">
                <Field label=t::sending::secret()><Input value=shown read_only=true /></Field>
                <Button label=t::settings::copy() icon=Icon::Copy on_press=copy />
            </div>
        </div>
    }
    .into_any()
}

#[component]
pub fn Form(hook: Option<Arc<Hook>>, made: RwSignal<Option<HookMade>>) -> AnyView {
    let start = hook.as_deref();
    let name = RwSignal::new(start.map(|hook| hook.name.clone()).unwrap_or_default());
    let url = RwSignal::new(start.and_then(|hook| hook.url.clone()).unwrap_or_default());
    let body = move || (name.get(), url.get().trim().to_owned());
    let before = untrack(body);
    let dirty = Signal::derive(move || {
        let now = body();
        now != before && !now.0.trim().is_empty() && !now.1.is_empty()
    });
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let stored = hook.clone();
    let save = move |()| {
        let (name, url) = untrack(body);
        let go = go.clone();
        match &stored {
            None => sending.send::<CreateHook>((), (), NewHook { name, url }, move |answer| {
                queries.stale(TAGS);
                let id = answer.hook.id.to_string();
                made.set(Some(answer));
                go(&links::setting("sending", &id), Default::default());
            }),
            Some(hook) => {
                let id = hook.id;
                let patch = HookPatch {
                    name: Some(name),
                    url: Some(url),
                };
                sending.change::<UpdateHook>((id,), hook.version, patch, move |now| {
                    queries.put::<GetHook>((id,), (), now);
                    queries.stale(TAGS);
                    toasts.show(Toast::new(t::settings::saved()));
                });
            }
        }
    };
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    let is_new = hook.is_none();
    let in_work = hook.as_ref().filter(|hook| hook.archived_at.is_none());
    let in_work = in_work.map(|hook| hook.id);
    view! {
        <div class="form">
            <Field label=t::settings::name() error=fault("/name")><Input value=name max_length=200 /></Field>
            <Field label=t::settings::address() hint=t::sending::url_hint().to_owned() error=fault("/url")>
                <Input value=url kind=InputKind::Link max_length=2000 />
            </Field>
            <FormFoot sending=sending dirty=dirty on_save=save label=if is_new { t::settings::create() } else { t::settings::save() }>
                {hook.map(|hook| view! { <Acts hook=hook made=made /> })}
            </FormFoot>
            {in_work.map(|id| view! { <TestCall id=id dirty=dirty /> })}
        </div>
    }
    .into_any()
}

/// What can be done with a hook besides changing it.
#[component]
fn Acts(hook: Arc<Hook>, made: RwSignal<Option<HookMade>>) -> AnyView {
    let (id, version, archived) = (hook.id, hook.version, hook.archived_at.is_some());
    let (sending, queries) = (sending(), queries());
    let asking = RwSignal::new(false);
    let trouble = Signal::derive(move || general(sending.failure()));
    let archive = move |()| match archived {
        true => sending.send::<RestoreHook>((id,), (), (), move |_| queries.stale(TAGS)),
        false => sending.change::<ArchiveHook>((id,), version, (), move |()| queries.stale(TAGS)),
    };
    let change = move |()| {
        sending.send::<ChangeHookSecret>((id,), (), (), move |answer| {
            asking.set(false);
            queries.stale(TAGS);
            made.set(Some(answer));
        });
    };
    let label = match archived {
        true => t::settings::restore(),
        false => t::settings::archive(),
    };
    view! {
        {(!archived).then(|| view! { <Button label=t::sending::change_secret() kind=Kind::Ghost icon=Icon::RefreshCw on_press=move |()| asking.set(true) /> })}
        <Button label=label kind=Kind::Ghost on_press=archive />
        <InlineError text=trouble />
        <Dialog
            open=asking
            title=t::sending::change_secret()
            foot=move || view! {
                <Button label=t::sending::keep_secret() on_press=move |()| asking.set(false) />
                <Button label=t::sending::change_secret() kind=Kind::Primary busy=Signal::derive(move || sending.pending()) on_press=change />
            }
        >
            <p>{t::sending::change_secret_text()}</p>
        </Dialog>
    }
    .into_any()
}

/// A call that is made at once, with what the other side said.
#[component]
fn TestCall(id: HookId, dirty: Signal<bool>) -> AnyView {
    let sending = sending();
    let tried = RwSignal::new(None);
    let press = move |()| {
        tried.set(None);
        sending.send::<TestHook>((id,), (), (), move |answer| tried.set(Some(answer)));
    };
    let trouble = Signal::derive(move || general(sending.failure()));
    view! {
        <h2 class="section-head">{t::sending::test()}</h2>
        <p class="meta">{t::sending::test_text()}</p>
        <div class="cluster">
            <Button
                label=t::sending::test_call()
                icon=Icon::Play
                busy=Signal::derive(move || sending.pending())
                blocked=Signal::derive(move || dirty.get().then(|| t::sending::save_first().to_owned()))
                on_press=press
            />
        </div>
        <InlineError text=trouble />
        <Outcome tried=tried.into() />
    }
    .into_any()
}
