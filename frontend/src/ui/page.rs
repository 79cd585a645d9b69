//! The head of a screen: its title in the page, in the window and in the ear.
//!
//! What callers put into a slot is followed: a slot that reads a signal is drawn again when the signal changes.

use std::cell::RefCell;

use leptos::children::ViewFn;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

thread_local! {
    static CLUB: RefCell<String> = const { RefCell::new(String::new()) };
    static FIRST: std::cell::Cell<bool> = const { std::cell::Cell::new(true) };
}

/// The name that stands in the window's title after the page's.
pub fn set_club_name(name: &str) {
    CLUB.with_borrow_mut(|club| name.clone_into(club));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageWidth {
    /// Lists and boards.
    #[default]
    Full,
    /// Forms and settings: at most 720 px of content.
    Narrow,
}

/// A screen. Sets `document.title`, shows the only `h1`, and takes the focus there when the address changes.
#[component]
pub fn Page(
    #[prop(into)] title: TextProp,
    /// Beside the title, small: a date, a position in a list.
    #[prop(optional, into)]
    note: ViewFn,
    #[prop(optional, into)] actions: Option<ViewFn>,
    /// Between the head and the body: tabs, a strip.
    #[prop(optional, into)]
    above: ViewFn,
    #[prop(optional)] width: PageWidth,
    /// The body goes from edge to edge: tables.
    #[prop(optional)]
    flush: bool,
    children: Children,
) -> AnyView {
    let heading = NodeRef::<html::H1>::new();
    let named = title.clone();
    Effect::new(move |_| {
        let page = named.get();
        let title = CLUB.with_borrow(|club| {
            if club.is_empty() {
                page.to_string()
            } else {
                format!("{page} · {club}")
            }
        });
        document().set_title(&title);
    });
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        // On the first page the browser has put the focus where it belongs.
        if !FIRST.replace(false) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&options);
        }
    });
    view! {
        <div class="page" data-width=(width == PageWidth::Narrow).then_some("narrow")>
            <div class="page__head">
                <h1 tabindex="-1" node_ref=heading>{move || title.get()}</h1>
                {move || note.run()}
                {actions.map(|actions| view! { <div class="page__actions">{move || actions.run()}</div> })}
            </div>
            {move || above.run()}
            <div class="page__body" data-pad=flush.then_some("none")>{children()}</div>
        </div>
    }
    .into_any()
}
