//! What a screen shows while its data is on the way, old, missing or forbidden.

use std::sync::Arc;

use client::Failure;
use domain::access::Permission;
use leptos::prelude::*;
use wire::error::Code;

use crate::clubtime;
use crate::data::Query;
use crate::i18n::t;
use crate::settings::permission_name;
use crate::ui::{
    Banner, Button, EmptyState, Icon, Kind, ReadFailure, Skeleton, Tone, Waiting, held,
};

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
    let steady = steady(query, hold);
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

/// The same, drawn once: what is inside follows the data.
#[component]
pub fn Followed<T: Send + Sync + 'static, V: IntoView + 'static>(
    query: Query<T>,
    #[prop(default = 8)] rows: usize,
    /// While this is true the data is not followed: the page is ahead of it.
    #[prop(optional, into)]
    hold: Signal<bool>,
    children: impl Fn(Signal<Arc<T>>) -> V + Send + Sync + Clone + 'static,
) -> AnyView {
    let ready = Signal::derive(move || query.data().is_some() || query.failure().is_some());
    let missing = Memo::new(move |_| query.data().is_none());
    let steady = steady(query, hold);
    let shown = move || match missing.get() {
        true => query.failure().map(|failure| {
            view! { <Trouble failure=failure on_retry=move |()| query.refresh() /> }.into_any()
        }),
        false => untrack(|| steady.get()).map(|first| {
            let data = Signal::derive(move || steady.get().unwrap_or_else(|| first.clone()));
            children(data).into_any()
        }),
    };
    view! {
        <StaleStrip at=Signal::derive(move || query.failure().and_then(|_| query.at())) on_retry=move |()| query.refresh() />
        <Waiting ready=ready skeleton=move || view! { <Skeleton rows=rows /> }>{shown.clone()}</Waiting>
    }
    .into_any()
}

/// The data, as it was while something holds it: nothing changes under a pointer that is down or an open menu.
fn steady<T: Send + Sync + 'static>(query: Query<T>, hold: Signal<bool>) -> Memo<Option<Arc<T>>> {
    let held = held();
    Memo::new_with_compare(
        move |before: Option<&Option<Arc<T>>>| match before {
            Some(Some(before)) if hold.get() || held.get() => Some(before.clone()),
            _ => query.data(),
        },
        |before, now| {
            let place =
                |data: Option<&Option<Arc<T>>>| data.and_then(Option::as_ref).map(Arc::as_ptr);
            place(before) != place(now)
        },
    )
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
            let word = failure
                .problem()
                .and_then(|problem| problem.params.get("permission").cloned())
                .unwrap_or_default();
            match Permission::parse(&word) {
                Some(permission) => view! { <Forbidden permission=permission /> }.into_any(),
                None => {
                    view! { <EmptyState text=t::shell::forbidden_text(word) icon=Icon::Lock /> }
                        .into_any()
                }
            }
        }
        _ => {
            let code = failure.problem().map(|problem| problem.request_id.clone());
            view! { <ReadFailure text=t::shell::cannot_read() code=Signal::stored(code) on_retry=on_retry /> }.into_any()
        }
    }
}

/// In place of what the role does not allow: which permission is missing, and who can grant it.
#[component]
pub fn Forbidden(permission: Permission) -> AnyView {
    let text = t::shell::forbidden_text(permission_name(permission));
    view! { <EmptyState text=text icon=Icon::Lock /> }.into_any()
}
