//! Comparison of two published versions: beginning one, what it shows, ending it. The verdict in words first, then the intervals drawn, then numbers.

mod begin;
mod end;
mod figures;
mod past;
mod ranges;
mod running;
mod share;

use std::sync::Arc;

use domain::comparison::Terms;
use domain::ids::{ComparisonId, ProcessId};
use domain::processes::Graph;
use leptos::prelude::*;
use wire::comparison::{Comparison, ListComparisons};
use wire::processes::Process;

use self::begin::Begin;
use self::past::Past;
pub use self::past::told;
use self::running::Running;
use crate::data::query;
use crate::i18n::t;
use crate::shell::Loaded;
use crate::ui::{Button, EmptyState, Icon, Kind};

/// The comparisons of a process whose draft is open in the editor.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    pub id: ProcessId,
    pub process: Signal<Option<Arc<Process>>>,
    pub draft: Memo<Graph>,
    /// What keeps the draft from being published.
    pub blocked: Signal<Option<String>>,
    pub busy: Signal<bool>,
    /// Saves the draft and begins to compare it.
    pub begin: Callback<Terms>,
    /// What is published became another: the editor reads its draft again.
    pub on_end: Callback<()>,
}

impl Screen {
    pub fn view(self) -> AnyView {
        view! { <Page screen=self /> }.into_any()
    }
}

#[component]
fn Page(screen: Screen) -> AnyView {
    let id = screen.id;
    let comparisons = query::<ListComparisons>(move || Some(((id,), ())));
    // One of the past that is looked at instead of the present one.
    let looked = RwSignal::new(None::<ComparisonId>);
    view! {
        <div class="comparison">
            <Loaded query=comparisons let:page>
                {
                    let all = page.items.clone();
                    let shown = all.clone();
                    view! {
                        {move || match looked.get() {
                            Some(of) => shown.iter().find(|one| one.id == of).map(|one| again(screen, one.clone(), looked)),
                            None => Some(now(screen, shown.first().filter(|one| one.ended_at.is_none()))),
                        }}
                        <Past all=all looked=looked />
                    }
                }
            </Loaded>
        </div>
    }
    .into_any()
}

fn again(screen: Screen, one: Comparison, looked: RwSignal<Option<ComparisonId>>) -> AnyView {
    view! {
        <div><Button label=t::comparison::back() icon=Icon::ArrowLeft kind=Kind::Ghost on_press=move |()| looked.set(None) /></div>
        <Running screen=screen comparison=one />
    }
    .into_any()
}

fn now(screen: Screen, running: Option<&Comparison>) -> AnyView {
    if let Some(one) = running {
        return view! { <Running screen=screen comparison=one.clone() /> }.into_any();
    }
    let published = Memo::new(move |_| {
        let process = screen.process.get()?;
        process.published.clone()
    });
    view! {
        {move || match published.get() {
            Some(version) => view! { <Begin screen=screen present=version /> }.into_any(),
            None => view! { <EmptyState text=t::comparison::need_published() icon=Icon::Workflow /> }.into_any(),
        }}
    }
    .into_any()
}
