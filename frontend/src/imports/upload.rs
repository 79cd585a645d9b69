//! A file is chosen, dropped or pasted.

use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, FileList};
use wire::imports::{CreateImport, Import, ListSubject, NewImport};

use super::{file, subject as words};
use crate::data::{Sending, queries, sending};
use crate::i18n::t;
use crate::links;
use crate::settings::general;
use crate::ui::{
    Banner, Button, Field, Icon, InlineError, Kind, Press, Textarea, Toast, Tone, icon, toasts,
};

/// Where a new file comes from.
#[component]
pub fn Upload(subject: ListSubject) -> AnyView {
    let sending = sending();
    let reading = RwSignal::new(false);
    let unread = RwSignal::new(None::<&'static str>);
    let pasted = RwSignal::new(String::new());
    let (queries, go, toasts) = (queries(), use_navigate(), toasts());
    let open = Callback::new(move |import: Import| {
        let address = links::import(import.id, "upload");
        queries.stale(super::TAGS);
        go(&address, NavigateOptions::default());
    });
    let send = move |name: String, content: Option<String>, text: Option<String>| {
        let new = NewImport {
            name: name.chars().take(200).collect(),
            subject,
            content,
            text,
        };
        sending.send::<CreateImport>((), (), new, move |import| open.run(import));
    };
    let take = Callback::new(move |files: FileList| {
        let Some(chosen) = files.get(0) else { return };
        let name = chosen.name();
        unread.set(None);
        sending.refuse(None);
        if chosen.size() > file::LARGEST {
            unread.set(Some(t::imports::too_large()));
            return;
        }
        reading.set(true);
        file::read(&chosen, move |content| {
            reading.set(false);
            match content {
                Some(content) => send(name, Some(content), None),
                None => unread.set(Some(t::imports::unreadable())),
            }
        });
    });
    let take_text = Callback::new(move |text: String| {
        unread.set(None);
        sending.refuse(None);
        match text.trim().is_empty() {
            true => unread.set(Some(t::imports::paste_first())),
            false => send(t::imports::paste_name().to_owned(), None, Some(text)),
        }
    });
    let (node, over) = (NodeRef::<html::Textarea>::new(), RwSignal::new(false));
    anywhere(node);
    // A table is read as soon as it is pasted; once the text is there, that is.
    let at_once = move |_: web_sys::ClipboardEvent| {
        let was_empty = pasted.with_untracked(|text| text.trim().is_empty());
        request_animation_frame(move || {
            let text = pasted.get_untracked();
            if was_empty && text.trim().contains(['\t', '\n']) {
                take_text.run(text);
            }
        });
    };
    let chosen = move |event: ev::Targeted<ev::Event, web_sys::HtmlInputElement>| {
        let input = event.target();
        if let Some(files) = input.files() {
            take.run(files);
        }
        // The same file may be chosen again once it is corrected.
        input.set_value("");
    };
    let paste = move |event: ev::SubmitEvent| {
        event.prevent_default();
        take_text.run(pasted.get_untracked());
    };
    let sample = move |()| {
        let text = format!("\u{feff}{}", words::sample(subject));
        if !file::save(t::imports::sample_name(), &text) {
            toasts.show(Toast::new(t::imports::not_saved()));
        }
    };
    let busy = Signal::derive(move || sending.pending() || reading.get());
    view! {
        <div class="import-upload">
            <p class="import-upload__about">{t::imports::about()}</p>
            <label
                class="import-drop"
                data-over=move || over.get().then_some("")
                on:dragenter=move |_| over.set(true)
                on:dragleave=move |_| over.set(false)
                on:drop=move |_| over.set(false)
            >
                {icon(Icon::Upload)}
                <span>{move || if busy.get() { t::imports::reading_file() } else { t::imports::choose() }}</span>
                <input type="file" accept=".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/vcard" on:change:target=chosen />
            </label>
            <p class="vh" role="status">{move || busy.get().then(t::imports::reading_file)}</p>
            <InlineError text=Signal::derive(move || unread.get().map(ToOwned::to_owned).or_else(|| refusal(sending))) />
            <div><Button label=t::imports::sample() kind=Kind::Ghost icon=Icon::Download on_press=sample /></div>
            <form class="import-paste" novalidate on:submit=paste on:paste=at_once>
                <Field label=t::imports::paste() hint=t::imports::paste_hint().to_owned()>
                    <Textarea value=pasted rows=4 node=node />
                </Field>
                <div><Button label=t::imports::take_pasted() press=Press::Submit busy=busy /></div>
            </form>
        </div>
    }
    .into_any()
}

/// `Ctrl V` anywhere on the page goes into the place for tables; a file that misses its place does not take the page away.
fn anywhere(node: NodeRef<html::Textarea>) {
    let pressed = window_event_listener(ev::keydown, move |event| {
        let pastes = (event.ctrl_key() || event.meta_key()) && event.code() == "KeyV";
        if pastes
            && !is_typing(event.target())
            && let Some(place) = node.get_untracked()
        {
            let _ = place.focus();
        }
    });
    let misses = |event: &web_sys::DragEvent| !is_file_input(event.target());
    let held = window_event_listener(ev::dragover, move |event| {
        if misses(&event) {
            event.prevent_default();
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        if misses(&event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        pressed.remove();
        held.remove();
        dropped.remove();
    });
}

fn is_file_input(target: Option<web_sys::EventTarget>) -> bool {
    let input = target.and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.is_some_and(|input| input.type_() == "file")
}

fn is_typing(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    let place =
        element.and_then(|element| element.closest("input, textarea, [contenteditable]").ok());
    place.flatten().is_some()
}

/// What is wrong with a file, or with the request.
pub fn refusal(sending: Sending) -> Option<String> {
    let fault = ["/content", "/text", "/name", "/reading"]
        .into_iter()
        .find_map(|pointer| sending.fault(pointer));
    fault.or_else(|| general(sending.failure()))
}

/// The same as a strip.
#[component]
pub fn Refusal(sending: Sending) -> AnyView {
    view! {
        {move || refusal(sending).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
    }
    .into_any()
}
