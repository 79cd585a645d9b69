//! Which versions were compared, by whom, and what came of it.

use domain::ids::ProcessId;
use leptos::prelude::*;
use wire::comparison::{Comparison, ListComparisons};

use crate::clubtime;
use crate::comparison::told;
use crate::data::query;
use crate::i18n::t;

/// Nothing where nothing was ever compared.
#[component]
pub fn Compared(id: ProcessId) -> AnyView {
    let comparisons = query::<ListComparisons>(move || Some(((id,), ())));
    let all = Memo::new(move |_| comparisons.data().map(|page| page.items.clone()));
    view! {
        {move || all.get().filter(|all| !all.is_empty()).map(|all| view! {
            <section class="comparison__part comparison__history" aria-labelledby="compared">
                <h2 class="section-head" id="compared">{t::comparison::history()}</h2>
                <ul class="comparison__list">{all.iter().map(line).collect_view()}</ul>
            </section>
        })}
    }
    .into_any()
}

fn line(one: &Comparison) -> AnyView {
    let pair = t::comparison::past_pair(one.present.number, one.challenger.number);
    let words = told(one).unwrap_or_else(|| {
        let who = one.started_by_name.clone();
        let who = who.unwrap_or_else(|| t::timeline::by_itself().to_owned());
        t::comparison::running_line(clubtime::moment(one.started_at), who)
    });
    view! { <li class="comparison__ended"><span><strong>{pair}</strong><span class="meta">{words}</span></span></li> }.into_any()
}
