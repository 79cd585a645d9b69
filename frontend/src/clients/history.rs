//! What happened to a client, or to a company and its people, newest first, and a note to add.

use domain::ids::BranchId;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wire::clients::{EntryKind, NewNote, TimelineQuery};
use wire::list::Listed;

use super::about::OpenCard;
use super::subject::Subject;
use crate::clubtime;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::shell::Trouble;
use crate::timeline;
use crate::ui::{
    Button, EmptyState, Feed, Field, FilterChip, InlineError, Kind, Skeleton, Textarea, Waiting,
};

/// Parts of the stream that can be looked at alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Results,
    Notes,
    Changes,
}

impl Part {
    const ALL: [Self; 4] = [Self::All, Self::Results, Self::Notes, Self::Changes];

    const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Results => "results",
            Self::Notes => "notes",
            Self::Changes => "changes",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::All => t::clients::part_all(),
            Self::Results => t::clients::part_results(),
            Self::Notes => t::clients::part_notes(),
            Self::Changes => t::clients::part_changes(),
        }
    }

    fn kinds<C: Subject>(self) -> Option<Listed<EntryKind>> {
        match self {
            Self::All => None,
            Self::Results => Some(Listed(vec![EntryKind::Completion, EntryKind::TakenBack])),
            Self::Notes => Some(Listed(vec![EntryKind::Note])),
            Self::Changes => Some(Listed(C::CHANGES.to_vec())),
        }
    }
}

#[component]
pub fn History<C: Subject>(card: OpenCard<C>, id: C::Id, branch: BranchId) -> AnyView {
    let address = use_query_map();
    let part = Memo::new(move |_| {
        let word = address.with(|map| map.get("history"));
        Part::ALL
            .into_iter()
            .find(|part| Some(part.word()) == word.as_deref())
            .unwrap_or(Part::All)
    });
    let go = use_navigate();
    let chips = Part::ALL.into_iter().map(move |own| {
        let go = go.clone();
        let press = move |()| {
            let address = links::with_query(&C::address(id), (own != Part::All).then(|| ("history".to_owned(), own.word().to_owned())));
            go(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        };
        view! { <FilterChip label=own.label() on=Signal::derive(move || part.get() == own) on_press=press /> }
    });
    let cursors = RwSignal::new(vec![None::<String>]);
    let next = RwSignal::new(None::<String>);
    let loading = RwSignal::new(true);
    Effect::new(move |before: Option<Part>| {
        let now = part.get();
        if before.is_some_and(|before| before != now) {
            cursors.set(vec![None]);
            next.set(None);
        }
        now
    });
    let may_write = Memo::new(move |_| card.client.with(|card| card.may_be_noted()));
    let pages = move || {
        cursors
            .get()
            .into_iter()
            .map(|cursor| (part.get(), cursor))
            .collect::<Vec<_>>()
    };
    view! {
        <h2 class="section-head">{t::clients::history()}</h2>
        {move || may_write.get().then(|| note_form::<C>(id))}
        <div class="cluster">{chips.collect_view()}</div>
        <Feed label=t::clients::history() busy=loading>
            <For each=pages key=|(part, cursor)| format!("{part:?}{cursor:?}") let:page>
                {history_page::<C>(id, branch, page, next, loading)}
            </For>
        </Feed>
        {move || next.get().map(|cursor| view! {
            <Button label=t::clients::show_earlier() kind=Kind::Ghost on_press=move |()| {
                let cursor = cursor.clone();
                next.set(None);
                cursors.update(|all| all.push(Some(cursor)));
            } />
        })}
    }
    .into_any()
}

fn note_form<C: Subject>(id: C::Id) -> AnyView {
    let text = RwSignal::new(String::new());
    let (sending, queries) = (sending(), queries());
    let node = NodeRef::<html::Textarea>::new();
    keys::add(
        Command::new(
            "client.note",
            Scope::Page,
            t::clients::write_note(),
            move || {
                if let Some(area) = node.get_untracked() {
                    let _ = area.focus();
                }
            },
        )
        .on(Chord::letter('n')),
    );
    let save = move || {
        let note = text.get_untracked().trim().to_owned();
        if note.is_empty() {
            return;
        }
        sending.send::<C::Note>((id,), (), NewNote { text: note }, move |_| {
            text.set(String::new());
            queries.stale(C::STALE);
        });
    };
    let keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            save();
        }
    };
    let trouble = Signal::derive(move || {
        sending
            .failure()
            .map(|failure| match sending.fault("/text") {
                Some(fault) => fault,
                None => failure.problem().map_or_else(
                    || t::shell::cannot_read().to_owned(),
                    |problem| problem.detail.clone(),
                ),
            })
    });
    view! {
        <form class="note-form" on:keydown=keydown on:submit=move |event| { event.prevent_default(); save(); }>
            <Field label=t::clients::write_note()>
                <Textarea value=text rows=2 node=node max_length=20_000 />
            </Field>
            <InlineError text=trouble />
            {move || text.with(|text| !text.trim().is_empty()).then(|| view! {
                <Button label=t::clients::save_note() press=crate::ui::Press::Submit kind=Kind::Plain chord=Chord::ENTER.ctrl()
                    busy=Signal::derive(move || sending.pending()) />
            })}
        </form>
    }
    .into_any()
}

fn history_page<C: Subject>(
    id: C::Id,
    branch: BranchId,
    (part, cursor): (Part, Option<String>),
    next: RwSignal<Option<String>>,
    loading: RwSignal<bool>,
) -> AnyView {
    let first = cursor.is_none();
    let asked = TimelineQuery {
        kind: part.kinds::<C>(),
        limit: Some(30),
        cursor,
    };
    let page = query::<C::Timeline>(move || Some(((id,), asked.clone())));
    Effect::new(move |_| {
        if let Some(page) = page.data() {
            next.set(page.next_cursor.clone());
        }
    });
    let ready = Signal::derive(move || page.data().is_some() || page.failure().is_some());
    view! {
        <Waiting ready=ready busy=loading skeleton=move || view! { <Skeleton rows=6 lines=true /> }>
            {move || match (page.data(), page.failure()) {
                (Some(page), _) if page.items.is_empty() && first => view! { <EmptyState text=t::clients::no_history() /> }.into_any(),
                (Some(page), _) => timeline::by_day(&page.items, &clubtime::zone_of(branch)),
                (None, Some(failure)) => view! { <Trouble failure=failure on_retry=move |()| page.refresh() /> }.into_any(),
                (None, None) => ().into_any(),
            }}
        </Waiting>
    }
    .into_any()
}
