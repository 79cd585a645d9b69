//! The terms of a comparison, and at once how many clients they take and how long that will last.

use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::comparison::{DAYS, DIFFERENCE, SHARE, Side, Terms, USUAL, planned};
use leptos::prelude::*;
use wire::comparison::{GetOutlook, Outlook, OutlookQuery};
use wire::processes::{GetVersion, VersionName};

use super::Screen;
use crate::data::query;
use crate::i18n::{self, t};
use crate::shell::Loaded;
use crate::ui::{Button, EmptyState, Field, Icon, Kind, NumberInput, Press};

/// A comparison that takes more weeks is said to take long.
const LONG: i64 = 26;

#[component]
pub fn Begin(screen: Screen, present: VersionName) -> AnyView {
    let (id, version, number) = (screen.id, present.id, present.number);
    let published = query::<GetVersion>(move || Some(((id, version), ())));
    view! {
        <Loaded query=published let:present>
            {
                let graph = present.graph.clone();
                let same = Memo::new(move |_| screen.draft.with(|draft| *draft == graph));
                view! {
                    {move || match same.get() {
                        true => view! { <EmptyState text=t::comparison::need_draft() icon=Icon::Workflow /> }.into_any(),
                        false => view! { <Form screen=screen number=number /> }.into_any(),
                    }}
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Form(screen: Screen, number: u32) -> AnyView {
    let share = RwSignal::new(USUAL.share.to_string());
    let days = RwSignal::new(USUAL.days.to_string());
    let difference = RwSignal::new(USUAL.difference.to_string());
    let terms = Memo::new(move |_| {
        Some(Terms {
            share: whole(&share.get(), SHARE)?,
            days: whole(&days.get(), DAYS)?,
            difference: whole(&difference.get(), DIFFERENCE)?,
        })
    });
    let id = screen.id;
    // While nothing that makes sense is typed, the last answer stays.
    let asked = Memo::new(move |before: Option<&Option<u32>>| {
        whole(&days.get(), DAYS).or(before.copied().flatten())
    });
    let outlook = query::<GetOutlook>(move || {
        let days = asked.get();
        Some(((id,), OutlookQuery { days }))
    });
    let fault = move |value: RwSignal<String>, bounds: RangeInclusive<u32>, words: &'static str| {
        Signal::derive(move || {
            whole(&value.get(), bounds.clone())
                .is_none()
                .then(|| words.to_owned())
        })
    };
    let faults = [
        fault(share, SHARE, t::comparison::share_fault()),
        fault(days, DAYS, t::comparison::days_fault()),
        fault(difference, DIFFERENCE, t::comparison::difference_fault()),
    ];
    let blocked = Signal::derive(move || {
        let wrong = faults.iter().find_map(|fault| fault.get());
        wrong.or_else(|| screen.blocked.get())
    });
    let begin = move || {
        let ready = blocked.get_untracked().is_none() && !screen.busy.get_untracked();
        if let (Some(terms), true) = (terms.get_untracked(), ready) {
            screen.begin.run(terms);
        }
    };
    view! {
        <section class="comparison__part" aria-labelledby="comparison-begin">
            <h2 class="section-head" id="comparison-begin">{t::comparison::begin_title(number)}</h2>
            <p class="comparison__about">{t::comparison::about(number)}</p>
            <form class="comparison__part" on:submit=move |event| { event.prevent_default(); begin(); }>
                <div class="comparison__terms">
                    <Field label=t::comparison::share() hint=t::comparison::share_hint() error=faults[0]>
                        <NumberInput value=share unit=t::comparison::unit_percent() />
                    </Field>
                    <Field label=t::comparison::days() hint=t::comparison::days_hint() error=faults[1]>
                        <NumberInput value=days unit=t::comparison::unit_days() />
                    </Field>
                    <Field label=t::comparison::difference() hint=t::comparison::difference_hint() error=faults[2]>
                        <NumberInput value=difference unit=t::comparison::unit_of_hundred() />
                    </Field>
                </div>
                <Loaded query=outlook rows=2 let:outlook>
                    {move || terms.get().map(|terms| needs(terms, &outlook, number))}
                </Loaded>
                <div><Button label=t::comparison::start() kind=Kind::Primary press=Press::Submit blocked=blocked busy=screen.busy /></div>
            </form>
        </section>
    }
    .into_any()
}

/// A whole number within bounds.
pub(super) fn whole(typed: &str, bounds: RangeInclusive<u32>) -> Option<u32> {
    let number = typed.trim().parse().ok()?;
    bounds.contains(&number).then_some(number)
}

fn needs(terms: Terms, outlook: &Arc<Outlook>, number: u32) -> AnyView {
    let planned = planned(&terms, outlook.goal_share);
    let clients = |side| i18n::number(i64::from(planned.of(side)));
    let split =
        t::comparison::needs_split(clients(Side::Present), number, clients(Side::Challenger));
    let all = t::comparison::needs(i64::from(planned.all()));
    let weeks = weeks(f64::from(planned.all()), outlook.per_week);
    let takes = match weeks {
        Some(weeks) => t::comparison::takes_weeks(weeks, i18n::tenths(outlook.per_week)),
        None => t::comparison::takes_unknown().to_owned(),
    };
    let long = weeks.is_some_and(|weeks| weeks > LONG);
    let past = match outlook.goal_share {
        Some(share) => t::comparison::based_on(i64::from(outlook.clients), i18n::percent(share)),
        None => t::comparison::based_on_nothing().to_owned(),
    };
    view! {
        <div class="comparison__needs" aria-live="polite">
            <p class="comparison__answer">{format!("{all}: {split}.")}</p>
            <p>{takes}{long.then(|| format!(" {}", t::comparison::too_long()))}</p>
            <p class="meta">{past}</p>
        </div>
    }
    .into_any()
}

/// How many weeks it takes until so many clients have come.
#[expect(clippy::cast_possible_truncation, reason = "a number of weeks")]
fn weeks(clients: f64, a_week: f64) -> Option<i64> {
    (a_week > 0.0).then(|| (clients / a_week).ceil() as i64)
}
