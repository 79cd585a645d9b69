//! A form that is saved as a whole: its buttons, its dirty mark, its refusals.

use client::Failure;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wire::error::Code;

use crate::data::Sending;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Banner, Button, Kind, Tone};

/// The foot of a form: save, what else can be done, and why saving failed when that belongs to no field.
#[component]
pub fn FormFoot(
    sending: Sending,
    #[prop(into)] dirty: Signal<bool>,
    #[prop(into)] on_save: Callback<()>,
    #[prop(optional, into)] label: Option<TextProp>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let save = move || {
        if dirty.get_untracked() {
            on_save.run(());
        }
    };
    keys::add(
        Command::new("form.save", Scope::Page, t::settings::save(), save)
            .on(Chord::letter('s').ctrl())
            .on(Chord::ENTER.ctrl()),
    );
    let label = label.unwrap_or_else(|| t::settings::save().into());
    view! {
        {move || general(sending.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
        <div class="cluster form-foot">
            <Button
                label=label
                kind=Kind::Primary
                chord=Chord::ENTER.ctrl()
                busy=Signal::derive(move || sending.pending())
                blocked=Signal::derive(move || (!dirty.get()).then(|| t::settings::nothing_changed().to_owned()))
                on_press=on_save
            />
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// A refusal's sentence, unless its fields say it all.
pub fn general(failure: Option<Failure>) -> Option<String> {
    let failure = failure?;
    match failure.problem() {
        Some(problem) if problem.code == Code::ValidationFailed && !problem.errors.is_empty() => {
            None
        }
        Some(problem) => Some(problem.detail.clone()),
        None => Some(t::shell::cannot_read().to_owned()),
    }
}
