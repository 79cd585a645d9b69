//! The list of clients: found by any part of the name or phone, narrowed by stage, person and a missing next step.

use std::time::Duration;

use domain::access::Permission;
use domain::clients::Stage;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use wire::clients::{ClientRow, ClientsQuery, ListClients};
use wire::list::{Listed, Person};

use super::words;
use crate::clubtime;
use crate::data::{now, query, session};
use crate::i18n::{number, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::shell::Trouble;
use crate::ui::{
    Button, Cell, Chip, EmptyState, FilterChip, Heading, Icon, Kind, LinkButton, Page, Row,
    RowKeys, SearchInput, Skeleton, Sort, Table, Tone, Waiting,
};

/// Typing pauses this long before the list is asked.
const PAUSE: Duration = Duration::from_millis(180);

/// What the address narrows the list to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Filter {
    q: String,
    stage: Option<Stage>,
    mine: bool,
    forgotten: bool,
    archived: bool,
    sort: Option<String>,
}

impl Filter {
    fn read(map: &ParamsMap) -> Self {
        Self {
            q: map.get("q").unwrap_or_default(),
            stage: map.get("stage").and_then(|word| Stage::parse(&word)),
            mine: map.get("mine").is_some(),
            forgotten: map.get("step").as_deref() == Some("none"),
            archived: map.get("archived").is_some(),
            sort: map.get("sort"),
        }
    }

    fn address(&self) -> String {
        let on =
            |name: &str, on: bool, value: &str| on.then(|| (name.to_owned(), value.to_owned()));
        let parts = [
            on("q", !self.q.is_empty(), &self.q),
            self.stage
                .map(|stage| ("stage".to_owned(), stage.to_string())),
            on("mine", self.mine, "1"),
            on("step", self.forgotten, "none"),
            on("archived", self.archived, "1"),
            self.sort.clone().map(|sort| ("sort".to_owned(), sort)),
        ];
        links::with_query(&links::clients(), parts.into_iter().flatten())
    }

    fn query(&self, cursor: Option<String>) -> ClientsQuery {
        ClientsQuery {
            q: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            stage: self.stage.map(|stage| Listed(vec![stage])),
            responsible_id: self.mine.then_some(Person::Me),
            without_next_step: self.forgotten.then_some(true),
            archived: self.archived.then_some(true),
            sort: self.sort.clone(),
            include_total: cursor.is_none().then_some(true),
            cursor,
            ..ClientsQuery::default()
        }
    }

    fn is_narrow(&self) -> bool {
        Self {
            sort: None,
            ..self.clone()
        } != Self::default()
    }
}

