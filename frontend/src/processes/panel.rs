//! The runner's panel of results, as the draft makes it: for the look beside the inspector and for trying out.

use std::collections::BTreeMap;

use domain::chains::{Context, Decision, Rejection, TaskFacts};
use domain::fields::{FieldDef, Raw};
use domain::ids::ResultId;
use domain::results::ResultDef;
use domain::sentence;
use leptos::prelude::*;

use super::trial::{Actor, decide};
use crate::clubtime;
use crate::fields::{Around, FieldEditor, fault_words};
use crate::i18n::{self, t};
use crate::keys::Chord;
use crate::settings::outcome_tone;
use crate::ui::{Choice, Dot, Icon, Kbd, icon};

/// The task that a result is chosen for.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    pub task: TaskFacts,
    pub context: Context,
    pub actor: Actor,
}

impl Desk {
    /// The results of the task's step, in hotkey order.
    fn results(&self) -> Vec<ResultDef> {
        let step = || {
            let graph = &self.context.chain.as_ref()?.graph;
            graph.step(self.task.step.as_deref()?)
        };
        let ids = step().map_or(&[][..], |step| &step.results);
        let all = &self.context.results;
        ids.iter()
            .filter_map(|id| all.iter().find(|known| known.id == *id).cloned())
            .collect()
    }
}

/// What is filled in.
#[derive(Clone, Copy)]
pub struct Filling {
    pub result: RwSignal<Option<ResultId>>,
    answers: StoredValue<BTreeMap<String, ArcRwSignal<Option<Raw>>>>,
    changed: Trigger,
    /// What is missing is said from now on.
    pub tried: RwSignal<bool>,
}

impl Filling {
    pub fn new(result: Option<ResultId>) -> Self {
        Self {
            result: RwSignal::new(result),
            answers: StoredValue::new(BTreeMap::new()),
            changed: Trigger::new(),
            tried: RwSignal::new(false),
        }
    }

    pub fn clear(self) {
        self.answers.set_value(BTreeMap::new());
        self.tried.set(false);
        self.result.set(None);
    }

    fn answer(self, key: &str) -> RwSignal<Option<Raw>> {
        let known = self.answers.try_update_value(|answers| {
            let fresh = || ArcRwSignal::new(None);
            answers.entry(key.to_owned()).or_insert_with(fresh).clone()
        });
        let answer = RwSignal::from(known.unwrap_or_default());
        Effect::new(move |before: Option<()>| {
            answer.track();
            if before.is_some() {
                self.changed.notify();
            }
        });
        answer
    }

    pub fn values(self, fields: &[FieldDef]) -> BTreeMap<String, Raw> {
        self.changed.track();
        self.answers.with_value(|answers| {
            let asked = fields.iter().filter_map(|field| {
                let value = answers.get(&field.key)?.get_untracked()?;
                Some((field.key.clone(), value))
            });
            asked.collect()
        })
    }
}

