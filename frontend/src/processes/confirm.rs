//! Before a new version is published: what it does differently from the one that runs.

use domain::ids::{ProcessId, VersionId};
use domain::processes::Graph;
use leptos::prelude::*;
use wire::processes::GetVersion;

use super::difference::Differences;
use crate::data::query;
use crate::i18n::t;
use crate::shell::Loaded;
use crate::ui::{Button, Dialog, Kind};

/// `running` is the published version; `draft` what would take its place.
#[component]
pub fn PublishDialog(
    id: ProcessId,
    open: RwSignal<bool>,
    running: Signal<Option<VersionId>>,
    #[prop(into)] draft: Signal<Graph>,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] on_publish: Callback<()>,
) -> AnyView {
    let published = query::<GetVersion>(move || {
        let version = running.get().filter(|_| open.get())?;
        Some(((id, version), ()))
    });
    view! {
        <Dialog open=open title=t::processes::publish_changes() foot=move || view! {
            <Button label=t::processes::publish() kind=Kind::Primary busy=busy on_press=move |()| {
                open.set(false);
                on_publish.run(());
            } />
        }>
            <Loaded query=published let:version>
                {
                    let graph = version.graph.clone();
                    view! { <Differences before=Signal::stored(graph) after=draft /> }
                }
            </Loaded>
        </Dialog>
    }
    .into_any()
}
