//! Waiting without flicker: nothing for 200 ms, then a skeleton of the shape of the result, for at least 300 ms.

use std::time::Duration;

use leptos::children::ViewFn;
use leptos::prelude::*;

use crate::i18n::t;

const QUIET: Duration = Duration::from_millis(200);
const SHOWN: Duration = Duration::from_millis(300);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Quiet,
    Skeleton,
    Ready,
}

/// Shows `children` when `ready`, with patience before.
#[component]
pub fn Waiting(
    #[prop(into)] ready: Signal<bool>,
    /// What stands there meanwhile.
    #[prop(into)]
    skeleton: ViewFn,
    /// Told for as long as `children` are not there.
    #[prop(optional)]
    busy: Option<RwSignal<bool>>,
    children: ChildrenFn,
) -> AnyView {
    let phase = RwSignal::new(if ready.get_untracked() {
        Phase::Ready
    } else {
        Phase::Quiet
    });
    let held = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    if phase.get_untracked() == Phase::Quiet {
        let handle = set_timeout_with_handle(
            move || {
                if phase.try_get_untracked() == Some(Phase::Quiet) {
                    phase.set(Phase::Skeleton);
                    held.set(true);
                    let handle = set_timeout_with_handle(
                        move || {
                            held.try_set(false);
                        },
                        SHOWN,
                    );
                    timer.try_update_value(|t| *t = handle.ok());
                }
            },
            QUIET,
        );
        timer.set_value(handle.ok());
    }
    Effect::new(move |_| {
        if ready.get() && !held.get() {
            phase.set(Phase::Ready);
        }
    });
    on_cleanup(move || {
        if let Some(handle) = timer.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    });
    let shown = Memo::new(move |_| phase.get());
    if let Some(busy) = busy {
        Effect::new(move |_| busy.set(shown.get() != Phase::Ready));
    }
    view! {
        {move || match shown.get() {
            Phase::Quiet => ().into_any(),
            Phase::Skeleton => skeleton.run(),
            Phase::Ready => children().into_any(),
        }}
    }
    .into_any()
}

/// Rows of grey bars with the height of the rows that will come.
#[component]
pub fn Skeleton(
    rows: usize,
    /// Lines of text rather than rows of a table.
    #[prop(optional)]
    lines: bool,
) -> AnyView {
    view! {
        <div class="skeleton" data-kind=lines.then_some("lines") aria-busy="true">
            <span class="vh">{t::ui::loading()}</span>
            {(0..rows).map(|_| view! {
                <div class="skeleton__row" aria-hidden="true">
                    <span class="skeleton__bar"></span>
                    <span class="skeleton__bar"></span>
                    <span class="skeleton__bar"></span>
                </div>
            }).collect_view()}
        </div>
    }
    .into_any()
}
