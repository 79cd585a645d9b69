//! Published versions: who, when, how many clients are on them; an old one can become the draft again.

use domain::ids::ProcessId;
use domain::processes::{Graph, VersionState};
use leptos::prelude::*;
use wire::processes::ListVersions;

use crate::clubtime;
use crate::data::query;
use crate::i18n::t;
use crate::shell::Loaded;
use crate::ui::{Align, Button, Cell, Chip, EmptyState, Heading, Kind, Row, Table, Tone};

use super::names::names;

/// `on_restore` puts a version's graph into the draft.
#[component]
pub fn Versions(
    id: ProcessId,
    may: Signal<bool>,
    #[prop(into)] on_restore: Callback<Graph>,
) -> AnyView {
    let versions = query::<ListVersions>(move || Some(((id,), ())));
    let names = names();
    let headings = Signal::derive(|| {
        vec![
            Heading::new(t::processes::version()),
            Heading::new(t::processes::published_at()),
            Heading::new(t::processes::published_by()),
            Heading::new(t::processes::running()).end(),
            Heading::silent(t::processes::restore()),
        ]
    });
    view! {
        <Loaded query=versions let:page>
            {match page.items.is_empty() {
                true => view! { <EmptyState text=t::processes::never_published() /> }.into_any(),
                false => view! {
                    <Table label=t::processes::versions() headings=headings>
                        {page.items.iter().cloned().map(|version| {
                            let (label, tone) = match version.state {
                                VersionState::Published => (t::processes::state_published(), Tone::Ok),
                                VersionState::Retired => (t::processes::state_retired(), Tone::Plain),
                                VersionState::Draft => (t::processes::state_draft(), Tone::Warn),
                            };
                            let graph = version.graph.clone();
                            let who = version.published_by.map_or_else(|| t::timeline::by_itself().to_owned(), |id| names.person(id));
                            let restore = move || {
                                let graph = graph.clone();
                                may.get().then(|| view! {
                                    <Button label=t::processes::restore() kind=Kind::Ghost on_press=move |()| on_restore.run(graph.clone()) />
                                })
                            };
                            view! {
                                <Row id=version.id.to_string()>
                                    {Cell::Title.view(view! { <span class="cluster"><strong>{version.number}</strong><Chip label=label tone=tone /></span> })}
                                    {Cell::Line.view(clubtime::moment(version.published_at))}
                                    {Cell::WideOnly.view(who)}
                                    {Cell::End.aligned(Align::End, version.running)}
                                    {Cell::Mark.view(restore)}
                                </Row>
                            }
                        }).collect_view()}
                    </Table>
                }.into_any(),
            }}
        </Loaded>
    }
    .into_any()
}
