//! What happened to a client, as lines of a feed: on the card and beside the task.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::chains::ChainState;
use domain::clients::{Channel, Stage};
use domain::tasks::Priority;
use domain::time::Zone;
use leptos::prelude::*;
use wire::clients::{Change, Entry, EntryKind};

use crate::clients::{self, channel, stage};
use crate::data::now;
use crate::i18n::{self, t};
use crate::links;
use crate::run::tone_of;
use crate::tasks::priority_name;
use crate::ui::{DescriptionList, Fact, FeedDay, FeedItem, Tone};

/// Entries under the days of this wall, the newest first; each tells its time.
pub fn by_day(entries: &[Entry], zone: &Zone) -> AnyView {
    let mut days: BTreeMap<Reverse<NaiveDate>, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        days.entry(Reverse(zone.day(entry.at)))
            .or_default()
            .push(entry);
    }
    let today = zone.day(now());
    days.into_iter()
        .map(|(Reverse(day), entries)| {
            let items = entries.into_iter().map(|entry| {
                let time = i18n::time(zone.wall(entry.at).time());
                item(entry, time)
            });
            let items = items.collect_view();
            let label = match (today - day).num_days() {
                0 => t::timeline::today().to_owned(),
                1 => t::timeline::yesterday().to_owned(),
                _ => i18n::day(day, today),
            };
            view! { <FeedDay label=label>{items}</FeedDay> }
        })
        .collect_view()
        .into_any()
}

/// What, when and who, the note, the filled fields.
fn item(entry: &Entry, when: String) -> AnyView {
    let by = entry
        .by
        .as_ref()
        .map_or_else(|| t::timeline::by_itself().to_owned(), |by| by.name.clone());
    let completion = entry.completion.as_ref();
    let tone = completion.map_or(Tone::Plain, |done| tone_of(done.outcome));
    // The process that was waited for stands in the title.
    let text = entry.text.clone();
    let note = text
        .filter(|_| entry.kind != EntryKind::ChainWoken)
        .or_else(|| completion.and_then(|done| done.comment.clone()));
    let fields = completion.into_iter().flat_map(|done| &done.fields);
    let facts: Vec<(String, String)> = fields
        .map(|field| (field.label.clone(), field.display.clone()))
        .chain(
            entry
                .changes
                .iter()
                .filter(|_| entry.kind != EntryKind::ChainWoken)
                .map(|change| (name_of(change), values(change))),
        )
        .collect();
    let decided_by = completion.and_then(|done| done.decided_by.as_ref());
    let version = decided_by.map(|by| t::timeline::by_version(by.version_number.to_string()));
    let import = entry.import.clone().map(t::timeline::by_import);
    let meta: Vec<String> = [Some(when), Some(by), version, import]
        .into_iter()
        .flatten()
        .collect();
    let because = completion.and_then(|done| done.because.clone());
    let also = completion.and_then(|done| done.also.clone());
    let client = entry.client.clone();
    let more = move || {
        let facts: Vec<Fact> = facts
            .iter()
            .map(|(label, value)| Fact::text(label.clone(), value.clone()))
            .collect();
        let because = because.clone();
        let also = also.clone();
        let client = client.clone();
        view! {
            {client.map(|one| view! { <p><a href=links::client(one.client_id)>{one.name}</a></p> })}
            {(!facts.is_empty()).then(|| view! { <DescriptionList facts=Signal::stored(facts) /> })}
            {because.map(|because| view! { <p class="meta">{because}</p> })}
            {also.map(|also| view! { <p class="meta">{also}</p> })}
        }
        .into_any()
    };
    view! { <FeedItem title=title(entry) meta=meta.join(" · ") tone=tone note=Signal::stored(note) more=more /> }.into_any()
}

pub fn title(entry: &Entry) -> String {
    let task = entry.task_title.clone().unwrap_or_default();
    match entry.kind {
        EntryKind::Completion => match &entry.completion {
            Some(done) => format!("{} · {task}", done.result_name),
            None => task,
        },
        EntryKind::TakenBack => t::timeline::taken_back(task),
        EntryKind::TaskCreated => t::timeline::task_created(task),
        EntryKind::TaskChanged => t::timeline::task_changed(task),
        EntryKind::TaskCancelled => t::timeline::task_cancelled(task),
        EntryKind::ChainStarted => t::timeline::chain_started().to_owned(),
        EntryKind::ChainEnded => t::timeline::chain_ended().to_owned(),
        EntryKind::ChainSleeping => t::timeline::chain_sleeping().to_owned(),
        // Before its date: because its errands were done.
        EntryKind::ChainWoken if !entry.changes.is_empty() => match &entry.text {
            Some(process) => t::timeline::chain_back(process),
            None => t::timeline::chain_joined().to_owned(),
        },
        EntryKind::ChainWoken => t::timeline::chain_woken().to_owned(),
        EntryKind::ChainMoved => t::timeline::chain_moved().to_owned(),
        EntryKind::ChainReturned => t::timeline::chain_returned().to_owned(),
        EntryKind::Note => t::timeline::note().to_owned(),
        EntryKind::CompanyCreated => t::timeline::company_created().to_owned(),
        EntryKind::CompanyChanged => t::timeline::company_changed().to_owned(),
        EntryKind::ClientCreated => t::timeline::client_created().to_owned(),
        EntryKind::ClientChanged => {
            match entry.changes.first().map(|change| change.member.as_str()) {
                Some("merged") => t::timeline::merged().to_owned(),
                Some("merge_undone") => t::timeline::merge_undone().to_owned(),
                Some(member) if member.starts_with("file_") => file(member).to_owned(),
                Some(member) if member.starts_with("discount_") => discount(member).to_owned(),
                _ => t::timeline::client_changed().to_owned(),
            }
        }
    }
}

