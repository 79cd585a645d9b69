//! Rows of the client tables, and what a card is made of.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::clients::{Channel, Messenger, Stage};
use domain::ids::{BranchId, ClientId, EmployeeId, ValueId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::own_fields::Answers;
use crate::schema::{client_emails, client_messengers, client_phones};

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

/// An e-mail address of a card.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = client_emails)]
#[serde(from = "EmailAsKept")]
pub struct ClientEmail {
    #[diesel(column_name = email)]
    pub address: String,
    pub label: Option<String>,
    pub do_not_write: bool,
}

impl ClientEmail {
    /// Addresses differ in more than large and small letters.
    pub fn is_same(&self, other: &Self) -> bool {
        self.address.to_lowercase() == other.address.to_lowercase()
    }
}

/// As undoing a merge or an import finds it, which may be older than the label.
#[derive(Deserialize)]
#[serde(untagged)]
enum EmailAsKept {
    Bare(String),
    Whole {
        address: String,
        label: Option<String>,
        do_not_write: bool,
    },
}

impl From<EmailAsKept> for ClientEmail {
    fn from(kept: EmailAsKept) -> Self {
        match kept {
            EmailAsKept::Bare(address) => Self {
                address,
                label: None,
                do_not_write: false,
            },
            EmailAsKept::Whole {
                address,
                label,
                do_not_write,
            } => Self {
                address,
                label,
                do_not_write,
            },
        }
    }
}

/// A name in a messenger on a card.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = client_messengers)]
#[serde(from = "MessengerAsKept")]
pub struct ClientMessenger {
    pub messenger: Messenger,
    pub address: String,
    pub label: Option<String>,
    pub do_not_write: bool,
}

impl ClientMessenger {
    pub fn is_same(&self, other: &Self) -> bool {
        (self.messenger, &self.address) == (other.messenger, &other.address)
    }
}

/// As undoing a merge or an import finds it, which may be older than the label.
#[derive(Deserialize)]
#[serde(untagged)]
enum MessengerAsKept {
    Bare(Messenger, String),
    Whole {
        messenger: Messenger,
        address: String,
        label: Option<String>,
        do_not_write: bool,
    },
}

impl From<MessengerAsKept> for ClientMessenger {
    fn from(kept: MessengerAsKept) -> Self {
        match kept {
            MessengerAsKept::Bare(messenger, address) => Self {
                messenger,
                address,
                label: None,
                do_not_write: false,
            },
            MessengerAsKept::Whole {
                messenger,
                address,
                label,
                do_not_write,
            } => Self {
                messenger,
                address,
                label,
                do_not_write,
            },
        }
    }
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
    pub emails: Vec<ClientEmail>,
    pub messengers: Vec<ClientMessenger>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_kept_before_contacts_had_labels_is_read() {
        let kept = r#"["kate@mail.ru", {"address": "k@club.example", "label": "работа", "do_not_write": true}]"#;
        let emails: Vec<ClientEmail> = serde_json::from_str(kept).expect("e-mails");
        let read = emails
            .iter()
            .map(|it| (&*it.address, it.label.as_deref(), it.do_not_write));
        let expected = [
            ("kate@mail.ru", None, false),
            ("k@club.example", Some("работа"), true),
        ];
        assert_eq!(read.collect::<Vec<_>>(), expected);
        let again = serde_json::to_string(&emails).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Vec<ClientEmail>>(&again).expect("again"),
            emails
        );

        let kept = r#"[["telegram", "@kate"], {"messenger": "vk", "address": "kate", "label": null, "do_not_write": false}]"#;
        let contacts: Vec<ClientMessenger> = serde_json::from_str(kept).expect("messengers");
        let read = contacts.iter().map(|it| (it.messenger, &*it.address));
        let expected = [(Messenger::Telegram, "@kate"), (Messenger::Vk, "kate")];
        assert_eq!(read.collect::<Vec<_>>(), expected);
    }
}
