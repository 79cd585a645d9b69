//! The modal dialog and the sheet: native `<dialog>`, so the browser keeps the focus inside, answers Esc and gives the focus back.

use leptos::children::ViewFn;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;

use super::button::{Button, Face, Kind};
use super::fresh_id;
use super::icon::Icon;
use crate::i18n::t;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogSize {
    /// A question or a short form.
    #[default]
    Normal,
    /// A table or two columns; the whole screen on a phone.
    Wide,
    /// High on the screen, growing downwards: the palette. No heading is shown; the content closes it.
    Top,
    /// From the lower edge, for the thumb.
    Sheet,
}

/// A modal dialog, at most one at a time. Its content exists only while it is open.
///
/// `foot` holds the buttons; the confirming one names the act ("Merge 2 clients"), never "OK".
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: TextProp,
    #[prop(optional)] size: DialogSize,
    #[prop(optional, into)] foot: Option<ViewFn>,
    #[prop(optional, into)] on_close: Option<Callback<()>>,
    children: ChildrenFn,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let heading = fresh_id("dialog");
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    // A screen that leaves while its dialog stands open must not leave the page inert.
    on_cleanup(move || {
        if let Some(dialog) = node.try_get_untracked().flatten() {
            dialog.close();
        }
    });
    let size_name = match size {
        DialogSize::Normal => None,
        DialogSize::Wide => Some("wide"),
        DialogSize::Top => Some("top"),
        DialogSize::Sheet => Some("sheet"),
    };
    let content = {
        let heading = heading.clone();
        move || {
            let (title, foot) = (title.clone(), foot.clone());
            let heading = heading.clone();
            let name = move || title.get();
            let head = match size {
                DialogSize::Top => view! { <h2 class="vh" id=heading>{name}</h2> }.into_any(),
                DialogSize::Normal | DialogSize::Wide | DialogSize::Sheet => view! {
                    <div class="dialog__head">
                        <h2 id=heading>{name}</h2>
                        <Button
                            label=t::ui::close()
                            icon=Icon::X
                            face=Face::Icon
                            kind=Kind::Ghost
                            on_press=move |()| open.set(false)
                        />
                    </div>
                }
                .into_any(),
            };
            view! {
                {head}
                <div class="dialog__body">{children()}</div>
                {foot.map(|foot| view! { <div class="dialog__foot">{move || foot.run()}</div> })}
            }
            .into_any()
        }
    };
    view! {
        <dialog
            class="dialog"
            data-size=size_name
            aria-labelledby=heading
            node_ref=node
            on:close=move |_| {
                // The browser tells it later: whoever opened the dialog may have gone by then.
                open.try_set(false);
                if let Some(run) = on_close {
                    run.try_run(());
                }
            }
            on:click=move |event| {
                // A press on the backdrop arrives at the dialog itself; one inside arrives at a child.
                let on_backdrop = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlDialogElement>().ok()).is_some();
                if on_backdrop && outside(&event, node) {
                    open.set(false);
                }
            }
        >
            {move || open.get().then(&content)}
        </dialog>
    }
    .into_any()
}

fn outside(event: &web_sys::MouseEvent, node: NodeRef<html::Dialog>) -> bool {
    node.get_untracked().is_some_and(|dialog| {
        let r = dialog.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        x < r.left() || x > r.right() || y < r.top() || y > r.bottom()
    })
}
