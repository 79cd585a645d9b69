//! The frame of every page: rail, header, content, and what speaks beside it.

use leptos::children::ViewFn;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::focus_on;
use super::icon::Icon;
use super::mark::Tone;
use super::speech::LiveRegions;
use super::tip::TipHost;
use super::toast::ToastHost;
use crate::i18n::t;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RailWidth {
    #[default]
    Wide,
    /// Icons with tooltips.
    Narrow,
    /// The runner: nothing beside the work.
    Hidden,
}

/// The signed-in application. `side` is the side panel, present while the address asks for it.
#[component]
pub fn AppFrame(
    #[prop(into)] rail: ViewFn,
    #[prop(into)] top: ViewFn,
    #[prop(optional, into)] side: ViewFn,
    #[prop(optional, into)] rail_width: Signal<RailWidth>,
    /// A refresh takes longer than a second.
    #[prop(optional, into)]
    slow: Signal<bool>,
    children: Children,
) -> AnyView {
    // Items name themselves in a tooltip only while their words are hidden.
    provide_context(rail_width);
    view! {
        <a
            class="skip"
            href="#main"
            on:click=move |event| {
                // The router keeps hashes to itself; the focus is what the reader asked for.
                event.prevent_default();
                focus_on("main");
            }
        >{t::ui::skip()}</a>
        <div
            class="app"
            data-rail=move || match rail_width.get() {
                RailWidth::Wide => None,
                RailWidth::Narrow => Some("narrow"),
                RailWidth::Hidden => Some("none"),
            }
        >
            <nav class="rail" aria-label=t::ui::sections()>{rail.run()}</nav>
            <header class="top">
                {top.run()}
                {move || slow.get().then(|| view! { <div class="top__progress"></div> })}
            </header>
            <div class="stage">
                <main class="main" id="main" tabindex="-1">
                    {children()}
                    <TipHost />
                </main>
                {move || side.run()}
            </div>
        </div>
        <Speakers />
    }
    .into_any()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BareWidth {
    #[default]
    Form,
    /// First run: lists to read.
    Wide,
}

/// A page without the frame: sign-in, first run, invitations.
#[component]
pub fn BareFrame(#[prop(optional)] width: BareWidth, children: Children) -> AnyView {
    view! {
        <div class="bare" data-width=(width == BareWidth::Wide).then_some("wide")>
            <main class="main" id="main" tabindex="-1">
                {children()}
                <TipHost />
            </main>
        </div>
        <Speakers />
    }
    .into_any()
}

#[component]
fn Speakers() -> AnyView {
    view! {
        <ToastHost />
        <LiveRegions />
    }
    .into_any()
}

/// Where an item of the rail is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    #[default]
    Everywhere,
    /// Not in the phone's bottom bar.
    WideOnly,
    /// Only in the phone's bottom bar.
    PhoneOnly,
}

/// A section of the application in the rail, or in the bottom bar of a phone.
#[component]
pub fn RailItem(
    #[prop(into)] label: TextProp,
    #[prop(into)] href: TextProp,
    icon: Icon,
    #[prop(into)] current: Signal<bool>,
    #[prop(optional, into)] count: MaybeProp<String>,
    #[prop(optional, into)] count_tone: Signal<Tone>,
    #[prop(optional)] reach: Reach,
) -> AnyView {
    let width = use_context::<Signal<RailWidth>>().unwrap_or_default();
    let name = label.clone();
    view! {
        <a
            class="rail__item"
            data-tip=move || (width.get() == RailWidth::Narrow).then(|| name.get().to_string())
            href=move || href.get()
            aria-current=move || current.get().then_some("page")
            data-phone=match reach {
                Reach::Everywhere => None,
                Reach::WideOnly => Some("no"),
                Reach::PhoneOnly => Some("only"),
            }
        >
            {super::icon::icon(icon)}
            <span class="rail__label">{move || label.get()}</span>
            {move || count.get().map(|n| view! { <span class="rail__count" data-tone=count_tone.get().name()>{n}</span> })}
        </a>
    }
    .into_any()
}
