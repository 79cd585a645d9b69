//! Rehearsal: what the last 90 days would have been on this draft, beside what the published version makes of them. In words first, then as a
//! picture, then as tables. Nothing is stored.

mod chart;
mod ends;
mod lines;
mod people;
mod rounds;
mod steps;
mod summary;

use std::sync::Arc;

use domain::ids::ProcessId;
use domain::processes::Graph;
use leptos::prelude::*;
use wire::rehearsal::{RehearsalRequest, RehearseProcess};

use self::lines::Both;
use crate::data::sending;
use crate::i18n::t;
use crate::shell::Trouble;
use crate::ui::{Banner, Button, EmptyState, Icon, Kind, Skeleton, Waiting};

/// The past of a process through a draft.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    pub id: ProcessId,
    pub graph: Memo<Graph>,
}

impl Screen {
    pub fn view(self) -> AnyView {
        view! { <Past id=self.id graph=self.graph /> }.into_any()
    }
}

#[component]
fn Past(id: ProcessId, graph: Memo<Graph>) -> AnyView {
    let asking = sending();
    let told = RwSignal::new(None::<Arc<Both>>);
    // What was replayed: the draft may be changed meanwhile.
    let replayed = RwSignal::new(None::<Graph>);
    let ask = move |()| {
        let draft = graph.get_untracked();
        if draft.start.is_none() {
            return;
        }
        asking.refuse(None);
        let request = RehearsalRequest {
            graph: Some(draft.clone()),
        };
        asking.send::<RehearseProcess>((id,), (), request, move |answer| {
            replayed.set(Some(draft));
            told.set(Some(Arc::new(Both::of(id, answer))));
        });
    };
    ask(());
    let unbegun = Memo::new(move |_| graph.with(|graph| graph.start.is_none()));
    let other = Memo::new(move |_| {
        replayed.with(|seen| seen.as_ref().is_some_and(|seen| *seen != graph.get()))
    });
    let ready = Signal::derive(move || told.with(Option::is_some) || asking.failure().is_some());
    let busy = Signal::derive(move || asking.pending());
    let content = move || match (told.get(), asking.failure()) {
        (_, Some(failure)) => view! { <Trouble failure=failure on_retry=ask /> }.into_any(),
        (Some(both), None) if both.results == 0 => {
            view! { <EmptyState text=t::rehearsal::no_past() icon=Icon::History /> }.into_any()
        }
        (Some(both), None) => report(both),
        (None, None) => ().into_any(),
    };
    view! {
        <div class="rehearsal">
            {move || match unbegun.get() {
                true => view! { <EmptyState text=t::rehearsal::no_start() icon=Icon::TriangleAlert /> }.into_any(),
                false => view! {
                    {move || other.get().then(|| view! {
                        <Banner text=t::rehearsal::draft_changed() inset=true actions=move || view! {
                            <Button label=t::rehearsal::again() icon=Icon::RefreshCw kind=Kind::Primary busy=busy on_press=ask />
                        } />
                    })}
                    <Waiting ready=ready skeleton=move || view! { <Skeleton rows=12 /> }>{content}</Waiting>
                }.into_any(),
            }}
        </div>
    }
    .into_any()
}

fn report(both: Arc<Both>) -> AnyView {
    view! {
        {summary::view(&both)}
        {chart::view(Arc::clone(&both))}
        {people::view(&both)}
        {steps::view(&both)}
        {steps::unused(&both)}
        {ends::dead(&both)}
        {rounds::view(&both)}
        {ends::view(&both)}
    }
    .into_any()
}
