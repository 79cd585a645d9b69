//! What to know before a call.

use domain::clients::brief::BriefKind;
use domain::ids::ClientId;
use leptos::prelude::*;
use wire::clients::GetBrief;

use crate::data::query;
use crate::i18n::t;

/// The brief under its heading; nothing until it is known. `at_work`: its next step is at hand and need not be told.
#[component]
pub fn BriefLines(id: ClientId, #[prop(optional)] at_work: bool) -> AnyView {
    let brief = query::<GetBrief>(move || Some(((id,), ())));
    let head = if at_work {
        "run__history"
    } else {
        "section-head"
    };
    view! {
        {move || brief.data().map(|brief| {
            let told = brief.lines.iter().filter(|line| !(at_work && line.kind == BriefKind::Next));
            let lines = told.map(|line| view! { <li>{line.text.clone()}</li> });
            view! {
                <h2 class=head>{t::clients::brief()}</h2>
                <ul class="brief">{lines.collect_view()}</ul>
            }
        })}
    }
    .into_any()
}
