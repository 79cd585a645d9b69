//! Editing of what follows a result.

use domain::ids::ResultId;
use domain::processes::{
    AssigneeRule, Back, Call, Continuation, DueRule, DueUnit, Exhausted, Freedom, Graph,
    SleepUntil, Target,
};
use leptos::prelude::*;

use super::assignee::AssigneeEditor;
use super::due::DueEditor;
use super::names::{names, with_blank};
use crate::i18n::t;
use crate::ui::{Button, Checkbox, Field, Icon, Kind, NumberInput, Radio, Select};

/// A word of the wire and its name for the reader.
type Named = (&'static str, fn() -> &'static str);

/// Ends among the ways back: no key of a step begins so.
const GOAL: &str = "=goal";
const REFUSAL: &str = "=refusal";
const END: &str = "=end";

/// The kinds, without what belongs to one.
const KINDS: [Named; 7] = [
    ("step", t::processes::kind_step),
    ("retry", t::processes::kind_retry),
    ("sleep", t::processes::kind_sleep),
    ("goal", t::processes::kind_goal),
    ("refusal", t::processes::kind_refusal),
    ("end", t::processes::kind_end),
    ("start_process", t::processes::kind_process),
];

fn word(then: &Continuation) -> &'static str {
    match then {
        Continuation::Step { .. } => "step",
        Continuation::Retry { .. } => "retry",
        Continuation::Goal => "goal",
        Continuation::Refusal => "refusal",
        Continuation::End => "end",
        Continuation::Sleep { .. } => "sleep",
        Continuation::StartProcess { .. } => "start_process",
    }
}

/// What a kind begins with; `None` where something must be chosen first.
pub fn fresh(kind: &str, step: &str) -> Option<Continuation> {
    Some(match kind {
        "step" => Continuation::Step {
            target: Target::plain(step),
        },
        "retry" => Continuation::Retry {
            limit: 3,
            due: vec![DueRule::After {
                amount: 120,
                unit: DueUnit::WorkingMinutes,
                at: None,
            }],
            assignee: AssigneeRule::Same,
            freedom: Freedom::Both,
            exhausted: Exhausted::Refusal,
        },
        "goal" => Continuation::Goal,
        "refusal" => Continuation::Refusal,
        "end" => Continuation::End,
        "sleep" => Continuation::Sleep {
            until: SleepUntil {
                field: None,
                days: 30,
                errands: false,
                call: None,
            },
            target: Target::plain(step),
        },
        _ => return None,
    })
}

/// `step` is where the result was given; `None` until something is chosen.
#[component]
pub fn ContinuationEditor(
    value: Option<Continuation>,
    step: String,
    result: ResultId,
    graph: Signal<Graph>,
    /// Something follows already and always will: not to have chosen is no choice.
    #[prop(optional)]
    always: bool,
    #[prop(into)] on_change: Callback<Option<Continuation>>,
) -> AnyView {
    let names = names();
    let now = RwSignal::new(value.clone());
    let kind = RwSignal::new(value.as_ref().map(word).unwrap_or_default().to_owned());
    let set = move |then: Option<Continuation>| {
        now.set(then.clone());
        on_change.run(then);
    };
    let process = RwSignal::new(match &value {
        Some(Continuation::StartProcess { process_id }) => process_id.to_string(),
        _ => String::new(),
    });
    let here = StoredValue::new(step);
    let turn = move |kind: String| {
        if kind != "start_process" {
            set(fresh(&kind, &here.get_value()));
        }
    };
    let kinds: Vec<Radio> = KINDS
        .iter()
        .map(|(word, label)| Radio::new(*word, label()))
        .collect();
    let options = Signal::stored(match always {
        true => kinds,
        false => with_blank(kinds),
    });
    let choose_process = move |id: String| {
        if let Ok(process_id) = id.parse() {
            set(Some(Continuation::StartProcess { process_id }));
        }
    };
    let processes = Signal::derive(move || with_blank(names.process_options()));
    let detail = move || {
        // Only another kind builds the form anew: typing inside must not take the focus away.
        let kind = kind.get();
        match now.get_untracked() {
            Some(Continuation::Step { target }) if kind == "step" => {
                let change = move |target| set(Some(Continuation::Step { target }));
                view! { <TargetEditor value=target result=Some(result) graph=graph on_change=change /> }.into_any()
            }
            Some(retry @ Continuation::Retry { .. }) if kind == "retry" => {
                view! { <RetryEditor value=retry step=here.get_value() result=result graph=graph on_change=move |then| set(Some(then)) /> }.into_any()
            }
            Some(Continuation::Sleep { until, target }) if kind == "sleep" => {
                let change = move |(until, target)| set(Some(Continuation::Sleep { until, target }));
                view! { <SleepEditor until=until target=target result=result graph=graph on_change=change /> }.into_any()
            }
            _ if kind == "start_process" => view! {
                <Field label=t::processes::process()><Select value=process options=processes on_change=choose_process /></Field>
            }
            .into_any(),
            _ => ().into_any(),
        }
    };
    view! {
        <div class="continuation">
            <Field label=t::processes::then()><Select value=kind options=options on_change=turn /></Field>
            {detail}
        </div>
    }
    .into_any()
}

