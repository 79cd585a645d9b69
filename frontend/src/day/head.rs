//! Above the list: the start, the tabs, the filters.

use std::time::Duration;

use domain::access::{Permission, Scope};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wire::day::{DayTab, MyDay};

use super::address::{DayAddress, Whose};
use crate::data::{Query, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope as KeyScope};
use crate::ui::{
    Button, Choice, Combobox, Icon, Kind, LinkButton, Radio, SearchInput, Segmented, Select,
    TabLink, TabLinks,
};

/// "Start: 14 tasks". Enter starts as well, while no row has the focus.
#[component]
pub fn StartButton(
    waiting: Memo<u32>,
    href: Memo<String>,
    #[prop(into)] on_key: Callback<()>,
) -> AnyView {
    keys::add(
        Command::new(
            "day.start",
            KeyScope::Page,
            t::day::start_label(),
            move || on_key.run(()),
        )
        .on(Chord::ENTER),
    );
    view! {
        {move || (waiting.get() > 0).then(|| view! {
            <LinkButton
                label=t::day::start(i64::from(waiting.get()))
                href=href.get()
                kind=Kind::Primary
                icon=Icon::Phone
                chord=Chord::ENTER
            />
        })}
    }
    .into_any()
}

pub fn tabs(address: Memo<DayAddress>, day: Query<MyDay>) -> AnyView {
    let counts = move || day.data().map(|day| day.counts.clone());
    let tab = move |tab: DayTab, label: &'static str| {
        let href = Signal::derive(move || address.get().with_tab(tab).link());
        let current = Signal::derive(move || address.get().tab == tab);
        let count = Signal::derive(move || {
            let counts = counts()?;
            let count = match tab {
                DayTab::Todo => counts.now + counts.overdue + counts.today,
                DayTab::Planned => counts.planned,
                DayTab::Done => counts.done,
            };
            Some(count.to_string())
        });
        TabLink::new(label, href, current).count(count)
    };
    let all = vec![
        tab(DayTab::Todo, t::day::todo()),
        tab(DayTab::Planned, t::day::planned()),
        tab(DayTab::Done, t::day::done()),
    ];
    view! { <TabLinks label=t::day::tabs() tabs=all /> }.into_any()
}

#[component]
pub fn Filters(address: Memo<DayAddress>, people: Signal<Vec<Choice>>) -> AnyView {
    let go = use_navigate();
    let change = Callback::new(move |to: DayAddress| {
        if to != address.get_untracked() {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            go(&to.link(), options);
        }
    });
    let search = NodeRef::<html::Input>::new();
    keys::add(
        Command::new(
            "day.filter",
            KeyScope::Page,
            t::day::filter_key(),
            move || {
                if let Some(input) = search.get_untracked() {
                    let _ = input.focus();
                }
            },
        )
        .on(Chord::SLASH),
    );
    let words = RwSignal::new(address.get_untracked().words);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |before: Option<String>| {
        let typed = words.get();
        if before.is_some_and(|before| before != typed) {
            if let Some(handle) = timer.get_value() {
                handle.clear();
            }
            let words = typed.trim().to_owned();
            let to = DayAddress {
                words,
                ..address.get_untracked()
            };
            timer.set_value(
                set_timeout_with_handle(move || change.run(to.clone()), Duration::from_millis(250))
                    .ok(),
            );
        }
        typed
    });
    let kind = RwSignal::new(address.get_untracked().kind.unwrap_or_default());
    let kinds = vec![
        Radio::new("", t::day::type_all()),
        Radio::new("call", t::day::type_call()),
        Radio::new("client", t::day::type_client()),
        Radio::new("internal", t::day::type_internal()),
    ];
    let choose_kind = move |kind: String| {
        change.run(DayAddress {
            kind: (!kind.is_empty()).then_some(kind),
            ..address.get_untracked()
        });
    };
    let sees_others = move || {
        session()
            .scope(Permission::TaskRead)
            .is_some_and(|scope| scope != Scope::Own)
    };
    view! {
        <div class="day__filters" role="search">
            <div class="day__search"><SearchInput value=words label=t::day::filter() node=search /></div>
            <div class="day__type">
                <Select value=kind options=Signal::stored(kinds) label=t::day::r#type() on_change=choose_kind />
            </div>
            {move || sees_others().then(|| view! { <WhoseChoice address=address people=people change=change /> })}
            {move || address.get().is_filtered().then(|| view! {
                <Button label=t::day::reset() kind=Kind::Ghost icon=Icon::X on_press=move |()| {
                    words.set(String::new());
                    kind.set(String::new());
                    change.run(address.get_untracked().unfiltered());
                } />
            })}
        </div>
    }
    .into_any()
}

/// For whoever may see more than his own: mine, the team's, one colleague's.
#[component]
fn WhoseChoice(
    address: Memo<DayAddress>,
    people: Signal<Vec<Choice>>,
    change: Callback<DayAddress>,
) -> AnyView {
    let mine = match address.get_untracked().whose {
        Whose::Mine => "me",
        Whose::Team => "team",
        Whose::Colleague(_) => "",
    };
    let scope = RwSignal::new(mine.to_owned());
    let chosen = RwSignal::new(Vec::<Choice>::new());
    Effect::new(move |_| {
        if let Whose::Colleague(id) = address.get().whose {
            let found = people.with(|all| all.iter().find(|choice| choice.value == id).cloned());
            chosen.set(found.into_iter().collect());
        }
    });
    let to = move |whose: Whose| {
        change.run(DayAddress {
            whose,
            ..address.get_untracked()
        });
    };
    let options = vec![
        Radio::new("me", t::day::mine()),
        Radio::new("team", t::day::team()),
    ];
    let choose = move |word: String| {
        chosen.set(Vec::new());
        to(if word == "team" {
            Whose::Team
        } else {
            Whose::Mine
        });
    };
    let pick = move |picked: Vec<Choice>| match picked.first() {
        Some(choice) => {
            scope.set(String::new());
            to(Whose::Colleague(choice.value.clone()));
        }
        None => {
            scope.set("me".to_owned());
            to(Whose::Mine);
        }
    };
    view! {
        <Segmented value=scope label=t::day::whose() options=Signal::stored(options) on_change=choose />
        <div class="day__person" role="group" aria-label=t::day::whose()>
            <Combobox chosen=chosen options=people on_change=pick placeholder=t::day::col_assignee() />
        </div>
    }
    .into_any()
}
