//! What is chosen in the picture, to be changed: a step or a result. The list shows the same bodies in its lines.

use domain::ids::{ResultId, TemplateId};
use domain::processes::{Also, Case, Edit, Target};
use domain::results::Outcome;
use domain::templates::MAX_RESULTS;
use leptos::prelude::*;
use wire::processes::GraphProblem;
use wire::results::{CreateResult, ListResults, NewResult};
use wire::templates::{TemplatePatch, UpdateTemplate};

use super::also::AlsoEditor;
use super::cases::CasesEditor;
use super::club::Club;
use super::continuation::{ContinuationEditor, TargetEditor};
use super::memory::Memory;
use super::names::names;
use super::panel::{Desk, Filling, ResultPanel};
use super::problems::problem_line;
use super::spot::Spot;
use super::trial::{standing_at, with_chain};
use crate::data::{queries, sending};
use crate::i18n::t;
use crate::settings::{
    Move, MoveButtons, ResultCard, TemplateCard, carry_out, general, outcome_tone,
};
use crate::ui::{
    Button, Choice, Combobox, Dot, Face, Field, Icon, InlineError, Kind, Toast, focus_on, icon,
    toasts,
};

#[component]
pub fn Inspector(
    memory: Memory,
    chosen: Memo<Option<Spot>>,
    #[prop(into)] on_choose: Callback<Option<Spot>>,
    #[prop(into)] on_rename: Callback<Spot>,
) -> AnyView {
    let names = names();
    let club = Club::around(names, memory.graph);
    // What is shown stays while its insides change: only another place builds it anew.
    let place = Memo::new(move |_| {
        let spot = chosen.get()?;
        memory
            .graph
            .with(|graph| spot.exists(graph))
            .then_some(spot)
    });
    let title = move || match place.get() {
        Some(Spot {
            result: Some(result),
            ..
        }) => names.result_name(result),
        Some(Spot { step, result: None }) => memory.graph.with(|graph| names.step(graph, &step)),
        None => String::new(),
    };
    let kind = move || match place.get() {
        Some(Spot {
            result: Some(_), ..
        }) => t::processes::one_result(),
        _ => t::processes::step(),
    };
    // Esc goes back to where one came from.
    let back = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape"
            && !event.default_prevented()
            && let Some(spot) = place.get_untracked()
        {
            event.prevent_default();
            focus_on(&spot.id());
        }
    };
    let rename = move || {
        let spot = place.get()?;
        memory.may.get().then(|| view! {
            <Button label=t::processes::rename() icon=Icon::Pencil face=Face::Icon kind=Kind::Ghost on_press=move |()| on_rename.run(spot.clone()) />
        })
    };
    let close = move || {
        place.get().map(|_| view! {
            <Button label=t::ui::close() icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| on_choose.run(None) />
        })
    };
    view! {
        <aside class="inspector" aria-labelledby="inspector-title" on:keydown=back>
            <header class="inspector__head">
                <div class="grow">
                    <p class="meta">{kind}</p>
                    <h2 class="section-head" id="inspector-title" tabindex="-1">{title}</h2>
                </div>
                {rename}
                {close}
            </header>
            <div class="inspector__body">
                {move || match place.get() {
                    Some(Spot { step, result: Some(result) }) => view! {
                        <ResultBody memory=memory step=step.clone() result=result />
                        <Look memory=memory club=club step=step result=result on_choose=on_choose />
                    }.into_any(),
                    Some(Spot { step, result: None }) => view! { <StepBody memory=memory step=step on_choose=on_choose in_picture=true /> }.into_any(),
                    None => ().into_any(),
                }}
            </div>
        </aside>
    }
    .into_any()
}

