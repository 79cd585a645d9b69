//! One task of the day.

use domain::access::Permission;
use domain::tasks::{Priority, TaskType};
use domain::time::Due;
use leptos::prelude::*;
use wire::day::{QueueGroup, QueueItem};
use wire::tasks::TaskView;

use super::list::ListState;
use crate::clubtime;
use crate::data::{now, session};
use crate::i18n::t;
use crate::links;
use crate::tasks::{assignee_name, priority_name, task_line};
use crate::ui::{Align, Cell, Chip, Dot, Icon, Row, Tone, icon};

/// A task to do or planned.
pub fn open_row(item: QueueItem, state: ListState) -> AnyView {
    let QueueItem {
        task,
        group,
        rank_reason,
    } = item;
    let id = task.id;
    let key = id.to_string();
    let zone = clubtime::zone_of(task.branch_id);
    let (due, tone) = match (group, task.due) {
        // What is due right now is told by its time, also a minute later.
        (QueueGroup::Now, Due::At(at)) => (clubtime::telling(&zone).time(at), Tone::Warn),
        (_, due) => clubtime::due_chip(due, &zone, now()),
    };
    let selected = Signal::derive(move || state.selected.with(|all| all.contains(&id)));
    let href = move || links::run_with(&state.parameters.get(), id);
    let title = match &task.client {
        Some(client) => client.name.clone(),
        None => task.title.clone(),
    };
    let is_errand = task.task_type == TaskType::Internal;
    let what = match task.client {
        Some(_) => task.title.clone(),
        None => t::day::internal().to_owned(),
    };
    let phone = task
        .client
        .as_ref()
        .and_then(|client| Some((client.phone.clone(), client.phone_display.clone()?)));
    let may = |permission| session().may_with_task(permission, &task);
    let (may_change, may_finish) = (may(Permission::TaskEdit), may(Permission::TaskComplete));
    let has_menu = may_change || task.client.is_some();
    let whose = assignee_name(&task.assignee);
    let beside = move || {
        let whose = whose.clone();
        state
            .team
            .get()
            .then(|| view! { <span class="day__who">" · "{whose}</span> })
    };
    view! {
        <Row id=key.clone() selected=selected>
            <td class="day__pick">{may_change.then(|| select_box(&task, selected, state))}</td>
            {Cell::Mark.view(view! { <Chip label=due tone=tone tip=rank_reason /> })}
            <td data-cell="title" data-col="main">
                {(is_errand && may_finish).then(|| finish_box(&task, state))}
                <a href=href tabindex="-1">{title}</a>
            </td>
            {Cell::Line.view(view! { {what} {beside} })}
            {soft(task.context.clone().or_else(|| task.note.clone()).unwrap_or_default())}
            {Cell::WideOnly.view(phone.map(|(number, shown)| match number {
                Some(number) => view! { <a class="num" href=format!("tel:{number}") tabindex="-1">{shown}</a> }.into_any(),
                None => view! { <span class="num">{shown}</span> }.into_any(),
            }))}
            {Cell::WideOnly.view(priority(task.priority))}
            {move || state.team.get().then(|| soft(assignee_name(&task.assignee)))}
            {Cell::End.aligned(Align::End, has_menu.then(|| more_button(&key, title_of_more(&what_of(id, state)), state)))}
        </Row>
    }
    .into_any()
}

/// A task that was done today.
pub fn done_row(item: QueueItem, state: ListState) -> AnyView {
    let task = item.task;
    let id = task.id;
    let done = task.completion.clone();
    let at = done
        .as_ref()
        .map(|done| clubtime::clock(done.at))
        .unwrap_or_default();
    let tone = done
        .as_ref()
        .map_or(Tone::Plain, |done| crate::run::tone_of(done.outcome));
    let result = done
        .as_ref()
        .map(|done| done.result_name.clone())
        .unwrap_or_default();
    let back = done
        .as_ref()
        .and_then(|done| done.undo_until)
        .filter(|until| *until > now());
    let line = task_line(&task);
    let by = done
        .as_ref()
        .map(|done| done.by.name.clone())
        .unwrap_or_default();
    view! {
        <Row id=id.to_string()>
            {Cell::Mark.view(view! { <span class="num">{at}</span> })}
            {Cell::Title.view(line.clone())}
            {soft(match task.client { Some(_) => task.title.clone(), None => t::day::internal().to_owned() })}
            {Cell::Line.view(view! { <span class="row"><Dot tone=tone />{result}</span> })}
            {move || state.team.get().then(|| soft(by.clone()))}
            {Cell::End.aligned(Align::End, back.map(|_| {
                let line = line.clone();
                view! {
                    <button
                        class="btn"
                        type="button"
                        data-kind="ghost"
                        aria-label=t::day::take_back_of(&line)
                        on:click=move |_| state.take_back(id, line.clone())
                    >
                        {icon(Icon::Undo2)}
                        <span>{t::day::take_back()}</span>
                    </button>
                }
            }))}
        </Row>
    }
    .into_any()
}

pub fn group_name(group: QueueGroup) -> &'static str {
    match group {
        QueueGroup::Now => t::day::group_now(),
        QueueGroup::Overdue => t::day::group_overdue(),
        QueueGroup::Today => t::day::group_today(),
        QueueGroup::Planned => t::day::group_planned(),
        QueueGroup::Done => t::day::group_done(),
    }
}

fn soft(text: String) -> AnyView {
    let title = text.clone();
    view! { <td data-col="soft" title=title>{text}</td> }.into_any()
}

fn priority(priority: Priority) -> AnyView {
    view! {
        <span class="day__priority" data-high=(priority == Priority::High).then_some("")>
            {(priority == Priority::High).then(|| icon(Icon::Flag))}
            {priority_name(priority)}
        </span>
    }
    .into_any()
}

fn select_box(task: &TaskView, selected: Signal<bool>, state: ListState) -> AnyView {
    let id = task.id;
    view! {
        <input
            type="checkbox"
            tabindex="-1"
            aria-label=t::day::select_row(task_line(task))
            prop:checked=selected
            on:change=move |_| state.toggle(id)
        />
    }
    .into_any()
}

/// An errand is finished on the spot.
fn finish_box(task: &TaskView, state: ListState) -> AnyView {
    let id = task.id;
    view! {
        <button
            class="day__finish"
            type="button"
            aria-label=t::day::complete_row(&task.title)
            data-tip=t::day::complete_bulk()
            on:click=move |_| state.finish(vec![id])
        >
            {icon(Icon::Circle)}
        </button>
    }
    .into_any()
}

fn what_of(id: domain::ids::TaskId, state: ListState) -> String {
    state
        .task(id)
        .map(|task| task_line(&task))
        .unwrap_or_default()
}

fn title_of_more(line: &str) -> String {
    t::day::more(line)
}

fn more_button(key: &str, label: String, state: ListState) -> AnyView {
    let button = format!("more-{key}");
    let (anchor, key) = (button.clone(), key.to_owned());
    view! {
        <button
            class="btn day__more"
            type="button"
            id=button
            data-kind="ghost"
            data-shape="icon"
            aria-label=label
            aria-haspopup="dialog"
            on:click=move |_| state.open_menu(&key, anchor.clone())
        >
            {icon(Icon::Ellipsis)}
        </button>
    }
    .into_any()
}
