//! Published versions: who, when, how many clients are on them, what each changed; an old one can become the draft again.

use domain::ids::ProcessId;
use domain::processes::{Graph, VersionState};
use leptos::prelude::*;
use wire::processes::{GetDraft, ListVersions, Version};

use super::compared::Compared;
use super::difference::Differences;
use super::transfer::Later;
use crate::clubtime;
use crate::data::query;
use crate::i18n::t;
use crate::shell::Loaded;
use crate::ui::{
    Align, Button, Cell, Chip, Dialog, DialogSize, EmptyState, Field, Heading, Kind, Radio, Row,
    Select, Table, Tone,
};

/// What stands for the draft among the versions.
const DRAFT: &str = "draft";

/// `on_restore` puts a version's graph into the draft.
#[component]
pub fn Versions(
    id: ProcessId,
    may: Signal<bool>,
    #[prop(into)] on_restore: Callback<Graph>,
) -> AnyView {
    let versions = query::<ListVersions>(move || Some(((id,), ())));
    let opened = RwSignal::new(None::<u32>);
    let headings = Signal::derive(|| {
        vec![
            Heading::new(t::processes::version()),
            Heading::new(t::processes::published_at()),
            Heading::new(t::processes::running()).end(),
            Heading::silent(t::processes::changes()),
        ]
    });
    view! {
        <Later id=id />
        <Loaded query=versions let:page>
            {
                let all = page.items.clone();
                match all.is_empty() {
                    true => view! { <EmptyState text=t::processes::never_published() /> }.into_any(),
                    false => view! {
                        <Changes id=id versions=all.clone() opened=opened />
                        <Table label=t::processes::versions() headings=headings>
                            {all.into_iter().map(|version| line(version, may, opened, on_restore)).collect_view()}
                        </Table>
                    }.into_any(),
                }
            }
        </Loaded>
        <Compared id=id />
    }
    .into_any()
}

fn line(
    version: Version,
    may: Signal<bool>,
    opened: RwSignal<Option<u32>>,
    on_restore: Callback<Graph>,
) -> AnyView {
    let (label, tone) = match version.state {
        VersionState::Published if version.beside => (t::comparison::beside(), Tone::Info),
        VersionState::Published => (t::processes::state_published(), Tone::Ok),
        VersionState::Retired => (t::processes::state_retired(), Tone::Plain),
        VersionState::Draft => (t::processes::state_draft(), Tone::Warn),
    };
    let who = version.published_by_name.clone();
    let who = who.unwrap_or_else(|| t::timeline::by_itself().to_owned());
    let when = clubtime::moment(version.published_at);
    let (graph, number) = (version.graph, version.number);
    let buttons = move || {
        let graph = graph.clone();
        view! {
            <span class="cluster">
                <Button label=t::processes::changes() kind=Kind::Ghost on_press=move |()| opened.set(Some(number)) />
                {may.get().then(|| view! {
                    <Button label=t::processes::restore() kind=Kind::Ghost on_press=move |()| on_restore.run(graph.clone()) />
                })}
            </span>
        }
    };
    view! {
        <Row id=version.id.to_string()>
            {Cell::Title.view(view! { <span class="cluster"><strong>{number}</strong><Chip label=label tone=tone /></span> })}
            {Cell::Line.view(format!("{when}, {who}"))}
            {Cell::End.aligned(Align::End, version.running)}
            {Cell::Mark.view(buttons)}
        </Row>
    }
    .into_any()
}

/// One version beside another, or beside the draft.
#[component]
fn Changes(id: ProcessId, versions: Vec<Version>, opened: RwSignal<Option<u32>>) -> AnyView {
    let draft = query::<GetDraft>(move || opened.get().map(|_| ((id,), ())));
    let open = RwSignal::new(false);
    let other = RwSignal::new(DRAFT.to_owned());
    let versions = StoredValue::new(versions);
    // A version is first compared with the one before it; the first one with the draft.
    Effect::new(move |_| {
        if let Some(number) = opened.get() {
            let before = versions.with_value(|all| {
                let earlier = all.iter().filter(|version| version.number < number);
                earlier.map(|version| version.number).max()
            });
            other.set(before.map_or(DRAFT.to_owned(), |number| number.to_string()));
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            opened.set(None);
        }
    });
    let graph_of = move |number: u32| {
        versions.with_value(|all| {
            let found = all.iter().find(|version| version.number == number);
            found.map(|version| version.graph.clone())
        })
    };
    let drafted = move || draft.data().map(|draft| draft.graph.clone());
    // The older one is what something was, the draft is the newest.
    let pair = Memo::new(move |_| {
        let number = opened.get()?;
        let one = graph_of(number)?;
        Some(match other.get().parse::<u32>() {
            Ok(other) if other > number => (one, graph_of(other)?),
            Ok(other) => (graph_of(other)?, one),
            Err(_) => (one, drafted()?),
        })
    });
    let options = Signal::derive(move || {
        let shown = opened.get();
        let mut options = vec![Radio::new(DRAFT, t::processes::draft())];
        versions.with_value(|all| {
            let others = all.iter().filter(|version| Some(version.number) != shown);
            options.extend(others.map(|version| {
                Radio::new(
                    version.number.to_string(),
                    t::processes::number(version.number),
                )
            }));
        });
        options
    });
    let title = Signal::derive(move || t::processes::changes_of(opened.get().unwrap_or_default()));
    view! {
        <Dialog open=open title=title size=DialogSize::Wide>
            <div class="stack">
                <Field label=t::processes::compare_with()><Select value=other options=options /></Field>
                {move || pair.get().map(|(before, after)| view! {
                    <Differences before=Signal::stored(before) after=Signal::stored(after) />
                })}
            </div>
        </Dialog>
    }
    .into_any()
}
