//! Question 5: what of it is chosen from a list, and which values the list has.

use domain::collation::sort_key;
use leptos::prelude::*;
use process_file::interview::{AskKind, Edit, Key};

use super::asks::kind_name;
use super::parts::Pick;
use super::talk::Talk;
use crate::i18n::t;
use crate::ui::{EmptyState, Field, Icon, Radio, fresh_id};

/// All questions of one label.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    label: String,
    kind: AskKind,
    list: Option<Key>,
    /// The results that ask it.
    by: Vec<String>,
}

#[component]
pub fn Lists(talk: Talk) -> AnyView {
    let all = talk.part(|answers, _| {
        let mut all: Vec<Asked> = Vec::new();
        for result in answers.used_results() {
            for ask in result.asks.iter().filter(|ask| ask.kind.may_be_listed()) {
                let key = sort_key(&ask.label);
                match all.iter_mut().find(|known| sort_key(&known.label) == key) {
                    Some(known) => known.by.push(result.name.clone()),
                    None => all.push(Asked {
                        label: ask.label.clone(),
                        kind: ask.kind,
                        list: ask.list,
                        by: vec![result.name.clone()],
                    }),
                }
            }
        }
        all
    });
    let labels = Memo::new(move |_| {
        let all = all.get().into_iter();
        all.map(|asked| asked.label).collect::<Vec<_>>()
    });
    view! {
        <div class="interview__cards">
            <For each=move || labels.get() key=|label| label.clone() let:label><OfLabel talk=talk all=all label=label /></For>
        </div>
        {move || labels.with(Vec::is_empty).then(|| view! { <EmptyState text=t::interview::no_texts() icon=Icon::ListChecks /> })}
    }
    .into_any()
}

#[component]
fn OfLabel(talk: Talk, all: Memo<Vec<Asked>>, label: String) -> AnyView {
    let own = StoredValue::new(label);
    let asked = Memo::new(move |_| {
        all.with(|all| {
            all.iter()
                .find(|asked| own.with_value(|own| asked.label == *own))
                .cloned()
        })
    });
    let by = move || asked.get().map(|asked| asked.by.join(", "));
    let kind = Memo::new(move |_| asked.get().map(|asked| asked.kind));
    let list = Memo::new(move |_| asked.get().and_then(|asked| asked.list));
    // A list that several questions choose from is written down with the first of them.
    let first = Memo::new(move |_| {
        let list = list.get()?;
        all.with(|all| {
            let first = all.iter().find(|asked| asked.list == Some(list))?;
            Some(first.label.clone()).filter(|first| own.with_value(|own| first != own))
        })
    });
    let kinds = [AskKind::Text, AskKind::Note, AskKind::One, AskKind::Several]
        .into_iter()
        .map(|kind| Radio::new(kind.as_str(), kind_name(kind)))
        .collect::<Vec<_>>();
    view! {
        <section class="interview__card" aria-label=own.get_value()>
            <h3 class="section-head">{own.get_value()}</h3>
            <p class="meta">{by}</p>
            <Pick
                label=t::interview::answered_of(own.get_value())
                value=Signal::derive(move || kind.get().map(AskKind::as_str).unwrap_or_default().to_owned())
                options=Signal::stored(kinds)
                on_pick=move |word: String| if let Some(kind) = AskKind::parse(&word) { talk.edit(Edit::Answered { label: own.get_value(), kind }) }
            />
            {move || list.get().map(|list| view! {
                <WhichList talk=talk label=own.get_value() list=list />
                {move || match first.get() {
                    Some(first) => view! { <p class="meta">{t::interview::same_list(first)}</p> }.into_any(),
                    None => view! { <Values talk=talk list=list /> }.into_any(),
                }}
            })}
        </section>
    }
    .into_any()
}

/// A list that the club has, one of this interview, or one of its own.
#[component]
fn WhichList(talk: Talk, label: String, list: Key) -> AnyView {
    let name = talk.part(move |answers, _| {
        answers
            .list(list)
            .map(|list| list.name.clone())
            .unwrap_or_default()
    });
    let label = StoredValue::new(label);
    let options = talk.part(move |answers, club| {
        let own = label.get_value();
        let known = club.lists.iter().map(|list| list.name.clone());
        let ours = answers
            .used_lists()
            .into_iter()
            .map(|list| list.name.clone());
        let mut all: Vec<String> = Vec::new();
        for name in ours.chain(known).chain([own]) {
            if all.iter().all(|known| sort_key(known) != sort_key(&name)) {
                all.push(name);
            }
        }
        all
    });
    let radios = Signal::derive(move || {
        options.with(|names| {
            let known = |name: &String| talk.club.with(|club| club.list(name).is_some());
            let names = names.iter();
            names
                .map(|name| match known(name) {
                    true => Radio::new(name.clone(), t::interview::list_known(name.clone())),
                    false => Radio::new(name.clone(), t::interview::list_new(name.clone())),
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Pick
            label=t::interview::list_of(label.get_value())
            value=name
            options=radios
            on_pick=move |list: String| talk.edit(Edit::From { label: label.get_value(), list })
        />
    }
    .into_any()
}

#[component]
fn Values(talk: Talk, list: Key) -> AnyView {
    let known = talk.part(move |answers, club| {
        let known = answers.list(list).and_then(|list| club.list(&list.name));
        known
            .map(|known| known.values.join(" · "))
            .unwrap_or_default()
    });
    let text = talk.part(move |answers, _| {
        answers
            .list(list)
            .map(|list| list.values.join("\n"))
            .unwrap_or_default()
    });
    let name = talk.part(move |answers, _| {
        answers
            .list(list)
            .map(|list| list.name.clone())
            .unwrap_or_default()
    });
    let empty = Memo::new(move |_| {
        talk.lacks
            .with(|lacks| lacks.contains(&process_file::interview::Lack::EmptyList(list)))
    });
    let id = fresh_id("values");
    let label = move || match known.with(String::is_empty) {
        true => t::interview::values_of(name.get()),
        false => t::interview::more_values_of(name.get()),
    };
    let note = StoredValue::new(format!("{id}-note"));
    view! {
        {move || (!known.with(String::is_empty)).then(|| view! { <p class="meta">{t::interview::values_known(known.get())}</p> })}
        <Field label=label hint=t::interview::values_hint().to_owned() error=Signal::derive(move || empty.get().then(|| t::interview::values_needed().to_owned())) id=id.clone()>
            <textarea
                class="input"
                id=id.clone()
                rows=4
                aria-describedby=note.get_value()
                aria-invalid=move || empty.get().then_some("true")
                prop:value=text
                on:input:target=move |event| talk.edit(Edit::Values(list, event.target().value()))
                on:change:target=move |event| if let Some(text) = text.try_get_untracked() { event.target().set_value(&text) }
            ></textarea>
        </Field>
    }
    .into_any()
}
