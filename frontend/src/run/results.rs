//! How it ended: the results by digit, the fields of the chosen one, the next step, the saving.

use domain::chains::{Adjustment, Next, Rejection, complete, proposed_due, would_follow};
use domain::fields::FieldType;
use domain::ids::ResultId;
use domain::results::ResultDef;
use domain::sentence;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use wire::tasks::Workplace;

use super::desk::Desk;
use super::next_line::NextLine;
use super::words::tone_of;
use crate::clubtime;
use crate::data::{now, session};
use crate::fields::{Around, FieldEditor, fault_words, input_id};
use crate::i18n::{self, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Button, Choice, Dot, Fill, InlineError, Kbd, Kind};

/// Results that have a digit; more stand behind `0`.
const DIGITS: usize = 9;

#[component]
pub fn ResultPane(
    desk: Desk,
    #[prop(into)] on_save: Callback<()>,
    /// The button that hangs the reschedule float; absent where there is nothing to reschedule.
    #[prop(optional, into)]
    extra: leptos::children::ViewFn,
    #[prop(into)] save_label: String,
) -> AnyView {
    let more = RwSignal::new(false);
    let choose = move |result: &ResultDef| {
        desk.choose(result.id);
        if result.instant && result.fields.iter().all(|field| !field.required) {
            on_save.run(());
        } else {
            focus_after_choice(desk);
        }
    };
    for digit in 1..=9u8 {
        let label = t::run::choose_result(digit);
        let pick = move || {
            let found = desk
                .results
                .with_untracked(|all| all.get(usize::from(digit) - 1).cloned());
            if let Some(result) = found {
                choose(&result);
            }
        };
        keys::add(Command::new("run.result", Scope::Page, label, pick).on(Chord::digit(digit)));
    }
    keys::add(
        Command::new("run.more", Scope::Page, t::run::more_results(), move || {
            more.set(true)
        })
        .on(Chord::digit(0)),
    );
    keys::add(
        Command::new("run.save", Scope::Page, t::run::save_next(), move || {
            on_save.run(())
        })
        .on(Chord::ENTER.ctrl())
        .on(Chord::ENTER),
    );

    let is_call = Memo::new(move |_| {
        use domain::tasks::TaskType::{CampaignCall, ClientCall};
        desk.workplace
            .get()
            .is_some_and(|place| matches!(place.task.task_type, ClientCall | CampaignCall))
    });
    let title = move || {
        if is_call.get() {
            t::run::ended_call()
        } else {
            t::run::ended_task()
        }
    };
    let shown = Memo::new(move |_| {
        let all = desk.results.get();
        let count = if more.get() {
            all.len()
        } else {
            DIGITS.min(all.len())
        };
        all.into_iter().take(count).collect::<Vec<_>>()
    });
    let hidden = move || desk.results.with(Vec::len).saturating_sub(DIGITS) > 0 && !more.get();
    let line = move |(place, result): (usize, ResultDef)| {
        let id = result.id;
        let hint = desk
            .workplace
            .get_untracked()
            .map(|place| hint(&place, &result))
            .unwrap_or_default();
        let checked = move || desk.result.get() == Some(id);
        let stop = move || match desk.result.get() {
            Some(chosen) => chosen == id,
            None => place == 0,
        };
        let own = result.clone();
        view! {
            <button
                type="button"
                role="radio"
                class="result"
                id=result_id(id)
                aria-checked=move || if checked() { "true" } else { "false" }
                tabindex=move || if stop() { "0" } else { "-1" }
                on:click=move |_| choose(&own)
            >
                {u8::try_from(place + 1).ok().filter(|digit| *digit <= 9).map(|digit| view! { <Kbd chord=Chord::digit(digit) /> })}
                <Dot tone=tone_of(result.outcome) />
                <span class="result__name">{result.name.clone()}</span>
                <span class="result__next" data-tip=hint.clone()>{hint.clone()}</span>
            </button>
        }
    };
    view! {
        <h2 id="run-results">{title}</h2>
        <div
            class="results"
            role="radiogroup"
            aria-labelledby="run-results"
            on:keydown=move |event| walk(&event, desk, on_save)
        >
            {move || shown.get().into_iter().enumerate().map(line).collect_view()}
        </div>
        {move || hidden().then(|| view! { <Button label=t::run::more_results() kind=Kind::Ghost chord=Chord::digit(0) on_press=move |()| more.set(true) /> })}
        {move || desk.results.with(Vec::is_empty).then(|| view! { <p class="meta">{t::run::no_results()}</p> })}
        <Chosen desk=desk />
        <div class="run__close">
            <NextLine desk=desk />
            <div class="run__save">
                <Button
                    label=save_label
                    kind=Kind::Primary
                    fill=Fill::Row
                    chord=Chord::ENTER.ctrl()
                    on_press=on_save
                />
                {extra.run()}
            </div>
        </div>
    }
    .into_any()
}

