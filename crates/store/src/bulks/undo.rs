//! Back: what an action did for one of them, where nobody has worked on it since.

use diesel::prelude::*;
use domain::chains::ChainState;
use domain::ids::{ChainId, TaskId};
use domain::organisation::NameOrder;

use super::rows::{BulkItem, Card, Written};
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{chains, tasks};
use crate::{chains as chain_rows, tasks as task_rows};

/// What became of what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    Returned,
    /// Somebody has worked on it since.
    Kept,
}

impl Tx<'_> {
    /// How a task stands: a number that rises with every change of it.
    pub fn task_stamp(&mut self, id: TaskId) -> Result<i64, StoreError> {
        Ok(each_backend!(self.conn(), |c| tasks::table
            .filter(tasks::id.eq(bind(id)))
            .select(tasks::version)
            .first(c))?)
    }

    /// How a chain and its tasks stand: a number that rises with every change of them.
    pub fn chain_stamp(&mut self, id: ChainId) -> Result<i64, StoreError> {
        let own: i64 = each_backend!(self.conn(), |c| chains::table
            .filter(chains::id.eq(bind(id)))
            .select(chains::version)
            .first(c))?;
        let steps: Vec<i64> = each_backend!(self.conn(), |c| tasks::table
            .filter(tasks::chain_id.is_not_null())
            .filter(tasks::chain_id.assume_not_null().eq(bind(id)))
            .select(tasks::version)
            .load(c))?;
        Ok(own + steps.iter().sum::<i64>())
    }

    /// Takes back what was done for one of an action. `reason` is said of what is cancelled.
    pub fn take_back_bulk(
        &mut self,
        item: &BulkItem,
        order: NameOrder,
        reason: &str,
    ) -> Result<Given, StoreError> {
        let given = |returned| match returned {
            true => Given::Returned,
            false => Given::Kept,
        };
        let written = item.before.as_ref().zip(item.after.as_ref());
        let written = written.map(|(before, after)| (&before.0, &after.0));
        let id = match (item.card(), written) {
            (
                Some(Card::Company(id)),
                Some((Written::Company(before), Written::Company(after))),
            ) => {
                return Ok(given(self.give_back_marks(id, before, after)?));
            }
            (Some(Card::Client(id)), _) => id,
            _ => return Ok(Given::Kept),
        };
        self.hold_client(id)?;
        if let Some((Written::Client(before), Written::Client(after))) = written {
            let back = self.give_back_imported(id, before, after, order)?;
            return Ok(given(back.returned));
        }
        if let Some(id) = item.chain_id {
            let chain = chain_rows::row(self, id)?;
            let running = matches!(chain.state, ChainState::Active | ChainState::Sleeping);
            let untouched = running && item.stamp == Some(self.chain_stamp(id)?);
            if untouched {
                self.cancel_chain(chain, reason)?;
            }
            return Ok(given(untouched));
        }
        if let Some(id) = item.task_id {
            self.hold_task(id)?;
            let untouched = item.stamp == Some(self.task_stamp(id)?);
            if untouched {
                let task = task_rows::row(self, id)?;
                self.cancel_task(task, reason)?;
            }
            return Ok(given(untouched));
        }
        Ok(Given::Kept)
    }
}
