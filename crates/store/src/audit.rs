//! The audit log: who changed what, before and after. Append-only; the relay seals the rows in order.

use diesel::prelude::*;
use domain::ids::AuditId;
use serde::Serialize;

use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::schema::audit;

/// The state of a thing as the log keeps it: any serialisable read model. Secrets (hashes, tokens) never.
pub(crate) type State<'a> = Option<&'a dyn erased::Document>;

pub(crate) mod erased {
    use crate::engine::errors::StoreError;

    /// What can be written into the log.
    pub(crate) trait Document {
        fn json(&self) -> Result<serde_json::Value, StoreError>;
    }

    impl<T: serde::Serialize> Document for T {
        fn json(&self) -> Result<serde_json::Value, StoreError> {
            serde_json::to_value(self).map_err(|error| StoreError::Corrupt(error.to_string()))
        }
    }
}

impl Tx<'_> {
    /// Writes a line: `action` is `<thing>.<what>` (`branch.updated`); `before` is absent for what is new, `after` for what
    /// is gone. Of a change, only the members that differ are kept.
    pub(crate) fn audit<I: Id>(
        &mut self,
        action: &str,
        subject: I,
        before: State<'_>,
        after: State<'_>,
    ) -> Result<(), StoreError> {
        let mut before = before.map(|state| state.json()).transpose()?;
        let mut after = after.map(|state| state.json()).transpose()?;
        if let (Some(serde_json::Value::Object(old)), Some(serde_json::Value::Object(new))) =
            (&mut before, &mut after)
        {
            let same: Vec<String> = old
                .iter()
                .filter(|(member, value)| new.get(*member) == Some(value))
                .map(|(member, _)| member.clone())
                .collect();
            for member in same {
                old.remove(&member);
                new.remove(&member);
            }
        }
        let id: AuditId = self.new_id();
        let row = (
            audit::id.eq(bind(id)),
            audit::at.eq(bind(self.now())),
            audit::employee_id.eq(self.who().employee().map(|employee| employee.as_i64())),
            audit::action.eq(action.to_owned()),
            audit::subject.eq(subject.number()),
            audit::subject_kind.eq(I::KIND),
            audit::before.eq(before.map(Json)),
            audit::after.eq(after.map(Json)),
            audit::request_id.eq(self.request_id().map(str::to_owned)),
        );
        each_backend!(self.conn(), |c| diesel::insert_into(audit::table)
            .values(row)
            .execute(c))?;
        self.announced = true;
        Ok(())
    }
}

/// What a [`State`] is made of: `Some(&branch)`.
pub(crate) fn state<T: Serialize>(thing: &T) -> State<'_> {
    Some(thing)
}

#[cfg(test)]
mod tests {
    use crate::engine::tests::scratch::Scratch;
    use crate::engine::unit::Who;

    #[test]
    fn a_line_is_never_changed_or_removed_and_a_forged_one_is_found() {
        let mut scratch = Scratch::new();
        let id = domain::ids::BranchId::from_i64(7);
        scratch.tx(&Who::System, |tx| {
            for n in 0..3 {
                tx.audit(
                    "branch.updated",
                    id,
                    super::state(&("name", n)),
                    super::state(&("name", n + 1)),
                )
                .expect("a line");
            }
        });
        // Not yet sealed, and still nobody may change what it says.
        assert!(scratch.sql("UPDATE audit SET action = 'nothing'").is_err());
        scratch.tx(&Who::System, |tx| tx.relay()).expect("sealed");
        for attempt in [
            "UPDATE audit SET seq = seq + 1",
            "UPDATE audit SET action = 'nothing'",
            "DELETE FROM audit",
        ] {
            assert!(scratch.sql(attempt).is_err(), "{attempt}");
        }
        assert_eq!(
            scratch
                .tx(&Who::System, |tx| tx.verify_audit(0, 10))
                .expect("verified"),
            (3, None)
        );

        // Whoever owns the file can take the guards off; the seals still tell.
        scratch
            .sql("DROP TRIGGER audit_no_update; UPDATE audit SET action = 'branch.created' WHERE seq = 2")
            .expect("forged");
        assert_eq!(
            scratch
                .tx(&Who::System, |tx| tx.verify_audit(0, 10))
                .expect("verified"),
            (2, Some(2))
        );
    }
}
