//! Where clients would be led in circles, and how long one round is.

use chrono::Duration;
use leptos::prelude::*;

use super::lines::{Both, whole};
use crate::i18n::{self, t};

pub fn view(both: &Both) -> AnyView {
    if both.draft.rounds.is_empty() {
        return ().into_any();
    }
    let before = |steps: &[String]| {
        let rounds = &both.present.as_ref()?.rounds;
        let known = rounds.iter().find(|known| known.steps == steps);
        Some(known.map_or(0, |known| known.times))
    };
    let compares = both.present.is_some();
    let lines = both.draft.rounds.iter().map(|round| {
        let first = round.steps.first().cloned().unwrap_or_default();
        let names = match &round.names[..] {
            [alone] => t::rehearsal::round_alone(alone),
            names => t::rehearsal::round_of(names.join(" → ")),
        };
        view! {
            <tr>
                <th scope="row"><a href=both.at(&first, None)>{names}</a></th>
                <td>{whole(round.times)}</td>
                {compares.then(|| view! { <td>{whole(before(&round.steps).unwrap_or_default())}</td> })}
                <td class="wide-only">{whole(round.clients)}</td>
                <td class="wide-only">{whole(round.most)}</td>
                <td>{i18n::age(Duration::seconds(round.seconds))}</td>
            </tr>
        }
    });
    view! {
        <section class="rehearsal__part" aria-labelledby="rehearsal-rounds">
            <h2 class="section-head" id="rehearsal-rounds">{t::rehearsal::rounds_title()}</h2>
            <table class="numbers">
                <thead><tr>
                    <th scope="col">{t::rehearsal::round()}</th>
                    <th scope="col">{t::rehearsal::times()}</th>
                    {compares.then(|| view! { <th scope="col">{t::rehearsal::now()}</th> })}
                    <th scope="col" class="wide-only">{t::rehearsal::of_clients()}</th>
                    <th scope="col" class="wide-only">{t::rehearsal::most()}</th>
                    <th scope="col">{t::rehearsal::takes()}</th>
                </tr></thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}
