//! Whole numbers, decimals and sums.

use super::super::{FaultKind, FieldValue, Limits, Raw};
use crate::money::Money;

const MILLION: i64 = 1_000_000;

/// JSON numbers beyond this are not exact in every program that reads them.
const SAFE: i64 = 1 << 53;

/// The largest sum, in minor units: ten thousand billions of the major one.
const LARGEST_SUM: i64 = 1_000_000_000_000_000;

pub(super) fn integer(
    raw: &Raw,
    limits: &Limits,
    wrong: FaultKind,
) -> Result<FieldValue, FaultKind> {
    let number = match raw {
        Raw::Integer(number) => *number,
        // 5.0 is five: JavaScript does not tell them apart.
        Raw::Decimal(number) if number.fract() == 0.0 && number.abs() < SAFE as f64 => {
            *number as i64
        }
        _ => return Err(wrong),
    };
    within(
        number,
        limits.min.unwrap_or(-SAFE),
        limits.max.unwrap_or(SAFE),
    )?;
    Ok(FieldValue::Integer(number))
}

/// Kept to six digits after the point; finer ones are rounded.
pub(super) fn decimal(
    raw: &Raw,
    limits: &Limits,
    wrong: FaultKind,
) -> Result<FieldValue, FaultKind> {
    const LARGEST: i64 = i64::MAX / MILLION;
    let min = limits.min.unwrap_or(-LARGEST).clamp(-LARGEST, LARGEST);
    let max = limits.max.unwrap_or(LARGEST).clamp(-LARGEST, LARGEST);
    let number = match raw {
        Raw::Integer(number) => {
            within(*number, min, max)?;
            return Ok(FieldValue::Decimal(number * MILLION));
        }
        Raw::Decimal(number) if number.is_finite() => *number,
        _ => return Err(wrong),
    };
    if number.abs() >= LARGEST as f64 {
        return Err(if number < 0.0 {
            FaultKind::TooSmall { min }
        } else {
            FaultKind::TooBig { max }
        });
    }
    let millionths = (number * MILLION as f64).round() as i64;
    if millionths < min * MILLION {
        return Err(FaultKind::TooSmall { min });
    }
    if millionths > max * MILLION {
        return Err(FaultKind::TooBig { max });
    }
    Ok(FieldValue::Decimal(millionths))
}

pub(super) fn from_millionths(millionths: i64) -> f64 {
    millionths as f64 / MILLION as f64
}

/// A sum is not negative unless its limits say so.
pub(super) fn money(sum: &Money, limits: &Limits, currency: &str) -> Result<FieldValue, FaultKind> {
    if sum.currency != currency {
        return Err(FaultKind::WrongCurrency {
            wanted: currency.to_owned(),
        });
    }
    let min = limits.min.unwrap_or(0).max(-LARGEST_SUM);
    within(
        sum.amount,
        min,
        limits.max.unwrap_or(LARGEST_SUM).min(LARGEST_SUM),
    )?;
    Ok(FieldValue::Money(sum.clone()))
}

fn within(number: i64, min: i64, max: i64) -> Result<(), FaultKind> {
    if number < min {
        return Err(FaultKind::TooSmall { min });
    }
    if number > max {
        return Err(FaultKind::TooBig { max });
    }
    Ok(())
}
