//! Working time of a branch: hours per weekday, holidays and short days, and arithmetic on them.
//!
//! Hours are what the clock on the branch's wall shows; sums are of real minutes, so a day on which the clocks change is
//! an hour longer or shorter. [`WorkingTime`] answers; its answers say what was skipped, so that a date can be explained.

mod working;

#[cfg(test)]
pub(crate) mod tests;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub use working::{ClosedRun, Found, WorkingTime};

/// Open from `opens` to `closes` on one day, wall time of the branch. `closes` is after `opens`; a place that works past midnight
/// closes at 23:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:00"))]
    #[serde(with = "crate::calendar::hhmm")]
    pub opens: NaiveTime,
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "21:00"))]
    #[serde(with = "crate::calendar::hhmm")]
    pub closes: NaiveTime,
}

/// A day that differs from its weekday: closed, or open at other hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub date: NaiveDate,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// Absent: closed all day.
    pub hours: Option<DayHours>,
}

/// The working calendar of a branch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendar {
    /// Monday first; `null` is a day off.
    #[cfg_attr(feature = "openapi", schema(min_items = 7, max_items = 7))]
    pub week: [Option<DayHours>; 7],
    /// Ascending by date, one entry a date.
    pub holidays: Vec<Holiday>,
}

/// `HH:MM` in JSON.
pub mod hhmm {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&time.format("%H:%M"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        parse(&text).ok_or_else(|| de::Error::custom("expected a time such as 09:00"))
    }

    /// Two digits each: chrono would also take `9:0`.
    pub(super) fn parse(text: &str) -> Option<NaiveTime> {
        let time = NaiveTime::parse_from_str(text, "%H:%M").ok()?;
        (text.len() == 5).then_some(time)
    }
}

/// `HH:MM` or `null`.
pub mod hhmm_option {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(time: &Option<NaiveTime>, to: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => to.collect_str(&time.format("%H:%M")),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
        let text = Option::<std::borrow::Cow<'de, str>>::deserialize(from)?;
        let wrong = || de::Error::custom("expected a time such as 09:00");
        text.map(|text| super::hhmm::parse(&text).ok_or_else(wrong))
            .transpose()
    }
}
