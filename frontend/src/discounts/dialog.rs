//! Granting a discount, and changing what was granted.

use domain::access::Permission;
use domain::discounts::MAX_LINE;
use domain::ids::{ClientId, DiscountId};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use wire::discounts::{
    Discount, DiscountGrant, DiscountGrantPatch, GrantDiscount, ListDiscounts, NewDiscountGrant,
    UpdateDiscountGrant,
};

use super::{TAGS, words};
use crate::clubtime;
use crate::data::{now, queries, query, sending, session};
use crate::i18n::t;
use crate::keys::Chord;
use crate::links;
use crate::settings::general;
use crate::ui::{
    Button, DatePicker, Dialog, Field, InlineError, Input, Kind, LinkButton, Need, Radio, Select,
    Textarea, Toast, When, toasts,
};

/// `changed` is the grant that is changed; without one, another is given.
#[component]
pub fn GrantDialog(
    client: ClientId,
    open: RwSignal<bool>,
    changed: RwSignal<Option<DiscountGrant>>,
) -> AnyView {
    let title = move || {
        changed.with(|changed| match changed {
            Some(grant) => t::discounts::change_of(&grant.name),
            None => t::discounts::grant_title().to_owned(),
        })
    };
    view! {
        <Dialog open=open title=title>
            <Form client=client changed=changed.get_untracked() open=open />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(client: ClientId, changed: Option<DiscountGrant>, open: RwSignal<bool>) -> AnyView {
    let known = query::<ListDiscounts>(|| Some(((), ())));
    let live = Memo::new(move |_| {
        let page = known.data()?;
        let live = page.items.iter().filter(|one| one.archived_at.is_none());
        Some(live.cloned().collect::<Vec<Discount>>())
    });
    let none = move || live.with(|live| live.as_ref().is_some_and(Vec::is_empty));
    let is_new = changed.is_none();
    let changed = StoredValue::new(changed);
    view! {
        {move || match is_new && none() {
            true => view! { <Nothing open=open /> }.into_any(),
            false => view! { <Fields client=client changed=changed.get_value() live=live open=open /> }.into_any(),
        }}
    }
    .into_any()
}

/// The club has no discounts yet: where they are made, for whoever may make them.
#[component]
fn Nothing(open: RwSignal<bool>) -> AnyView {
    let may = session().may(Permission::DirectoryEdit);
    view! {
        <div class="stack">
            <p>{if may { t::discounts::none_yet() } else { t::discounts::none_yet_ask() }}</p>
            <div class="row">
                {may.then(|| view! { <LinkButton label=t::discounts::add() href=links::setting("discounts", "new") kind=Kind::Primary /> })}
                <Button label=t::ui::close() on_press=move |()| open.set(false) />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Fields(
    client: ClientId,
    changed: Option<DiscountGrant>,
    live: Memo<Option<Vec<Discount>>>,
    open: RwSignal<bool>,
) -> AnyView {
    let wall = clubtime::home_zone().wall(now());
    let start = changed.as_ref();
    let discount = RwSignal::new(
        start
            .map(|grant| grant.discount_id.to_string())
            .unwrap_or_default(),
    );
    let from = RwSignal::new(Some(When::Day(
        start.map_or(wall.date(), |grant| grant.valid_from),
    )));
    let until = RwSignal::new(start.and_then(|grant| grant.valid_until).map(When::Day));
    let (from_valid, until_valid) = (RwSignal::new(true), RwSignal::new(true));
    let text = |value: Option<&String>| RwSignal::new(value.cloned().unwrap_or_default());
    let document = text(start.and_then(|grant| grant.document.as_ref()));
    let note = text(start.and_then(|grant| grant.note.as_ref()));
    let tried = RwSignal::new(false);
    let chosen = Memo::new(move |_| {
        let id: DiscountId = discount.with(|id| id.parse().ok())?;
        live.with(|live| live.as_ref()?.iter().find(|one| one.id == id).cloned())
    });
    let options = Signal::derive(move || {
        let live = live.get().unwrap_or_default().into_iter();
        let named = live.map(|one| {
            let figure = words::gives(&one.gives);
            let label = figure.map_or(one.name.clone(), |figure| format!("{} {figure}", one.name));
            Radio::new(one.id.to_string(), label)
        });
        std::iter::once(Radio::new("", t::discounts::choose()))
            .chain(named)
            .collect::<Vec<_>>()
    });
    let sending = sending();
    let toasts = toasts();
    let trimmed = |value: RwSignal<String>| {
        Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
    };
    let changed = StoredValue::new(changed);
    let is_new = changed.with_value(Option::is_none);
    let missing = Memo::new(move |_| {
        let unchosen = is_new && discount.with(String::is_empty);
        let undated = !from_valid.get() || !until_valid.get() || from.get().is_none();
        unchosen || undated
    });
    let save = move || {
        tried.set(true);
        if missing.get_untracked() {
            return;
        }
        let valid_from = from.get_untracked().map(|when| when.date());
        let valid_until = until.get_untracked().map(|when| when.date());
        let (document, note) = (trimmed(document), trimmed(note));
        let done = move |grant: DiscountGrant| {
            queries().stale(TAGS);
            open.set(false);
            toasts.show(Toast::new(match is_new {
                true => t::discounts::granted(grant.name),
                false => t::discounts::changed(grant.name),
            }));
        };
        match changed.get_value() {
            Some(before) => {
                // Only what differs: days that stay are not looked at again.
                let patch = DiscountGrantPatch {
                    valid_from: valid_from.filter(|day| *day != before.valid_from),
                    valid_until: (valid_until != before.valid_until).then_some(valid_until),
                    document: (document != before.document).then_some(document),
                    note: (note != before.note).then_some(note),
                };
                sending.change::<UpdateDiscountGrant>((before.id,), before.version, patch, done);
            }
            None => {
                let Ok(discount_id) = discount.get_untracked().parse() else {
                    return;
                };
                let new = NewDiscountGrant {
                    discount_id,
                    valid_from,
                    valid_until,
                    document,
                    note,
                };
                sending.send::<GrantDiscount>((client,), (), new, done);
            }
        }
    };
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    let unchosen = Signal::derive(move || {
        let missing = tried.get() && is_new && discount.with(String::is_empty);
        sending
            .fault("/discount_id")
            .or_else(|| missing.then(|| t::discounts::choose_one().to_owned()))
    });
    let day_fault = move |pointer: &'static str, valid: RwSignal<bool>, empty: bool| {
        Signal::derive(move || {
            let unclear = tried.get() && (!valid.get() || empty && from.get().is_none());
            sending
                .fault(pointer)
                .or_else(|| unclear.then(|| t::discounts::day_unclear().to_owned()))
        })
    };
    let asks = Memo::new(move |_| chosen.with(|one| one.as_ref().is_some_and(|one| one.document)));
    let about = move || {
        chosen
            .with(|one| one.as_ref()?.note.clone())
            .map(|note| view! { <p class="meta">{note}</p> })
    };
    let keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && event.ctrl_key() {
            event.prevent_default();
            event.stop_propagation();
            save();
        }
    };
    let today = Signal::stored(wall);
    // The keyboard begins at the first question, not at the cross that closes.
    let form = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(form) = form.get() else { return };
        request_animation_frame(move || {
            let first = form.query_selector("select, input").ok().flatten();
            if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
                let _ = first.focus();
            }
        });
    });
    view! {
        <div class="stack" node_ref=form on:keydown=keydown>
            {is_new.then(|| view! {
                <Field label=t::discounts::one() need=Need::Required error=unchosen><Select value=discount options=options /></Field>
            })}
            {about}
            <div class="discount-days">
                <Field label=t::discounts::valid_from() need=Need::Required error=day_fault("/valid_from", from_valid, true)>
                    <DatePicker value=from now=today valid=from_valid />
                </Field>
                <Field label=t::discounts::valid_until() need=Need::Optional hint=t::discounts::until_hint().to_owned() error=day_fault("/valid_until", until_valid, false)>
                    <DatePicker value=until now=today valid=until_valid />
                </Field>
            </div>
            {move || {
                let need = if asks.get() { Need::Required } else { Need::Optional };
                view! {
                    <Field label=t::discounts::document() need=need hint=t::discounts::document_hint().to_owned() error=fault("/document")>
                        <Input value=document max_length=MAX_LINE as u32 />
                    </Field>
                }
            }}
            <Field label=t::discounts::note() need=Need::Optional error=fault("/note")><Textarea value=note rows=2 max_length=MAX_LINE as u32 /></Field>
            <InlineError text=Signal::derive(move || general(sending.failure())) />
            <div class="row">
                <Button
                    label=if is_new { t::discounts::grant() } else { t::settings::save() }
                    kind=Kind::Primary
                    chord=Chord::ENTER.ctrl()
                    busy=Signal::derive(move || sending.pending())
                    on_press=move |()| save()
                />
                <Button label=t::ui::close() kind=Kind::Ghost on_press=move |()| open.set(false) />
            </div>
        </div>
    }
    .into_any()
}
