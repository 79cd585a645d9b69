//! Employees.

use crate::words::words;

words! {
    EmployeeState {
        /// Has an invitation that was not yet accepted.
        Invited = "invited",
        Active = "active",
        Absent = "absent",
        Left = "left",
    }
}

words! {
    /// Colours of the interface.
    Theme { System = "system", Light = "light", Dark = "dark" }
}

words! {
    /// Height of rows.
    Density { Compact = "compact", Comfortable = "comfortable" }
}

words! {
    /// What a one-time link is for.
    LinkKind {
        /// The first start: makes the organisation and its owner.
        SetUp = "set_up",
        /// An employee joins.
        Join = "join",
        ResetPassword = "reset_password",
    }
}