/// Where a new chain begins.
#[component]
pub fn Beginning(memory: Memory) -> AnyView {
    let names = names();
    let start = Memo::new(move |_| memory.graph.with(|graph| graph.start.clone()));
    let told = RwSignal::new(None::<Target>);
    // Taken back or changed elsewhere: the form begins anew. What it said itself does not touch it.
    let epoch = epoch(start, told);
    let change = move |target: Target| {
        told.set(Some(target.clone()));
        memory.edit(Edit::Start(target));
    };
    let words = move || {
        memory.graph.with(|graph| {
            graph
                .start
                .as_ref()
                .map(|start| names.told_start(start, graph))
                .unwrap_or_default()
        })
    };
    view! {
        {move || start.with(Option::is_none).then(|| view! { <p class="meta">{t::processes::no_steps()}</p> })}
        {move || {
            epoch.get();
            let start = start.get_untracked()?;
            match memory.may.get() {
                true => Some(view! {
                    <div class="stack"><TargetEditor value=start result=None graph=memory.graph.into() on_change=change /></div>
                }.into_any()),
                false => Some(view! { <p>{words}</p> }.into_any()),
            }
        }}
    }
    .into_any()
}

/// Rises when `value` becomes something that the form did not say itself.
fn epoch<T: Clone + PartialEq + Send + Sync + 'static>(
    value: Memo<Option<T>>,
    told: RwSignal<Option<T>>,
) -> Memo<u32> {
    Memo::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or_default();
        let now = value.get();
        let own = told.with_untracked(|told| *told == now);
        told.update_untracked(|told| *told = now);
        if own { before } else { before + 1 }
    })
}

/// What is made only when somebody looks at it.
#[component]
fn More(label: &'static str, children: ChildrenFn) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <details class="inspector__more" prop:open=open on:toggle:target=move |event| open.set(event.target().open())>
            <summary>{icon(Icon::ChevronRight)}{label}</summary>
            {move || open.get().then(|| children())}
        </details>
    }
    .into_any()
}

/// What follows a result, and what is wrong with it.
#[component]
pub fn ResultBody(memory: Memory, step: String, result: ResultId) -> AnyView {
    let names = names();
    let step = StoredValue::new(step);
    let then = Memo::new(move |_| {
        memory
            .graph
            .with(|graph| step.with_value(|step| graph.continuation(step, result).cloned()))
    });
    let told = RwSignal::new(None);
    let epoch = epoch(then, told);
    let change = move |then: Option<domain::processes::Continuation>| {
        told.set(then.clone());
        memory.edit(Edit::Continue {
            step: step.get_value(),
            result,
            then,
        });
    };
    let words = move || {
        memory.graph.with(|graph| {
            let told = step.with_value(|step| names.told_result(step, result, graph));
            told.unwrap_or_else(|| t::processes::leads_nowhere().to_owned())
        })
    };
    let cases = Memo::new(move |_| {
        memory.graph.with(|graph| {
            step.with_value(|step| {
                let transition = graph.transition(step, result);
                transition.map(|transition| transition.cases.clone())
            })
        })
    });
    let told_cases = RwSignal::new(None);
    let cases_epoch = self::epoch(cases, told_cases);
    let ask = move |cases: Vec<Case>| {
        told_cases.set(Some(cases.clone()));
        memory.edit(Edit::Cases {
            step: step.get_value(),
            result,
            cases,
        });
    };
    let also = Memo::new(move |_| {
        memory.graph.with(|graph| {
            step.with_value(|step| {
                let transition = graph.transition(step, result);
                transition.map(|transition| transition.also.clone())
            })
        })
    });
    let told_also = RwSignal::new(None);
    let also_epoch = self::epoch(also, told_also);
    let do_also = move |also: Vec<Also>| {
        told_also.set(Some(also.clone()));
        memory.edit(Edit::Also {
            step: step.get_value(),
            result,
            also,
        });
    };
    let own = Signal::derive(move || step.with_value(|step| of_place(memory, step, Some(result))));
    let usual = move || {
        own.get()
            .into_iter()
            .filter(|problem| problem.case.is_none() && problem.also.is_none())
    };
    let decides = Memo::new(move |_| cases.with(|cases| cases.is_some()));
    let branches = Memo::new(move |_| {
        cases.with(|cases| cases.as_ref().is_some_and(|cases| !cases.is_empty()))
    });
    view! {
        {move || usual().map(problem_line).collect_view()}
        {move || {
            cases_epoch.get();
            (memory.may.get() && decides.get()).then(|| view! {
                <CasesEditor value=cases.get_untracked().unwrap_or_default() step=step.get_value() result=result graph=memory.graph.into() problems=own on_change=ask />
            })
        }}
        {move || (memory.may.get() && branches.get()).then(|| view! { <h3 class="strong">{t::processes::otherwise()}</h3> })}
        {move || {
            epoch.get();
            match memory.may.get() {
                true => view! {
                    <ContinuationEditor value=then.get_untracked() step=step.get_value() result=result graph=memory.graph.into() on_change=change />
                }.into_any(),
                false => view! { <p>{words}</p> }.into_any(),
            }
        }}
        {move || {
            also_epoch.get();
            (memory.may.get() && decides.get()).then(|| view! {
                <AlsoEditor value=also.get_untracked().unwrap_or_default() result=result problems=own on_change=do_also />
            })
        }}
        <More label=t::processes::result_and_fields()>
            <p class="meta">{t::processes::everywhere()}</p>
            <ResultCard id=result />
        </More>
    }
    .into_any()
}

