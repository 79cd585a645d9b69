//! The float that asks: a step of which template, or what follows a result.

use domain::ids::{ResultId, TemplateId};
use domain::processes::{Continuation, DueRule, DueUnit, Edit, Step};
use domain::results::Outcome;
use domain::tasks::TaskType;
use leptos::prelude::*;
use wire::templates::{CreateTemplate, ListTemplates, NewTemplate, Template};

use super::super::continuation::fresh;
use super::super::spot::Spot;
use super::canvas::{Ask, Board};
use crate::data::{queries, sending};
use crate::i18n::t;
use crate::settings::general;
use crate::ui::{Choice, Combobox, Field, Floating, focus_on};

#[component]
pub fn Picker(board: Board) -> AnyView {
    let title = move || match board.asking.get() {
        Some(Ask::Next { .. }) => t::processes::then(),
        _ => t::processes::add_step(),
    };
    view! {
        <Floating anchor=board.anchor label=title>
            <Asked board=board />
        </Floating>
    }
    .into_any()
}

#[component]
fn Asked(board: Board) -> AnyView {
    let ask = board.asking.get_untracked();
    let asks_next = matches!(ask, Some(Ask::Next { .. }));
    let (sending, queries) = (sending(), queries());
    let subject = ask.clone();
    let options = Signal::derive(move || match &subject {
        Some(Ask::Next { step, .. }) => next_choices(board, step),
        _ => template_choices(board),
    });
    let done = move |spot: Spot| {
        board.anchor.set(None);
        request_animation_frame(move || {
            board.show(&spot.step);
            focus_on(&spot.id());
        });
    };
    let subject = StoredValue::new(ask);
    let take = move |picked: Vec<Choice>| {
        let Some(choice) = picked.first() else { return };
        let (kind, word) = choice.value.split_once(':').unwrap_or_default();
        match (subject.get_value(), kind) {
            (ask, "template") => {
                let template = word
                    .parse::<TemplateId>()
                    .ok()
                    .and_then(|id| untrack(|| board.names.template(id)));
                if let Some(template) = template {
                    done(add(board, ask, board.memory.fresh_step(&template)));
                }
            }
            (Some(Ask::Next { step, result }), "step") => {
                board.lead(&Spot::result(&step, result), word);
                done(Spot::result(step, result));
            }
            (Some(Ask::Next { step, result }), _) => {
                if let Some(then) = fresh(word, &step) {
                    follow(board, &step, result, then);
                    done(Spot::result(step, result));
                }
            }
            _ => {}
        }
    };
    let create = Callback::new(move |name: String| {
        let body = NewTemplate {
            name,
            task_type: kind_beside(board, subject.get_value().as_ref()),
            instruction: None,
            priority: None,
            planned_minutes: None,
            default_due: DueRule::After {
                amount: 1,
                unit: DueUnit::WorkingDays,
                at: None,
            },
            // A template has at least one result; which ones, is said in the inspector next.
            result_ids: usual_result(board),
        };
        sending.send::<CreateTemplate>((), (), body, move |made| {
            known_at_once(board, &made);
            queries.stale(&["templates"]);
            done(add(
                board,
                subject.get_value(),
                board.memory.fresh_step(&made),
            ));
        });
    });
    let error = Signal::derive(move || {
        let fault = sending.fault("/name");
        fault
            .or_else(|| sending.fault("/result_ids"))
            .or_else(|| general(sending.failure()))
    });
    let label = if asks_next {
        t::processes::then()
    } else {
        t::processes::add_step()
    };
    let hint = if asks_next {
        t::processes::next_hint()
    } else {
        t::processes::add_step_hint()
    };
    view! {
        <div class="float__form board__ask">
            <Field label=label hint=hint.to_owned() error=error>
                <Combobox chosen=RwSignal::new(Vec::new()) options=options on_create=Some(create) on_change=take />
            </Field>
        </div>
    }
    .into_any()
}

/// A template that was just made has its name before the list is asked for again.
fn known_at_once(board: Board, made: &Template) {
    let _ = board;
    queries().amend::<ListTemplates>(|page| {
        let known = page.items.iter().any(|template| template.id == made.id);
        if !known {
            page.items.push(made.clone());
        }
        !known
    });
}

fn add(board: Board, ask: Option<Ask>, next: Step) -> Spot {
    let spot = Spot::step(&next.key);
    board.memory.edit(match ask {
        Some(Ask::Next { step, result }) => Edit::AddNext { step, result, next },
        _ => Edit::AddStep(next),
    });
    spot
}

fn follow(board: Board, step: &str, result: ResultId, then: Continuation) {
    board.memory.edit(Edit::Continue {
        step: step.to_owned(),
        result,
        then: Some(then),
    });
}

/// What most work can end with: progress, as the club calls it first.
fn usual_result(board: Board) -> Vec<ResultId> {
    let results = untrack(|| board.names.results());
    let progress = results
        .iter()
        .find(|result| result.outcome == Outcome::Progress);
    let usual = progress.or(results.first());
    usual.map(|result| result.id).into_iter().collect()
}

/// A new template is of the same kind of work as the step that it follows.
fn kind_beside(board: Board, ask: Option<&Ask>) -> TaskType {
    let beside = || {
        let Some(Ask::Next { step, .. }) = ask else {
            return None;
        };
        let template = board
            .memory
            .graph
            .with_untracked(|graph| graph.step(step).map(|step| step.template_id))?;
        untrack(|| board.names.template(template)).map(|template| template.task_type)
    };
    beside().unwrap_or(TaskType::ClientCall)
}

fn template_choices(board: Board) -> Vec<Choice> {
    board
        .names
        .templates()
        .into_iter()
        .map(|template| Choice::new(format!("template:{}", template.id), template.name))
        .collect()
}

/// Steps that are there, ends, and templates for new steps.
fn next_choices(board: Board, from: &str) -> Vec<Choice> {
    let steps = board.memory.graph.with(|graph| {
        let known = board.names.known(graph, None);
        let others = graph.steps.iter().filter(|step| step.key != from);
        others
            .map(|step| {
                let name = known
                    .template_of(&step.key)
                    .map_or_else(|| step.key.clone(), |template| template.name.clone());
                Choice::new(format!("step:{}", step.key), name).hint(t::processes::hint_step())
            })
            .collect::<Vec<_>>()
    });
    let ends = [
        ("goal", t::processes::kind_goal()),
        ("refusal", t::processes::kind_refusal()),
        ("end", t::processes::kind_end()),
        ("retry", t::processes::kind_retry()),
        ("sleep", t::processes::kind_sleep()),
    ];
    let ends = ends
        .into_iter()
        .map(|(word, name)| Choice::new(format!("kind:{word}"), name));
    let new = template_choices(board)
        .into_iter()
        .map(|choice| choice.hint(t::processes::hint_new_step()));
    steps.into_iter().chain(ends).chain(new).collect()
}
