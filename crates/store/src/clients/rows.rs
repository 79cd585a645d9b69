//! Rows of the client tables, and what a card is made of.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::clients::{Channel, Messenger, Stage};
use domain::ids::{BranchId, ClientId, EmployeeId, ValueId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::own_fields::Answers;
use crate::schema::client_phones;

/// A client's own row. `next_due_sort` and `last_contact_sort` are read through [`ClientRow::next_due`] and
/// [`ClientRow::last_contact`], which know the instants that stand for "none".
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ClientRow {
    pub id: ClientId,
    pub surname: Option<String>,
    pub given: Option<String>,
    pub patronymic: Option<String>,
    pub sort_key: String,
    pub birth_date: Option<NaiveDate>,
    pub stage: Stage,
    pub source_id: Option<ValueId>,
    pub responsible_id: Option<EmployeeId>,
    pub branch_id: BranchId,
    pub note: Option<String>,
    pub no_calls: bool,
    pub no_sms: bool,
    pub no_emails: bool,
    pub no_messengers: bool,
    pub next_due_sort: Timestamp,
    pub last_contact_sort: Timestamp,
    pub created_by: Option<EmployeeId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

impl ClientRow {
    pub fn next_due(&self) -> Option<Timestamp> {
        (self.next_due_sort < crate::FAR_AHEAD).then_some(self.next_due_sort)
    }

    pub fn last_contact(&self) -> Option<Timestamp> {
        (self.last_contact_sort > crate::LONG_AGO).then_some(self.last_contact_sort)
    }

    /// Channels through which the person must not be contacted.
    pub fn forbidden(&self) -> Vec<Channel> {
        [
            (Channel::Call, self.no_calls),
            (Channel::Sms, self.no_sms),
            (Channel::Email, self.no_emails),
            (Channel::Messenger, self.no_messengers),
        ]
        .into_iter()
        .filter_map(|(channel, forbidden)| forbidden.then_some(channel))
        .collect()
    }
}

/// A phone of a card.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = client_phones)]
pub struct ClientPhone {
    pub e164: String,
    pub display: String,
    pub typed: String,
    pub label: Option<String>,
    pub do_not_call: bool,
}

/// A link to another card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRelation {
    pub other_id: ClientId,
    pub kind: String,
}

/// Everything on a card that has rows of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    pub phones: Vec<ClientPhone>,
    pub emails: Vec<String>,
    pub messengers: Vec<(Messenger, String)>,
    /// Names; their keys are made by folding.
    pub tags: Vec<String>,
    pub relations: Vec<ClientRelation>,
    /// To the club's own fields.
    pub answers: Answers,
}

/// How a client is named in lists and on tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientName {
    pub id: ClientId,
    pub surname: Option<String>,
    pub given: Option<String>,
    pub patronymic: Option<String>,
    /// The first phone that may be called: number and how it is shown.
    pub phone: Option<(String, String)>,
}
