use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use domain::access::{Permission, Reach};
use domain::chains::{ClientFacts, DueReason};
use domain::clients::Stage;
use domain::ids::{
    BranchId, ChainId, ClientId, CompletionId, EmployeeId, ProcessId, ResultId, RoleId, TemplateId,
};
use domain::rehearsal::{Beginning, Given, Story};
use domain::tasks::Assignee;
use domain::time::{Due, Timestamp};

use super::answers;
use crate::branches::Branch;
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::unit::Tx;
use crate::schema::{chains, client_tags, clients, completions, tasks};

/// A rehearsal replays at most so many results: the newest.
pub const MOST_RESULTS: usize = 200_000;
/// So many chains are read at once.
const PORTION: usize = 250;

/// Which chains of a process were worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Results before this are left out.
    pub since: Timestamp,
    /// When the first of the results was given; absent when there are none.
    pub first: Option<Timestamp>,
    pub results: u32,
    chains: Vec<ChainId>,
}

/// Chain, client, branch, beginning, who began it, and the client's responsible and stage.
type ChainLine = (
    ChainId,
    ClientId,
    BranchId,
    Timestamp,
    Option<EmployeeId>,
    Option<EmployeeId>,
    Stage,
);

/// A completion with the task it ended.
#[derive(Debug, Queryable)]
struct Line {
    id: CompletionId,
    chain_id: Option<ChainId>,
    result_id: ResultId,
    by: EmployeeId,
    at: Timestamp,
    task: (
        Option<TemplateId>,
        Option<String>,
        Option<NaiveDate>,
        Option<Timestamp>,
        Timestamp,
    ),
    assignee: (Option<EmployeeId>, Option<RoleId>),
    attempt: i32,
    made: Timestamp,
    reasons: Json<Vec<DueReason>>,
}

