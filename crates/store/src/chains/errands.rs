//! What becomes of the errands beside a chain when the chain is cancelled: what was asked for its sake is not done any more.
//!
//! A chain that ends by itself, with its goal, a refusal or an end, leaves its errands to those who have them: the pass that was sold is still to be
//! handed over.

use diesel::prelude::*;
use domain::ids::{ChainId, EmployeeId};
use domain::tasks::TaskState;
use domain::timeline::EntryKind;

use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::tasks as task_table;
use crate::tasks::{self, TaskRow};
use crate::timeline::{self, Said};

impl Tx<'_> {
    /// A task is cancelled with the chain that it belongs to, or stands beside.
    pub(super) fn cancel_with_chain(
        &mut self,
        by: Option<EmployeeId>,
        mut task: TaskRow,
        reason: &str,
    ) -> Result<(), StoreError> {
        task.state = TaskState::Cancelled;
        task.closed_at = Some(self.now());
        task.closed_by = by;
        task.cancel_reason = Some(reason.to_owned());
        tasks::save(self, &mut task)?;
        let said = Said {
            title: Some(tasks::title_of(self, &task)?),
            text: Some(reason.to_owned()),
            ..Said::default()
        };
        timeline::tell(
            self,
            EntryKind::TaskCancelled,
            tasks::about(&task),
            by,
            said,
        )?;
        self.emit(
            "task.cancelled",
            task.id,
            task.version,
            tasks::audience(&task),
        )
    }
}

/// The errands of a chain that are still to be done, the oldest first.
pub(crate) fn open_errands(tx: &mut Tx<'_>, chain: ChainId) -> Result<Vec<TaskRow>, StoreError> {
    Ok(each_backend!(tx.conn(), |c| task_table::table
        .filter(task_table::side_of_id.is_not_null())
        .filter(task_table::side_of_id.assume_not_null().eq(bind(chain)))
        .filter(task_table::closed_at.is_null())
        .order(task_table::id)
        .load(c))?)
}
