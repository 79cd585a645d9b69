//! Who belongs to a client: a line each, and a form for one more.

use leptos::html;
use leptos::prelude::*;
use wire::clients::{Client, ClientPatch, Relation, RelationEntry};

use super::about::OpenCard;
use super::link_form::LinkForm;
use crate::i18n::t;
use crate::links;
use crate::quick::ClientBox;
use crate::ui::{Button, Choice, Face, Field, Icon, InlineError, Input, Kind};

#[component]
pub fn Family(card: OpenCard) -> AnyView {
    let relations = card.read(|client| client.relations.clone());
    let adding = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let any = Memo::new(move |_| card.may_edit.get() || !relations.with(Vec::is_empty));
    let close = Callback::new(move |()| {
        adding.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    });
    view! {
        {move || any.get().then(|| view! {
            <section class="family" aria-label=t::clients::family()>
                <h2 class="section-head">{t::clients::family()}</h2>
                <ul class="plain-list">
                    <For each=move || relations.get() key=|one| (one.client_id, one.kind.clone(), one.name.clone()) let:one>
                        <Relative card=card relation=one />
                    </For>
                </ul>
                {move || card.may_edit.get().then(|| view! {
                    {move || adding.get().then(|| view! { <Adding card=card close=close /> })}
                    <div hidden=move || adding.get()>
                        <Button label=t::clients::add_relative() icon=Icon::Plus kind=Kind::Ghost node=button on_press=move |()| adding.set(true) />
                    </div>
                })}
            </section>
        })}
    }
    .into_any()
}

#[component]
fn Relative(card: OpenCard, relation: Relation) -> AnyView {
    let Relation {
        client_id,
        name,
        kind,
    } = relation;
    let remove = move |()| {
        change(card, move |relations| {
            relations.retain(|one| one.client_id != client_id);
        });
    };
    let label = t::clients::remove_relative(&name);
    view! {
        <li>
            <span><a href=links::client(client_id)>{name}</a>" · "{kind}</span>
            {move || card.may_edit.get().then(|| view! {
                <Button label=label.clone() icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=remove />
            })}
        </li>
    }
    .into_any()
}

#[component]
fn Adding(card: OpenCard, close: Callback<()>) -> AnyView {
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let kind = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let own = card.client.with_untracked(|client| client.id.to_string());
    let known = card.read(|client| {
        let relations = client.relations.iter();
        relations
            .map(|one| one.client_id.to_string())
            .collect::<Vec<_>>()
    });
    let trouble = Memo::new(move |_| {
        let chosen = chosen.get();
        let Some(choice) = chosen.first() else {
            return tried.get().then(t::clients::choose_relative);
        };
        match choice.value == own || known.with(|known| known.contains(&choice.value)) {
            true => Some(t::clients::relative_taken()),
            false => None,
        }
    });
    let save = Callback::new(move |()| {
        tried.set(true);
        let other = chosen.with_untracked(|chosen| chosen.first()?.value.parse().ok());
        let (Some(client_id), None) = (other, trouble.get_untracked()) else {
            return;
        };
        let typed = kind.get_untracked().trim().to_owned();
        let kind = match typed.is_empty() {
            true => t::clients::relative().to_owned(),
            false => typed,
        };
        change(card, move |relations| {
            relations.push(RelationEntry {
                client_id,
                kind: kind.clone(),
            });
        });
        close.run(());
    });
    let first = NodeRef::<html::Input>::new();
    view! {
        <LinkForm label=t::clients::add_relative() submit=t::clients::add_relation() first=first busy=Signal::stored(false) on_submit=save on_close=close>
            <Field label=t::clients::who_is_it()><ClientBox chosen=chosen node=first /></Field>
            <InlineError text=Signal::derive(move || trouble.get().map(str::to_owned)) />
            <Field label=t::clients::relation()><Input value=kind placeholder=t::clients::relation_example() /></Field>
        </LinkForm>
    }
    .into_any()
}

fn change(card: OpenCard, change: impl Fn(&mut Vec<RelationEntry>) + Send + Sync + 'static) {
    card.saver.save(move |client: &Client| {
        let mut relations: Vec<RelationEntry> = client
            .relations
            .iter()
            .map(|one| RelationEntry {
                client_id: one.client_id,
                kind: one.kind.clone(),
            })
            .collect();
        change(&mut relations);
        ClientPatch {
            relations: Some(relations),
            ..ClientPatch::default()
        }
    });
}
