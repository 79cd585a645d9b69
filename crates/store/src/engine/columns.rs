//! How values of the domain become columns.
//!
//! Every kind of id and every enum of words has an SQL type of its own in [`sql`], so that comparing a column of
//! client ids with the id of a task does not compile. Reading is direct: a row may have a field of type `ClientId`,
//! `TaskState`, `Timestamp`, `Option<…>` of them, or [`Json<T>`] for a document. Writing and comparing goes through
//! [`bind`]: `tasks::state.eq(bind(TaskState::Open))`, `tasks::id.eq_any(ids.iter().copied().map(bind))`,
//! `clients::responsible_id.eq(responsible.map(bind))`.
//!
//! | value | SQLite (STRICT) | PostgreSQL |
//! | --- | --- | --- |
//! | id | INTEGER | BIGINT |
//! | word | TEXT | TEXT COLLATE "C" |
//! | `Priority` | INTEGER 0–2 | SMALLINT 0–2 |
//! | `Timestamp` | TEXT `2026-12-05 16:00:00.000000` | TIMESTAMP |
//! | document | TEXT | TEXT |

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, HasSqlType, SmallInt, SqlOrd};
use diesel::sqlite::Sqlite;
use domain::access::{BuiltInRole, Permission, Scope};
use domain::bulks::{BulkFate, BulkState, Hindrance};
use domain::chains::ChainState;
use domain::clients::duplicates::{Certainty, DuplicateState};
use domain::clients::{Channel, Messenger, Purpose, Stage};
use domain::comparison::Side;
use domain::dictionaries::DictionaryRole;
use domain::fields::{FieldType, Subject};
use domain::filters::ListSubject;
use domain::ids::*;
use domain::imports::{FileKind, ImportState, Plan, RowFate};
use domain::language::Language;
use domain::notices::NoticeKind;
use domain::organisation::{NameOrder, WeekStart};
use domain::outgoing::Undelivered;
use domain::processes::VersionState;
use domain::processes::transfer::{Carried, TransferState};
use domain::results::Outcome;
use domain::staff::{Density, EmployeeState, LinkKind, Theme};
use domain::tasks::{Direction, Priority, TaskState, TaskType};
use domain::time::Timestamp;
use domain::timeline::EntryKind;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::binding::{field, parameter, text_field, text_parameter};
use super::conn::MultiBackend;
use crate::outbox::JobState;

/// A value on its way into a query; made by [`bind`].
#[derive(Debug, Clone, Copy)]
pub struct Sql<T>(T);

/// Makes a value of the domain a parameter of a query.
pub fn bind<T>(value: T) -> Sql<T> {
    Sql(value)
}

/// A JSON document in a text column. The text is written once and comes back byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// What all our SQL types share; `$oid`, `$array` and `$sqlite` say what the databases call them.
macro_rules! sql_type {
    ($name:ident, $oid:literal, $array:literal, $sqlite:literal) => {
        #[derive(
            Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
        )]
        #[diesel(postgres_type(oid = $oid, array_oid = $array))]
        #[diesel(sqlite_type(name = $sqlite))]
        pub struct $name;

        impl diesel::sql_types::SqlOrd for $name {}

        impl diesel::sql_types::HasSqlType<$name> for $crate::engine::conn::MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$name>(lookup)
            }
        }
    };
}

/// A value of the domain that is bound by [`bind`] and read as it is.
macro_rules! binding {
    ($value:ty, $sql:ident) => {
        parameter!([] Sql<$value>, $sql);
        field!([] $value, $sql);
    };
}

macro_rules! columns {
    (ids { $($id:ident),+ $(,)? } words { $($word:ident),+ $(,)? }) => {
        /// SQL types of the columns in `schema.rs`.
        pub mod sql {
            $(sql_type!($id, 20, 1016, "Long");)+
            $(sql_type!($word, 25, 1009, "Text");)+
            sql_type!(Priority, 21, 1005, "SmallInt");
            sql_type!(Instant, 1114, 1115, "Text");
            sql_type!(Document, 25, 1009, "Text");
        }

        $(
            binding!($id, $id);

            impl ToSql<sql::$id, Pg> for Sql<$id> {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    <i64 as ToSql<BigInt, Pg>>::to_sql(&self.0.as_i64(), &mut out.reborrow())
                }
            }

            impl ToSql<sql::$id, Sqlite> for Sql<$id> {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                    out.set_value(self.0.as_i64());
                    Ok(IsNull::No)
                }
            }

            impl FromSql<sql::$id, Pg> for $id {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    <i64 as FromSql<BigInt, Pg>>::from_sql(value).map(Self::from_i64)
                }
            }

            impl FromSql<sql::$id, Sqlite> for $id {
                fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                    <i64 as FromSql<BigInt, Sqlite>>::from_sql(value).map(Self::from_i64)
                }
            }
        )+

        $(
            binding!($word, $word);
            text_parameter!([] Sql<$word>, $word, |this| this.0.as_str());
            text_field!([] $word, $word, |text| word(text, $word::parse));
        )+
    };
}

