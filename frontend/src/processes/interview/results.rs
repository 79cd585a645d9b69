//! Question 2: what can each task end with.

use domain::collation::sort_key;
use domain::results::Outcome;
use domain::templates::MAX_RESULTS;
use leptos::prelude::*;
use process_file::interview::{Edit, Key, offered_results};

use super::parts::{OneMore, Pick, Tick};
use super::talk::Talk;
use crate::i18n::t;
use crate::settings::{outcome, outcome_tone};
use crate::ui::{Chip, Dot, Radio, Tone};

#[component]
pub fn Results(talk: Talk) -> AnyView {
    let tasks = talk.tasks();
    view! {
        <div class="interview__cards">
            <For each=move || tasks.get() key=|key| *key let:key><OfTask talk=talk task=key /></For>
        </div>
    }
    .into_any()
}

/// The results of one task: those it has, then those that are offered.
#[component]
fn OfTask(talk: Talk, task: Key) -> AnyView {
    let name = talk.task_name(task);
    // What was ticked while the card is open stays in its line when it is unticked.
    let seen = StoredValue::new(Vec::<String>::new());
    let lines = talk.part(move |answers, _| {
        let Some(known) = answers.task(task) else {
            return Vec::new();
        };
        let own = known
            .ways
            .iter()
            .filter_map(|way| answers.result(way.result));
        let own: Vec<String> = own.map(|result| result.name.clone()).collect();
        let mut all = seen.get_value();
        let offered = offered_results(known.kind, answers.language).into_iter();
        for name in own.into_iter().chain(offered.map(str::to_owned)) {
            if all.iter().all(|line| sort_key(line) != sort_key(&name)) {
                all.push(name);
            }
        }
        seen.set_value(all.clone());
        all
    });
    let full = talk.part(move |answers, _| {
        answers
            .task(task)
            .is_some_and(|task| task.ways.len() >= MAX_RESULTS)
    });
    view! {
        <section class="interview__card" aria-label=name>
            <h3 class="section-head">{name}</h3>
            <OneMore
                label=t::interview::add_result()
                hint=Signal::derive(move || full.get().then(|| t::interview::nine_results().to_owned()))
                on_add=move |name| talk.edit(Edit::AddResult { task, name })
            />
            <ul class="interview__lines">
                <For each=move || lines.get() key=|name| name.clone() let:name><Line talk=talk task=task name=name full=full /></For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Line(talk: Talk, task: Key, name: String, full: Memo<bool>) -> AnyView {
    let own = sort_key(&name);
    let result = talk.part(move |answers, club| {
        let ways = &answers.task(task)?.ways;
        let results = ways.iter().filter_map(|way| answers.result(way.result));
        let mut same = results.filter(|result| sort_key(&result.name) == own);
        let found = same.next()?;
        let known = club.result(&found.name).is_some();
        Some((found.key, found.outcome, known))
    });
    let label = StoredValue::new(name);
    let tick = move |on: bool| match (on, result.get_untracked()) {
        (true, None) => talk.edit(Edit::AddResult {
            task,
            name: label.get_value(),
        }),
        (false, Some((result, _, _))) => talk.edit(Edit::RemoveResult { task, result }),
        _ => {}
    };
    let key = Memo::new(move |_| result.get().map(|(key, _, known)| (key, known)));
    let meant = Memo::new(move |_| result.get().map(|(_, outcome, _)| outcome));
    view! {
        <li class="interview__result">
            <Tick
                label=label.get_value()
                checked=Signal::derive(move || key.get().is_some())
                disabled=Signal::derive(move || full.get() && key.get().is_none())
                on_tick=tick
            />
            {move || key.get().map(|(result, known)| match known {
                true => view! { <Chip label=t::interview::is_known() tone=Tone::Info /> }.into_any(),
                false => view! {
                    <span class="row">
                        {move || meant.get().map(|meant| view! { <Dot tone=outcome_tone(meant) /> })}
                        <Pick
                            label=t::interview::outcome_of(label.get_value())
                            value=Signal::derive(move || meant.get().map(Outcome::as_str).unwrap_or_default().to_owned())
                            options=Signal::stored(outcomes())
                            on_pick=move |word: String| if let Some(outcome) = Outcome::parse(&word) { talk.edit(Edit::Outcome(result, outcome)) }
                        />
                    </span>
                }.into_any(),
            })}
        </li>
    }
    .into_any()
}

fn outcomes() -> Vec<Radio> {
    let all = Outcome::ALL.iter();
    all.map(|word| Radio::new(word.as_str(), outcome(*word)))
        .collect()
}
