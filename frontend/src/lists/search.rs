//! What stands over a list: its search field and how many it finds.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::page::Total;

use super::lines::Lines;
use crate::i18n::{number, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::SearchInput;

/// Typing pauses this long before the list is asked.
const PAUSE: Duration = Duration::from_millis(180);

/// Goes to another address of the list without a step in the history.
pub fn narrowing() -> Callback<String> {
    let go = use_navigate();
    Callback::new(move |address: String| {
        go(
            &address,
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    })
}

/// Asks when typing pauses, and follows the address: Back, Forward and "reset". `/` leads to it.
#[component]
pub fn ListSearch(
    label: &'static str,
    #[prop(into)] q: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
) -> AnyView {
    let typed = RwSignal::new(q.get_untracked());
    let input = NodeRef::<html::Input>::new();
    keys::add(
        Command::new("list.search", Scope::Page, label, move || {
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
                input.select();
            }
        })
        .on(Chord::SLASH),
    );
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let text = typed.get();
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        if q.with_untracked(|now| *now == text) {
            return;
        }
        let ask = move || {
            waiting.try_set_value(None);
            on_change.run(text.clone());
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    });
    Effect::new(move |_| {
        let text = q.get();
        if waiting.with_value(Option::is_none) && typed.get_untracked() != text {
            typed.set(text);
        }
    });
    view! { <SearchInput value=typed label=label node=input /> }.into_any()
}

/// Beside the title: how many there are, and where one is among them.
pub fn counted(lines: Lines) -> AnyView {
    let words = |total: Total| {
        let count = number(i64::from(total.count));
        match total.exact {
            true => count,
            false => t::clients::more_than(count),
        }
    };
    let place = move || {
        let (first, last) = lines.place()?;
        let (first, last) = (number(first as i64), number(last as i64));
        Some(view! { <span class="meta num lists-place">{t::ui::rows_seen(first, last)}</span> })
    };
    let total = move || {
        let total = lines.total()?;
        Some(view! { <span class="meta num">{words(total)}</span> })
    };
    view! { {total}{place} }.into_any()
}
