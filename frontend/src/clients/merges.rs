//! The merges of a card: what came into it, and making two of it again.

use domain::access::Permission;
use domain::ids::{ClientId, MergeId};
use leptos::prelude::*;
use wire::duplicates::{DuplicatesQuery, ListDuplicates};
use wire::merges::{ListMerges, Merge, MergeRemains, MergesQuery, UndoMerge};

use super::about::OpenCard;
use crate::clubtime;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::merges::words::reasons;
use crate::timeline;
use crate::ui::{Banner, Button, Dialog, Face, Icon, InlineError, Kind, LinkButton, Tone};

/// What a merge changes of the answers that are kept.
pub const CHANGED: &[&str] = &[
    "clients",
    "merges",
    "duplicates",
    "tasks",
    "chains",
    "day",
    "search",
];

/// The way from the list of clients to the pairs, for whoever may merge them.
#[component]
pub fn DuplicatesLink() -> AnyView {
    let may =
        move || session().may(Permission::ClientMerge) && session().may(Permission::ClientContacts);
    view! {
        {move || may().then(|| view! {
            <LinkButton label=t::duplicates::title() href=links::duplicates() icon=Icon::Merge kind=Kind::Ghost face=Face::IconOnPhone />
        })}
    }
    .into_any()
}

/// Cards that look like this one: told before anything else, to whoever may merge them.
#[component]
pub fn LooksLike(card: OpenCard, id: ClientId) -> AnyView {
    let may = Memo::new(move |_| {
        let client = card.client.get();
        client.archived_at.is_none()
            && !client.contacts_hidden
            && session().may_with_client(Permission::ClientMerge, &client)
    });
    let asked = DuplicatesQuery {
        client_id: Some(id),
        limit: Some(3),
        ..DuplicatesQuery::default()
    };
    let pairs = query::<ListDuplicates>(move || may.get().then(|| ((), asked.clone())));
    let strips =
        move || {
            let pairs = pairs.data().filter(|_| may.get())?;
            let strips = pairs.items.iter().map(|pair| {
            let other = if pair.one.id == id { &pair.other } else { &pair.one };
            let text = t::duplicates::looks_like(&other.name, reasons(&pair.reasons));
            let href = links::duplicate(pair.id);
            view! {
                <Banner text=text tone=Tone::Warn actions=move || view! {
                    <LinkButton label=t::duplicates::compare() href=href.clone() kind=Kind::Ghost />
                }.into_any() />
            }
        });
            Some(strips.collect_view())
        };
    view! { {strips} }.into_any()
}

#[component]
pub fn Merges(card: OpenCard, id: ClientId) -> AnyView {
    let asked = MergesQuery {
        client_id: Some(id),
        limit: Some(20),
        ..MergesQuery::default()
    };
    let merges = query::<ListMerges>(move || Some(((), asked.clone())));
    let may = Memo::new(move |_| {
        let client = card.client.get();
        client.archived_at.is_none()
            && !client.contacts_hidden
            && session().may_with_client(Permission::ClientMerge, &client)
    });
    let asking = RwSignal::new(None::<MergeId>);
    let lines = move || {
        let page = merges.data()?;
        (!page.items.is_empty()).then(|| {
            let items = page.items.clone();
            view! {
                <h2 class="section-head">{t::merges::history()}</h2>
                <ul class="plain-list">
                    {items.into_iter().map(|merge| view! { <MergeLine id=id merge=merge asking=asking /> }).collect_view()}
                </ul>
            }
        })
    };
    view! {
        {lines}
        <Split of=asking />
        {move || may.get().then(|| view! {
            <div><LinkButton label=t::merges::merge_with() icon=Icon::Merge href=links::merge(id, None) kind=Kind::Ghost /></div>
        })}
    }
    .into_any()
}

