//! Open work: when somebody gets to it, how it ends, and what wakes up.

use chrono::Duration;
use domain::access::{BuiltInRole, Permission};
use domain::chains::{Adjustment, Next};
use domain::ids::{ClientId, EmployeeId, TaskId};
use domain::processes::Continuation;
use domain::results::{Outcome, ResultDef};
use domain::tasks::Assignee;
use domain::time::{Due, Timestamp};
use store::{Tx, Who};
use wire::tasks::{CompleteRequest, TaskPatch};

use super::{Life, WATCH, WOKEN};
use crate::demo::agenda::{Event, Job};
use crate::demo::answers::{self, Desk};
use crate::demo::club::Kind;
use crate::demo::dice::Dice;
use crate::http::ApiError;
use crate::{chains, tasks};

impl Life {
    /// Plans the work on an open task.
    pub(super) fn take_up(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        task: TaskId,
        branch: usize,
        client: Option<ClientId>,
        keeper: usize,
    ) -> Result<(), ApiError> {
        let row = tx.task_for(Permission::TaskRead, task)?;
        let assignee = match row.assignee() {
            Some(Assignee::Employee(id)) => self.club.member(id),
            Some(Assignee::Pool(_)) | None => None,
        };
        let Some(template) = row.template_id else {
            return Ok(());
        };
        let job = Job {
            task,
            template,
            client,
            attempt: u32::try_from(row.attempt).unwrap_or(1),
            branch,
            member: assignee.unwrap_or(keeper),
            keeper,
            moved: false,
        };
        self.plan(at, job, row.due());
        Ok(())
    }

    /// When somebody gets to a task: about its moment, some time on its day, sometimes a day late, and not always before the
    /// history ends.
    fn plan(&mut self, from: Timestamp, job: Job, due: Due) {
        let mut dice = self.dice.for_one("plan", job.task.as_i64() as u64);
        let place = &self.club.branches[job.branch];
        let hours = self.hours(job.branch);
        let wanted = match due {
            Due::At(at) => at.plus(Duration::minutes(dice.between(-2, 25))),
            Due::Day(day) => {
                let (opens, closes) = hours.open_span(day).unwrap_or_else(|| {
                    let morning = place.zone.midnight(day).plus(Duration::hours(10));
                    (morning, morning.plus(Duration::hours(8)))
                });
                let minutes = closes.since(opens).num_minutes().max(1);
                opens.plus(Duration::minutes(dice.between(0, minutes - 1)))
            }
        };
        let late = if dice.chance(6) {
            Duration::hours(24)
        } else {
            Duration::zero()
        };
        let soonest = from.plus(Duration::minutes(dice.between(2, 30)));
        let mut at = wanted.plus(late).max(soonest);
        if !hours.is_open(at) {
            at = hours
                .next_open(at)
                .at
                .plus(Duration::minutes(dice.between(1, 45)));
        }
        let near_the_end = at > self.end.minus(Duration::hours(36));
        if !(near_the_end && dice.chance(22)) {
            self.agenda.put(at, Event::Work(job));
        }
    }

