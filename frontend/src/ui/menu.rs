//! A menu behind a button, and a popover with free content.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::button::{Face, Kind};
use super::fresh_id;
use super::icon::{Icon, icon};
use super::mark::{Kbd, Tone};
use super::place::{self, Edge};
use crate::keys::Chord;

/// A button that opens a list of actions. Put `MenuItem`, `MenuLink`, `MenuRule`, `MenuHead` inside.
///
/// Arrows, Home, End and the first letters move; Esc and a press outside close it and return the focus.
#[component]
pub fn Menu(
    #[prop(into)] label: TextProp,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] face: Face,
    #[prop(default = None, into)] icon: Option<Icon>,
    #[prop(optional)] edge: Edge,
    children: ChildrenFn,
) -> AnyView {
    popup(
        Opener {
            label,
            kind,
            face,
            icon,
            role: "menu",
        },
        edge,
        None,
        children,
    )
}

/// A button that opens a small surface: a filter, a date, the bell.
#[component]
pub fn Popover(
    #[prop(into)] label: TextProp,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] face: Face,
    #[prop(default = None, into)] icon: Option<Icon>,
    #[prop(optional)] edge: Edge,
    /// Told when it opens (`true`) and closes.
    #[prop(optional, into)]
    on_toggle: Option<Callback<bool>>,
    children: ChildrenFn,
) -> AnyView {
    popup(
        Opener {
            label,
            kind,
            face,
            icon,
            role: "dialog",
        },
        edge,
        on_toggle,
        children,
    )
}

struct Opener {
    label: TextProp,
    kind: Kind,
    face: Face,
    icon: Option<Icon>,
    role: &'static str,
}

fn popup(
    opener: Opener,
    edge: Edge,
    on_toggle: Option<Callback<bool>>,
    children: ChildrenFn,
) -> AnyView {
    let Opener {
        label,
        kind,
        face,
        icon: shown,
        role,
    } = opener;
    let (button_id, pop_id) = (fresh_id("opens"), fresh_id("pop"));
    let node = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let anchor = button_id.clone();
    let holds = (role == "menu").then(super::pressed::menu_open);
    let holding = StoredValue::new(false);
    let tell = move |open: bool| {
        if let Some(holds) = holds {
            holding.set_value(open);
            holds.run(open);
        }
    };
    on_cleanup(move || {
        if let (Some(holds), Some(true)) = (holds, holding.try_get_value()) {
            holds.run(false);
        }
    });
    let toggled = move |_| {
        // The browser tells it later: the page may have gone by then.
        let Some(pop) = node.try_get_untracked().flatten() else {
            return;
        };
        let now = place::is_open(&pop);
        open.set(now);
        tell(now);
        if let Some(run) = on_toggle {
            run.run(now);
        }
        if now {
            // The content is there only from this moment; place it when it has its size.
            let anchor = anchor.clone();
            request_animation_frame(move || {
                place::open(&anchor, &pop, edge);
                let first = if role == "menu" {
                    "[role^=menuitem]"
                } else {
                    "[autofocus], input, button, a[href]"
                };
                if let Some(first) = pop.query_selector(first).ok().flatten() {
                    focus(&first);
                }
            });
        }
    };
    let name = label.clone();
    let tip_label = label.clone();
    let kind_name = match kind {
        Kind::Primary => "primary",
        Kind::Plain => "plain",
        Kind::Ghost => "ghost",
        Kind::Danger | Kind::DangerSolid => "danger",
    };
    view! {
        <button
            class="btn"
            type="button"
            id=button_id
            data-kind=kind_name
            data-shape=(face == Face::Icon).then_some("icon")
            data-tip=move || (face != Face::Label).then(|| tip_label.get().to_string())
            popovertarget=pop_id.clone()
            aria-haspopup=role
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=pop_id.clone()
            // The browser tells of the opening later than it opens.
            on:click=move |_| tell(true)
        >
            {shown.map(icon)}
            <span class=match face {
                Face::Label => None,
                Face::Icon => Some("vh"),
                Face::IconOnPhone => Some("vh-phone"),
            }>{move || label.get()}</span>
            {(face == Face::Label).then(|| icon(Icon::ChevronDown))}
        </button>
        <div
            class="pop"
            class:menu=role == "menu"
            id=pop_id
            popover="auto"
            role=role
            data-pad=(role != "menu").then_some("wide")
            aria-label=move || name.get()
            node_ref=node
            on:toggle=toggled
            on:keydown=move |event| if role == "menu" { walk(&event) }
        >
            {move || open.get().then(|| children())}
        </div>
    }
    .into_any()
}

