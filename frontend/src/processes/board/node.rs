//! One step in the picture: its name, its results as rows.

use domain::ids::ResultId;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use wire::processes::Severity;

use super::super::spot::Spot;
use super::canvas::Board;
use super::figures::{self, Share};
use super::scene::{Mark, Node, Row, Trouble, Waits};
use crate::i18n::t;
use crate::ui::{Dot, Icon, icon};

#[component]
pub fn NodeView(board: Board, key_of: String) -> AnyView {
    let place = board.place(key_of.clone());
    let key = StoredValue::new(key_of.clone());
    let node = Memo::new(move |_| {
        board
            .scene
            .with(|scene| key.with_value(|key| scene.node(key).cloned()))
    });
    let item = NodeRef::<html::Li>::new();
    Effect::new(move |_| {
        let (Some(item), Some(place)) = (item.get(), place.get()) else {
            return;
        };
        let way = format!("translate({}px,{}px)", place.x, place.y);
        let _ = item
            .unchecked_ref::<HtmlElement>()
            .style()
            .set_property("transform", &way);
    });
    let spot = Spot::step(&key_of);
    let chosen = board.is_chosen(spot.clone());
    let lit = Memo::new(move |_| {
        board
            .lit
            .with(|lit| key.with_value(|key| lit.as_deref() == Some(key)))
    });
    let lifted = Memo::new(move |_| {
        board
            .lifted
            .with(|lifted| key.with_value(|key| lifted.as_deref() == Some(key)))
    });
    let part = move |read: fn(&Node) -> String| {
        move || node.with(|node| node.as_ref().map(read).unwrap_or_default())
    };
    let shown = Memo::new(move |_| node.with(|node| node.as_ref().map(|node| node.icon)));
    let start = Memo::new(move |_| node.with(|node| node.as_ref().is_some_and(|node| node.start)));
    let trouble =
        Memo::new(move |_| node.with(|node| node.as_ref().and_then(|node| node.trouble.clone())));
    let rows = Memo::new(move |_| {
        node.with(|node| {
            node.as_ref()
                .map(|node| node.rows.clone())
                .unwrap_or_default()
        })
    });
    let id = spot.id();
    let press = {
        let spot = spot.clone();
        move |_| board.choose(&spot)
    };
    view! {
        <li
            class="node"
            node_ref=item
            data-lit=move || lit.get().then_some("")
            data-lifted=move || lifted.get().then_some("")
            data-chosen=move || chosen.get().then_some("")
        >
            {figures::strip(board, key_of.clone())}
            <button
                type="button"
                class="node__head"
                id=id
                data-step=key_of
                aria-pressed=move || if chosen.get() { "true" } else { "false" }
                on:click=press
            >
                {move || start.get().then(|| view! { <span class="node__start">{icon(Icon::Play)}<span class="vh">{t::processes::begins()}</span></span> })}
                {move || shown.get().map(icon)}
                <span class="truncate">{part(|node| node.title.clone())}</span>
                {figures::said(board, key.get_value())}
                {move || trouble.get().map(trouble_mark)}
            </button>
            <ul class="node__rows">
                <For each={move || rows.get().into_iter().enumerate().collect::<Vec<_>>()} key=|entry| entry.clone_key() let:entry>
                    <RowView board=board step=key.get_value() place=entry.0 row=entry.1 />
                </For>
            </ul>
        </li>
    }
    .into_any()
}

/// Rows are drawn anew when anything of them changed.
trait RowKey {
    fn clone_key(&self) -> String;
}

impl RowKey for (usize, Row) {
    fn clone_key(&self) -> String {
        let (place, row) = self;
        format!("{place} {row:?}")
    }
}

