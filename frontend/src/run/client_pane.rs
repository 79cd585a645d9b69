//! Who: the client, how to reach him, what is known, what happened.

use domain::clients::Channel;
use domain::tasks::Priority;
use leptos::prelude::*;
use wire::clients::{Client, Phone};
use wire::tasks::{TaskView, Workplace};

use super::call::CallButton;
use super::desk::Desk;
use crate::clients;
use crate::clubtime;
use crate::data::now;
use crate::dial::{Way, dialler};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::tasks::type_name;
use crate::timeline;
use crate::ui::{Banner, Button, Chip, DescriptionList, Fact, Feed, Icon, Kbd, Kind, Tone, icon};

/// As the card's first words: focused when it comes, so that a screen reader begins there.
pub const NAME_ID: &str = "run-name";

#[component]
pub fn ClientPane(desk: Desk) -> AnyView {
    let place = move || desk.workplace.get();
    keys::add(
        Command::new("run.open", Scope::Page, t::run::card(), move || {
            let client =
                untrack(place).and_then(|place| place.client.as_ref().map(|client| client.id));
            if let Some(client) = client {
                let _ = window().open_with_url_and_target(&links::client(client), "_blank");
            }
        })
        .on(Chord::letter('o')),
    );
    view! {
        <section class="run__client" aria-label=t::run::client()>
            {move || place().map(|place| view! {
                {head(&place)}
                {place.client.clone().map(|client| contact(&client))}
                {place.client.clone().map(|client| view! { <DescriptionList facts=Signal::stored(facts(&client)) /> })}
                {place.client.as_ref().map(|client| view! { <div class="run__brief"><clients::BriefLines id=client.id at_work=true /></div> })}
                {place.task.note.clone().map(|note| view! { <p class="run__note">{note}</p> })}
                {why(&place)}
            })}
            {move || place().filter(|place| place.client.is_some() && place.script_html.is_some()).map(|place| history(&place))}
        </section>
    }
    .into_any()
}

fn head(place: &Workplace) -> AnyView {
    let task = &place.task;
    let (name, above) = match &place.client {
        Some(client) => (client.name.clone(), type_name(task)),
        None => (task.title.clone(), t::day::internal().to_owned()),
    };
    let card = place.client.as_ref().map(|client| links::client(client.id));
    view! {
        <div class="row">
            <span class="meta">{above}</span>
            {card.map(|href| view! {
                <a class="run__card" href=href target="_blank" rel="noopener" aria-keyshortcuts="O">{t::run::card()}<Kbd chord=Chord::letter('o') /></a>
            })}
        </div>
        <h1 id=NAME_ID tabindex="-1">{name}</h1>
        <div class="cluster run__chips">{chips(task)}</div>
    }
    .into_any()
}

fn chips(task: &TaskView) -> AnyView {
    let zone = clubtime::zone_of(task.branch_id);
    let (due, tone) = clubtime::due_chip(task.due, &zone, now());
    let due = match tone {
        Tone::Danger => t::run::overdue_by(due),
        _ => due,
    };
    let attempt = match (task.attempt, task.attempt_limit) {
        (attempt, Some(limit)) if attempt > 1 => Some(t::run::attempt(attempt, limit)),
        (attempt, None) if attempt > 1 => Some(t::run::attempt_bare(attempt)),
        _ => None,
    };
    view! {
        <Chip label=due tone=tone icon=Icon::Clock tip=clubtime::spell(task.due, &zone) />
        {(task.priority == Priority::High).then(|| view! { <Chip label=t::day::high_priority() icon=Icon::Flag /> })}
        {attempt.map(|attempt| view! { <Chip label=attempt /> })}
        {(task.postponed > 0).then(|| view! { <Chip label=t::run::postponed(i64::from(task.postponed)) /> })}
    }
    .into_any()
}

fn contact(client: &Client) -> AnyView {
    let silent = client.do_not_contact.contains(&Channel::Call);
    let callable = client
        .phones
        .iter()
        .find(|phone| !phone.do_not_call)
        .filter(|_| !silent)
        .cloned();
    let others: Vec<Phone> = client
        .phones
        .iter()
        .filter(|phone| Some(*phone) != callable.as_ref())
        .cloned()
        .collect();
    view! {
        {(!client.do_not_contact.is_empty()).then(|| view! { <Banner text=t::run::do_not_contact() tone=Tone::Danger inset=true /> })}
        {match callable {
            Some(phone) => view! { <CallButton way=Way::to(client, &phone) shown=phone.display /> }.into_any(),
            None => view! { <p class="meta">{t::run::no_phone()}</p> }.into_any(),
        }}
        {others.into_iter().map(|phone| other_phone(Way::to(client, &phone), phone)).collect_view()}
    }
    .into_any()
}

fn other_phone(way: Way, phone: Phone) -> AnyView {
    let dialler = dialler();
    let label = phone.label.unwrap_or_default();
    match phone.do_not_call {
        true => view! { <div class="row"><s class="num">{phone.display}</s><span class="meta">{t::run::do_not_call()}</span></div> }.into_any(),
        false => view! {
            <div class="row">
                {icon(Icon::Phone)}
                {match way.link() {
                    Some(address) => view! { <a class="num" href=address>{phone.display}</a> }.into_any(),
                    None => view! { <Button label=phone.display kind=Kind::Ghost on_press=move |()| dialler.dial(&way) /> }.into_any(),
                }}
                <span class="meta">{label}</span>
            </div>
        }
        .into_any(),
    }
}

fn facts(client: &Client) -> Vec<Fact> {
    let mut facts = vec![Fact::text(
        t::clients::stage(),
        clients::stage(client.stage),
    )];
    let mut add = |label: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact::text(label, value));
        }
    };
    add(
        t::clients::source(),
        client.source.as_ref().map(|source| source.name.clone()),
    );
    let mut emails = client.emails.iter();
    let email = emails.find(|email| !email.do_not_write);
    add(
        t::clients::email(),
        email.map(|email| email.address.clone()),
    );
    let zone = clubtime::zone_of(client.branch_id);
    add(
        t::clients::birth_date(),
        client
            .birth_date
            .map(|date| clubtime::telling(&zone).date(date)),
    );
    let family = client
        .relations
        .iter()
        .map(|one| format!("{}, {}", one.name, one.kind));
    add(
        t::clients::family(),
        Some(family.collect::<Vec<_>>().join("; ")),
    );
    add(
        t::clients::responsible(),
        client
            .responsible
            .as_ref()
            .map(|person| person.name.clone()),
    );
    add(t::clients::tags(), Some(client.tags.join(", ")));
    add(t::clients::note(), client.note.clone());
    for own in &client.fields {
        facts.push(Fact::text(own.label.clone(), own.display.clone()));
    }
    facts
}

fn why(place: &Workplace) -> AnyView {
    let text = place.why.text.clone();
    view! {
        <details class="run__why">
            <summary>{t::run::why()}</summary>
            <p>{text}</p>
        </details>
    }
    .into_any()
}

pub fn history(place: &Workplace) -> AnyView {
    let content = match place.timeline.is_empty() {
        true => view! { <p class="meta">{t::run::history_empty()}</p> }.into_any(),
        false => {
            let zone = clubtime::zone_of(place.task.branch_id);
            let days = timeline::by_day(&place.timeline, &zone);
            view! { <Feed label=t::run::history()>{days}</Feed> }.into_any()
        }
    };
    view! {
        <h2 class="run__history">{t::run::history()}</h2>
        {content}
    }
    .into_any()
}
