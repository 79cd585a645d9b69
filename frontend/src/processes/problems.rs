//! What is wrong with the draft; each line leads to its place.

use leptos::prelude::*;
use wire::processes::{GraphProblem, Severity};

use super::memory::Memory;
use super::spot::Spot;
use crate::i18n::t;
use crate::ui::{Chip, Icon, Tone, icon};

#[component]
pub fn Problems(memory: Memory, #[prop(into)] on_go: Callback<Spot>) -> AnyView {
    let all = memory.problems;
    let count = Memo::new(move |_| all.with(Vec::len));
    let open = RwSignal::new(true);
    view! {
        {move || (count.get() == 0).then(|| view! {
            <p class="problems problems__none">{icon(Icon::CircleCheck)}{t::processes::no_problems()}</p>
        })}
        {move || (count.get() > 0).then(|| view! {
            <details class="problems" prop:open=open on:toggle:target=move |event| open.set(event.target().open())>
                <summary>{icon(Icon::ChevronRight)}<h2 class="section-head">{move || t::processes::problems_count(i64::try_from(count.get()).unwrap_or_default())}</h2></summary>
                <ul class="plain-list" aria-label=t::processes::problems()>
                    <For each=move || all.get() key=|problem| (problem.code.clone(), problem.message.clone(), problem.step.clone(), problem.result_id, problem.field.clone()) let:problem>
                        {{
                            let to = Spot::of(&problem);
                            let line = problem_line(problem);
                            view! { <li>{match to {
                                Some(spot) => view! { <button type="button" class="problems__line" on:click=move |_| on_go.run(spot.clone())>{line}</button> }.into_any(),
                                None => view! { <div class="problems__line">{line}</div> }.into_any(),
                            }}</li> }
                        }}
                    </For>
                </ul>
            </details>
        })}
    }
    .into_any()
}

pub const fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Danger,
        Severity::Warning => Tone::Warn,
        Severity::Info => Tone::Info,
    }
}

pub fn problem_line(problem: GraphProblem) -> AnyView {
    let sign = match problem.severity {
        Severity::Error => Icon::CircleAlert,
        Severity::Warning => Icon::TriangleAlert,
        Severity::Info => Icon::Info,
    };
    view! { <span class="problem-line"><Chip label=problem.message tone=severity_tone(problem.severity) icon=sign /></span> }.into_any()
}
