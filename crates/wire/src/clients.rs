//! Clients, their contacts and their timeline.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::clients::brief::BriefKind;
use domain::clients::{Channel, Messenger, Purpose, Stage};
use domain::fields::Raw;
use domain::filters::Filter;
use domain::ids::{BranchId, ClientId, EmployeeId, EntryId, ProcessId, TaskId, ValueId, VersionId};
use domain::time::{Due, Timestamp};
use serde::{Deserialize, Serialize};

use crate::chains::ChainSummary;
use crate::list::{Listed, Person};
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};
use crate::tasks::{AssigneeName, CompletionView, FilledField};

operations! {
    "clients";
    /// Clients within reach; `q` finds by the beginning of any word of the name or by phone digits.
    ListClients = Get "/clients" () ?ClientsQuery => 200: Page<ClientRow>, Access::Needs(Permission::ClientRead);
    /// The same list by a filter tree: what the parameters of the list cannot say. Cursors, sorts and totals are those of the list.
    SearchClients = Post "/clients/search" (), ClientSearch => 200: Page<ClientRow>, Access::Needs(Permission::ClientRead), idempotency None, refuses [CursorInvalid];
    /// Adds a client. The same phone on another card is no error; `same_phone` names the cards.
    CreateClient = Post "/clients" (), NewClient => 201: ClientSaved, Access::Needs(Permission::ClientCreate);
    /// Says which cards within reach have one of these phones, before a new one is made.
    FindSamePhone = Post "/clients/same-phone" (), SamePhoneRequest => 200: SamePhone, Access::Needs(Permission::ClientRead), idempotency None;
    /// One card.
    GetClient = Get "/clients/{id}" (ClientId) => 200: Client, Access::Needs(Permission::ClientRead);
    /// Calls a client without showing the number: answers with what the device that calls is given, and writes into the audit log who called whom. Needs the right to work with the
    /// client (`client.note`), not to see its contacts.
    DialClient = Post "/clients/{id}/dials" (ClientId), Dial => 200: Dialled, Access::Needs(Permission::ClientNote), idempotency None, refuses [TooManyRequests];
    /// Changes a card. What others changed since the named version is kept; only when the same member is changed again, it is refused with 412 and `changed_fields`.
    UpdateClient = Patch "/clients/{id}" (ClientId), ClientPatch => 200: ClientSaved, Access::Needs(Permission::ClientEdit), if_match Required, refuses [AlreadyMerged];
    /// Archives a card; refused while a chain runs.
    ArchiveClient = Delete "/clients/{id}" (ClientId) => 204, Access::Needs(Permission::ClientEdit), if_match Required, refuses [InUse];
    /// Takes a card out of the archive.
    RestoreClient = Post "/clients/{id}/restore" (ClientId) => 200: Client, Access::Needs(Permission::ClientEdit), refuses [AlreadyMerged];
    /// What to know before a call, in eight lines at most: made by rules from the club's own data.
    GetBrief = Get "/clients/{id}/brief" (ClientId) => 200: Brief, Access::Needs(Permission::ClientRead);
    /// What happened to the client, newest first.
    ListTimeline = Get "/clients/{id}/timeline" (ClientId) ?TimelineQuery => 200: Page<Entry>, Access::Needs(Permission::ClientRead);
    /// Keeps what a person agreed to be contacted for by a channel, or took back. What was before stays in the timeline; the latest counts.
    SetConsent = Post "/clients/{id}/consents" (ClientId), NewConsent => 201: Client, Access::Needs(Permission::ClientEdit), refuses [AlreadyMerged];
    /// Writes a note into the timeline.
    AddNote = Post "/clients/{id}/notes" (ClientId), NewNote => 201: Entry, Access::Needs(Permission::ClientNote), refuses [AlreadyMerged];
}

paged! {
    pub struct ClientsQuery {
        /// Beginnings of name words, or digits anywhere in a phone. In the order of names, those that begin as was typed come first.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
        pub q: Option<String>,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Stage>>))]
        pub stage: Option<Listed<Stage>>,
        pub branch_id: Option<BranchId>,
        pub responsible_id: Option<Person>,
        pub source_id: Option<ValueId>,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
        pub tag: Option<String>,
        /// Those whom this process leads now.
        pub process_id: Option<ProcessId>,
        /// Those whose chain runs on this version.
        pub version_id: Option<VersionId>,
        /// Key of a step: those whose chain sleeps and wakes up there; say the process too.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::StepKey>))]
        pub sleeps_before: Option<String>,
        /// A filter as one line: `stage:lead,client;next_step.empty;(tag:morning|tag:kids)`. A question is `field.operator:values`, and `is`
        /// where no operator stands; `;` is "and", `|` is "or", brackets hold a group. What the tree of `POST /clients/search` says, shorter.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::FilterLine>))]
        pub filter: Option<String>,
        /// `true`: only those without a next step.
        pub without_next_step: Option<bool>,
        pub archived: Option<bool>,
        /// `name` (default), `-created_at`, `-last_contact_at`, `next_due`.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::ClientOrder>))]
        pub sort: Option<String>,
        pub include_total: Option<bool>,
        /// Keys of `GET /schema/clients`: what each row says in `cells`.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::described::ColumnKey>>))]
        pub columns: Option<Listed<String>>,
    }
}

