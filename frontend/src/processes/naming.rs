//! Another name for a step or a result. Both are called by their entry in the directory, so the new name holds everywhere.

use leptos::html;
use leptos::prelude::*;
use wire::results::{ListResults, ResultPatch, UpdateResult};
use wire::templates::{ListTemplates, TemplatePatch, UpdateTemplate};

use super::memory::Memory;
use super::names::names;
use super::spot::Spot;
use crate::data::{queries, sending};
use crate::i18n::t;
use crate::settings::general;
use crate::ui::{Button, Dialog, Field, Input, Kind};

/// Open while `subject` names a place.
#[component]
pub fn NamingDialog(memory: Memory, subject: RwSignal<Option<Spot>>) -> AnyView {
    let names = names();
    let (sending, queries) = (sending(), queries());
    let open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let spot = subject.get();
        if let Some(spot) = &spot {
            let now = untrack(|| match spot.result {
                Some(result) => names.result_name(result),
                None => memory.graph.with(|graph| names.step(graph, &spot.step)),
            });
            name.set(now);
            sending.refuse(None);
            // The dialog opens with this change; the whole name is ready to be typed over.
            request_animation_frame(move || {
                if let Some(input) = input.try_get_untracked().flatten() {
                    let _ = input.focus();
                    input.select();
                }
            });
        }
        open.set(spot.is_some());
    });
    Effect::new(move |_| {
        if !open.get() && subject.get_untracked().is_some() {
            subject.set(None);
        }
    });
    let rename = Callback::new(move |()| {
        let Some(spot) = subject.get_untracked() else {
            return;
        };
        let typed = Some(name.get_untracked());
        match spot
            .result
            .and_then(|result| untrack(|| names.result(result)))
        {
            Some(result) => {
                let patch = ResultPatch {
                    name: typed,
                    ..ResultPatch::default()
                };
                sending.change::<UpdateResult>((result.id,), result.version, patch, move |now| {
                    queries.amend::<ListResults>(|page| {
                        let known = page.items.iter_mut().find(|known| known.id == now.id);
                        known.map(|known| *known = now.clone()).is_some()
                    });
                    queries.stale(&["results", "tasks"]);
                    subject.set(None);
                });
            }
            None => {
                let known = memory
                    .graph
                    .with_untracked(|graph| graph.step(&spot.step).map(|step| step.template_id));
                let Some(template) = known.and_then(|id| untrack(|| names.template(id))) else {
                    return;
                };
                let patch = TemplatePatch {
                    name: typed,
                    ..TemplatePatch::default()
                };
                sending.change::<UpdateTemplate>(
                    (template.id,),
                    template.version,
                    patch,
                    move |now| {
                        queries.amend::<ListTemplates>(|page| {
                            let known = page.items.iter_mut().find(|known| known.id == now.id);
                            known.map(|known| *known = now.clone()).is_some()
                        });
                        queries.stale(&["templates", "tasks"]);
                        subject.set(None);
                    },
                );
            }
        }
    });
    let error = Signal::derive(move || {
        sending
            .fault("/name")
            .or_else(|| general(sending.failure()))
    });
    view! {
        <Dialog open=open title=t::processes::rename() foot=move || view! {
            <Button label=t::settings::save() kind=Kind::Primary busy=Signal::derive(move || sending.pending()) on_press=rename />
        }>
            <form on:submit=move |event| { event.prevent_default(); rename.run(()); }>
                <Field label=t::processes::name() hint=t::processes::everywhere().to_owned() error=error><Input value=name max_length=200 node=input /></Field>
            </form>
        </Dialog>
    }
    .into_any()
}
