//! Half a year of the club's work, played by the engine on a simulated clock.
//!
//! Every event happens inside the unit as of its own instant and on behalf of whoever does it, through the functions that answer
//! the API. The memory of it holds only open work, so a million clients are played as a thousand are.

mod arrivals;
mod book;
mod errands;
mod work;

use std::collections::VecDeque;

use chrono::Duration;
use domain::calendar::WorkingTime;
use domain::ids::{ClientId, TemplateId};
use domain::processes::Graph;
use domain::time::Timestamp;
use store::Tx;

use super::agenda::{Agenda, Event};
use super::club::{Club, Kind};
use super::dice::Dice;
use crate::http::ApiError;

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
            start: crate::demo::beginning(end),
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
