//! A new call: one to be made, or one that is ringing right now.

use leptos::prelude::*;

use super::incoming::Incoming;
use super::task::TaskForm;
use crate::i18n::t;
use crate::ui::{Radio, Segmented};

#[component]
pub fn CallForm(close: Callback<()>) -> AnyView {
    let direction = RwSignal::new("outgoing".to_owned());
    let options = vec![
        Radio::new("outgoing", t::quick::outgoing()),
        Radio::new("incoming", t::quick::incoming()),
    ];
    let incoming = Memo::new(move |_| direction.with(|word| word == "incoming"));
    view! {
        <div class="stack">
            <Segmented value=direction label=t::quick::direction() options=Signal::stored(options) />
            {move || match incoming.get() {
                true => view! { <Incoming close=close /> }.into_any(),
                false => view! { <TaskForm close=close calls=true /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}
