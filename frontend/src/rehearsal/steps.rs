//! What would be done at each step, and which results nobody ever chose.

use leptos::prelude::*;
use wire::rehearsal::ReplayStep;

use super::lines::{Both, float, time, whole};
use crate::i18n::t;

pub fn view(both: &Both) -> AnyView {
    let before = |step: &str| {
        let steps = &both.present.as_ref()?.steps;
        let known = steps.iter().find(|known| known.step == step);
        Some(known.map_or(0, |known| known.tasks))
    };
    let compares = both.present.is_some();
    let ends_early = both.draft.steps.iter().any(|step| step.unknown > 0);
    let lines = both.draft.steps.iter().map(|step| {
        let unknown = (step.unknown > 0).then(|| whole(step.unknown));
        view! {
            <tr>
                <th scope="row"><a href=both.at(&step.step, None)>{step.name.clone()}</a></th>
                <td>{whole(step.tasks)}</td>
                {compares.then(|| view! { <td>{whole(before(&step.step).unwrap_or_default())}</td> })}
                <td class="wide-only">{time(float(step.minutes))}</td>
                {ends_early.then(|| view! { <td>{unknown}</td> })}
            </tr>
        }
    });
    view! {
        <section class="rehearsal__part" aria-labelledby="rehearsal-steps">
            <h2 class="section-head" id="rehearsal-steps">{t::rehearsal::steps_title()}</h2>
            <table class="numbers">
                <thead><tr>
                    <th scope="col">{t::rehearsal::step()}</th>
                    <th scope="col">{t::rehearsal::tasks()}</th>
                    {compares.then(|| view! { <th scope="col">{t::rehearsal::now()}</th> })}
                    <th scope="col" class="wide-only">{t::rehearsal::work()}</th>
                    {ends_early.then(|| view! { <th scope="col">{t::rehearsal::unknown_from_here()}</th> })}
                </tr></thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// Results that the draft offers and that nobody chose in all this time.
pub fn unused(both: &Both) -> AnyView {
    let never = |step: &ReplayStep| {
        let results = step.results.iter().filter(|result| result.times == 0);
        let names: Vec<(String, String)> = results
            .map(|result| {
                let at = both.at(&step.step, Some(result.result_id.to_string()));
                (at, result.name.clone())
            })
            .collect();
        (step.name.clone(), step.tasks, names)
    };
    // Where nobody came, nothing could be chosen.
    let steps: Vec<_> = both
        .draft
        .steps
        .iter()
        .map(never)
        .filter(|(_, tasks, names)| *tasks > 0 && !names.is_empty())
        .collect();
    if steps.is_empty() {
        return ().into_any();
    }
    let lines = steps.into_iter().map(|(step, _, names)| {
        let links = names
            .into_iter()
            .map(|(at, name)| view! { <li><a href=at>{name}</a></li> });
        view! {
            <div class="rehearsal__unused">
                <h3 class="rehearsal__step">{step}</h3>
                <ul class="rehearsal__names">{links.collect_view()}</ul>
            </div>
        }
    });
    view! {
        <section class="rehearsal__part" aria-labelledby="rehearsal-unused">
            <h2 class="section-head" id="rehearsal-unused">{t::rehearsal::unused_title()}</h2>
            <p class="meta">{t::rehearsal::unused_hint()}</p>
            {lines.collect_view()}
        </section>
    }
    .into_any()
}
