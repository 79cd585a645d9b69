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
