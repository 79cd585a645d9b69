//! What somebody is in a company: a word of the club's own, and those that were used before.

use leptos::prelude::*;
use wire::companies::ListCompanyRoles;

use crate::data::query;
use crate::i18n::t;
use crate::ui::{Choice, Combobox};

#[component]
pub fn RoleBox(
    chosen: RwSignal<Vec<Choice>>,
    #[prop(optional, into)] on_change: Option<Callback<Vec<Choice>>>,
) -> AnyView {
    let known = query::<ListCompanyRoles>(|| Some(((), ())));
    let options = Signal::derive(move || {
        let known = known.data();
        let words = known.iter().flat_map(|known| known.roles.iter());
        words
            .map(|word| Choice::new(word.clone(), word.clone()))
            .collect::<Vec<_>>()
    });
    let pick = move |all: Vec<Choice>| {
        if let Some(run) = on_change {
            run.run(all);
        }
    };
    let create = move |word: String| {
        let choice = Choice::new(word.clone(), word);
        chosen.set(vec![choice.clone()]);
        pick(vec![choice]);
    };
    view! {
        <Combobox
            chosen=chosen
            options=options
            on_create=Some(Callback::new(create))
            on_change=pick
            placeholder=t::companies::role_example()
        />
    }
    .into_any()
}

/// The word that was chosen.
pub fn word(chosen: RwSignal<Vec<Choice>>) -> Option<String> {
    chosen.with_untracked(|chosen| chosen.first().map(|choice| choice.label.clone()))
}
