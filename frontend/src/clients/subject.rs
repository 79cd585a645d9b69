//! What cards have in common, be they of people or of companies: how they are asked for, changed and reached by their contacts.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::Permission;
use domain::fields::Raw;
use domain::ids::{BranchId, ClientId, CompanyId, EmployeeId};
use leptos::prelude::*;
use serde::Serialize;
use wire::clients::{
    AddNote, Client, ClientPatch, ClientSaved, EmailContact, Entry, EntryKind, GetClient,
    ListTimeline, NewNote, PersonName, Phone, PhoneEntry, TimelineQuery, UpdateClient,
};
use wire::companies::{
    AddCompanyNote, Company, CompanyPatch, CompanySaved, GetCompany, ListCompanyTimeline,
    UpdateCompany,
};
use wire::operation::Operation;
use wire::own_fields::{GetClientFields, GetCompanyFields, OwnFields};
use wire::page::Page as EntriesPage;
use wire::tasks::FilledField;

use crate::data::session;
use crate::links;

/// A card whose values are changed where they stand.
pub trait Subject: Clone + Send + Sync + Sized + 'static {
    type Id: Copy + Send + Sync + 'static;
    type Patch: Serialize + Default + Send + Sync + 'static;
    type Saved: Send + 'static;
    type Get: Operation<Path = (Self::Id,), Query = (), Body = (), Reply = Self>;
    type Update: Operation<Path = (Self::Id,), Query = (), Body = Self::Patch, Reply = Self::Saved>;
    /// The club's own fields on such cards.
    type Fields: Operation<Path = (), Query = (), Body = (), Reply = OwnFields>;
    /// What happened to it.
    type Timeline: Operation<Path = (Self::Id,), Query = TimelineQuery, Body = (), Reply = EntriesPage<Entry>>;
    type Note: Operation<Path = (Self::Id,), Query = (), Body = NewNote, Reply = Entry>;
    /// Entries that tell of changes of the card.
    const CHANGES: &'static [EntryKind];
    /// Slices whose answers a change makes stale.
    const STALE: &'static [&'static str];

    fn saved(saved: Self::Saved) -> Self;
    fn version(&self) -> i64;
    fn is_archived(&self) -> bool;
    fn hides_contacts(&self) -> bool;
    fn may_be_edited(&self) -> bool;
    /// Whether whoever looks may write a note about it.
    fn may_be_noted(&self) -> bool;
    /// The page of the card.
    fn address(id: Self::Id) -> String;
    fn phones(&self) -> &[Phone];
    fn emails(&self) -> &[EmailContact];
    fn tags(&self) -> &[String];
    fn responsible(&self) -> Option<&PersonName>;
    fn branch(&self) -> BranchId;
    /// Answers to the club's own fields.
    fn answers(&self) -> &[FilledField];
    fn with_phones(phones: Vec<PhoneEntry>) -> Self::Patch;
    fn with_emails(emails: Vec<EmailContact>) -> Self::Patch;
    fn with_tags(tags: Vec<String>) -> Self::Patch;
    fn with_responsible(person: Option<EmployeeId>) -> Self::Patch;
    fn with_branch(branch: Option<BranchId>) -> Self::Patch;
    fn with_answer(key: &str, answer: Option<Raw>) -> Self::Patch;
}

macro_rules! subject {
    ($card:ident, $id:ident, $patch:ident, $saved:ident.$member:ident, $get:ident, $update:ident, $fields:ident, $timeline:ident, $note:ident, $changes:expr, $stale:expr, $may:ident, $address:path) => {
        impl Subject for $card {
            type Id = $id;
            type Patch = $patch;
            type Saved = $saved;
            type Get = $get;
            type Update = $update;
            type Fields = $fields;
            type Timeline = $timeline;
            type Note = $note;
            const CHANGES: &'static [EntryKind] = $changes;
            const STALE: &'static [&'static str] = $stale;

            fn saved(saved: $saved) -> Self {
                saved.$member
            }
            fn version(&self) -> i64 {
                self.version
            }
            fn is_archived(&self) -> bool {
                self.archived_at.is_some()
            }
            fn hides_contacts(&self) -> bool {
                self.contacts_hidden
            }
            fn may_be_edited(&self) -> bool {
                session().$may(Permission::ClientEdit, self)
            }
            fn may_be_noted(&self) -> bool {
                session().$may(Permission::ClientNote, self)
            }
            fn address(id: $id) -> String {
                $address(id)
            }
            fn phones(&self) -> &[Phone] {
                &self.phones
            }
            fn emails(&self) -> &[EmailContact] {
                &self.emails
            }
            fn tags(&self) -> &[String] {
                &self.tags
            }
            fn responsible(&self) -> Option<&PersonName> {
                self.responsible.as_ref()
            }
            fn branch(&self) -> BranchId {
                self.branch_id
            }
            fn answers(&self) -> &[FilledField] {
                &self.fields
            }
            fn with_phones(phones: Vec<PhoneEntry>) -> $patch {
                $patch {
                    phones: Some(phones),
                    ..$patch::default()
                }
            }
            fn with_emails(emails: Vec<EmailContact>) -> $patch {
                $patch {
                    emails: Some(emails),
                    ..$patch::default()
                }
            }
            fn with_tags(tags: Vec<String>) -> $patch {
                $patch {
                    tags: Some(tags),
                    ..$patch::default()
                }
            }
            fn with_responsible(person: Option<EmployeeId>) -> $patch {
                $patch {
                    responsible_id: Some(person),
                    ..$patch::default()
                }
            }
            fn with_branch(branch: Option<BranchId>) -> $patch {
                $patch {
                    branch_id: branch,
                    ..$patch::default()
                }
            }
            fn with_answer(key: &str, answer: Option<Raw>) -> $patch {
                $patch {
                    fields: Some(BTreeMap::from([(key.to_owned(), answer)])),
                    ..$patch::default()
                }
            }
        }
    };
}

subject!(
    Client,
    ClientId,
    ClientPatch,
    ClientSaved.client,
    GetClient,
    UpdateClient,
    GetClientFields,
    ListTimeline,
    AddNote,
    &[
        EntryKind::ClientCreated,
        EntryKind::ClientChanged,
        EntryKind::TaskChanged,
    ],
    &["clients", "day", "search"],
    may_with_client,
    links::client
);
subject!(
    Company,
    CompanyId,
    CompanyPatch,
    CompanySaved.company,
    GetCompany,
    UpdateCompany,
    GetCompanyFields,
    ListCompanyTimeline,
    AddCompanyNote,
    &[EntryKind::CompanyCreated, EntryKind::CompanyChanged],
    &["companies"],
    may_with_company,
    links::company
);

/// What to save, made of the card as it is when its turn comes: a list of phones is sent whole, and the change before may have
/// been to another of them.
pub type Change<C> = Arc<dyn Fn(&C) -> <C as Subject>::Patch + Send + Sync>;

/// A value that its control changes at once, and the server's word after that.
pub fn held<C: Subject, T: PartialEq + Send + Sync + 'static>(
    card: Signal<Arc<C>>,
    read: impl Fn(&C) -> T + Send + Sync + 'static,
) -> RwSignal<T> {
    let value = RwSignal::new(card.with_untracked(|card| read(card)));
    Effect::new(move |_| {
        let now = card.with(|card| read(card));
        if value.with_untracked(|value| *value != now) {
            value.set(now);
        }
    });
    value
}
