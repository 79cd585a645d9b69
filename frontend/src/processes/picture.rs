//! The process as a picture: steps as cards with their results, lines to what follows.
//!
//! The same data as the list beside it, for eyes; the list is the accessible form, so the picture is one image with a description.

use domain::processes::{Continuation, DueRule, DueUnit, Graph};
use leptos::prelude::*;

use super::layout::{HEAD_HEIGHT, Layout, NODE_WIDTH, ROW_HEIGHT, lay_out, leads_to, returns};
use super::names::{Names, names};
use crate::i18n::t;
use crate::settings::outcome_tone;

#[component]
pub fn Picture(graph: Signal<Graph>) -> AnyView {
    let names = names();
    view! {
        {move || graph.with(|graph| match graph.steps.is_empty() {
            true => ().into_any(),
            false => drawing(graph, &lay_out(graph), names),
        })}
    }
    .into_any()
}

fn drawing(graph: &Graph, layout: &Layout, names: Names) -> AnyView {
    let description =
        t::processes::picture_of(i64::try_from(graph.steps.len()).unwrap_or_default());
    let lines = graph.steps.iter().flat_map(|step| {
        step.results
            .iter()
            .enumerate()
            .map(move |(row, result)| (step, row, result))
    });
    let lines = lines.filter_map(|(step, row, result)| {
        let then = graph.continuation(&step.key, *result)?;
        let to = leads_to(then)?;
        if returns(graph, &step.key, to) {
            return None;
        }
        let (from, to) = (layout.places.get(&step.key)?, layout.places.get(to)?);
        let start = (
            from.x + NODE_WIDTH,
            from.y + HEAD_HEIGHT + ROW_HEIGHT * (row as f64 + 0.5),
        );
        let end = (to.x, to.y + HEAD_HEIGHT / 2.0);
        Some(curve(
            start,
            end,
            matches!(then, Continuation::Sleep { .. }),
        ))
    });
    let nodes = graph
        .steps
        .iter()
        .filter_map(|step| node(graph, layout, step, names));
    let start = graph
        .start
        .as_ref()
        .and_then(|start| layout.places.get(&start.step))
        .map(|place| {
            let points = format!(
                "{},{} {},{} {},{}",
                place.x - 12.0,
                place.y + 12.0,
                place.x - 2.0,
                place.y + 20.0,
                place.x - 12.0,
                place.y + 28.0
            );
            view! { <polygon class="graph__start" points=points></polygon> }
        });
    view! {
        <div class="graph" tabindex="0" role="region" aria-label=t::processes::picture()>
            <svg
                role="img"
                aria-label=description
                width=layout.width.to_string()
                height=layout.height.to_string()
                viewBox=format!("0 0 {} {}", layout.width, layout.height)
            >
                <defs>
                    <marker id="graph-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
                        <path class="graph__head" d="M0 0 8 4 0 8z"></path>
                    </marker>
                </defs>
                {lines.collect_view()}
                {start}
                {nodes.collect_view()}
            </svg>
        </div>
    }
    .into_any()
}

fn curve(from: (f64, f64), to: (f64, f64), dashed: bool) -> AnyView {
    let bend = ((to.0 - from.0) / 2.0).max(24.0);
    let path = format!(
        "M{} {} C{} {} {} {} {} {}",
        from.0,
        from.1,
        from.0 + bend,
        from.1,
        to.0 - bend,
        to.1,
        to.0 - 2.0,
        to.1
    );
    view! { <path class="graph__line" d=path marker-end="url(#graph-arrow)" data-dashed=dashed.then_some("")></path> }.into_any()
}

fn node(
    graph: &Graph,
    layout: &Layout,
    step: &domain::processes::Step,
    names: Names,
) -> Option<AnyView> {
    let place = *layout.places.get(&step.key)?;
    let title = clipped(names.step(graph, &step.key), 28);
    let rows = step.results.iter().enumerate().map(|(row, result)| {
        let y = HEAD_HEIGHT + ROW_HEIGHT * (row as f64 + 0.5);
        let entry = names.result(*result);
        let tone = entry
            .as_ref()
            .map(|entry| outcome_tone(entry.outcome))
            .unwrap_or_default();
        let whole = names.result_name(*result);
        let mark = mark(graph, &step.key, *result, names);
        let name = clipped(whole.clone(), LETTERS - mark.chars().count());
        let full = format!("{whole} {mark}");
        view! {
            <text class="graph__digit" x="12" y=y + 4.0>{row + 1}</text>
            <circle class="graph__dot" data-tone=tone.name() cx="30" cy=y r="4"></circle>
            <text class="graph__text" x="42" y=y + 4.0>{name}<title>{full}</title></text>
            <text class="graph__mark" x=NODE_WIDTH - 10.0 y=y + 4.0 text-anchor="end">{mark}</text>
        }
    });
    Some(
        view! {
            <g transform=format!("translate({} {})", place.x, place.y)>
                <rect class="graph__node" width=NODE_WIDTH height=place.height rx="10"></rect>
                <text class="graph__title" x="12" y="25">{title}</text>
                <line class="graph__rule" x1="0" x2=NODE_WIDTH y1=HEAD_HEIGHT - 4.0 y2=HEAD_HEIGHT - 4.0></line>
                {rows.collect_view()}
            </g>
        }
        .into_any(),
    )
}

/// Letters that fit a row, with what stands at its end.
const LETTERS: usize = 29;
const MARK_LETTERS: usize = 14;

/// What stands at the end of a row instead of a line, or beside it.
fn mark(graph: &Graph, step: &str, result: domain::ids::ResultId, names: Names) -> String {
    let Some(then) = graph.continuation(step, result) else {
        return "?".to_owned();
    };
    match then {
        Continuation::Goal => "⚑".to_owned(),
        Continuation::Refusal | Continuation::End => "■".to_owned(),
        Continuation::Retry { due, limit, .. } => {
            let first = due
                .first()
                .map(|rule| names.told_due(rule, result, graph))
                .unwrap_or_default();
            clipped(format!("↩ {first} ≤{limit}"), MARK_LETTERS)
        }
        Continuation::Step { target } if returns(graph, step, &target.step) => {
            let due = target
                .due
                .as_ref()
                .map(|rule| names.told_due(rule, result, graph))
                .unwrap_or_default();
            clipped(format!("↩ {due}"), MARK_LETTERS)
        }
        Continuation::Sleep { until, .. } => {
            let days = DueRule::After {
                amount: until.days,
                unit: DueUnit::Days,
                at: None,
            };
            clipped(
                format!("☾ {}", names.told_due(&days, result, graph)),
                MARK_LETTERS,
            )
        }
        Continuation::Step { .. } => String::new(),
        Continuation::StartProcess { process_id } => {
            clipped(format!("→ {}", names.process(*process_id)), MARK_LETTERS)
        }
    }
}

fn clipped(text: String, letters: usize) -> String {
    match text.chars().count() > letters {
        true => text.chars().take(letters - 1).chain(['…']).collect(),
        false => text,
    }
}
