//! What leaves the house: letters by e-mail, and calls of hooks.
//!
//! Both are written as jobs in the transaction of their cause and delivered after it, at least once. A receiver drops
//! repetitions by the delivery's id, which stays the same however often it is tried.

use serde::{Deserialize, Serialize};

use crate::ids::HookId;
use crate::words::words;

/// A letter of plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address alone: `kate@mail.example`.
    pub to: String,
    /// The reader's name, as it stands before the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// One line.
    pub subject: String,
    pub text: String,
}

/// A call of a hook: the receiver is told that something happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookCall {
    pub hook_id: HookId,
    /// What happened, `<thing>.<what>`: `task.completed`.
    pub event: String,
    /// A JSON document: what the receiver is told of it.
    pub body: String,
}

/// Anything that is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outgoing {
    Mail(Mail),
    Hook(HookCall),
}

impl Outgoing {
    pub const fn kind(&self) -> OutgoingKind {
        match self {
            Self::Mail(_) => OutgoingKind::Mail,
            Self::Hook(_) => OutgoingKind::Hook,
        }
    }

    /// The same without what is said in it: a delivered letter is nobody's to read again.
    #[must_use]
    pub fn without_content(self) -> Self {
        match self {
            Self::Mail(mail) => Self::Mail(Mail {
                text: String::new(),
                ..mail
            }),
            Self::Hook(call) => Self::Hook(HookCall {
                body: String::new(),
                ..call
            }),
        }
    }
}

words! {
    OutgoingKind {
        Mail = "mail",
        Hook = "hook",
    }
}

words! {
    /// The life of a delivery.
    DeliveryState {
        Waiting = "waiting",
        /// On its way just now.
        Running = "running",
        /// It arrived, as far as the other side said so.
        Done = "done",
        /// Given up: visible, and tried again by hand.
        Dead = "dead",
        /// Taken back before it was on its way.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why something could not be delivered.
    Undelivered {
        /// No mail server is set up.
        NotConfigured = "not_configured",
        /// What was given as an address is none.
        BadAddress = "bad_address",
        /// The address leads into a private network, and the settings do not allow that.
        ForbiddenAddress = "forbidden_address",
        /// The name of the host leads nowhere.
        NoSuchHost = "no_such_host",
        Unreachable = "unreachable",
        Timeout = "timeout",
        /// No encrypted connection came about: a wrong certificate, or none offered.
        Encryption = "encryption",
        /// The mail server does not know our user or password.
        Credentials = "credentials",
        /// The receiver answered, and not with yes.
        Refused = "refused",
        /// The hook was archived.
        Archived = "archived",
        /// What was kept cannot be read.
        Unreadable = "unreadable",
    }
}

/// A delivery that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub why: Undelivered,
    /// In the other side's words, or the system's: `550 no such user here`, `answered 503`.
    pub detail: String,
    pub hope: Hope,
}

/// Whether trying again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hope {
    Later,
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outgoing_thing_is_read_as_it_was_written() {
        let mail = Outgoing::Mail(Mail {
            to: "kate@mail.example".into(),
            name: None,
            subject: "Занятие".into(),
            text: "До встречи".into(),
        });
        let text = serde_json::to_string(&mail).expect("JSON");
        assert_eq!(
            text,
            r#"{"kind":"mail","to":"kate@mail.example","subject":"Занятие","text":"До встречи"}"#
        );
        assert_eq!(
            serde_json::from_str::<Outgoing>(&text).expect("a letter"),
            mail
        );
        assert!(matches!(mail.without_content(), Outgoing::Mail(mail) if mail.text.is_empty()));
    }
}
