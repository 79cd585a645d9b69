//! Everything that nobody decided by hand, decided anew after each edit: what a task ends with, what follows, what is asked.

use std::collections::BTreeSet;

use domain::collation::sort_key;
use domain::results::Outcome;
use domain::templates::MAX_RESULTS;

use super::words::{self, Meaning, UsualAsk};
use super::{
    Answers, Ask, AskKind, Club, Delay, Key, ListAnswer, Lost, Next, ResultAnswer, TaskAnswer,
    TaskKind, Unit, Way, When, guess,
};

const fn working_days(amount: u32) -> Delay {
    Delay {
        amount,
        unit: Unit::WorkingDays,
    }
}

const fn working_hours(amount: u32) -> Delay {
    Delay {
        amount,
        unit: Unit::WorkingHours,
    }
}

/// How often somebody who cannot be reached is tried.
const TIMES: u32 = 5;
/// How long somebody sleeps who names no date.
const SLEEP: u32 = 30;

impl Answers {
    /// Doing it twice is doing it once.
    pub(super) fn settle(&mut self, club: &Club) {
        self.drop_lost_ways();
        self.offer_results(club);
        self.lead_on(club);
        self.link_what_nothing_leads_to(club);
        self.ask(club);
    }

    /// What led to a task that was taken away is decided anew.
    fn drop_lost_ways(&mut self) {
        let keys: BTreeSet<Key> = self.tasks.iter().map(|task| task.key).collect();
        for way in self.tasks.iter_mut().flat_map(|task| &mut task.ways) {
            if way.next.task().is_some_and(|task| !keys.contains(&task)) {
                way.by_hand = false;
            }
        }
    }

    fn offer_results(&mut self, club: &Club) {
        let plan: Vec<(Key, Vec<String>)> = self
            .tasks
            .iter()
            .filter(|task| !task.own)
            .map(|task| (task.key, self.usual_results(task)))
            .collect();
        for (key, names) in plan {
            let results: Vec<Key> = names
                .iter()
                .map(|name| self.result_named(name, club))
                .collect();
            if let Some(task) = self.tasks.iter_mut().find(|task| task.key == key) {
                task.ways = results.into_iter().map(Way::open).collect();
            }
        }
    }

    /// The results of a task that nobody changed: those that lead on first.
    fn usual_results(&self, task: &TaskAnswer) -> Vec<String> {
        let leads = |other: &&TaskAnswer| {
            other.key != task.key
                && words::is_usual(&other.name, self.language)
                && match task.kind {
                    TaskKind::Call => matches!(other.kind, TaskKind::Visit | TaskKind::Check),
                    TaskKind::Visit => other.kind == TaskKind::Check,
                    TaskKind::Check | TaskKind::Send => false,
                }
        };
        let links = self
            .tasks
            .iter()
            .filter(leads)
            .map(|other| self.link_name(other));
        let usual = words::usual(task.kind).iter();
        links
            .chain(usual.map(|meaning| words::result_name(*meaning, self.language).to_owned()))
            .collect()
    }

    /// The result by which one gets to a task.
    pub fn link_name(&self, task: &TaskAnswer) -> String {
        words::link(&task.name, task.kind, self.language)
    }

    /// The task that a result of this name leads to by itself.
    pub(super) fn led_to(&self, name: &str) -> Option<&TaskAnswer> {
        self.tasks
            .iter()
            .find(|task| words::is_link(name, &task.name, task.kind, self.language))
    }

    pub(super) fn result_named(&mut self, name: &str, club: &Club) -> Key {
        let key = sort_key(name);
        let known = self.results.iter().find(|one| sort_key(&one.name) == key);
        if let Some(known) = known {
            return known.key;
        }
        let outcome = match (club.result(name), words::meaning(name, self.language)) {
            (Some(known), _) => known.outcome,
            (None, Some((_, outcome))) => outcome,
            (None, None) if self.led_to(name).is_some() => Outcome::Progress,
            (None, None) => guess::outcome(name, self.language),
        };
        let key = self.fresh();
        self.results.push(ResultAnswer {
            key,
            name: name.to_owned(),
            outcome,
            asks: Vec::new(),
            asks_by_hand: false,
        });
        key
    }

