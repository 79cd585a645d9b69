//! Editing of one condition: what is looked at, how, and with what it is compared.

use chrono::NaiveTime;
use domain::clients::Stage;
use domain::fields::{FieldDef, FieldType};
use domain::ids::ResultId;
use domain::processes::{Condition, Test};
use leptos::prelude::*;

use super::names::names;
use crate::clients::stage;
use crate::clubtime;
use crate::data::{now, session};
use crate::i18n::t;
use crate::ui::{
    Choice, Combobox, DatePicker, Field, Input, MoneyInput, NumberInput, Picks, Radio, Select, When,
};

/// Before the key of a field, among the words for what is looked at.
const OF_FIELD: &str = "field:";

/// What a condition looks at, as a word.
fn subject(condition: &Condition) -> String {
    match condition {
        Condition::Field { field, .. } => format!("{OF_FIELD}{field}"),
        Condition::Attempt { .. } => "attempt".into(),
        Condition::Stage { .. } => "stage".into(),
        Condition::Tagged { .. } => "tagged".into(),
        Condition::Untagged { .. } => "untagged".into(),
        Condition::Branch { .. } => "branch".into(),
        Condition::Hour { .. } => "hour".into(),
    }
}

/// What a case of a result begins with: its first field, or the number of attempts.
pub fn first(fields: &[FieldDef]) -> Condition {
    match fields.first() {
        Some(field) => fresh(&format!("{OF_FIELD}{}", field.key)),
        None => fresh("attempt"),
    }
}

fn fresh(subject: &str) -> Condition {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    match subject.strip_prefix(OF_FIELD) {
        Some(key) => Condition::Field {
            field: key.to_owned(),
            is: Test::Filled,
        },
        None => match subject {
            "stage" => Condition::Stage {
                one_of: vec![Stage::Lead],
            },
            "tagged" => Condition::Tagged { any_of: Vec::new() },
            "untagged" => Condition::Untagged {
                none_of: Vec::new(),
            },
            "branch" => Condition::Branch { one_of: Vec::new() },
            "hour" => Condition::Hour {
                from: hour(9),
                until: hour(18),
            },
            _ => Condition::Attempt { at_least: 3 },
        },
    }
}

#[component]
pub fn ConditionEditor(
    value: Condition,
    result: ResultId,
    #[prop(into)] on_change: Callback<Condition>,
) -> AnyView {
    let names = names();
    let chosen = RwSignal::new(subject(&value));
    let held = StoredValue::new(value);
    let set = move |condition: Condition| {
        held.set_value(condition.clone());
        on_change.run(condition);
    };
    let fields = Memo::new(move |_| names.fields(result, |_| true));
    let subjects = Signal::derive(move || {
        let own = fields.get().into_iter();
        let own = own.map(|field| {
            let label = t::processes::asks_field(field.label);
            Radio::new(format!("{OF_FIELD}{}", field.key), label)
        });
        let own: Vec<Radio> = own.collect();
        // A field that the result has no more stays visible, for the checker speaks of it.
        let gone = chosen.get_untracked();
        let gone = gone
            .strip_prefix(OF_FIELD)
            .filter(|_| !own.iter().any(|one| one.value == gone))
            .map(|key| Radio::new(gone.clone(), key.to_owned()));
        let others = [
            Radio::new("attempt", t::processes::asks_attempt()),
            Radio::new("stage", t::processes::asks_stage()),
            Radio::new("tagged", t::processes::asks_tagged()),
            Radio::new("untagged", t::processes::asks_untagged()),
            Radio::new("branch", t::processes::asks_branch()),
            Radio::new("hour", t::processes::asks_hour()),
        ];
        own.into_iter()
            .chain(gone)
            .chain(others)
            .collect::<Vec<_>>()
    });
    let turn = move |word: String| set(fresh(&word));
    let detail = move || {
        // Only another subject builds the form anew: typing inside must not take the focus away.
        chosen.track();
        match held.get_value() {
            Condition::Field { field, is } => {
                let known = fields.get().into_iter().find(|known| known.key == field);
                known
                    .map(|def| {
                        let change = move |is| {
                            set(Condition::Field {
                                field: field.clone(),
                                is,
                            })
                        };
                        view! { <TestEditor def=def value=is on_change=change /> }
                    })
                    .into_any()
            }
            Condition::Attempt { at_least } => {
                let change = move |number| {
                    if let Ok(at_least) = u32::try_from(number) {
                        set(Condition::Attempt { at_least });
                    }
                };
                number(
                    t::processes::attempt_from(),
                    at_least.into(),
                    Callback::new(change),
                )
            }
            Condition::Stage { one_of } => {
                let options = Stage::ALL
                    .iter()
                    .map(|one| Choice::new(one.as_str(), stage(*one)))
                    .collect();
                let picked = one_of.iter().map(|stage| stage.to_string()).collect();
                let change = move |words: Vec<String>| {
                    let one_of = words.iter().filter_map(|word| Stage::parse(word));
                    set(Condition::Stage {
                        one_of: one_of.collect(),
                    });
                };
                several(
                    t::processes::asks_stage(),
                    Signal::stored(options),
                    picked,
                    Callback::new(change),
                )
            }
            Condition::Tagged { any_of } => {
                let change = move |any_of| set(Condition::Tagged { any_of });
                tags(t::processes::tags(), any_of, Callback::new(change))
            }
            Condition::Untagged { none_of } => {
                let change = move |none_of| set(Condition::Untagged { none_of });
                tags(t::processes::tags(), none_of, Callback::new(change))
            }
            Condition::Branch { one_of } => {
                let options = Signal::derive(move || names.branch_options());
                let picked = one_of.iter().map(ToString::to_string).collect();
                let change = move |ids: Vec<String>| {
                    let one_of = ids.iter().filter_map(|id| id.parse().ok());
                    set(Condition::Branch {
                        one_of: one_of.collect(),
                    });
                };
                several(
                    t::processes::asks_branch(),
                    options,
                    picked,
                    Callback::new(change),
                )
            }
            Condition::Hour { from, until } => {
                let change = move |(from, until)| set(Condition::Hour { from, until });
                view! { <Hours from=from until=until on_change=change /> }.into_any()
            }
        }
    };
    view! {
        <div class="cluster rule">
            <Field label=t::processes::asks()><Select value=chosen options=subjects on_change=turn /></Field>
            {detail}
        </div>
    }
    .into_any()
}

