//! The side panel: a second place beside the page, not over it. A peek or a quick create; never two at once.

use leptos::children::ViewFn;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::button::{Button, Face, Kind};
use super::fresh_id;
use super::icon::Icon;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};

/// Non-modal; the caller shows it while the address says so and `on_close` changes the address.
///
/// Takes the focus when it appears (the first element with `autofocus`, else the heading) and gives it back when it goes; not with `keeps_focus`.
#[component]
pub fn SidePanel(
    #[prop(into)] title: TextProp,
    #[prop(into)] on_close: Callback<()>,
    /// Beside the heading: open in full, more.
    #[prop(optional, into)]
    actions: ViewFn,
    #[prop(optional, into)] foot: Option<ViewFn>,
    /// Only shows what the page is about: the page keeps the focus.
    #[prop(optional)]
    keeps_focus: bool,
    children: Children,
) -> AnyView {
    let heading = fresh_id("panel");
    let named = heading.clone();
    let node = NodeRef::<html::Aside>::new();
    let before = SendWrapper::new(
        document()
            .active_element()
            .and_then(|e| e.dyn_into::<HtmlElement>().ok()),
    );

    keys::add(
        Command::new("panel.close", Scope::Panel, t::ui::close(), move || {
            on_close.run(())
        })
        .on(Chord::ESCAPE),
    );
    Effect::new(move |_| {
        let Some(panel) = node.get().filter(|_| !keeps_focus) else {
            return;
        };
        let first = panel
            .query_selector("[autofocus]")
            .ok()
            .flatten()
            .or_else(|| panel.query_selector("h2").ok().flatten());
        if let Some(first) = first.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
    on_cleanup(move || {
        if let Some(element) = before.take()
            && !keeps_focus
            && element.is_connected()
        {
            let _ = element.focus();
        }
    });

    view! {
        <aside class="panel" aria-labelledby=heading.clone() node_ref=node>
            <div class="panel__head">
                <h2 id=named tabindex="-1">{move || title.get()}</h2>
                {move || actions.run()}
                <Button label=t::ui::close() icon=Icon::X face=Face::Icon kind=Kind::Ghost chord=Chord::ESCAPE on_press=on_close />
            </div>
            <div class="panel__body">{children()}</div>
            {foot.map(|foot| view! { <div class="panel__foot">{move || foot.run()}</div> })}
        </aside>
    }
    .into_any()
}
