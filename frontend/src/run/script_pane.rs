//! What to say, and the note that is written meanwhile.

use domain::access::Permission;
use leptos::html;
use leptos::prelude::*;

use super::client_pane::history;
use super::desk::Desk;
use crate::clubtime;
use crate::data::session;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Field, Textarea};

#[component]
pub fn ScriptPane(desk: Desk) -> AnyView {
    let note = NodeRef::<html::Textarea>::new();
    keys::add(
        Command::new("run.note", Scope::Page, t::run::note_focus(), move || {
            if let Some(note) = note.get_untracked() {
                let _ = note.focus();
            }
        })
        .on(Chord::letter('n')),
    );
    // The script changes with the task only: a refresh of the card must not fold its branches up.
    let script = Memo::new(move |_| {
        desk.workplace
            .get()
            .and_then(|place| place.script_html.clone())
    });
    let is_call = Memo::new(move |_| {
        use domain::tasks::TaskType::{CampaignCall, ClientCall};
        desk.workplace
            .get()
            .is_some_and(|place| matches!(place.task.task_type, ClientCall | CampaignCall))
    });
    // What is noted goes along with the result.
    let may_complete = Memo::new(move |_| {
        let place = desk.workplace.get();
        place.is_some_and(|place| session().may_with_task(Permission::TaskComplete, &place.task))
    });
    let kept = move || {
        desk.draft
            .kept_at()
            .map(|at| t::run::draft_kept(clubtime::clock(at)))
    };
    view! {
        <section class="run__script" aria-label=t::run::what_to_say()>
            {move || match script.get() {
                Some(html) => view! {
                    <h2 class="meta">{t::run::script()}</h2>
                    // The server has made it from Markdown and taken out everything but plain text elements.
                    <div class="script" inner_html=html></div>
                }
                .into_any(),
                None => ().into_any(),
            }}
            {move || desk.workplace.get().filter(|place| place.script_html.is_none() && place.client.is_some()).map(|place| history(&place))}
            {move || may_complete.get().then(|| view! {
                <div class="run__comment">
                    <Field
                        label=move || if is_call.get() { t::run::call_note() } else { t::run::task_note() }
                        hint=Signal::derive(kept)
                    >
                        <Textarea value=desk.note rows=4 node=note />
                    </Field>
                </div>
            })}
        </section>
    }
    .into_any()
}