/// How an answer is tested, as words with their names.
fn tests(kind: FieldType) -> Vec<Radio> {
    let all = [
        (Test::Filled, t::processes::test_filled()),
        (Test::Empty, t::processes::test_empty()),
        (Test::Yes, t::processes::test_yes()),
        (Test::No, t::processes::test_no()),
        (Test::OneOf { values: vec![] }, t::processes::test_one_of()),
        (Test::AllOf { values: vec![] }, t::processes::test_all_of()),
        (
            Test::NoneOf { values: vec![] },
            t::processes::test_none_of(),
        ),
        (Test::AtLeast { number: 0 }, t::processes::test_at_least()),
        (Test::AtMost { number: 0 }, t::processes::test_at_most()),
        (
            Test::SumAtLeast { amount: 0 },
            t::processes::test_at_least(),
        ),
        (Test::SumAtMost { amount: 0 }, t::processes::test_at_most()),
        (
            Test::DaysAtLeast { days: 0 },
            t::processes::test_days_at_least(),
        ),
        (
            Test::DaysAtMost { days: 0 },
            t::processes::test_days_at_most(),
        ),
        (
            Test::Before {
                date: Default::default(),
            },
            t::processes::test_before(),
        ),
        (
            Test::After {
                date: Default::default(),
            },
            t::processes::test_after(),
        ),
    ];
    let fitting = all.into_iter().filter(|(test, _)| test.suits(kind));
    fitting
        .map(|(test, label)| Radio::new(word(&test), label))
        .collect()
}

fn word(test: &Test) -> &'static str {
    match test {
        Test::Filled => "filled",
        Test::Empty => "empty",
        Test::Yes => "yes",
        Test::No => "no",
        Test::OneOf { .. } => "one_of",
        Test::AllOf { .. } => "all_of",
        Test::NoneOf { .. } => "none_of",
        Test::AtLeast { .. } => "at_least",
        Test::AtMost { .. } => "at_most",
        Test::SumAtLeast { .. } => "sum_at_least",
        Test::SumAtMost { .. } => "sum_at_most",
        Test::DaysAtLeast { .. } => "days_at_least",
        Test::DaysAtMost { .. } => "days_at_most",
        Test::Before { .. } => "before",
        Test::After { .. } => "after",
    }
}

