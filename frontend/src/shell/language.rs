//! The language of the interface, before anybody is signed in.

use leptos::prelude::*;

use crate::data::remember;
use crate::i18n::{self, Language, t};
use crate::ui::{Radio, Segmented};

pub fn languages() -> Vec<Radio> {
    // Each in its own words: whoever cannot read the page finds his own.
    vec![
        Radio::new("ru", "Русский"),
        Radio::new("en", "English"),
        Radio::new("ro", "Română"),
    ]
}

pub fn shown() -> &'static str {
    match i18n::language() {
        Language::Ru => "ru",
        Language::En => "en",
        Language::Ro => "ro",
    }
}

#[component]
pub fn LanguageChoice() -> AnyView {
    let value = RwSignal::new(shown().to_owned());
    let choose = move |language: String| {
        remember("language", &language);
        let _ = window().location().reload();
    };
    view! { <Segmented value=value label=t::shell::language() options=Signal::stored(languages()) on_change=choose /> }.into_any()
}
