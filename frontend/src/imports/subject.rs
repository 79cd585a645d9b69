//! What is said differently of clients and of companies, and whose fields a file may have.

use std::sync::Arc;

use leptos::prelude::*;
use wire::companies::FoundCompany;
use wire::imports::{Fates, FoundClient, ImportRow, ListSubject};
use wire::own_fields::{GetClientFields, GetCompanyFields, OwnFields};

use crate::data::query;
use crate::i18n::t;
use crate::links;
use crate::ui::Icon;

/// One of two wordings.
fn of<T>(subject: ListSubject, client: T, company: T) -> T {
    match subject {
        ListSubject::Clients => client,
        ListSubject::Companies => company,
    }
}

pub fn title(subject: ListSubject) -> &'static str {
    of(subject, t::imports::title(), t::imports::title_companies())
}

/// What its rows become, in a word.
pub fn cards(subject: ListSubject) -> &'static str {
    of(subject, t::clients::title(), t::companies::title())
}

pub fn sample(subject: ListSubject) -> &'static str {
    of(
        subject,
        t::imports::sample_file(),
        t::imports::sample_companies(),
    )
}

pub fn name_needed(subject: ListSubject) -> &'static str {
    of(
        subject,
        t::imports::names_needed(),
        t::imports::names_needed_company(),
    )
}

pub fn existing(subject: ListSubject) -> &'static str {
    of(
        subject,
        t::imports::existing(),
        t::imports::existing_company(),
    )
}

pub fn same_as(subject: ListSubject, row: u32) -> String {
    match subject {
        ListSubject::Clients => t::imports::same_as(row),
        ListSubject::Companies => t::imports::same_as_company(row),
    }
}

pub fn which(subject: ListSubject) -> &'static str {
    of(
        subject,
        t::imports::which_card(),
        t::imports::which_company(),
    )
}

pub fn as_new(subject: ListSubject) -> &'static str {
    of(subject, t::imports::as_new(), t::imports::as_new_company())
}

pub fn will_make(subject: ListSubject) -> fn(i64) -> String {
    of(
        subject,
        t::imports::will_make,
        t::imports::will_make_companies,
    )
}

pub fn made(subject: ListSubject) -> fn(i64) -> String {
    of(
        subject,
        t::imports::done_made,
        t::imports::done_made_companies,
    )
}

pub fn removed(subject: ListSubject) -> fn(i64) -> String {
    of(
        subject,
        t::imports::undone_removed,
        t::imports::undone_removed_companies,
    )
}

pub fn undo_until(subject: ListSubject, until: String) -> String {
    match subject {
        ListSubject::Clients => t::imports::undo_until(until),
        ListSubject::Companies => t::imports::undo_until_companies(until),
    }
}

/// The way to the list of what was taken in.
pub fn list(subject: ListSubject) -> (&'static str, String, Icon) {
    match subject {
        ListSubject::Clients => (t::imports::to_clients(), links::clients(), Icon::Users),
        ListSubject::Companies => (
            t::imports::to_companies(),
            links::companies(),
            Icon::Building2,
        ),
    }
}

/// "3 new clients · 1 card changed".
pub fn done(subject: ListSubject, fates: &Fates) -> String {
    said([
        (fates.created, made(subject)),
        (fates.changed, t::imports::done_changed),
        (fates.left, t::imports::done_left),
    ])
}

/// What an undone import has come to.
pub fn undone(subject: ListSubject, fates: &Fates) -> String {
    said([
        (fates.removed, removed(subject)),
        (fates.archived, t::imports::undone_archived),
        (fates.returned, t::imports::undone_returned),
        (fates.kept, t::imports::undone_kept),
    ])
}

/// How many, and the words that say it.
type Counted = (u32, fn(i64) -> String);

fn said<const N: usize>(parts: [Counted; N]) -> String {
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, words)| words(i64::from(count)));
    parts.collect::<Vec<_>>().join(" · ")
}

/// A card that a row meets: what it is called, and where it is.
#[derive(Debug, Clone)]
pub struct Met {
    pub called: String,
    pub name: String,
    pub href: String,
}

impl Met {
    pub fn client(client: FoundClient) -> Self {
        Self {
            called: joined(&client.name, client.phone),
            href: links::client(client.id),
            name: client.name,
        }
    }

    pub fn company(company: FoundCompany) -> Self {
        Self {
            called: joined(&company.name, company.tax_id),
            href: links::company(company.id),
            name: company.name,
        }
    }

    /// The card of a row.
    pub fn of(row: &ImportRow) -> Option<Self> {
        let client = row.client.clone().map(Self::client);
        client.or_else(|| row.company.clone().map(Self::company))
    }
}

fn joined(name: &str, more: Option<String>) -> String {
    match more {
        Some(more) => format!("{name} · {more}"),
        None => name.to_owned(),
    }
}

/// The club's own fields of such cards, while somebody asks for them.
pub fn own_fields(subject: ListSubject, asked: bool) -> Signal<Option<Arc<OwnFields>>> {
    let wanted = move |one: ListSubject| (asked && subject == one).then_some(((), ()));
    let clients = query::<GetClientFields>(move || wanted(ListSubject::Clients));
    let companies = query::<GetCompanyFields>(move || wanted(ListSubject::Companies));
    Signal::derive(move || clients.data().or_else(|| companies.data()))
}
