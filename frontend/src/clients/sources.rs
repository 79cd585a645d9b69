//! Where clients come from: the values of the one dictionary that has this role.

use leptos::prelude::*;
use wire::clients::ValueName;
use wire::dictionaries::{DictionaryRole, GetDictionary, ListDictionaries};

use crate::data::query;
use crate::i18n::t;
use crate::ui::Radio;

/// What a source is chosen from, none first. `now` stays to be seen when it was archived meanwhile.
pub fn source_options(now: Signal<Option<ValueName>>) -> Signal<Vec<Radio>> {
    let dictionaries = query::<ListDictionaries>(|| Some(((), ())));
    let id = Memo::new(move |_| {
        let page = dictionaries.data()?;
        let mut all = page.items.iter();
        let sources = all.find(|one| one.role == Some(DictionaryRole::Sources))?;
        Some(sources.id)
    });
    let sources = query::<GetDictionary>(move || id.get().map(|id| ((id,), ())));
    Signal::derive(move || {
        let list = sources.data();
        let values = list.iter().flat_map(|list| list.values.iter());
        let mut options = vec![Radio::new("", t::clients::no_source())];
        options.extend(
            values
                .filter(|value| value.archived_at.is_none())
                .map(|value| Radio::new(value.id.to_string(), value.name.clone())),
        );
        if let Some(now) = now.get() {
            let word = now.id.to_string();
            if options.iter().all(|option| option.value != word) {
                options.push(Radio::new(word, now.name));
            }
        }
        options
    })
}
