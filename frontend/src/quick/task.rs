//! A new task: for a client from a template, or an errand in one's own words.

use domain::access::{Permission, Scope as Reach};
use domain::ids::{EmployeeId, TemplateId};
use domain::tasks::{Direction, Priority, TaskType};
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use wire::tasks::{CreateTask, NewTask, TaskView};

use super::client_box::ClientBox;
use super::parts::{
    Duplicate, SaveTrouble, client_of, client_of_page, is_call, priorities, templates,
    templates_asked, usual_call,
};
use crate::clubtime;
use crate::data::drafts::draft;
use crate::data::{now, queries, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::tasks::{colleagues, task_line};
use crate::ui::{
    Button, Choice, Combobox, DateTimePicker, Field, Input, Kind, Need, Segmented, Textarea, Toast,
    When, toasts,
};

/// In place of a template.
pub const FREE: &str = "free";

/// What survives closing the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    client: Option<(String, String)>,
    title: String,
    note: String,
}

/// `calls`: only templates of calls, and no errands.
#[component]
pub fn TaskForm(close: Callback<()>, calls: bool) -> AnyView {
    let draft = draft(if calls { "call" } else { "task" }, "new");
    let kept = draft
        .restore::<Kept>()
        .map(|(kept, _)| kept)
        .unwrap_or_default();
    let client = RwSignal::new(
        kept.client
            .map(|(id, name)| Choice::new(id, name))
            .into_iter()
            .collect::<Vec<_>>(),
    );
    client_of_page(client);
    let title = RwSignal::new(kept.title);
    let note = RwSignal::new(kept.note);
    Effect::new(move |before: Option<Kept>| {
        let now = Kept {
            client: client.with(|all| {
                all.first()
                    .map(|choice| (choice.value.clone(), choice.label.clone()))
            }),
            title: title.get(),
            note: note.get(),
        };
        if before.is_some_and(|before| before != now) {
            draft.keep(now.clone());
        }
        now
    });

    let known = templates();
    let options = Signal::derive(move || {
        let known = known.get();
        let fitting = known.iter().filter(|template| !calls || is_call(template));
        let mut options: Vec<Choice> = fitting
            .map(|template| Choice::new(template.id.to_string(), &template.name))
            .collect();
        if !calls {
            options.push(Choice::new(FREE, t::quick::free_task()));
        }
        options
    });
    let what = RwSignal::new(Vec::<Choice>::new());
    let asked = templates_asked();
    let proposed = RwSignal::new(false);
    // The most usual work is chosen beforehand: a call when there is a client.
    Effect::new(move |_| {
        if what.with_untracked(Vec::is_empty) {
            let known = known.get();
            let first = usual_call(&known).or_else(|| known.first());
            what.set(
                first
                    .map(|template| Choice::new(template.id.to_string(), &template.name))
                    .into_iter()
                    .collect(),
            );
        }
        proposed.set(asked.get());
    });
    let template = Memo::new(move |_| {
        what.with(|all| {
            all.first()
                .and_then(|choice| choice.value.parse::<TemplateId>().ok())
        })
    });
    let is_free =
        Memo::new(move |_| what.with(|all| all.first().is_some_and(|choice| choice.value == FREE)));
    let needs_client = Memo::new(move |_| {
        let known = known.get();
        let chosen = template.get().and_then(|id| {
            known
                .iter()
                .find(|template| template.id == id)
                .map(|template| template.task_type)
        });
        chosen.is_some_and(|kind| kind != TaskType::Internal)
    });
    let when = RwSignal::new(None::<When>);
    let when_valid = RwSignal::new(true);
    let who = RwSignal::new(
        session()
            .with_me(|me| Choice::new(me.id.to_string(), &me.name))
            .into_iter()
            .collect::<Vec<_>>(),
    );
    let priority = RwSignal::new(Priority::Normal.as_str().to_owned());
    let priority_touched = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let save = sending();
    let zone = clubtime::home_zone();
    let wall = Signal::stored(zone.wall(now()));
    let zone = StoredValue::new(zone);

    // Who makes tasks only for himself has nobody to choose.
    let gives_to_others = move || session().scope(Permission::TaskCreate) != Some(Reach::Own);
    let client_error = move || {
        let missing = tried.get() && needs_client.get() && client.with(Vec::is_empty);
        save.fault("/client_id")
            .or_else(|| missing.then(|| t::quick::client_required().to_owned()))
    };
    let title_error = move || {
        let missing = tried.get() && is_free.get() && title.with(|text| text.trim().is_empty());
        save.fault("/title")
            .or_else(|| missing.then(|| t::quick::title_required().to_owned()))
    };
    let go = use_navigate();
    let created = Callback::new(move |(task, start): (TaskView, bool)| {
        draft.forget();
        queries().stale(&["tasks", "day", "clients"]);
        let due = clubtime::spell(task.due, &clubtime::zone_of_now(task.branch_id));
        let href = links::run_task(task.id);
        match start {
            true => go(&href, Default::default()),
            false => {
                close.run(());
                let go = go.clone();
                let said =
                    t::quick::created_task(format!("{} · {}", task_line(&task), task.title), due);
                toasts().show(
                    Toast::new(said)
                        .action(t::quick::open(), move || go(&href, Default::default())),
                );
            }
        }
    });
    // Whoever types faster than the server answers has chosen the client, and the usual work, before they are there.
    let hurried = RwSignal::new(false);
    let too_early = Memo::new(move |_| hurried.get() || !proposed.get());
    let wanted = RwSignal::new(None::<bool>);
    let submit = Callback::new(move |start: bool| {
        if too_early.get_untracked() {
            wanted.set(Some(start));
            return;
        }
        tried.set(true);
        if untrack(|| client_error().is_some() || title_error().is_some())
            || !when_valid.get_untracked()
        {
            return;
        }
        let trimmed = |value: RwSignal<String>| {
            Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let task = NewTask {
            template_id: template.get_untracked(),
            title: is_free.get_untracked().then(|| trimmed(title)).flatten(),
            direction: calls.then_some(Direction::Outgoing),
            client_id: client.with_untracked(|all| client_of(all)),
            due: when
                .get_untracked()
                .map(|when| zone.with_value(|zone| clubtime::due_of(when, zone))),
            assignee_id: who.with_untracked(|all| {
                all.first()
                    .and_then(|choice| choice.value.parse::<EmployeeId>().ok())
            }),
            priority: priority_touched
                .get_untracked()
                .then(|| Priority::parse(&priority.get_untracked()))
                .flatten(),
            note: trimmed(note),
            ..NewTask::default()
        };
        save.send::<CreateTask>((), (), task, move |task| created.run((task, start)));
    });
    Effect::new(move |_| {
        if !too_early.get()
            && let Some(start) = wanted.get_untracked()
        {
            wanted.set(None);
            submit.run(start);
        }
    });
    keys::add(
        Command::new("quick.save", Scope::Panel, t::quick::create(), move || {
            submit.run(false)
        })
        .on(Chord::ENTER.ctrl()),
    );

    let first = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = first.get() {
            let _ = input.focus();
        }
    });
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit.run(false);
            }
        >
            <Field label=t::quick::client() error=Signal::derive(client_error)>
                <ClientBox chosen=client node=first hurried=hurried />
            </Field>
            <Field label=t::quick::what()>
                <Combobox chosen=what options=options />
            </Field>
            {move || is_free.get().then(|| view! {
                <Field label=t::quick::free_title() need=Need::Required error=Signal::derive(title_error)>
                    <Input value=title />
                </Field>
            })}
            <Duplicate
                client=Signal::derive(move || client.with(|all| client_of(all)))
                template=Signal::derive(move || template.get())
            />
            <Field label=t::quick::when() error=Signal::derive(move || save.fault("/due"))>
                <DateTimePicker value=when now=wall valid=when_valid />
            </Field>
            {move || gives_to_others().then(|| view! {
                <Field label=t::quick::who() error=Signal::derive(move || save.fault("/assignee_id"))>
                    <Combobox chosen=who options=colleagues() />
                </Field>
            })}
            <div class="field">
                <span class="field__label">{t::quick::priority()}</span>
                <Segmented
                    value=priority
                    label=t::quick::priority()
                    options=Signal::stored(priorities())
                    on_change=move |_| priority_touched.set(true)
                />
            </div>
            <Field label=t::quick::note() need=Need::Optional error=Signal::derive(move || save.fault("/note"))>
                <Textarea value=note rows=3 />
            </Field>
            <SaveTrouble of=save />
            <div class="cluster">
                <Button
                    label=t::quick::create()
                    kind=Kind::Primary
                    chord=Chord::ENTER.ctrl()
                    busy=Signal::derive(move || save.pending() || wanted.read().is_some())
                    on_press=move |()| submit.run(false)
                />
                <Button label=t::quick::create_start() on_press=move |()| submit.run(true) />
            </div>
        </form>
    }
    .into_any()
}
