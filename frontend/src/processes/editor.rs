//! One process: its draft as a list and a picture, what is wrong with it, its versions.

use std::sync::Arc;

use domain::access::Permission;
use domain::ids::ProcessId;
use domain::processes::Graph;
use domain::processes::transfer::Lot;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use wire::processes::{
    ArchiveProcess, DiscardDraft, Draft, GetDraft, GetProcess, GraphProblem, Process, ProcessPatch,
    PublishProcess, PublishRequest, RestoreProcess, SaveDraft, SaveDraftRequest, Severity,
    UpdateProcess,
};

use super::check;
use super::confirm::PublishDialog;
use super::files::saver;
use super::names::{Names, names, provide_names};
use super::picture::Picture;
use super::steps::{Edits, Steps};
use super::transfer::{Choice, Told};
use super::versions::Versions;
use crate::data::{Sending, queries, query, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::settings::general;
use crate::shell::Trouble;
use crate::ui::{
    Banner, Button, Chip, EmptyState, Face, Icon, Kind, Menu, MenuItem, Page, Skeleton, TabLink,
    TabLinks, Toast, Tone, Waiting, toasts,
};

const TAGS: &[&str] = &["processes"];

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

/// The editor's memory: the graph with its steps back and forth.
#[derive(Clone, Copy)]
struct Memory {
    graph: RwSignal<Graph>,
    saved: RwSignal<Graph>,
    version: RwSignal<i64>,
    problems: RwSignal<Vec<GraphProblem>>,
    past: RwSignal<Vec<Graph>>,
    future: RwSignal<Vec<Graph>>,
}

impl Memory {
    fn new(draft: &Draft) -> Self {
        Self {
            graph: RwSignal::new(draft.graph.clone()),
            saved: RwSignal::new(draft.graph.clone()),
            version: RwSignal::new(draft.version),
            problems: RwSignal::new(draft.problems.clone()),
            past: RwSignal::new(Vec::new()),
            future: RwSignal::new(Vec::new()),
        }
    }

    fn stored(self, draft: &Draft) {
        self.saved.set(draft.graph.clone());
        self.version.set(draft.version);
        self.problems.set(draft.problems.clone());
    }

    fn step_back(self) {
        if let Some(before) = self.past.try_update(Vec::pop).flatten() {
            self.future
                .update(|future| future.push(self.graph.get_untracked()));
            self.graph.set(before);
        }
    }

    fn step_forth(self) {
        if let Some(after) = self.future.try_update(Vec::pop).flatten() {
            self.past
                .update(|past| past.push(self.graph.get_untracked()));
            self.graph.set(after);
        }
    }
}

/// Remembers every state but those that stepping itself makes.
fn remember(memory: Memory) {
    Effect::new(move |before: Option<Graph>| {
        let now = memory.graph.get();
        if let Some(before) = before.filter(|before| *before != now) {
            let stepped = memory
                .past
                .with_untracked(|past| past.last() == Some(&now) || past.last() == Some(&before))
                || memory
                    .future
                    .with_untracked(|future| future.last() == Some(&before));
            if !stepped {
                memory.past.update(|past| past.push(before));
                memory.future.set(Vec::new());
            }
        }
        now
    });
}

/// Checks the draft after each change, and when the directories change under it.
fn watch(memory: Memory, names: Names, own: ProcessId) {
    Effect::new(move |_| {
        let found = memory
            .graph
            .with(|graph| check::problems(names, graph, own));
        memory.problems.set(found);
    });
}

#[component]
fn Editor(
    id: ProcessId,
    title: Signal<String>,
    process: Arc<Process>,
    now: Signal<Option<Arc<Process>>>,
    draft: Arc<Draft>,
) -> AnyView {
    let memory = Memory::new(&draft);
    remember(memory);
    watch(memory, names(), id);
    let archived = process.archived_at.is_some();
    let may = Signal::derive(move || session().may(Permission::ProcessEdit) && !archived);
    let dirty = Memo::new(move |_| {
        memory
            .graph
            .with(|graph| memory.saved.with(|saved| graph != saved))
    });
    let errors = Memo::new(move |_| {
        memory.problems.with(|all| {
            all.iter()
                .filter(|problem| problem.severity == Severity::Error)
                .count()
        })
    });

    let (saving, queries, toasts) = (sending(), queries(), toasts());
    let save = Callback::new(move |then: Option<Callback<()>>| {
        let body = SaveDraftRequest {
            graph: memory.graph.get_untracked(),
            version: memory.version.get_untracked(),
        };
        saving.send::<SaveDraft>((id,), (), body, move |draft| {
            memory.stored(&draft);
            queries.stale(TAGS);
            match then {
                Some(then) => then.run(()),
                None => toasts.show(Toast::new(t::settings::saved())),
            }
        });
    });
    // Who goes over, chosen in a dialog that is closed by now.
    let chosen = StoredValue::new(Vec::<Lot>::new());
    let publish = Callback::new(move |()| {
        let transfer = chosen.get_value();
        let moves = !transfer.is_empty();
        let body = PublishRequest {
            version: memory.version.get_untracked(),
            transfer,
        };
        saving.send::<PublishProcess>((id,), (), body, move |version| {
            memory.saved.set(version.graph.clone());
            memory.version.set(0);
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
        chosen.set_value(lots);
        match dirty.get_untracked() || memory.version.get_untracked() == 0 {
            true => save.run(Some(publish)),
            false => publish.run(()),
        }
    };
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
            move || memory.step_back(),
        )
        .on(Chord::letter('z').ctrl())
        .outside_fields(),
    );
    keys::add(
        Command::new(
            "process.redo",
            Scope::Page,
            t::processes::redo(),
            move || memory.step_forth(),
        )
        .on(Chord::letter('z').ctrl().shift())
        .outside_fields(),
    );

    let address = use_query_map();
    let mode = Memo::new(move |_| address.with(|map| map.get("mode")).unwrap_or_default());
    let tab = |word: &'static str, label: &'static str| {
        let parts = (!word.is_empty()).then(|| ("mode".to_owned(), word.to_owned()));
        TabLink::new(
            label,
            links::with_query(&links::process(id), parts),
            Signal::derive(move || mode.with(|mode| mode == word)),
        )
    };
    let tabs = vec![
        tab("", t::processes::mode_list()),
        tab("picture", t::processes::mode_picture()),
        tab("versions", t::processes::versions()),
    ];
    let head = Signal::derive(move || match dirty.get() {
        true => format!("{} •", title.get()),
        false => title.get(),
    });
    let edits = Edits {
        graph: memory.graph,
        problems: memory.problems.into(),
        may,
    };
    let restore = move |graph: Graph| {
        memory.graph.set(graph);
        toasts.show(Toast::new(t::processes::restored()).undo(move || memory.step_back()));
    };
    view! {
        <Page
            title=head
            note=move || view! { <VersionNote now=now /> }
            actions=move || view! {
                <Bar memory=memory dirty=dirty errors=errors may=may saving=saving on_save=move |()| save.run(None) on_publish=ask_or_publish />
                {move || now.get().map(|process| view! { <More id=id process=process /> })}
            }
            above=move || view! { <TabLinks label=t::processes::modes() tabs=tabs.clone() /> }
        >
            {move || general(saving.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
            <Told id=id />
            {move || match mode.get().as_str() {
                "picture" => view! { <Picture graph=Signal::derive(move || memory.graph.get()) /> }.into_any(),
                "versions" => view! { <Versions id=id may=may on_restore=restore /> }.into_any(),
                _ => view! { <div class="steps-list"><Problems problems=memory.problems /><Steps edits=edits /></div> }.into_any(),
            }}
        </Page>
        <PublishDialog id=id open=confirming running=running draft=memory.graph choice=choice busy=Signal::derive(move || saving.pending()) on_publish=save_and_publish />
    }
    .into_any()
}

#[component]
fn VersionNote(now: Signal<Option<Arc<Process>>>) -> AnyView {
    view! {
        {move || now.get().map(|process| match &process.published {
            Some(version) => view! { <Chip label=t::processes::number(version.number) tone=Tone::Ok /> }.into_any(),
            None => view! { <Chip label=t::processes::never_published() tone=Tone::Warn /> }.into_any(),
        })}
    }
    .into_any()
}

#[component]
fn Bar(
    memory: Memory,
    dirty: Memo<bool>,
    errors: Memo<usize>,
    may: Signal<bool>,
    saving: Sending,
    #[prop(into)] on_save: Callback<()>,
    #[prop(into)] on_publish: Callback<()>,
) -> AnyView {
    let may_publish = move || session().may(Permission::ProcessPublish);
    let blocked = Signal::derive(move || match errors.get() {
        0 => None,
        count => Some(t::processes::fix_first(
            i64::try_from(count).unwrap_or_default(),
        )),
    });
    let no_past = Signal::derive(move || {
        memory
            .past
            .with(Vec::is_empty)
            .then(|| t::settings::nothing_changed().to_owned())
    });
    let no_future = Signal::derive(move || {
        memory
            .future
            .with(Vec::is_empty)
            .then(|| t::settings::nothing_changed().to_owned())
    });
    let busy = Signal::derive(move || saving.pending());
    view! {
        {move || may.get().then(|| view! {
            <Button label=t::processes::undo() icon=Icon::Undo2 face=Face::Icon kind=Kind::Ghost chord=Chord::letter('z').ctrl() blocked=no_past on_press=move |()| memory.step_back() />
            <Button label=t::processes::redo() icon=Icon::Redo2 face=Face::Icon kind=Kind::Ghost chord=Chord::letter('z').ctrl().shift() blocked=no_future on_press=move |()| memory.step_forth() />
            {move || dirty.get().then(|| view! { <Button label=t::settings::save() chord=Chord::letter('s').ctrl() busy=busy on_press=on_save /> })}
            {move || may_publish().then(|| view! { <Button label=t::processes::publish() kind=Kind::Primary blocked=blocked busy=busy on_press=on_publish /> })}
        })}
    }
    .into_any()
}

/// Everything that is wrong with the draft, each leading to its place.
#[component]
fn Problems(problems: RwSignal<Vec<GraphProblem>>) -> AnyView {
    view! {
        {move || {
            let all = problems.get();
            (!all.is_empty()).then(|| view! {
                <section class="problems" aria-label=t::processes::problems()>
                    <h2 class="section-head">{t::processes::problems_count(i64::try_from(all.len()).unwrap_or_default())}</h2>
                    <ul class="plain-list">
                        {all.into_iter().map(|problem| {
                            let to = problem.step.as_ref().map(|step| format!("#step-{step}"));
                            let line = super::steps::problem_line(problem);
                            view! { <li>{match to {
                                Some(to) => view! { <a href=to rel="external">{line}</a> }.into_any(),
                                None => line,
                            }}</li> }
                        }).collect_view()}
                    </ul>
                </section>
            })
        }}
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
