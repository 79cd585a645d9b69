//! Question 1: which tasks are there.

use domain::collation::sort_key;
use leptos::prelude::*;
use process_file::interview::{Edit, Key, TaskKind, offered_tasks};

use super::parts::{OneMore, Pick, Tick};
use super::talk::Talk;
use crate::i18n::t;
use crate::ui::{Button, Chip, Face, Icon, Kind, Radio, Tone, icon};

const fn sign(kind: TaskKind) -> Icon {
    match kind {
        TaskKind::Call => Icon::Phone,
        TaskKind::Visit => Icon::UserRound,
        TaskKind::Check => Icon::ListChecks,
        TaskKind::Send => Icon::Mail,
    }
}

fn kind_name(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Call => t::interview::kind_call(),
        TaskKind::Visit => t::interview::kind_visit(),
        TaskKind::Check => t::interview::kind_check(),
        TaskKind::Send => t::interview::kind_send(),
    }
}

fn kinds() -> Vec<Radio> {
    let all = TaskKind::ALL.iter().copied();
    all.map(|kind| Radio::new(kind.as_str(), kind_name(kind)))
        .collect()
}

#[component]
pub fn Tasks(talk: Talk) -> AnyView {
    let chosen = talk.tasks();
    view! {
        <div class="interview__tasks">
            <div class="stack">
                <OneMore label=t::interview::add_task() hint=t::interview::add_task_hint().to_owned() on_add=move |name| talk.edit(Edit::AddTask { name }) />
                <div class="interview__offers">
                    {TaskKind::ALL.iter().copied().map(|kind| view! { <Offers talk=talk kind=kind /> }).collect_view()}
                </div>
            </div>
            <section class="interview__chosen" aria-labelledby="chosen-tasks">
                <h3 class="section-head" id="chosen-tasks">{t::interview::chosen_tasks()}</h3>
                <ol class="interview__lines">
                    <For each=move || chosen.get() key=|key| *key let:key><TaskLine talk=talk own=key /></For>
                </ol>
                {move || chosen.with(Vec::is_empty).then(|| view! { <p class="meta">{t::interview::no_tasks()}</p> })}
            </section>
        </div>
    }
    .into_any()
}

/// What many clubs have of one kind of work, and what this one has already.
#[component]
fn Offers(talk: Talk, kind: TaskKind) -> AnyView {
    let language = talk.answers.with_untracked(|answers| answers.language);
    view! {
        <fieldset class="interview__group">
            <legend class="row section-head">{icon(sign(kind))}{kind_name(kind)}</legend>
            {offered_tasks(kind, language).into_iter().map(|name| {
                let own = sort_key(name);
                let key = talk.part(move |answers, _| {
                    let mut tasks = answers.tasks.iter();
                    tasks.find(|task| sort_key(&task.name) == own).map(|task| task.key)
                });
                let tick = move |on: bool| match (on, key.get_untracked()) {
                    (true, None) => talk.edit(Edit::AddTask { name: name.to_owned() }),
                    (false, Some(key)) => talk.edit(Edit::RemoveTask(key)),
                    _ => {}
                };
                view! { <Tick label=name.to_owned() checked=Signal::derive(move || key.get().is_some()) on_tick=tick /> }
            }).collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn TaskLine(talk: Talk, own: Key) -> AnyView {
    let name = talk.part(move |answers, _| {
        answers
            .task(own)
            .map(|task| task.name.clone())
            .unwrap_or_default()
    });
    let kind = talk.part(move |answers, _| answers.task(own).map(|task| task.kind));
    let is_first =
        talk.part(move |answers, _| answers.tasks.first().is_some_and(|task| task.key == own));
    let known = talk.part(move |answers, club| {
        answers
            .task(own)
            .is_some_and(|task| club.template(&task.name).is_some())
    });
    view! {
        <li class="interview__task">
            <span class="cluster interview__name">
                <span>{name}</span>
                {move || is_first.get().then(|| view! { <Chip label=t::interview::begins() tone=Tone::Ok icon=Icon::Flag /> })}
                {move || known.get().then(|| view! { <Chip label=t::interview::is_known() tone=Tone::Info /> })}
            </span>
            <Pick
                label=Signal::derive(move || t::interview::kind_of(name.get()))
                value=Signal::derive(move || kind.get().map(TaskKind::as_str).unwrap_or_default().to_owned())
                options=Signal::stored(kinds())
                on_pick=move |word: String| if let Some(kind) = TaskKind::parse(&word) { talk.edit(Edit::Kind(own, kind)) }
            />
            <span class="row">
                {move || (!is_first.get()).then(|| view! {
                    <Button label=move || t::interview::begin_with(name.get()) icon=Icon::ArrowUp face=Face::Icon kind=Kind::Ghost on_press=move |()| talk.edit(Edit::First(own)) />
                })}
                <Button label=move || t::interview::remove(name.get()) icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| talk.edit(Edit::RemoveTask(own)) />
            </span>
        </li>
    }
    .into_any()
}