    fn lead_on(&mut self, club: &Club) {
        // What leads nowhere in particular goes where nothing else leads: so it waits for the rest.
        let mut open = Vec::new();
        for at in 0..self.tasks.len() {
            for way in 0..self.tasks[at].ways.len() {
                if self.tasks[at].ways[way].by_hand {
                    continue;
                }
                match self.usual_next(&self.tasks[at], self.tasks[at].ways[way].result, club) {
                    Some(next) => self.tasks[at].ways[way].next = next,
                    None => {
                        self.tasks[at].ways[way].next = Next::Goal;
                        open.push((at, way));
                    }
                }
            }
        }
        for (at, way) in open {
            let own = self.tasks[at].key;
            let unmet = self.unmet();
            let later = self.tasks.iter().skip(at + 1);
            let next = unmet
                .into_iter()
                .find(|task| *task != own)
                .or_else(|| later.map(|task| task.key).next());
            self.tasks[at].ways[way].next = match next {
                Some(task) => Next::Task {
                    task,
                    when: When::After(working_days(1)),
                },
                None => Next::Goal,
            };
        }
    }

    /// Absent for progress that names no task.
    fn usual_next(&self, task: &TaskAnswer, result: Key, club: &Club) -> Option<Next> {
        let result = self.result(result)?;
        let to = |key: Key, delay: Delay| Next::Task {
            task: key,
            when: When::After(delay),
        };
        let again = Next::Again {
            times: TIMES,
            when: working_hours(2),
            lost: Lost::Refusal,
        };
        if let Some(led) = self.led_to(&result.name).filter(|led| led.key != task.key) {
            return Some(match led.kind {
                TaskKind::Visit if self.can_name_a_date(result.key, club) => Next::Task {
                    task: led.key,
                    when: When::Named,
                },
                TaskKind::Send => to(led.key, working_hours(1)),
                _ => to(led.key, working_days(1)),
            });
        }
        // Whom one speaks to again: on the phone, by the first call there is.
        let call = match task.kind {
            TaskKind::Call => Some(task.key),
            _ => {
                let call = self.tasks.iter().find(|one| one.kind == TaskKind::Call);
                call.map(|call| call.key)
            }
        };
        let talk = call.unwrap_or(task.key);
        Some(match words::meaning(&result.name, self.language) {
            Some((Meaning::CallBack, _)) if self.can_name_a_date(result.key, club) => Next::Task {
                task: talk,
                when: When::Named,
            },
            Some((Meaning::InfoSent, _)) => to(talk, working_days(2)),
            Some((Meaning::NotNow, _)) => Next::Sleep {
                days: SLEEP,
                task: talk,
            },
            Some((Meaning::NoShow, _)) if call.is_some() => to(talk, working_hours(1)),
            Some((Meaning::Disliked | Meaning::NotBought, _)) if call.is_some() => {
                to(talk, working_days(1))
            }
            Some((Meaning::NotBought, _)) => Next::Refusal,
            Some((Meaning::Sent, _)) if call.is_some() => to(talk, working_days(2)),
            _ => match result.outcome {
                Outcome::Goal => Next::Goal,
                Outcome::Refusal | Outcome::Invalid => Next::Refusal,
                Outcome::NoContact => again,
                Outcome::Postponed => to(talk, working_days(3)),
                Outcome::Progress => return None,
            },
        })
    }

