//! When: typed first ("завтра 15", "luni 10", "in 3 days"), with presets and a calendar beside.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::time_text::{self, Spoken};
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::field::FieldContext;
use super::fresh_id;
use super::icon::{Icon, icon};
use super::mark::Kbd;
use super::month::Month;
use super::place::{self, Edge};
use crate::i18n::{self, t};
use crate::keys::Chord;

/// A day or a moment, local to the branch.
pub type When = Spoken;

/// A moment offered with one press; the digits 1–9 take them while the calendar is open.
#[derive(Clone)]
pub struct Preset {
    pub label: TextProp,
    pub when: When,
}

impl Preset {
    pub fn new(label: impl Into<TextProp>, when: When) -> Self {
        Self {
            label: label.into(),
            when,
        }
    }
}

/// Times that the calendar offers after a day.
const TIMES: [(u32, u32); 12] = [
    (9, 0),
    (10, 0),
    (11, 0),
    (12, 0),
    (13, 0),
    (14, 0),
    (15, 0),
    (16, 0),
    (17, 0),
    (18, 0),
    (19, 0),
    (20, 0),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    Day,
    Moment,
}

/// A day or a moment. `value` holds what is understood; `valid` turns false while the text is not a date, and the text stays.
#[component]
pub fn DateTimePicker(
    value: RwSignal<Option<When>>,
    /// The local moment at the branch: what "tomorrow" and "in 2 hours" count from.
    #[prop(into)]
    now: Signal<NaiveDateTime>,
    #[prop(optional, into)] presets: Signal<Vec<Preset>>,
    #[prop(optional)] valid: Option<RwSignal<bool>>,
    #[prop(default = None, into)] earliest: Option<NaiveDate>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<Option<When>>>,
) -> AnyView {
    picker(Parts {
        value,
        now,
        presets,
        valid,
        earliest,
        disabled,
        on_change,
        precision: Precision::Moment,
    })
}

/// A whole day.
#[component]
pub fn DatePicker(
    value: RwSignal<Option<When>>,
    #[prop(into)] now: Signal<NaiveDateTime>,
    #[prop(optional, into)] presets: Signal<Vec<Preset>>,
    #[prop(optional)] valid: Option<RwSignal<bool>>,
    #[prop(default = None, into)] earliest: Option<NaiveDate>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<Option<When>>>,
) -> AnyView {
    picker(Parts {
        value,
        now,
        presets,
        valid,
        earliest,
        disabled,
        on_change,
        precision: Precision::Day,
    })
}

#[derive(Clone, Copy)]
struct Parts {
    value: RwSignal<Option<When>>,
    now: Signal<NaiveDateTime>,
    presets: Signal<Vec<Preset>>,
    valid: Option<RwSignal<bool>>,
    earliest: Option<NaiveDate>,
    disabled: Signal<bool>,
    on_change: Option<Callback<Option<When>>>,
    precision: Precision,
}

impl Parts {
    fn set(self, when: Option<When>) {
        let when = when.map(|when| match self.precision {
            Precision::Day => Spoken::Day(when.date()),
            Precision::Moment => when,
        });
        self.value.set(when);
        if let Some(run) = self.on_change {
            run.run(when);
        }
    }
}

