//! A link from a colleague: joining the club, or a new password.

use leptos::prelude::*;
use wire::auth::{AcceptInvitation, AcceptRequest, GetInvitation, Invitation, InvitationKind};

use super::trouble::Trouble;
use super::{leave_when_signed_in, token_of_address};
use crate::data::{query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::ui::{
    BareFrame, Button, Field, Fill, Input, InputKind, Kind, LinkButton, Need, PasswordInput, Press,
};

/// As the server demands it.
pub const SHORTEST_PASSWORD: usize = 12;

#[component]
pub fn Join() -> AnyView {
    let token = StoredValue::new(token_of_address());
    let invitation = query::<GetInvitation>(move || Some(((token.get_value(),), ())));
    document().set_title(t::entry::join());
    let content = move || match (invitation.data(), invitation.failure()) {
        (Some(found), _) => {
            view! { <Accept invitation=(*found).clone() token=token.get_value() /> }.into_any()
        }
        (None, Some(failure)) if failure.may_repeat() => view! {
            <p role="alert">{t::entry::no_answer()}</p>
            <Button label=t::shell::retry() on_press=move |()| invitation.refresh() />
        }
        .into_any(),
        (None, Some(_)) => view! {
            <h1 tabindex="-1">{t::entry::link_title()}</h1>
            <p>{t::entry::link_text()}</p>
            <LinkButton label=t::entry::back_to_sign_in() href=links::sign_in() />
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <BareFrame>
            <div class="entry">
                <div class="entry__brand">"Perezvon"</div>
                {content}
            </div>
        </BareFrame>
    }
    .into_any()
}

#[component]
fn Accept(invitation: Invitation, token: String) -> AnyView {
    leave_when_signed_in(|| None);
    let session = session();
    let accept = sending();
    let token = StoredValue::new(token);
    let joins = invitation.kind == InvitationKind::Join;
    let name = RwSignal::new(invitation.name.clone());
    let password = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let send = move || {
        tried.set(true);
        let request = AcceptRequest {
            name: name.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        if request.name.is_empty() || request.password.chars().count() < SHORTEST_PASSWORD {
            return;
        }
        let path = (token.get_value(),);
        accept.send::<AcceptInvitation>(path, (), request, move |granted| session.enter(granted));
    };
    let name_error = move || {
        let empty = tried.get() && name.with(|text| text.trim().is_empty());
        accept
            .fault("/name")
            .or_else(|| empty.then(|| t::entry::required().to_owned()))
    };
    let (title, text, button) = match joins {
        true => (
            t::entry::join_title(&invitation.organisation),
            t::entry::join_text(&invitation.email),
            t::entry::join(),
        ),
        false => (
            t::entry::reset_title().to_owned(),
            t::entry::reset_text(&invitation.email),
            t::entry::reset(),
        ),
    };
    view! {
        <h1 tabindex="-1">{title}</h1>
        <p>{text}</p>
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            // Password managers want to know whose password it is.
            <input class="vh" type="email" autocomplete="username" readonly tabindex="-1" aria-hidden="true" value=invitation.email.clone() />
            {joins.then(|| view! {
                <Field label=t::entry::name() need=Need::Required error=Signal::derive(name_error)>
                    <Input value=name kind=InputKind::Name />
                </Field>
            })}
            <NewPassword value=password tried=tried refused=Signal::derive(move || accept.fault("/password")) />
            <Trouble of=accept />
            <Button label=button kind=Kind::Primary fill=Fill::Row press=Press::Submit busy=Signal::derive(move || accept.pending()) />
        </form>
    }
    .into_any()
}

/// A password that is being chosen: says how many characters are missing while they are.
#[component]
pub fn NewPassword(
    value: RwSignal<String>,
    tried: RwSignal<bool>,
    refused: Signal<Option<String>>,
) -> AnyView {
    let missing = move || value.with(|text| SHORTEST_PASSWORD.saturating_sub(text.chars().count()));
    let count = move || i64::try_from(missing()).unwrap_or_default();
    let error = move || {
        let short = tried.get() && missing() > 0;
        refused.get().or_else(|| {
            short.then(|| match value.with(String::is_empty) {
                true => t::entry::required().to_owned(),
                false => t::entry::password_short(count()),
            })
        })
    };
    let hint = move || match value.with(String::is_empty) || missing() == 0 {
        true => t::entry::password_hint().to_owned(),
        false => t::entry::password_short(count()),
    };
    view! {
        <Field label=t::entry::new_password() need=Need::Required hint=Signal::derive(move || Some(hint())) error=Signal::derive(error)>
            <PasswordInput value=value fresh=true />
        </Field>
    }
    .into_any()
}
