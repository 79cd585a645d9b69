//! What to do without the password. There is no mail to send a link by, so a colleague makes one.

use leptos::prelude::*;

use crate::i18n::t;
use crate::links;
use crate::ui::{BareFrame, LinkButton};

#[component]
pub fn Forgot() -> AnyView {
    document().set_title(t::entry::forgot_title());
    view! {
        <BareFrame>
            <div class="entry">
                <div class="entry__brand">"Perezvon"</div>
                <h1 tabindex="-1">{t::entry::forgot_title()}</h1>
                <p>{t::entry::forgot_text()}</p>
                <p>{t::entry::forgot_owner()}</p>
                <p><code class="entry__code">"perezvon user reset-password <e-mail>"</code></p>
                <LinkButton label=t::entry::back_to_sign_in() href=links::sign_in() />
            </div>
        </BareFrame>
    }
    .into_any()
}
