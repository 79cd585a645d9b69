//! Intervals as bars on one scale. Beside each stands what it says, so that nothing is told by the picture alone.

use chrono::Duration;
use leptos::prelude::*;
use wire::comparison::{Comparison, Estimate, Judged, Report};

use crate::i18n::{self, t};

/// Units of the picture.
const WIDE: f64 = 1000.0;

/// One measure: its rows stand on one scale.
struct Measure {
    title: &'static str,
    rows: Vec<(String, Option<Estimate>)>,
    from: f64,
    to: f64,
    told: fn(f64) -> String,
}

pub fn ranges(comparison: &Comparison, report: &Report) -> AnyView {
    let (first, second) = (comparison.present.number, comparison.challenger.number);
    let sides = |of: fn(&Judged) -> Option<Estimate>| {
        vec![
            (t::comparison::version(first), of(&report.present)),
            (t::comparison::version(second), of(&report.challenger)),
        ]
    };
    let measure = |title, rows: Vec<(String, Option<Estimate>)>, told| Measure {
        title,
        from: 0.0,
        to: top(&rows),
        rows,
        told,
    };
    let worth = f64::from(comparison.difference) / 100.0;
    let apart = report
        .difference
        .map_or(worth, |it| it.high.max(-it.low).max(worth));
    let apart = round_up(apart);
    let difference = Measure {
        title: t::comparison::difference_line(),
        rows: vec![(format!("{second} − {first}"), report.difference)],
        from: -apart,
        to: apart,
        told: points,
    };
    let measures = [
        measure(
            t::comparison::goal_share(),
            sides(|side| side.goal_share),
            i18n::percent,
        ),
        difference,
        measure(
            t::comparison::time_to_goal(),
            sides(|side| side.seconds_to_goal),
            span,
        ),
        measure(
            t::comparison::contacts(),
            sides(|side| side.contacts_per_goal),
            i18n::tenths,
        ),
    ];
    let drawn_at_all = measures
        .iter()
        .any(|measure| measure.rows.iter().any(|(_, it)| it.is_some()));
    let days = t::comparison::days_long(i64::from(comparison.days));
    view! {
        <section class="comparison__part">
            {measures.into_iter().map(drawn).collect_view()}
            {drawn_at_all.then(|| view! { <p class="meta">{t::comparison::explained(days)}</p> })}
        </section>
    }
    .into_any()
}

fn drawn(measure: Measure) -> AnyView {
    let Measure {
        title,
        rows,
        from,
        to,
        told,
    } = measure;
    // Where nothing is known yet there is nothing to draw.
    if rows.iter().all(|(_, estimate)| estimate.is_none()) {
        return view! {
            <div class="comparison__measure">
                <h3 class="comparison__name">{title}</h3>
                <p class="comparison__unknown">{t::comparison::no_interval()}</p>
            </div>
        }
        .into_any();
    }
    let place = move |value: f64| ((value - from) / (to - from)).clamp(0.0, 1.0) * WIDE;
    let row = |(name, estimate): (String, Option<Estimate>)| {
        let words = match estimate {
            Some(it) => view! {
                <strong>{told(it.value)}</strong>
                <span class="meta">{t::comparison::interval(told(it.low), told(it.high))}</span>
            }
            .into_any(),
            None => view! { <span class="meta">{t::comparison::no_interval()}</span> }.into_any(),
        };
        let zero = (from < 0.0).then(|| format!("M{:.1} 0V24", place(0.0)));
        let span = estimate.map(|it| format!("M{:.1} 12H{:.1}", place(it.low), place(it.high)));
        let value = estimate.map(|it| format!("M{:.1} 3V21", place(it.value)));
        view! {
            <div class="range">
                <span class="range__name">{name}</span>
                <svg class="range__picture" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
                    <path class="range__line" d="M0 12H1000" />
                    {zero.map(|path| view! { <path class="range__zero" d=path /> })}
                    {span.map(|path| view! { <path class="range__span" d=path /> })}
                    {value.map(|path| view! { <path class="range__value" d=path /> })}
                </svg>
                <span class="range__words">{words}</span>
            </div>
        }
    };
    view! {
        <div class="comparison__measure">
            <h3 class="comparison__name">{title}</h3>
            {rows.into_iter().map(row).collect_view()}
            <div class="range__scale" aria-hidden="true"><span>{told(from)}</span><span>{told(to)}</span></div>
        </div>
    }
    .into_any()
}

/// What the end of a scale stands for.
fn top(rows: &[(String, Option<Estimate>)]) -> f64 {
    let known = rows.iter().filter_map(|(_, estimate)| *estimate);
    let highest = known.map(|it| it.high).fold(0.0, f64::max);
    if highest > 0.0 {
        round_up(highest)
    } else {
        1.0
    }
}

/// To 1, 2 or 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(1e-6).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    let reached = steps.into_iter().find(|step| *step >= value * 0.999);
    reached.unwrap_or(value)
}

/// A difference, in clients of a hundred, with its sign.
fn points(share: f64) -> String {
    let value = share * 100.0;
    let sign = if value >= 0.05 { "+" } else { "" };
    format!("{sign}{}", i18n::tenths(value))
}

#[expect(clippy::cast_possible_truncation, reason = "a number of seconds")]
fn span(seconds: f64) -> String {
    i18n::age(Duration::seconds(seconds as i64))
}