#[component]
fn MergeLine(id: ClientId, merge: Merge, asking: RwSignal<Option<MergeId>>) -> AnyView {
    let came = merge.kept.id == id;
    let card = if came { &merge.other } else { &merge.kept };
    let name = card.name.clone();
    let name = name.unwrap_or_else(|| t::merges::hidden().to_owned());
    let what = match came {
        true => t::merges::came(&name),
        false => t::merges::went_into(&name),
    };
    let who = |person: &Option<wire::clients::PersonName>| {
        person
            .as_ref()
            .map(|by| by.name.clone())
            .unwrap_or_default()
    };
    let mut meta = vec![who(&merge.merged_by), clubtime::moment(merge.merged_at)];
    match (merge.undone_at, merge.undo_until) {
        (Some(at), _) => meta.push(t::merges::undone(
            who(&merge.undone_by),
            clubtime::moment(at),
        )),
        (None, Some(until)) => meta.push(t::merges::until(clubtime::moment(until))),
        (None, None) => {}
    }
    meta.retain(|part| !part.is_empty());
    let (undo, merge) = (merge.undo_until.is_some(), merge.id);
    view! {
        <li>
            <span>{what}</span>
            <span class="meta">{meta.join(" · ")}</span>
            {undo.then(|| view! {
                <Button label=t::merges::split() kind=Kind::Ghost on_press=move |()| asking.set(Some(merge)) />
            })}
        </li>
    }
    .into_any()
}

/// Asks, does it, and says what was done in between. It stands beside the list: the line it was asked from goes as soon as the merge is undone.
#[component]
fn Split(of: RwSignal<Option<MergeId>>) -> AnyView {
    let (sending, queries) = (sending(), queries());
    let remains = RwSignal::new(None::<MergeRemains>);
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if of.with(Option::is_some) {
            remains.set(None);
            open.set(true);
        }
    });
    let split = move || {
        let Some(merge) = of.get_untracked() else {
            return;
        };
        sending.send::<UndoMerge>((merge,), (), (), move |undone| {
            remains.set(Some(undone.remains));
            queries.stale(CHANGED);
        });
    };
    let close = move || {
        open.set(false);
        of.set(None);
    };
    let trouble = Signal::derive(move || {
        let failure = sending.failure()?;
        let problem = failure.problem().map(|problem| problem.detail.clone());
        Some(problem.unwrap_or_else(|| t::shell::not_saved().to_owned()))
    });
    let done = Memo::new(move |_| remains.with(Option::is_some));
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || if done.get() { t::merges::split_done() } else { t::merges::split_title() })
            on_close=move |()| close()
            foot=move || match done.get() {
                true => view! { <Button label=t::merges::close() kind=Kind::Primary on_press=move |()| close() /> }.into_any(),
                false => view! {
                    <Button label=t::merges::keep() on_press=move |()| close() />
                    <Button label=t::merges::split_now() kind=Kind::Primary busy=Signal::derive(move || sending.pending()) on_press=move |()| split() />
                }
                .into_any(),
            }
        >
            {move || match remains.get() {
                Some(remains) => told(&remains),
                None => view! { <p>{t::merges::split_text()}</p> }.into_any(),
            }}
            <InlineError text=trouble />
        </Dialog>
    }
    .into_any()
}

/// What was done between the merge and now, and where it is.
fn told(remains: &MergeRemains) -> AnyView {
    let names: Vec<String> = remains
        .members
        .iter()
        .map(|name| {
            name.label
                .clone()
                .unwrap_or_else(|| timeline::member(&name.member))
        })
        .collect();
    let members = (!names.is_empty())
        .then(|| view! { <p>{t::merges::remains_members(names.join(", "))}</p> });
    let ended = i64::try_from(remains.still_ended.len()).unwrap_or(i64::MAX);
    let ended = (ended > 0).then(|| view! { <p>{t::merges::remains_ended(ended)}</p> });
    let list = |heading: &'static str, entries: &[wire::clients::Entry]| {
        let lines = entries.iter().map(|entry| {
            let (what, when) = (timeline::title(entry), clubtime::moment(entry.at));
            view! { <li><span>{what}</span><span class="meta">{when}</span></li> }
        });
        (!entries.is_empty()).then(|| {
            view! {
                <h3 class="section-head">{heading}</h3>
                <ul class="plain-list">{lines.collect_view()}</ul>
            }
        })
    };
    let nothing = names.is_empty() && remains.stayed.is_empty() && remains.went.is_empty();
    view! {
        <div class="stack">
            {nothing.then(|| view! { <p>{t::merges::nothing_between()}</p> })}
            {members}
            {ended}
            {list(t::merges::remains_stayed(), &remains.stayed)}
            {list(t::merges::remains_went(), &remains.went)}
        </div>
    }
    .into_any()
}
