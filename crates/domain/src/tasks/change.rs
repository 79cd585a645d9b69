//! Undoing a change of a task: putting it back as the change found it.

use crate::chains::undo_until;
use crate::ids::EmployeeId;
use crate::time::Timestamp;

/// The last change of a task that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastChange {
    /// Absent when the product itself made it.
    pub by: Option<EmployeeId>,
    pub at: Timestamp,
    /// The version that it left.
    pub version: i64,
}

impl LastChange {
    /// Whether somebody may put the task, which has this version now, back exactly as it was, also where that could not be
    /// chosen afresh: his own change, for as long as a completion can be taken back, and if nothing has happened since.
    pub fn may_be_undone(self, by: EmployeeId, version: i64, now: Timestamp) -> bool {
        self.by == Some(by) && self.version == version && now <= undo_until(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::tests::utc;

    #[test]
    fn a_change_is_undone_by_whoever_made_it_in_time_and_if_it_is_the_last() {
        let (anna, boris) = (EmployeeId::from_i64(1), EmployeeId::from_i64(2));
        for (made_by, by, version, now, expected) in [
            (Some(anna), anna, 4, "2026-11-21 12:00", true),
            (Some(anna), anna, 4, "2026-11-21 12:10", true),
            (Some(anna), anna, 4, "2026-11-21 12:11", false),
            (Some(anna), anna, 5, "2026-11-21 12:01", false),
            (Some(anna), boris, 4, "2026-11-21 12:01", false),
            (None, anna, 4, "2026-11-21 12:01", false),
        ] {
            let change = LastChange {
                by: made_by,
                at: utc("2026-11-21 12:00"),
                version: 4,
            };
            let found = change.may_be_undone(by, version, utc(now));
            assert_eq!(found, expected, "{made_by:?} {by:?} {version} {now}");
        }
    }
}