    /// Tasks that no client can come to, in order.
    pub(super) fn unmet(&self) -> Vec<Key> {
        let mut met = BTreeSet::new();
        let mut waiting: Vec<Key> = self
            .tasks
            .first()
            .map(|task| task.key)
            .into_iter()
            .collect();
        while let Some(key) = waiting.pop() {
            if met.insert(key) {
                let ways = self.task(key).into_iter().flat_map(|task| &task.ways);
                waiting.extend(ways.filter_map(|way| way.next.task()));
            }
        }
        let all = self.tasks.iter().map(|task| task.key);
        all.filter(|key| !met.contains(key)).collect()
    }

    fn link_what_nothing_leads_to(&mut self, club: &Club) {
        for _ in 0..self.tasks.len() {
            let linked = self.unmet().into_iter().any(|task| {
                let from = self.source_before(task);
                from.is_some_and(|from| self.link(from, task, club))
            });
            if !linked {
                return;
            }
        }
    }

    /// The task from which one comes to this one unless somebody says otherwise: the nearest before it that nobody changed.
    fn source_before(&self, task: Key) -> Option<Key> {
        let place = self.tasks.iter().position(|one| one.key == task)?;
        let mut before = self.tasks[..place].iter().rev();
        before
            .find(|from| !from.own && self.may_lead(from, &self.tasks[place]))
            .map(|from| from.key)
    }

    /// The task from which one could come to this one: the nearest before it, else the nearest after it.
    pub fn source_for(&self, task: Key) -> Option<&TaskAnswer> {
        let place = self.tasks.iter().position(|one| one.key == task)?;
        let before = self.tasks[..place].iter().rev();
        let mut all = before.chain(&self.tasks[place + 1..]);
        all.find(|from| self.may_lead(from, &self.tasks[place]))
    }

    fn may_lead(&self, from: &TaskAnswer, task: &TaskAnswer) -> bool {
        let is_link = |way: &Way| {
            self.result(way.result).is_some_and(|result| {
                words::is_link(&result.name, &task.name, task.kind, self.language)
            })
        };
        from.ways.len() < MAX_RESULTS
            && !from.ways.iter().any(is_link)
            && !self.unmet().contains(&from.key)
    }

    /// Adds the result that leads from one task to another.
    pub(super) fn link(&mut self, from: Key, task: Key, club: &Club) -> bool {
        let Some(name) = self.task(task).map(|task| self.link_name(task)) else {
            return false;
        };
        let result = self.result_named(&name, club);
        let next = self
            .task(from)
            .and_then(|from| self.usual_next(from, result, club));
        let (Some(next), Some(from)) = (next, self.tasks.iter_mut().find(|one| one.key == from))
        else {
            return false;
        };
        from.ways.insert(
            0,
            Way {
                result,
                next,
                by_hand: false,
            },
        );
        next.task() == Some(task)
    }

    /// Whether a date that the client names can be the next step's: somebody must be able to enter it.
    pub fn can_name_a_date(&self, result: Key, club: &Club) -> bool {
        let Some(result) = self.result(result) else {
            return false;
        };
        !club.is_instant(&result.name) || club.date_of(&result.name).is_some()
    }

    /// Whether a next step waits for the date that this result asks.
    pub fn needs_date(&self, result: Key) -> bool {
        let mut ways = self.tasks.iter().flat_map(|task| &task.ways);
        ways.any(|way| way.result == result && way.next.when() == Some(When::Named))
    }

    /// The question of which the next step's date is the answer; absent when a result that the club has asks it.
    pub fn dated_by(&self, result: Key) -> Option<Key> {
        let asks = &self.result(result)?.asks;
        let dated = asks.iter().find(|ask| ask.required && ask.kind.is_date());
        dated.map(|ask| ask.key)
    }

    fn ask(&mut self, club: &Club) {
        for at in 0..self.results.len() {
            let before = self.results[at].asks.clone();
            if !self.results[at].asks_by_hand {
                self.ask_as_usual(at, &before, club);
            }
            let result = &self.results[at];
            if club.is_instant(&result.name) {
                for ask in &mut self.results[at].asks {
                    ask.required = false;
                }
            } else if self.needs_date(result.key) && club.date_of(&result.name).is_none() {
                self.ask_the_date(at, &before);
            }
        }
    }

