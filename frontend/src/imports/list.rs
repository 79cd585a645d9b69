//! The way in, and the imports there were.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wire::imports::{ImportSummary, ImportsQuery, ListImports, ListSubject};

use super::upload::Upload;
use super::{subject, words};
use crate::clubtime;
use crate::data::{query, session};
use crate::i18n::t;
use crate::links;
use crate::lists::{Column, Line, Lines, List, asked};
use crate::shell::Forbidden;
use crate::ui::{Cell, Chip, EmptyState, Heading, Icon, Page, RowKeys, TabLink, TabLinks};

#[component]
pub fn Imports() -> AnyView {
    // A file is compared with cards: what is in the one is told of the other.
    let needed = [Permission::ClientImport, Permission::ClientContacts];
    let missing = untrack(|| needed.into_iter().find(|one| !session().may(*one)));
    let parameters = use_query_map();
    let chosen = Memo::new(move |_| {
        let word = parameters.with(|map| map.get("of"));
        word.and_then(|word| ListSubject::parse(&word))
            .unwrap_or_default()
    });
    let title = Signal::derive(move || subject::title(chosen.get()).to_owned());
    let tab = move |one: ListSubject| {
        let current = Signal::derive(move || chosen.get() == one);
        TabLink::new(subject::cards(one), links::imports(one), current)
    };
    let tabs = move || {
        let tabs = ListSubject::ALL.iter().map(|one| tab(*one)).collect();
        view! { <TabLinks label=t::imports::subject() tabs=tabs /> }
    };
    view! {
        <Page title=title above=move || missing.is_none().then(tabs)>
            {match missing {
                None => view! { <div class="import">{move || view! { <Upload subject=chosen.get() /> }}<Past /></div> }.into_any(),
                Some(permission) => view! { <Forbidden permission=permission /> }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn Past() -> AnyView {
    let keys = RowKeys::new().walk();
    let lines = Lines::of(Memo::new(|_| links::imports(ListSubject::Clients)), keys);
    let ask = |cursor: Option<String>| {
        let question = ImportsQuery {
            cursor,
            ..ImportsQuery::default()
        };
        let page = query::<ListImports>(move || Some(((), question.clone())));
        asked(page, |import| import.id.to_string())
    };
    let columns = Signal::derive(|| {
        vec![
            Column::new("file", 240, Heading::new(t::imports::file())),
            Column::new("subject", 120, Heading::new(t::imports::subject())),
            Column::new("state", 120, Heading::new(t::imports::state())),
            Column::new("result", 320, Heading::new(t::imports::result())),
            Column::new("who", 144, Heading::new(t::imports::who())),
            Column::new("when", 144, Heading::new(t::imports::when())),
        ]
    });
    let cells = |line: Line| line.drawn(cells_of);
    view! {
        <section class="import-part" aria-label=t::imports::past()>
            <h2 class="section-head">{t::imports::past()}</h2>
            <List
                lines=lines
                label=t::imports::past()
                columns=columns
                ask=ask
                cells=cells
                nothing=|| view! { <EmptyState text=t::imports::none() icon=Icon::Upload /> }
            />
        </section>
    }
    .into_any()
}

fn cells_of(import: &ImportSummary) -> AnyView {
    let (label, tone) = words::state(import.state);
    let address = links::import(import.id, words::step(import.state));
    let who = import.created_by.as_ref().map(|by| by.name.clone());
    view! {
        {Cell::link(address, import.name.clone())}
        {Cell::WideOnly.view(subject::cards(import.subject))}
        {Cell::Mark.view(view! { <Chip label=label tone=tone /> })}
        {Cell::Line.view(words::outcome(import))}
        {Cell::WideOnly.view(who)}
        {Cell::End.view(clubtime::moment(import.created_at))}
    }
    .into_any()
}
