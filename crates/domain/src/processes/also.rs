//! What a result also does, besides leading on.
//!
//! A transition leads to exactly one continuation. Beside it may stand actions that happen with the result, whichever case decided:
//! work for somebody else, a change of the client's card, another process. None of them ever changes what follows, and none can refuse a
//! completion: what cannot be done (a process that runs already, a tag that is there) is left alone.
//!
//! Rules and conditions look at the client as he was before the completion.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::case::all_hold;
use super::{AssigneeRule, Condition, DueRule, Placeholder, Seen, Transition, placeholders};
use crate::clients::Stage;
use crate::ids::{EmployeeId, HookId, ProcessId, RoleId, TemplateId};
use crate::words::words;

/// Most actions of one transition.
pub const MAX_ALSO: usize = 9;
/// Most characters of the subject of a message.
pub const MAX_SUBJECT: usize = 200;
/// Most characters of a text of an action.
pub const MAX_PHRASE: usize = 2_000;

/// One thing that a result also does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Also {
    /// All of them must hold; without any it always happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 9))]
    pub when: Vec<Condition>,
    pub act: Action,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// A side task about the client, for somebody else. It is not a step: the chain goes on without waiting for it.
    Errand {
        /// Of an `internal` template.
        template_id: TemplateId,
        /// Absent: the template's own rule.
        #[serde(default)]
        due: Option<DueRule>,
        #[serde(default)]
        assignee: AssigneeRule,
        /// What exactly is to be done, with placeholders.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
        text: Option<String>,
    },
    Stage {
        stage: Stage,
    },
    /// Tags that the client gets and loses.
    Tag {
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        add: Vec<String>,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        remove: Vec<String>,
    },
    /// Somebody becomes responsible for the client: a person, never a pool.
    Responsible {
        assignee: AssigneeRule,
    },
    /// A prepared message: behind the bell at once, by e-mail when the completion can no longer be taken back.
    Message {
        to: Recipient,
        by: MessageBy,
        /// One line, with placeholders.
        #[cfg_attr(feature = "openapi", schema(max_length = 200))]
        subject: String,
        /// With placeholders.
        #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
        text: String,
    },
    /// A hook of the settings is called when the completion can no longer be taken back.
    Hook {
        hook_id: HookId,
    },
    /// Another chain beside this one. Where the client is in that process already, nothing happens.
    StartProcess {
        process_id: ProcessId,
    },
}

words! {
    MessageBy {
        /// Behind the bell; for employees.
        Notice = "notice",
        Email = "email",
    }
}

/// Who gets a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipient {
    /// The client, at the first of his addresses; by e-mail only.
    Client,
    /// The employee responsible for the client.
    Responsible,
    /// Whoever gave the result.
    Same,
    Employee {
        employee_id: EmployeeId,
    },
    /// Everybody of a role in the task's branch.
    Role {
        role_id: RoleId,
    },
}

impl Transition {
    /// What is also done when this is true, in order.
    pub fn also_when(&self, seen: Seen<'_>) -> impl Iterator<Item = &Action> {
        let holding = self
            .also
            .iter()
            .filter(move |also| all_hold(&also.when, seen));
        holding.map(|also| &also.act)
    }

    /// Whether an errand is among what is also done.
    pub fn gives_errands(&self, seen: Seen<'_>) -> bool {
        let mut acts = self.also_when(seen);
        acts.any(|act| matches!(act, Action::Errand { .. }))
    }
}

impl Action {
    /// Whom it names by a rule.
    pub const fn assignee(&self) -> Option<&AssigneeRule> {
        match self {
            Self::Errand { assignee, .. } | Self::Responsible { assignee } => Some(assignee),
            _ => None,
        }
    }

    /// Who gets a message.
    pub const fn recipient(&self) -> Option<&Recipient> {
        match self {
            Self::Message { to, .. } => Some(to),
            _ => None,
        }
    }

    /// The hook that is called.
    pub const fn hook(&self) -> Option<HookId> {
        match self {
            Self::Hook { hook_id } => Some(*hook_id),
            _ => None,
        }
    }

    /// The template of an errand.
    pub const fn template(&self) -> Option<TemplateId> {
        match self {
            Self::Errand { template_id, .. } => Some(*template_id),
            _ => None,
        }
    }

    /// The process that it starts.
    pub const fn process(&self) -> Option<ProcessId> {
        match self {
            Self::StartProcess { process_id } => Some(*process_id),
            _ => None,
        }
    }

    /// The texts that are said, with their placeholders.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Errand { text, .. } => text.iter().map(String::as_str).collect(),
            Self::Message { subject, text, .. } => vec![subject, text],
            _ => Vec::new(),
        }
    }

    /// Keys of the fields that rules and texts read.
    pub fn fields(&self) -> BTreeSet<&str> {
        let mut fields: BTreeSet<&str> = BTreeSet::new();
        if let Self::Errand {
            due: Some(DueRule::Field { field, .. }),
            ..
        } = self
        {
            fields.insert(field);
        }
        if let Some(AssigneeRule::Field { field }) = self.assignee() {
            fields.insert(field);
        }
        for text in self.texts() {
            fields.extend(placeholders(text).filter_map(|found| match found {
                Ok(Placeholder::Field(key)) => Some(key),
                _ => None,
            }));
        }
        fields
    }
}
