//! The way in, and the imports there were.

use domain::access::Permission;
use leptos::prelude::*;
use wire::imports::{ImportSummary, ImportsQuery, ListImports};

use super::check::more;
use super::upload::Upload;
use super::words;
use crate::clubtime;
use crate::data::{query, session};
use crate::i18n::t;
use crate::links;
use crate::shell::{Forbidden, Loaded};
use crate::ui::{Cell, Chip, EmptyState, Heading, Icon, Page, Row, RowKeys, Table};

#[component]
pub fn Imports() -> AnyView {
    // A file is compared with cards: what is in the one is told of the other.
    let needed = [Permission::ClientImport, Permission::ClientContacts];
    let missing = untrack(|| needed.into_iter().find(|one| !session().may(*one)));
    view! {
        <Page title=t::imports::title()>
            {match missing {
                None => view! { <div class="import"><Upload /><Past /></div> }.into_any(),
                Some(permission) => view! { <Forbidden permission=permission /> }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn Past() -> AnyView {
    let cursors = RwSignal::new(vec![None::<String>]);
    view! {
        <section class="import-part" aria-label=t::imports::past()>
            <h2 class="section-head">{t::imports::past()}</h2>
            <For each=move || cursors.get() key=Clone::clone let:cursor>
                <PastPage cursor=cursor cursors=cursors />
            </For>
        </section>
    }
    .into_any()
}

#[component]
fn PastPage(cursor: Option<String>, cursors: RwSignal<Vec<Option<String>>>) -> AnyView {
    let first = cursor.is_none();
    let asked = ImportsQuery {
        cursor,
        ..ImportsQuery::default()
    };
    let imports = query::<ListImports>(move || Some(((), asked.clone())));
    let keys = RowKeys::new().walk();
    let headings = Signal::derive(|| {
        vec![
            Heading::new(t::imports::file()),
            Heading::new(t::imports::state()),
            Heading::new(t::imports::result()),
            Heading::new(t::imports::who()),
            Heading::new(t::imports::when()),
        ]
    });
    view! {
        <Loaded query=imports rows=4 let:page>
            {match page.items.is_empty() && first {
                true => view! { <EmptyState text=t::imports::none() icon=Icon::Upload /> }.into_any(),
                false => {
                    let (items, next) = (page.items.clone(), page.next_cursor.clone());
                    view! {
                        <Table label=t::imports::past() headings=headings keys=keys>
                            {items.into_iter().map(line).collect_view()}
                        </Table>
                        {next.map(|next| more(next, cursors))}
                    }.into_any()
                }
            }}
        </Loaded>
    }
    .into_any()
}

fn line(import: ImportSummary) -> AnyView {
    let (label, tone) = words::state(import.state);
    let address = links::import(import.id, words::step(import.state));
    let outcome = words::outcome(&import);
    let who = import.created_by.map(|by| by.name).unwrap_or_default();
    view! {
        <Row id=import.id.to_string()>
            {Cell::link(address, import.name)}
            {Cell::Mark.view(view! { <Chip label=label tone=tone /> })}
            {Cell::Line.view(outcome)}
            {Cell::WideOnly.view(who)}
            {Cell::End.view(clubtime::moment(import.created_at))}
        </Row>
    }
    .into_any()
}
