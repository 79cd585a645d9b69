//! What happened to a client, as lines of a feed.

use leptos::prelude::*;
use wire::clients::{Entry, EntryKind};

use crate::clubtime;
use crate::i18n::t;
use crate::run::tone_of;
use crate::ui::{DescriptionList, Fact, FeedItem, Tone};

/// One entry: what, when and who, the note, the filled fields.
pub fn entry(entry: Entry) -> AnyView {
    let title = title_of(&entry);
    let by = entry
        .by
        .as_ref()
        .map_or_else(|| t::run::by_system().to_owned(), |by| by.name.clone());
    let meta = format!("{} · {by}", clubtime::moment(entry.at));
    let tone = entry
        .completion
        .as_ref()
        .map_or(Tone::Plain, |done| tone_of(done.outcome));
    let comment = entry
        .completion
        .as_ref()
        .and_then(|done| done.comment.clone());
    let note = entry.text.clone().or(comment);
    let facts: Vec<(String, String)> = match &entry.completion {
        Some(done) => done
            .fields
            .iter()
            .map(|field| (field.label.clone(), field.display.clone()))
            .collect(),
        None => entry
            .changes
            .iter()
            .map(|change| (change.member.clone(), change_words(change)))
            .collect(),
    };
    let more = move || {
        let facts: Vec<Fact> = facts
            .iter()
            .map(|(label, value)| Fact::text(label.clone(), value.clone()))
            .collect();
        (!facts.is_empty())
            .then(|| view! { <DescriptionList facts=Signal::stored(facts) /> })
            .into_any()
    };
    view! { <FeedItem title=title meta=meta tone=tone note=Signal::stored(note) more=more /> }
        .into_any()
}

fn title_of(entry: &Entry) -> String {
    let task = entry.task_title.clone().unwrap_or_default();
    match entry.kind {
        EntryKind::Completion => match &entry.completion {
            Some(done) => format!("{task}: {}", done.result_name),
            None => task,
        },
        EntryKind::TakenBack => t::timeline::taken_back(task),
        EntryKind::TaskCreated => t::timeline::task_created(task),
        EntryKind::TaskChanged => t::timeline::task_changed(task),
        EntryKind::TaskCancelled => t::timeline::task_cancelled(task),
        EntryKind::ChainStarted => t::timeline::chain_started().to_owned(),
        EntryKind::ChainEnded => t::timeline::chain_ended().to_owned(),
        EntryKind::ChainSleeping => t::timeline::chain_sleeping().to_owned(),
        EntryKind::ChainWoken => t::timeline::chain_woken().to_owned(),
        EntryKind::Note => t::timeline::note().to_owned(),
        EntryKind::ClientCreated => t::timeline::client_created().to_owned(),
        EntryKind::ClientChanged => t::timeline::client_changed().to_owned(),
    }
}

fn change_words(change: &wire::clients::Change) -> String {
    let dash = "–";
    let (before, after) = (
        change.before.as_deref().unwrap_or(dash),
        change.after.as_deref().unwrap_or(dash),
    );
    format!("{before} → {after}")
}
