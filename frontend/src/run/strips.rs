//! Over the card: what somebody else did meanwhile, what was restored.

use domain::access::Permission;
use domain::tasks::TaskState;
use leptos::prelude::*;
use wire::clients::{AddNote, NewNote};

use super::desk::Desk;
use super::screen::Sitting;
use crate::clubtime;
use crate::data::{outbox, queries, sending, session};
use crate::i18n::t;
use crate::ui::{Banner, Button, Icon, Kind, Tone};

#[component]
pub fn CardStrips(desk: Desk, sitting: Sitting) -> AnyView {
    let closed = Memo::new(move |_| {
        let place = desk.workplace.get()?;
        let task = &place.task;
        match (task.state, &task.completion) {
            (TaskState::Done, Some(done)) => Some(t::run::closed_by(
                &done.by.name,
                clubtime::moment(done.at),
                &done.result_name,
            )),
            (TaskState::Done, None) => Some(t::run::closed().to_owned()),
            (TaskState::Cancelled, _) => Some(
                task.cancel_reason
                    .clone()
                    .unwrap_or_else(|| t::run::closed().to_owned()),
            ),
            (TaskState::Open | TaskState::InProgress, _) => None,
        }
    });
    view! {
        {move || closed.get().map(|words| view! { <Closed desk=desk sitting=sitting words=words /> })}
        {move || desk.restored.get().map(|at| view! {
            <Banner
                text=t::run::draft_restored(clubtime::clock(at))
                tone=Tone::Plain
                actions=move || view! { <Button label=t::run::draft_discard() kind=Kind::Ghost on_press=move |()| desk.discard() /> }.into_any()
            />
        })}
    }
    .into_any()
}

/// Somebody was faster. What was noted can still go into the client's history.
#[component]
fn Closed(desk: Desk, sitting: Sitting, words: String) -> AnyView {
    let note = sending();
    let kept = RwSignal::new(false);
    // Whose history takes the note, when one may write there.
    let client = move || {
        let place = desk.workplace.get()?;
        let client = place.client.as_ref()?;
        session()
            .may_with_client(Permission::ClientNote, client)
            .then_some(client.id)
    };
    let can_keep =
        move || client().is_some() && !desk.note.with(|text| text.trim().is_empty()) && !kept.get();
    let keep = move |()| {
        let Some(client) = untrack(client) else {
            return;
        };
        let body = NewNote {
            text: desk.note.get_untracked().trim().to_owned(),
        };
        note.send::<AddNote>((client,), (), body, move |_| {
            kept.set(true);
            desk.draft.forget();
            queries().stale(&["clients", "tasks"]);
        });
    };
    let go_on = move |()| {
        for parcel in outbox()
            .refused()
            .into_iter()
            .filter(|parcel| parcel.task_id == desk.task)
        {
            outbox().forget(&parcel.key);
        }
        sitting.pass(desk.task);
    };
    view! {
        <div role="alert">
            <Banner
                text=words
                tone=Tone::Warn
                actions=move || view! {
                    {move || can_keep().then(|| view! {
                        <Button label=t::run::keep_note() busy=Signal::derive(move || note.pending()) on_press=keep />
                    })}
                    {move || kept.get().then(|| view! { <span>{t::run::note_kept()}</span> })}
                    <Button label=t::run::go_on() kind=Kind::Primary icon=Icon::ArrowRight on_press=go_on />
                }
                .into_any()
            />
        </div>
    }
    .into_any()
}
