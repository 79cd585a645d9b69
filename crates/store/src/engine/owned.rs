//! Rows gathered by whom they belong to.

use std::collections::BTreeMap;

/// A list for each owner, in the order of the rows.
pub(crate) fn by_owner<Owner: Ord, T>(
    rows: impl IntoIterator<Item = (Owner, T)>,
) -> BTreeMap<Owner, Vec<T>> {
    let mut owned: BTreeMap<Owner, Vec<T>> = BTreeMap::new();
    for (owner, thing) in rows {
        owned.entry(owner).or_default().push(thing);
    }
    owned
}