#[component]
pub fn TargetEditor(
    value: Target,
    result: Option<ResultId>,
    graph: Signal<Graph>,
    #[prop(into)] on_change: Callback<Target>,
) -> AnyView {
    let names = names();
    let now = StoredValue::new(value.clone());
    let change = move |edit: Box<dyn FnOnce(&mut Target)>| {
        let mut target = now.get_value();
        edit(&mut target);
        now.set_value(target.clone());
        on_change.run(target);
    };
    let step = RwSignal::new(value.step.clone());
    let freedom = RwSignal::new(value.freedom.to_string());
    let steps = Signal::derive(move || graph.with(|graph| names.step_options(graph)));
    view! {
        <Field label=t::processes::step()>
            <Select value=step options=steps on_change=move |key: String| change(Box::new(move |target| target.step = key)) />
        </Field>
        <DueEditor value=value.due result=result own=true on_change=move |due| change(Box::new(move |target| target.due = due)) />
        <AssigneeEditor value=value.assignee result=result on_change=move |rule| change(Box::new(move |target| target.assignee = rule)) />
        <FreedomSelect value=freedom on_change=move |freedom| change(Box::new(move |target| target.freedom = freedom)) />
    }
    .into_any()
}

#[component]
fn FreedomSelect(value: RwSignal<String>, #[prop(into)] on_change: Callback<Freedom>) -> AnyView {
    let options = Signal::stored(vec![
        Radio::new("both", t::processes::freedom_both()),
        Radio::new("due", t::processes::freedom_due()),
        Radio::new("assignee", t::processes::freedom_assignee()),
        Radio::new("nothing", t::processes::freedom_nothing()),
    ]);
    let change = move |word: String| {
        if let Some(freedom) = Freedom::parse(&word) {
            on_change.run(freedom);
        }
    };
    view! { <Field label=t::processes::freedom()><Select value=value options=options on_change=change /></Field> }.into_any()
}

#[component]
fn RetryEditor(
    value: Continuation,
    step: String,
    result: ResultId,
    graph: Signal<Graph>,
    #[prop(into)] on_change: Callback<Continuation>,
) -> AnyView {
    let Continuation::Retry {
        limit,
        due,
        assignee,
        freedom,
        exhausted,
    } = value
    else {
        return ().into_any();
    };
    let limit = RwSignal::new(limit.to_string());
    let rules = RwSignal::new(due);
    let assignee_now = StoredValue::new(assignee.clone());
    let freedom_now = RwSignal::new(freedom.to_string());
    let end = StoredValue::new(exhausted.clone());
    let tell = move || {
        on_change.run(Continuation::Retry {
            limit: limit.with_untracked(|text| text.trim().parse().unwrap_or(1)),
            due: rules.get_untracked(),
            assignee: assignee_now.get_value(),
            freedom: freedom_now
                .with_untracked(|word| Freedom::parse(word))
                .unwrap_or_default(),
            exhausted: end.get_value(),
        });
    };
    let count = Memo::new(move |_| rules.with(Vec::len));
    let lines = move || {
        (0..count.get()).map(|place| {
            let rule = rules.with_untracked(|rules| rules[place].clone());
            let change = move |rule: Option<DueRule>| {
                if let Some(rule) = rule {
                    rules.update(|rules| rules[place] = rule);
                    tell();
                }
            };
            let number = i64::try_from(place + 2).unwrap_or_default();
            view! {
                <fieldset class="field">
                    <legend class="field__label">{t::processes::attempt_number(number)}</legend>
                    <DueEditor value=Some(rule) result=Some(result) own=false on_change=change />
                </fieldset>
            }
        }).collect_view()
    };
    let more = move |()| {
        rules.update(|rules| {
            rules.push(DueRule::After {
                amount: 1,
                unit: DueUnit::WorkingDays,
                at: None,
            })
        });
        tell();
    };
    let fewer = move |()| {
        rules.update(|rules| {
            if rules.len() > 1 {
                rules.pop();
            }
        });
        tell();
    };
    let exhausted_change = move |exhausted| {
        end.set_value(exhausted);
        tell();
    };
    view! {
        <Field label=t::processes::limit()><NumberInput value=limit on_commit=move |_| tell() /></Field>
        {lines}
        <div class="cluster">
            <Button label=t::processes::one_more_rule() icon=Icon::Plus kind=Kind::Ghost on_press=more />
            {move || (count.get() > 1).then(|| view! { <Button label=t::processes::one_rule_less() icon=Icon::Minus kind=Kind::Ghost on_press=fewer /> })}
        </div>
        <AssigneeEditor value=assignee result=Some(result) on_change=move |rule| { assignee_now.set_value(rule); tell(); } />
        <FreedomSelect value=freedom_now on_change=move |_| tell() />
        <ExhaustedEditor value=exhausted step=step result=result graph=graph on_change=exhausted_change />
    }
    .into_any()
}

