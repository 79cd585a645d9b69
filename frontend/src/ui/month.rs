//! A month as a grid of days (the APG date grid).

use chrono::{Datelike as _, Days, Months, NaiveDate};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::button::{Button, Face, Kind};
use super::icon::Icon;
use crate::i18n::{self, t};

/// Arrows move by a day and a week, Home and End to the ends of the week, Page Up and Down by a month, with Shift by a year.
#[component]
pub fn Month(
    #[prop(into)] chosen: Signal<Option<NaiveDate>>,
    today: NaiveDate,
    /// Earlier days cannot be chosen.
    #[prop(default = None, into)]
    earliest: Option<NaiveDate>,
    #[prop(into)] on_pick: Callback<NaiveDate>,
) -> AnyView {
    // The day that has the focus, or would have it; its month is shown.
    let cursor = RwSignal::new(chosen.get_untracked().unwrap_or(today));
    let node = NodeRef::<html::Table>::new();
    let month = Memo::new(move |_| first_of(cursor.get()));
    let turn = move |by: i32| cursor.update(|day| *day = shift_months(*day, by));
    let go = move |to: NaiveDate| {
        cursor.set(to);
        request_animation_frame(move || {
            let cell = node
                .get_untracked()
                .and_then(|table| table.query_selector("[tabindex='0']").ok().flatten());
            if let Some(cell) = cell.and_then(|c| c.dyn_into::<HtmlElement>().ok()) {
                let _ = cell.focus();
            }
        });
    };
    let walk = move |event: KeyboardEvent| {
        let day = cursor.get_untracked();
        let weekday = i64::from(day.weekday().num_days_from_monday());
        let to = match event.key().as_str() {
            "ArrowLeft" => shift_days(day, -1),
            "ArrowRight" => shift_days(day, 1),
            "ArrowUp" => shift_days(day, -7),
            "ArrowDown" => shift_days(day, 7),
            "Home" => shift_days(day, -weekday),
            "End" => shift_days(day, 6 - weekday),
            "PageUp" => shift_months(day, if event.shift_key() { -12 } else { -1 }),
            "PageDown" => shift_months(day, if event.shift_key() { 12 } else { 1 }),
            _ => return,
        };
        event.prevent_default();
        go(to);
    };
    let day_cell = move |day: NaiveDate| {
        let off = earliest.is_some_and(|e| day < e);
        view! {
            <td role="gridcell" aria-selected=move || (chosen.get() == Some(day)).then_some("true")>
                <button
                    class="month__day"
                    type="button"
                    tabindex=move || if cursor.get() == day { "0" } else { "-1" }
                    aria-label=i18n::day_long(day)
                    aria-current=(day == today).then_some("date")
                    aria-disabled=off.then_some("true")
                    data-other=move || (first_of(day) != month.get()).then_some("")
                    on:click=move |_| if !off { on_pick.run(day) }
                >
                    {day.day()}
                </button>
            </td>
        }
        .into_any()
    };
    let weeks = move || {
        let first = month.get();
        let start = shift_days(first, -i64::from(first.weekday().num_days_from_monday()));
        let last = shift_days(shift_months(first, 1), -1);
        let count = (last - start).num_days() / 7 + 1;
        (0..count)
            .map(|week| view! { <tr>{(0..7).map(|d| day_cell(shift_days(start, week * 7 + d))).collect_view()}</tr> })
            .collect_view()
    };
    // Any Monday gives the names of the week.
    let monday = shift_days(today, -i64::from(today.weekday().num_days_from_monday()));
    view! {
        <div class="month">
            <div class="month__head">
                <span class="month__name" aria-live="polite">{move || i18n::month(month.get())}</span>
                <Button label=t::ui::month_before() icon=Icon::ChevronLeft face=Face::Icon kind=Kind::Ghost on_press=move |()| turn(-1) />
                <Button label=t::ui::month_after() icon=Icon::ChevronRight face=Face::Icon kind=Kind::Ghost on_press=move |()| turn(1) />
            </div>
            <table class="month__grid" role="grid" aria-label=move || i18n::month(month.get()) node_ref=node on:keydown=walk>
                <thead>
                    <tr>
                        {(0..7).map(|d| view! { <th scope="col">{i18n::weekday(shift_days(monday, d))}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{weeks}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn shift_days(day: NaiveDate, by: i64) -> NaiveDate {
    let days = Days::new(by.unsigned_abs());
    if by < 0 {
        day.checked_sub_days(days)
    } else {
        day.checked_add_days(days)
    }
    .unwrap_or(day)
}

fn shift_months(day: NaiveDate, by: i32) -> NaiveDate {
    let months = Months::new(by.unsigned_abs());
    if by < 0 {
        day.checked_sub_months(months)
    } else {
        day.checked_add_months(months)
    }
    .unwrap_or(day)
}
