//! Who would have how much to do.

use leptos::prelude::*;

use super::lines::{Both, change, time};
use crate::i18n::{self, t};

pub fn view(both: &Both) -> AnyView {
    let compares = both.present.is_some();
    let lines = both.carriers().into_iter().map(|pair| {
        let tasks = |load: Option<u32>| both.a_day(u64::from(load.unwrap_or_default()));
        let draft = tasks(pair.draft.map(|load| load.tasks));
        let present = compares.then(|| tasks(pair.present.map(|load| load.tasks)));
        let minutes = pair.draft.map_or(0, |load| load.minutes);
        let busiest = pair.draft.and_then(|load| load.days.iter().max().copied());
        view! {
            <tr>
                <th scope="row">{pair.name.to_owned()}</th>
                <td>{i18n::tenths(draft)}{change(draft, present).map(|by| view! { <span class="meta">" "{by}</span> })}</td>
                {present.map(|present| view! { <td class="wide-only">{i18n::tenths(present)}</td> })}
                <td>{time(both.a_day(minutes))}</td>
                <td class="wide-only">{busiest.unwrap_or_default()}</td>
            </tr>
        }
    });
    view! {
        <section class="rehearsal__part" aria-labelledby="rehearsal-people">
            <h2 class="section-head" id="rehearsal-people">{t::rehearsal::people_title()}</h2>
            <table class="numbers">
                <thead><tr>
                    <th scope="col">{t::rehearsal::person()}</th>
                    <th scope="col">{t::rehearsal::tasks_a_day()}</th>
                    {compares.then(|| view! { <th scope="col" class="wide-only">{t::rehearsal::now()}</th> })}
                    <th scope="col">{t::rehearsal::time_a_day()}</th>
                    <th scope="col" class="wide-only">{t::rehearsal::busiest()}</th>
                </tr></thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}
