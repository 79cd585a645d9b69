//! Files of clients and of companies: what their columns mean, what stands in a cell, and who is who.
//!
//! A file becomes a table of texts; a **column** is given a [`ColumnTarget`], guessed from its header and from what stands in it
//! ([`guess`]). A **cell** becomes values by [`cell`], with the order of dates and the country of phones that hold for the whole
//! import. A **row** meets a card when they share a phone or an address *and* the names agree ([`agree`]): a family shares a
//! phone and is no duplicate. A company is met by its tax number, else by its name ([`Called`]). What becomes of each row is its [`Plan`] before the import runs and its [`RowFate`] afterwards.

mod called;
pub mod cell;
mod guess;
mod headers;
mod person;
pub mod suggest;
mod target;

#[cfg(test)]
mod tests;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::clients::Stage;
use crate::ids::{BranchId, ClientId, CompanyId, EmployeeId, ValueId};
use crate::time::Timestamp;
use crate::words::words;

pub use crate::filters::ListSubject;
pub use called::{Called, CalledCompany};
pub use guess::{Around, columns, has_header, same_headers};
pub use person::agree;
pub use target::{BadTarget, ColumnTarget};

/// How long an import can be undone.
pub const UNDO: Duration = Duration::days(7);
/// Rows of a file at most.
pub const MOST_ROWS: usize = 200_000;
/// Columns of a file at most.
pub const MOST_COLUMNS: usize = 200;
/// Characters of a cell at most: as of the longest text of a card.
pub const LONGEST_CELL: usize = crate::text::TEXT as usize;
/// Bytes of a file at most.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Unknown values that are named at most.
pub const MOST_UNKNOWN: usize = 200;

/// Until when an import that ended at `finished_at` can be undone.
pub fn undo_until(finished_at: Timestamp) -> Timestamp {
    finished_at.plus(UNDO)
}

words! {
    FileKind {
        /// Values with a separator: CSV, TSV and the like.
        Text = "text",
        Xlsx = "xlsx",
        Vcard = "vcard",
        /// A table that was copied in a spreadsheet.
        Pasted = "pasted",
    }
}

words! {
    ImportState {
        /// The file was read; its columns are being given their fields.
        Draft = "draft",
        /// The rehearsal is on its way.
        Checking = "checking",
        Checked = "checked",
        /// Cards are being written.
        Running = "running",
        Done = "done",
        /// Cards are being returned.
        Undoing = "undoing",
        Undone = "undone",
    }
}

impl ImportState {
    /// Whether the server is at work on it.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Checking | Self::Running | Self::Undoing)
    }

    /// Whether its settings and rows may be changed.
    pub fn may_change(self) -> bool {
        matches!(self, Self::Draft | Self::Checked)
    }
}

words! {
    /// What would become of a row.
    Plan {
        New = "new",
        /// A card is there and would be changed.
        Change = "change",
        /// A card is there and would stay as it is.
        Unchanged = "unchanged",
        /// An earlier row of the file is about the same person or company.
        Double = "double",
        /// Several cards could be meant: somebody must say which.
        Conflict = "conflict",
        /// Something in it cannot be taken.
        Faulty = "faulty",
        /// Somebody said that it is not to be taken.
        Skipped = "skipped",
    }
}

words! {
    /// What became of a row.
    RowFate {
        Created = "created",
        Changed = "changed",
        /// The card that is there stayed as it was.
        Unchanged = "unchanged",
        /// Not taken; the file of errors says why.
        Left = "left",
        /// Undone: the card that it made is gone.
        Removed = "removed",
        /// Undone: the card that it made is archived, because a chain that the import began had its first entry there.
        Archived = "archived",
        /// Undone: the card is as it was.
        Returned = "returned",
        /// Undone in part or not at all: somebody has worked on the card since.
        Kept = "kept",
    }
}

words! {
    /// What becomes of a card that a row meets.
    Matched {
        /// It stays as it is.
        Skip = "skip",
        /// What is empty on it is filled in.
        Fill = "fill",
        /// What the file says takes the place of what it says; an empty cell takes nothing away. Phones, addresses and tags are added.
        Overwrite = "overwrite",
    }
}

words! {
    DateOrder {
        /// 31.12.2026, 31/12/26
        DayFirst = "day_first",
        /// 12/31/2026
        MonthFirst = "month_first",
    }
}

words! {
    Encoding {
        Utf8 = "utf-8",
        Utf16Le = "utf-16le",
        Utf16Be = "utf-16be",
        /// Cyrillic of Windows.
        Windows1251 = "windows-1251",
        /// Romanian of Windows.
        Windows1250 = "windows-1250",
        /// Cyrillic of DOS.
        Ibm866 = "ibm866",
    }
}

