//! Typed identifiers.
//!
//! An id is a 64-bit, time-ordered number (41 bits of milliseconds, 8 bits of node, 14 bits of sequence) made by
//! the application. Outside the process it is a prefixed string, `tsk_0F3ZK7Q2M8T1A`: thirteen digits of
//! [Crockford's base 32](https://www.crockford.com/base32.html), so that a client's id is refused where a
//! task's is wanted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 13 × 5 bits hold 64.
const LENGTH: usize = 13;

/// Why a string is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdError {
    /// The string names a thing of another kind, or has no prefix at all.
    WrongKind { wanted: &'static str },
    /// The prefix fits, the rest is not thirteen base-32 digits.
    Malformed { wanted: &'static str },
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongKind { wanted } => write!(f, "expected an id that begins with {wanted}_"),
            Self::Malformed { wanted } => {
                write!(f, "expected {wanted}_ and thirteen base-32 digits")
            }
        }
    }
}

impl std::error::Error for IdError {}

fn encode(prefix: &str, value: i64) -> String {
    let mut text = String::with_capacity(prefix.len() + 1 + LENGTH);
    text.push_str(prefix);
    text.push('_');
    let bits = value as u64;
    for place in (0..LENGTH).rev() {
        let digit = (bits >> (place * 5)) & 31;
        text.push(char::from(DIGITS[digit as usize]));
    }
    text
}

/// An id as text when its kind is known only at run time: `text("tsk", 1)` is `tsk_0000000000001`.
pub fn text(prefix: &str, number: i64) -> String {
    encode(prefix, number)
}

fn decode(prefix: &'static str, text: &str) -> Result<i64, IdError> {
    let Some(digits) = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
    else {
        return Err(IdError::WrongKind { wanted: prefix });
    };
    let malformed = IdError::Malformed { wanted: prefix };
    if digits.len() != LENGTH {
        return Err(malformed);
    }
    let mut bits: u64 = 0;
    for (place, byte) in digits.bytes().enumerate() {
        let Some(digit) = DIGITS.iter().position(|known| *known == byte) else {
            return Err(malformed);
        };
        if place == 0 && digit > 15 {
            return Err(malformed);
        }
        bits = (bits << 5) | digit as u64;
    }
    Ok(bits as i64)
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The kind of a number that is known to be one: read from the database, or just made.
            pub const fn from_i64(value: i64) -> Self {
                Self(value)
            }

            pub const fn as_i64(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode($prefix, self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                decode($prefix, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9A-F][0-9A-HJKMNP-TV-Z]{12}$")))
                    .examples([concat!($prefix, "_0F3ZK7Q2M8T1A")])
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+

        /// Every prefix in use; two kinds never share one.
        pub const PREFIXES: &[&str] = &[$($prefix),+];
    };
}

typed_ids! {
    /// The one organisation, where an id is wanted of it.
    OrganisationId = "org";
    BranchId = "brn";
    EmployeeId = "emp";
    RoleId = "rol";
    SessionId = "ses";
    InvitationId = "inv";
    ClientId = "cli";
    /// An organisation that the club works with.
    CompanyId = "com";
    /// What somebody is in a company.
    CompanyPersonId = "cpn";
    DictionaryId = "dic";
    ValueId = "val";
    ResultId = "res";
    /// An extra field of a result.
    FieldId = "fld";
    TemplateId = "tpl";
    ProcessId = "prc";
    /// One version of a process.
    VersionId = "ver";
    /// Running chains that go over to another version of their process.
    TransferId = "trf";
    /// Two versions of a process between which new chains are split.
    ComparisonId = "cpr";
    /// Two cards of one person made one.
    MergeId = "mrg";
    /// Two cards that may be one person.
    DuplicateId = "dup";
    /// A look for duplicates.
    LookId = "lok";
    ChainId = "chn";
    TaskId = "tsk";
    CompletionId = "cmp";
    /// An entry of the timeline.
    EntryId = "ent";
    /// An entry of the change feed.
    EventId = "evt";
    /// A notice behind the bell.
    NoticeId = "ntc";
    JobId = "job";
    /// An address that is told what happens.
    HookId = "hok";
    /// A line of the audit log.
    AuditId = "aud";
    /// What a list of clients shows and whom.
    ViewId = "viw";
    /// A set of clients under a name.
    SegmentId = "seg";
    /// A file of clients that is taken in.
    ImportId = "imp";
    /// A file of clients that somebody took away: what the audit log says of it.
    ExportId = "exp";
    /// Which column of a file is which field, under a name.
    MappingId = "map";
    /// One action for many clients.
    BulkId = "blk";
    /// A file on a client's card.
    FileId = "fil";
    /// What the club gives to some of its clients.
    DiscountId = "dsc";
    /// A discount that a client has, for some days.
    DiscountGrantId = "dgr";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text() {
        for value in [0, 1, 31, 32, i64::MAX, 0x0123_4567_89AB_CDEF] {
            let id = TaskId::from_i64(value);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert_eq!(TaskId::from_i64(1).to_string(), "tsk_0000000000001");
    }

    #[test]
    fn text_order_is_number_order() {
        let (a, b) = (TaskId::from_i64(1 << 40), TaskId::from_i64((1 << 40) + 1));
        assert!(a.to_string() < b.to_string());
    }

    #[test]
    fn another_kind_or_garbage_is_refused() {
        let wanted = "tsk";
        assert_eq!(
            "cli_0000000000001".parse::<TaskId>(),
            Err(IdError::WrongKind { wanted })
        );
        assert_eq!("".parse::<TaskId>(), Err(IdError::WrongKind { wanted }));
        for bad in [
            "tsk_",
            "tsk_1",
            "tsk_000000000000U",
            "tsk_00000000000001",
            "tsk_Z000000000000",
            "tsk_00000000000é",
        ] {
            assert_eq!(
                bad.parse::<TaskId>(),
                Err(IdError::Malformed { wanted }),
                "{bad}"
            );
        }
    }

    #[test]
    fn prefixes_are_distinct() {
        let mut sorted = PREFIXES.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), PREFIXES.len());
    }
}