/// What happens when the attempts are used up: everything but another retry.
#[component]
fn ExhaustedEditor(
    value: Exhausted,
    step: String,
    result: ResultId,
    graph: Signal<Graph>,
    #[prop(into)] on_change: Callback<Exhausted>,
) -> AnyView {
    let names = names();
    let word = match &value {
        Exhausted::Step { .. } => "step",
        Exhausted::Goal => "goal",
        Exhausted::Refusal => "refusal",
        Exhausted::End => "end",
        Exhausted::Sleep { .. } => "sleep",
        Exhausted::StartProcess { .. } => "start_process",
    };
    let kind = RwSignal::new(word.to_owned());
    let now = StoredValue::new(value.clone());
    let set = move |end: Exhausted| {
        now.set_value(end.clone());
        on_change.run(end);
    };
    let here = StoredValue::new(step);
    let turn = move |word: String| {
        let step = here.get_value();
        match word.as_str() {
            "step" => set(Exhausted::Step {
                target: Target::plain(&step),
            }),
            "goal" => set(Exhausted::Goal),
            "end" => set(Exhausted::End),
            "sleep" => set(Exhausted::Sleep {
                until: SleepUntil {
                    field: None,
                    days: 30,
                    errands: false,
                    call: None,
                },
                target: Target::plain(&step),
            }),
            "refusal" => set(Exhausted::Refusal),
            _ => {}
        }
    };
    let process = RwSignal::new(match &value {
        Exhausted::StartProcess { process_id } => process_id.to_string(),
        _ => String::new(),
    });
    let choose_process = move |id: String| {
        if let Ok(process_id) = id.parse() {
            set(Exhausted::StartProcess { process_id });
        }
    };
    let options = Signal::stored(
        KINDS
            .iter()
            .filter(|(word, _)| *word != "retry")
            .map(|(word, label)| Radio::new(*word, label()))
            .collect::<Vec<_>>(),
    );
    let processes = Signal::derive(move || with_blank(names.process_options()));
    let detail = move || {
        match (kind.get().as_str(), now.get_value()) {
        ("step", Exhausted::Step { target }) => {
            view! { <TargetEditor value=target result=Some(result) graph=graph on_change=move |target| set(Exhausted::Step { target }) /> }.into_any()
        }
        ("sleep", Exhausted::Sleep { until, target }) => {
            let change = move |(until, target)| set(Exhausted::Sleep { until, target });
            view! { <SleepEditor until=until target=target result=result graph=graph on_change=change /> }.into_any()
        }
        ("start_process", _) => view! {
            <Field label=t::processes::process()><Select value=process options=processes on_change=choose_process /></Field>
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        <Field label=t::processes::exhausted()><Select value=kind options=options on_change=turn /></Field>
        {detail}
    }
    .into_any()
}

#[component]
fn SleepEditor(
    until: SleepUntil,
    target: Target,
    result: ResultId,
    graph: Signal<Graph>,
    #[prop(into)] on_change: Callback<(SleepUntil, Target)>,
) -> AnyView {
    use domain::fields::FieldType;
    let names = names();
    let days = RwSignal::new(until.days.to_string());
    let field = RwSignal::new(until.field.clone().unwrap_or_default());
    let errands = RwSignal::new(until.errands);
    let call = RwSignal::new(until.call.clone());
    let calls = Memo::new(move |_| call.with(Option::is_some));
    let to = StoredValue::new(target.clone());
    let tell = move || {
        let until = SleepUntil {
            field: Some(field.get_untracked()).filter(|field| !field.is_empty()),
            days: days.with_untracked(|text| text.trim().parse().unwrap_or(30)),
            errands: errands.get_untracked() && call.with_untracked(Option::is_none),
            call: call.get_untracked(),
        };
        on_change.run((until, to.get_value()));
    };
    let fields = Signal::derive(move || {
        let dates = names.fields(result, |kind| {
            matches!(kind, FieldType::Date | FieldType::DateTime)
        });
        let named = dates
            .into_iter()
            .map(|field| Radio::new(field.key, field.label));
        [Radio::new("", t::processes::no_field())]
            .into_iter()
            .chain(named)
            .collect::<Vec<_>>()
    });
    let change = move |target| {
        to.set_value(target);
        tell();
    };
    view! {
        <div class="cluster rule">
            <Field label=t::processes::sleep_field()><Select value=field options=fields on_change=move |_| tell() /></Field>
            <Field label=t::processes::sleep_days()><NumberInput value=days on_commit=move |_| tell() /></Field>
        </div>
        {move || (!calls.get()).then(|| view! {
            <Checkbox checked=errands label=t::processes::sleep_errands() hint=t::processes::sleep_errands_hint() on_change=move |_| tell() />
        })}
        <CallEditor call=call graph=graph on_change=move |()| tell() />
        {move || calls.get().then(|| view! { <p class="meta">{t::processes::call_late()}</p> })}
        <TargetEditor value=target result=Some(result) graph=graph on_change=change />
    }
    .into_any()
}

/// A process that runs meanwhile, and where each of its ends leads.
#[component]
fn CallEditor(
    call: RwSignal<Option<Call>>,
    graph: Signal<Graph>,
    #[prop(into)] on_change: Callback<()>,
) -> AnyView {
    let names = names();
    let now = call.get_untracked();
    let word = |back: Option<&Back>| match back {
        Some(Back::Step { step }) => step.clone(),
        Some(Back::Refusal) => REFUSAL.to_owned(),
        Some(Back::End) => END.to_owned(),
        Some(Back::Goal) | None => GOAL.to_owned(),
    };
    let process = RwSignal::new(
        now.as_ref()
            .map(|call| call.process_id.to_string())
            .unwrap_or_default(),
    );
    let goal = RwSignal::new(word(now.as_ref().map(|call| &call.goal)));
    let refusal = RwSignal::new(match &now {
        Some(call) => word(Some(&call.refusal)),
        None => REFUSAL.to_owned(),
    });
    let end = RwSignal::new(match &now {
        Some(call) => word(Some(&call.end)),
        None => END.to_owned(),
    });
    let back = |word: String| match word.as_str() {
        GOAL => Back::Goal,
        REFUSAL => Back::Refusal,
        END => Back::End,
        _ => Back::Step { step: word },
    };
    let tell = move || {
        let id = process.with_untracked(|id| id.parse().ok());
        call.set(id.map(|process_id| Call {
            process_id,
            goal: back(goal.get_untracked()),
            refusal: back(refusal.get_untracked()),
            end: back(end.get_untracked()),
        }));
        on_change.run(());
    };
    let processes = Signal::derive(move || {
        [Radio::new("", t::processes::call_none())]
            .into_iter()
            .chain(names.process_options())
            .collect::<Vec<_>>()
    });
    let ways = Signal::derive(move || {
        let ends = [
            Radio::new(GOAL, t::processes::kind_goal()),
            Radio::new(REFUSAL, t::processes::kind_refusal()),
            Radio::new(END, t::processes::kind_end()),
        ];
        let mut ways = graph.with(|graph| names.step_options(graph));
        ways.extend(ends);
        ways
    });
    let calls = Memo::new(move |_| call.with(Option::is_some));
    view! {
        <Field label=t::processes::call()><Select value=process options=processes on_change=move |_| tell() /></Field>
        {move || calls.get().then(|| view! {
            <div class="cluster rule">
                <Field label=t::processes::call_goal()><Select value=goal options=ways on_change=move |_| tell() /></Field>
                <Field label=t::processes::call_refusal()><Select value=refusal options=ways on_change=move |_| tell() /></Field>
                <Field label=t::processes::call_end()><Select value=end options=ways on_change=move |_| tell() /></Field>
            </div>
        })}
    }
    .into_any()
}
