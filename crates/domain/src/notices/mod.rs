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
        /// A prepared message of a process.
        Message = "message",
        /// A letter or a call of a hook was given up.
        Undelivered = "undelivered",
        /// An import that the reader asked for has ended, or was taken back.
        Imported = "imported",
        /// An action for many clients that the reader asked for has ended, or was undone.
        BulkDone = "bulk_done",
    }
}
