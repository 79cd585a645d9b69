//! Where the clients would be, and where they could not go on.

use leptos::prelude::*;
use wire::rehearsal::{DeadEndReason, Ends, ReplayDeadEnd};

use super::lines::{Both, n, whole};
use crate::i18n::t;

/// A line of the table: what it is called, and which number it shows.
type Line = (&'static str, fn(&Ends) -> u32);

pub fn view(both: &Both) -> AnyView {
    let rows: [Line; 8] = [
        (t::rehearsal::end_goal(), |ends| ends.goal),
        (t::rehearsal::end_refusal(), |ends| ends.refusal),
        (t::rehearsal::end_ended(), |ends| ends.ended),
        (t::rehearsal::end_handed_over(), |ends| ends.handed_over),
        (t::rehearsal::end_sleeping(), |ends| ends.sleeping),
        (t::rehearsal::end_open(), |ends| ends.open),
        (t::rehearsal::end_unknown(), |ends| ends.unknown),
        (t::rehearsal::end_dead(), |ends| ends.dead_end),
    ];
    let present = both.present.as_ref().map(|present| present.ends);
    let lines = rows
        .into_iter()
        .map(|(label, of)| (label, of(&both.draft.ends), present.as_ref().map(of)))
        .filter(|(_, draft, present)| *draft > 0 || present.is_some_and(|count| count > 0))
        .map(|(label, draft, present)| {
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    <td>{whole(draft)}</td>
                    {present.map(|count| view! { <td>{whole(count)}</td> })}
                </tr>
            }
        });
    view! {
        <section class="rehearsal__part" aria-labelledby="rehearsal-ends">
            <h2 class="section-head" id="rehearsal-ends">{t::rehearsal::ends_title()}</h2>
            <table class="numbers">
                <thead><tr>
                    <th scope="col">{t::rehearsal::end()}</th>
                    <th scope="col">{t::rehearsal::by_draft()}</th>
                    {present.is_some().then(|| view! { <th scope="col">{t::rehearsal::now()}</th> })}
                </tr></thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// Clients whom the draft leads nowhere.
pub fn dead(both: &Both) -> AnyView {
    if both.draft.dead_ends.is_empty() {
        return ().into_any();
    }
    let lines = both.draft.dead_ends.iter().map(|end| {
        let why = match end.why {
            DeadEndReason::ResultUnknown => t::rehearsal::why_result_unknown(),
            DeadEndReason::NothingFollows => t::rehearsal::why_nothing_follows(),
            DeadEndReason::StepGone => t::rehearsal::why_step_gone(),
        };
        view! {
            <li class="rehearsal__dead">
                <span>{place(both, end)}</span>
                <strong>{t::rehearsal::clients(n(end.clients))}</strong>
                <span class="meta">{why}</span>
            </li>
        }
    });
    view! {
        <section class="rehearsal__part" aria-labelledby="rehearsal-dead">
            <h2 class="section-head" id="rehearsal-dead">{t::rehearsal::dead_title()}</h2>
            <ul class="rehearsal__list">{lines.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn place(both: &Both, end: &ReplayDeadEnd) -> AnyView {
    let words = match &end.result_name {
        Some(result) => t::rehearsal::dead_at(result, &end.step_name),
        None => end.step_name.clone(),
    };
    // A step that is gone, and a result that the step lost, cannot be gone to.
    match end.why {
        DeadEndReason::StepGone => words.into_any(),
        DeadEndReason::ResultUnknown => {
            view! { <a href=both.at(&end.step, None)>{words}</a> }.into_any()
        }
        DeadEndReason::NothingFollows => {
            let result = end.result_id.map(|result| result.to_string());
            view! { <a href=both.at(&end.step, result)>{words}</a> }.into_any()
        }
    }
}
