//! Chips of the questions that narrow the list, and the form that adds and changes one.

use domain::filters::Filter;
use leptos::prelude::*;
use wire::own_fields::ListedField;

use super::address::Parts;
use super::question::Question;
use super::told::told;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Button, Dialog, DialogSize, FilterChip, Icon, Kind, narrow};

/// Up to this width the form is a sheet of its own.
const PHONE: u32 = 640;

/// Which question the form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    New,
    All(usize),
    Any(usize),
}

#[component]
pub fn FilterBar(
    fields: Memo<Vec<ListedField>>,
    filter: Memo<Filter>,
    #[prop(into)] on_change: Callback<Filter>,
) -> AnyView {
    let parts = Memo::new(move |_| -> Parts { filter.with(|filter| filter.into()) });
    let asked = RwSignal::new(None::<Asked>);
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    keys::add(
        Command::new("list.filter", Scope::Page, t::filters::add(), move || {
            asked.set(Some(Asked::New));
        })
        .on(Chord::letter('f')),
    );
    let change = move |change: &dyn Fn(&mut Parts)| {
        let mut now = parts.get_untracked();
        change(&mut now);
        on_change.run(now.into());
    };
    let done = Callback::new(move |(question, any): (Filter, bool)| {
        let place = asked.get_untracked();
        change(&move |parts| {
            let replaced = match (place, any) {
                (Some(Asked::All(place)), false) => parts.all.get_mut(place),
                (Some(Asked::Any(place)), true) => parts.any.get_mut(place),
                _ => None,
            };
            if let Some(before) = replaced {
                *before = question.clone();
                return;
            }
            match place {
                Some(Asked::All(place)) if place < parts.all.len() => drop(parts.all.remove(place)),
                Some(Asked::Any(place)) if place < parts.any.len() => drop(parts.any.remove(place)),
                _ => {}
            }
            match any {
                true => parts.any.push(question.clone()),
                false => parts.all.push(question.clone()),
            }
        });
        asked.set(None);
    });
    let cancel = Callback::new(move |()| asked.set(None));
    let chip = move |place: Asked, question: Filter| {
        let text = fields.with(|fields| told(fields, &question));
        let press = move |()| asked.set(Some(place));
        let remove = move |()| {
            change(&|parts| match place {
                Asked::All(place) => drop(parts.all.remove(place)),
                Asked::Any(place) => drop(parts.any.remove(place)),
                Asked::New => {}
            });
            asked.set(None);
        };
        let editable = matches!(question, Filter::Test { .. });
        match editable {
            true => view! { <FilterChip label=text on=true on_press=press on_remove=remove /> }
                .into_any(),
            false => view! { <FilterChip label=text on=true on_remove=remove /> }.into_any(),
        }
    };
    let chips = move || {
        let Parts { all, any } = parts.get();
        let group = (!any.is_empty()).then(|| {
            let last = any.len() - 1;
            let chips = any.into_iter().enumerate().map(|(place, question)| {
                let or = (place < last).then(|| view! { <span class="meta">{t::filters::or()}</span> });
                view! { {chip(Asked::Any(place), question)}{or} }
            });
            view! { <span class="cluster filter-group" role="group" aria-label=t::filters::join_any()>{chips.collect_view()}</span> }
        });
        let chips = all
            .into_iter()
            .enumerate()
            .map(|(place, question)| chip(Asked::All(place), question));
        view! { {chips.collect_view()}{group} }
    };
    let form = move || {
        let place = asked.get()?;
        let Parts { all, any } = parts.get_untracked();
        let before = match place {
            Asked::New => None,
            Asked::All(place) => all.get(place).cloned(),
            Asked::Any(place) => any.get(place).cloned(),
        };
        let among = matches!(place, Asked::Any(_));
        Some(
            view! { <Question fields=fields before=before any=among on_done=done on_cancel=cancel /> },
        )
    };
    // A thumb needs the whole screen.
    let on_phone = narrow(PHONE);
    let sheet = move || {
        on_phone.get().then(|| view! {
            <Dialog open=open title=t::filters::question() size=DialogSize::Sheet on_close=cancel>{form}</Dialog>
        })
    };
    view! {
        {chips}
        <Button label=t::filters::add() icon=Icon::Plus kind=Kind::Ghost chord=Chord::letter('f') on_press=move |()| asked.set(Some(Asked::New)) />
        {move || (!on_phone.get()).then(form)}
        {sheet}
    }
    .into_any()
}