fn of_place(memory: Memory, step: &str, result: Option<ResultId>) -> Vec<GraphProblem> {
    memory.problems.with(|problems| {
        let here = problems
            .iter()
            .filter(|problem| problem.step.as_deref() == Some(step) && problem.result_id == result);
        here.cloned().collect()
    })
}

/// The runner's panel as the operator will see it.
#[component]
fn Look(
    memory: Memory,
    club: Club,
    step: String,
    result: ResultId,
    on_choose: Callback<Option<Spot>>,
) -> AnyView {
    let step = StoredValue::new(step);
    let desk = Signal::derive(move || {
        let (actor, context) = club.facts.get()?;
        memory.graph.with(|graph| {
            let context = with_chain(&context, graph, context.now, &Default::default());
            let task = step.with_value(|step| standing_at(graph, step, actor, &context))?;
            Some(Desk {
                task,
                context,
                actor,
            })
        })
    });
    let filling = Filling::new(Some(result));
    let choose =
        move |result: ResultId| on_choose.run(Some(Spot::result(step.get_value(), result)));
    view! {
        <section class="look" aria-label=t::processes::look()>
            <h3 class="section-head">{t::processes::look()}</h3>
            <ResultPanel desk=desk filling=filling on_choose=choose />
        </section>
    }
    .into_any()
}