/// What became of a file.
fn file(member: &str) -> &'static str {
    match member {
        "file_version" => t::timeline::file_version(),
        "file_renamed" => t::timeline::file_renamed(),
        "file_deleted" => t::timeline::file_deleted(),
        "file_restored" => t::timeline::file_restored(),
        _ => t::timeline::file_added(),
    }
}

/// What became of a discount.
fn discount(member: &str) -> &'static str {
    match member {
        "discount_changed" => t::timeline::discount_changed(),
        "discount_withdrawn" => t::timeline::discount_withdrawn(),
        "discount_returned" => t::timeline::discount_returned(),
        _ => t::timeline::discount_granted(),
    }
}

/// What a changed member is called.
pub fn change_name(change: &Change) -> String {
    name_of(change)
}

/// What it was and what it became.
pub fn change_values(change: &Change) -> String {
    values(change)
}

/// Own fields come with what they were called then.
fn name_of(change: &Change) -> String {
    let label = change.label.clone();
    label.unwrap_or_else(|| member(&change.member))
}

/// Name of a changed member.
pub fn member(name: &str) -> String {
    let text = match name {
        "surname" => t::timeline::surname(),
        "given" => t::timeline::given(),
        "patronymic" => t::timeline::patronymic(),
        "birth_date" => t::clients::birth_date(),
        "stage" => t::clients::stage(),
        "source" => t::clients::source(),
        "responsible" => t::clients::responsible(),
        "branch" => t::clients::branch(),
        "note" => t::clients::note(),
        "do_not_contact" => t::clients::do_not_contact(),
        "phones" => t::clients::phones(),
        "emails" => t::clients::emails(),
        "messengers" => t::clients::messengers(),
        "tags" => t::clients::tags(),
        "relations" => t::clients::family(),
        "companies" => t::companies::title(),
        "name" => t::companies::name(),
        "legal_name" => t::companies::legal_name(),
        "tax_id" => t::companies::tax_id(),
        "address" => t::companies::address(),
        "site" => t::companies::site(),
        "people" => t::companies::people(),
        "main" => t::companies::main_contact(),
        file if file.starts_with("file_") => t::timeline::file(),
        "discount_document" => t::discounts::document(),
        "discount_note" => t::discounts::note(),
        discount if discount.starts_with("discount_") => t::discounts::one(),
        "consent" => t::clients::consent(),
        "archived_at" => t::clients::archived(),
        "merged" => t::timeline::merged_with(),
        "merge_undone" => t::timeline::split_from(),
        "due" => t::timeline::due(),
        "wake_at" => t::timeline::wake_at(),
        "assignee" => t::timeline::assignee(),
        "priority" => t::timeline::priority(),
        "title" => t::timeline::title(),
        "state" => t::settings::outcome(),
        "version" => t::timeline::version(),
        "step" => t::timeline::step(),
        other => return other.to_owned(),
    };
    text.to_owned()
}

/// `вчера → завтра`, or the new value alone where there was none before.
fn values(change: &Change) -> String {
    // The kin are told on the card itself, by name.
    if change.member == "relations" {
        return t::timeline::changed().to_owned();
    }
    if change.member == "archived_at" && change.after.is_none() {
        return t::timeline::restored().to_owned();
    }
    let shown = |value: &Option<String>| {
        let value = value.as_deref().filter(|value| !value.is_empty());
        value.map(|value| words(&change.member, value))
    };
    match (shown(&change.before), shown(&change.after)) {
        (None, Some(after)) => after,
        (before, after) => {
            let or_dash =
                |value: Option<String>| value.unwrap_or_else(|| t::clients::empty().to_owned());
            format!("{} → {}", or_dash(before), or_dash(after))
        }
    }
}

/// Values that the product names itself come as codes.
fn words(member: &str, value: &str) -> String {
    let named = match member {
        "stage" => Stage::parse(value).map(|own| stage(own).to_owned()),
        "state" => ChainState::parse(value).and_then(ended).map(str::to_owned),
        "priority" => Priority::parse(value).map(|own| priority_name(own).to_owned()),
        "consent" => clients::consent(value),
        "do_not_contact" => {
            let channels = value.split(',').filter_map(Channel::parse);
            Some(channels.map(channel).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    };
    named.unwrap_or_else(|| value.to_owned())
}

/// How a process ended.
fn ended(state: ChainState) -> Option<&'static str> {
    match state {
        ChainState::Goal => Some(t::clients::state_goal()),
        ChainState::Refused => Some(t::clients::state_refused()),
        ChainState::Ended => Some(t::clients::state_ended()),
        ChainState::Cancelled => Some(t::clients::state_cancelled()),
        ChainState::Active | ChainState::Sleeping => None,
    }
}
