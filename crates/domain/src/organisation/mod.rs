//! The organisation: what holds for all branches.

use crate::words::words;

words! {
    WeekStart { Monday = "monday", Sunday = "sunday" }
}

words! {
    /// In which order lists show a person's names.
    NameOrder { GivenFirst = "given_first", SurnameFirst = "surname_first" }
}
