//! The language of the interface, before anybody is signed in.

use leptos::prelude::*;

use crate::i18n::{self, Language, t};
use crate::prefs;
use crate::ui::{Radio, Segmented};

/// The languages as choices.
pub fn languages() -> Vec<Radio> {
    i18n::LANGUAGES
        .map(|(code, name)| Radio::new(code, name))
        .to_vec()
}

#[component]
pub fn LanguageChoice() -> AnyView {
    let value = RwSignal::new(i18n::language().as_str().to_owned());
    let choose = move |word: String| {
        if let Some(language) = Language::parse(&word) {
            prefs::set_language(language);
        }
    };
    view! { <Segmented value=value label=t::shell::language() options=Signal::stored(languages()) on_change=choose /> }.into_any()
}
