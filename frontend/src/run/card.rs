//! One task on the desk: who, what to say, how it ended.

use domain::access::Permission;
use domain::ids::TaskId;
use domain::time::Due;
use leptos::prelude::*;
use wire::tasks::{GetWorkplace, TakeTask};

use super::client_pane::{ClientPane, NAME_ID};
use super::desk::Desk;
use super::results::{ResultPane, focus, focus_first_fault};
use super::screen::Sitting;
use super::script_pane::ScriptPane;
use super::strips::CardStrips;
use crate::clubtime;
use crate::data::{drafts, outbox, queries, query, sending, session};
use crate::dial::{Way, dialler};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::shell::loaded::Trouble;
use crate::tasks::{RescheduleFloat, acts, task_line, why};
use crate::ui::{
    Button, Dialog, DialogSize, Icon, Kind, LinkButton, Skeleton, Toast, Waiting, narrow, toasts,
};

const RESCHEDULE_ID: &str = "run-reschedule";

#[component]
pub fn Card(task: TaskId, sitting: Sitting) -> AnyView {
    let place = query::<GetWorkplace>(move || Some(((task,), ())));
    let there = Memo::new(move |_| place.data().is_some());
    let ready = Signal::derive(move || there.get() || place.failure().is_some());
    view! {
        <Waiting ready=ready skeleton=|| view! { <Skeleton rows=10 lines=true /> }.into_any()>
            {move || match there.get() {
                true => {
                    let desk = Desk::new(task, place);
                    view! { <Columns desk=desk sitting=sitting /> }.into_any()
                }
                false => match place.failure() {
                    Some(failure) => view! {
                        <Trouble failure=failure on_retry=move |()| place.refresh() />
                        <div class="run__after"><Button label=t::run::go_on() icon=Icon::ArrowRight on_press=move |()| sitting.pass(task) /></div>
                    }
                    .into_any(),
                    None => ().into_any(),
                },
            }}
        </Waiting>
    }
    .into_any()
}

#[component]
fn Columns(desk: Desk, sitting: Sitting) -> AnyView {
    let sheet = RwSignal::new(false);
    let reschedule = RwSignal::new(None::<String>);
    let save = Callback::new(move |()| save(desk, sitting, sheet));
    let acts = acts();
    let zone = Signal::derive(move || {
        let place = desk.workplace.get();
        place.map_or_else(clubtime::home_zone, |place| place.context.zone.clone())
    });
    let may = move |permission| {
        Memo::new(move |_| {
            let place = desk.workplace.get();
            place.is_some_and(|place| session().may_with_task(permission, &place.task))
        })
    };
    let (may_complete, may_move) = (may(Permission::TaskComplete), may(Permission::TaskEdit));
    let whose = Memo::new(move |_| Some(desk.workplace.get()?.task.assignee.name.clone()));
    let move_to = move |due: Due| {
        let place = desk.workplace.get_untracked();
        if let Some(place) = place {
            acts.reschedule(vec![place.task.clone()], due);
            sitting.finish(desk.task, false);
        }
    };
    let skip = move || {
        sitting.skip(desk.task);
        toasts().show(Toast::new(t::run::skipped()));
    };
    keys::add(Command::new("run.skip", Scope::Page, t::run::skip(), skip).on(Chord::letter('s')));
    keys::add(
        Command::new(
            "run.reschedule",
            Scope::Page,
            t::run::reschedule(),
            move || {
                if may_move.get_untracked() {
                    reschedule.set(Some(RESCHEDULE_ID.to_owned()));
                }
            },
        )
        .on(Chord::letter('h')),
    );
    // The next client begins at his name: digits work, because the focus is in no field.
    request_animation_frame(|| focus(NAME_ID));

    let more = move || {
        view! {
            <div class="run__acts">
                {move || may_move.get().then(|| view! {
                    <button class="btn" type="button" id=RESCHEDULE_ID aria-keyshortcuts="H" on:click=move |_| reschedule.set(Some(RESCHEDULE_ID.to_owned()))>
                        {crate::ui::icon(Icon::CalendarClock)}
                        <span>{t::run::reschedule()}</span>
                        <crate::ui::Kbd chord=Chord::letter('h') />
                    </button>
                })}
                <Button label=t::run::skip() icon=Icon::SkipForward chord=Chord::letter('s') on_press=move |()| skip() />
            </div>
        }
        .into_any()
    };
    let pane = move || {
        match may_complete.get() {
        true => view! { <ResultPane desk=desk on_save=save extra=more save_label=t::run::save_next() /> }.into_any(),
        false => view! {
            <h2>{t::run::result()}</h2>
            <p class="meta">{move || whose.get().map(t::run::done_by)}</p>
            {more()}
        }
        .into_any(),
    }
    };
    let phone = narrow(767);
    let dialler = dialler();
    let way = move || {
        let place = desk.workplace.get()?;
        let client = place.client.as_ref()?;
        let phone = client.phones.iter().find(|phone| !phone.do_not_call)?;
        Some(Way::to(client, phone))
    };
    view! {
        <CardStrips desk=desk sitting=sitting />
        <TakeStrip desk=desk />
        <div class="thirds">
            <ClientPane desk=desk />
            <ScriptPane desk=desk />
            {move || (!phone.get()).then(|| view! { <section class="run__result" aria-label=t::run::result()>{pane()}</section> })}
        </div>
        {move || phone.get().then(|| view! {
            <div class="run__thumb">
                {move || way().map(|way| match way.link() {
                    Some(address) => view! { <LinkButton label=t::day::call() icon=Icon::Phone href=address /> }.into_any(),
                    None => view! { <Button label=t::day::call() icon=Icon::Phone on_press=move |()| dialler.dial(&way) /> }.into_any(),
                })}
                <Button label=t::run::result() kind=Kind::Primary on_press=move |()| sheet.set(true) />
            </div>
            <Dialog open=sheet title=t::run::result() size=DialogSize::Sheet>{pane()}</Dialog>
        })}
        <RescheduleFloat anchor=reschedule zone=zone on_choose=move_to />
    }
    .into_any()
}