columns! {
    ids {
        BranchId, EmployeeId, RoleId, SessionId, InvitationId, ClientId, CompanyId, CompanyPersonId, DictionaryId, ValueId, ResultId, FieldId,
        TemplateId, ProcessId, VersionId, TransferId, ComparisonId, MergeId, DuplicateId, LookId, ChainId, TaskId, CompletionId, EntryId, EventId, NoticeId, JobId, HookId, AuditId, ViewId,
        ImportId, MappingId, SegmentId, BulkId, FileId, DiscountId, DiscountGrantId,
    }
    words {
        Language, WeekStart, NameOrder, BuiltInRole, Permission, Scope, EmployeeState, Theme, Density, LinkKind,
        NoticeKind, Outcome, FieldType, Subject, ListSubject, TaskType, Direction, TaskState, VersionState, Stage, Messenger, Channel, Purpose, ChainState,
        EntryKind, JobState, DictionaryRole, TransferState, Carried, Undelivered, Side, Certainty, DuplicateState,
        FileKind, ImportState, Plan, RowFate, BulkState, BulkFate, Hindrance,
    }
}

fn word<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> deserialize::Result<T> {
    parse(text).ok_or_else(|| format!("the database holds an unknown word, {text:?}").into())
}

// ---- Priority: a number, so that it can be sorted by -------------------------------------------------------------

binding!(Priority, Priority);

const RANKS: [Priority; 3] = [Priority::Low, Priority::Normal, Priority::High];

fn rank(priority: Priority) -> i16 {
    match priority {
        Priority::Low => 0,
        Priority::Normal => 1,
        Priority::High => 2,
    }
}

fn ranked(rank: i16) -> deserialize::Result<Priority> {
    let known = usize::try_from(rank).ok().and_then(|rank| RANKS.get(rank));
    known
        .copied()
        .ok_or_else(|| format!("the database holds an unknown priority, {rank}").into())
}

impl ToSql<sql::Priority, Pg> for Sql<Priority> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <i16 as ToSql<SmallInt, Pg>>::to_sql(&rank(self.0), &mut out.reborrow())
    }
}

impl ToSql<sql::Priority, Sqlite> for Sql<Priority> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(i32::from(rank(self.0)));
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Priority, Pg> for Priority {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        ranked(<i16 as FromSql<SmallInt, Pg>>::from_sql(value)?)
    }
}

impl FromSql<sql::Priority, Sqlite> for Priority {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        ranked(<i16 as FromSql<SmallInt, Sqlite>>::from_sql(value)?)
    }
}

// ---- Instants ----------------------------------------------------------------------------------------------------

binding!(Timestamp, Instant);

impl ToSql<sql::Instant, Pg> for Sql<Timestamp> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let naive = self.0.naive();
        <NaiveDateTime as ToSql<diesel::sql_types::Timestamp, Pg>>::to_sql(
            &naive,
            &mut out.reborrow(),
        )
    }
}

impl ToSql<sql::Instant, Sqlite> for Sql<Timestamp> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(instant_text(self.0));
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Instant, Pg> for Timestamp {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <NaiveDateTime as FromSql<diesel::sql_types::Timestamp, Pg>>::from_sql(value)
            .map(Self::from_naive)
    }
}

impl FromSql<sql::Instant, Sqlite> for Timestamp {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = value.read_text();
        parse_instant(text)
            .ok_or_else(|| format!("the database holds {text:?} for an instant").into())
    }
}

/// `2026-12-05 16:00:00.000000`: always six digits, so that text order is time order.
pub fn instant_text(at: Timestamp) -> String {
    use chrono::{Datelike as _, Timelike as _};
    let at = at.naive();
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.nanosecond() / 1_000
    )
}

/// The inverse of [`instant_text`]. By hand: it runs several times for each row of a list.
fn parse_instant(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    if bytes.len() != 26 || [4, 7, 10, 13, 16, 19].map(|i| bytes[i]) != *b"-- ::." {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_u32, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(number(0, 4)?).ok()?,
        number(5, 7)?,
        number(8, 10)?,
    )?;
    let time = NaiveTime::from_hms_micro_opt(
        number(11, 13)?,
        number(14, 16)?,
        number(17, 19)?,
        number(20, 26)?,
    )?;
    Some(Timestamp::from_naive(date.and_time(time)))
}

// ---- Documents ---------------------------------------------------------------------------------------------------

parameter!([T: Serialize + std::fmt::Debug + Send + Sync + 'static] Json<T>, Document);
field!([T: DeserializeOwned] Json<T>, Document);
text_field!([T: DeserializeOwned] Json<T>, Document, |text| Ok(Self(serde_json::from_str(text)?)));

impl<T: Serialize + std::fmt::Debug> ToSql<sql::Document, Pg> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: Serialize + std::fmt::Debug> ToSql<sql::Document, Sqlite> for Json<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

/// The marker traits are used by the macros above.
const _: fn() = || {
    fn sortable<T: SqlOrd>() {}
    fn known<T>()
    where
        MultiBackend: HasSqlType<T>,
    {
    }
    sortable::<sql::Instant>();
    known::<sql::Document>();
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_survives_its_text() {
        for micros in [
            0,
            1,
            999_999,
            1_796_486_400_000_000,
            253_402_300_799_999_999,
        ] {
            let at = Timestamp::from_micros(micros);
            let text = instant_text(at);
            assert_eq!(text.len(), 26, "{text}");
            assert_eq!(parse_instant(&text), Some(at), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_instants() {
        for text in [
            "",
            "2026-12-05",
            "2026-12-05T16:00:00.000000",
            "2026-13-05 16:00:00.000000",
            "2026-12-05 16:00:00.00000Я",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }
}
