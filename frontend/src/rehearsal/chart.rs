//! The load of each day as a picture: what is now as a field, the draft as a line over it. One walks along the days with the pointer or the arrow keys
//! and hears the numbers; the table of people below says the same.

use std::fmt::Write as _;
use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use super::lines::{Both, whole};
use crate::i18n::{self, t};
use crate::ui::{Field, Radio, Select};

/// Units of the picture: a day is so wide, the highest column so high.
const DAY: usize = 10;
const HEIGHT: u32 = 100;

/// Tasks on each day.
#[derive(Clone, PartialEq, Default)]
struct Series {
    draft: Vec<u32>,
    present: Vec<u32>,
    /// What the picture's upper edge stands for: a round number.
    top: u32,
}

pub fn view(both: Arc<Both>) -> AnyView {
    let who = RwSignal::new(String::new());
    let mut options = vec![Radio::new("", t::rehearsal::everybody())];
    options.extend(
        both.carriers()
            .iter()
            .map(|pair| Radio::new(pair.key.clone(), pair.name.to_owned())),
    );
    let options = Signal::stored(options);
    let compares = both.present.is_some();
    let known = Arc::clone(&both);
    let series = Memo::new(move |_| series(&known, &who.get()));
    view! {
        <section class="rehearsal__part" aria-labelledby="rehearsal-load">
            <div class="rehearsal__head">
                <h2 class="section-head" id="rehearsal-load">{t::rehearsal::load_title()}</h2>
                <Field label=t::rehearsal::who()><Select value=who options=options /></Field>
            </div>
            <ul class="load__legend">
                <li data-series="draft">{t::rehearsal::by_draft()}</li>
                {compares.then(|| view! { <li data-series="present">{t::rehearsal::now()}</li> })}
            </ul>
            <Picture both=both series=series />
        </section>
    }
    .into_any()
}

#[component]
fn Picture(both: Arc<Both>, series: Memo<Series>) -> AnyView {
    let days = both.days();
    let place = RwSignal::new(days - 1);
    let node = NodeRef::<html::Div>::new();
    let (from, to) = (i18n::date(both.from), i18n::date(both.to));
    let compares = both.present.is_some();
    let said = Signal::derive(move || {
        let (day, at) = (i18n::day_long(both.day(place.get())), place.get());
        series.with(|series| {
            let of = |days: &[u32]| whole(days.get(at).copied().unwrap_or_default());
            match compares {
                true => t::rehearsal::day_both(&day, of(&series.draft), of(&series.present)),
                false => t::rehearsal::day_one(&day, of(&series.draft)),
            }
        })
    });
    let go = move |event: KeyboardEvent| {
        let now = place.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => now + 1,
            "PageDown" => now.saturating_sub(7),
            "PageUp" => now + 7,
            "Home" => 0,
            "End" => days - 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        place.set(next.min(days - 1));
    };
    let point = move |event: PointerEvent| {
        let Some(node) = node.get_untracked() else {
            return;
        };
        let frame = node.get_bounding_client_rect();
        if frame.width() > 0.0 {
            let share = (f64::from(event.client_x()) - frame.left()) / frame.width();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a place among at most 90 days"
            )]
            let at = (share.clamp(0.0, 1.0) * days as f64) as usize;
            place.set(at.min(days - 1));
        }
    };
    let wide = days * DAY;
    let frame = format!("0 0 {wide} {HEIGHT}");
    let cursor = move || format!("M{x} 0V{HEIGHT}", x = place.get() * DAY + DAY / 2);
    view! {
        <p class="load__said" aria-hidden="true">{said}</p>
        <div class="load">
            <div class="load__scale" aria-hidden="true">
                <span>{move || series.with(|series| whole(series.top))}</span>
                <span>{move || series.with(|series| whole(series.top / 2))}</span>
                <span>"0"</span>
            </div>
            <div
                class="load__frame"
                node_ref=node
                role="slider"
                tabindex="0"
                aria-label=t::rehearsal::load_title()
                aria-valuemin="1"
                aria-valuemax=days.to_string()
                aria-valuenow=move || (place.get() + 1).to_string()
                aria-valuetext=said
                on:keydown=go
                on:pointermove=point
                on:pointerdown=point
            >
                <svg class="load__picture" viewBox=frame preserveAspectRatio="none" aria-hidden="true">
                    <path class="load__grid" d=format!("M0 0.5H{wide}M0 50H{wide}M0 99.5H{wide}") />
                    <path class="load__present" d=move || series.with(|series| field(&series.present, series.top)) />
                    <path class="load__draft" d=move || series.with(|series| outline(&series.draft, series.top)) />
                    <path class="load__cursor" d=cursor />
                </svg>
            </div>
            <div class="load__dates" aria-hidden="true"><span>{from}</span><span>{to}</span></div>
        </div>
    }
    .into_any()
}

/// Of one carrier, or of all when `who` is empty.
fn series(both: &Both, who: &str) -> Series {
    let mut found = Series {
        draft: vec![0; both.days()],
        present: vec![0; both.days()],
        top: 0,
    };
    for pair in both.carriers() {
        if !who.is_empty() && pair.key != who {
            continue;
        }
        for (sum, load) in [
            (&mut found.draft, pair.draft),
            (&mut found.present, pair.present),
        ] {
            let days = load.into_iter().flat_map(|load| &load.days);
            for (sum, count) in sum.iter_mut().zip(days) {
                *sum += count;
            }
        }
    }
    if both.present.is_none() {
        found.present.clear();
    }
    let highest = found.draft.iter().chain(&found.present).max();
    found.top = round_up(highest.copied().unwrap_or_default());
    found
}

/// To a number that halves well: 2, 4, 10, 20, 40, 100 …
fn round_up(highest: u32) -> u32 {
    let mut power: u32 = 1;
    loop {
        for step in [2, 4, 6, 10] {
            let top = power.saturating_mul(step);
            if top >= highest {
                return top;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The upper edge of the columns.
fn outline(days: &[u32], top: u32) -> String {
    let mut path = String::new();
    for (place, count) in days.iter().enumerate() {
        let height = f64::from(HEIGHT) * (1.0 - f64::from(*count) / f64::from(top.max(1)));
        let command = if place == 0 { "M0 " } else { "V" };
        let _ = write!(path, "{command}{height:.1}H{}", (place + 1) * DAY);
    }
    path
}

/// The columns themselves.
fn field(days: &[u32], top: u32) -> String {
    match days.is_empty() {
        true => String::new(),
        false => format!("{}V{HEIGHT}H0Z", outline(days, top)),
    }
}
