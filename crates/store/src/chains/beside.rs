//! What a result also does, stored: errands, other chains, and what changes on the card. Taking back puts away what nobody has worked on.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::chains::{
    Addressee, Context, Decision, Deed, MadeBeside, MadeTask, NewErrand, TakenBack, undo_until,
};
use domain::ids::{ChainId, CompletionId, EmployeeId, HookId, TaskId};
use domain::outgoing::{HookCall, Mail};
use domain::tasks::{Assignee, TaskState, TaskType};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::apply::{Before, HandOver, set_last_assigned};
use super::making::{Seed, When};
use super::rows::ChainRow;
use super::{read, write};
use crate::clients::{self, ClientRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::written::Written;
use crate::names;
use crate::notices::{self, Message};
use crate::outbox::{Audience, Cause};
use crate::schema::{completions, tasks as task_table};
use crate::tasks::{self, TaskRow};
use crate::timeline::Changed;

/// What was made beside the next step. Kept with the completion, for taking it back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BesideBefore {
    pub errands: Vec<TaskId>,
    pub chains: Vec<ChainId>,
    /// Whom a round robin chose, in order, and when it had chosen each last.
    pub assigned: Vec<(EmployeeId, Option<Timestamp>)>,
}

/// What happens beside, and after which completion.
pub(super) struct Beside<'a> {
    pub decision: &'a Decision,
    pub cx: &'a Context,
    pub chain: &'a ChainRow,
    pub client: &'a ClientRow,
    pub completion: CompletionId,
    /// The starts of the processes that begin beside, each decided on its own graph.
    pub starts: &'a [HandOver],
    /// What the rows of new tasks show.
    pub context: Option<String>,
}

impl Beside<'_> {
    fn cause(&self) -> Option<Cause> {
        Some(Cause::Completion(self.completion))
    }

    fn later(&self) -> Timestamp {
        undo_until(self.decision.completed.at)
    }

    fn message(&self, to: EmployeeId, subject: &str, text: &str) -> Message {
        Message {
            to,
            subject: subject.to_owned(),
            text: text.to_owned(),
            task_id: None,
            client_id: Some(self.client.id),
            branch_id: Some(self.chain.branch_id),
        }
    }

    /// What a hook is told: who, where, how it ended.
    fn call(&self, hook_id: HookId) -> HookCall {
        let completed = &self.decision.completed;
        let fields: BTreeMap<&str, Value> = completed
            .values
            .iter()
            .map(|filled| {
                let value = json!({ "label": filled.label, "value": filled.value.to_raw(), "names": filled.names });
                (filled.key.as_str(), value)
            })
            .collect();
        let body = json!({
            "completion_id": self.completion,
            "client_id": self.client.id,
            "chain_id": self.chain.id,
            "process_id": self.chain.process_id,
            "branch_id": self.chain.branch_id,
            "result_id": completed.result_id,
            "result": completed.result_name,
            "outcome": completed.outcome,
            "fields": fields,
            "completed_by": completed.by,
            "completed_at": completed.at,
        });
        HookCall {
            hook_id,
            event: "task.completed".to_owned(),
            body: body.to_string(),
        }
    }
}

