//! Taking a completion back: everything is as it was, and the timeline says so.

use diesel::prelude::*;
use domain::chains::{ChainChange, ChainState, CompletionFacts, Made, MadeTask, TakenBack};
use domain::ids::{ChainId, TaskId};
use domain::timeline::EntryKind;

use super::apply::{Before, flags, set_flags, set_last_assigned};
use super::rows::ChainRow;
use super::{read, write};
use crate::clients;
use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::notices;
use crate::outbox::{Audience, Cause};
use crate::schema::{completions, tasks as task_table};
use crate::tasks::{self, CompletionRow, TaskRow};
use crate::timeline::{self, About, Changed, Said};

/// A completion that may be taken back, with what became of what it made.
pub struct Undone {
    pub facts: CompletionFacts,
    task: TaskRow,
    completion: CompletionRow,
    before: Before,
    chain: Option<ChainRow>,
    next: Option<TaskRow>,
}

impl Tx<'_> {
    /// What taking back is decided on, for a held task; `None` when it was not completed.
    pub fn undo_facts(&mut self, task: TaskRow) -> Result<Option<Undone>, StoreError> {
        let completion: Option<CompletionRow> = completions::table
            .filter(completions::task_id.eq(bind(task.id)))
            .filter(completions::taken_back_at.is_null())
            .select(CompletionRow::as_select())
            .first(self.conn())
            .optional()?;
        let Some(completion) = completion else {
            return Ok(None);
        };
        let before = completion.before.read()?;
        let chain = completion
            .chain_id
            .map(|id| read::row(self, id))
            .transpose()?;
        let left = before.chain.as_ref().map(|chain| chain.left);
        // The task that follows: made by the completion, or by a sleep that is over.
        let next: Option<TaskRow> = task_table::table
            .filter(task_table::predecessor_id.eq(bind(task.id)))
            .first(self.conn())
            .optional()?;
        // Of a chain that waited, or of a process that was called.
        let elsewhere = next.is_none() || completion.next_chain_id.is_some();
        let next = match completion.next_task_id.filter(|_| elsewhere) {
            Some(other) => Some(tasks::row(self, other)?),
            None => next,
        };
        let made = match (&next, left) {
            (Some(next), _) => Made::Task(MadeTask {
                id: next.id,
                state: next.state,
                changed: next.touched_at.is_some(),
            }),
            (None, Some(ChainState::Sleeping)) => Made::Sleep,
            (None, _) => Made::Nothing,
        };
        let mut chains: Vec<ChainId> = chain.iter().map(|chain| chain.id).collect();
        chains.extend(next.iter().filter_map(|next| next.chain_id));
        chains.dedup();
        let mut transferred = false;
        for id in chains {
            transferred |= self.transferred_since(id, completion.completed_at)?;
        }
        for waited in &before.waited {
            transferred |= read::row(self, waited.chain)?.version != waited.left;
        }
        let facts = CompletionFacts {
            by: completion.completed_by,
            at: completion.completed_at,
            taken_back: false,
            before: before.chain.as_ref().map(|chain| ChainChange {
                state: chain.state,
                attempts: chain.attempts.clone(),
            }),
            left,
            now: chain.as_ref().map(|chain| chain.state),
            transferred,
            made,
            beside: self.made_beside(&before)?,
        };
        Ok(Some(Undone {
            facts,
            task,
            completion,
            before,
            chain,
            next,
        }))
    }

    /// Restores what was, as decided. Rows that only grow (timeline, audit, versions) say that it happened.
    pub fn take_back(
        &mut self,
        undone: Undone,
        decided: &TakenBack,
    ) -> Result<TaskRow, StoreError> {
        let Undone {
            mut task,
            completion,
            before,
            chain,
            next,
            ..
        } = undone;
        let (now, by) = (self.now(), self.who().employee());
        let rows = completions::table
            .filter(completions::id.eq(bind(completion.id)))
            .filter(completions::taken_back_at.is_null());
        let changed = diesel::update(rows)
            .set((
                completions::taken_back_at.eq(bind(now)),
                completions::taken_back_by.eq(by.map(bind)),
            ))
            .execute(self.conn())?;
        crate::engine::errors::expect_one(changed, task.version)?;

        self.withdraw_beside(&before, decided)?;
        self.withdraw_sent(Cause::Completion(completion.id))?;
        if let Some(id) = decided.withdrawn {
            let gone_on: Vec<ChainId> = before.waited.iter().map(|it| it.chain).collect();
            self.withdraw(id, next, task.chain_id, &gone_on)?;
        }
        for waited in &before.waited {
            self.wait_again(waited)?;
        }
        if let (Some(mut chain), Some(was)) = (chain, &decided.chain) {
            chain.state = was.state;
            chain.attempts = Json(was.attempts.clone());
            chain.awake();
            chain.ended_at = None;
            chain.ended_by = None;
            write::save(self, &mut chain)?;
            let audience = Audience::branch(chain.branch_id);
            self.emit("chain.updated", chain.id, chain.version, audience)?;
        }
        task.state = before.task.state;
        task.touched_at = before.task.touched_at;
        task.closed_at = None;
        task.closed_by = None;
        tasks::save(self, &mut task)?;
        if let Some((employee, last)) = before.assigned {
            set_last_assigned(self, employee, last)?;
        }
        self.restore_card(&task, &before)?;
        self.tell_taken_back(&task, &completion)?;
        self.errand_moved(&task)?;
        Ok(task)
    }

    /// Removes the untouched next task, and the chain that it began if another process had taken over.
    fn withdraw(
        &mut self,
        id: TaskId,
        next: Option<TaskRow>,
        chain: Option<ChainId>,
        gone_on: &[ChainId],
    ) -> Result<(), StoreError> {
        let Some(next) = next.filter(|next| next.id == id) else {
            return Ok(());
        };
        self.withdraw_task(&next)?;
        let begun = |other: &ChainId| Some(*other) != chain && !gone_on.contains(other);
        if let Some(other) = next.chain_id.filter(begun) {
            if let Some(own) = chain {
                self.wait_for_another(other, own)?;
            }
            let other = read::row(self, other)?;
            write::remove(self, &other)?;
            let audience = Audience::branch(other.branch_id);
            self.emit("chain.removed", other.id, other.version + 1, audience)?;
        }
        Ok(())
    }

    /// Members of the card that the completion changed, unless somebody has changed them since.
    fn restore_card(&mut self, task: &TaskRow, before: &Before) -> Result<(), StoreError> {
        let Some(id) = task.client_id else {
            return Ok(());
        };
        let mut client = clients::row(self, id)?;
        let mut changes = Vec::new();
        if let Some(was) = &before.client {
            if client.stage == was.stage.1 {
                changes.extend(Changed::from(
                    "stage",
                    Some(client.stage.as_str().to_owned()),
                    Some(was.stage.0.as_str().to_owned()),
                ));
                client.stage = was.stage.0;
            }
            if flags(&client) == was.forbidden.1 {
                changes.extend(Changed::from(
                    "do_not_contact",
                    Some(clients::forbidden_words(was.forbidden.1)),
                    Some(clients::forbidden_words(was.forbidden.0)),
                ));
                set_flags(&mut client, was.forbidden.0);
            }
            if client.last_contact_sort == was.contact.1 {
                client.last_contact_sort = was.contact.0;
            }
            if let Some((before, after)) = was.responsible
                && client.responsible_id == after
            {
                changes.extend(self.responsible_changed(after, before)?);
                client.responsible_id = before;
            }
            if let Some(tags) = &was.tags {
                changes.extend(self.restore_tags(&client, tags)?);
            }
        }
        client.next_due_sort = clients::next_due(self, id)?;
        clients::save(self, &mut client)?;
        if !changes.is_empty() {
            let about = About {
                client: Some(id),
                ..About::default()
            };
            let said = Said {
                changes,
                version: Some(client.version),
                ..Said::default()
            };
            let by = self.who().employee();
            timeline::tell(self, EntryKind::ClientChanged, about, by, said)?;
        }
        let audience = Audience::branch(client.branch_id);
        self.emit("client.updated", id, client.version, audience)
    }

    fn tell_taken_back(
        &mut self,
        task: &TaskRow,
        completion: &CompletionRow,
    ) -> Result<(), StoreError> {
        let by = self.who().employee();
        let title = tasks::title_of(self, task)?;
        let said = Said {
            title: Some(title.clone()),
            text: Some(completion.result_name.clone()),
            ..Said::default()
        };
        let about = About {
            completion: Some(completion.id),
            ..tasks::about(task)
        };
        timeline::tell(self, EntryKind::TakenBack, about, by, said)?;
        notices::taken_back(self, task, completion, &title)?;
        self.audit("task.taken_back", task.id, None, None)?;
        self.emit(
            "task.taken_back",
            task.id,
            task.version,
            tasks::audience(task),
        )
    }
}
