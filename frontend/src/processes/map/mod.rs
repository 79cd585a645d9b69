//! The live map: the picture of a process with numbers, read only. Who stands where is of now, what happened of a period; every number opens its list.

mod behind;
mod head;
mod look;
mod table;
mod words;

use std::sync::Arc;

use domain::ids::ProcessId;
use domain::map::Delay;
use domain::processes::Graph;
use leptos::prelude::*;
use wire::map::{GetMap, ProcessMap};
use wire::processes::{ListVersions, Process};

use self::look::{List, Looking};
use super::board::{Canvas, Figures, delay_icon, delay_word};
use super::memory::Memory;
use super::names::names;
use super::spot::Spot;
use crate::clubtime;
use crate::data::{now, query};
use crate::i18n::{self, t};
use crate::shell::Trouble;
use crate::ui::{EmptyState, Icon, Skeleton, Waiting, icon, narrow};

#[component]
pub fn LiveMap(id: ProcessId, process: Signal<Option<Arc<Process>>>) -> AnyView {
    let published = Memo::new(move |_| {
        process
            .get()
            .is_some_and(|process| process.published.is_some())
    });
    view! {
        {move || match published.get() {
            true => view! { <Map id=id /> }.into_any(),
            false => view! { <EmptyState text=t::map::never_published() icon=Icon::Workflow /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Map(id: ProcessId) -> AnyView {
    let looking = Looking::new(id);
    let small = narrow(767);
    let names = names();
    // Days are counted as the server counts them: by the club's first branch, not by the reader's.
    let asked = Memo::new(move |_| {
        let branches = names.branches()?;
        let today = branches.items.first()?.zone.day(now());
        Some(looking.look.with(|look| look.query(today)))
    });
    let page = query::<GetMap>(move || Some(((id,), asked.get()?)));
    let versions = query::<ListVersions>(move || Some(((id,), ())));
    // What was told stays while another period is asked for.
    let told = RwSignal::new(untrack(|| page.data()));
    Effect::new(move |_| {
        if let Some(data) = page.data() {
            told.set(Some(data));
        }
    });
    let figures = Memo::new(move |_| {
        told.with(|told| {
            let steps = told.as_ref().map(|told| words::figures(&told.steps));
            steps.unwrap_or_default()
        })
    });
    let graph = Memo::new(move |_| {
        let drawn = told.with(|told| told.as_ref().map(|told| told.version.id))?;
        let versions = versions.data()?;
        let mut known = versions.items.iter();
        known
            .find(|version| version.id == drawn)
            .map(|version| version.graph.clone())
    });
    let failed = Memo::new(move |_| told.with(Option::is_none) && page.failure().is_some());
    let ready = Signal::derive(move || {
        failed.get() || (told.with(Option::is_some) && graph.with(Option::is_some))
    });
    let tabled = Memo::new(move |_| small.get() || looking.look.with(|look| look.table));
    let hidden = Memo::new(move |_| small.get() && looking.look.with(|look| look.spot.is_some()));
    let shown = move || match (failed.get(), tabled.get()) {
        (true, _) => {
            let failure = untrack(|| page.failure())?;
            Some(view! { <Trouble failure=failure on_retry=move |()| page.refresh() /> }.into_any())
        }
        (false, true) => (!hidden.get()).then(|| {
            view! { {move || told.get().map(|told| table::table(looking, &told))} }.into_any()
        }),
        (false, false) => graph
            .get()
            .map(|graph| picture(graph, Figures(figures), looking)),
    };
    let foot =
        move || (!hidden.get()).then(|| told.get().map(|told| foot(looking, &told, tabled.get())));
    view! {
        {head::head(looking, told, small.into())}
        <div class="graph map">
            <Waiting ready=ready skeleton=move || view! { <Skeleton rows=12 /> }>{shown}</Waiting>
            {foot}
            {behind::panel(looking, told)}
        </div>
    }
    .into_any()
}

fn picture(graph: Graph, figures: Figures, looking: Looking) -> AnyView {
    let memory = Memory::shown(graph, names());
    let chosen = Memo::new(move |_| looking.look.with(|look| look.spot.clone()));
    let choose = move |spot: Option<Spot>| {
        looking.change(|look| {
            let another =
                look.spot.as_ref().map(|spot| &spot.step) != spot.as_ref().map(|spot| &spot.step);
            if another {
                look.list = List::Standing;
            }
            look.spot = spot;
        });
    };
    view! {
        <Canvas memory=memory chosen=chosen on_choose=choose on_rename=|_: Spot| {} go=RwSignal::new(None) figures=figures />
    }
    .into_any()
}

/// What the colours mean, of which days the shares are, and the steps that the picture does not have.
fn foot(looking: Looking, told: &ProcessMap, tabled: bool) -> AnyView {
    let today = clubtime::home_zone().day(now());
    let period = t::map::about(i18n::day(told.from, today), i18n::day(told.to, today));
    let legend = Delay::ALL.iter().map(|delay| {
        view! { <li class="map__delay" data-delay=delay_word(*delay)>{icon(delay_icon(*delay))}{words::delay(*delay)()}</li> }
    });
    let earlier: Vec<_> = told
        .steps
        .iter()
        .filter(|step| !step.drawn && !tabled)
        .cloned()
        .collect();
    let earlier = (!earlier.is_empty()).then(|| {
        let lines = earlier.into_iter().map(|step| {
            let key = step.step.clone();
            let href = move || {
                let spot = Spot::step(key.clone());
                looking.link(|look| look.spot = Some(spot))
            };
            let count = words::whole(step.standing + step.sleeping);
            view! { <li><a href=href id=Spot::step(step.step).id()>{t::map::earlier_step(step.name, count)}</a></li> }
        });
        view! { <div class="cluster"><span class="meta">{t::map::earlier_steps()}</span><ul class="map__earlier">{lines.collect_view()}</ul></div> }
    });
    view! {
        <footer class="map__foot">
            <ul class="map__legend" aria-label=t::map::legend()>{legend.collect_view()}</ul>
            <p class="meta">{period}</p>
            {earlier}
        </footer>
    }
    .into_any()
}
