//! The numbers of the map as a table: what a phone shows, what a screen reader walks through, what is printed.

use leptos::prelude::*;
use wire::map::{MapResult, MapStep, ProcessMap};

use super::super::board::{delay_icon, delay_word};
use super::super::spot::Spot;
use super::look::{List, Looking};
use super::words::{self, percent, span, whole};
use crate::i18n::t;
use crate::ui::icon;

pub fn table(looking: Looking, told: &ProcessMap) -> AnyView {
    let bodies = told.steps.iter().map(|step| body(looking, step));
    view! {
        <div class="map__table">
            <table class="numbers">
                <caption class="vh">{t::map::title()}</caption>
                <thead><tr>
                    <th scope="col">{t::map::step()}</th>
                    <th scope="col">{t::map::standing()}</th>
                    <th scope="col">{t::map::overdue()}</th>
                    <th scope="col">{t::map::asleep()}</th>
                    <th scope="col">{t::map::waiting()}</th>
                    <th scope="col">{t::map::done()}</th>
                    <th scope="col">{t::map::share()}</th>
                    <th scope="col">{t::map::lasting()}</th>
                </tr></thead>
                {bodies.collect_view()}
            </table>
        </div>
    }
    .into_any()
}

fn body(looking: Looking, step: &MapStep) -> AnyView {
    let spot = Spot::step(&step.step);
    let delay = step.delay;
    let name = {
        let href = list(looking, &spot, List::Standing);
        view! { <a id=spot.id() href=href>{step.name.clone()}</a> }
    };
    let cell = |label: &'static str, count: u32, of: List| {
        let shown = match count {
            0 => view! { <span class="map__nothing">"0"</span> }.into_any(),
            count => {
                let href = list(looking, &spot, of);
                view! { <a href=href>{whole(count)}</a> }.into_any()
            }
        };
        view! { <td data-label=label>{shown}</td> }
    };
    let results = step.results.iter().map(|result| row(looking, step, result));
    view! {
        <tbody>
            <tr class="map__step">
                <th scope="row">
                    {name}
                    {(!step.drawn).then(|| view! { <span class="meta">{t::map::earlier()}</span> })}
                    <span class="map__delay" data-delay=delay_word(delay)>{icon(delay_icon(delay))}{words::delay(delay)()}</span>
                </th>
                {cell(t::map::standing(), step.standing, List::Standing)}
                {cell(t::map::overdue(), step.overdue, List::Overdue)}
                {cell(t::map::asleep(), step.sleeping, List::Asleep)}
                <td data-label=t::map::waiting()>{span(step.waiting_seconds)}</td>
                {cell(t::map::done(), step.done, List::Done)}
                <td></td>
                <td data-label=t::map::lasting()>{span(step.lasting_seconds)}</td>
            </tr>
            {results.collect_view()}
        </tbody>
    }
    .into_any()
}

fn row(looking: Looking, step: &MapStep, result: &MapResult) -> AnyView {
    let spot = Spot::result(&step.step, result.result_id);
    let (times, share) = match result.times {
        0 => (
            view! { <span class="map__nothing">"0"</span> }.into_any(),
            None,
        ),
        times => {
            let href = list(looking, &spot, List::Done);
            (
                view! { <a id=spot.id() href=href>{whole(times)}</a> }.into_any(),
                Some(percent(step, result)),
            )
        }
    };
    view! {
        <tr class="map__result">
            <th scope="row">{result.name.clone()}</th>
            <td></td><td></td><td></td><td></td>
            <td data-label=t::map::done()>{times}</td>
            <td data-label=t::map::share()>{share}</td>
            <td></td>
        </tr>
    }
    .into_any()
}

fn list(
    looking: Looking,
    spot: &Spot,
    list: List,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let spot = spot.clone();
    move || {
        let spot = spot.clone();
        looking.link(|look| {
            look.spot = Some(spot);
            look.list = list;
        })
    }
}