#[component]
pub fn Clients() -> AnyView {
    let address = use_query_map();
    let filter = Memo::new(move |_| address.with(Filter::read));
    let go = use_navigate();
    let narrow = Callback::new(move |filter: Filter| {
        go(
            &filter.address(),
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let location = use_location();
    let create = move || links::panel(&location, &[("new", "client")]);
    let may_create = move || session().may(Permission::ClientCreate);
    let total = RwSignal::new(None::<wire::page::Total>);
    let note = move || {
        total.get().map(|total| {
            let count = number(i64::from(total.count));
            let text = if total.exact {
                count
            } else {
                t::clients::more_than(count)
            };
            view! { <span class="meta num">{text}</span> }
        })
    };
    view! {
        <Page
            title=t::clients::title()
            note=note
            flush=true
            actions=move || {
                let create = create.clone();
                may_create().then(|| view! {
                    <LinkButton label=t::clients::add() href=Signal::derive(create) icon=Icon::UserPlus kind=Kind::Primary chord=Chord::letter('c').shift() />
                })
            }
            above=move || view! { <Filters filter=filter narrow=narrow /> }
        >
            <Rows filter=filter narrow=narrow total=total />
        </Page>
    }
    .into_any()
}

#[component]
fn Filters(filter: Memo<Filter>, narrow: Callback<Filter>) -> AnyView {
    let typed = RwSignal::new(filter.get_untracked().q);
    let input = NodeRef::<html::Input>::new();
    keys::add(
        Command::new(
            "list.search",
            Scope::Page,
            t::clients::search(),
            move || {
                if let Some(input) = input.get_untracked() {
                    let _ = input.focus();
                    input.select();
                }
            },
        )
        .on(Chord::SLASH),
    );
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let q = typed.get();
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        if filter.with_untracked(|now| now.q == q) {
            return;
        }
        let ask = move || {
            narrow.run(Filter {
                q: q.clone(),
                ..filter.get_untracked()
            })
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    });
    // Back and forward, and "reset".
    Effect::new(move |_| {
        let q = filter.with(|filter| filter.q.clone());
        if waiting.with_value(Option::is_none) && typed.get_untracked() != q {
            typed.set(q);
        }
    });
    let stage_chip = move |stage: Stage| {
        let on = Signal::derive(move || filter.with(|filter| filter.stage == Some(stage)));
        let press = move |()| {
            let now = filter.get_untracked();
            let stage = (now.stage != Some(stage)).then_some(stage);
            narrow.run(Filter { stage, ..now });
        };
        view! { <FilterChip label=words::stage(stage) on=on on_press=press /> }
    };
    let chip =
        move |label: &'static str, read: fn(&Filter) -> bool, write: fn(&mut Filter, bool)| {
            let on = Signal::derive(move || filter.with(read));
            let press = move |()| {
                let mut now = filter.get_untracked();
                let was = read(&now);
                write(&mut now, !was);
                narrow.run(now);
            };
            view! { <FilterChip label=label on=on on_press=press /> }
        };
    view! {
        <div class="cluster list-filters">
            <SearchInput value=typed label=t::clients::search() node=input />
            {Stage::ALL.iter().copied().map(stage_chip).collect_view()}
            {chip(t::clients::mine(), |filter| filter.mine, |filter, on| filter.mine = on)}
            {chip(t::clients::without_next_step(), |filter| filter.forgotten, |filter, on| filter.forgotten = on)}
            {chip(t::clients::archived(), |filter| filter.archived, |filter, on| filter.archived = on)}
            {move || filter.with(Filter::is_narrow).then(|| view! {
                <Button label=t::clients::reset() kind=Kind::Ghost on_press=move |()| narrow.run(Filter::default()) />
            })}
        </div>
    }
    .into_any()
}

/// Pages of the list one under another; each is a question of its own, so a hint refreshes them all in place.
#[component]
fn Rows(
    filter: Memo<Filter>,
    narrow: Callback<Filter>,
    total: RwSignal<Option<wire::page::Total>>,
) -> AnyView {
    let keys = RowKeys::new().walk();
    let cursors = RwSignal::new(vec![None::<String>]);
    let next = RwSignal::new(None::<String>);
    let count = RwSignal::new(None::<usize>);
    Effect::new(move |before: Option<Filter>| {
        let now = filter.get();
        if before.is_some_and(|before| before != now) {
            cursors.set(vec![None]);
            next.set(None);
        }
        now
    });
    let pages = move || {
        let filter = filter.get();
        cursors
            .get()
            .into_iter()
            .map(|cursor| (filter.clone(), cursor))
            .collect::<Vec<_>>()
    };
    let sorted = move |column: &'static str, down: &'static str| {
        Signal::derive(move || match filter.with(|filter| filter.sort.clone()) {
            Some(sort) if sort == down => Sort::Descending,
            Some(sort) if sort == column => Sort::Ascending,
            None if column == "name" => Sort::Ascending,
            _ => Sort::None,
        })
    };
    let sort = move |by: Option<&'static str>| {
        let narrow = narrow;
        move || {
            narrow.run(Filter {
                sort: by.map(str::to_owned),
                ..filter.get_untracked()
            })
        }
    };
    let headings = Signal::derive(move || {
        vec![
            Heading::new(t::clients::name()).sort(sorted("name", ""), sort(None)),
            Heading::new(t::clients::phone()),
            Heading::new(t::clients::stage()),
            Heading::new(t::clients::next_step())
                .sort(sorted("next_due", ""), sort(Some("next_due"))),
            Heading::new(t::clients::last_contact()).sort(
                sorted("", "-last_contact_at"),
                sort(Some("-last_contact_at")),
            ),
            Heading::new(t::clients::responsible()),
        ]
    });
    let nothing = move || count.get() == Some(0);
    view! {
        <div class="clients">
            <Table
                label=t::clients::title()
                headings=headings
                keys=keys
                total=Signal::derive(move || total.get().map(|total| u64::from(total.count)))
                more=move || next.get().map(|cursor| view! {
                    <Button label=t::clients::show_more() on_press=move |()| {
                        let cursor = cursor.clone();
                        next.set(None);
                        cursors.update(|cursors| cursors.push(Some(cursor)));
                    } />
                })
            >
                <For each=pages key=|(filter, cursor)| format!("{filter:?}{cursor:?}") let:page>
                    <ListPage filter=page.0 cursor=page.1 next=next total=total count=count />
                </For>
            </Table>
        </div>
        {move || nothing().then(|| match filter.with(Filter::is_narrow) {
            true => view! {
                <EmptyState text=t::clients::nothing_fits() actions=move || view! {
                    <Button label=t::clients::reset() on_press=move |()| narrow.run(Filter::default()) />
                } />
            }.into_any(),
            false => view! { <EmptyState text=t::clients::nobody_yet() icon=Icon::Users /> }.into_any(),
        })}
    }
    .into_any()
}