impl Tx<'_> {
    /// How many errands of a chain are not done yet. A cancelled errand is none.
    pub fn open_errands(&mut self, chain: ChainId) -> Result<u32, StoreError> {
        let open: i64 = task_table::table
            .filter(task_table::side_of_id.is_not_null())
            .filter(task_table::side_of_id.assume_not_null().eq(bind(chain)))
            .filter(task_table::closed_at.is_null())
            .count()
            .get_result(self.conn())?;
        Ok(u32::try_from(open).unwrap_or(u32::MAX))
    }

    /// Every way in which an errand ends, or is open again, comes by here: whoever watches its chain is told.
    pub(crate) fn errand_moved(&mut self, errand: &TaskRow) -> Result<(), StoreError> {
        let Some(chain) = errand.side_of_id else {
            return Ok(());
        };
        let chain = read::row(self, chain)?;
        let audience = Audience::branch(chain.branch_id);
        self.emit("chain.updated", chain.id, chain.version, audience)
    }

    /// Makes the errands and begins the chains of a decision.
    pub(super) fn do_beside(
        &mut self,
        beside: &Beside<'_>,
    ) -> Result<Option<BesideBefore>, StoreError> {
        let mut made = BesideBefore::default();
        for planned in &beside.decision.also {
            let task = match &planned.deed {
                Deed::Errand(errand) => {
                    let task = self.make_errand(errand, beside)?;
                    made.errands.push(task.id);
                    task
                }
                Deed::Start(process) => {
                    let start = beside.starts.iter().find(|it| it.process_id == *process);
                    let Some(start) = start else { continue };
                    let seed = Seed {
                        process_id: start.process_id,
                        process_name: &start.process_name,
                        version_id: start.version_id,
                        client: beside.client,
                        by: Some(beside.decision.completed.by),
                        from: None,
                        context: beside.context.clone(),
                    };
                    let (chain, task) = self.begin_chain(seed, &start.begun, &start.context)?;
                    made.chains.push(chain.id);
                    task
                }
                Deed::Notify { to, subject, text } => {
                    for id in to {
                        self.notify_message(&beside.message(*id, subject, text), beside.cause())?;
                    }
                    continue;
                }
                Deed::Write { to, subject, text } => {
                    self.write_letters(to, subject, text, beside)?;
                    continue;
                }
                Deed::Call(hook_id) => {
                    self.call_hook(&beside.call(*hook_id), beside.later(), beside.cause())?;
                    continue;
                }
                Deed::Stage(_)
                | Deed::Tags { .. }
                | Deed::Responsible(_)
                | Deed::LeaveRunning(_)
                | Deed::Nothing => continue,
            };
            made.assigned.extend(self.note_round_robin(Some(&task))?);
        }
        Ok((made != BesideBefore::default()).then_some(made))
    }

    /// Letters wait until the completion can no longer be taken back.
    fn write_letters(
        &mut self,
        to: &Addressee,
        subject: &str,
        text: &str,
        beside: &Beside<'_>,
    ) -> Result<(), StoreError> {
        let mut readers: Vec<(String, Option<String>)> = Vec::new();
        match to {
            Addressee::Client(address) => {
                let name = &beside.cx.words.client;
                readers.push((
                    address.clone(),
                    Some(name.clone()).filter(|it| !it.is_empty()),
                ));
            }
            Addressee::Staff(ids) => {
                for id in ids {
                    let employee = self.any_employee(*id)?;
                    readers.push((employee.email, Some(employee.name)));
                }
            }
        }
        for (to, name) in readers {
            let mail = Mail {
                to,
                name,
                subject: subject.to_owned(),
                text: text.to_owned(),
            };
            self.send_mail(&mail, beside.later(), beside.cause())?;
        }
        Ok(())
    }

    fn make_errand(&mut self, new: &NewErrand, beside: &Beside<'_>) -> Result<TaskRow, StoreError> {
        let mut templates = beside.cx.templates.iter();
        let template = templates
            .find(|template| template.id == new.template_id)
            .ok_or_else(|| StoreError::Corrupt("a decision names an unknown template".into()))?;
        let (assignee_id, pool_role_id) = match new.assignee {
            Assignee::Employee(id) => (Some(id), None),
            Assignee::Pool(role) => (None, Some(role)),
        };
        let (now, when) = (self.now(), When::of(new.due, new.promised, &beside.cx.zone));
        let note = new.text.clone().filter(|text| !text.trim().is_empty());
        // A row says what is to be done; without words for it, after what.
        let context = beside.context.clone().filter(|_| note.is_none());
        let row = TaskRow {
            id: self.new_id(),
            template_id: Some(new.template_id),
            title: None,
            task_type: TaskType::Internal,
            direction: None,
            chain_id: None,
            step: None,
            predecessor_id: None,
            client_id: Some(beside.client.id),
            branch_id: beside.chain.branch_id,
            assignee_id,
            pool_role_id,
            created_by: Some(beside.decision.completed.by),
            due_day: when.day,
            due_at: when.at,
            due_sort: when.sort,
            promised_wall: when.wall,
            promised_zone: when.zone,
            priority: new.priority,
            state: TaskState::Open,
            attempt: 1,
            attempt_limit: None,
            due_reasons: Written::of(&new.due_reason)?,
            assignee_reason: Some(Written::of(&new.assignee_reason)?),
            context,
            postponed: 0,
            planned_minutes: template
                .planned_minutes
                .and_then(|minutes| i32::try_from(minutes).ok()),
            note,
            touched_at: None,
            present_id: None,
            present_until: None,
            closed_at: None,
            closed_by: None,
            cancel_reason: None,
            version: 1,
            created_at: now,
            updated_at: now,
            side_of_id: Some(beside.chain.id),
            cause_id: Some(beside.completion),
        };
        tasks::insert(self, &row)?;
        tasks::tell_created(self, &row, &template.name)?;
        notices::assigned(self, &row, &template.name)?;
        self.emit("task.created", row.id, row.version, tasks::audience(&row))?;
        Ok(row)
    }

    /// Puts on the card what a decision also changes there. Returns the tags as they were and as they are, if any were touched.
    pub(super) fn change_card_beside(
        &mut self,
        client: &mut ClientRow,
        decision: &Decision,
    ) -> Result<Option<Tags>, StoreError> {
        let mut before = None;
        for planned in &decision.also {
            match &planned.deed {
                Deed::Stage(stage) => client.stage = *stage,
                Deed::Responsible(id) => client.responsible_id = Some(*id),
                Deed::Tags { add, remove } => {
                    if before.is_none() {
                        before = Some(clients::tags(self, client.id)?);
                    }
                    clients::retag(self, client, add, remove)?;
                }
                Deed::Errand(_)
                | Deed::Start(_)
                | Deed::LeaveRunning(_)
                | Deed::Notify { .. }
                | Deed::Write { .. }
                | Deed::Call(_)
                | Deed::Nothing => {}
            }
        }
        match before {
            Some(before) => Ok(Some((before, clients::tags(self, client.id)?))),
            None => Ok(None),
        }
    }

    /// The same the other way: what the completion gave goes, what it took comes back; tags that somebody else changed stay.
    pub(super) fn restore_tags(
        &mut self,
        client: &ClientRow,
        (was, left): &Tags,
    ) -> Result<Option<Changed>, StoreError> {
        let without = |some: &[String], others: &[String]| -> Vec<String> {
            let kept = some.iter().filter(|tag| !others.contains(tag));
            kept.cloned().collect()
        };
        let now = clients::tags(self, client.id)?;
        clients::retag(self, client, &without(was, left), &without(left, was))?;
        let after = clients::tags(self, client.id)?;
        Ok(tags_changed(&now, &after))
    }

    /// What a completion made beside the next step, as it stands now.
    pub(super) fn made_beside(&mut self, before: &Before) -> Result<MadeBeside, StoreError> {
        let Some(made) = &before.beside else {
            return Ok(MadeBeside::default());
        };
        let mut found = MadeBeside::default();
        for id in &made.errands {
            let task = tasks::row(self, *id)?;
            found.errands.push(self.as_made(&task)?);
        }
        for id in &made.chains {
            let of_chain: Vec<TaskRow> = task_table::table
                .filter(task_table::chain_id.eq(bind(*id)))
                .limit(2)
                .load(self.conn())?;
            let first = match &of_chain[..] {
                [only] => Some(self.as_made(only)?),
                _ => None,
            };
            found.chains.push((*id, first));
        }
        Ok(found)
    }

    fn as_made(&mut self, task: &TaskRow) -> Result<MadeTask, StoreError> {
        // Also what was completed and taken back has been worked on: its history names it.
        let worked: Option<CompletionId> = completions::table
            .filter(completions::task_id.eq(bind(task.id)))
            .select(completions::id)
            .first(self.conn())
            .optional()?;
        Ok(MadeTask {
            id: task.id,
            state: task.state,
            changed: task.touched_at.is_some() || worked.is_some(),
        })
    }

    /// Puts away what taking back decided to.
    pub(super) fn withdraw_beside(
        &mut self,
        before: &Before,
        decided: &TakenBack,
    ) -> Result<(), StoreError> {
        for id in &decided.errands {
            let errand = tasks::row(self, *id)?;
            self.withdraw_task(&errand)?;
            self.errand_moved(&errand)?;
        }
        for id in &decided.chains {
            let chain = read::row(self, *id)?;
            if let Some(task) = read::open_task(self, *id)? {
                self.withdraw_task(&task)?;
            }
            write::remove(self, &chain)?;
            let audience = Audience::branch(chain.branch_id);
            self.emit("chain.removed", chain.id, chain.version + 1, audience)?;
        }
        let assigned = before.beside.iter().flat_map(|made| &made.assigned);
        // Backwards: who was chosen twice gets his first turn back.
        let turns: Vec<_> = assigned.copied().collect();
        for (employee, last) in turns.into_iter().rev() {
            set_last_assigned(self, employee, last)?;
        }
        Ok(())
    }

    /// Removes an untouched task that a taken-back completion had made.
    pub(super) fn withdraw_task(&mut self, task: &TaskRow) -> Result<(), StoreError> {
        notices::withdraw(self, task)?;
        tasks::remove(self, task.id)?;
        self.emit(
            "task.removed",
            task.id,
            task.version + 1,
            tasks::audience(task),
        )
    }

    /// A change of the person responsible, for the timeline.
    pub(super) fn responsible_changed(
        &mut self,
        before: Option<EmployeeId>,
        after: Option<EmployeeId>,
    ) -> Result<Option<Changed>, StoreError> {
        if before == after {
            return Ok(None);
        }
        let people = names::employees(self, [before, after].into_iter().flatten())?;
        let name = |id: Option<EmployeeId>| id.and_then(|id| people.get(&id).cloned());
        Ok(Changed::from("responsible", name(before), name(after)))
    }
}

/// Tags as they were, and as they were left.
pub(super) type Tags = (Vec<String>, Vec<String>);

/// A change of tags, for the timeline.
pub(super) fn tags_changed(before: &[String], after: &[String]) -> Option<Changed> {
    let list = |tags: &[String]| (!tags.is_empty()).then(|| tags.join(", "));
    Changed::from("tags", list(before), list(after))
}
