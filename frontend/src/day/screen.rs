//! The page: head, list and what floats over it.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use wire::day::{DayTab, GetMyDay};

use super::address::{DayAddress, Whose};
use super::head::{Filters, StartButton, tabs};
use super::list::DayList;
use crate::clubtime;
use crate::data::{now, query};
use crate::i18n::{self, t};
use crate::links;
use crate::shell::loaded::{StaleStrip, Trouble};
use crate::tasks::{acts, colleagues};
use crate::ui::{Banner, Button, Kind, Page, Skeleton, Tone, Waiting};

#[component]
pub fn Day() -> AnyView {
    let map = use_query_map();
    let address = Memo::new(move |_| map.with(DayAddress::read));
    let day = query::<GetMyDay>(move || Some(((), address.get().question())));
    let acts = acts();

    let people = colleagues();
    let title = move || match address.get().whose {
        Whose::Mine => t::day::title().to_owned(),
        Whose::Team => t::day::title_team().to_owned(),
        Whose::Colleague(id) => {
            let name = people.with(|all| {
                all.iter()
                    .find(|choice| choice.value == id)
                    .map(|choice| choice.label.clone())
            });
            name.map_or_else(|| t::day::title().to_owned(), t::day::title_of)
        }
    };
    let date = move || {
        let zone = clubtime::home_zone();
        i18n::day_long(zone.day(now()))
    };
    let waiting = Memo::new(move |_| {
        let counts = day.data().map(|day| day.counts.clone());
        counts.map_or(0, |counts| counts.now + counts.overdue + counts.today)
    });
    let start = Memo::new(move |_| links::run(&address.get().with_tab(DayTab::Todo).parameters()));
    let go = use_navigate();
    let start_now = Callback::new(move |()| {
        if waiting.get_untracked() > 0 {
            go(&start.get_untracked(), Default::default());
        }
    });
    let ready = Signal::derive(move || day.data().is_some() || day.failure().is_some());
    let failed = Memo::new(move |_| day.data().is_none() && day.failure().is_some());
    view! {
        <Page
            title=Signal::derive(title)
            note=move || view! { <span class="page__note">{date}</span> }
            actions=move || view! { <StartButton waiting=waiting href=start on_key=start_now /> }
            above=move || view! {
                {tabs(address, day)}
                <Filters address=address people=people />
                {move || acts.trouble().map(|words| view! {
                    <Banner
                        text=words
                        tone=Tone::Danger
                        actions=move || view! { <Button label=crate::i18n::t::ui::close() kind=Kind::Ghost on_press=move |()| acts.forget_trouble() /> }
                    />
                })}
                <StaleStrip at=Signal::derive(move || day.failure().and_then(|_| day.at())) on_retry=move |()| day.refresh() />
            }
            flush=true
        >
            <Waiting ready=ready skeleton=|| view! { <Skeleton rows=12 /> }.into_any()>
                {move || match failed.get() {
                    true => day.failure().map(|failure| view! { <Trouble failure=failure on_retry=move |()| day.refresh() /> }).into_any(),
                    false => view! { <DayList day=day address=address acts=acts /> }.into_any(),
                }}
            </Waiting>
        </Page>
    }
    .into_any()
}
