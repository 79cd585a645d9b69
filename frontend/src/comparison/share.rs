//! Another share for those who come from now on.

use domain::comparison::SHARE;
use domain::ids::ProcessId;
use leptos::prelude::*;
use wire::comparison::{Comparison, ComparisonPatch, UpdateComparison};

use super::begin::whole;
use crate::data::{queries, sending};
use crate::i18n::t;
use crate::settings::general;
use crate::ui::{Banner, Button, Dialog, Field, Kind, NumberInput, Toast, Tone, toasts};

#[component]
pub fn ShareDialog(id: ProcessId, comparison: Comparison, open: RwSignal<bool>) -> AnyView {
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let (of, version) = (comparison.id, comparison.version);
    let share = RwSignal::new(comparison.share.to_string());
    let fault = Signal::derive(move || {
        let right = whole(&share.get(), SHARE).is_some();
        (!right).then(|| t::comparison::share_fault().to_owned())
    });
    let change = move |()| {
        let Some(share) = whole(&share.get_untracked(), SHARE) else {
            return;
        };
        let patch = ComparisonPatch { share: Some(share) };
        sending.change::<UpdateComparison>((id, of), version, patch, move |_| {
            open.set(false);
            queries.stale(&["comparison"]);
            toasts.show(Toast::new(t::comparison::shared()));
        });
    };
    let busy = Signal::derive(move || sending.pending());
    view! {
        <Dialog open=open title=t::comparison::change_share() foot=move || view! {
            <Button label=t::settings::save() kind=Kind::Primary blocked=fault busy=busy on_press=change />
        }>
            <form class="stack" on:submit=move |event| { event.prevent_default(); change(()); }>
                {move || general(sending.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
                <Field label=t::comparison::share() error=fault><NumberInput value=share unit=t::comparison::unit_percent() /></Field>
                <p class="meta">{t::comparison::share_warning()}</p>
            </form>
        </Dialog>
    }
    .into_any()
}
