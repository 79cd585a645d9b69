//! Half a year of the club's work, played by the engine on a simulated clock.
//!
//! Every event happens inside the unit as of its own instant and on behalf of whoever does it, through the functions that answer
//! the API. The memory of it holds only open work, so a million clients are played as a thousand are.

use std::collections::VecDeque;

use chrono::Duration;
use domain::access::{BuiltInRole, Permission};
use domain::calendar::WorkingTime;
use domain::chains::{Adjustment, Next};
use domain::clients::{Messenger, Stage};
use domain::ids::{ClientId, EmployeeId, TaskId, TemplateId};
use domain::processes::{Continuation, Graph};
use domain::results::{Outcome, ResultDef};
use domain::tasks::{Assignee, TaskType};
use domain::time::{Due, Timestamp};
use store::{Tx, Who};
use wire::clients::{MessengerContact, NewClient, PhoneEntry};
use wire::tasks::{CompleteRequest, NewTask, TaskPatch};

use super::agenda::{Agenda, Event, Job};
use super::answers::{self, Desk};
use super::club::{Club, Kind, Member};
use super::dice::Dice;
use super::people;
use crate::http::ApiError;
use crate::{chains, clients, tasks};

/// How many clients of each branch are remembered for work outside the process.
const REMEMBERED: usize = 64;
/// How often sleeping chains are looked after.
const WATCH: Duration = Duration::hours(6);
/// Chains woken at once.
const WOKEN: i64 = 200;

/// The history as far as it was played.
#[derive(Debug)]
pub struct Life {
    club: Club,
    graph: Graph,
    dice: Dice,
    agenda: Agenda,
    clients: u64,
    start: Timestamp,
    end: Timestamp,
    /// Clients of each branch who were met last.
    known: Vec<VecDeque<ClientId>>,
    met: u64,
}

impl Life {
    pub fn new(club: Club, graph: Graph, seed: u64, clients: u64, end: Timestamp) -> Self {
        let mut life = Self {
            known: vec![VecDeque::new(); club.branches.len()],
            start: super::beginning(end),
            dice: Dice::new(seed),
            agenda: Agenda::default(),
            met: 0,
            graph,
            clients,
            end,
            club,
        };
        if clients > 0 {
            life.agenda
                .put(life.interest(0), Event::Interest { number: 0 });
        }
        for branch in 0..life.club.branches.len() {
            life.agenda.put(life.start, Event::Morning { branch });
        }
        life.agenda.put(life.start.plus(WATCH), Event::Waking);
        life.leave_work_for_today();
        life
    }

    /// Plays the next events, at most so many. False: the history has reached its end.
    pub fn play(&mut self, tx: &mut Tx<'_>, most: usize) -> Result<bool, ApiError> {
        for _ in 0..most {
            let Some((at, event)) = self.agenda.next(self.end) else {
                return Ok(false);
            };
            match event {
                Event::Interest { number } => self.somebody_comes(at, number),
                Event::Meeting { number, branch } => self.meet(tx, at, number, branch)?,
                Event::Work(job) => self.work(tx, at, job)?,
                Event::Morning { branch } => self.morning(tx, at, branch)?,
                Event::Waking => self.wake(tx, at)?,
                Event::Reading { member } => {
                    let who = &self.club.staff[member].who;
                    tx.as_of(at, who, |tx| tx.read_notices())?;
                }
                Event::Assignment {
                    member,
                    due,
                    client,
                } => self.assign(tx, at, member, due, client)?,
            }
        }
        Ok(true)
    }

    /// Clients that were met until now.
    pub fn met(&self) -> u64 {
        self.met
    }

    /// When the `number`th person thinks of the club. The club grows: more come in the end than in the beginning.
    fn interest(&self, number: u64) -> Timestamp {
        const WHOLE: i128 = 1 << 40;
        let jitter = self.dice.for_one("jitter", number).below(1 << 20);
        let place = (i128::from(number) * (1 << 20) + i128::from(jitter)) * (WHOLE >> 20);
        let share = place / i128::from(self.clients.max(1));
        let bent = (13 * share - 3 * share * share / WHOLE) / 10;
        let span = i128::from(self.end.since(self.start).num_seconds());
        self.start
            .plus(Duration::seconds((bent * span / WHOLE) as i64))
    }

    fn somebody_comes(&mut self, at: Timestamp, number: u64) {
        let mut dice = self.dice.for_one("interest", number);
        let shares = self.club.branches.iter().map(|place| place.words.share);
        let branch = dice.weighted(shares);
        let asked = at.plus(Duration::minutes(dice.between(1, 90)));
        let met = self.hours(branch).next_open(asked).at;
        let met = met.plus(Duration::minutes(dice.between(0, 40)));
        self.agenda.put(met, Event::Meeting { number, branch });
        if number + 1 < self.clients {
            let next = self.interest(number + 1).max(at);
            self.agenda
                .put(next, Event::Interest { number: number + 1 });
        }
    }

