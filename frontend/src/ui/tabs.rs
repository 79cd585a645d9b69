//! Tabs. Those that change the address are links; those that only change the view of one thing are a tablist.

use leptos::children::ViewFn;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::choice::Radio;
use super::fresh_id;

/// One tab with an address of its own.
#[derive(Clone)]
pub struct TabLink {
    pub label: TextProp,
    pub href: TextProp,
    pub count: MaybeProp<String>,
    pub current: Signal<bool>,
}

impl TabLink {
    pub fn new(
        label: impl Into<TextProp>,
        href: impl Into<TextProp>,
        current: impl Into<Signal<bool>>,
    ) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            count: MaybeProp::default(),
            current: current.into(),
        }
    }

    #[must_use]
    pub fn count(mut self, count: impl Into<MaybeProp<String>>) -> Self {
        self.count = count.into();
        self
    }
}

/// Tabs that are part of the address.
#[component]
pub fn TabLinks(
    /// What the tabs are of; for screen readers.
    #[prop(into)]
    label: TextProp,
    tabs: Vec<TabLink>,
    /// At the right end of the line: a scope, a filter.
    #[prop(optional, into)]
    end: Option<ViewFn>,
) -> AnyView {
    let nav = NodeRef::<html::Nav>::new();
    let tabs = tabs.into_iter().map(move |tab| {
        let TabLink { label, href, count, current } = tab;
        let node = NodeRef::<html::A>::new();
        // Where the line is longer than the screen, one sees where one is.
        Effect::new(move |_| {
            let place = current.get().then(|| nav.get().zip(node.get())).flatten();
            if let Some((nav, tab)) = place {
                request_animation_frame(move || {
                    let rest = nav.client_width() - tab.offset_width();
                    nav.set_scroll_left(tab.offset_left() - rest / 2);
                });
            }
        });
        view! {
            <a class="tabs__item" node_ref=node href=move || href.get() aria-current=move || current.get().then_some("page")>
                {move || label.get()}
                {move || count.get().map(|n| view! { <span class="count">{n}</span> })}
            </a>
        }
    });
    view! {
        <nav class="tabs" node_ref=nav aria-label=move || label.get()>
            {tabs.collect_view()}
            {end.map(|end| view! { <div class="tabs__end">{move || end.run()}</div> })}
        </nav>
    }
    .into_any()
}

/// Tabs within a card; arrows move, the panel follows.
#[component]
pub fn Tabs(
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(into)] tabs: Signal<Vec<Radio>>,
    /// The content of the current tab.
    children: ChildrenFn,
) -> AnyView {
    let panel = fresh_id("tabpanel");
    let controls = panel.clone();
    let stem = fresh_id("tab");
    let labelled = {
        let stem = stem.clone();
        move || format!("{stem}-{}", value.get())
    };
    view! {
        <div class="tabs" data-pad="none" role="tablist" aria-label=move || label.get() on:keydown=walk>
            {move || tabs.get().into_iter().map(|Radio { value: own, label }| {
                let (selected, chosen) = (own.clone(), own.clone());
                let is_selected = move || value.with(|v| *v == selected);
                let tab_index = is_selected.clone();
                view! {
                    <button
                        class="tabs__item"
                        type="button"
                        role="tab"
                        id=format!("{stem}-{own}")
                        aria-controls=controls.clone()
                        aria-selected=move || if is_selected() { "true" } else { "false" }
                        tabindex=move || if tab_index() { "0" } else { "-1" }
                        on:click=move |_| value.set(chosen.clone())
                    >
                        {move || label.get()}
                    </button>
                }
            }).collect_view()}
        </div>
        <div role="tabpanel" id=panel aria-labelledby=labelled>{children()}</div>
    }
    .into_any()
}

fn walk(event: KeyboardEvent) {
    let Some(list) = event
        .current_target()
        .and_then(|t| t.dyn_into::<Element>().ok())
    else {
        return;
    };
    let Ok(tabs) = list.query_selector_all("[role=tab]") else {
        return;
    };
    let tabs: Vec<HtmlElement> = (0..tabs.length())
        .filter_map(|i| tabs.item(i)?.dyn_into().ok())
        .collect();
    let Some(here) = tabs.iter().position(|tab| tab.tab_index() == 0) else {
        return;
    };
    let next = match event.key().as_str() {
        "ArrowRight" => (here + 1) % tabs.len(),
        "ArrowLeft" => (here + tabs.len() - 1) % tabs.len(),
        "Home" => 0,
        "End" => tabs.len() - 1,
        _ => return,
    };
    event.prevent_default();
    tabs[next].click();
    let _ = tabs[next].focus();
}

/// One step of a `Steps` line.
#[derive(Clone)]
pub struct Step {
    pub label: TextProp,
    pub href: Option<String>,
}

/// Where one is in a sequence of pages; earlier steps are links.
#[component]
pub fn Steps(
    #[prop(into)] label: TextProp,
    steps: Vec<Step>,
    #[prop(into)] current: Signal<usize>,
) -> AnyView {
    view! {
        <ol class="steps" aria-label=move || label.get()>
            {steps.into_iter().enumerate().map(|(index, Step { label, href })| view! {
                <li
                    class="steps__item"
                    aria-current=move || (current.get() == index).then_some("step")
                    data-done=move || (index < current.get()).then_some("")
                >
                    <span class="steps__number" aria-hidden="true">{index + 1}</span>
                    {move || match href.clone().filter(|_| index < current.get()) {
                        Some(href) => {
                            let label = label.clone();
                            view! { <a href=href>{move || label.get()}</a> }.into_any()
                        }
                        None => {
                            let label = label.clone();
                            view! { <span>{move || label.get()}</span> }.into_any()
                        }
                    }}
                </li>
            }).collect_view()}
        </ol>
    }
    .into_any()
}
