//! Dictionaries: a name at the left, its values one a line at the right.

use std::sync::Arc;

use domain::ids::DictionaryId;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::dictionaries::{
    AddValues, ArchiveDictionary, ArchiveValue, CreateDictionary, Dictionary, DictionaryPatch,
    GetDictionary, ListDictionaries, MergeInto, MergeValue, NewDictionary, NewValues, OrderValues,
    RestoreDictionary, RestoreValue, UpdateDictionary, UpdateValue, Value, ValueOrder, ValuePatch,
};

use super::form::{FormFoot, general};
use super::frame::{Line, Section};
use super::order::{Move, carry_out};
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::links;
use crate::shell::Loaded;
use crate::ui::{
    Banner, Button, Face, Field, Icon, InlineError, Input, Kind, Menu, MenuItem, Textarea, Tone,
};

const TAGS: &[&str] = &["dictionaries", "results", "tasks"];

#[component]
pub fn Dictionaries() -> AnyView {
    let list = query::<ListDictionaries>(|| Some(((), ())));
    let lines = Signal::derive(move || {
        let page = list.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        all.map(|dictionary| Line {
            id: dictionary.id.to_string(),
            name: dictionary.name.clone(),
            hint: t::settings::values(i64::from(dictionary.values)),
            archived: dictionary.archived_at.is_some(),
        })
        .collect()
    });
    view! {
        <Section word="dictionaries" asked=list lines=lines add=t::settings::add_dictionary() purpose=t::settings::dictionaries_purpose() detail=|id: String| {
            match id.parse::<DictionaryId>() {
                Ok(id) => view! { <DictionaryCard id=id /> }.into_any(),
                Err(_) => view! { <New /> }.into_any(),
            }
        } />
    }
    .into_any()
}

#[component]
fn New() -> AnyView {
    let (name, values) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (sending, queries) = (sending(), queries());
    let go = use_navigate();
    let save = move |()| {
        let body = NewDictionary {
            name: name.get_untracked(),
            values: lines_of(&values.get_untracked()),
        };
        let go = go.clone();
        sending.send::<CreateDictionary>((), (), body, move |made| {
            queries.stale(TAGS);
            go(
                &links::setting("dictionaries", &made.id.to_string()),
                Default::default(),
            );
        });
    };
    view! {
        <div class="form">
            <Field label=t::settings::name() error=Signal::derive(move || sending.fault("/name"))><Input value=name max_length=200 /></Field>
            <Field label=t::settings::first_values() hint=t::settings::one_a_line().to_owned() error=Signal::derive(move || sending.fault("/values"))>
                <Textarea value=values rows=8 />
            </Field>
            <FormFoot sending=sending dirty=Signal::derive(move || name.with(|name| !name.trim().is_empty())) on_save=save label=t::settings::create() />
        </div>
    }
    .into_any()
}

