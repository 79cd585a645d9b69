//! The actions for many clients or companies there were: what, when, by whom, and what came of it.

use domain::bulks::BulkState;
use domain::filters::ListSubject;
use leptos::prelude::*;
use wire::bulks::{Bulk, BulksQuery, ListBulks};

use super::outcome::ended;
use crate::clubtime;
use crate::data::query;
use crate::i18n::{number, t};
use crate::links;
use crate::lists::{Column, Line, Lines, List, asked};
use crate::ui::{
    Cell, Chip, EmptyState, Face, Heading, Icon, Kind, LinkButton, Page, RowKeys, Tone,
};

#[component]
pub fn Bulks() -> AnyView {
    let keys = RowKeys::new().walk();
    let lines = Lines::of(Memo::new(|_| links::bulks()), keys);
    let ask = |cursor: Option<String>| {
        let question = BulksQuery {
            limit: Some(100),
            cursor,
        };
        let page = query::<ListBulks>(move || Some(((), question.clone())));
        asked(page, |bulk| bulk.id.to_string())
    };
    let columns = Signal::derive(|| {
        vec![
            Column::new("what", 320, Heading::new(t::bulks::what())),
            Column::new("state", 136, Heading::new(t::bulks::state())),
            Column::new("result", 320, Heading::new(t::bulks::result())),
            Column::new("who", 160, Heading::new(t::bulks::who())),
            Column::new("when", 144, Heading::new(t::bulks::when())),
        ]
    });
    let cells = |line: Line| line.drawn(row);
    view! {
        <Page title=t::bulks::past() flush=true actions=|| view! {
            <LinkButton label=t::bulks::to_companies() href=links::companies() icon=Icon::Building2 kind=Kind::Ghost face=Face::IconOnPhone />
            <LinkButton label=t::bulks::to_clients() href=links::clients() icon=Icon::Users />
        }>
            <List
                lines=lines
                label=t::bulks::past()
                columns=columns
                ask=ask
                cells=cells
                nothing=|| view! { <EmptyState text=t::bulks::none_yet() icon=Icon::ListChecks /> }
            />
        </Page>
    }
    .into_any()
}

fn row(bulk: &Bulk) -> AnyView {
    let (label, tone) = match bulk.state {
        BulkState::Gathering | BulkState::Running => (t::bulks::state_running(), Tone::Info),
        BulkState::Done => (t::bulks::state_done(), Tone::Ok),
        BulkState::Undoing => (t::bulks::state_undoing(), Tone::Info),
        BulkState::Undone => (t::bulks::state_undone(), Tone::Plain),
    };
    let result = match bulk.state {
        BulkState::Done | BulkState::Undone => ended(bulk),
        BulkState::Gathering => t::bulks::gathering(number(i64::from(bulk.total))),
        BulkState::Running | BulkState::Undoing => {
            let (done, all) = (i64::from(bulk.looked_at), i64::from(bulk.total));
            t::bulks::running(number(done), number(all))
        }
    };
    let tip = bulk.title.clone();
    let of = (bulk.subject == ListSubject::Companies).then(t::companies::title);
    view! {
        {Cell::Title.view(view! {
            <a href=links::bulk(bulk.id) tabindex="-1" title=tip>{bulk.title.clone()}</a>
            {of.map(|of| view! { <span class="meta">" · "{of}</span> })}
        })}
        {Cell::Mark.view(view! { <Chip label=label tone=tone /> })}
        {Cell::Line.view(result)}
        {Cell::WideOnly.view(bulk.created_by.name.clone())}
        {Cell::End.view(clubtime::moment(bulk.created_at))}
    }
    .into_any()
}
