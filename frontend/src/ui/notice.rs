//! What went wrong, what is missing, what is nowhere: in the place where it matters.

use leptos::children::ViewFn;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::button::{Button, Kind};
use super::focus_on;
use super::icon::{Icon, icon};
use super::mark::Tone;
use crate::i18n::t;

/// A strip across the page or a block in it: offline, stale data, no next step.
#[component]
pub fn Banner(
    #[prop(into)] text: TextProp,
    #[prop(optional)] tone: Tone,
    /// `true` within a page, `false` from edge to edge.
    #[prop(optional)]
    inset: bool,
    #[prop(optional, into)] actions: ViewFn,
) -> AnyView {
    let shown = match tone {
        Tone::Danger => Icon::CircleAlert,
        Tone::Warn | Tone::Missing => Icon::TriangleAlert,
        Tone::Ok => Icon::CircleCheck,
        Tone::Plain | Tone::Info | Tone::Bare => Icon::Info,
    };
    view! {
        <div class="banner" data-tone=tone.name() data-shape=inset.then_some("block")>
            {icon(shown)}
            <span class="banner__text">{move || text.get()}</span>
            {move || actions.run()}
        </div>
    }
    .into_any()
}

/// An error beside what failed, outside a `Field`.
#[component]
pub fn InlineError(#[prop(into)] text: MaybeProp<String>) -> AnyView {
    view! {
        {move || text.get().map(|text| view! {
            <p class="field__error" role="alert">{icon(Icon::CircleAlert)}<span>{text}</span></p>
        })}
    }
    .into_any()
}

/// All faults of a long form with links to their fields: `(id of the Field, sentence)`. Takes the focus when it appears.
#[component]
pub fn ErrorSummary(#[prop(into)] faults: Signal<Vec<(String, String)>>) -> AnyView {
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(summary) = node.get() {
            let _ = summary.focus();
        }
    });
    view! {
        {move || {
            let faults = faults.get();
            (!faults.is_empty()).then(|| view! {
                <div class="summary" role="alert" tabindex="-1" node_ref=node>
                    <strong>{t::ui::faults(i64::try_from(faults.len()).unwrap_or(i64::MAX))}</strong>
                    <ul>
                        {faults.into_iter().map(|(id, sentence)| {
                            let target = id.clone();
                            view! {
                                <li>
                                    <a
                                        href=format!("#{id}")
                                        on:click=move |event| {
                                            event.prevent_default();
                                            focus_on(&target);
                                        }
                                    >
                                        {sentence}
                                    </a>
                                </li>
                            }
                        }).collect_view()}
                    </ul>
                </div>
            })
        }}
    }
    .into_any()
}

/// Nothing to show, and what to do about it: one sentence, one primary action, at most one secondary.
#[component]
pub fn EmptyState(
    #[prop(into)] text: TextProp,
    #[prop(default = None, into)] icon: Option<Icon>,
    #[prop(optional, into)] actions: Option<ViewFn>,
) -> AnyView {
    view! {
        <div class="empty">
            {icon.map(super::icon::icon)}
            <p>{move || text.get()}</p>
            {actions.map(|actions| view! { <div class="cluster">{move || actions.run()}</div> })}
        </div>
    }
    .into_any()
}

/// In place of data that could not be read: what failed, a retry, and the code for support.
#[component]
pub fn ReadFailure(
    #[prop(into)] text: TextProp,
    /// The request id, to be copied.
    #[prop(optional, into)]
    code: MaybeProp<String>,
    #[prop(into)] on_retry: Callback<()>,
) -> AnyView {
    view! {
        <div class="empty" role="alert">
            {icon(Icon::CircleAlert)}
            <p>{move || text.get()}</p>
            <div class="cluster">
                <Button label=t::ui::retry() icon=Icon::RefreshCw kind=Kind::Plain on_press=on_retry />
            </div>
            {move || code.get().map(|code| view! { <p class="support-code">{t::ui::support_code(code)}</p> })}
        </div>
    }
    .into_any()
}