#[component]
fn RowView(board: Board, step: String, place: usize, row: Row) -> AnyView {
    let spot = Spot::result(&step, row.result);
    let chosen = board.is_chosen(spot.clone());
    let to = match &row.mark {
        Mark::Return { to, .. } | Mark::Sleep { to, .. } | Mark::Waits { to, .. } => {
            Some(to.clone())
        }
        _ => None,
    };
    let to = StoredValue::new(to);
    // The browser tells of a lost focus also while the row goes away.
    let show = move |on: bool| {
        if let Some(Some(to)) = to.try_get_value() {
            board.lit.try_set(on.then_some(to));
        }
    };
    let press = {
        let spot = spot.clone();
        move |_| board.choose(&spot)
    };
    let missing = row.mark == Mark::Missing;
    let add = {
        let spot = spot.clone();
        move |_| board.ask_next(&spot)
    };
    let label = row.label.clone();
    let share = share(board, &step, row.result);
    let said = move || {
        share.with(|share| {
            share
                .as_ref()
                .map(|share| view! { <span class="vh">{share.said.clone()}</span> })
        })
    };
    let add_label = t::processes::add_next_to(&row.name);
    view! {
        <li class="row-line">
            <button
                type="button"
                class="node__row"
                id=spot.id()
                tabindex="-1"
                data-step=step
                data-result=row.result.to_string()
                aria-pressed=move || if chosen.get() { "true" } else { "false" }
                on:click=press
                on:pointerenter=move |_| show(true)
                on:pointerleave=move |_| show(false)
                on:focus=move |_| show(true)
                on:blur=move |_| show(false)
            >
                <span class="node__digit" aria-hidden="true">{place + 1}</span>
                <Dot tone=row.tone />
                <span class="node__name">{row.name.clone()}</span>
                {(!row.cases.is_empty()).then(|| counted_mark(Icon::Split, &row.cases))}
                {(!row.also.is_empty()).then(|| counted_mark(Icon::ListChecks, &row.also))}
                {row.trouble.map(trouble_mark)}
                {mark(board, row.mark)}
                {said}
            </button>
            {(missing && board.may()).then(|| view! {
                <button type="button" class="node__add" tabindex="-1" aria-label=add_label on:click=add>{icon(Icon::Plus)}</button>
            })}
            {match board.figures {
                // How often instead of when: both do not fit beside a line.
                Some(_) => view! {
                    {move || share.with(|share| share.as_ref().map(|share| view! { <span class="node__label" data-share="" aria-hidden="true">{share.shown.clone()}</span> }))}
                }.into_any(),
                None => (!label.is_empty()).then(|| view! { <span class="node__label">{label}</span> }).into_any(),
            }}
        </li>
    }
    .into_any()
}

/// How often the result was given, where the picture tells it.
fn share(board: Board, step: &str, result: ResultId) -> Memo<Option<Share>> {
    let step = step.to_owned();
    Memo::new(move |_| board.figures?.share(&step, result))
}

/// How many cases come before what usually follows, or how much happens besides; and what.
fn counted_mark(sign: Icon, told: &[String]) -> AnyView {
    let count = told.len();
    let words = told.join("; ");
    let tip = words.clone();
    view! {
        <span class="node__cases" data-tip=tip>
            {icon(sign)}
            <span aria-hidden="true">{count}</span>
            <span class="vh">{words}</span>
        </span>
    }
    .into_any()
}

fn trouble_mark(trouble: Trouble) -> AnyView {
    let tone = match trouble.severity {
        Severity::Error => "danger",
        Severity::Warning => "warn",
        Severity::Info => "info",
    };
    let tip = trouble.words.clone();
    view! {
        <span class="node__trouble" data-tone=tone data-tip=tip>
            {icon(if trouble.severity == Severity::Info { Icon::Info } else { Icon::TriangleAlert })}
            <span class="vh">{trouble.words}</span>
        </span>
    }
    .into_any()
}

/// What stands at the end of a row, with the same in words.
fn mark(board: Board, mark: Mark) -> AnyView {
    let (sign, words, tone, whole) = match mark {
        Mark::Missing => (
            None,
            t::processes::leads_nowhere().to_owned(),
            "danger",
            true,
        ),
        Mark::Onward => return ().into_any(),
        Mark::Goal => (
            Some(Icon::Trophy),
            t::processes::kind_goal().to_owned(),
            "ok",
            false,
        ),
        Mark::Refusal => (
            Some(Icon::Ban),
            t::processes::kind_refusal().to_owned(),
            "danger",
            false,
        ),
        Mark::End => (
            Some(Icon::CircleCheck),
            t::processes::kind_end().to_owned(),
            "plain",
            false,
        ),
        Mark::Return { words, .. } => (Some(Icon::CornerDownLeft), words, "plain", true),
        Mark::Sleep { words, .. } => (Some(Icon::Moon), words, "plain", true),
        Mark::Waits { what, .. } => match what {
            Waits::Errands => (
                Some(Icon::ListChecks),
                t::processes::waits_errands().to_owned(),
                "plain",
                true,
            ),
            Waits::Process(name) => (Some(Icon::Workflow), name, "plain", true),
        },
        Mark::Process { name } => (Some(Icon::Workflow), name, "plain", true),
    };
    if words == t::processes::leads_nowhere() && board.may() {
        // The button beside it says what to do.
        return view! { <span class="vh">{words}</span> }.into_any();
    }
    view! {
        <span class="node__mark" data-tone=tone>
            {sign.map(icon)}
            <span class:vh=!whole>{words}</span>
        </span>
    }
    .into_any()
}