#[component]
fn ListPage(
    filter: Filter,
    cursor: Option<String>,
    next: RwSignal<Option<String>>,
    total: RwSignal<Option<wire::page::Total>>,
    count: RwSignal<Option<usize>>,
) -> AnyView {
    let first = cursor.is_none();
    let asked = filter.query(cursor);
    let page = query::<ListClients>(move || Some(((), asked.clone())));
    Effect::new(move |_| {
        let Some(page) = page.data() else { return };
        next.set(page.next_cursor.clone());
        if first {
            total.set(page.total);
            count.set(Some(page.items.len()));
        }
    });
    let ready = Signal::derive(move || page.data().is_some() || page.failure().is_some());
    view! {
        <Waiting ready=ready skeleton=move || view! { <tr><td colspan="6"><Skeleton rows=12 /></td></tr> }>
            {move || match (page.data(), page.failure()) {
                (Some(page), _) => page.items.iter().cloned().map(row).collect_view().into_any(),
                (None, Some(failure)) => view! {
                    <tr><td colspan="6"><Trouble failure=failure on_retry=move |()| page.refresh() /></td></tr>
                }.into_any(),
                (None, None) => ().into_any(),
            }}
        </Waiting>
    }
    .into_any()
}

fn row(client: ClientRow) -> AnyView {
    let next = match &client.next {
        Some(next) => {
            let (label, tone) =
                clubtime::due_chip(next.due, &clubtime::zone_of(client.branch_id), now());
            let title = next.title.clone();
            view! { <span class="cluster nowrap"><Chip label=label tone=tone /><span class="truncate">{title}</span></span> }.into_any()
        }
        None => view! { <Chip label=t::clients::no_step() tone=Tone::Missing /> }.into_any(),
    };
    let contact = client
        .last_contact_at
        .map(clubtime::moment)
        .unwrap_or_default();
    let responsible = client
        .responsible
        .as_ref()
        .map(|person| person.name.clone())
        .unwrap_or_default();
    let phone = words::phone_of(&client);
    view! {
        <Row id=client.id.to_string() done=client.archived_at.is_some()>
            {Cell::link(links::client(client.id), client.name.clone())}
            {Cell::Line.view(view! { <span class="num nowrap">{phone}</span> })}
            {Cell::WideOnly.view(words::stage(client.stage))}
            {Cell::Mark.view(next)}
            {Cell::WideOnly.view(contact)}
            {Cell::WideOnly.view(responsible)}
        </Row>
    }
    .into_any()
}