/// The fields of the chosen result. They stay while the card is refreshed behind them.
#[component]
fn Chosen(desk: Desk) -> AnyView {
    let chosen = Memo::new(move |_| desk.chosen());
    let fields = move || {
        let result = chosen.get().filter(|result| !result.fields.is_empty())?;
        let place = desk.workplace.get_untracked()?;
        let editors = result.fields.clone().into_iter().map(|field| {
            let key = field.key.clone();
            let kind = field.kind;
            let fault = Signal::derive(move || fault_of(desk, &key, kind));
            let value = desk.answer(&field.key);
            let around = around(&place, field.dictionary_id);
            view! { <FieldEditor def=field value=value fault=fault around=around /> }
        });
        Some(view! {
            <div class="run__fields">
                <h3>{result.name.clone()}</h3>
                {editors.collect_view()}
            </div>
        })
    };
    let trouble = move || {
        let rejection = desk.preview.get()?.err()?;
        let shown = desk.tried.get() && !matches!(rejection, Rejection::Fields(_));
        shown.then(|| sentence::rejection(i18n::language(), &rejection))
    };
    view! {
        {fields}
        <InlineError text=Signal::derive(trouble) />
    }
    .into_any()
}

/// What is wrong with one answer: what the server said of it, or what the domain says once saving was tried.
fn fault_of(desk: Desk, key: &str, kind: FieldType) -> Option<String> {
    let here = || match desk.preview.get() {
        Some(Err(Rejection::Fields(faults))) => {
            let fault = faults.iter().find(|fault| fault.key == key)?;
            Some(fault_words(&fault.why, kind))
        }
        _ => None,
    };
    let refused = || desk.refused.with(|refused| refused.get(key).cloned());
    here().filter(|_| desk.tried.get()).or_else(refused)
}

fn around(place: &Workplace, dictionary: Option<domain::ids::DictionaryId>) -> Around {
    let values = dictionary.and_then(|id| place.context.dictionaries.get(&id));
    let values = values
        .into_iter()
        .flatten()
        .filter(|choice| !choice.archived);
    Around {
        zone: place.context.zone.clone(),
        currency: place.context.currency.clone(),
        country: place.context.country.clone(),
        values: values
            .map(|choice| Choice::new(choice.id.to_string(), &choice.name))
            .collect(),
        staff: place
            .context
            .staff
            .iter()
            .map(|person| Choice::new(person.id.to_string(), &person.name))
            .collect(),
    }
}

