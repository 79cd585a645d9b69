//! All processes of the club.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::processes::{CreateProcess, ListProcesses, NewProcess, Process};

use super::files::FileButtons;
use crate::data::{queries, query, sending, session};
use crate::i18n::{number, t};
use crate::links;
use crate::settings::general;
use crate::shell::Loaded;
use crate::ui::{
    Button, Cell, Chip, Dialog, EmptyState, Face, Field, Heading, Icon, Input, Kind, LinkButton,
    Page, Row, RowKeys, Table, Tone,
};

#[component]
pub fn Processes() -> AnyView {
    let processes = query::<ListProcesses>(|| Some(((), ())));
    let keys = RowKeys::new().walk();
    let adding = RwSignal::new(false);
    let may = move || session().may(Permission::ProcessEdit);
    let headings = Signal::derive(|| {
        vec![
            Heading::new(t::processes::name()),
            Heading::new(t::processes::version()),
            Heading::new(t::processes::draft()),
            Heading::new(t::processes::running()).end(),
        ]
    });
    view! {
        <Page title=t::processes::title() flush=true actions=move || may().then(|| view! {
            <LinkButton label=t::interview::offer() icon=Icon::ListChecks face=Face::IconOnPhone href=links::interview(1) />
            <FileButtons />
            <Button label=t::processes::add() icon=Icon::Plus kind=Kind::Primary on_press=move |()| adding.set(true) />
        })>
            <Loaded query=processes let:page>
                {match page.items.is_empty() {
                    true => view! {
                        <EmptyState text=t::processes::none_yet() icon=Icon::Workflow actions=move || may().then(|| view! {
                            <LinkButton label=t::interview::offer() href=links::interview(1) kind=Kind::Primary />
                        }) />
                    }.into_any(),
                    false => view! {
                        <Table label=t::processes::title() headings=headings keys=keys>
                            {page.items.iter().cloned().map(line).collect_view()}
                        </Table>
                    }.into_any(),
                }}
            </Loaded>
        </Page>
        <NewDialog open=adding />
    }
    .into_any()
}

fn line(process: Process) -> AnyView {
    let version = match (&process.published, &process.beside) {
        (Some(present), Some(beside)) => t::comparison::past_pair(present.number, beside.number),
        (Some(version), None) => t::processes::number(version.number),
        (None, _) => t::processes::never_published().to_owned(),
    };
    let compared = process.beside.is_some().then(|| {
        view! { <Chip label=t::comparison::beside() tone=Tone::Info /> }
    });
    let draft = process.draft.as_ref().map(|draft| match draft.errors {
        0 => view! { <Chip label=t::processes::draft_ready() tone=Tone::Info /> }.into_any(),
        errors => {
            view! { <Chip label=t::processes::draft_errors(i64::from(errors)) tone=Tone::Warn /> }
                .into_any()
        }
    });
    view! {
        <Row id=process.id.to_string() done=process.archived_at.is_some()>
            {Cell::link(links::process(process.id), process.name.clone())}
            {Cell::Line.view(view! { <span class="cluster">{version}{compared}</span> })}
            {Cell::Mark.view(draft)}
            {Cell::End.aligned(crate::ui::Align::End, number(i64::from(process.running)))}
        </Row>
    }
    .into_any()
}

#[component]
fn NewDialog(open: RwSignal<bool>) -> AnyView {
    let name = RwSignal::new(String::new());
    let (sending, queries) = (sending(), queries());
    let go = use_navigate();
    let create = Callback::new(move |()| {
        let go = go.clone();
        let body = NewProcess {
            name: name.get_untracked(),
            description: None,
        };
        sending.send::<CreateProcess>((), (), body, move |made| {
            open.set(false);
            queries.stale(&["processes"]);
            go(&links::process(made.id), Default::default());
        });
    });
    let error = Signal::derive(move || {
        sending
            .fault("/name")
            .or_else(|| general(sending.failure()))
    });
    view! {
        <Dialog open=open title=t::processes::add() foot=move || view! {
            <Button label=t::settings::create() kind=Kind::Primary busy=Signal::derive(move || sending.pending()) on_press=create />
        }>
            <form on:submit=move |event| { event.prevent_default(); create.run(()); }>
                <Field label=t::processes::name() error=error><Input value=name max_length=200 /></Field>
            </form>
        </Dialog>
    }
    .into_any()
}
