//! What a comparison has shown, and what can be done with it while it runs.

use std::sync::Arc;

use domain::comparison::Verdict;
use leptos::prelude::*;
use wire::comparison::{Comparison, ComparisonReport, GetComparison, Judged};

use super::Screen;
use super::end::EndDialog;
use super::figures::figures;
use super::ranges::ranges;
use super::share::ShareDialog;
use crate::clubtime;
use crate::data::query;
use crate::i18n::{self, t};
use crate::shell::Loaded;
use crate::ui::{Button, Chip, Kind, Progress, Tone};

#[component]
pub fn Running(screen: Screen, comparison: Comparison) -> AnyView {
    let (id, of) = (screen.id, comparison.id);
    let told = query::<GetComparison>(move || Some(((id, of), ())));
    let (sharing, ending) = (RwSignal::new(false), RwSignal::new(false));
    let runs = comparison.ended_at.is_none();
    let shown = comparison.clone();
    let verdict = Signal::derive(move || told.data().map(|told| told.report.verdict));
    view! {
        <Loaded query=told let:told>{report(&told)}</Loaded>
        {runs.then(|| view! {
            <div class="cluster">
                <Button label=t::comparison::end() on_press=move |()| ending.set(true) />
                <Button label=t::comparison::change_share() kind=Kind::Ghost on_press=move |()| sharing.set(true) />
            </div>
            <EndDialog screen=screen comparison=shown.clone() open=ending verdict=verdict />
            <ShareDialog id=id comparison=shown.clone() open=sharing />
        })}
    }
    .into_any()
}

fn report(told: &Arc<ComparisonReport>) -> AnyView {
    let (comparison, report) = (&told.comparison, &told.report);
    let (first, second) = (comparison.present.number, comparison.challenger.number);
    let side = |number: u32, word: &'static str, judged: &Judged| {
        let done = i18n::number(i64::from(judged.judged));
        let total = i18n::number(i64::from(judged.planned));
        let (done_now, of) = (judged.judged, judged.planned);
        view! {
            <div class="comparison__side">
                <span class="cluster"><strong>{t::comparison::version(number)}</strong><Chip label=word tone=Tone::Plain /></span>
                <Progress done=Signal::stored(done_now) total=Signal::stored(of) label=t::comparison::judged(done, total) />
            </div>
        }
    };
    let until = match report.verdict {
        Verdict::NotYet {
            until: Some(until), ..
        } => Some(t::comparison::until(clubtime::moment(until))),
        _ => None,
    };
    let decided = !matches!(report.verdict, Verdict::NotYet { .. });
    view! {
        <section class="comparison__part" aria-labelledby="comparison-verdict">
            <h2 class="section-head" id="comparison-verdict">{t::comparison::verdict()}</h2>
            <p class="comparison__answer" data-decided=decided.then_some("true")>{told.verdict.clone()}{until.map(|until| format!(" {until}"))}</p>
            <div class="comparison__sides">
                {side(first, t::comparison::present(), &report.present)}
                {side(second, t::comparison::challenger(), &report.challenger)}
            </div>
            <ul class="comparison__terms-told">
                {terms(comparison).into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
            </ul>
        </section>
        {ranges(comparison, report)}
        {figures(comparison, report)}
    }
    .into_any()
}

fn terms(comparison: &Comparison) -> Vec<String> {
    let nobody = || t::timeline::by_itself().to_owned();
    let who = comparison.started_by_name.clone().unwrap_or_else(nobody);
    let share = i18n::percent(f64::from(comparison.share) / 100.0);
    let number = comparison.challenger.number;
    let mut told = vec![
        t::comparison::terms(share, number, comparison.difference),
        t::comparison::begun_by(clubtime::moment(comparison.started_at), who),
    ];
    if comparison.counted_from > comparison.started_at {
        let from = clubtime::moment(comparison.counted_from);
        told.push(t::comparison::counted_from(from));
    }
    told
}