    fn meet(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        number: u64,
        branch: usize,
    ) -> Result<(), ApiError> {
        let mut dice = self.dice.for_one("client", number);
        let operators = self.club.members(BuiltInRole::Operator, branch);
        let member = *dice.pick(&operators);
        let warm = dice.chance(84);
        let mut new = self.card(&mut dice, at, number, branch);
        if warm {
            new.start_process_id = Some(self.club.process);
        } else {
            new.stage = Some(if dice.chance(60) {
                Stage::Client
            } else {
                Stage::Former
            });
        }
        let language = self.club.language;
        let who = &self.club.staff[member].who;
        let saved = tx.as_of(at, who, |tx| clients::created(tx, &new, language))?;
        let client = saved.client.id;
        self.met += 1;
        let known = &mut self.known[branch];
        known.push_back(client);
        if known.len() > REMEMBERED {
            known.pop_front();
        }
        match saved.client.next.and_then(|next| next.task_id) {
            Some(task) => self.take_up(tx, at, task, branch, Some(client), member),
            None => self.one_off_call(tx, at, &mut dice, branch, member, client),
        }
    }

    fn card(&self, dice: &mut Dice, at: Timestamp, number: u64, branch: usize) -> NewClient {
        let place = &self.club.branches[branch];
        let cultures = place.words.cultures;
        let (_, culture) = cultures[dice.weighted(cultures.iter().map(|(weight, _)| *weight))];
        let person = people::draw(dice, culture, place.zone.day(at));
        let phone = |typed: String| PhoneEntry {
            number: typed,
            label: None,
            do_not_call: false,
        };
        // A family often shares a phone.
        let shared = number > 0 && dice.chance(3);
        let phone_of = if shared { number - 1 } else { number };
        let words = self.club.words;
        let weight = |place: usize| (self.club.sources.len() - place) as u32;
        let source = dice.weighted((0..self.club.sources.len()).map(weight));
        NewClient {
            name: None,
            phones: vec![phone(people::phone(culture, phone_of))],
            emails: dice
                .chance(42)
                .then(|| people::email(&person, number))
                .into_iter()
                .collect(),
            messengers: dice
                .chance(18)
                .then(|| MessengerContact {
                    messenger: Messenger::Telegram,
                    address: format!("@{}", people::nick(&person, number)),
                })
                .into_iter()
                .collect(),
            surname: Some(person.surname),
            given: Some(person.given),
            patronymic: person.patronymic,
            birth_date: person.birth_date,
            stage: None,
            source_id: self
                .club
                .sources
                .get(source)
                .copied()
                .filter(|_| dice.chance(88)),
            responsible_id: None,
            branch_id: Some(place.id),
            tags: dice
                .chance(24)
                .then(|| (*dice.pick(words.tags)).to_owned())
                .into_iter()
                .collect(),
            note: dice
                .chance(12)
                .then(|| (*dice.pick(words.client_notes)).to_owned()),
            start_process_id: None,
        }
    }

    /// A client outside the process is called once or twice a year.
    fn one_off_call(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        dice: &mut Dice,
        branch: usize,
        member: usize,
        client: ClientId,
    ) -> Result<(), ApiError> {
        let Some(template) = self.kind(dice, |kind| kind.task_type == TaskType::ClientCall) else {
            return Ok(());
        };
        let today = self.club.branches[branch].zone.day(at);
        let new = NewTask {
            client_id: Some(client),
            due: Some(Due::Day(today + Duration::days(dice.between(0, 3)))),
            ..bare(Some(template))
        };
        self.give(tx, at, member, branch, new)
    }

    fn morning(&mut self, tx: &mut Tx<'_>, at: Timestamp, branch: usize) -> Result<(), ApiError> {
        let mut dice = self
            .dice
            .for_one("morning", at.as_micros() as u64 + branch as u64);
        let place = &self.club.branches[branch];
        let (today, zone) = (place.zone.day(at), place.zone.clone());
        let open = place.calendar.hours(today).is_some();
        let next = zone
            .midnight(today + Duration::days(1))
            .plus(Duration::minutes(dice.between(9 * 60, 11 * 60)));
        self.agenda.put(next, Event::Morning { branch });
        if !open || at == self.start || !dice.chance(70) {
            return Ok(());
        }
        let Some(template) = self.kind(&mut dice, |kind| kind.task_type == TaskType::Internal)
        else {
            return Ok(());
        };
        let staff = self.club.staff.iter().enumerate();
        let may =
            |member: &Member| member.role != BuiltInRole::Analyst && member.branches[0] == branch;
        let hands: Vec<usize> = staff
            .filter(|(_, member)| may(member))
            .map(|(place, _)| place)
            .collect();
        let to = *dice.pick(&hands);
        let new = NewTask {
            branch_id: Some(self.club.branches[branch].id),
            assignee_id: Some(self.club.staff[to].id),
            due: Some(Due::Day(today + Duration::days(dice.between(0, 2)))),
            ..bare(Some(template))
        };
        let managers = self.club.members(BuiltInRole::Manager, branch);
        let from = if managers.is_empty() {
            0
        } else {
            *dice.pick(&managers)
        };
        self.give(tx, at, from, branch, new)
    }

