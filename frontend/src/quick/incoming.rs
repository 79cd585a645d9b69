//! Somebody calls: who it is, and how the call ended, in one panel.

use domain::ids::TaskId;
use domain::tasks::Direction;
use domain::time::Due;
use leptos::html;
use leptos::prelude::*;
use wire::tasks::{CreateTask, GetWorkplace, NewTask};

use super::client_box::ClientBox;
use super::parts::{
    Duplicate, SaveTrouble, client_of, client_of_page, templates, templates_asked, usual_call,
};
use crate::data::{now, outbox, queries, query, sending};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::run::{Desk, ResultPane, focus_first_fault};
use crate::tasks::{task_line, why};
use crate::ui::{Button, Choice, Field, Kind, Skeleton, Textarea, Toast, Waiting, toasts};

#[component]
pub fn Incoming(close: Callback<()>) -> AnyView {
    let client = RwSignal::new(Vec::<Choice>::new());
    client_of_page(client);
    let known = templates();
    let template = Memo::new(move |_| usual_call(&known.get()).map(|template| template.id));
    let task = RwSignal::new(None::<TaskId>);
    let tried = RwSignal::new(false);
    let answer = sending();
    let error = move || {
        let missing = tried.get() && client.with(Vec::is_empty);
        answer
            .fault("/client_id")
            .or_else(|| missing.then(|| t::quick::client_required().to_owned()))
    };
    let hurried = RwSignal::new(false);
    let asked = templates_asked();
    let too_early = Memo::new(move |_| hurried.get() || !asked.get());
    let wanted = RwSignal::new(false);
    let take = Callback::new(move |()| {
        if too_early.get_untracked() {
            wanted.set(true);
            return;
        }
        tried.set(true);
        let (Some(client_id), Some(template_id)) = (
            client.with_untracked(|all| client_of(all)),
            template.get_untracked(),
        ) else {
            return;
        };
        let call = NewTask {
            template_id: Some(template_id),
            direction: Some(Direction::Incoming),
            client_id: Some(client_id),
            due: Some(Due::At(now())),
            ..NewTask::default()
        };
        answer.send::<CreateTask>((), (), call, move |made| {
            queries().stale(&["tasks", "day", "clients"]);
            task.set(Some(made.id));
        });
    });
    Effect::new(move |_| {
        if !too_early.get() && wanted.get_untracked() {
            wanted.set(false);
            take.run(());
        }
    });
    let first = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = first.get() {
            let _ = input.focus();
        }
    });
    let ask = move || {
        keys::add(
            Command::new(
                "quick.save",
                Scope::Panel,
                t::quick::take_call(),
                move || take.run(()),
            )
            .on(Chord::ENTER.ctrl()),
        );
        view! {
            <Field label=t::quick::client() error=Signal::derive(error)>
                <ClientBox chosen=client node=first hurried=hurried />
            </Field>
            <Duplicate
                client=Signal::derive(move || client.with(|all| client_of(all)))
                template=Signal::derive(move || template.get())
            />
            {move || (template.get().is_none() && !known.get().is_empty()).then(|| view! { <p class="meta">{t::quick::call_template_missing()}</p> })}
            <SaveTrouble of=answer />
            <Button
                label=t::quick::take_call()
                kind=Kind::Primary
                chord=Chord::ENTER.ctrl()
                busy=Signal::derive(move || answer.pending() || wanted.get())
                on_press=take
            />
        }
        .into_any()
    };
    view! {
        {move || match task.get() {
            None => ask(),
            Some(task) => view! { <Outcome task=task close=close /> }.into_any(),
        }}
    }
    .into_any()
}

/// How the call ended, by the same pane as in the runner.
#[component]
fn Outcome(task: TaskId, close: Callback<()>) -> AnyView {
    let place = query::<GetWorkplace>(move || Some(((task,), ())));
    let there = Memo::new(move |_| place.data().is_some());
    let pane = move || {
        let desk = Desk::new(task, place);
        let save = Callback::new(move |()| {
            desk.tried.set(true);
            let Some(Ok(decision)) = desk.preview.get_untracked() else {
                request_animation_frame(move || focus_first_fault(desk));
                return;
            };
            let (Some(request), Some(place)) = (desk.request(), desk.workplace.get_untracked())
            else {
                return;
            };
            let who = task_line(&place.task);
            let result = decision.completed.result_name.clone();
            let key = outbox().complete(task, request, who.clone(), result.clone());
            desk.draft.forget();
            let undo = move || {
                outbox().take_back(&key, task, |taken| {
                    if let Err(failure) = taken {
                        toasts().show(Toast::new(t::run::undo_refused(why(&failure))));
                    }
                })
            };
            toasts().show(Toast::new(t::quick::logged(who, result)).undo(undo));
            close.run(());
        });
        let who = Memo::new(move |_| desk.workplace.get().map(|place| task_line(&place.task)));
        view! {
            <h3>{move || who.get()}</h3>
            <Field label=t::run::call_note()>
                <Textarea value=desk.note rows=2 />
            </Field>
            <ResultPane desk=desk on_save=save save_label=t::quick::log_call() />
        }
        .into_any()
    };
    view! {
        <Waiting ready=Signal::derive(move || there.get()) skeleton=|| view! { <Skeleton rows=6 lines=true /> }.into_any()>
            {move || there.get().then(pane)}
        </Waiting>
    }
    .into_any()
}
