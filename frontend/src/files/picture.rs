//! What a browser can show of a file: pictures and PDF, fetched as every answer is and shown from the browser's own memory.

use client::{Downloaded, ready};
use domain::files::is_shown;
use domain::ids::FileId;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Url;
use wire::files::{FileVersion, GetFileContent};

use crate::data::session;
use crate::i18n::t;
use crate::ui::{Button, EmptyState, Icon, Kind, Skeleton};

const PDF: &str = "application/pdf";

#[derive(Clone, PartialEq)]
enum State {
    Coming,
    There(String),
    Absent,
}

/// A version as it looks, or why it is not shown.
#[component]
pub fn Picture(file: FileId, version: FileVersion, name: Memo<String>) -> AnyView {
    let missing = match version.media.as_str() {
        media if !is_shown(media) => Some(t::files::no_preview()),
        PDF if !shows_pdf() => Some(t::files::no_pdf()),
        _ => None,
    };
    if let Some(text) = missing {
        return view! { <EmptyState text=text /> }.into_any();
    }
    let state = RwSignal::new(State::Coming);
    let number = version.number;
    let fetch = move || {
        state.set(State::Coming);
        spawn_local(async move {
            let came = fetched(file, number).await;
            let now = came.clone().map_or(State::Absent, State::There);
            // Whoever has closed the window leaves nothing in memory.
            if state.try_set(now).is_some()
                && let Some(address) = came
            {
                let _ = Url::revoke_object_url(&address);
            }
        });
    };
    fetch();
    on_cleanup(move || {
        if let Some(State::There(address)) = state.try_get_untracked() {
            let _ = Url::revoke_object_url(&address);
        }
    });
    let is_pdf = version.media == PDF;
    view! {
        {move || match state.get() {
            State::Coming => view! { <Skeleton rows=6 /> }.into_any(),
            State::There(address) if is_pdf => {
                view! { <iframe class="file-view__pdf" src=address title=move || name.get()></iframe> }.into_any()
            }
            State::There(address) => {
                view! { <img class="file-view__picture" src=address alt=move || name.get() /> }.into_any()
            }
            State::Absent => view! {
                <EmptyState text=t::files::not_shown() icon=Icon::CircleAlert actions=move || view! {
                    <Button label=t::files::retry() icon=Icon::RefreshCw kind=Kind::Primary on_press=move |()| fetch() />
                } />
            }
            .into_any(),
        }}
    }
    .into_any()
}

async fn fetched(file: FileId, number: u32) -> Option<String> {
    let request = ready::<GetFileContent>(&(file, number), &(), &()).ok()?;
    match session().download(&request).await.ok()? {
        Downloaded::File { address, .. } => Some(address),
        Downloaded::Refused(_) => None,
    }
}

/// Phones and some browsers have no reader for PDF within a page.
fn shows_pdf() -> bool {
    Reflect::get(&window().navigator(), &"pdfViewerEnabled".into())
        .is_ok_and(|enabled| enabled.is_truthy())
}
