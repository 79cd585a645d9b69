//! The one writer of decisions: what `domain::chains` decided becomes rows, in the transaction that read the facts.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::chains::{AssigneeReason, Begun, ChainState, Context, Decision, Next, undo_until};
use domain::clients::Stage;
use domain::ids::{ChainId, CompletionId, EmployeeId, ProcessId, TaskId, VersionId};
use domain::tasks::TaskState;
use domain::time::Timestamp;
use domain::timeline::EntryKind;
use serde::{Deserialize, Serialize};

use super::beside::{Beside, BesideBefore, Tags, tags_changed};
use super::making::{Making, Seed, context_of};
use super::rows::ChainRow;
use super::waiting::Waited;
use super::{read, write};
use crate::audit::state;
use crate::clients::{self, ClientRow};
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::engine::written::Written;
use crate::notices;
use crate::outbox::Audience;
use crate::schema::employees;
use crate::tasks::{self, CompletionRow, TaskRow};
use crate::timeline::{self, About, Changed, Said};

/// The start of the process that takes over, decided on its own graph.
#[derive(Debug, Clone)]
pub struct HandOver {
    pub process_id: ProcessId,
    pub process_name: String,
    pub version_id: VersionId,
    pub begun: Begun,
    /// What the start was decided on.
    pub context: Context,
}

/// What a decision made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    pub completion_id: CompletionId,
    pub next_task_id: Option<TaskId>,
    /// The chain that took over.
    pub next_chain_id: Option<ChainId>,
    pub chain_state: Option<ChainState>,
    pub undo_until: Timestamp,
}

/// How things were before a completion, where taking it back cannot know it otherwise. Kept with the completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    pub task: TaskBefore,
    pub chain: Option<ChainBefore>,
    pub client: Option<ClientBefore>,
    /// Whom the round robin chose, and when it had chosen him last.
    pub assigned: Option<(EmployeeId, Option<Timestamp>)>,
    /// What was made beside the next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<BesideBefore>,
    /// The chains that went on because this was the last errand that they waited for, or the end of the process that they had called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waited: Vec<Waited>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskBefore {
    pub state: TaskState,
    pub touched_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainBefore {
    pub state: ChainState,
    pub attempts: BTreeMap<String, u32>,
    /// The state in which the completion left it.
    pub left: ChainState,
}

/// What the completion changed on the card: as it was, and as it was left. What somebody changed since stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientBefore {
    pub stage: (Stage, Stage),
    pub forbidden: ([bool; 4], [bool; 4]),
    pub contact: (Timestamp, Timestamp),
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<(Option<EmployeeId>, Option<EmployeeId>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Tags>,
}

