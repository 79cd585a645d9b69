//! Ending a comparison: which version new clients go by from now on.

use domain::comparison::{Side, Verdict};
use leptos::prelude::*;
use wire::comparison::{Comparison, ComparisonEnd, EndComparison};
use wire::processes::ListVersions;

use super::Screen;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::settings::general;
use crate::ui::{Banner, Button, Dialog, Kind, Radio, RadioGroup, Toast, Tone, toasts};

#[component]
pub fn EndDialog(
    screen: Screen,
    comparison: Comparison,
    open: RwSignal<bool>,
    verdict: Signal<Option<Verdict>>,
) -> AnyView {
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let keep = RwSignal::new(Side::Present.to_string());
    let (id, of) = (screen.id, comparison.id);
    let (present, challenger) = (comparison.present.number, comparison.challenger.number);
    let option = |side: Side, number: u32, word: &'static str| {
        let label = format!("{}, {word}", t::comparison::keep(number));
        Radio::new(side.as_str(), label)
    };
    let options = Signal::stored(vec![
        option(Side::Present, present, t::comparison::present()),
        option(Side::Challenger, challenger, t::comparison::challenger()),
    ]);
    // What is better is what one most likely keeps.
    Effect::new(move |_| {
        if open.get() {
            let side = match verdict.get_untracked() {
                Some(Verdict::ChallengerBetter) => Side::Challenger,
                _ => Side::Present,
            };
            keep.set(side.to_string());
        }
    });
    // What becomes of the other version and of those who go by it, before it cannot be taken back.
    let versions = query::<ListVersions>(move || open.get().then_some(((screen.id,), ())));
    let kept = Signal::derive(move || match Side::parse(&keep.get()) {
        Some(Side::Challenger) => (challenger, present),
        _ => (present, challenger),
    });
    let on_their_way = move |number: u32| {
        let page = versions.data()?;
        let version = page.items.iter().find(|version| version.number == number)?;
        Some(i64::from(version.running))
    };
    let early = move || matches!(verdict.get(), None | Some(Verdict::NotYet { .. }));
    let end = move |()| {
        let Some(side) = Side::parse(&keep.get_untracked()) else {
            return;
        };
        let number = match side {
            Side::Present => present,
            Side::Challenger => challenger,
        };
        sending.send::<EndComparison>((id, of), (), ComparisonEnd { keep: side }, move |_| {
            open.set(false);
            queries.stale(&["processes", "comparison"]);
            screen.on_end.run(());
            toasts.show(Toast::new(t::comparison::done(number)));
        });
    };
    let busy = Signal::derive(move || sending.pending());
    view! {
        <Dialog open=open title=t::comparison::end() foot=move || view! {
            <Button label=move || t::comparison::end_now(kept.get().0) kind=Kind::DangerSolid busy=busy on_press=end />
        }>
            <div class="stack">
                {move || general(sending.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
                {move || early().then(|| view! { <Banner text=t::comparison::end_early() tone=Tone::Warn inset=true /> })}
                <RadioGroup value=keep label=t::comparison::end_question() options=options />
                <ul class="comparison__follows" aria-live="polite">
                    <li>{move || t::comparison::end_new(kept.get().0)}</li>
                    <li>{move || t::comparison::end_retires(kept.get().1)}</li>
                    {move || on_their_way(kept.get().1).map(|running| view! { <li>{going_on(running)}</li> })}
                    <li>{t::comparison::end_kept()}</li>
                </ul>
                <p class="strong">{t::comparison::end_for_good()}</p>
            </div>
        </Dialog>
    }
    .into_any()
}

/// What those do who go by the version that is given up.
fn going_on(running: i64) -> String {
    match running {
        0 => t::comparison::end_nobody().to_owned(),
        running => t::comparison::end_running(running),
    }
}
