//! Why two cards may be one person, in words.

use leptos::prelude::*;
use wire::duplicates::{Certainty, Reason};

use crate::i18n::t;
use crate::ui::{Chip, Tone};

pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::SamePhone => t::duplicates::same_phone(),
        Reason::SameEmail => t::duplicates::same_email(),
        Reason::SameName => t::duplicates::same_name(),
        Reason::SwappedName => t::duplicates::swapped_name(),
        Reason::SimilarName => t::duplicates::similar_name(),
        Reason::SameBirthday => t::duplicates::same_birthday(),
        Reason::OtherBirthday => t::duplicates::other_birthday(),
        Reason::OtherPatronymic => t::duplicates::other_patronymic(),
    }
}

/// `тот же телефон, имя похоже`.
pub fn reasons(all: &[Reason]) -> String {
    all.iter()
        .copied()
        .map(reason)
        .collect::<Vec<_>>()
        .join(", ")
}

pub fn certainty(certainty: Certainty) -> AnyView {
    let (label, tone) = match certainty {
        Certainty::Certain => (t::duplicates::certain(), Tone::Warn),
        Certainty::Likely => (t::duplicates::likely(), Tone::Info),
        Certainty::Possible => (t::duplicates::possible(), Tone::Plain),
    };
    view! { <Chip label=label tone=tone /> }.into_any()
}