/// Results by digit, the fields of the chosen one, the sentence of what follows. `on_choose` is told every choice.
#[component]
pub fn ResultPanel(
    desk: Signal<Option<Desk>>,
    filling: Filling,
    #[prop(optional, into)] on_choose: Option<Callback<ResultId>>,
) -> AnyView {
    let results =
        Memo::new(move |_| desk.with(|desk| desk.as_ref().map(Desk::results).unwrap_or_default()));
    let chosen = Memo::new(move |_| {
        let id = filling.result.get()?;
        results.with(|all| all.iter().find(|known| known.id == id).cloned())
    });
    let decision = Memo::new(move |_| {
        let result = chosen.get()?;
        let values = filling.values(&result.fields);
        desk.with(|desk| {
            let desk = desk.as_ref()?;
            Some(decide(
                &desk.task,
                result.id,
                &values,
                desk.actor.by,
                &desk.context,
            ))
        })
    });
    let choose = move |id: ResultId| {
        filling.tried.set(false);
        filling.result.set(Some(id));
        if let Some(run) = on_choose {
            run.run(id);
        }
    };
    let line = move |(place, result): (usize, ResultDef)| {
        let id = result.id;
        let checked = move || filling.result.get() == Some(id);
        view! {
            <label class="result" data-checked=move || checked().then_some("")>
                <input class="vh" type="radio" name="tried" prop:checked=checked on:change=move |_| choose(id) />
                {u8::try_from(place + 1).ok().filter(|digit| *digit <= 9).map(|digit| view! { <Kbd chord=Chord::digit(digit) /> })}
                <Dot tone=outcome_tone(result.outcome) />
                <span class="result__name">{result.name}</span>
            </label>
        }
    };
    // Values of lists may come later than the form: it is then made anew, with what was answered.
    let lists = Memo::new(move |_| {
        desk.with(|desk| desk.as_ref().map(|desk| desk.context.dictionaries.clone()))
    });
    let fields = move || {
        lists.track();
        let result = chosen.get().filter(|result| !result.fields.is_empty())?;
        let around = desk.with_untracked(|desk| desk.clone())?;
        let editors = result.fields.into_iter().map(|field| {
            let (key, kind) = (field.key.clone(), field.kind);
            let fault = Signal::derive(move || match decision.get() {
                Some(Err(Rejection::Fields(faults))) if filling.tried.get() => {
                    let fault = faults.iter().find(|fault| fault.key == key)?;
                    Some(fault_words(&fault.why, kind))
                }
                _ => None,
            });
            let around = offered(&around, &field);
            let value = filling.answer(&field.key);
            view! { <FieldEditor def=field value=value fault=fault around=around /> }
        });
        Some(view! { <div class="run__fields">{editors.collect_view()}</div> })
    };
    let next = move || {
        let told = decision.get()?;
        let zone = desk.with(|desk| desk.as_ref().map(|desk| desk.context.zone.clone()))?;
        Some(next_line(told, &zone))
    };
    view! {
        <div class="results" role="radiogroup" aria-label=t::processes::results()>
            {move || results.get().into_iter().enumerate().map(line).collect_view()}
        </div>
        {fields}
        {next}
    }
    .into_any()
}

fn next_line(told: Result<Decision, Rejection>, zone: &domain::time::Zone) -> AnyView {
    let telling = clubtime::telling(zone);
    let also = told
        .as_ref()
        .ok()
        .and_then(|decision| telling.besides(&decision.told().also));
    let (words, remarks) = match told {
        Ok(decision) => {
            let because = decision.because.iter();
            let because = because.map(|because| telling.because(because));
            let remarks = telling.remarks(&decision.sentence);
            (
                telling.next(&decision.sentence),
                because.chain(remarks).collect(),
            )
        }
        Err(Rejection::Fields(_)) => (t::processes::fill_first().to_owned(), Vec::new()),
        Err(Rejection::NoContinuation) => (t::processes::leads_nowhere().to_owned(), Vec::new()),
        Err(why) => (sentence::rejection(i18n::language(), &why), Vec::new()),
    };
    view! {
        <div class="next" role="status">
            {icon(Icon::ArrowRight)}
            <div class="next__words">
                <span>{words}</span>
                {remarks.into_iter().map(|remark| view! { <span class="next__remark">{remark}</span> }).collect_view()}
                {also.map(|also| view! { <span class="next__also">{also}</span> })}
            </div>
        </div>
    }
    .into_any()
}

fn offered(desk: &Desk, field: &FieldDef) -> Around {
    let context = &desk.context;
    let values = field
        .dictionary_id
        .and_then(|id| context.dictionaries.get(&id));
    let values = values
        .into_iter()
        .flatten()
        .filter(|choice| !choice.archived);
    Around {
        zone: context.zone.clone(),
        currency: context.currency.clone(),
        country: context.country.clone(),
        values: values
            .map(|choice| Choice::new(choice.id.to_string(), &choice.name))
            .collect(),
        staff: context
            .staff
            .iter()
            .map(|person| Choice::new(person.id.to_string(), &person.name))
            .collect(),
    }
}
