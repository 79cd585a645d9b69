//! Discounts and benefits: what a club gives to some of its clients, and for which days.
//!
//! A discount is an entry of the club's list; a *grant* gives it to a client from one day until another, both included. What a grant is worth today is
//! decided here by the club's day; no sum is reckoned, because the figure is told to people.

#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::words::words;

/// Longest name.
pub const MAX_NAME: usize = 100;
/// Longest name or number of a document, and longest note.
pub const MAX_LINE: usize = 300;
/// So many discounts that are not archived.
pub const MAX_DISCOUNTS: usize = 200;
/// So many grants of one client, past ones too.
pub const MAX_GRANTS: usize = 200;
/// 100 per cent.
pub const WHOLE: u32 = 10_000;
/// Largest sum, in minor units.
pub const LARGEST_SUM: i64 = 100_000_000_000;
/// What ends in so many days is said to run out.
pub const SOON: u64 = 14;

/// What a discount gives.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Gives {
    /// A part of the price.
    Percent {
        /// Hundredths of a per cent: 1250 is 12.5 %.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10000))]
        basis_points: u32,
    },
    /// A sum off the price.
    Sum { sum: Money },
    /// A benefit without a figure.
    Benefit {},
}

/// Why a discount cannot give this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivesFault {
    /// Below 0.01 % or above 100 %.
    Percent,
    /// Not positive, or beyond [`LARGEST_SUM`].
    Sum,
    /// Another currency than the club's.
    Currency,
}

impl Gives {
    pub fn check(&self, currency: &str) -> Result<(), GivesFault> {
        match self {
            Self::Percent { basis_points } if !(1..=WHOLE).contains(basis_points) => {
                Err(GivesFault::Percent)
            }
            Self::Sum { sum } if sum.currency != currency => Err(GivesFault::Currency),
            Self::Sum { sum } if !(1..=LARGEST_SUM).contains(&sum.amount) => Err(GivesFault::Sum),
            _ => Ok(()),
        }
    }
}

/// Basis points as a number of per cent: `20`, `12,5`, `0,01`.
pub fn percent(basis_points: u32, point: char) -> String {
    let (whole, part) = (basis_points / 100, basis_points % 100);
    match part {
        0 => whole.to_string(),
        tens if tens % 10 == 0 => format!("{whole}{point}{}", tens / 10),
        part => format!("{whole}{point}{part:02}"),
    }
}

/// What somebody types as per cent, in basis points; with a comma or a point, and with or without the sign.
pub fn typed_percent(typed: &str) -> Option<u32> {
    let typed = typed.trim().trim_end_matches('%').trim_end();
    let (whole, part) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    let basis_points = whole * 100 + part;
    (1..=WHOLE).contains(&basis_points).then_some(basis_points)
}

/// The days of a grant, both ends included; without an end it holds until it is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Term {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
}

impl Term {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether they share a day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_in_time = |one: &Self, two: &Self| two.until.is_none_or(|end| one.from <= end);
        begins_in_time(self, other) && begins_in_time(other, self)
    }
}

words! {
    /// Where a grant stands today.
    GrantState {
        Future = "future",
        Valid = "valid",
        /// Valid, and its last day is near.
        Ending = "ending",
        Over = "over",
        Withdrawn = "withdrawn",
    }
}

impl GrantState {
    /// Where a grant stands on the club's day.
    pub fn of(term: &Term, withdrawn: bool, today: NaiveDate) -> Self {
        let soon = today.checked_add_days(Days::new(SOON)).unwrap_or(today);
        match term.until {
            _ if withdrawn => Self::Withdrawn,
            _ if today < term.from => Self::Future,
            Some(until) if until < today => Self::Over,
            Some(until) if until <= soon => Self::Ending,
            _ => Self::Valid,
        }
    }

    /// Whether it counts today.
    pub const fn is_valid(self) -> bool {
        matches!(self, Self::Valid | Self::Ending)
    }

    /// Whether it belongs to what was.
    pub const fn is_past(self) -> bool {
        matches!(self, Self::Over | Self::Withdrawn)
    }
}

/// What a client has, as briefs and lists tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub name: String,
    pub gives: Gives,
    pub term: Term,
}
