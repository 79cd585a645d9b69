//! Notices: what the bell tells an employee.

use crate::words::words;

words! {
    NoticeKind {
        /// Somebody gave the reader a task.
        Assigned = "assigned",
        /// Somebody took back what the reader completed.
        TakenBack = "taken_back",
        /// A colleague who left handed his work over.
        HandedOver = "handed_over",
    }
}