impl Tx<'_> {
    /// The branches whose work the asker may see, archived ones too: they have a past.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] for who sees no more than his own tasks: a part of a branch's work is no rehearsal of it.
    pub fn branches_at_work(&mut self) -> Result<Vec<Arc<Branch>>, StoreError> {
        let within = match self.reach(Permission::TaskRead) {
            Reach::All => None,
            Reach::Branches(hand) => Some(hand.branches),
            Reach::Own(_) | Reach::Nothing => {
                return Err(StoreError::Forbidden(Permission::TaskRead));
            }
        };
        let seen = |branch: &&Arc<Branch>| {
            within
                .as_ref()
                .is_none_or(|within| within.contains(&branch.id))
        };
        Ok(self.branches()?.iter().filter(seen).cloned().collect())
    }

    /// The chains of a process that were worked on since then, at these branches.
    pub fn past_of(
        &mut self,
        process: ProcessId,
        branches: &[BranchId],
        since: Timestamp,
    ) -> Result<Past, StoreError> {
        let mut given: Vec<(Option<ChainId>, Timestamp)> = Vec::new();
        // Branch by branch: each is one range of an index, however long the club's history is.
        for branch in branches {
            let of_branch: Vec<(Option<ChainId>, Timestamp)> =
                each_backend!(self.conn(), |c| completions::table
                    .inner_join(chains::table)
                    .filter(completions::branch_id.eq(bind(*branch)))
                    .filter(completions::completed_at.ge(bind(since)))
                    .filter(completions::taken_back_at.is_null())
                    .filter(chains::process_id.eq(bind(process)))
                    .order(completions::completed_at.desc())
                    .limit(MOST_RESULTS as i64 + 1)
                    .select((completions::chain_id, completions::completed_at))
                    .load(c))?;
            given.extend(of_branch);
        }
        given.sort_unstable_by_key(|(_, at)| std::cmp::Reverse(*at));
        // Of one instant all results are kept or none, so that the period begins at an instant.
        let cut = given.get(MOST_RESULTS).map(|(_, at)| *at);
        if let Some(cut) = cut {
            given.retain(|(_, at)| *at > cut);
        }
        let chains: BTreeSet<ChainId> = given.iter().filter_map(|(id, _)| *id).collect();
        Ok(Past {
            since: cut.map_or(since, |cut| cut.plus(Duration::microseconds(1))),
            first: given.last().map(|(_, at)| *at),
            results: given.len() as u32,
            chains: chains.into_iter().collect(),
        })
    }

    /// Tells every chain of a past, in the order in which they began. `read` are the fields that rules of the graphs read: other answers are left out.
    pub fn stories(
        &mut self,
        past: &Past,
        read: &BTreeSet<(ResultId, String)>,
        mut tell: impl FnMut(&Story),
    ) -> Result<(), StoreError> {
        for portion in past.chains.chunks(PORTION) {
            for story in self.portion(portion, past.since, read)? {
                tell(&story);
            }
        }
        Ok(())
    }

    fn portion(
        &mut self,
        ids: &[ChainId],
        since: Timestamp,
        read: &BTreeSet<(ResultId, String)>,
    ) -> Result<Vec<Story>, StoreError> {
        let among_them = || among(ids.iter().copied());
        let chains: Vec<ChainLine> = each_backend!(self.conn(), |c| chains::table
            .inner_join(clients::table)
            .filter(chains::id.eq_any(among_them()))
            .order(chains::id)
            .select((
                chains::id,
                chains::client_id,
                chains::branch_id,
                chains::created_at,
                chains::started_by,
                clients::responsible_id,
                clients::stage
            ))
            .load(c))?;
        let tags: Vec<(ClientId, String)> = each_backend!(self.conn(), |c| client_tags::table
            .filter(client_tags::client_id.eq_any(among(chains.iter().map(|chain| chain.1))))
            .order((client_tags::client_id, client_tags::key))
            .select((client_tags::client_id, client_tags::name))
            .load(c))?;
        let tags = by_owner(tags);
        let open: Vec<(Option<ChainId>, Option<TemplateId>)> =
            each_backend!(self.conn(), |c| tasks::table
                .filter(tasks::chain_id.is_not_null())
                .filter(tasks::chain_id.assume_not_null().eq_any(among_them()))
                .filter(tasks::closed_at.is_null())
                .select((tasks::chain_id, tasks::template_id))
                .load(c))?;
        let open: BTreeMap<_, _> = open.into_iter().collect();
        let lines: Vec<Line> = each_backend!(self.conn(), |c| completions::table
            .inner_join(tasks::table.on(tasks::id.eq(completions::task_id)))
            .filter(completions::chain_id.is_not_null())
            .filter(completions::chain_id.assume_not_null().eq_any(among_them()))
            .filter(completions::completed_at.ge(bind(since)))
            .filter(completions::taken_back_at.is_null())
            .order((completions::chain_id, completions::id))
            .select((
                completions::id,
                completions::chain_id,
                completions::result_id,
                completions::completed_by,
                completions::completed_at,
                (
                    tasks::template_id,
                    tasks::step,
                    tasks::due_day,
                    tasks::due_at,
                    tasks::due_sort
                ),
                (tasks::assignee_id, tasks::pool_role_id),
                tasks::attempt,
                tasks::created_at,
                tasks::due_reasons
            ))
            .load(c))?;
        let mut filled = answers::of(
            self,
            lines.iter().map(|line| (line.id, line.result_id)),
            read,
        )?;
        let given = lines.into_iter().filter_map(|line| {
            let answers = filled.remove(&line.id).unwrap_or_default();
            Some((line.chain_id?, line.given(answers)?))
        });
        let mut given = by_owner(given);
        let told = chains
            .into_iter()
            .map(|(id, client, branch, at, by, responsible, stage)| Story {
                client: ClientFacts {
                    id: client,
                    responsible_id: responsible,
                    stage,
                    tags: tags.get(&client).cloned().unwrap_or_default(),
                    running: BTreeMap::new(),
                    email: None,
                },
                branch,
                beginning: match at >= since {
                    true => Beginning::Started { at, by },
                    false => Beginning::Before,
                },
                given: given.remove(&id).unwrap_or_default(),
                waits_at: open.get(&Some(id)).copied().flatten(),
            });
        Ok(told.collect())
    }
}

impl Line {
    /// `None` for a task that has no template: such a one is outside any process.
    fn given(self, answers: Vec<domain::chains::Filled>) -> Option<Given> {
        let (template_id, step, day, at, sort) = self.task;
        Some(Given {
            template_id: template_id?,
            step: step?,
            result_id: self.result_id,
            answers,
            by: self.by,
            at: self.at,
            due: match (day, at) {
                (Some(day), _) => Due::Day(day),
                (None, at) => Due::At(at.unwrap_or(sort)),
            },
            assignee: match self.assignee {
                (Some(id), _) => Assignee::Employee(id),
                (None, Some(role)) => Assignee::Pool(role),
                (None, None) => Assignee::Employee(self.by),
            },
            attempt: u32::try_from(self.attempt).unwrap_or(1),
            made: self.made,
            chosen: self.reasons.0.contains(&DueReason::Chosen),
        })
    }
}
