//! Buttons, and links that look like buttons.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::fresh_id;
use super::icon::{Icon, icon};
use super::mark::Kbd;
use crate::keys::Chord;

/// What pressing means on this view. One primary a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    Primary,
    #[default]
    Plain,
    /// Without a frame: in toolbars, beside titles.
    Ghost,
    /// Takes something away; quiet until touched.
    Danger,
    /// The confirming button of an irreversible act.
    DangerSolid,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Plain => "plain",
            Self::Ghost => "ghost",
            Self::Danger => "danger",
            Self::DangerSolid => "danger-solid",
        }
    }
}

/// How much of the label is shown. It is always the accessible name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Face {
    #[default]
    Label,
    /// The icon alone, with a tooltip: close, more, previous and next, bell, profile, back, drag.
    Icon,
    /// The icon alone on a phone, both elsewhere.
    IconOnPhone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fill {
    #[default]
    Content,
    /// The whole width of the container.
    Row,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Press {
    #[default]
    Button,
    /// Sends the form around it.
    Submit,
}

/// A button.
///
/// `blocked` holds the reason why it cannot be pressed now: it stays focusable, says the reason in its tooltip and description, and
/// does nothing. While `busy`, it keeps its width, turns a spinner in place of the icon and ignores presses.
#[component]
pub fn Button(
    #[prop(into)] label: TextProp,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] face: Face,
    #[prop(optional)] fill: Fill,
    #[prop(optional)] press: Press,
    #[prop(default = None, into)] icon: Option<Icon>,
    #[prop(default = None, into)] chord: Option<Chord>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] blocked: MaybeProp<String>,
    /// A toggle: pressed or not.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
    #[prop(optional, into)] node: NodeRef<leptos::html::Button>,
) -> AnyView {
    let why = fresh_id("why");
    let why_id = why.clone();
    let described = move || blocked.get().map(|_| why_id.clone());
    let tip = tooltip(face, label.clone(), chord, blocked);
    let content = content(label, face, icon, chord, busy);
    view! {
        <button
            class="btn"
            type=if press == Press::Submit { "submit" } else { "button" }
            data-kind=kind.name()
            data-shape=(face == Face::Icon).then_some("icon")
            data-fill=(fill == Fill::Row).then_some("row")
            data-tip=tip
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || blocked.get().map(|_| "true")
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            aria-describedby=described
            aria-keyshortcuts=chord.map(|c| c.aria())
            node_ref=node
            on:click=move |event| {
                if busy.get_untracked() || blocked.get_untracked().is_some() {
                    event.prevent_default();
                } else if let Some(run) = on_press {
                    run.run(());
                }
            }
        >
            {content}
        </button>
        {move || blocked.get().map(|reason| view! { <span class="vh" id=why.clone()>{reason}</span> })}
    }
    .into_any()
}

/// A link that looks like a button: it goes somewhere and can be opened in a new tab.
#[component]
pub fn LinkButton(
    #[prop(into)] label: TextProp,
    #[prop(into)] href: TextProp,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] face: Face,
    #[prop(optional)] fill: Fill,
    #[prop(default = None, into)] icon: Option<Icon>,
    #[prop(default = None, into)] chord: Option<Chord>,
) -> AnyView {
    let tip = tooltip(face, label.clone(), chord, MaybeProp::default());
    let content = content(label, face, icon, chord, Signal::default());
    view! {
        <a
            class="btn"
            href=move || href.get()
            data-kind=kind.name()
            data-shape=(face == Face::Icon).then_some("icon")
            data-fill=(fill == Fill::Row).then_some("row")
            data-tip=tip
            aria-keyshortcuts=chord.map(|c| c.aria())
        >
            {content}
        </a>
    }
    .into_any()
}

/// Buttons that belong together, without gaps.
#[component]
pub fn ButtonGroup(#[prop(into)] label: TextProp, children: Children) -> AnyView {
    view! { <div class="btn-group" role="group" aria-label=move || label.get()>{children()}</div> }
        .into_any()
}

fn content(
    label: TextProp,
    face: Face,
    shown: Option<Icon>,
    chord: Option<Chord>,
    busy: Signal<bool>,
) -> AnyView {
    let hidden = match face {
        Face::Label => None,
        Face::Icon => Some("vh"),
        Face::IconOnPhone => Some("vh-phone"),
    };
    let hint = (face == Face::Label).then_some(chord).flatten();
    view! {
        {move || {
            if busy.get() {
                Some(view! { <span class="spinner" aria-hidden="true"></span> }.into_any())
            } else {
                shown.map(icon)
            }
        }}
        <span class=hidden>{move || label.get()}</span>
        {hint.map(|chord| view! { <Kbd chord=chord /> })}
    }
    .into_any()
}

/// The reason of a blocked button, or the name of one that shows only its icon.
fn tooltip(
    face: Face,
    label: TextProp,
    chord: Option<Chord>,
    blocked: MaybeProp<String>,
) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static {
    move || {
        blocked.get().or_else(|| {
            (face != Face::Label).then(|| match chord {
                Some(chord) => format!("{} · {}", label.get(), chord.caps()),
                None => label.get().to_string(),
            })
        })
    }
}
