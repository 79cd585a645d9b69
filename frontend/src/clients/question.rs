//! One question of a filter: the field, what is asked of it, and with what it is compared.

use chrono::NaiveDate;
use domain::filters::{ColumnType, Filter, Operator};
use leptos::html;
use leptos::prelude::*;
use wire::own_fields::ListedField;

use super::told;
use crate::clubtime;
use crate::data::now;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{
    Button, Choice, Combobox, DatePicker, Field, Input, Kind, MoneyInput, Picks, Press, Radio,
    Segmented, Select, When, focus_on,
};

/// Where the first value is typed.
const VALUE: &str = "filter-value";

/// A day as it is typed: a date, or so many days from today.
#[derive(Clone, Copy)]
struct Day {
    way: RwSignal<String>,
    date: RwSignal<Option<When>>,
    days: RwSignal<String>,
}

impl Day {
    fn of(value: Option<&str>) -> Self {
        let value = value.unwrap_or("today");
        let (way, days) = match value.strip_prefix("today") {
            Some("") => ("today", "7"),
            Some(away) => match (away.strip_prefix('-'), away.strip_prefix('+')) {
                (Some(days), _) => ("ago", days),
                (_, Some(days)) => ("ahead", days),
                _ => ("today", "7"),
            },
            None => ("date", "7"),
        };
        let date = value.parse::<NaiveDate>().ok();
        Self {
            way: RwSignal::new(way.to_owned()),
            date: RwSignal::new(date.map(When::Day)),
            days: RwSignal::new(days.trim_end_matches('d').to_owned()),
        }
    }

    /// `None` while it says nothing.
    fn value(self) -> Option<String> {
        let days = || {
            let days = self.days.get_untracked();
            let number = days.trim_end_matches(['d', 'w', 'm', 'y']);
            number
                .trim()
                .parse::<u16>()
                .ok()
                .map(|_| days.trim().to_owned())
        };
        match self.way.get_untracked().as_str() {
            "today" => Some("today".to_owned()),
            "ago" => Some(format!("today-{}", days()?)),
            "ahead" => Some(format!("today+{}", days()?)),
            _ => self
                .date
                .get_untracked()
                .map(|when| when.date().to_string()),
        }
    }

    fn view(self, label: &'static str, id: Option<&'static str>) -> AnyView {
        let ways = Signal::stored(vec![
            Radio::new("today", t::filters::today()),
            Radio::new("ago", t::filters::ago()),
            Radio::new("ahead", t::filters::ahead()),
            Radio::new("date", t::filters::on_date()),
        ]);
        let today = Signal::derive(|| clubtime::home_zone().wall(now()));
        let (date, days) = (self.date, self.days);
        let way = self.way;
        let detail = move || {
            match way.get().as_str() {
            "today" => ().into_any(),
            "date" => view! { <Field label=t::filters::date()><DatePicker value=date now=today /></Field> }.into_any(),
            _ => view! { <Field label=t::filters::days()><Input value=days /></Field> }.into_any(),
        }
        };
        let field = match id {
            Some(id) => {
                view! { <Field label=label id=id><Select value=way options=ways /></Field> }
                    .into_any()
            }
            None => {
                view! { <Field label=label><Select value=way options=ways /></Field> }.into_any()
            }
        };
        view! { {field}{detail} }.into_any()
    }
}

/// Everything that values may be typed into; which of it is shown depends on the field.
#[derive(Clone, Copy)]
struct Values {
    chosen: RwSignal<Vec<Choice>>,
    texts: [RwSignal<String>; 2],
    sums: [RwSignal<Option<i64>>; 2],
    days: [Day; 2],
}

impl Values {
    fn of(field: Option<&ListedField>, values: &[String]) -> Self {
        let value = |place: usize| values.get(place).map(String::as_str);
        let chosen = values.iter().map(|value| {
            let label = field.map_or_else(|| value.clone(), |field| told::choice(field, value));
            Choice::new(value.clone(), label)
        });
        let text = |place| RwSignal::new(value(place).unwrap_or_default().to_owned());
        let sum = |place| RwSignal::new(value(place).and_then(|sum| sum.parse().ok()));
        Self {
            chosen: RwSignal::new(chosen.collect()),
            texts: [text(0), text(1)],
            sums: [sum(0), sum(1)],
            days: [Day::of(value(0)), Day::of(value(1))],
        }
    }