/// Lines of a pasted text, without the empty ones.
fn lines_of(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// One dictionary with its values, to be changed wherever it is needed.
#[component]
pub fn DictionaryCard(id: DictionaryId) -> AnyView {
    let dictionary = query::<GetDictionary>(move || Some(((id,), ())));
    view! {
        <Loaded query=dictionary let:dictionary><Card dictionary=dictionary /></Loaded>
    }
    .into_any()
}

#[component]
fn Card(dictionary: Arc<Dictionary>) -> AnyView {
    let (id, version) = (dictionary.id, dictionary.version);
    let (sending, queries) = (sending(), queries());
    let name = RwSignal::new(dictionary.name.clone());
    let archived = dictionary.archived_at.is_some();
    let rename = move |typed: String| {
        sending.change::<UpdateDictionary>(
            (id,),
            version,
            DictionaryPatch { name: Some(typed) },
            move |_| queries.stale(TAGS),
        );
    };
    let flip = move |()| match archived {
        true => sending.send::<RestoreDictionary>((id,), (), (), move |_| queries.stale(TAGS)),
        false => {
            sending.change::<ArchiveDictionary>((id,), version, (), move |()| queries.stale(TAGS))
        }
    };
    let live: Vec<Value> = dictionary
        .values
        .iter()
        .filter(|value| value.archived_at.is_none())
        .cloned()
        .collect();
    let gone: Vec<Value> = dictionary
        .values
        .iter()
        .filter(|value| value.archived_at.is_some())
        .cloned()
        .collect();
    let order: Vec<_> = live.iter().map(|value| value.id).collect();
    let reorder = Callback::new(move |(place, to): (usize, Move)| {
        let mut value_ids = order.clone();
        carry_out(&mut value_ids, place, to);
        sending.change::<OrderValues>((id,), version, ValueOrder { value_ids }, move |now| {
            queries.put::<GetDictionary>((id,), (), now)
        });
    });
    let count = live.len();
    let others = live.clone();
    let known = dictionary.values.clone();
    view! {
        <div class="form">
            {move || general(sending.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
            <div class="cluster">
                <Field label=t::settings::name() error=Signal::derive(move || sending.fault("/name"))>
                    <Input value=name max_length=200 on_commit=rename />
                </Field>
                <Button label=if archived { t::settings::restore() } else { t::settings::archive() } kind=Kind::Ghost icon=Icon::Archive on_press=flip />
            </div>
            <ol class="values">
                {live.into_iter().enumerate().map(|(place, value)| {
                    let others: Vec<Value> = others.iter().filter(|other| other.id != value.id).cloned().collect();
                    view! { <ValueLine value=value place=place count=count others=others reorder=reorder /> }
                }).collect_view()}
            </ol>
            {(!archived).then(|| view! { <Add id=id /> })}
            {(!gone.is_empty()).then(|| view! {
                <h2 class="section-head">{t::settings::archived_values()}</h2>
                <ul class="plain-list">{gone.into_iter().map(|value| {
                    let into = value.merged_into.and_then(|into| known.iter().find(|other| other.id == into));
                    let into = into.map(|into| into.name.clone());
                    view! { <Gone value=value into=into /> }
                }).collect_view()}</ul>
            })}
        </div>
    }
    .into_any()
}

#[component]
fn ValueLine(
    value: Value,
    place: usize,
    count: usize,
    others: Vec<Value>,
    reorder: Callback<(usize, Move)>,
) -> AnyView {
    let (id, version) = (value.id, value.version);
    let (sending, queries) = (sending(), queries());
    let name = RwSignal::new(value.name.clone());
    let rename = move |typed: String| {
        sending.change::<UpdateValue>(
            (id,),
            version,
            ValuePatch { name: Some(typed) },
            move |_| queries.stale(TAGS),
        );
    };
    let archive =
        move |()| sending.change::<ArchiveValue>((id,), version, (), move |()| queries.stale(TAGS));
    let trouble = Signal::derive(move || {
        sending
            .fault("/name")
            .or_else(|| general(sending.failure()))
    });
    // Nothing is said of what nobody used yet.
    let used = (value.used > 0).then(|| t::settings::used(i64::from(value.used)));
    let blocked = |at: bool| at.then(|| t::settings::already_there().to_owned());
    let label = value.name.clone();
    let others = StoredValue::new(others);
    let merge = move |into: domain::ids::ValueId| {
        sending.send::<MergeValue>((id,), (), MergeInto { into }, move |_| queries.stale(TAGS));
    };
    view! {
        <li class="values__line">
            <Field label=t::settings::value_number(i64::try_from(place + 1).unwrap_or_default())>
                <Input value=name max_length=200 on_commit=rename />
            </Field>
            <span class="meta nowrap">{used}</span>
            <Button label=t::settings::move_up(&label) icon=Icon::ArrowUp face=Face::Icon kind=Kind::Ghost blocked=blocked(place == 0) on_press=move |()| reorder.run((place, Move::Up)) />
            <Button label=t::settings::move_down(&label) icon=Icon::ArrowDown face=Face::Icon kind=Kind::Ghost blocked=blocked(place + 1 == count) on_press=move |()| reorder.run((place, Move::Down)) />
            <Menu label=t::settings::more(&label) icon=Icon::Ellipsis face=Face::Icon kind=Kind::Ghost>
                <MenuItem label=t::settings::archive() icon=Icon::Archive on_press=archive />
                {others.get_value().into_iter().map(|other| {
                    let into = other.id;
                    view! { <MenuItem label=t::settings::merge_into(&other.name) icon=Icon::Merge on_press=move |()| merge(into) /> }
                }).collect_view()}
            </Menu>
            <InlineError text=trouble />
        </li>
    }
    .into_any()
}

/// Enter adds a line; a pasted list adds many.
#[component]
fn Add(id: DictionaryId) -> AnyView {
    let typed = RwSignal::new(String::new());
    let (sending, queries) = (sending(), queries());
    let add = move || {
        let names = lines_of(&typed.get_untracked());
        if names.is_empty() {
            return;
        }
        sending.send::<AddValues>((id,), (), NewValues { names }, move |now| {
            typed.set(String::new());
            queries.put::<GetDictionary>((id,), (), now);
            queries.stale(TAGS);
        });
    };
    let keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() {
            event.prevent_default();
            add();
        }
    };
    let error = Signal::derive(move || {
        sending
            .failure()
            .map(|failure| match failure.field_errors().first() {
                Some(fault) => fault.message.clone(),
                None => general(Some(failure)).unwrap_or_default(),
            })
    });
    view! {
        <div on:keydown=keydown>
            <Field label=t::settings::add_value() hint=t::settings::add_value_hint().to_owned() error=error>
                <Textarea value=typed rows=1 />
            </Field>
        </div>
        <Button label=t::settings::add_value() icon=Icon::Plus busy=Signal::derive(move || sending.pending()) on_press=move |()| add() />
    }
    .into_any()
}

/// `into` is what the value that counts for it is called, where it was merged.
#[component]
fn Gone(value: Value, into: Option<String>) -> AnyView {
    let id = value.id;
    let (sending, queries) = (sending(), queries());
    let trouble = Signal::derive(move || general(sending.failure()));
    view! {
        <li>
            <span>{value.name}</span>
            <span class="meta">{match into {
                Some(into) => t::settings::counts_as(into),
                None => t::settings::used(i64::from(value.used)),
            }}</span>
            <Button label=t::settings::restore() kind=Kind::Ghost on_press={move |()| sending.send::<RestoreValue>((id,), (), (), move |_| queries.stale(TAGS))} />
            <InlineError text=trouble />
        </li>
    }
    .into_any()
}
