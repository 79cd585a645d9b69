//! The club's own fields on a card, each answered where it stands.

use domain::access::Permission;
use domain::fields::{FieldDef, FieldType, Raw};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wire::tasks::FilledField;

use super::about::OpenCard;
use super::subject::Subject;
use crate::clubtime;
use crate::data::{query, session};
use crate::fields::OwnFieldEditor;
use crate::i18n::t;
use crate::keys::Chord;
use crate::ui::{Button, Checkbox, Choice, Kind, Press, fresh_id};

/// So many empty fields are shown among the others; more fold.
const FEW: usize = 3;

#[component]
pub fn OwnFields<C: Subject>(card: OpenCard<C>, title: &'static str) -> AnyView {
    let may_ask = session().may(Permission::DirectoryRead);
    let form = query::<C::Fields>(move || may_ask.then_some(((), ())));
    let defs = Memo::new(move |_| form.data().map(|form| form.fields.clone()));
    let answered = card.read(|card| card.answers().to_vec());
    let unfolded = RwSignal::new(false);
    let is_empty = move |def: &FieldDef| {
        answered.with(|answers| answers.iter().all(|answer| answer.key != def.key))
    };
    let folds = Memo::new(move |_| {
        let defs = defs.get().unwrap_or_default();
        let empty = defs.iter().filter(|def| is_empty(def)).count();
        (!unfolded.get() && empty > FEW).then_some(empty)
    });
    let shown = move || {
        let folds = folds.get().is_some();
        let defs = defs.get().unwrap_or_default();
        let shown = defs.into_iter().filter(|def| !folds || !is_empty(def));
        shown.collect::<Vec<_>>()
    };
    let editable = Memo::new(move |_| {
        card.may_edit.get() && defs.with(|defs| defs.as_ref().is_some_and(|defs| !defs.is_empty()))
    });
    let fields = move || {
        match editable.get() {
        true => view! {
            <For each=shown key=|def| format!("{def:?}") let:def><OwnField card=card def=def /></For>
            {move || folds.get().map(|count| view! {
                <div><Button label=t::clients::more_fields(count as i64) kind=Kind::Ghost on_press=move |()| unfolded.set(true) /></div>
            })}
        }
        .into_any(),
        false => view! {
            <For each=move || answered.get() key=|answer| (answer.key.clone(), answer.display.clone()) let:answer>
                <div class="fact"><span class="fact__label">{answer.label}</span><span class="fact__value">{answer.display}</span></div>
            </For>
        }
        .into_any(),
    }
    };
    let any = Memo::new(move |_| editable.get() || !answered.with(Vec::is_empty));
    view! {
        {move || any.get().then(|| view! {
            <h2 class="section-head">{title}</h2>
            <div class="facts">{fields}</div>
        })}
    }
    .into_any()
}

