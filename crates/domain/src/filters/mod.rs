//! Filters: which clients, said as a tree of questions about their fields.
//!
//! A [`Filter`] is what people save, send and put into an address: words and ids, nothing resolved. [`sieve`] checks it against
//! what the club has and makes a [`Sieve`] of it: "me" is somebody, "today" is a day, "tag" is a folded key. The store turns a sieve
//! into a condition in SQL; [`Sieve::passes`] says the same of one client in memory, and a test holds both together.

mod asked;
mod company_fields;
mod discounts;
mod fields;
mod passes;
mod segments;
mod shown;
mod sieve;
mod text;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::fields::Subject;
use crate::words::words;

pub use asked::Asked;
pub use company_fields::CompanyField;
pub use discounts::Granted;
pub use fields::{ColumnType, Field, own_key, word_label};
pub use passes::{ChainFacts, Facts, NextFacts};
pub use segments::{MAX_NESTED, Segment, Segments};
pub use shown::{MAX_WIDTH, MIN_WIDTH, Shown, Widths};
pub use sieve::{Around, At, Choice, FilterFault, Leaf, Placed, Sieve, Test, sieve};
pub use text::{parse, write};

/// Most groups within each other.
pub const MAX_DEPTH: usize = 4;
/// Most questions of one filter.
pub const MAX_LEAVES: usize = 30;
/// Most values that one question names.
pub const MAX_VALUES: usize = 50;

/// Which clients, as it is sent, saved and read by others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Filter {
    /// All of these hold. Of nothing at the root: everybody.
    All {
        #[cfg_attr(feature = "openapi", schema(max_items = 30, no_recursion))]
        of: Vec<Filter>,
    },
    /// At least one of these holds.
    Any {
        #[cfg_attr(
            feature = "openapi",
            schema(min_items = 1, max_items = 30, no_recursion)
        )]
        of: Vec<Filter>,
    },
    /// One question about one field.
    Test {
        /// Its key in `GET /schema/clients`; of companies, in `GET /schema/companies`.
        #[cfg_attr(
            feature = "openapi",
            schema(pattern = "^[a-z][a-z0-9_]{0,39}(\\.[a-z][a-z0-9_]{0,39})?$")
        )]
        field: String,
        is: Operator,
        /// Words, ids, texts, numbers and days as text; a day is `2026-12-05`, `today`, `today-30` or `today+2w` (d, w, m, y).
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        values: Vec<String>,
    },
}

impl Default for Filter {
    fn default() -> Self {
        Self::All { of: Vec::new() }
    }
}

impl Filter {
    pub fn test(field: &str, is: Operator, values: &[&str]) -> Self {
        Self::Test {
            field: field.to_owned(),
            is,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    /// Whether it lets everybody through because it asks nothing.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::All { of } if of.is_empty())
    }

    /// Whether it asks about segments.
    pub fn names_segments(&self) -> bool {
        let key = Field::Segment.key();
        self.leaves().iter().any(|(field, ..)| *field == key)
    }

    /// Every question in it, in the order of reading.
    pub fn leaves(&self) -> Vec<(&str, Operator, &[String])> {
        match self {
            Self::All { of } | Self::Any { of } => of.iter().flat_map(Self::leaves).collect(),
            Self::Test { field, is, values } => vec![(field.as_str(), *is, values.as_slice())],
        }
    }
}

words! {
    /// Of what a list, an action for many or a file is: whose fields its filter, its order and its columns name.
    #[derive(Default)]
    ListSubject {
        #[default]
        Clients = "clients",
        Companies = "companies",
    }
}

impl ListSubject {
    /// On whose cards the club's own fields are.
    pub const fn cards(self) -> Subject {
        match self {
            Self::Clients => Subject::Client,
            Self::Companies => Subject::Company,
        }
    }
}

words! {
    /// What is asked of a field. Which fields take which, `GET /schema/clients` says.
    Operator {
        /// One of the values; the only one, for a text, a number or a day.
        Is = "is",
        /// None of the values.
        Not = "not",
        /// The text somewhere in it; upper and lower case, accents and ё do not count.
        Has = "has",
        Lacks = "lacks",
        Begins = "begins",
        /// This much, this day, or more.
        From = "from",
        /// This much, this day, or less.
        To = "to",
        /// Both ends included.
        Between = "between",
        Empty = "empty",
        Filled = "filled",
        /// Of a next step: its time has passed.
        Overdue = "overdue",
        /// Of a birthday, or of the last day of a discount: today or in so many days.
        Within = "within",
    }
}
