//! The session ended while somebody worked: he signs in over the page, and what he was doing goes on.

use leptos::prelude::*;

use crate::data::session;
use crate::entry::SignInForm;
use crate::i18n::t;
use crate::links;
use crate::ui::{Dialog, DialogSize};

#[component]
pub fn ExpiredPanel() -> AnyView {
    let session = session();
    let open = RwSignal::new(true);
    let email = move || session.with_me(|me| me.email.clone());
    view! {
        // Closing it would leave a page that can do nothing: it opens again.
        <Dialog open=open title=t::shell::expired_title() size=DialogSize::Normal on_close=move |()| open.set(true)>
            <div class="stack">
                <p>{t::shell::expired_text()}</p>
                {move || email().map(|email| view! { <SignInForm only=email /> })}
                <a href=links::sign_in() rel="external">{t::shell::another_person()}</a>
            </div>
        </Dialog>
    }
    .into_any()
}
