//! JSON merge patch (RFC 7396): an absent member keeps, `null` clears, a value sets.

use serde::{Deserialize, Deserializer};

/// A member of a patch that can be cleared: `None` keeps, `Some(None)` clears, `Some(Some(_))` sets.
/// Used as `#[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::patch::clearable")]`.
pub type Clearable<T> = Option<Option<T>>;

/// Tells `null` from absence.
pub fn clearable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Clearable<T>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}