/// Another test of the same answer: what was compared with before is kept where it fits.
fn retold(word: &str, before: &Test) -> Test {
    let values = before.values().to_vec();
    let whole = match before {
        Test::AtLeast { number } | Test::AtMost { number } => *number,
        Test::SumAtLeast { amount } | Test::SumAtMost { amount } => *amount,
        _ => 0,
    };
    let away = match before {
        Test::DaysAtLeast { days } | Test::DaysAtMost { days } => *days,
        _ => 1,
    };
    let date = match before {
        Test::Before { date } | Test::After { date } => *date,
        _ => clubtime::home_zone().day(now()),
    };
    match word {
        "empty" => Test::Empty,
        "yes" => Test::Yes,
        "no" => Test::No,
        "one_of" => Test::OneOf { values },
        "all_of" => Test::AllOf { values },
        "none_of" => Test::NoneOf { values },
        "at_least" => Test::AtLeast { number: whole },
        "at_most" => Test::AtMost { number: whole },
        "sum_at_least" => Test::SumAtLeast { amount: whole },
        "sum_at_most" => Test::SumAtMost { amount: whole },
        "days_at_least" => Test::DaysAtLeast { days: away },
        "days_at_most" => Test::DaysAtMost { days: away },
        "before" => Test::Before { date },
        "after" => Test::After { date },
        _ => Test::Filled,
    }
}

#[component]
fn TestEditor(def: FieldDef, value: Test, #[prop(into)] on_change: Callback<Test>) -> AnyView {
    let names = names();
    let kind = RwSignal::new(word(&value).to_owned());
    let held = StoredValue::new(value);
    let set = move |test: Test| {
        held.set_value(test.clone());
        on_change.run(test);
    };
    let turn = move |word: String| set(retold(&word, &held.get_value()));
    let dictionary = def.dictionary_id;
    if let Some(id) = dictionary {
        names.want(id);
    }
    let options = Signal::derive(move || {
        dictionary
            .map(|id| names.value_options(id))
            .unwrap_or_default()
    });
    let detail = move || {
        kind.track();
        let test = held.get_value();
        match &test {
            Test::Filled | Test::Empty | Test::Yes | Test::No => ().into_any(),
            Test::OneOf { .. } | Test::AllOf { .. } | Test::NoneOf { .. } => {
                let picked = test.values().iter().map(ToString::to_string).collect();
                let change = move |ids: Vec<String>| {
                    let values = ids.iter().filter_map(|id| id.parse().ok()).collect();
                    set(match held.get_value() {
                        Test::AllOf { .. } => Test::AllOf { values },
                        Test::NoneOf { .. } => Test::NoneOf { values },
                        _ => Test::OneOf { values },
                    });
                };
                several(
                    t::processes::values(),
                    options,
                    picked,
                    Callback::new(change),
                )
            }
            Test::AtLeast { number: whole } => {
                let change = move |number| set(Test::AtLeast { number });
                number(t::processes::number_value(), *whole, Callback::new(change))
            }
            Test::AtMost { number: whole } => {
                let change = move |number| set(Test::AtMost { number });
                number(t::processes::number_value(), *whole, Callback::new(change))
            }
            Test::SumAtLeast { amount } => sum(
                *amount,
                Callback::new(move |amount| set(Test::SumAtLeast { amount })),
            ),
            Test::SumAtMost { amount } => sum(
                *amount,
                Callback::new(move |amount| set(Test::SumAtMost { amount })),
            ),
            Test::DaysAtLeast { days } => {
                let change = move |number| {
                    if let Ok(days) = i32::try_from(number) {
                        set(Test::DaysAtLeast { days });
                    }
                };
                number(
                    t::processes::days_away(),
                    (*days).into(),
                    Callback::new(change),
                )
            }
            Test::DaysAtMost { days } => {
                let change = move |number| {
                    if let Ok(days) = i32::try_from(number) {
                        set(Test::DaysAtMost { days });
                    }
                };
                number(
                    t::processes::days_away(),
                    (*days).into(),
                    Callback::new(change),
                )
            }
            Test::Before { date } => {
                day(*date, Callback::new(move |date| set(Test::Before { date })))
            }
            Test::After { date } => {
                day(*date, Callback::new(move |date| set(Test::After { date })))
            }
        }
    };
    let kinds = Signal::stored(tests(def.kind));
    view! {
        <Field label=t::processes::test()><Select value=kind options=kinds on_change=turn /></Field>
        {detail}
    }
    .into_any()
}