/// At the right of a result: what it leads to, before anything is filled in.
fn hint(place: &Workplace, result: &ResultDef) -> String {
    let Some(by) = session().my_id() else {
        return String::new();
    };
    let mut context = place.context.clone();
    context.now = now().max(context.now);
    let told = clubtime::telling(&context.zone);
    let nothing = Default::default();
    match complete(
        &place.facts,
        result.id,
        &nothing,
        None,
        &Adjustment::default(),
        by,
        &context,
    ) {
        Ok(decision) => match decision.next {
            // The same work again needs no name.
            Next::Task(task) if Some(task.template_id) == place.facts.template_id => {
                format!("↩ {}", told.due(task.due))
            }
            Next::Task(task) => format!("{} · {}", task.template_name, told.due(task.due)),
            Next::Sleep {
                call: Some(call), ..
            } => {
                let process = context.processes.get(&call.process_id);
                t::run::call_short(process.cloned().unwrap_or_default())
            }
            Next::Sleep { errands: true, .. } => t::run::wait_short().to_owned(),
            Next::Sleep { until, .. } => t::run::sleep_short(told.day(context.zone.day(until))),
            Next::Goal => t::run::goal_short().to_owned(),
            Next::Refusal => t::run::refusal_short().to_owned(),
            Next::End | Next::StartProcess { .. } => t::run::end_short().to_owned(),
            Next::Join(begun) => {
                format!(
                    "{} · {}",
                    begun.task.template_name,
                    told.due(begun.task.due)
                )
            }
            Next::Nothing => String::new(),
        },
        // What depends on fields that are still empty: where it leads, without the date.
        Err(_) => match proposed_due(&place.facts, result.id, &nothing, &context) {
            Some(_) => match target_name(place, result.id) {
                Some(name) if Some(&name) != own_name(place) => {
                    format!("{name} · {}", t::run::pick_time())
                }
                _ => format!("↩ {}", t::run::pick_time()),
            },
            None => target_name(place, result.id).unwrap_or_default(),
        },
    }
}

fn own_name(place: &Workplace) -> Option<&String> {
    let own = place
        .context
        .templates
        .iter()
        .find(|known| Some(known.id) == place.facts.template_id);
    own.map(|template| &template.name)
}

fn target_name(place: &Workplace, result: ResultId) -> Option<String> {
    use domain::processes::Continuation;
    let (chain, step) = (place.context.chain.as_ref()?, place.facts.step.as_ref()?);
    let then = would_follow(&place.facts, result, &Default::default(), &place.context)?;
    let step = match then {
        Continuation::Step { target } | Continuation::Sleep { target, .. } => &target.step,
        Continuation::Retry { .. } => step,
        Continuation::Goal => return Some(t::run::goal_short().to_owned()),
        Continuation::Refusal => return Some(t::run::refusal_short().to_owned()),
        Continuation::End | Continuation::StartProcess { .. } => {
            return Some(t::run::end_short().to_owned());
        }
    };
    let template = chain
        .graph
        .steps
        .iter()
        .find(|known| known.key == *step)?
        .template_id;
    place
        .context
        .templates
        .iter()
        .find(|known| known.id == template)
        .map(|known| known.name.clone())
}

fn result_id(id: ResultId) -> String {
    format!("result-{id}")
}

/// To the first field that must be filled, otherwise to the result itself, where Enter saves.
fn focus_after_choice(desk: Desk) {
    request_animation_frame(move || {
        let target = match desk.first_missing() {
            Some(key) => input_id(&key),
            None => desk
                .result
                .get_untracked()
                .map(result_id)
                .unwrap_or_default(),
        };
        focus(&target);
    });
}

/// Moves the focus to the first field that is not accepted.
pub fn focus_first_fault(desk: Desk) {
    if let Some(Err(Rejection::Fields(faults))) = desk.preview.get_untracked()
        && let Some(first) = faults.first()
    {
        focus(&input_id(&first.key));
    }
}

pub fn focus(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Arrows move along the results and choose, as in any radio group; Enter on a chosen one saves.
fn walk(event: &web_sys::KeyboardEvent, desk: Desk, on_save: Callback<()>) {
    let results = desk.results.get_untracked();
    let chosen = desk.result.get_untracked();
    let here = chosen.and_then(|id| results.iter().position(|result| result.id == id));
    let step: isize = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => 1,
        "ArrowUp" | "ArrowLeft" => -1,
        "Enter" if here.is_some() && !event.ctrl_key() => {
            event.prevent_default();
            on_save.run(());
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let Some(last) = results.len().checked_sub(1) else {
        return;
    };
    let next = match here {
        Some(here) => here.saturating_add_signed(step).min(last),
        None => 0,
    };
    desk.choose(results[next].id);
    let id = results[next].id;
    request_animation_frame(move || focus(&result_id(id)));
}