/// A step: its results in order, its template.
#[component]
pub fn StepBody(
    memory: Memory,
    step: String,
    #[prop(into)] on_choose: Callback<Option<Spot>>,
    /// The list says elsewhere where the process begins.
    #[prop(optional)]
    in_picture: bool,
) -> AnyView {
    let names = names();
    let step = StoredValue::new(step);
    let known = Memo::new(move |_| {
        memory
            .graph
            .with(|graph| step.with_value(|step| graph.step(step).cloned()))
    });
    let template = Memo::new(move |_| {
        known
            .get()
            .and_then(|known| names.template(known.template_id))
    });
    let template_id = Memo::new(move |_| known.get().map(|known| known.template_id));
    let begins = Memo::new(move |_| {
        memory.graph.with(|graph| {
            step.with_value(|step| {
                graph
                    .start
                    .as_ref()
                    .is_some_and(|start| start.step == *step)
            })
        })
    });
    let own = move || step.with_value(|step| of_place(memory, step, None));
    let begin = move |()| {
        let now = memory.graph.with_untracked(|graph| graph.start.clone());
        let target = match now {
            Some(target) => Target {
                step: step.get_value(),
                ..target
            },
            None => Target::plain(&step.get_value()),
        };
        memory.edit(Edit::Start(target));
    };
    let toasts = toasts();
    let remove = move |()| {
        let name = memory
            .graph
            .with_untracked(|graph| step.with_value(|step| names.step(graph, step)));
        on_choose.run(None);
        let back = memory.edit_to_undo(Edit::RemoveStep {
            step: step.get_value(),
        });
        toasts.show(Toast::new(t::processes::step_removed(name)).undo(back));
    };
    view! {
        {move || own().into_iter().map(problem_line).collect_view()}
        <StepResults memory=memory step=step.get_value() on_choose=on_choose />
        {move || template.get().map(|template| view! { <Differs memory=memory step=step.get_value() template=template.id /> })}
        <div class="cluster">
            {move || (memory.may.get() && !begins.get()).then(|| view! {
                <Button label=t::processes::begin_here() icon=Icon::Play kind=Kind::Ghost on_press=begin />
            })}
            {move || memory.may.get().then(|| view! {
                <Button label=t::processes::remove_this_step() icon=Icon::Trash2 kind=Kind::Ghost on_press=remove />
            })}
        </div>
        {move || (in_picture && begins.get()).then(|| view! {
            <More label=t::processes::begins()>
                <div class="stack"><Beginning memory=memory /></div>
            </More>
        })}
        <More label=t::processes::template_itself()>
            <p class="meta">{t::processes::everywhere()}</p>
            {move || template_id.get().map(|id| view! { <TemplateCard id=id /> })}
        </More>
    }
    .into_any()
}

/// The results of a step, in the order of their digits.
#[component]
pub fn StepResults(
    memory: Memory,
    step: String,
    #[prop(into)] on_choose: Callback<Option<Spot>>,
) -> AnyView {
    let names = names();
    let step = StoredValue::new(step);
    let results = Memo::new(move |_| {
        memory.graph.with(|graph| {
            step.with_value(|step| {
                graph
                    .step(step)
                    .map(|step| step.results.clone())
                    .unwrap_or_default()
            })
        })
    });
    let set = move |results: Vec<ResultId>| {
        memory.edit(Edit::Results {
            step: step.get_value(),
            results,
        })
    };
    let carry = move |place: usize, to: Move| {
        let mut now = results.get_untracked();
        carry_out(&mut now, place, to);
        set(now);
    };
    view! {
        <ol class="result-pick" aria-label=t::processes::results()>
            <For each={move || results.get().into_iter().enumerate().collect::<Vec<_>>()} key=|entry| *entry let:entry>
                {{
                    let (place, result) = entry;
                    let name = Signal::derive(move || names.result_name(result));
                    let tone = Signal::derive(move || names.result(result).map(|entry| outcome_tone(entry.outcome)).unwrap_or_default());
                    let open = move |_| on_choose.run(Some(Spot::result(step.get_value(), result)));
                    view! {
                        <li class="result-pick__line">
                            <kbd class="kbd">{place + 1}</kbd>
                            <Dot tone=tone />
                            <button type="button" class="result-pick__open truncate" on:click=open>{name}</button>
                            {move || memory.may.get().then(|| view! {
                                <MoveButtons
                                    name=name
                                    first=Signal::stored(place == 0)
                                    last=Signal::derive(move || results.with(|results| place + 1 == results.len()))
                                    on_move=move |to: Move| carry(place, to)
                                />
                            })}
                        </li>
                    }
                }}
            </For>
        </ol>
        {move || memory.may.get().then(|| match results.with(|results| results.len() < MAX_RESULTS) {
            true => view! { <AddResult memory=memory step=step.get_value() on_choose=on_choose /> }.into_any(),
            false => view! { <p class="meta">{t::settings::nine_results()}</p> }.into_any(),
        })}
    }
    .into_any()
}

