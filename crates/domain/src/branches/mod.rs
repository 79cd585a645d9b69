//! Branches: places with a time zone and working hours.

pub use crate::calendar::{Calendar, DayHours, Holiday};
