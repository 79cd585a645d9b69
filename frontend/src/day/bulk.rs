//! What can be done with the chosen rows.

use domain::access::Permission;
use domain::tasks::TaskType;
use leptos::prelude::*;

use super::list::{Ask, ListState};
use crate::data::session;
use crate::i18n::t;
use crate::ui::{BulkBar, Button, Dialog, Field, Icon, Input, Kind, Need};

#[component]
pub fn Bulk(state: ListState) -> AnyView {
    let count = Memo::new(move |_| state.selected.with(Vec::len));
    let chosen = move || state.tasks(&state.selected.get());
    let all_errands = move || {
        chosen().iter().all(|task| {
            task.task_type == TaskType::Internal
                && session().may_with_task(Permission::TaskComplete, task)
        })
    };
    // A chain's task ends with a result; only tasks outside chains can be cancelled.
    let all_free = move || chosen().iter().all(|task| task.chain_id.is_none());
    let cancelling = RwSignal::new(false);
    let number = move || i64::try_from(count.get()).unwrap_or_default();
    let asks = move |ask: Ask, id: &'static str, label: &'static str, icon: Icon| {
        view! {
            <button class="btn" type="button" id=id on:click=move |_| state.hang_on_bar(ask, id)>
                {crate::ui::icon(icon)}
                <span>{label}</span>
            </button>
        }
    };
    view! {
        {move || (count.get() > 0).then(|| view! {
            <BulkBar label=t::day::selected(number())>
                {asks(Ask::Person, "bulk-person", t::day::reassign(), Icon::UserRound)}
                {asks(Ask::Date, "bulk-date", t::day::reschedule(), Icon::CalendarClock)}
                {asks(Ask::Priority, "bulk-priority", t::day::priority(), Icon::Flag)}
                {move || all_errands().then(|| view! {
                    <Button label=t::day::complete_bulk() icon=Icon::Check on_press=move |()| state.finish(state.selected.get_untracked()) />
                })}
                {move || all_free().then(|| view! {
                    <Button label=t::day::cancel() icon=Icon::Ban kind=Kind::Danger on_press=move |()| cancelling.set(true) />
                })}
                <Button label=t::day::clear() icon=Icon::X kind=Kind::Ghost on_press=move |()| state.selected.set(Vec::new()) />
            </BulkBar>
        })}
        <CancelDialog state=state open=cancelling />
    }
    .into_any()
}

/// Cancelling cannot be taken back, so it asks for the reason and names what it does.
#[component]
fn CancelDialog(state: ListState, open: RwSignal<bool>) -> AnyView {
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let count = move || i64::try_from(state.selected.with(Vec::len)).unwrap_or_default();
    let error = move || {
        let empty = tried.get() && reason.with(|text| text.trim().is_empty());
        empty.then(|| t::entry::required().to_owned())
    };
    let confirm = move |()| {
        tried.set(true);
        let words = reason.get_untracked().trim().to_owned();
        if words.is_empty() {
            return;
        }
        let tasks = state.tasks(&state.selected.get_untracked());
        state.acts.cancel(tasks, words);
        state.selected.set(Vec::new());
        reason.set(String::new());
        tried.set(false);
        open.set(false);
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || t::day::cancel_title(count()))
            foot=move || view! {
                <Button label=Signal::derive(move || t::day::cancel_title(count())) kind=Kind::DangerSolid on_press=confirm />
                <Button label=t::day::keep_tasks() on_press=move |()| open.set(false) />
            }
        >
            <div class="stack">
                <p>{t::day::cancel_text()}</p>
                <Field label=t::day::cancel_reason() need=Need::Required error=Signal::derive(error)>
                    <Input value=reason />
                </Field>
            </div>
        </Dialog>
    }
    .into_any()
}
