//! What happened, newest first, and what is known, label by label.

use leptos::children::ViewFn;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::fresh_id;
use super::mark::Tone;

/// A stream of events by day (the ARIA `feed` pattern). `busy` while more is loaded.
#[component]
pub fn Feed(
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] busy: Signal<bool>,
    children: Children,
) -> AnyView {
    view! {
        <div class="feed" role="feed" aria-label=move || label.get() aria-busy=move || if busy.get() { "true" } else { "false" }>
            {children()}
        </div>
    }
    .into_any()
}

/// The events of one day under its name.
#[component]
pub fn FeedDay(#[prop(into)] label: TextProp, children: Children) -> AnyView {
    view! {
        <div class="stack">
            <div class="feed__day">{move || label.get()}</div>
            <div class="feed__items">{children()}</div>
        </div>
    }
    .into_any()
}

/// One event: what, when and who, and a note.
#[component]
pub fn FeedItem(
    #[prop(into)] title: TextProp,
    /// Time and person.
    #[prop(into)]
    meta: TextProp,
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] note: MaybeProp<String>,
    /// Fields, a recording, actions.
    #[prop(optional, into)]
    more: ViewFn,
) -> AnyView {
    let heading = fresh_id("event");
    let named = heading.clone();
    view! {
        <article class="feed__item" tabindex="0" data-row="" data-tone=(tone != Tone::Plain).then(|| tone.name()) aria-labelledby=heading.clone()>
            <div class="feed__head">
                <span class="feed__title" id=named>{move || title.get()}</span>
                <span class="meta">{move || meta.get()}</span>
            </div>
            {move || note.get().map(|note| view! { <p class="feed__note">{note}</p> })}
            {move || more.run()}
        </article>
    }
    .into_any()
}

/// One line of a description list.
#[derive(Clone)]
pub struct Fact {
    pub label: TextProp,
    pub value: ViewFn,
}

impl Fact {
    /// A fact that is a text.
    pub fn text(label: impl Into<TextProp>, value: impl Into<TextProp>) -> Self {
        let value = value.into();
        Self::view(label, move || {
            let value = value.clone();
            view! { {move || value.get()} }.into_any()
        })
    }

    pub fn view<V: IntoView + 'static>(
        label: impl Into<TextProp>,
        value: impl Fn() -> V + Send + Sync + 'static,
    ) -> Self {
        Self {
            label: label.into(),
            value: ViewFn::from(move || value().into_any()),
        }
    }
}

/// Labels at the left, values at the right.
#[component]
pub fn DescriptionList(#[prop(into)] facts: Signal<Vec<Fact>>) -> AnyView {
    view! {
        <dl class="dl">
            {move || facts.get().into_iter().map(|Fact { label, value }| view! {
                <dt>{move || label.get()}</dt>
                <dd>{move || value.run()}</dd>
            }).collect_view()}
        </dl>
    }
    .into_any()
}
