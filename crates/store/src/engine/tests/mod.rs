//! What the unit tests of this crate stand on.

pub(crate) mod scratch;