words! {
    Separator { Comma = "comma", Semicolon = "semicolon", Tab = "tab", Pipe = "pipe" }
}

impl Separator {
    pub const fn as_char(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
            Self::Pipe => '|',
        }
    }
}

words! {
    /// How sure the guess of a column is.
    Confidence { Sure = "sure", Likely = "likely", Weak = "weak" }
}

/// How a file is read: guessed, and corrected by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Of a text.
    #[serde(default)]
    pub encoding: Option<Encoding>,
    /// Of a text with separators.
    #[serde(default)]
    pub separator: Option<Separator>,
    /// Name of the sheet, of a workbook.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub sheet: Option<String>,
    /// Whether the first row names the columns.
    pub header: bool,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Column {
    /// Its header; absent when the file has none.
    pub name: Option<String>,
    /// The first values that are there.
    pub samples: Vec<String>,
    /// Absent: the column is not taken.
    pub target: Option<ColumnTarget>,
    /// How sure the guess is; absent when somebody chose.
    pub confidence: Option<Confidence>,
    /// The order of its dates, when it has dates: guessed.
    pub dates: Option<DateOrder>,
}

/// What holds for all rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub existing: Matched,
    /// Where numbers without a country's code are dialled, ISO 3166; absent: as the organisation's.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 2, max_length = 2))]
    pub phone_country: Option<String>,
    /// Absent: as guessed for each column.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
    /// Of rows that say nothing else; absent: the asker's.
    #[serde(default)]
    pub branch_id: Option<BranchId>,
    /// Of rows that say nothing else; absent: the asker.
    #[serde(default)]
    pub responsible_id: Option<EmployeeId>,
    /// Of rows of clients that say nothing else; absent: a lead. Companies have none.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// On every card that is made.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub tags: Vec<String>,
    /// What becomes of values that no dictionary, employee or branch is called.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub values: Vec<ValueRule>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            existing: Matched::Fill,
            phone_country: None,
            date_order: None,
            branch_id: None,
            responsible_id: None,
            stage: None,
            tags: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl Rules {
    /// What was decided about a value of a column that nothing is called.
    pub fn for_value(&self, column: u32, value: &str) -> Option<&Unknown> {
        let wanted = cell::folded(value);
        self.values
            .iter()
            .find(|rule| rule.column == column && cell::folded(&rule.value) == wanted)
            .map(|rule| &rule.then)
    }
}

/// What becomes of one value of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueRule {
    /// 0 is the first.
    #[cfg_attr(feature = "openapi", schema(maximum = 199))]
    pub column: u32,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub value: String,
    pub then: Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Unknown {
    /// It becomes a value of the dictionary.
    Create,
    /// The row is taken without it.
    Skip,
    /// It is another spelling of this value.
    Use { value_id: ValueId },
}

/// How many rows have which plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plans {
    pub new: u32,
    pub change: u32,
    pub unchanged: u32,
    pub double: u32,
    pub conflict: u32,
    pub faulty: u32,
    pub skipped: u32,
}

impl Plans {
    pub fn of(&mut self, plan: Plan) -> &mut u32 {
        match plan {
            Plan::New => &mut self.new,
            Plan::Change => &mut self.change,
            Plan::Unchanged => &mut self.unchanged,
            Plan::Double => &mut self.double,
            Plan::Conflict => &mut self.conflict,
            Plan::Faulty => &mut self.faulty,
            Plan::Skipped => &mut self.skipped,
        }
    }

    /// One row has another plan than before.
    pub fn moved(&mut self, from: Option<Plan>, to: Plan) {
        if let Some(from) = from {
            let count = self.of(from);
            *count = count.saturating_sub(1);
        }
        *self.of(to) += 1;
    }
}

/// How many rows have ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fates {
    pub created: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub left: u32,
    pub removed: u32,
    pub archived: u32,
    pub returned: u32,
    pub kept: u32,
}

impl Fates {
    pub fn of(&mut self, fate: RowFate) -> &mut u32 {
        match fate {
            RowFate::Created => &mut self.created,
            RowFate::Changed => &mut self.changed,
            RowFate::Unchanged => &mut self.unchanged,
            RowFate::Left => &mut self.left,
            RowFate::Removed => &mut self.removed,
            RowFate::Archived => &mut self.archived,
            RowFate::Returned => &mut self.returned,
            RowFate::Kept => &mut self.kept,
        }
    }
}

/// What somebody decided about one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RowDecision {
    /// It is not taken.
    Skip,
    /// It is a new person, whoever has the same phone; a new company, whichever has the same number.
    New,
    /// It is this person.
    Card { client_id: ClientId },
    /// It is this company.
    Company { company_id: CompanyId },
}