/// A whole number; what is none stays visible and changes nothing.
fn number(label: &'static str, value: i64, change: Callback<i64>) -> AnyView {
    let text = RwSignal::new(value.to_string());
    let tell = move |typed: String| {
        if let Ok(number) = typed.trim().parse() {
            change.run(number);
        }
    };
    view! { <Field label=label><NumberInput value=text on_commit=tell /></Field> }.into_any()
}

fn sum(value: i64, change: Callback<i64>) -> AnyView {
    let typed = RwSignal::new(Some(value));
    let currency = Signal::derive(|| {
        let me = session().me();
        me.map(|me| me.organisation.currency.clone())
            .unwrap_or_default()
    });
    Effect::new(move |before: Option<Option<i64>>| {
        let now = typed.get();
        if let (Some(before), Some(amount)) = (before, now)
            && before != now
        {
            change.run(amount);
        }
        now
    });
    view! { <Field label=t::processes::sum_value()><MoneyInput value=typed currency=currency /></Field> }
        .into_any()
}

fn day(value: chrono::NaiveDate, change: Callback<chrono::NaiveDate>) -> AnyView {
    let when = RwSignal::new(Some(When::Day(value)));
    let wall = Signal::stored(clubtime::home_zone().wall(now()));
    let tell = move |when: Option<When>| {
        if let Some(when) = when {
            change.run(when.date());
        }
    };
    view! { <Field label=t::processes::date_value()><DatePicker value=when now=wall on_change=tell /></Field> }
        .into_any()
}

/// Several of what there is, by their values.
fn several(
    label: &'static str,
    options: Signal<Vec<Choice>>,
    picked: Vec<String>,
    change: Callback<Vec<String>>,
) -> AnyView {
    let chosen = RwSignal::new(Vec::<Choice>::new());
    // Names may come later than the form; what has none any more is shown by nothing and stays.
    Effect::new(move |done: Option<bool>| {
        let options = options.get();
        if done == Some(true) || options.is_empty() {
            return done.unwrap_or_default();
        }
        let known = picked
            .iter()
            .filter_map(|value| options.iter().find(|option| option.value == *value));
        chosen.set(known.cloned().collect());
        true
    });
    let tell = move |chosen: Vec<Choice>| {
        change.run(chosen.into_iter().map(|choice| choice.value).collect());
    };
    view! { <Field label=label><Combobox chosen=chosen options=options picks=Picks::Many on_change=tell /></Field> }
        .into_any()
}

/// Free words, each made by typing it.
pub(super) fn tags(
    label: &'static str,
    value: Vec<String>,
    change: Callback<Vec<String>>,
) -> AnyView {
    let chosen = RwSignal::new(
        value
            .into_iter()
            .map(|tag| Choice::new(tag.clone(), tag))
            .collect::<Vec<_>>(),
    );
    let tell = move |chosen: Vec<Choice>| {
        change.run(chosen.into_iter().map(|choice| choice.value).collect());
    };
    let create = Callback::new(move |tag: String| {
        let tag = tag.trim().to_owned();
        if !tag.is_empty() {
            chosen.update(|chosen| chosen.push(Choice::new(tag.clone(), tag)));
            tell(chosen.get_untracked());
        }
    });
    let none = Signal::stored(Vec::<Choice>::new());
    view! {
        <Field label=label hint=t::processes::tags_hint().to_owned()>
            <Combobox chosen=chosen options=none picks=Picks::Many on_create=Some(create) on_change=tell />
        </Field>
    }
    .into_any()
}

#[component]
fn Hours(
    from: NaiveTime,
    until: NaiveTime,
    #[prop(into)] on_change: Callback<(NaiveTime, NaiveTime)>,
) -> AnyView {
    let held = StoredValue::new((from, until));
    let shown = |time: NaiveTime| RwSignal::new(time.format("%H:%M").to_string());
    let (from, until) = (shown(from), shown(until));
    let read = |text: RwSignal<String>| {
        text.with_untracked(|text| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok())
    };
    let tell = move |_: String| {
        let (before, after) = held.get_value();
        let now = (read(from).unwrap_or(before), read(until).unwrap_or(after));
        if now != (before, after) {
            held.set_value(now);
            on_change.run(now);
        }
    };
    view! {
        <Field label=t::processes::hour_from()><Input value=from placeholder="09:00" on_commit=tell /></Field>
        <Field label=t::processes::hour_until()><Input value=until placeholder="18:00" on_commit=tell /></Field>
    }
    .into_any()
}
