//! What a merge will do, in words.

use chrono::Days;
use domain::time::Due;
use leptos::prelude::*;
use wire::clients::Client;
use wire::merges::{CardSide, CardWork, CardsCompared};

use crate::clubtime;
use crate::i18n::t;

/// The next contact of a card: what, when and who.
pub fn next_of(card: &Client) -> Option<String> {
    let next = card.next.as_ref()?;
    let due = clubtime::spell(next.due, &clubtime::zone_of(card.branch_id));
    let who = next.assignee.as_ref().map(|who| who.name.clone());
    let who = who.or_else(|| {
        next.task_id
            .is_none()
            .then(|| t::merges::asleep().to_owned())
    });
    let parts = [Some(next.title.clone()), Some(due), who];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// The processes that lead somebody now.
pub fn running(card: &Client) -> String {
    let running = card.chains.iter().filter(|chain| chain.ended_at.is_none());
    let names: Vec<&str> = running.map(|chain| chain.process_name.as_str()).collect();
    names.join(", ")
}

fn moved(work: &CardWork) -> Option<String> {
    let count =
        |number: u32, words: fn(i64) -> String| (number > 0).then(|| words(i64::from(number)));
    let tasks = count(work.tasks, t::merges::tasks).map(|tasks| {
        match count(work.open_tasks, t::merges::of_them_open) {
            Some(open) => format!("{tasks} ({open})"),
            None => tasks,
        }
    });
    let results = count(work.completions, t::merges::results);
    let entries = count(work.entries, t::merges::entries);
    let parts: Vec<String> = [tasks, results, entries].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Sentences in the order in which one asks.
pub fn sentences(cards: &CardsCompared, continues: Option<CardSide>) -> Vec<String> {
    let (kept, other) = (&cards.kept, &cards.other);
    let mut said = vec![t::merges::to_archive(&other.name)];
    said.push(match moved(&cards.other_work) {
        Some(list) => t::merges::moves(list),
        None => t::merges::moves_nothing().to_owned(),
    });
    let (goes_on, ends) = match (cards.both_run, continues) {
        (false, _) if running(kept).is_empty() => (Some(other), None),
        (false, _) => (Some(kept), None),
        (true, Some(CardSide::Kept)) => (Some(kept), Some(other)),
        (true, Some(CardSide::Other)) => (Some(other), Some(kept)),
        (true, None) => (None, None),
    };
    if let Some(card) = goes_on.filter(|card| !running(card).is_empty()) {
        said.push(t::merges::goes_on(running(card)));
    }
    if let Some(card) = ends {
        said.push(t::merges::ends(running(card)));
    }
    let next = match (cards.both_run, goes_on) {
        (true, Some(card)) => next_of(card),
        (true, None) => None,
        // The earlier of the two.
        (false, _) => [kept, other]
            .into_iter()
            .filter(|card| card.next.is_some())
            .min_by_key(|card| {
                let zone = clubtime::zone_of(card.branch_id);
                card.next.as_ref().map(|next| match next.due {
                    Due::At(at) => at,
                    Due::Day(day) => zone.midnight(day + Days::new(1)),
                })
            })
            .and_then(next_of),
    };
    said.extend(next.map(t::merges::next));
    said.push(t::merges::thirty_days().to_owned());
    said
}

#[component]
pub fn Preview(#[prop(into)] sentences: Signal<Vec<String>>) -> AnyView {
    view! {
        <section class="merge-preview" aria-live="polite">
            <h2 class="section-head">{t::merges::preview()}</h2>
            <ul class="merge-preview__list">
                {move || sentences.get().into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