/// A task that waits in a pool becomes one's own first.
#[component]
fn TakeStrip(desk: Desk) -> AnyView {
    let take = sending();
    let pool = Memo::new(move |_| {
        let place = desk.workplace.get()?;
        place.task.assignee.role_id?;
        session()
            .may_with_task(Permission::TaskComplete, &place.task)
            .then(|| place.task.assignee.name.clone())
    });
    let press = move |()| {
        take.send::<TakeTask>((desk.task,), (), (), move |_| {
            queries().stale(&["tasks", "day"])
        });
    };
    view! {
        {move || pool.get().map(|role| view! {
            <crate::ui::Banner
                text=t::run::pool_text(role)
                tone=crate::ui::Tone::Info
                actions=move || view! { <Button label=t::run::take() busy=Signal::derive(move || take.pending()) on_press=press /> }.into_any()
            />
        })}
    }
    .into_any()
}

/// Hands the completion to the outbox and turns to the next card; what cannot be accepted is shown where it is.
fn save(desk: Desk, sitting: Sitting, sheet: RwSignal<bool>) {
    desk.tried.set(true);
    let decision = match desk.preview.get_untracked() {
        Some(Ok(decision)) => decision,
        Some(Err(_)) => {
            request_animation_frame(move || focus_first_fault(desk));
            return;
        }
        None => return,
    };
    let (Some(request), Some(place)) = (desk.request(), desk.workplace.get_untracked()) else {
        return;
    };
    let task = desk.task;
    let who = task_line(&place.task);
    let result = decision.completed.result_name.clone();
    let next = clubtime::telling(&place.context.zone).told(&decision.told());
    let kept = super::desk::Kept::of(&request);
    let draft = desk.draft.name();

    // A refused attempt before this one is replaced by it.
    for parcel in outbox()
        .refused()
        .into_iter()
        .filter(|parcel| parcel.task_id == task)
    {
        outbox().forget(&parcel.key);
    }
    let key = outbox().complete(task, request, who.clone(), result.clone());
    desk.draft.forget();
    sheet.set(false);
    let back = who.clone();
    let undo = move || {
        if let Some(draft) = &draft {
            drafts::keep_under(draft, &kept);
        }
        let back = back.clone();
        outbox().take_back(&key, task, move |taken| {
            if let Err(failure) = taken {
                toasts().show(Toast::new(t::run::undo_refused(format!(
                    "{back}: {}",
                    why(&failure)
                ))));
            }
        });
        sitting.reopen(task);
    };
    toasts().show(Toast::new(t::run::saved_toast(result, who, next)).undo(undo));
    sitting.finish(task, true);
}