impl Tx<'_> {
    /// Stores a decision about a task that this unit has read, and everything that follows from it.
    ///
    /// `cx` is what the decision was made on. With [`Next::StartProcess`] comes the start of the other process, or `None` when
    /// the client is in that process already: then its running chain is the next step. `starts` are the starts of the processes that
    /// the decision begins beside.
    ///
    /// # Errors
    /// A guard or a version mismatch when another transaction was first. Nothing is stored then.
    pub fn apply(
        &mut self,
        mut task: TaskRow,
        decision: &Decision,
        cx: &Context,
        hand_over: Option<&HandOver>,
        starts: &[HandOver],
    ) -> Result<Applied, StoreError> {
        let completion_id: CompletionId = self.new_id();
        let by = decision.completed.by;
        let mut chain = task.chain_id.map(|id| read::row(self, id)).transpose()?;
        let mut client = task
            .client_id
            .map(|id| clients::row(self, id))
            .transpose()?;
        let task_before = TaskBefore {
            state: task.state,
            touched_at: task.touched_at,
        };

        tasks::close(self, &mut task, by)?;

        let context = context_of(decision);
        let called = match (&decision.next, &chain, &client) {
            (
                Next::Sleep {
                    call: Some(call), ..
                },
                Some(chain),
                Some(client),
            ) => self.call(call, chain, client, hand_over, by, context.clone())?,
            _ => None,
        };
        let chain_before = match &mut chain {
            Some(chain) => self.move_chain(chain, decision, called.as_ref().map(|(id, _)| *id))?,
            None => None,
        };
        let (next_task, next_chain) = match (&decision.next, &chain) {
            (Next::Task(new), Some(chain)) => {
                let row = Making {
                    new,
                    cx,
                    chain: chain.id,
                    client: chain.client_id,
                    branch: chain.branch_id,
                    predecessor: Some(task.id),
                    created_by: Some(by),
                    context: context.clone(),
                };
                (Some(self.make_task(row)?), None)
            }
            (Next::Sleep { .. }, _) => match called {
                Some((id, Some(first))) => (Some(first), Some(id)),
                _ => (None, None),
            },
            (Next::StartProcess { .. }, Some(chain)) => match (hand_over, &client) {
                (Some(over), Some(client)) => {
                    let seed = Seed {
                        process_id: over.process_id,
                        process_name: &over.process_name,
                        version_id: over.version_id,
                        client,
                        by: Some(by),
                        from: Some((chain.id, task.id)),
                        context: context.clone(),
                    };
                    let own = chain.id;
                    let (chain, task) = self.begin_chain(seed, &over.begun, &over.context)?;
                    // Whoever waited for the one that ends waits for the one that takes over.
                    self.wait_for_another(own, chain.id)?;
                    (Some(task), Some(chain.id))
                }
                _ => (None, None),
            },
            _ => (None, None),
        };
        let (next_task, waited) = match &decision.next {
            Next::Join(begun) => {
                let (woken, waited) = self.errands_join(&task, begun, cx)?;
                (Some(woken), vec![waited])
            }
            _ => (next_task, Vec::new()),
        };
        let assigned = self.note_round_robin(next_task.as_ref())?;
        let beside = match (&chain, &client) {
            (Some(chain), Some(client)) => self.do_beside(&Beside {
                decision,
                cx,
                chain,
                client,
                completion: completion_id,
                starts,
                context,
            })?,
            _ => None,
        };
        let reached = cx
            .results
            .iter()
            .any(|def| def.id == decision.completed.result_id && def.reached_human);
        let client_before = match &mut client {
            Some(client) => Some(self.change_client(client, decision, reached)?),
            None => None,
        };

        let completed = &decision.completed;
        let before = Before {
            task: task_before,
            chain: chain_before,
            client: client_before,
            assigned,
            beside,
            waited,
        };
        let row = CompletionRow {
            id: completion_id,
            task_id: task.id,
            chain_id: task.chain_id,
            client_id: task.client_id,
            branch_id: task.branch_id,
            result_id: completed.result_id,
            result_name: completed.result_name.clone(),
            outcome: completed.outcome,
            reached_human: reached,
            comment: completed.comment.clone(),
            completed_by: by,
            completed_at: completed.at,
            next_task_id: next_task.as_ref().map(|task| task.id),
            next_chain_id: next_chain,
            sentence: Written::of(&decision.told())?,
            before: Written::of(&before)?,
            taken_back_at: None,
            taken_back_by: None,
            version_id: chain.as_ref().map(|chain| chain.version_id),
        };
        tasks::insert_completion(self, &row, &completed.values, &task)?;
        self.tell_completion(&task, &row, chain.as_ref())?;
        self.errand_moved(&task)?;
        self.emit(
            "task.completed",
            task.id,
            task.version,
            tasks::audience(&task),
        )?;
        self.audit("task.completed", task.id, None, state(&row.result_name))?;
        Ok(Applied {
            completion_id,
            next_task_id: row.next_task_id,
            next_chain_id: next_chain,
            chain_state: chain.map(|chain| chain.state),
            undo_until: undo_until(completed.at),
        })
    }

    fn move_chain(
        &mut self,
        chain: &mut ChainRow,
        decision: &Decision,
        called: Option<ChainId>,
    ) -> Result<Option<ChainBefore>, StoreError> {
        let Some(change) = &decision.chain else {
            return Ok(None);
        };
        let before = ChainBefore {
            state: chain.state,
            attempts: chain.attempts.0.clone(),
            left: change.state,
        };
        chain.state = change.state;
        chain.attempts = Json(change.attempts.clone());
        if let Next::Sleep {
            until,
            errands,
            call,
            target,
        } = &decision.next
        {
            chain.wake_at = Some(*until);
            chain.wake_target = Some(Json(target.clone()));
            chain.joins = *errands && call.is_none();
            chain.call = call.clone().filter(|_| called.is_some()).map(Json);
            chain.waits_for = called.filter(|_| call.is_some());
        }
        if !matches!(change.state, ChainState::Active | ChainState::Sleeping) {
            chain.ended_at = Some(self.now());
            chain.ended_by = Some(decision.completed.by);
        }
        write::save(self, chain)?;
        self.emit(
            "chain.updated",
            chain.id,
            chain.version,
            Audience::branch(chain.branch_id),
        )?;
        Ok(Some(before))
    }

    /// Begins a chain with its first task.
    pub(crate) fn begin_chain(
        &mut self,
        seed: Seed<'_>,
        begun: &Begun,
        cx: &Context,
    ) -> Result<(ChainRow, TaskRow), StoreError> {
        let now = self.now();
        let chain = ChainRow {
            id: self.new_id(),
            process_id: seed.process_id,
            version_id: seed.version_id,
            client_id: seed.client.id,
            branch_id: seed.client.branch_id,
            state: begun.chain.state,
            attempts: Json(begun.chain.attempts.clone()),
            wake_at: None,
            wake_target: None,
            joins: false,
            waits_for: None,
            call: None,
            started_by: seed.by.filter(|_| seed.from.is_none()),
            started_from: seed.from.map(|(chain, _)| chain),
            ended_at: None,
            ended_by: None,
            cancel_reason: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        write::insert(self, &chain)?;
        self.count_compared(&chain)?;
        let about = About {
            client: Some(chain.client_id),
            chain: Some(chain.id),
            ..About::default()
        };
        let said = Said {
            text: Some(seed.process_name.to_owned()),
            ..Said::default()
        };
        timeline::tell(self, EntryKind::ChainStarted, about, seed.by, said)?;
        let task = self.make_task(Making {
            new: &begun.task,
            cx,
            chain: chain.id,
            client: chain.client_id,
            branch: chain.branch_id,
            predecessor: seed.from.map(|(_, task)| task),
            created_by: seed.by,
            context: seed.context,
        })?;
        self.emit(
            "chain.started",
            chain.id,
            chain.version,
            Audience::branch(chain.branch_id),
        )?;
        Ok((chain, task))
    }

    pub(super) fn make_task(&mut self, making: Making<'_>) -> Result<TaskRow, StoreError> {
        let row = making.row(self)?;
        tasks::insert(self, &row)?;
        tasks::tell_created(self, &row, &making.new.template_name)?;
        notices::assigned(self, &row, &making.new.template_name)?;
        self.emit("task.created", row.id, row.version, tasks::audience(&row))?;
        Ok(row)
    }

    /// Remembers whom a round robin chose. Returns him and when he had been chosen before.
    pub(super) fn note_round_robin(
        &mut self,
        task: Option<&TaskRow>,
    ) -> Result<Option<(EmployeeId, Option<Timestamp>)>, StoreError> {
        let Some(task) = task else { return Ok(None) };
        let reason = task.assignee_reason.as_ref().map(Written::read);
        let round = reason.transpose()? == Some(AssigneeReason::RoundRobin);
        let (true, Some(id)) = (round, task.assignee_id) else {
            return Ok(None);
        };
        let before: Option<Timestamp> = each_backend!(self.conn(), |c| employees::table
            .filter(employees::id.eq(bind(id)))
            .select(employees::last_assigned_at)
            .first(c))?;
        let now = self.now();
        set_last_assigned(self, id, Some(now))?;
        Ok(Some((id, before)))
    }

    fn change_client(
        &mut self,
        client: &mut ClientRow,
        decision: &Decision,
        reached: bool,
    ) -> Result<ClientBefore, StoreError> {
        let (stage, forbidden, contact) = (client.stage, flags(client), client.last_contact_sort);
        let responsible = client.responsible_id;
        if decision.client.becomes_client {
            client.stage = Stage::Client;
        }
        if decision.client.do_not_contact {
            set_flags(client, [true; 4]);
        }
        if reached {
            client.last_contact_sort = contact.max(self.now());
        }
        let tags = self.change_card_beside(client, decision)?;
        let handed = client.responsible_id != responsible;
        let before = ClientBefore {
            stage: (stage, client.stage),
            forbidden: (forbidden, flags(client)),
            contact: (contact, client.last_contact_sort),
            responsible: handed.then_some((responsible, client.responsible_id)),
            tags: tags.clone(),
        };
        client.next_due_sort = clients::next_due(self, client.id)?;
        match handed {
            true => clients::save(self, client)?,
            false => clients::save_progress(self, client)?,
        }
        let changes: Vec<Changed> = [
            Changed::from(
                "stage",
                Some(stage.as_str().to_owned()),
                Some(client.stage.as_str().to_owned()),
            ),
            (forbidden != flags(client)).then(|| Changed {
                member: "do_not_contact".to_owned(),
                before: Some(clients::forbidden_words(forbidden)),
                after: Some(clients::forbidden_words(flags(client))),
            }),
            self.responsible_changed(responsible, client.responsible_id)?,
            tags.and_then(|(before, after)| tags_changed(&before, &after)),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !changes.is_empty() {
            let about = About {
                client: Some(client.id),
                ..About::default()
            };
            let said = Said {
                changes,
                version: Some(client.version),
                ..Said::default()
            };
            let by = Some(decision.completed.by);
            timeline::tell(self, EntryKind::ClientChanged, about, by, said)?;
        }
        let audience = Audience::branch(client.branch_id).and(client.responsible_id);
        self.emit("client.updated", client.id, client.version, audience)?;
        Ok(before)
    }

    fn tell_completion(
        &mut self,
        task: &TaskRow,
        row: &CompletionRow,
        chain: Option<&ChainRow>,
    ) -> Result<(), StoreError> {
        let title = tasks::title_of(self, task)?;
        let about = About {
            client: task.client_id,
            task: Some(task.id),
            chain: task.chain_id,
            completion: Some(row.id),
            company: None,
        };
        let by = Some(row.completed_by);
        let said = Said {
            title: Some(title),
            ..Said::default()
        };
        timeline::tell(self, EntryKind::Completion, about, by, said)?;
        let Some(chain) = chain else { return Ok(()) };
        let kind = match chain.state {
            ChainState::Active => return Ok(()),
            ChainState::Sleeping => EntryKind::ChainSleeping,
            ChainState::Goal | ChainState::Refused | ChainState::Ended | ChainState::Cancelled => {
                EntryKind::ChainEnded
            }
        };
        let about = About {
            task: None,
            completion: None,
            ..about
        };
        let change = match chain.wake_at {
            Some(until) => Changed {
                member: "wake_at".to_owned(),
                before: None,
                after: Some(until.to_string()),
            },
            None => Changed {
                member: "state".to_owned(),
                before: None,
                after: Some(chain.state.as_str().to_owned()),
            },
        };
        let text = crate::names::processes(self, [chain.process_id])?.remove(&chain.process_id);
        let said = Said {
            text,
            changes: vec![change],
            ..Said::default()
        };
        timeline::tell(self, kind, about, by, said)?;
        Ok(())
    }
}

pub(crate) fn set_last_assigned(
    tx: &mut Tx<'_>,
    id: EmployeeId,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let this = employees::id.eq(bind(id));
    let chosen = employees::last_assigned_at.eq(at.map(bind));
    each_backend!(tx.conn(), |c| update(employees::table, this, chosen)
        .execute(c))?;
    Ok(())
}

pub(crate) fn flags(client: &ClientRow) -> [bool; 4] {
    [
        client.no_calls,
        client.no_sms,
        client.no_emails,
        client.no_messengers,
    ]
}

pub(crate) fn set_flags(client: &mut ClientRow, flags: [bool; 4]) {
    [
        client.no_calls,
        client.no_sms,
        client.no_emails,
        client.no_messengers,
    ] = flags;
}
