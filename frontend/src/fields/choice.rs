//! Answers that are chosen from a list.

use domain::fields::Raw;
use leptos::prelude::*;

use super::text_of;
use crate::quick::ClientBox;
use crate::ui::{Choice, Combobox, Picks};

pub fn one(value: RwSignal<Option<Raw>>, options: Vec<Choice>) -> AnyView {
    let current = text_of(value);
    let chosen = options
        .iter()
        .find(|choice| choice.value == current)
        .cloned();
    let chosen = RwSignal::new(chosen.into_iter().collect::<Vec<_>>());
    let change = move |picked: Vec<Choice>| {
        value.set(picked.first().map(|choice| Raw::Text(choice.value.clone())))
    };
    view! { <Combobox chosen=chosen options=Signal::stored(options) on_change=change /> }.into_any()
}

pub fn many(value: RwSignal<Option<Raw>>, options: Vec<Choice>) -> AnyView {
    let current = match value.get_untracked() {
        Some(Raw::List(ids)) => ids,
        _ => Vec::new(),
    };
    let find = |id: &String| options.iter().find(|choice| choice.value == *id).cloned();
    let chosen = RwSignal::new(current.iter().filter_map(find).collect::<Vec<_>>());
    let change = move |picked: Vec<Choice>| {
        let ids: Vec<String> = picked.into_iter().map(|choice| choice.value).collect();
        value.set((!ids.is_empty()).then_some(Raw::List(ids)));
    };
    view! { <Combobox chosen=chosen options=Signal::stored(options) picks=Picks::Many on_change=change /> }.into_any()
}

pub fn client(value: RwSignal<Option<Raw>>) -> AnyView {
    let chosen = RwSignal::new(Vec::new());
    let change = move |picked: Vec<Choice>| {
        value.set(picked.first().map(|choice| Raw::Text(choice.value.clone())))
    };
    view! { <ClientBox chosen=chosen on_change=change /> }.into_any()
}
