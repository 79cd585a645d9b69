//! Below every question: what is missing, back and on.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use process_file::interview::{Edit, Lack};

use super::QUESTIONS;
use super::talk::Talk;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::ui::{Button, Chip, Icon, Kind, Tone, icon};

#[component]
pub fn Foot(talk: Talk, question: Memo<usize>) -> AnyView {
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |to: usize| {
        navigate.with_value(|navigate| {
            let options = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&links::interview(to), options);
        });
    });
    // What belongs to later questions is asked there.
    let here = Memo::new(move |_| {
        let lacks = talk.lacks.get();
        let mut here: Vec<Lack> = lacks
            .into_iter()
            .filter(|lack| lack.question() <= question.get())
            .collect();
        // A task without results leads nowhere either: one thing at a time.
        if here.iter().any(|lack| matches!(lack, Lack::NoResults(_))) {
            here.retain(|lack| !matches!(lack, Lack::Unmet(_)));
        }
        here
    });
    let blocked = Signal::derive(move || {
        let first = here.with(|here| here.first().copied())?;
        Some(said(talk, first))
    });
    let on = move |()| {
        if question.get_untracked() < QUESTIONS && blocked.get_untracked().is_none() {
            go.run(question.get_untracked() + 1);
        }
    };
    let back = move |()| {
        if question.get_untracked() > 1 {
            go.run(question.get_untracked() - 1);
        }
    };
    keys::add(
        Command::new("interview.on", Scope::Page, t::interview::on(), move || {
            on(())
        })
        .on(Chord::ENTER.ctrl())
        .when(move || question.get_untracked() < QUESTIONS),
    );
    keys::add(
        Command::new(
            "interview.back",
            Scope::Page,
            t::interview::back(),
            move || back(()),
        )
        .on(Chord::ENTER.ctrl().shift())
        .when(move || question.get_untracked() > 1),
    );
    view! {
        <div class="interview__foot" data-last=move || (question.get() == QUESTIONS).then_some("")>
            <div role="status" class="stack" data-gap="tight">
                {move || {
                    let lacks = here.get();
                    match lacks.is_empty() {
                        true => view! { <p class="interview__fine">{icon(Icon::CircleCheck)}{match question.get() < QUESTIONS { true => t::interview::fine(), false => t::interview::ready() }}</p> }.into_any(),
                        false => lacks.into_iter().map(|lack| view! { <LackLine talk=talk lack=lack question=question go=go /> }).collect_view().into_any(),
                    }
                }}
            </div>
            <div class="cluster">
                {move || (question.get() > 1).then(|| view! {
                    <Button label=t::interview::back() icon=Icon::ArrowLeft chord=Chord::ENTER.ctrl().shift() on_press=back />
                })}
                {move || (question.get() < QUESTIONS).then(|| view! {
                    <Button label=t::interview::on() kind=Kind::Primary chord=Chord::ENTER.ctrl() blocked=blocked on_press=on />
                })}
            </div>
        </div>
    }
    .into_any()
}

/// What is missing, with what puts it right.
#[component]
fn LackLine(talk: Talk, lack: Lack, question: Memo<usize>, go: Callback<usize>) -> AnyView {
    let lead = match lack {
        Lack::Unmet(task) => talk.answers.with_untracked(|answers| {
            let from = answers.source_for(task)?;
            let link = answers.link_name(answers.task(task)?);
            Some((task, t::interview::lead(link, from.name.clone())))
        }),
        _ => None,
    };
    view! {
        <div class="cluster">
            <Chip label=said(talk, lack) tone=Tone::Danger icon=Icon::CircleAlert />
            {lead.map(|(task, label)| view! { <Button label=label icon=Icon::Plus on_press=move |()| talk.edit(Edit::Lead(task)) /> })}
            {move || (question.get() != lack.question()).then(|| view! {
                <Button label=t::interview::put_right(lack.question()) kind=Kind::Ghost on_press=move |()| go.run(lack.question()) />
            })}
        </div>
    }
    .into_any()
}

fn said(talk: Talk, lack: Lack) -> String {
    talk.answers.with(|answers| {
        let task = |key| {
            answers
                .task(key)
                .map(|task| task.name.clone())
                .unwrap_or_default()
        };
        match lack {
            Lack::NoTasks => t::interview::lack_tasks().to_owned(),
            Lack::NoResults(key) => t::interview::lack_results(task(key)),
            Lack::Unmet(key) => t::interview::lack_way(task(key)),
            Lack::EmptyList(key) => {
                let list = answers.list(key).map(|list| list.name.clone());
                t::interview::lack_values(list.unwrap_or_default())
            }
            Lack::Nameless => t::interview::lack_name().to_owned(),
            Lack::NameTaken => t::interview::lack_own_name().to_owned(),
        }
    })
}
