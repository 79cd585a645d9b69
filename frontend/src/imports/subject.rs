//! What is said differently of clients and of companies, and whose fields a file may have.

use std::sync::Arc;

use leptos::prelude::*;
use wire::imports::{Fates, FoundClient, FoundCompany, ImportRow, ImportSubject};
use wire::own_fields::{GetClientFields, GetCompanyFields, OwnFields};

use crate::data::query;
use crate::i18n::t;
use crate::links;
use crate::ui::Icon;

/// One of two wordings.
fn of<T>(subject: ImportSubject, client: T, company: T) -> T {
    match subject {
        ImportSubject::Clients => client,
        ImportSubject::Companies => company,
    }
}

pub fn title(subject: ImportSubject) -> &'static str {
    of(subject, t::imports::title(), t::imports::title_companies())
}

/// What its rows become, in a word.
pub fn cards(subject: ImportSubject) -> &'static str {
    of(subject, t::clients::title(), t::companies::title())
}

pub fn sample(subject: ImportSubject) -> &'static str {
    of(
        subject,
        t::imports::sample_file(),
        t::imports::sample_companies(),
    )
}

pub fn name_needed(subject: ImportSubject) -> &'static str {
    of(
        subject,
        t::imports::names_needed(),
        t::imports::names_needed_company(),
    )
}

pub fn existing(subject: ImportSubject) -> &'static str {
    of(
        subject,
        t::imports::existing(),
        t::imports::existing_company(),
    )
}

pub fn same_as(subject: ImportSubject, row: u32) -> String {
    match subject {
        ImportSubject::Clients => t::imports::same_as(row),
        ImportSubject::Companies => t::imports::same_as_company(row),
    }
}

pub fn which(subject: ImportSubject) -> &'static str {
    of(
        subject,
        t::imports::which_card(),
        t::imports::which_company(),
    )
}

pub fn as_new(subject: ImportSubject) -> &'static str {
    of(subject, t::imports::as_new(), t::imports::as_new_company())
}

pub fn will_make(subject: ImportSubject) -> fn(i64) -> String {
    of(
        subject,
        t::imports::will_make,
        t::imports::will_make_companies,
    )
}

pub fn made(subject: ImportSubject) -> fn(i64) -> String {
    of(
        subject,
        t::imports::done_made,
        t::imports::done_made_companies,
    )
}

pub fn removed(subject: ImportSubject) -> fn(i64) -> String {
    of(
        subject,
        t::imports::undone_removed,
        t::imports::undone_removed_companies,
    )
}

pub fn undo_until(subject: ImportSubject, until: String) -> String {
    match subject {
        ImportSubject::Clients => t::imports::undo_until(until),
        ImportSubject::Companies => t::imports::undo_until_companies(until),
    }
}

/// The way to the list of what was taken in.
pub fn list(subject: ImportSubject) -> (&'static str, String, Icon) {
    match subject {
        ImportSubject::Clients => (t::imports::to_clients(), links::clients(), Icon::Users),
        ImportSubject::Companies => (
            t::imports::to_companies(),
            links::companies(),
            Icon::Building2,
        ),
    }
}

/// "3 new clients · 1 card changed".
pub fn done(subject: ImportSubject, fates: &Fates) -> String {
    said([
        (fates.created, made(subject)),
        (fates.changed, t::imports::done_changed),
        (fates.left, t::imports::done_left),
    ])
}

/// What an undone import has come to.
pub fn undone(subject: ImportSubject, fates: &Fates) -> String {
    said([
        (fates.removed, removed(subject)),
        (fates.archived, t::imports::undone_archived),
        (fates.returned, t::imports::undone_returned),
        (fates.kept, t::imports::undone_kept),
    ])
}

fn said<const N: usize>(parts: [(u32, fn(i64) -> String); N]) -> String {
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
pub fn own_fields(subject: ImportSubject, asked: bool) -> Signal<Option<Arc<OwnFields>>> {
    let wanted = move |one: ImportSubject| (asked && subject == one).then_some(((), ()));
    let clients = query::<GetClientFields>(move || wanted(ImportSubject::Clients));
    let companies = query::<GetCompanyFields>(move || wanted(ImportSubject::Companies));
    Signal::derive(move || clients.data().or_else(|| companies.data()))
}
