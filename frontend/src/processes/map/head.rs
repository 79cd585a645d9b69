//! Above the map: which period, which version, picture or table.

use std::sync::Arc;

use domain::ids::VersionId;
use leptos::prelude::*;
use wire::map::ProcessMap;

use super::look::{Look, Looking, Period};
use crate::clubtime;
use crate::data::now;
use crate::i18n::{self, t};
use crate::ui::{DatePicker, Field, Radio, Segmented, Select, When};

const OWN: &str = "own";

pub fn head(
    looking: Looking,
    told: RwSignal<Option<Arc<ProcessMap>>>,
    narrow: Signal<bool>,
) -> AnyView {
    view! {
        <div class="map__bar">
            {period(looking, told)}
            {versions(looking, told)}
            {move || (!narrow.get()).then(|| view(looking))}
        </div>
    }
    .into_any()
}

/// A signal that follows a part of the look.
fn followed(
    looking: Looking,
    read: impl Fn(&Look) -> String + Send + Sync + 'static,
) -> RwSignal<String> {
    let value = RwSignal::new(looking.look.with_untracked(&read));
    Effect::new(move |_| value.set(looking.look.with(&read)));
    value
}

fn period(looking: Looking, told: RwSignal<Option<Arc<ProcessMap>>>) -> AnyView {
    let value = followed(looking, |look| match look.period {
        Period::Days(days) => days.to_string(),
        Period::Own { .. } => OWN.to_owned(),
    });
    let options = vec![
        Radio::new("7", t::map::days(7)),
        Radio::new("30", t::map::days(30)),
        Radio::new("90", t::map::days(90)),
        Radio::new(OWN, t::map::own_days()),
    ];
    let choose = move |chosen: String| {
        let shown = told.with_untracked(|told| told.as_ref().map(|told| (told.from, told.to)));
        looking.change(|look| {
            look.period = match (chosen.parse(), shown) {
                (Ok(days), _) => Period::Days(days),
                // One's own dates begin with those that are shown.
                (Err(_), Some((from, to))) => Period::Own { from, to },
                (Err(_), None) => look.period,
            };
        });
    };
    let own = Memo::new(move |_| {
        looking.look.with(|look| match look.period {
            Period::Own { .. } => Some(()),
            Period::Days(_) => None,
        })
    });
    view! {
        <Segmented value=value label=t::map::period() options=Signal::stored(options) on_change=choose />
        {move || own.get().map(|()| dates(looking))}
    }
    .into_any()
}

fn dates(looking: Looking) -> AnyView {
    let shown = looking.look.with_untracked(|look| match look.period {
        Period::Own { from, to } => Some((from, to)),
        Period::Days(_) => None,
    });
    let from = RwSignal::new(shown.map(|(from, _)| When::Day(from)));
    let to = RwSignal::new(shown.map(|(_, to)| When::Day(to)));
    let wall = Signal::derive(move || clubtime::home_zone().wall(now()));
    let wrong = RwSignal::new(None::<String>);
    let tell = move |_: Option<When>| {
        let (Some(When::Day(from)), Some(When::Day(to))) =
            (from.get_untracked(), to.get_untracked())
        else {
            return;
        };
        let fits = from <= to && (to - from).num_days() < 366;
        wrong.set((!fits).then(|| t::map::wrong_days().to_owned()));
        if fits {
            looking.change(|look| look.period = Period::Own { from, to });
        }
    };
    view! {
        <div class="map__dates">
            <Field label=t::map::from() error=Signal::derive(move || wrong.get())><DatePicker value=from now=wall on_change=tell /></Field>
            <Field label=t::map::to()><DatePicker value=to now=wall on_change=tell /></Field>
        </div>
    }
    .into_any()
}

fn versions(looking: Looking, told: RwSignal<Option<Arc<ProcessMap>>>) -> AnyView {
    let value = followed(looking, |look| {
        look.version.map(|id| id.to_string()).unwrap_or_default()
    });
    let options = Memo::new(move |_| {
        let today = clubtime::home_zone().day(now());
        let zone = clubtime::home_zone();
        told.with(|told| {
            let mut known = told
                .as_ref()
                .map(|told| told.in_use.clone())
                .unwrap_or_default();
            // One that nobody runs on any more can still be looked at by its address.
            if let Some(told) = told
                && known.iter().all(|version| version.id != told.version.id)
            {
                known.push(told.version.clone());
            }
            let named = known.into_iter().map(|version| {
                let since = i18n::day(zone.day(version.published_at), today);
                (
                    version.id.to_string(),
                    t::map::version_since(version.number, since),
                )
            });
            named.collect::<Vec<_>>()
        })
    });
    let radios = Signal::derive(move || {
        let named = options.get().into_iter();
        let named = named.map(|(id, name)| Radio::new(id, name));
        [Radio::new("", t::map::all_versions())]
            .into_iter()
            .chain(named)
            .collect::<Vec<_>>()
    });
    let choose = move |chosen: String| {
        looking.change(|look| look.version = chosen.parse::<VersionId>().ok());
    };
    view! {
        {move || (options.with(Vec::len) > 1).then(|| view! {
            <Select value=value options=radios label=t::map::version() on_change=choose />
        })}
    }
    .into_any()
}

fn view(looking: Looking) -> AnyView {
    let value = followed(looking, |look| match look.table {
        true => "table".to_owned(),
        false => "picture".to_owned(),
    });
    let options = vec![
        Radio::new("picture", t::processes::mode_graph()),
        Radio::new("table", t::map::table()),
    ];
    let choose = move |chosen: String| looking.change(|look| look.table = chosen == "table");
    view! {
        <Segmented value=value label=t::map::view() options=Signal::stored(options) on_change=choose />
    }
    .into_any()
}
