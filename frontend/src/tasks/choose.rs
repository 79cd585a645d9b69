//! Small surfaces that ask for a date, a person or a priority, by digit, by mouse or by words.

use chrono::{Datelike, Days, NaiveDateTime, NaiveTime, Weekday};
use domain::staff::EmployeeState;
use domain::tasks::Priority;
use domain::time::{Due, Timestamp, Zone};
use leptos::prelude::*;
use wire::list::Listed;
use wire::staff::{EmployeesQuery, ListEmployees};

use super::names::priority_name;
use crate::clubtime;
use crate::data::{now, query};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{
    Button, Choice, Combobox, DateTimePicker, Field, Floating, Kbd, Kind, Press, When,
};

/// Moves to a date: six digits, or any date in words.
#[component]
pub fn RescheduleFloat(
    anchor: RwSignal<Option<String>>,
    zone: Signal<Zone>,
    #[prop(into)] on_choose: Callback<Due>,
) -> AnyView {
    view! {
        <Floating anchor=anchor label=t::day::reschedule_title()>
            {move || {
                let choose = move |due: Due| {
                    anchor.set(None);
                    on_choose.run(due);
                };
                view! { <RescheduleChoices zone=zone.get() on_choose=choose /> }
            }}
        </Floating>
    }
    .into_any()
}

/// A date that one key proposes: its words, and what it means now and here.
type Preset = (fn() -> &'static str, fn(Timestamp, &Zone) -> Due);

/// The choices themselves, also inside a menu or a sheet.
#[component]
pub fn RescheduleChoices(zone: Zone, #[prop(into)] on_choose: Callback<Due>) -> AnyView {
    let other = RwSignal::new(false);
    let zone = StoredValue::new(zone);
    let presets: [Preset; 5] = [
        (t::day::in_15_minutes, |now, _| {
            Due::At(now.plus(chrono::Duration::minutes(15)))
        }),
        (t::day::in_an_hour, |now, _| {
            Due::At(now.plus(chrono::Duration::hours(1)))
        }),
        (t::day::today_evening, |now, zone| {
            at(zone, today(now, zone), 18, 30)
        }),
        (t::day::tomorrow_morning, |now, zone| {
            at(zone, today(now, zone) + Days::new(1), 10, 0)
        }),
        (t::day::monday, |now, zone| {
            at(zone, next_monday(today(now, zone)), 10, 0)
        }),
    ];
    let line = |digit: u8, label: &'static str, run: Callback<()>| {
        keys::add(
            Command::new("reschedule.choose", Scope::Panel, label, move || {
                run.run(())
            })
            .on(Chord::digit(digit)),
        );
        view! {
            <button class="menu__item" type="button" on:click=move |_| run.run(())>
                <span>{label}</span>
                <Kbd chord=Chord::digit(digit) />
            </button>
        }
    };
    let lines = presets.into_iter().zip(1u8..).map(|((label, due), digit)| {
        let run = Callback::new(move |()| on_choose.run(zone.with_value(|zone| due(now(), zone))));
        line(digit, label(), run)
    });
    let lines = lines.collect_view();
    let typed = RwSignal::new(None::<When>);
    let accept = move || {
        if let Some(when) = typed.get_untracked() {
            on_choose.run(zone.with_value(|zone| clubtime::due_of(when, zone)));
        }
    };
    view! {
        <div class="menu__list">
            {lines}
            {line(6, t::day::when_other(), Callback::new(move |()| other.set(true)))}
            {move || other.get().then(|| view! {
                <form
                    class="float__form"
                    on:submit=move |event| {
                        event.prevent_default();
                        accept();
                    }
                >
                    <Field label=t::day::when_other()>
                        <DateTimePicker value=typed now=Signal::stored(zone.with_value(|zone| zone.wall(now()))) />
                    </Field>
                    <Button label=t::day::reschedule() kind=Kind::Primary press=Press::Submit />
                </form>
            })}
        </div>
    }
    .into_any()
}

fn today(now: Timestamp, zone: &Zone) -> chrono::NaiveDate {
    zone.day(now)
}

fn at(zone: &Zone, day: chrono::NaiveDate, hour: u32, minute: u32) -> Due {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    Due::At(zone.instant(NaiveDateTime::new(day, time)))
}

fn next_monday(today: chrono::NaiveDate) -> chrono::NaiveDate {
    let ahead = 7 - today.weekday().days_since(Weekday::Mon);
    today + Days::new(u64::from(ahead))
}

/// Hands over to a colleague, found by typing.
#[component]
pub fn AssigneeFloat(
    anchor: RwSignal<Option<String>>,
    #[prop(into)] on_choose: Callback<(domain::ids::EmployeeId, String)>,
) -> AnyView {
    view! {
        <Floating anchor=anchor label=t::day::choose_person()>
            {move || {
                let choose = move |(id, name)| {
                    anchor.set(None);
                    on_choose.run((id, name));
                };
                view! { <div class="float__form"><Colleague on_choose=choose /></div> }
            }}
        </Floating>
    }
    .into_any()
}

#[component]
fn Colleague(#[prop(into)] on_choose: Callback<(domain::ids::EmployeeId, String)>) -> AnyView {
    let chosen = RwSignal::new(Vec::new());
    let node = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            let _ = input.focus();
        }
    });
    let choose = move |picked: Vec<Choice>| {
        if let Some(choice) = picked.first()
            && let Ok(id) = choice.value.parse()
        {
            on_choose.run((id, choice.label.clone()));
        }
    };
    view! {
        <Field label=t::day::choose_person()>
            <Combobox chosen=chosen options=colleagues() on_change=choose node=node />
        </Field>
    }
    .into_any()
}

/// Everybody who can be given work.
pub fn colleagues() -> Signal<Vec<Choice>> {
    let employees = query::<ListEmployees>(|| {
        let working = EmployeesQuery {
            state: Some(Listed(vec![EmployeeState::Active, EmployeeState::Absent])),
            limit: Some(200),
            ..EmployeesQuery::default()
        };
        Some(((), working))
    });
    Signal::derive(move || {
        let page = employees.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        all.map(|employee| {
            Choice::new(employee.id.to_string(), &employee.name).hint(&employee.role_name)
        })
        .collect()
    })
}

/// High, normal, low: one digit each.
#[component]
pub fn PriorityFloat(
    anchor: RwSignal<Option<String>>,
    #[prop(into)] on_choose: Callback<Priority>,
) -> AnyView {
    let lines = move || {
        let line = |(digit, priority): (u8, Priority)| {
            let run = move || {
                anchor.set(None);
                on_choose.run(priority);
            };
            keys::add(
                Command::new(
                    "priority.choose",
                    Scope::Panel,
                    priority_name(priority),
                    run,
                )
                .on(Chord::digit(digit)),
            );
            view! {
                <button class="menu__item" type="button" on:click=move |_| run()>
                    <span>{priority_name(priority)}</span>
                    <Kbd chord=Chord::digit(digit) />
                </button>
            }
        };
        let all = [
            (1, Priority::High),
            (2, Priority::Normal),
            (3, Priority::Low),
        ];
        view! { <div class="menu__list">{all.map(line).collect_view()}</div> }
    };
    view! { <Floating anchor=anchor label=t::day::choose_priority()>{lines}</Floating> }.into_any()
}
