//! A form that is saved as a whole: its buttons, its dirty mark, its refusals.

use std::sync::Arc;

use client::Failure;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wire::error::Code;

use crate::data::{Query, Sending};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::shell::Loaded;
use crate::ui::{Banner, Button, Kind, Tone};

/// What a form tells the frame around it.
#[derive(Clone, Copy)]
struct Hold {
    typed: RwSignal<bool>,
    take_new: Callback<()>,
}

/// One thing in its form. What is typed stays while the thing is refreshed behind it; what is saved is drawn anew.
#[component]
pub fn Edited<T: Send + Sync + 'static, V: IntoView + 'static>(
    query: Query<T>,
    children: impl Fn(Arc<T>) -> V + Send + Sync + Clone + 'static,
) -> AnyView {
    let typed = RwSignal::new(false);
    let take_new = Callback::new(move |()| {
        typed.set(false);
        query.refresh();
    });
    provide_context(Hold { typed, take_new });
    view! { <Loaded query=query hold=typed let:thing>{children(thing)}</Loaded> }.into_any()
}

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
    let hold = use_context::<Hold>();
    if let Some(hold) = hold {
        Effect::new(move |_| hold.typed.set(dirty.get()));
        Effect::new(move |was: Option<bool>| {
            let pending = sending.pending();
            if was == Some(true) && !pending && sending.failure().is_none() {
                hold.typed.set(false);
            }
            pending
        });
    }
    let overtaken = move || {
        let stale = sending.failure()?.code() == Some(Code::VersionMismatch);
        hold.filter(|_| stale)
    };
    view! {
        {move || general(sending.failure()).map(|words| view! {
            <Banner text=words tone=Tone::Danger inset=true actions=move || overtaken().map(|hold| view! {
                <Button label=t::clients::take_new() kind=Kind::Ghost on_press=hold.take_new />
            }) />
        })}
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