/// A result of the directory, or a new one by its name.
#[component]
fn AddResult(memory: Memory, step: String, on_choose: Callback<Option<Spot>>) -> AnyView {
    let names = names();
    let step = StoredValue::new(step);
    let (sending, queries) = (sending(), queries());
    let here = move || {
        memory.graph.with(|graph| {
            step.with_value(|step| {
                graph
                    .step(step)
                    .map(|step| step.results.clone())
                    .unwrap_or_default()
            })
        })
    };
    let options = Signal::derive(move || {
        let here = here();
        let others = names
            .results()
            .into_iter()
            .filter(|result| !here.contains(&result.id));
        others
            .map(|result| Choice::new(result.id.to_string(), result.name))
            .collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let add = move |result: ResultId| {
        let mut results = untrack(here);
        results.push(result);
        memory.edit(Edit::Results {
            step: step.get_value(),
            results,
        });
        chosen.set(Vec::new());
        on_choose.run(Some(Spot::result(step.get_value(), result)));
    };
    let take = move |picked: Vec<Choice>| {
        if let Some(id) = picked.first().and_then(|choice| choice.value.parse().ok()) {
            add(id);
        }
    };
    let create = Callback::new(move |name: String| {
        let body = NewResult {
            name,
            outcome: Outcome::Progress,
            reached_human: true,
            do_not_contact: false,
            instant: false,
            fields: Vec::new(),
        };
        sending.send::<CreateResult>((), (), body, move |made| {
            queries.amend::<ListResults>(|page| {
                let known = page.items.iter().any(|result| result.id == made.id);
                if !known {
                    page.items.push(made.clone());
                }
                !known
            });
            queries.stale(&["results"]);
            add(made.id);
        });
    });
    let error = Signal::derive(move || {
        sending
            .fault("/name")
            .or_else(|| general(sending.failure()))
    });
    view! {
        <Field label=t::settings::add_result_here() error=error>
            <Combobox chosen=chosen options=options on_create=Some(create) on_change=take />
        </Field>
    }
    .into_any()
}

/// The template offers other results by now: take them, or write these there.
#[component]
fn Differs(memory: Memory, step: String, template: TemplateId) -> AnyView {
    let names = names();
    let step = StoredValue::new(step);
    let (sending, queries) = (sending(), queries());
    let here = Memo::new(move |_| {
        memory.graph.with(|graph| {
            step.with_value(|step| {
                graph
                    .step(step)
                    .map(|step| step.results.clone())
                    .unwrap_or_default()
            })
        })
    });
    let there = Memo::new(move |_| {
        names
            .template(template)
            .map(|template| template.result_ids)
            .unwrap_or_default()
    });
    let take = move |()| {
        memory.edit(Edit::Results {
            step: step.get_value(),
            results: there.get_untracked(),
        })
    };
    let give = move |()| {
        let Some(known) = untrack(|| names.template(template)) else {
            return;
        };
        let patch = TemplatePatch {
            result_ids: Some(here.get_untracked()),
            ..TemplatePatch::default()
        };
        sending.change::<UpdateTemplate>((template,), known.version, patch, move |_| {
            queries.stale(&["templates"])
        });
    };
    let trouble = Signal::derive(move || general(sending.failure()));
    let differs = move || memory.may.get() && here.with(|here| there.with(|there| here != there));
    view! {
        {move || differs().then(|| view! {
            <div class="differs">
                <p class="meta">{t::processes::template_changed()}</p>
                <div class="cluster">
                    <Button label=t::processes::take_results() kind=Kind::Ghost on_press=take />
                    <Button label=t::processes::give_results() kind=Kind::Ghost busy=Signal::derive(move || sending.pending()) on_press=give />
                </div>
                <InlineError text=trouble />
            </div>
        })}
    }
    .into_any()
}
