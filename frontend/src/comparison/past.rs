//! Comparisons that ended: who kept what, and a way to look at them again.

use domain::comparison::Side;
use domain::ids::ComparisonId;
use leptos::prelude::*;
use wire::comparison::Comparison;

use crate::clubtime;
use crate::i18n::t;
use crate::ui::{Button, Kind};

#[component]
pub fn Past(all: Vec<Comparison>, looked: RwSignal<Option<ComparisonId>>) -> AnyView {
    let ended: Vec<AnyView> = all
        .into_iter()
        .filter_map(|one| line(&one, looked))
        .collect();
    if ended.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="comparison__part" aria-labelledby="comparison-past">
            <h2 class="section-head" id="comparison-past">{t::comparison::past()}</h2>
            <ul class="comparison__list">{ended}</ul>
        </section>
    }
    .into_any()
}

fn line(one: &Comparison, looked: RwSignal<Option<ComparisonId>>) -> Option<AnyView> {
    let (id, words) = (one.id, told(one)?);
    let pair = t::comparison::past_pair(one.present.number, one.challenger.number);
    Some(
        view! {
            <li class="comparison__ended">
                <span><strong>{pair}</strong><span class="meta">{words}</span></span>
                <Button label=t::comparison::look() kind=Kind::Ghost on_press=move |()| looked.set(Some(id)) />
            </li>
        }
        .into_any(),
    )
}

/// When it ran, what stayed, and who ended it; nothing while it runs.
pub fn told(one: &Comparison) -> Option<String> {
    let kept = match one.kept? {
        Side::Present => one.present.number,
        Side::Challenger => one.challenger.number,
    };
    let nobody = || t::timeline::by_itself().to_owned();
    Some(t::comparison::past_line(
        clubtime::moment(one.started_at),
        clubtime::moment(one.ended_at?),
        kept,
        one.ended_by_name.clone().unwrap_or_else(nobody),
    ))
}
