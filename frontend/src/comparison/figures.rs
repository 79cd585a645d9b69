//! The numbers behind a verdict as a table.

use leptos::prelude::*;
use wire::comparison::{Comparison, Judged, Report};

use crate::i18n::{self, t};

pub fn figures(comparison: &Comparison, report: &Report) -> AnyView {
    let (first, second) = (comparison.present.number, comparison.challenger.number);
    let row = |label: &'static str, of: fn(&Judged) -> u32| {
        let number = |side: &Judged| i18n::number(i64::from(of(side)));
        let (present, challenger) = (number(&report.present), number(&report.challenger));
        view! { <tr><th scope="row">{label}</th><td>{present}</td><td>{challenger}</td></tr> }
    };
    view! {
        <section class="comparison__part" aria-labelledby="comparison-numbers">
            <h2 class="section-head" id="comparison-numbers">{t::comparison::numbers()}</h2>
            <table class="numbers">
                <thead><tr>
                    <th scope="col">{t::comparison::measure()}</th>
                    <th scope="col">{t::comparison::version(first)}</th>
                    <th scope="col">{t::comparison::version(second)}</th>
                </tr></thead>
                <tbody>
                    {row(t::comparison::begun(), |side| side.begun)}
                    {row(t::comparison::reached_goal(), |side| side.goal)}
                    {row(t::comparison::refused(), |side| side.refused)}
                    {row(t::comparison::ended(), |side| side.ended)}
                    {row(t::comparison::running(), |side| side.running)}
                    {row(t::comparison::judged_row(), |side| side.judged)}
                    {row(t::comparison::reached_row(), |side| side.reached)}
                </tbody>
            </table>
        </section>
    }
    .into_any()
}
