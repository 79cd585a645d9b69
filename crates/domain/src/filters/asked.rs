//! What a filter needs to know of the fields that it asks about, whatever things have them.

use std::fmt::Debug;

use serde::Serialize;

use super::sieve::{Choice, FilterFault, Test};
use super::{ColumnType, Operator};
use crate::fields::{FieldType, Subject};
use crate::ids::{BranchId, FieldId};
use crate::language::Language;
use crate::time::Timestamp;

/// The fields of one kind of things: of clients, of companies.
pub trait Asked: Copy + Eq + Debug + Serialize + 'static {
    /// Whose cards have them.
    const SUBJECT: Subject;
    /// Those that every club has, in the order in which they are offered.
    const BUILT_IN: &'static [Self];
    /// The one that names sets of such things.
    const SEGMENT: Option<Self> = None;

    /// Those that ask about discounts.
    const DISCOUNTS: &'static [Self] = &[];

    /// One of the club's own.
    fn own(id: FieldId, kind: FieldType) -> Self;

    /// How filters, columns and exports name it; a club's own is named by [`own_key`](super::own_key).
    fn key(self) -> &'static str;

    fn column(self) -> ColumnType;

    /// What may be asked of it; nothing of what is only shown.
    fn operators(self) -> &'static [Operator];

    /// The word of `sort` for a list in this field's order.
    fn sort(self) -> Option<&'static str>;

    /// Whether it can stand as a column of a table: what is only asked about cannot.
    fn is_column(self) -> bool;

    /// The name of a field that every club has, in Russian, English and Romanian; own fields have names of their own.
    fn labels(self) -> [&'static str; 3];

    /// A value that can be chosen of this field and of no other.
    fn choice(self, value: &str) -> Option<Result<Choice, FilterFault>>;

    /// The days between two instants; of a field whose days are kept in a way of their own, what is asked then.
    fn moments(self, from: Option<Timestamp>, until: Option<Timestamp>) -> Test {
        Test::Moments { from, until }
    }

    fn label(self, language: Language) -> &'static str {
        let [ru, en, ro] = self.labels();
        match language {
            Language::Ru => ru,
            Language::En => en,
            Language::Ro => ro,
        }
    }

    fn built_in(key: &str) -> Option<Self> {
        Self::BUILT_IN
            .iter()
            .copied()
            .find(|field| field.key() == key)
    }

    /// Whether it says how somebody is reached.
    fn is_contact(self) -> bool {
        matches!(self.column(), ColumnType::Phone | ColumnType::Email)
    }
}

pub(super) fn branch(value: &str) -> Result<Choice, FilterFault> {
    super::sieve::id::<BranchId>(value, "brn", BranchId::as_i64)
}