    /// What a result of the club's own asks is known there; of a new one, what such results ask.
    fn ask_as_usual(&mut self, at: usize, before: &[Ask], club: &Club) {
        let result = &self.results[at];
        let language = self.language;
        let usual = match (club.result(&result.name), self.led_to(&result.name)) {
            (Some(_), _) => Vec::new(),
            (None, Some(task)) => words::asks_of_link(task.kind, language),
            (None, None) => {
                let meaning = words::meaning(&result.name, language).map(|(meaning, _)| meaning);
                words::asks_of(meaning, result.outcome, language)
            }
        };
        let asks = usual
            .into_iter()
            .map(|usual| self.usual_ask(usual, before, club));
        let asks: Vec<Ask> = asks.collect();
        self.results[at].asks = asks;
    }

    /// One that was there before keeps its key and what was said of its list.
    fn usual_ask(&mut self, usual: UsualAsk, before: &[Ask], club: &Club) -> Ask {
        let label = sort_key(usual.label);
        if let Some(known) = before.iter().find(|ask| sort_key(&ask.label) == label) {
            return known.clone();
        }
        let list = usual.list.map(|list| {
            let (name, values) = words::list(list, self.language);
            self.list_named(name, &values, club)
        });
        Ask {
            key: self.fresh(),
            label: usual.label.to_owned(),
            kind: usual.kind,
            required: usual.required,
            list,
        }
    }

    /// The list of this name. Of one that the club has, its own values are the beginning.
    pub(super) fn list_named(&mut self, name: &str, values: &[&str], club: &Club) -> Key {
        let key = sort_key(name);
        if let Some(known) = self.lists.iter().find(|list| sort_key(&list.name) == key) {
            return known.key;
        }
        let known = club.list(name);
        let values = match known.is_some_and(|known| !known.values.is_empty()) {
            true => Vec::new(),
            false => values.iter().map(|value| (*value).to_owned()).collect(),
        };
        let key = self.fresh();
        self.lists.push(ListAnswer {
            key,
            name: known.map_or(name, |known| &known.name).to_owned(),
            values,
        });
        key
    }

    fn ask_the_date(&mut self, at: usize, before: &[Ask]) {
        let result = &self.results[at];
        let meaning = words::meaning(&result.name, self.language).map(|(meaning, _)| meaning);
        let label = words::named_date(meaning, self.language);
        let asks = &mut self.results[at].asks;
        // The first date that it asks anyway is the one.
        if let Some(date) = asks.iter_mut().find(|ask| ask.kind.is_date()) {
            date.required = true;
            return;
        }
        let same = |ask: &Ask| sort_key(&ask.label) == sort_key(label);
        if let Some(same) = asks.iter_mut().find(|ask| same(ask)) {
            same.kind = AskKind::DateTime;
            same.list = None;
            same.required = true;
            return;
        }
        let key = match before.iter().find(|ask| same(ask)) {
            Some(known) => known.key,
            None => self.fresh(),
        };
        self.results[at].asks.insert(
            0,
            Ask {
                key,
                label: label.to_owned(),
                kind: AskKind::DateTime,
                required: true,
                list: None,
            },
        );
    }
}

impl Way {
    const fn open(result: Key) -> Self {
        Self {
            result,
            next: Next::Goal,
            by_hand: false,
        }
    }
}

impl Next {
    /// The task it leads to; absent for the same again, which nothing new comes to.
    pub const fn task(&self) -> Option<Key> {
        match self {
            Self::Task { task, .. } | Self::Sleep { task, .. } => Some(*task),
            Self::Again { .. } | Self::Goal | Self::Refusal => None,
        }
    }

    pub const fn when(&self) -> Option<When> {
        match self {
            Self::Task { when, .. } => Some(*when),
            _ => None,
        }
    }
}
