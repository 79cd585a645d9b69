//! Before a new version is published: what it does differently from the one that runs, and who goes over to it.

use domain::ids::{ProcessId, VersionId};
use domain::processes::Graph;
use domain::processes::transfer::Lot;
use leptos::prelude::*;
use wire::processes::GetVersion;

use super::difference::Differences;
use super::transfer::{Choice, Leaving};
use crate::data::query;
use crate::i18n::t;
use crate::shell::Loaded;
use crate::ui::{Button, Dialog, DialogSize, Kind};

/// `running` is the published version; `draft` what would take its place.
#[component]
pub fn PublishDialog(
    id: ProcessId,
    open: RwSignal<bool>,
    running: Signal<Option<VersionId>>,
    #[prop(into)] draft: Signal<Graph>,
    /// What becomes of those who are on their way.
    choice: Choice,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] on_publish: Callback<Vec<Lot>>,
) -> AnyView {
    let published = query::<GetVersion>(move || {
        let version = running.get().filter(|_| open.get())?;
        Some(((id, version), ()))
    });
    // Drawn elsewhere is a change too, though not one for clients.
    let same = Memo::new(move |_| {
        let version = published.data();
        version.is_some_and(|version| draft.with(|draft| *draft == version.graph))
    });
    let blocked = Signal::derive(move || match same.get() {
        true => Some(t::processes::nothing_to_publish().to_owned()),
        false => choice
            .incomplete()
            .then(|| t::transfer::reason_needed().to_owned()),
    });
    view! {
        <Dialog open=open title=t::processes::publish_changes() size=DialogSize::Wide foot=move || view! {
            <Button label=t::processes::publish() kind=Kind::Primary blocked=blocked busy=busy on_press=move |()| {
                let lots = untrack(|| choice.lots());
                open.set(false);
                on_publish.run(lots);
            } />
        }>
            <Loaded query=published let:version>
                {
                    let graph = version.graph.clone();
                    view! { <Differences before=Signal::stored(graph) after=draft /> }
                }
            </Loaded>
            {move || (!same.get()).then(|| view! { <Leaving id=id choice=choice graph=draft /> })}
        </Dialog>
    }
    .into_any()
}