/// An action of a menu.
#[component]
pub fn MenuItem(
    #[prop(into)] label: TextProp,
    #[prop(default = None, into)] icon: Option<Icon>,
    #[prop(default = None, into)] chord: Option<Chord>,
    #[prop(optional)] tone: Tone,
    /// For a menu of possibilities: the current one.
    #[prop(optional, into)]
    checked: MaybeProp<bool>,
    #[prop(into)] on_press: Callback<()>,
) -> AnyView {
    let shown = icon;
    view! {
        <button
            class="menu__item"
            type="button"
            role=move || if checked.get().is_some() { "menuitemradio" } else { "menuitem" }
            aria-checked=move || checked.get().map(|on| if on { "true" } else { "false" })
            tabindex="-1"
            data-tone=tone.name()
            aria-keyshortcuts=chord.map(|c| c.aria())
            on:click=move |event| {
                hide_around(event.target());
                on_press.run(());
            }
        >
            {shown.map(super::icon::icon)}
            <span>{move || label.get()}</span>
            {chord.map(|chord| view! { <Kbd chord=chord /> })}
        </button>
    }
    .into_any()
}

/// A place to go to, in a menu.
#[component]
pub fn MenuLink(
    #[prop(into)] label: TextProp,
    #[prop(into)] href: TextProp,
    #[prop(default = None, into)] icon: Option<Icon>,
) -> AnyView {
    view! {
        <a class="menu__item" role="menuitem" tabindex="-1" href=move || href.get() on:click=move |event| hide_around(event.target())>
            {icon.map(super::icon::icon)}
            <span>{move || label.get()}</span>
        </a>
    }
    .into_any()
}

#[component]
pub fn MenuRule() -> AnyView {
    view! { <hr class="menu__rule" /> }.into_any()
}

/// Names the items that follow.
#[component]
pub fn MenuHead(#[prop(into)] label: TextProp) -> AnyView {
    view! { <div class="menu__head" role="presentation">{move || label.get()}</div> }.into_any()
}

fn hide_around(target: Option<web_sys::EventTarget>) {
    let around = target
        .and_then(|t| t.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("[popover]").ok().flatten())
        .and_then(|pop| pop.dyn_into::<HtmlElement>().ok());
    if let Some(pop) = around {
        place::close(&pop);
    }
}

/// Arrows, Home, End and first letters in a menu.
fn walk(event: &KeyboardEvent) {
    let Some(menu) = event
        .current_target()
        .and_then(|t| t.dyn_into::<Element>().ok())
    else {
        return;
    };
    let items = items_of(&menu);
    if items.is_empty() {
        return;
    }
    let active = document().active_element();
    let here = items
        .iter()
        .position(|item| active.as_ref().is_some_and(|a| a == item.as_ref()));
    let last = items.len() - 1;
    let next = match event.key().as_str() {
        "ArrowDown" => here.map_or(0, |i| if i == last { 0 } else { i + 1 }),
        "ArrowUp" => here.map_or(last, |i| if i == 0 { last } else { i - 1 }),
        "Home" => 0,
        "End" => last,
        "Tab" => {
            if let Ok(pop) = menu.dyn_into::<HtmlElement>() {
                place::close(&pop);
            }
            return;
        }
        letter
            if letter.chars().count() == 1
                && letter != " "
                && !event.ctrl_key()
                && !event.meta_key() =>
        {
            let start = here.map_or(0, |i| i + 1);
            let letter = letter.to_lowercase();
            let found = (0..items.len())
                .map(|step| (start + step) % items.len())
                .find(|i| {
                    items[*i]
                        .text_content()
                        .unwrap_or_default()
                        .trim()
                        .to_lowercase()
                        .starts_with(&letter)
                });
            // A letter in an open menu never becomes a shortcut of the page behind it.
            event.prevent_default();
            let Some(found) = found else { return };
            found
        }
        _ => return,
    };
    event.prevent_default();
    focus(&items[next]);
}

fn items_of(menu: &Element) -> Vec<HtmlElement> {
    let Ok(list) = menu.query_selector_all("[role^=menuitem]:not([aria-disabled=true])") else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into().ok())
        .collect()
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
