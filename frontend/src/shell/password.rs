//! Changing one's own password.

use leptos::prelude::*;
use wire::auth::{ChangePassword, PasswordChange};

use crate::data::{queries, sending};
use crate::entry::{NewPassword, SHORTEST_PASSWORD, Trouble};
use crate::i18n::t;
use crate::ui::{Button, Field, Kind, Need, PasswordInput, Press, Toast, toasts};

/// The form of the dialog that `open` holds open; closes it when the password is changed.
#[component]
pub fn OwnPassword(open: RwSignal<bool>) -> AnyView {
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let change = sending();
    let (queries, toasts) = (queries(), toasts());
    let send = move || {
        tried.set(true);
        let request = PasswordChange {
            current: current.get_untracked(),
            new: new.get_untracked(),
        };
        if request.current.is_empty() || request.new.chars().count() < SHORTEST_PASSWORD {
            return;
        }
        change.send::<ChangePassword>((), (), request, move |()| {
            // All other sessions have ended with it.
            queries.stale(&["auth"]);
            toasts.show(Toast::new(t::shell::password_changed()));
            open.set(false);
        });
    };
    let missing = move || {
        let empty = tried.get() && current.with(String::is_empty);
        empty.then(|| t::entry::required().to_owned())
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <p class="meta">{t::shell::password_text()}</p>
            <Field label=t::shell::password_current() need=Need::Required error=Signal::derive(missing)>
                <PasswordInput value=current />
            </Field>
            <NewPassword value=new tried=tried refused=Signal::derive(move || change.fault("/new")) />
            <Trouble of=change wrong=t::shell::password_wrong />
            <Button label=t::shell::password_change() kind=Kind::Primary press=Press::Submit busy=Signal::derive(move || change.pending()) />
        </form>
    }
    .into_any()
}
