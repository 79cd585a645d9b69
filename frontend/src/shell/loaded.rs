//! What a screen shows while its data is on the way, old, missing or forbidden.

use client::Failure;
use leptos::prelude::*;
use std::sync::Arc;
use wire::error::Code;

use crate::clubtime;
use crate::data::Query;
use crate::i18n::t;
use crate::ui::{Banner, Button, EmptyState, Icon, Kind, ReadFailure, Skeleton, Tone, Waiting};

/// The data once it is there; a skeleton before; the reason in its place when it cannot be had. Old data stays while a refresh
/// fails, under a strip that says so.
#[component]
pub fn Loaded<T: Send + Sync + 'static, V: IntoView + 'static>(
    query: Query<T>,
    #[prop(default = 8)] rows: usize,
    /// While this is true nothing is drawn anew: somebody is typing there.
    #[prop(optional, into)]
    hold: Signal<bool>,
    children: impl Fn(Arc<T>) -> V + Send + Sync + Clone + 'static,
) -> AnyView {
    let ready = Signal::derive(move || query.data().is_some() || query.failure().is_some());
    let missing = Memo::new(move |_| query.data().is_none());
    let steady = Memo::new_with_compare(
        move |before: Option<&Option<Arc<T>>>| match before {
            Some(Some(before)) if hold.get() => Some(before.clone()),
            _ => query.data(),
        },
        |before, now| {
            let place =
                |data: Option<&Option<Arc<T>>>| data.and_then(Option::as_ref).map(Arc::as_ptr);
            place(before) != place(now)
        },
    );
    let content = move || steady.get().map(|data| children(data).into_any());
    let shown = move || match missing.get() {
        true => query.failure().map(|failure| {
            view! { <Trouble failure=failure on_retry=move |()| query.refresh() /> }.into_any()
        }),
        false => content(),
    };
    view! {
        <StaleStrip at=Signal::derive(move || query.failure().and_then(|_| query.at())) on_retry=move |()| query.refresh() />
        <Waiting ready=ready skeleton=move || view! { <Skeleton rows=rows /> }>{shown.clone()}</Waiting>
    }
    .into_any()
}

/// Over data that could not be refreshed.
#[component]
pub fn StaleStrip(at: Signal<Option<f64>>, #[prop(into)] on_retry: Callback<()>) -> AnyView {
    view! {
        {move || at.get().map(|millis| {
            let time = clubtime::clock(domain::time::Timestamp::from_micros((millis * 1000.0) as i64));
            view! {
                <Banner
                    text=t::shell::read_failed(time)
                    tone=Tone::Warn
                    actions=move || view! { <Button label=t::shell::retry() kind=Kind::Ghost on_press=on_retry /> }
                />
            }
        })}
    }
    .into_any()
}

/// Why there is nothing to show.
#[component]
pub fn Trouble(failure: Failure, #[prop(into)] on_retry: Callback<()>) -> AnyView {
    match failure.code() {
        Some(Code::NotFound) => {
            view! { <EmptyState text=t::shell::not_found_title() icon=Icon::CircleHelp /> }
                .into_any()
        }
        Some(Code::NotAllowed) => {
            let permission = failure
                .problem()
                .and_then(|problem| problem.params.get("permission").cloned())
                .unwrap_or_default();
            view! { <EmptyState text=t::shell::forbidden_text(permission) icon=Icon::Lock /> }
                .into_any()
        }
        _ => {
            let code = failure.problem().map(|problem| problem.request_id.clone());
            view! { <ReadFailure text=t::shell::cannot_read() code=Signal::stored(code) on_retry=on_retry /> }.into_any()
        }
    }
}