/// What is looked for among clients.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ClientSearch {
    /// Everybody when absent. Its fields and what they may be asked: `GET /schema/clients`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Beginnings of name words, or digits anywhere in a phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
    pub q: Option<String>,
    /// `true`: only archived cards; otherwise only the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// `name` (default), `-created_at`, `-last_contact_at`, `next_due`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::ClientOrder>))]
    pub sort: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_total: Option<bool>,
    /// Keys of `GET /schema/clients`: what each row says in `cells`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::described::ColumnKey>, max_items = 40))]
    pub columns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub cursor: Option<String>,
}

/// A client in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientRow {
    pub id: ClientId,
    pub name: String,
    pub stage: Stage,
    pub phone: Option<Phone>,
    pub branch_id: BranchId,
    pub responsible: Option<PersonName>,
    pub next: Option<NextContact>,
    pub last_contact_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    /// What stands in the columns that were asked for, in their order and in the reader's language; empty when none were.
    #[serde(default)]
    pub cells: Vec<String>,
}

/// The next thing that happens with a client. An errand beside a process is that only while there is nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextContact {
    /// Absent while a chain sleeps.
    pub task_id: Option<TaskId>,
    pub title: String,
    pub due: Due,
    pub assignee: Option<AssigneeName>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName {
    pub id: EmployeeId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Phone {
    /// E.164. Absent for a reader without `client.contacts`; he calls by `POST /clients/{id}/dials`.
    pub number: Option<String>,
    /// Without that permission, most digits are dots.
    pub display: String,
    /// As it was typed; absent without that permission.
    pub typed: Option<String>,
    pub label: Option<String>,
    pub do_not_call: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Dial {
    /// Which of the client's `phones`, counted from 0; the first that may be called when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(maximum = 19))]
    pub phone: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dialled {
    /// RFC 3966: `tel:+79123456789`.
    pub address: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PhoneEntry {
    /// In any spelling; without a prefix it is of the organisation's country.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub number: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub label: Option<String>,
    #[serde(default)]
    pub do_not_call: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MessengerContact {
    pub messenger: Messenger,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub address: String,
    /// What it is for, or whose it is.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub label: Option<String>,
    #[serde(default)]
    pub do_not_write: bool,
}

impl MessengerContact {
    /// One that nothing more is said of.
    pub fn new(messenger: Messenger, address: impl Into<String>) -> Self {
        Self {
            messenger,
            address: address.into(),
            label: None,
            do_not_write: false,
        }
    }
}

/// An e-mail address of a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EmailContact {
    #[cfg_attr(feature = "openapi", schema(value_type = crate::described::EmailText))]
    pub address: String,
    /// What it is for, or whose it is.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub label: Option<String>,
    /// No letter is sent there.
    #[serde(default)]
    pub do_not_write: bool,
}

impl From<&str> for EmailContact {
    fn from(address: &str) -> Self {
        Self::from(address.to_owned())
    }
}

impl From<String> for EmailContact {
    fn from(address: String) -> Self {
        Self {
            address,
            label: None,
            do_not_write: false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Client {
    pub id: ClientId,
    /// In the organisation's order.
    pub name: String,
    pub surname: Option<String>,
    pub given: Option<String>,
    pub patronymic: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub stage: Stage,
    pub phones: Vec<Phone>,
    pub emails: Vec<EmailContact>,
    pub messengers: Vec<MessengerContact>,
    /// The reader lacks `client.contacts`: phones, addresses and names in messengers are shown in part, and cannot be changed.
    pub contacts_hidden: bool,
    pub source: Option<ValueName>,
    pub responsible: Option<PersonName>,
    pub branch_id: BranchId,
    pub tags: Vec<String>,
    pub do_not_contact: Vec<Channel>,
    pub relations: Vec<Relation>,
    /// What the person agreed to, or took back: the latest of each channel and purpose.
    pub consents: Vec<Consent>,
    pub note: Option<String>,
    /// Answers to the club's own fields, in their order; what is not answered is absent.
    pub fields: Vec<FilledField>,
    pub next: Option<NextContact>,
    pub last_contact_at: Option<Timestamp>,
    /// Running chains first.
    pub chains: Vec<ChainSummary>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    /// The card in which the person is found now, when this one was merged.
    pub merged_into: Option<ClientId>,
}

/// What a person agreed to be contacted for by one channel, or took back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    pub channel: Channel,
    pub purpose: Purpose,
    pub given: bool,
    /// What proves it; always there for one that was given.
    pub evidence: Option<String>,
    pub by: Option<PersonName>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewConsent {
    pub channel: Channel,
    pub purpose: Purpose,
    pub given: bool,
    /// What proves it: a paper and its date, a box on the site, a call. Required for one that is given.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub evidence: Option<String>,
}

/// What to know about a client before a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Brief {
    /// In the order in which they are read.
    pub lines: Vec<BriefText>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BriefText {
    pub kind: BriefKind,
    /// In the reader's language.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ValueName {
    pub id: ValueId,
    pub name: String,
}

/// A family link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Relation {
    pub client_id: ClientId,
    pub name: String,
    /// What the other one is to this client: "сын", "mother" …
    pub kind: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RelationEntry {
    pub client_id: ClientId,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub kind: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// A full name in the organisation's order; split into its parts unless those are given.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub name: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub surname: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub given: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub patronymic: Option<String>,
    #[serde(default)]
    pub birth_date: Option<NaiveDate>,
    #[serde(default)]
    pub stage: Option<Stage>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub phones: Vec<PhoneEntry>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub emails: Vec<EmailContact>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub messengers: Vec<MessengerContact>,
    /// A value of the dictionary whose role is `sources`.
    #[serde(default)]
    pub source_id: Option<ValueId>,
    /// The caller when absent.
    #[serde(default)]
    pub responsible_id: Option<EmployeeId>,
    /// The caller's first branch when absent.
    #[serde(default)]
    pub branch_id: Option<BranchId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::described::TagText>, max_items = 20))]
    pub tags: Vec<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub note: Option<String>,
    /// Answers to the club's own fields by their keys; required ones must be there.
    #[serde(default)]
    pub fields: BTreeMap<String, Raw>,
    /// Starts this process for the new client in the same transaction.
    #[serde(default)]
    pub start_process_id: Option<domain::ids::ProcessId>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ClientPatch {
    /// A full name; replaces the three parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 200))]
    pub surname: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 200))]
    pub given: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 200))]
    pub patronymic: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    pub birth_date: Option<Option<NaiveDate>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub phones: Option<Vec<PhoneEntry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub emails: Option<Vec<EmailContact>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub messengers: Option<Vec<MessengerContact>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    pub source_id: Option<Option<ValueId>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    pub responsible_id: Option<Option<EmployeeId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_id: Option<BranchId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::described::TagText>>, max_items = 20))]
    pub tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub do_not_contact: Option<Vec<Channel>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub relations: Option<Vec<RelationEntry>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 20000))]
    pub note: Option<Option<String>>,
    /// Answers to the club's own fields by their keys; `null` clears one, what is not named stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::ClearableAnswers>))]
    pub fields: Option<BTreeMap<String, Option<Raw>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientSaved {
    pub client: Client,
    /// Other cards within reach with one of its phones.
    pub same_phone: Vec<SamePhoneCard>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SamePhoneRequest {
    pub phones: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SamePhone {
    pub cards: Vec<SamePhoneCard>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SamePhoneCard {
    pub client_id: ClientId,
    pub name: String,
    pub phone: String,
}

paged! {
    pub struct TimelineQuery {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<EntryKind>>))]
        pub kind: Option<Listed<EntryKind>>,
    }
}

pub use domain::timeline::EntryKind;

/// Whom an entry is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryClient {
    pub client_id: ClientId,
    pub name: String,
}

/// An entry of the timeline. What a kind does not have is `null`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    pub id: EntryId,
    pub kind: EntryKind,
    pub at: Timestamp,
    /// Absent for what the system did by itself.
    pub by: Option<PersonName>,
    pub task_id: Option<TaskId>,
    /// In the timeline of a company: the person it is about.
    pub client: Option<EntryClient>,
    /// The task's template or title, as it was.
    pub task_title: Option<String>,
    pub completion: Option<CompletionView>,
    /// A note's text, or a reason given.
    pub text: Option<String>,
    /// Changed members with their values before and after, in the reader's words where there are any.
    pub changes: Vec<Change>,
    /// The import that did it, by the name of its file.
    pub import: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Name of the member, as in the API; `fields.` and the key for one of the club's own fields.
    pub member: String,
    /// What an own field was called then; `null` for members of the card.
    pub label: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20000))]
    pub text: String,
}
