//! One process: its draft as a picture, as a list and on trial, what is wrong with it, its versions.

use std::sync::Arc;

use domain::access::Permission;
use domain::ids::ProcessId;
use domain::processes::transfer::Lot;
use domain::processes::{Edit, Graph};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use wire::comparison::{NewComparison, StartComparison, Terms};
use wire::error::Code;
use wire::processes::{
    ArchiveProcess, DiscardDraft, Draft, GetDraft, GetProcess, Process, ProcessPatch,
    PublishProcess, PublishRequest, RestoreProcess, SaveDraft, SaveDraftRequest, UpdateProcess,
};

use super::board::Canvas;
use super::confirm::PublishDialog;
use super::files::saver;
use super::inspector::Inspector;
use super::map::LiveMap;
use super::memory::Memory;
use super::names::{names, provide_names};
use super::naming::NamingDialog;
use super::problems::Problems;
use super::spot::Spot;
use super::steps::Steps;
use super::transfer::{Choice, Told};
use super::try_out::TryOut;
use super::versions::Versions;
use crate::clubtime;
use crate::comparison;
use crate::data::{Sending, queries, query, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::parts;
use crate::rehearsal;
use crate::settings::general;
use crate::shell::Trouble;
use crate::ui::{
    Banner, Button, Chip, EmptyState, Face, Icon, Kind, Menu, MenuItem, Page, Skeleton, TabLink,
    TabLinks, Toast, Tone, Waiting, narrow, toasts,
};

const TAGS: &[&str] = &["processes", "comparison"];

#[component]
pub fn ProcessPage() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|map| map.get("id"))
            .and_then(|text| text.parse::<ProcessId>().ok())
    });
    view! {
        {move || match id.get() {
            Some(id) => view! { <One id=id /> }.into_any(),
            None => view! { <Page title=t::processes::title()><EmptyState text=t::shell::not_found_title() /></Page> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn One(id: ProcessId) -> AnyView {
    let process = query::<GetProcess>(move || Some(((id,), ())));
    let draft = query::<GetDraft>(move || Some(((id,), ())));
    let names = provide_names();
    let title = Signal::derive(move || {
        process.data().map_or_else(
            || t::processes::title().to_owned(),
            |process| process.name.clone(),
        )
    });
    // The editor holds what was typed; it begins once, when everything is there.
    let begun =
        Memo::new(move |_| process.data().is_some() && draft.data().is_some() && names.ready());
    // Asking again behind the editor must not begin it anew: what is not saved yet would be gone.
    let failed = Memo::new(move |_| !begun.get() && draft.failure().is_some());
    let failure = move || failed.get().then(|| untrack(|| draft.failure())).flatten();
    view! {
        {move || match (begun.get(), failure()) {
            (true, _) => {
                let fresh = process;
                let (Some(process), Some(draft)) = (untrack(|| process.data()), untrack(|| draft.data())) else { return ().into_any() };
                view! { <Editor id=id title=title process=process now=Signal::derive(move || fresh.data()) draft=draft /> }.into_any()
            }
            (false, Some(failure)) => view! {
                <Page title=title><Trouble failure=failure on_retry=move |()| draft.refresh() /></Page>
            }.into_any(),
            (false, None) => view! {
                <Page title=title>
                    <Waiting ready=Signal::stored(false) skeleton=move || view! { <Skeleton rows=12 /> }>()</Waiting>
                </Page>
            }.into_any(),
        }}
    }
    .into_any()
}

/// Ways to look at one draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Graph,
    List,
    Try,
    Rehearsal,
    Map,
    Comparison,
    Versions,
}

impl Mode {
    /// On a phone the list is the picture.
    fn of(word: &str, narrow: bool) -> Self {
        match word {
            "list" => Self::List,
            "try" => Self::Try,
            "rehearsal" => Self::Rehearsal,
            "map" => Self::Map,
            "comparison" => Self::Comparison,
            "versions" => Self::Versions,
            _ if narrow => Self::List,
            _ => Self::Graph,
        }
    }
}

/// The place in the address, and how another is chosen: it stands there at once, and Back leaves the editor.
fn place_in_address(id: ProcessId) -> (Memo<Option<Spot>>, Callback<Option<Spot>>) {
    let address = use_query_map();
    let written = Memo::new(move |_| {
        let node = address.with(|map| map.get("node"))?;
        Spot::parse(&node)
    });
    let chosen = RwSignal::new(written.get_untracked());
    Effect::new(move |_| chosen.set(written.get()));
    let navigate = StoredValue::new_local(use_navigate());
    let choose = move |spot: Option<Spot>| {
        if chosen.get_untracked() == spot {
            return;
        }
        chosen.set(spot.clone());
        let mode = address.with_untracked(|map| map.get("mode"));
        let mode = mode.map(|mode| ("mode".to_owned(), mode));
        let node = spot.map(|spot| ("node".to_owned(), spot.write()));
        let to = links::with_query(&links::process(id), mode.into_iter().chain(node));
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate.with_value(|navigate| navigate(&to, options));
    };
    (Memo::new(move |_| chosen.get()), Callback::new(choose))
}

#[component]
fn Editor(
    id: ProcessId,
    title: Signal<String>,
    process: Arc<Process>,
    now: Signal<Option<Arc<Process>>>,
    draft: Arc<Draft>,
) -> AnyView {
    let archived = process.archived_at.is_some();
    let may = Signal::derive(move || session().may(Permission::ProcessEdit) && !archived);
    let memory = Memory::new(id, &draft, names(), may);
    let dirty = memory.dirty;
    let errors = Memo::new(move |_| memory.errors());

    let (saving, queries, toasts) = (sending(), queries(), toasts());
    let save = Callback::new(move |then: Option<Callback<()>>| {
        let body = SaveDraftRequest {
            graph: memory.graph.get_untracked(),
            version: memory.version.get_untracked(),
        };
        saving.send::<SaveDraft>((id,), (), body, move |draft| {
            memory.stored(draft.graph, draft.version, draft.based_on);
            queries.stale(TAGS);
            match then {
                Some(then) => then.run(()),
                None => toasts.show(Toast::new(t::settings::saved())),
            }
        });
    });
    // Who goes over, chosen in a dialog that is closed by now.
    let going = StoredValue::new(Vec::<Lot>::new());
    let publish = Callback::new(move |()| {
        let transfer = going.get_value();
        let moves = !transfer.is_empty();
        let body = PublishRequest {
            version: memory.version.get_untracked(),
            transfer,
        };
        saving.send::<PublishProcess>((id,), (), body, move |version| {
            memory.stored(version.graph, 0, Some(version.id));
            queries.stale(TAGS);
            let told = match moves {
                true => t::transfer::published(version.number),
                false => t::processes::published(version.number),
            };
            toasts.show(Toast::new(told));
        });
    });
    // What is published is what was saved: unsaved changes are saved first.
    let save_and_publish = move |lots: Vec<Lot>| {
        going.set_value(lots);
        match dirty.get_untracked() || memory.version.get_untracked() == 0 {
            true => save.run(Some(publish)),
            false => publish.run(()),
        }
    };
    // What is published became another, and with it what a draft begins from.
    let reread = Callback::new(move |()| {
        if !dirty.get_untracked() {
            saving.send::<GetDraft>((id,), (), (), move |draft| memory.take(&draft));
        }
    });
    let agreed = StoredValue::new(None::<Terms>);
    let compare = Callback::new(move |()| {
        let Some(terms) = agreed.get_value() else {
            return;
        };
        let body = NewComparison {
            version: memory.version.get_untracked(),
            share: terms.share,
            days: terms.days,
            difference: terms.difference,
        };
        saving.send::<StartComparison>((id,), (), body, move |_| {
            queries.stale(TAGS);
            toasts.show(Toast::new(t::comparison::started()));
            reread.run(());
        });
    });
    // What is compared is what was saved.
    let save_and_compare = move |terms: Terms| {
        agreed.set_value(Some(terms));
        match dirty.get_untracked() || memory.version.get_untracked() == 0 {
            true => save.run(Some(compare)),
            false => compare.run(()),
        }
    };
    let blocked = Signal::derive(move || match errors.get() {
        0 => None,
        count => Some(t::processes::fix_first(
            i64::try_from(count).unwrap_or_default(),
        )),
    });
    let busy = Signal::derive(move || saving.pending());
    // Where a version runs already, its reader sees first what becomes different.
    let running = Signal::derive(move || {
        let process = now.get()?;
        process.published.as_ref().map(|version| version.id)
    });
    let confirming = RwSignal::new(false);
    let choice = Choice::new(false);
    let ask_or_publish = move |()| match running.get_untracked() {
        Some(_) => {
            choice.reset();
            confirming.set(true);
        }
        None => save_and_publish(Vec::new()),
    };
    let save_now = move || {
        if dirty.get_untracked() {
            save.run(None);
        }
    };
    keys::add(
        Command::new("process.save", Scope::Page, t::settings::save(), save_now)
            .on(Chord::letter('s').ctrl()),
    );
    keys::add(
        Command::new(
            "process.undo",
            Scope::Page,
            t::processes::undo(),
            move || memory.undo(),
        )
        .on(Chord::letter('z').ctrl())
        .outside_fields(),
    );
    keys::add(
        Command::new(
            "process.redo",
            Scope::Page,
            t::processes::redo(),
            move || memory.redo(),
        )
        .on(Chord::letter('z').ctrl().shift())
        .outside_fields(),
    );

    let address = use_query_map();
    let small = narrow(767);
    let mode = Memo::new(move |_| {
        let word = address.with(|map| map.get("mode")).unwrap_or_default();
        Mode::of(&word, small.get())
    });
    let (chosen, choose) = place_in_address(id);
    // What is chosen stays chosen from one mode to the other.
    let tab = move |own: Mode, word: &'static str, label: &'static str| {
        let href = move || {
            let drawn = !matches!(own, Mode::Versions | Mode::Comparison);
            let node = chosen.get().filter(|_| drawn);
            let node = node.map(|spot| ("node".to_owned(), spot.write()));
            let mode = [("mode".to_owned(), word.to_owned())];
            links::with_query(&links::process(id), mode.into_iter().chain(node))
        };
        TabLink::new(label, href, Signal::derive(move || mode.get() == own))
    };
    let tabs = move || {
        let graph = (!small.get()).then(|| tab(Mode::Graph, "graph", t::processes::mode_graph()));
        let list = tab(Mode::List, "list", t::processes::mode_list());
        let trial = tab(Mode::Try, "try", t::processes::mode_try());
        // The past belongs to those who change what comes.
        let rehearsal = session()
            .may(Permission::ProcessEdit)
            .then(|| tab(Mode::Rehearsal, "rehearsal", t::rehearsal::title()));
        let map = session()
            .may(Permission::TaskRead)
            .then(|| tab(Mode::Map, "map", t::map::title()));
        let comparison = session()
            .may(Permission::ProcessPublish)
            .then(|| tab(Mode::Comparison, "comparison", t::comparison::title()));
        let versions = tab(Mode::Versions, "versions", t::processes::versions());
        let tabs = graph.into_iter().chain([list, trial]).chain(rehearsal);
        tabs.chain(map)
            .chain(comparison)
            .chain([versions])
            .collect::<Vec<_>>()
    };
    let naming = RwSignal::new(None::<Spot>);
    let rename = Callback::new(move |spot: Spot| {
        if may.get_untracked() {
            naming.set(Some(spot));
        }
    });
    // The same place may be asked for twice.
    let go = RwSignal::new(None::<Spot>);
    let jump = Callback::new(move |spot: Spot| {
        choose.run(Some(spot.clone()));
        go.set(Some(spot));
    });
    let head = Signal::derive(move || match dirty.get() {
        true => format!("{} •", title.get()),
        false => title.get(),
    });
    let restore = move |graph: Graph| {
        let back = memory.edit_to_undo(Edit::Replace(graph));
        toasts.show(Toast::new(t::processes::restored()).undo(back));
    };
    view! {
        <Page
            title=head
            note=move || view! { <VersionNote now=now /> }
            actions=move || view! {
                <Bar memory=memory dirty=dirty blocked=blocked now=now may=may busy=busy on_save=move |()| save.run(None) on_publish=ask_or_publish />
                {move || now.get().map(|process| view! { <More id=id process=process /> })}
            }
            above=move || view! { <TabLinks label=t::processes::modes() tabs=tabs() /> }
        >
            <Strips id=id memory=memory saving=saving on_save=move |()| save.run(None) />
            <Told id=id />
            {move || match mode.get() {
                Mode::Graph => view! {
                    <div class="graph">
                        <Canvas memory=memory chosen=chosen on_choose=choose on_rename=rename go=go />
                        <Problems memory=memory on_go=jump />
                        {move || chosen.with(Option::is_some).then(|| view! { <Inspector memory=memory chosen=chosen on_choose=choose on_rename=rename /> })}
                    </div>
                }.into_any(),
                Mode::List => view! {
                    <div class="steps-list">
                        <Problems memory=memory on_go=jump />
                        <Steps memory=memory chosen=chosen on_choose=choose on_rename=rename go=go />
                    </div>
                }.into_any(),
                Mode::Try => view! { <TryOut memory=memory /> }.into_any(),
                Mode::Rehearsal => parts::rehearsal::show(rehearsal::Screen { id, graph: memory.graph }),
                Mode::Map => view! { <LiveMap id=id process=now /> }.into_any(),
                Mode::Comparison => parts::comparison::show(comparison::Screen {
                    id,
                    process: now,
                    draft: memory.graph,
                    blocked,
                    busy,
                    begin: Callback::new(save_and_compare),
                    on_end: reread,
                }),
                Mode::Versions => view! { <Versions id=id may=may on_restore=restore /> }.into_any(),
            }}
            <NamingDialog memory=memory subject=naming />
        </Page>
        <PublishDialog id=id open=confirming running=running draft=memory.graph choice=choice busy=busy on_publish=save_and_publish />
    }
    .into_any()
}

/// What stands in the way of saving, and what was brought back.
#[component]
fn Strips(
    id: ProcessId,
    memory: Memory,
    saving: Sending,
    #[prop(into)] on_save: Callback<()>,
) -> AnyView {
    let reading = sending();
    let overtaken = move || {
        let failure = saving.failure()?;
        (failure.code() == Some(Code::VersionMismatch)).then_some(())
    };
    // Somebody else saved meanwhile: one's own goes over it, or theirs comes here.
    let keep_mine = move |()| {
        reading.send::<GetDraft>((id,), (), (), move |theirs| {
            memory.version.set(theirs.version);
            on_save.run(());
        });
    };
    let take_theirs = move |()| {
        reading.send::<GetDraft>((id,), (), (), move |theirs| {
            memory.take(&theirs);
            saving.refuse(None);
        });
    };
    let restored = move || {
        let at = memory.restored.get()?;
        Some(view! {
            <Banner text=t::processes::brought_back(clubtime::moment(at)) tone=Tone::Info inset=true actions=move || view! {
                <Button label=t::processes::give_up() kind=Kind::Ghost on_press=move |()| memory.give_up() />
            } />
        })
    };
    view! {
        {move || general(saving.failure()).map(|words| view! {
            <Banner text=words tone=Tone::Danger inset=true actions=move || overtaken().map(|()| view! {
                <Button label=t::processes::keep_mine() kind=Kind::Ghost on_press=keep_mine />
                <Button label=t::clients::take_new() kind=Kind::Ghost on_press=take_theirs />
            }) />
        })}
        {restored}
    }
    .into_any()
}

#[component]
fn VersionNote(now: Signal<Option<Arc<Process>>>) -> AnyView {
    view! {
        {move || now.get().map(|process| match (&process.published, &process.beside) {
            (Some(present), Some(beside)) => view! { <Chip label=t::comparison::chip(present.number, beside.number) tone=Tone::Info /> }.into_any(),
            (Some(version), None) => view! { <Chip label=t::processes::number(version.number) tone=Tone::Ok /> }.into_any(),
            (None, _) => view! { <Chip label=t::processes::never_published() tone=Tone::Warn /> }.into_any(),
        })}
    }
    .into_any()
}

#[component]
fn Bar(
    memory: Memory,
    dirty: Memo<bool>,
    /// What keeps the draft from being published.
    blocked: Signal<Option<String>>,
    now: Signal<Option<Arc<Process>>>,
    may: Signal<bool>,
    busy: Signal<bool>,
    #[prop(into)] on_save: Callback<()>,
    #[prop(into)] on_publish: Callback<()>,
) -> AnyView {
    let may_publish = move || session().may(Permission::ProcessPublish);
    let blocked = Signal::derive(move || {
        let compared = now.get().is_some_and(|process| process.beside.is_some());
        match compared {
            true => Some(t::comparison::blocked().to_owned()),
            false => blocked.get(),
        }
    });
    let no_past = Signal::derive(move || {
        (!memory.can_undo()).then(|| t::processes::nothing_to_undo().to_owned())
    });
    let no_future = Signal::derive(move || {
        (!memory.can_redo()).then(|| t::processes::nothing_to_redo().to_owned())
    });
    view! {
        {move || may.get().then(|| view! {
            <Button label=t::processes::undo() icon=Icon::Undo2 face=Face::Icon kind=Kind::Ghost chord=Chord::letter('z').ctrl() blocked=no_past on_press=move |()| memory.undo() />
            <Button label=t::processes::redo() icon=Icon::Redo2 face=Face::Icon kind=Kind::Ghost chord=Chord::letter('z').ctrl().shift() blocked=no_future on_press=move |()| memory.redo() />
            {move || dirty.get().then(|| view! { <Button label=t::settings::save() chord=Chord::letter('s').ctrl() busy=busy on_press=on_save /> })}
            {move || may_publish().then(|| view! { <Button label=t::processes::publish() kind=Kind::Primary blocked=blocked busy=busy on_press=on_publish /> })}
        })}
    }
    .into_any()
}

/// What is done to a process as a whole.
#[component]
fn More(id: ProcessId, process: Arc<Process>) -> AnyView {
    let (sending, queries) = (sending(), queries());
    let version = process.version;
    let archived = process.archived_at.is_some();
    let renaming = RwSignal::new(false);
    let may = move || session().may(Permission::ProcessEdit);
    let flip = move |()| match archived {
        true => sending.send::<RestoreProcess>((id,), (), (), move |_| queries.stale(TAGS)),
        false => {
            sending.change::<ArchiveProcess>((id,), version, (), move |()| queries.stale(TAGS))
        }
    };
    let draft = process.draft.as_ref().map_or(0, |draft| draft.version);
    let discard = move |()| {
        sending.change::<DiscardDraft>((id,), draft, (), move |()| {
            queries.stale(TAGS);
            let _ = window().location().reload();
        })
    };
    let save_file = saver(id);
    let has_draft = process.draft.is_some() && process.published.is_some();
    view! {
        {move || may().then(|| view! {
            <Menu label=t::processes::more() icon=Icon::Ellipsis face=Face::Icon kind=Kind::Ghost>
                <MenuItem label=t::process_files::save() icon=Icon::Download on_press=save_file />
                <MenuItem label=t::processes::rename() icon=Icon::Pencil on_press=move |()| renaming.set(true) />
                {has_draft.then(|| view! { <MenuItem label=t::processes::discard() icon=Icon::Trash2 on_press=discard /> })}
                <MenuItem label=if archived { t::settings::restore() } else { t::settings::archive() } icon=Icon::Archive on_press=flip />
            </Menu>
        })}
        {move || general(sending.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
        <RenameDialog process=process open=renaming />
    }
    .into_any()
}

#[component]
fn RenameDialog(process: Arc<Process>, open: RwSignal<bool>) -> AnyView {
    use crate::ui::{Dialog, Field, Input};
    let name = RwSignal::new(process.name.clone());
    let (sending, queries) = (sending(), queries());
    let (id, version) = (process.id, process.version);
    let rename = Callback::new(move |()| {
        let patch = ProcessPatch {
            name: Some(name.get_untracked()),
            description: None,
        };
        sending.change::<UpdateProcess>((id,), version, patch, move |_| {
            open.set(false);
            queries.stale(TAGS);
        });
    });
    let error = Signal::derive(move || {
        sending
            .fault("/name")
            .or_else(|| general(sending.failure()))
    });
    view! {
        <Dialog open=open title=t::processes::rename() foot=move || view! {
            <Button label=t::settings::save() kind=Kind::Primary busy=Signal::derive(move || sending.pending()) on_press=rename />
        }>
            <form on:submit=move |event| { event.prevent_default(); rename.run(()); }>
                <Field label=t::processes::name() error=error><Input value=name max_length=200 /></Field>
            </form>
        </Dialog>
    }
    .into_any()
}
