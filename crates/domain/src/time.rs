//! Instants, calendar days and time zones, without a zone database.
//!
//! The zone database is large and changes; it stays on the server. What a computation needs of a zone, its
//! offsets over the years in question, comes in as [`Zone`] and is the same on the server and in the browser.

use std::fmt;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant in UTC, kept to the microsecond, as both databases keep it.
///
/// Its JSON is RFC 3339 in UTC with `Z` and milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(DateTime::UNIX_EPOCH);
    /// 9999-12-31T23:59:59Z: later than anything that is planned.
    pub const LATEST: Self = match DateTime::from_timestamp(253_402_300_799, 0) {
        Some(at) => Self(at),
        None => Self::EPOCH,
    };

    /// Cuts off what is finer than a microsecond.
    pub fn from_utc(at: DateTime<Utc>) -> Self {
        Self::from_micros(at.timestamp_micros())
    }

    /// Microseconds since 1970; a number outside chrono's years is clamped to the epoch.
    pub fn from_micros(micros: i64) -> Self {
        Self(DateTime::from_timestamp_micros(micros).unwrap_or_default())
    }

    pub fn as_utc(self) -> DateTime<Utc> {
        self.0
    }

    pub fn as_micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// The UTC date and time without their zone, as the databases store them.
    pub fn naive(self) -> NaiveDateTime {
        self.0.naive_utc()
    }

    pub fn from_naive(utc: NaiveDateTime) -> Self {
        Self::from_utc(Utc.from_utc_datetime(&utc))
    }

    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.checked_add_signed(span).unwrap_or(self.0))
    }

    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.checked_sub_signed(span).unwrap_or(self.0))
    }

    /// How long after `earlier` this is; negative when it is before.
    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }

    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|at| Self::from_utc(at.with_timezone(&Utc)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom("expected an instant such as 2026-12-05T16:00:00Z"))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, SchemaFormat, Type};
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples(["2026-12-05T16:00:00.000Z"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Timestamp {}

/// When a task is due. A day and a moment are two different things: a task for a day is never "late at midnight",
/// a task for a moment is late a minute after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Some time on this day of the branch's calendar.
    Day(NaiveDate),
    /// At this instant.
    At(Timestamp),
}

/// The offsets of one time zone over the span that a computation may touch.
///
/// `name` is the IANA name. `base` holds before the first change; each change says from which instant on which
/// offset holds. Offsets are seconds east of UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Zone {
    pub name: String,
    pub base: i32,
    /// In ascending order of their instants.
    pub changes: Vec<OffsetChange>,
}

/// From `at` on, the zone is `offset` seconds east of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OffsetChange {
    pub at: Timestamp,
    pub offset: i32,
}

impl Zone {
    pub fn utc() -> Self {
        Self {
            name: "UTC".into(),
            base: 0,
            changes: Vec::new(),
        }
    }

    /// A zone asked of a zone database: every change of its offset between two instants.
    ///
    /// `offset_at` answers in seconds east of UTC. It is asked once a day of the span and bisected where the answer
    /// changes, so two changes less than a day apart would be missed; no zone has had such since 1970.
    pub fn window(
        name: impl Into<String>,
        from: Timestamp,
        to: Timestamp,
        offset_at: impl Fn(Timestamp) -> i32,
    ) -> Self {
        let whole = |at: Timestamp| {
            Timestamp::from_micros(at.as_micros().div_euclid(1_000_000) * 1_000_000)
        };
        let (mut at, to) = (whole(from), whole(to));
        let base = offset_at(at);
        let mut zone = Self {
            name: name.into(),
            base,
            changes: Vec::new(),
        };
        let mut offset = base;
        while at < to {
            let next = at.plus(Duration::days(1)).min(to);
            let then = offset_at(next);
            if then != offset {
                let (mut before, mut after) = (at, next);
                while after.since(before) > Duration::seconds(1) {
                    let middle = whole(before.plus(after.since(before) / 2));
                    if offset_at(middle) == offset {
                        before = middle;
                    } else {
                        after = middle;
                    }
                }
                zone.changes.push(OffsetChange {
                    at: after,
                    offset: then,
                });
                offset = then;
            }
            at = next;
        }
        zone
    }

    /// The instant at which a day begins on the wall; where midnight is skipped, the first instant of the day.
    pub fn midnight(&self, date: NaiveDate) -> Timestamp {
        self.instant(date.and_time(chrono::NaiveTime::MIN))
    }

    /// The offset that holds at an instant.
    pub fn offset_at(&self, at: Timestamp) -> Duration {
        let seconds = match self.changes.iter().rev().find(|change| change.at <= at) {
            Some(change) => change.offset,
            None => self.base,
        };
        Duration::seconds(i64::from(seconds))
    }

    /// What a clock on the wall shows at an instant.
    pub fn wall(&self, at: Timestamp) -> NaiveDateTime {
        at.naive() + self.offset_at(at)
    }

    pub fn day(&self, at: Timestamp) -> NaiveDate {
        self.wall(at).date()
    }

    /// The instant at which the wall shows this time.
    ///
    /// A time that is skipped in spring takes the offset before the gap (02:30 becomes 03:30 on the wall); a time that comes twice
    /// in autumn is the first of the two.
    pub fn instant(&self, wall: NaiveDateTime) -> Timestamp {
        let mut before = self.base;
        let mut candidate = Timestamp::from_naive(wall - Duration::seconds(i64::from(before)));
        for change in &self.changes {
            if candidate < change.at {
                return candidate;
            }
            // In a gap the candidate by the old offset is already past the change, and by the new one still before it.
            let after = Timestamp::from_naive(wall - Duration::seconds(i64::from(change.offset)));
            if after < change.at {
                return candidate;
            }
            before = change.offset;
            candidate = Timestamp::from_naive(wall - Duration::seconds(i64::from(before)));
        }
        candidate
    }
}

#[cfg(test)]
pub(crate) mod tests;