    pub(super) fn work(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        job: Job,
    ) -> Result<(), ApiError> {
        let mut dice = self.dice.for_one("work", job.task.as_i64() as u64);
        if dice.chance(4) && !job.moved {
            return self.postpone(tx, at, &mut dice, job);
        }
        let Some(kind) = self.club.templates.get(&job.template) else {
            return Ok(());
        };
        let Some(result) = answers::choose(&mut dice, &kind.results, job.attempt) else {
            return Ok(());
        };
        let place = &self.club.branches[job.branch];
        let member = &self.club.staff[job.member];
        let desk = Desk {
            now: at,
            zone: &place.zone,
            calendar: &place.calendar,
            dictionaries: &self.club.dictionaries,
            words: self.club.words,
            employee: member.id,
        };
        let ending = answers::fill(&mut dice, result, desk);
        let request = CompleteRequest {
            result_id: result.id,
            fields: ending.fields,
            comment: ending.comment,
            next: Adjustment {
                due: None,
                assignee_id: self.somebody_else(&mut dice, job, kind, result),
            },
        };
        let language = self.club.language;
        let finished = tx.as_of(at, &member.who, |tx| {
            tasks::finish(tx, job.task, &request, language)
        })?;
        let (Some(task), Next::Task(next)) =
            (finished.applied.next_task_id, &finished.decision.next)
        else {
            return Ok(());
        };
        let assignee = match next.assignee {
            Assignee::Employee(id) => self.club.member(id),
            Assignee::Pool(_) => None,
        };
        let job = Job {
            task,
            template: next.template_id,
            attempt: next.attempt,
            member: assignee.unwrap_or(job.keeper),
            moved: false,
            ..job
        };
        let due = next.due;
        self.plan(at, job, due);
        Ok(())
    }

    /// Moves a task to one of the next days, with a reason.
    fn postpone(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        dice: &mut Dice,
        job: Job,
    ) -> Result<(), ApiError> {
        let today = self.club.branches[job.branch].zone.day(at);
        let due = Due::Day(today + Duration::days(dice.between(1, 2)));
        let patch = TaskPatch {
            due: Some(due),
            reason: Some((*dice.pick(self.club.words.talk.postponing)).to_owned()),
            ..TaskPatch::default()
        };
        let (who, language) = (&self.club.staff[job.member].who, self.club.language);
        tx.as_of(at, who, |tx| {
            let seen = tx.task_for(Permission::TaskEdit, job.task)?.version;
            tasks::updated(tx, job.task, seen, &patch, language)
        })?;
        self.plan(at, Job { moved: true, ..job }, due);
        Ok(())
    }

    /// A coach gives many of the trial lessons; what follows one is the operator's again.
    fn somebody_else(
        &self,
        dice: &mut Dice,
        job: Job,
        kind: &Kind,
        result: &ResultDef,
    ) -> Option<EmployeeId> {
        if !kind.in_process {
            return None;
        }
        let step = self
            .graph
            .steps
            .iter()
            .find(|step| step.template_id == kind.id)?;
        let Continuation::Step { target } = self.graph.continuation(&step.key, result.id)? else {
            return None;
        };
        let next = self.graph.step(&target.step)?;
        let visit = next.key != step.key
            && result.outcome == Outcome::Progress
            && result.fields.iter().any(|field| field.required);
        if visit && dice.chance(40) {
            let coaches = self.club.members(BuiltInRole::Coach, job.branch);
            let coach = (!coaches.is_empty()).then(|| *dice.pick(&coaches))?;
            return Some(self.club.staff[coach].id);
        }
        let coach = self.club.staff[job.member].role == BuiltInRole::Coach;
        coach.then(|| self.club.staff[job.keeper].id)
    }

    pub(super) fn wake(&mut self, tx: &mut Tx<'_>, at: Timestamp) -> Result<(), ApiError> {
        let due = tx.as_of(at, &Who::System, |tx| tx.chains_to_wake(at, WOKEN))?;
        let more = due.len() as i64 == WOKEN;
        for chain in due {
            let woken = tx.as_of(at, &Who::System, |tx| chains::wake(tx, chain))?;
            let Some(task) = woken else { continue };
            let row = tx.task_for(Permission::TaskRead, task)?;
            let branch = self
                .club
                .branches
                .iter()
                .position(|place| place.id == row.branch_id);
            let member = match row.assignee() {
                Some(Assignee::Employee(id)) => self.club.member(id),
                Some(Assignee::Pool(_)) | None => None,
            };
            if let (Some(branch), Some(keeper)) = (branch, member) {
                self.take_up(tx, at, task, branch, row.client_id, keeper)?;
            }
        }
        let next = if more { Duration::seconds(1) } else { WATCH };
        self.agenda.put(at.plus(next), Event::Waking);
        Ok(())
    }
}