fn picker(parts: Parts) -> AnyView {
    let Parts {
        value,
        now,
        presets,
        valid,
        earliest,
        disabled,
        precision,
        ..
    } = parts;
    let field = FieldContext::here();
    let (box_id, pop_id) = (fresh_id("when"), fresh_id("calendar"));
    let text = RwSignal::new(String::new());
    let typing = RwSignal::new(false);
    let unclear = RwSignal::new(false);
    let open = RwSignal::new(false);
    let list = NodeRef::<html::Div>::new();
    let input = NodeRef::<html::Input>::new();
    // The text follows the value, unless somebody is typing.
    Effect::new(move |_| {
        let written = value.get().map(written).unwrap_or_default();
        if !typing.get_untracked() {
            text.set(written);
        }
    });
    let understand = move |typed: String| {
        typing.set(true);
        let when = time_text::parse(&typed, now.get_untracked());
        let clear = when.is_some() || typed.trim().is_empty();
        unclear.set(!clear);
        if let Some(valid) = valid {
            valid.set(clear);
        }
        text.set(typed);
        parts.set(when);
    };
    let settle = move || {
        // An element that is taken away while it has the focus is left once more.
        if text.is_disposed() {
            return;
        }
        typing.set(false);
        if !unclear.get_untracked() {
            text.set(value.get_untracked().map(written).unwrap_or_default());
        }
    };
    let choose = move |when: When| {
        typing.set(false);
        unclear.set(false);
        if let Some(valid) = valid {
            valid.set(true);
        }
        parts.set(Some(when));
        text.set(written(when));
    };
    let shut = move || {
        if let Some(list) = list.get_untracked() {
            place::close(&list);
        }
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    let anchor = box_id.clone();
    let unfold = move || {
        if let Some(list) = list.get_untracked() {
            place::open(&anchor, &list, Edge::Start);
        }
    };
    let unfold_by_key = unfold.clone();
    let anchor_again = box_id.clone();
    let pick_day = move |day: NaiveDate| {
        let time = value.get_untracked().and_then(Spoken::time);
        choose(match (precision, time) {
            (Precision::Moment, Some(time)) => Spoken::Moment(day.and_time(time)),
            _ => Spoken::Day(day),
        });
        if precision == Precision::Day {
            shut();
        }
    };
    let pick_time = move |time: NaiveTime| {
        let day = value
            .get_untracked()
            .map_or_else(|| now.get_untracked().date(), Spoken::date);
        choose(Spoken::Moment(day.and_time(time)));
        shut();
    };
    let reading = move || {
        let when = value.get().filter(|_| typing.get())?;
        Some(i18n::spoken(when))
    };
    view! {
        <div class="when">
            <span class="input affix" id=box_id>
                <input
                    id=field.id.clone()
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    required=field.required
                    disabled=disabled
                    placeholder=match precision {
                        Precision::Day => t::ui::date_example(),
                        Precision::Moment => t::ui::moment_example(),
                    }
                    aria-invalid={
                        let invalid = field.aria_invalid();
                        move || if unclear.get() && !typing.get() { Some("true") } else { invalid() }
                    }
                    aria-describedby=field.described_by
                    node_ref=input
                    prop:value=text
                    on:input:target=move |event| understand(event.target().value())
                    on:blur=move |_| settle()
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.ctrl_key() {
                            settle();
                        } else if event.key() == "ArrowDown" {
                            event.prevent_default();
                            unfold_by_key();
                        }
                    }
                />
                <button
                    class="affix__btn"
                    type="button"
                    disabled=disabled
                    aria-label=t::ui::open_calendar()
                    aria-haspopup="dialog"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    popovertarget=pop_id.clone()
                >
                    {icon(Icon::CalendarDays)}
                </button>
            </span>
            {move || reading().map(|reading| view! { <span class="when__read" role="status">{reading}</span> })}
            {move || (unclear.get() && !typing.get()).then(|| view! {
                <p class="field__error" role="alert">{icon(Icon::CircleAlert)}<span>{t::ui::date_unclear()}</span></p>
            })}
        </div>
        <div
            class="pop"
            data-pad="wide"
            popover="auto"
            role="dialog"
            id=pop_id
            aria-label=t::ui::open_calendar()
            node_ref=list
            on:toggle=move |_| {
                let Some(pop) = list.try_get_untracked().flatten() else { return };
                let now_open = place::is_open(&pop);
                open.set(now_open);
                if now_open {
                    let anchor = anchor_again.clone();
                    request_animation_frame(move || {
                        place::open(&anchor, &pop, Edge::Start);
                        let first = pop.query_selector(".month__day[tabindex='0']").ok().flatten();
                        if let Some(first) = first.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
                            let _ = first.focus();
                        }
                    });
                }
            }
            on:keydown=move |event| {
                let digit = event.code().strip_prefix("Digit").or(event.code().strip_prefix("Numpad")).and_then(|d| d.parse::<usize>().ok());
                let preset = digit.and_then(|d| presets.with_untracked(|p| p.get(d.checked_sub(1)?).cloned()));
                if let Some(preset) = preset {
                    event.prevent_default();
                    event.stop_propagation();
                    choose(preset.when);
                    shut();
                }
            }
        >
            {move || open.get().then(|| view! {
                <div class="when__presets">
                    {move || presets.get().into_iter().enumerate().map(|(index, preset)| view! {
                        <button class="preset" type="button" on:click=move |_| { choose(preset.when); shut(); }>
                            {preset.label.get().to_string()}
                            {u8::try_from(index + 1).ok().filter(|d| *d < 10).map(|d| view! { <Kbd chord=Chord::digit(d) /> })}
                        </button>
                    }).collect_view()}
                </div>
                <Month
                    chosen=Signal::derive(move || value.get().map(Spoken::date))
                    today=now.get_untracked().date()
                    earliest=earliest
                    on_pick=move |day| pick_day(day)
                />
                {(precision == Precision::Moment).then(|| view! {
                    <div class="times" role="group" aria-label=t::ui::time()>
                        {TIMES.into_iter().filter_map(|(h, m)| NaiveTime::from_hms_opt(h, m, 0)).map(|time| view! {
                            <button
                                class="preset num"
                                type="button"
                                aria-pressed=move || if value.get().and_then(Spoken::time) == Some(time) { "true" } else { "false" }
                                on:click=move |_| pick_time(time)
                            >
                                {i18n::time(time)}
                            </button>
                        }).collect_view()}
                    </div>
                })}
            })}
        </div>
    }
    .into_any()
}

/// The canonical text, which the parser reads back as the same moment.
fn written(when: When) -> String {
    match when {
        Spoken::Day(day) => i18n::date(day),
        Spoken::Moment(at) => format!("{} {}", i18n::date(at.date()), i18n::time(at.time())),
    }
}
