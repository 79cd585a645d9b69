//! One action for many clients or companies: what it is, how far it is, what became of each of them, and until when it can be undone.
//!
//! An action is carried out one by one by the decisions of the single action, on behalf of whoever asked: what he may not change by hand
//! stays as it is and is listed with its [`Hindrance`].

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::filters::{Filter, ListSubject};
use crate::ids::{EmployeeId, ProcessId, RoleId, TemplateId};
use crate::time::{Due, Timestamp};
use crate::words::words;

/// How long an action can be undone.
pub const UNDO: Duration = Duration::hours(24);
/// So many clients or companies can be named one by one.
pub const MOST_NAMED: usize = 1_000;
/// Tags that one action adds, and as many that it removes.
pub const MOST_TAGS: usize = 20;

/// Until when an action that ended at `finished_at` can be undone.
pub fn undo_until(finished_at: Timestamp) -> Timestamp {
    finished_at.plus(UNDO)
}

words! {
    BulkState {
        /// Those whom the filter finds are being written down.
        Gathering = "gathering",
        Running = "running",
        Done = "done",
        Undoing = "undoing",
        Undone = "undone",
    }
}

impl BulkState {
    /// Whether the server is at work on it.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Gathering | Self::Running | Self::Undoing)
    }
}

words! {
    /// What became of a client or of a company.
    BulkFate {
        Changed = "changed",
        /// It was so already.
        Unchanged = "unchanged",
        /// Nothing was done; the reason says why.
        Skipped = "skipped",
        /// Undone: it is as it was.
        Returned = "returned",
        /// Undone in part or not at all: somebody has worked on it since.
        Kept = "kept",
    }
}

words! {
    /// Why nothing was done for a client or for a company.
    Hindrance {
        /// It does not exist, or is not seen by whoever asked.
        NotFound = "not_found",
        NotAllowed = "not_allowed",
        Archived = "archived",
        /// The card was merged into another one.
        Merged = "merged",
        /// Whoever was chosen does not work in the branch.
        WorksElsewhere = "works_elsewhere",
        /// The process leads this client already.
        LedAlready = "led_already",
        /// The card would have more tags than one may have.
        TooManyTags = "too_many_tags",
        /// What was asked for does not hold any more: a process, a template or a date.
        Refused = "refused",
    }
}

/// How many have ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkFates {
    pub changed: u32,
    pub unchanged: u32,
    pub skipped: u32,
    pub returned: u32,
    pub kept: u32,
}

impl BulkFates {
    pub fn of(&mut self, fate: BulkFate) -> &mut u32 {
        match fate {
            BulkFate::Changed => &mut self.changed,
            BulkFate::Unchanged => &mut self.unchanged,
            BulkFate::Skipped => &mut self.skipped,
            BulkFate::Returned => &mut self.returned,
            BulkFate::Kept => &mut self.kept,
        }
    }

    /// One ends otherwise than it had.
    pub fn moved(&mut self, from: Option<BulkFate>, to: BulkFate) {
        if let Some(from) = from {
            let count = self.of(from);
            *count = count.saturating_sub(1);
        }
        *self.of(to) += 1;
    }
}

/// What is done for each. Companies are called by nobody and led by nothing: beginning a process and making tasks is for clients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkAction {
    /// Somebody becomes responsible for them.
    Responsible { responsible_id: EmployeeId },
    /// Tags come to them and go; the others stay.
    Tags {
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_items = 20))]
        add: Vec<String>,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_items = 20))]
        remove: Vec<String>,
    },
    /// A process begins with each whom it does not lead yet.
    Process { process_id: ProcessId },
    /// A task about each of them.
    Task {
        /// A template, or else a title.
        #[serde(default)]
        template_id: Option<TemplateId>,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        title: Option<String>,
        /// The template's rule, or today when absent.
        #[serde(default)]
        due: Option<Due>,
        /// Whoever is responsible for the client when neither this nor a pool is said, and the asker where nobody is.
        #[serde(default)]
        assignee_id: Option<EmployeeId>,
        /// Into a role's pool instead.
        #[serde(default)]
        pool_role_id: Option<RoleId>,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
        note: Option<String>,
    },
}

impl BulkAction {
    /// Whether it can be done for such cards.
    pub fn fits(&self, subject: ListSubject) -> bool {
        match self {
            Self::Responsible { .. } | Self::Tags { .. } => true,
            Self::Process { .. } | Self::Task { .. } => subject == ListSubject::Clients,
        }
    }
}

/// For whom: those whom a list finds, or some of them by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Whom {
    pub filter: Filter,
    pub q: Option<String>,
    pub archived: bool,
}

/// Tags of a card after some came and others went. `key` says which are the same.
pub fn retagged(
    tags: &[String],
    add: &[String],
    remove: &[String],
    key: impl Fn(&str) -> String,
) -> Vec<String> {
    let gone: Vec<String> = remove.iter().map(|tag| key(tag)).collect();
    let stays = tags.iter().filter(|tag| !gone.contains(&key(tag)));
    let mut left: Vec<String> = stays.cloned().collect();
    for tag in add {
        if !left.iter().any(|known| key(known) == key(tag)) {
            left.push(tag.clone());
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn tags_come_and_go_and_the_others_stay_as_they_were_written() {
        let key = |tag: &str| tag.to_lowercase();
        let tags = list(&["Утро", "Дети"]);
        let now = retagged(&tags, &list(&["утро", "VIP"]), &list(&["ДЕТИ"]), key);
        assert_eq!(now, ["Утро", "VIP"]);
        // What comes and goes at once comes.
        assert_eq!(retagged(&[], &list(&["а"]), &list(&["а"]), key), ["а"]);
        assert_eq!(retagged(&tags, &[], &[], key), tags);
    }

    #[test]
    fn an_action_is_read_as_it_is_written() {
        let action = BulkAction::Tags {
            add: list(&["VIP"]),
            remove: Vec::new(),
        };
        let written = serde_json::to_string(&action).expect("JSON");
        assert_eq!(written, r#"{"kind":"tags","add":["VIP"],"remove":[]}"#);
        assert_eq!(
            serde_json::from_str::<BulkAction>(&written).ok(),
            Some(action)
        );
        let task = r#"{"kind":"task","title":"Позвонить"}"#;
        assert!(matches!(
            serde_json::from_str(task),
            Ok(BulkAction::Task { .. })
        ));
    }
}