/// One field: its answer, and its editor in the same place.
#[component]
fn OwnField<C: Subject>(card: OpenCard<C>, def: FieldDef) -> AnyView {
    let key = StoredValue::new(def.key.clone());
    let answer = card.read(move |card: &C| {
        let mut answers = card.answers().iter();
        answers
            .find(|answer| key.with_value(|key| *key == answer.key))
            .cloned()
    });
    let fault = Signal::derive(move || {
        let pointer = key.with_value(|key| format!("/fields/{key}"));
        card.saver.fault(&pointer)
    });
    let is_contact = matches!(def.kind, FieldType::Phone | FieldType::Email);
    let kept_back = card.read(move |card| is_contact && card.hides_contacts());
    if kept_back.get_untracked() {
        let shown = move || answer.with(|answer| answer.as_ref().map(|one| one.display.clone()));
        return view! {
            <div class="fact"><span class="fact__label">{def.label}</span><span class="fact__value">{shown}</span></div>
        }
        .into_any();
    }
    if def.kind == FieldType::Boolean {
        return view! { <YesOrNo card=card def=def answer=answer fault=fault /> }.into_any();
    }
    let open = RwSignal::new(false);
    let value = RwSignal::new(None::<Raw>);
    let sent = StoredValue::new(false);
    let button = NodeRef::<html::Button>::new();
    // What was refused stands in the editor again, as it was typed.
    Effect::new(move |_| {
        if fault.get().is_some() && sent.get_value() {
            sent.set_value(false);
            open.set(true);
        }
    });
    // Closing gives the focus back to where the editing began.
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if was == Some(true)
            && !now
            && let Some(button) = button.get()
        {
            let _ = button.focus();
        }
        now
    });
    let own = move || answer.with_untracked(|answer| answer.as_ref().map(|one| one.value.clone()));
    let begin = move |_| {
        value.set(own());
        open.set(true);
    };
    let save = move || {
        let typed = value.get_untracked();
        open.set(false);
        if typed != own() {
            sent.set_value(true);
            let key = key.get_value();
            card.saver
                .save(move |_| C::with_answer(&key, typed.clone()));
        }
    };
    let keydown = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Escape" if !event.default_prevented() => {
            event.stop_propagation();
            open.set(false);
        }
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            event.stop_propagation();
            // A date that is still being typed is read when its input is left.
            if let Some(input) = document()
                .active_element()
                .and_then(|at| at.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let _ = input.blur();
            }
            save();
        }
        _ => {}
    };
    let zone = Signal::derive(move || clubtime::zone_of(card.client.with(|card| card.branch())));
    let label = def.label.clone();
    let shown = move || {
        answer.with(|answer| match answer {
            Some(answer) => answer.display.clone(),
            None => t::clients::empty().to_owned(),
        })
    };
    let content = move || match open.get() {
        true => {
            let had = answer.with_untracked(|answer| answer.as_ref().map(had).unwrap_or_default());
            let id = fresh_id("own-field");
            view! {
                <form class="own-field" novalidate on:keydown=keydown on:submit=move |event| { event.prevent_default(); save(); }>
                    <OwnFieldEditor def=def.clone() value=value fault=fault zone=zone had=had id=id seizes=true />
                    <div class="cluster">
                        <Button label=t::settings::save() press=Press::Submit chord=Chord::ENTER.ctrl() />
                        <Button label=t::clients::leave_as_is() kind=Kind::Ghost on_press=move |()| open.set(false) />
                    </div>
                </form>
            }
            .into_any()
        }
        false => {
            let label = label.clone();
            view! {
                <button class="fact fact--edit" type="button" node_ref=button on:click=begin>
                    <span class="fact__label">{label}</span>
                    <span class="fact__value">{shown}</span>
                </button>
                {move || fault.get().map(|fault| view! { <p class="field__error">{fault}</p> })}
            }
            .into_any()
        }
    };
    view! { {content} }.into_any()
}

/// A box is its own editor.
#[component]
fn YesOrNo<C: Subject>(
    card: OpenCard<C>,
    def: FieldDef,
    answer: Memo<Option<FilledField>>,
    fault: Signal<Option<String>>,
) -> AnyView {
    let yes =
        move || answer.with(|answer| answer.as_ref().map(|one| one.value == Raw::Boolean(true)));
    let checked = RwSignal::new(untrack(yes).unwrap_or_default());
    Effect::new(move |_| checked.set(yes().unwrap_or_default()));
    let key = def.key.clone();
    let change = move |on: bool| {
        let key = key.clone();
        card.saver
            .save(move |_| C::with_answer(&key, Some(Raw::Boolean(on))));
    };
    view! {
        <Checkbox checked=checked label=def.label hint=Signal::stored(def.help) on_change=change />
        {move || fault.get().map(|fault| view! { <p class="field__error">{fault}</p> })}
    }
    .into_any()
}

/// What a reference names already, to be offered also when it was archived.
fn had(answer: &FilledField) -> Vec<Choice> {
    match &answer.value {
        Raw::Text(id) => vec![Choice::new(id.clone(), answer.display.clone())],
        Raw::List(ids) => {
            let names = answer.display.split(", ");
            let pairs = ids.iter().zip(names);
            pairs
                .map(|(id, name)| Choice::new(id.clone(), name))
                .collect()
        }
        _ => Vec::new(),
    }
}