    /// `None` when something is missing.
    fn read(self, field: &ListedField, is: Operator) -> Option<Vec<String>> {
        let count = told::count(is);
        if count == 0 {
            return Some(Vec::new());
        }
        if field.kind.is_chosen() {
            let chosen = self.chosen.get_untracked();
            let values: Vec<String> = chosen.into_iter().map(|choice| choice.value).collect();
            return (!values.is_empty()).then_some(values);
        }
        let one = |place: usize| match field.kind {
            ColumnType::Date | ColumnType::DateTime if is != Operator::Within => {
                self.days[place].value()
            }
            ColumnType::Money => self.sums[place].get_untracked().map(|sum| sum.to_string()),
            _ => {
                let text = self.texts[place].get_untracked().trim().to_owned();
                (!text.is_empty()).then_some(text)
            }
        };
        (0..count).map(one).collect()
    }
}

#[component]
pub fn Question(
    fields: Memo<Vec<ListedField>>,
    /// The question that is changed; absent for a new one.
    before: Option<Filter>,
    /// Whether it stands among those of which one is enough.
    any: bool,
    #[prop(into)] on_done: Callback<(Filter, bool)>,
    #[prop(into)] on_cancel: Callback<()>,
) -> AnyView {
    let known = move |key: &str| {
        fields.with_untracked(|fields| fields.iter().find(|field| field.key == key).cloned())
    };
    let (key, is, values) = match &before {
        Some(Filter::Test { field, is, values }) => (Some(field.clone()), *is, values.clone()),
        _ => (None, Operator::Is, Vec::new()),
    };
    let field = key.as_deref().and_then(known);
    let chosen = RwSignal::new(
        field
            .iter()
            .map(|field| Choice::new(field.key.clone(), field.label.clone()))
            .collect::<Vec<_>>(),
    );
    let operator = RwSignal::new(is.as_str().to_owned());
    let join = RwSignal::new(if any { "any" } else { "all" }.to_owned());
    let missing = RwSignal::new(false);
    let typed = StoredValue::new(Values::of(field.as_ref(), &values));
    let field = Memo::new(move |_| {
        let key = chosen.with(|chosen| chosen.first().map(|choice| choice.value.clone()))?;
        fields.with(|fields| fields.iter().find(|field| field.key == key).cloned())
    });
    let options = Signal::derive(move || {
        let fields = fields.get().into_iter().filter(|field| field.filterable);
        fields
            .map(|field| Choice::new(field.key, field.label))
            .collect::<Vec<_>>()
    });
    // Another field is another question.
    let turned = move |choices: Vec<Choice>| {
        let Some(field) = choices.first().and_then(|choice| known(&choice.value)) else {
            return;
        };
        typed.set_value(Values::of(None, &[]));
        missing.set(false);
        let first = field.operators.first().copied().unwrap_or(Operator::Filled);
        operator.set(first.as_str().to_owned());
        request_animation_frame(|| request_animation_frame(|| focus_on(VALUE)));
    };
    let operators = Signal::derive(move || {
        let field = field.get();
        field.map_or_else(Vec::new, |field| {
            let asked = field.operators.iter();
            asked
                .map(|is| Radio::new(is.as_str(), told::operator(&field, *is)))
                .collect()
        })
    });
    let error = Signal::derive(move || missing.get().then(|| t::filters::say_what().to_owned()));
    let detail = move || {
        let (Some(field), Some(is)) = (field.get(), Operator::parse(&operator.get())) else {
            return ().into_any();
        };
        let values = typed.get_value();
        let between = told::count(is) == 2;
        let label = |place: usize| match (between, place) {
            (true, 0) => t::filters::from(),
            (true, _) => t::filters::to(),
            _ => t::filters::value(),
        };
        if told::count(is) == 0 {
            return ().into_any();
        }
        if field.kind.is_chosen() {
            let choices = field
                .choices
                .iter()
                .map(|choice| Choice::new(choice.value.clone(), choice.label.clone()));
            let choices = Signal::stored(choices.collect::<Vec<_>>());
            let free = field.choices.is_empty().then(|| {
                Callback::new(move |word: String| {
                    values
                        .chosen
                        .update(|chosen| chosen.push(Choice::new(word.clone(), word)));
                })
            });
            return view! {
                <Field label=t::filters::values() id=VALUE error=error>
                    <Combobox chosen=values.chosen options=choices picks=Picks::Many on_create=free />
                </Field>
            }
            .into_any();
        }
        let one = |place: usize| {
            let id = (place == 0).then_some(VALUE);
            match field.kind {
                ColumnType::Date | ColumnType::DateTime if is != Operator::Within => {
                    values.days[place].view(label(place), id)
                }
                ColumnType::Boolean => {
                    let words = field
                        .choices
                        .iter()
                        .map(|choice| Radio::new(choice.value.clone(), choice.label.clone()));
                    let words = Signal::stored(words.collect::<Vec<_>>());
                    let text = values.texts[place];
                    if text.with_untracked(String::is_empty) {
                        text.set("yes".to_owned());
                    }
                    view! { <Field label=label(place) id=VALUE><Select value=text options=words /></Field> }.into_any()
                }
                ColumnType::Money => {
                    let currency = Signal::stored(field.currency.clone().unwrap_or_default());
                    let sum = values.sums[place];
                    view! { <Field label=label(place) error=error><MoneyInput value=sum currency=currency /></Field> }.into_any()
                }
                _ => {
                    let text = values.texts[place];
                    match id {
                        Some(id) => view! { <Field label=label(place) id=id error=error><Input value=text /></Field> }.into_any(),
                        None => view! { <Field label=label(place)><Input value=text /></Field> }.into_any(),
                    }
                }
            }
        };
        let first = one(0);
        let second = between.then(|| one(1));
        view! { {first}{second} }.into_any()
    };
    let done = move || {
        let (Some(field), Some(is)) = (
            field.get_untracked(),
            Operator::parse(&operator.get_untracked()),
        ) else {
            missing.set(true);
            return;
        };
        match typed.get_value().read(&field, is) {
            Some(values) => {
                let question = Filter::Test {
                    field: field.key,
                    is,
                    values,
                };
                on_done.run((question, join.get_untracked() == "any"));
            }
            None => {
                missing.set(true);
                focus_on(VALUE);
            }
        }
    };
    keys::add(
        Command::new("list.filter_apply", Scope::Page, t::filters::apply(), done)
            .on(Chord::ENTER.ctrl()),
    );
    let input = NodeRef::<html::Input>::new();
    let is_new = before.is_none();
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| is_new) {
            let _ = input.focus();
        }
    });
    let joins = Signal::stored(vec![
        Radio::new("all", t::filters::join_all()),
        Radio::new("any", t::filters::join_any()),
    ]);
    view! {
        <form
            class="cluster filter-form"
            novalidate
            aria-label=t::filters::question()
            on:submit=move |event| {
                event.prevent_default();
                done();
            }
            on:keydown=move |event| if event.key() == "Escape" && !event.default_prevented() {
                event.prevent_default();
                on_cancel.run(());
            }
        >
            <Field label=t::filters::field()>
                <Combobox chosen=chosen options=options on_change=turned node=input />
            </Field>
            {move || field.with(Option::is_some).then(|| view! {
                <Field label=t::filters::asks()><Select value=operator options=operators /></Field>
            })}
            {detail}
            <Segmented value=join label=t::filters::join() options=joins />
            <div class="cluster nowrap">
                <Button label=t::filters::apply() kind=Kind::Primary press=Press::Submit chord=Chord::ENTER.ctrl() />
                <Button label=t::filters::cancel() kind=Kind::Ghost on_press=on_cancel />
            </div>
        </form>
    }
    .into_any()
}