    /// Makes a task on behalf of a member and puts the work on it into the agenda.
    fn give(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        from: usize,
        branch: usize,
        new: NewTask,
    ) -> Result<(), ApiError> {
        let (who, language) = (&self.club.staff[from].who, self.club.language);
        let task = tx
            .as_of(at, who, |tx| tasks::created(tx, &new, language))?
            .id;
        self.take_up(tx, at, task, branch, new.client_id, from)
    }

    /// Plans the work on an open task.
    fn take_up(
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

    fn work(&mut self, tx: &mut Tx<'_>, at: Timestamp, job: Job) -> Result<(), ApiError> {
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

    fn wake(&mut self, tx: &mut Tx<'_>, at: Timestamp) -> Result<(), ApiError> {
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

    /// Puts into everybody's day what makes it a day: something overdue, something for this minute, for today and for later.
    fn leave_work_for_today(&mut self) {
        for member in 0..self.club.staff.len() {
            let branch = self.club.staff[member].branches[0];
            let today = self.club.branches[branch].zone.day(self.end);
            let day = |days| Due::Day(today + Duration::days(days));
            let minute = Timestamp::from_micros(self.end.as_micros() / 60_000_000 * 60_000_000);
            let at = |minutes| Due::At(minute.plus(Duration::minutes(minutes)));
            let work = [
                (50, day(-1), false),
                (47, at(-180), true),
                (26, at(7 + member as i64 % 5), true),
                (25, day(0), false),
                (24, day(0), true),
                (8, day(1), true),
                (7, day(3), false),
            ];
            // What came since is unread.
            let looked = self.end.minus(Duration::hours(20));
            self.agenda.put(looked, Event::Reading { member });
            for (hours, due, client) in work {
                let when = self.end.minus(Duration::hours(hours));
                self.agenda.put(
                    when,
                    Event::Assignment {
                        member,
                        due,
                        client,
                    },
                );
            }
        }
    }

    fn assign(
        &mut self,
        tx: &mut Tx<'_>,
        at: Timestamp,
        member: usize,
        due: Due,
        client: bool,
    ) -> Result<(), ApiError> {
        let mut dice = self
            .dice
            .for_one("assignment", at.as_micros() as u64 + member as u64);
        let person = &self.club.staff[member];
        let branch = person.branches[0];
        // Calls are the operators' and managers' work; a coach and an analyst have errands.
        let calls = matches!(
            person.role,
            BuiltInRole::Operator | BuiltInRole::Manager | BuiltInRole::Owner
        );
        let known: Vec<ClientId> = self.known[branch].iter().copied().collect();
        let client = (client && calls && !known.is_empty()).then(|| *dice.pick(&known));
        let wanted = if client.is_some() {
            TaskType::ClientCall
        } else {
            TaskType::Internal
        };
        let Some(template) = self.kind(&mut dice, |kind| kind.task_type == wanted) else {
            return Ok(());
        };
        let new = NewTask {
            client_id: client,
            branch_id: Some(self.club.branches[branch].id),
            assignee_id: Some(person.id),
            due: Some(due),
            ..bare(Some(template))
        };
        let (owner, language) = (&self.club.staff[0].who, self.club.language);
        tx.as_of(at, owner, |tx| tasks::created(tx, &new, language))?;
        Ok(())
    }

    /// A kind of work outside the process.
    fn kind(&self, dice: &mut Dice, fits: impl Fn(&Kind) -> bool) -> Option<TemplateId> {
        let kinds = self.club.templates.values();
        let kinds: Vec<&Kind> = kinds
            .filter(|kind| !kind.in_process && fits(kind))
            .collect();
        (!kinds.is_empty()).then(|| dice.pick(&kinds).id)
    }

    fn hours(&self, branch: usize) -> WorkingTime<'_> {
        let place = &self.club.branches[branch];
        WorkingTime {
            calendar: &place.calendar,
            zone: &place.zone,
        }
    }
}

/// A task of a template, everything else by default.
fn bare(template_id: Option<TemplateId>) -> NewTask {
    NewTask {
        template_id,
        title: None,
        task_type: None,
        direction: None,
        client_id: None,
        branch_id: None,
        due: None,
        assignee_id: None,
        pool_role_id: None,
        priority: None,
        note: None,
    }
}
