//! What the wizard can do to the answers. Each edit leaves answers that make a process, or says in [`super::Lack`] what is missing.

use domain::collation::sort_key;
use domain::fields::MAX_FIELDS;
use domain::processes::{MAX_ATTEMPTS, MAX_DAYS};
use domain::results::Outcome;
use domain::templates::MAX_RESULTS;
use domain::text::{Lines, NAME, clean};

use super::{
    Answers, Ask, AskKind, Club, Delay, Key, MAX_ASKS, MAX_TASKS, MAX_VALUES, Next, TaskAnswer,
    TaskKind, Unit, Way, When, guess, words,
};

/// One edit. What is impossible (a tenth result, a second task of the same name) changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Of the process.
    Name(String),
    AddTask {
        name: String,
    },
    RemoveTask(Key),
    /// A client begins with it.
    First(Key),
    Kind(Key, TaskKind),
    AddResult {
        task: Key,
        name: String,
    },
    RemoveResult {
        task: Key,
        result: Key,
    },
    Outcome(Key, Outcome),
    Next {
        task: Key,
        result: Key,
        next: Next,
    },
    /// Adds a result to another task that leads to this one.
    Lead(Key),
    AddAsk {
        result: Key,
        label: String,
    },
    RemoveAsk {
        result: Key,
        ask: Key,
    },
    AskKind {
        result: Key,
        ask: Key,
        kind: AskKind,
    },
    Required {
        result: Key,
        ask: Key,
        required: bool,
    },
    /// How all questions of this label are answered.
    Answered {
        label: String,
        kind: AskKind,
    },
    /// Which list all questions of this label choose from; a list of the club by its name, or a new one.
    From {
        label: String,
        list: String,
    },
    /// One value a line.
    Values(Key, String),
}

impl Answers {
    pub fn apply(&mut self, edit: Edit, club: &Club) {
        match edit {
            Edit::Name(name) => self.name = name.chars().take(NAME as usize).collect(),
            Edit::AddTask { name } => self.add_task(&name, club),
            Edit::RemoveTask(key) => self.tasks.retain(|task| task.key != key),
            Edit::First(key) => {
                if let Some(place) = self.tasks.iter().position(|task| task.key == key) {
                    self.tasks[..=place].rotate_right(1);
                }
            }
            Edit::Kind(key, kind) => {
                if let Some(task) = self.task_mut(key) {
                    task.kind = kind;
                }
            }
            Edit::AddResult { task, name } => self.add_result(task, &name, club),
            Edit::RemoveResult { task, result } => {
                if let Some(task) = self.task_mut(task) {
                    let before = task.ways.len();
                    task.ways.retain(|way| way.result != result);
                    task.own |= task.ways.len() < before;
                }
            }
            Edit::Outcome(key, outcome) => self.give_outcome(key, outcome, club),
            Edit::Next { task, result, next } => self.give_next(task, result, next, club),
            Edit::Lead(task) => {
                if let Some(from) = self.source_for(task).map(|from| from.key)
                    && self.link(from, task, club)
                    && let Some(from) = self.task_mut(from)
                {
                    from.own = true;
                }
            }
            Edit::AddAsk { result, label } => self.add_ask(result, &label, club),
            Edit::RemoveAsk { result, ask } => self.of_result(result, |asks| {
                asks.retain(|one| one.key != ask);
            }),
            Edit::AskKind { result, ask, kind } => {
                if !kind.is_listed() {
                    self.of_ask(result, ask, |one| {
                        one.kind = kind;
                        one.list = None;
                    });
                }
            }
            Edit::Required {
                result,
                ask,
                required,
            } => self.of_ask(result, ask, |one| one.required = required),
            Edit::Answered { label, kind } => self.answer(&label, kind, club),
            Edit::From { label, list } => self.choose_from(&label, &list, club),
            Edit::Values(key, text) => self.give_values(key, &text, club),
        }
        self.settle(club);
    }

    /// The directories changed: what the club has now is what counts.
    pub fn follow(&mut self, club: &Club) {
        self.settle(club);
    }

    pub(super) fn task_mut(&mut self, key: Key) -> Option<&mut TaskAnswer> {
        self.tasks.iter_mut().find(|task| task.key == key)
    }

    pub(super) fn add_task(&mut self, name: &str, club: &Club) {
        let Some(name) = a_name(name) else {
            return;
        };
        let key = sort_key(&name);
        let known = self.tasks.iter().any(|task| sort_key(&task.name) == key);
        if known || self.tasks.len() >= MAX_TASKS {
            return;
        }
        let by_type = club.template(&name).map(|kind| match kind {
            domain::tasks::TaskType::ClientCall | domain::tasks::TaskType::CampaignCall => {
                TaskKind::Call
            }
            _ => match guess::kind(&name, self.language) {
                TaskKind::Call => TaskKind::Visit,
                other => other,
            },
        });
        let kind = words::kind_of(&name, self.language)
            .or(by_type)
            .unwrap_or_else(|| guess::kind(&name, self.language));
        let key = self.fresh();
        self.tasks.push(TaskAnswer {
            key,
            name,
            kind,
            ways: Vec::new(),
            own: false,
        });
    }

    fn add_result(&mut self, task: Key, name: &str, club: &Club) {
        let Some(name) = a_name(name) else {
            return;
        };
        let room = |task: &&TaskAnswer| task.ways.len() < MAX_RESULTS;
        if self.task(task).filter(room).is_none() {
            return;
        }
        let result = self.result_named(&name, club);
        if let Some(task) = self.task_mut(task)
            && task.ways.iter().all(|way| way.result != result)
        {
            task.own = true;
            task.ways.push(Way {
                result,
                next: Next::Goal,
                by_hand: false,
            });
        }
    }

    /// A result that the club has keeps its outcome.
    fn give_outcome(&mut self, key: Key, outcome: Outcome, club: &Club) {
        let known = |name: &str| club.result(name).is_some();
        if let Some(result) = self.results.iter_mut().find(|one| one.key == key)
            && !known(&result.name)
        {
            result.outcome = outcome;
        }
    }

    fn give_next(&mut self, task: Key, result: Key, next: Next, club: &Club) {
        let next = match next {
            Next::Task { task, when } => Next::Task {
                task,
                when: match when {
                    When::After(delay) => When::After(bounded(delay)),
                    When::Named if self.can_name_a_date(result, club) => When::Named,
                    When::Named => When::After(bounded(Delay {
                        amount: 1,
                        unit: Unit::WorkingDays,
                    })),
                },
            },
            Next::Again { times, when, lost } => Next::Again {
                times: times.clamp(2, MAX_ATTEMPTS),
                when: bounded(when),
                lost,
            },
            Next::Sleep { days, task } => Next::Sleep {
                days: days.clamp(1, MAX_DAYS),
                task,
            },
            Next::Goal | Next::Refusal => next,
        };
        let is_there = next.task().is_none_or(|task| self.task(task).is_some());
        if let Some(task) = self.task_mut(task)
            && is_there
            && let Some(way) = task.ways.iter_mut().find(|way| way.result == result)
        {
            way.next = next;
            way.by_hand = true;
            task.own = true;
        }
    }

    fn add_ask(&mut self, result: Key, label: &str, club: &Club) {
        let Some(label) = a_name(label) else {
            return;
        };
        let key = sort_key(&label);
        let asked = self.result(result).and_then(|one| club.result(&one.name));
        if asked.is_some_and(|known| known.fields.iter().any(|one| sort_key(&one.label) == key)) {
            return;
        }
        // What is called the same elsewhere is answered the same way.
        let elsewhere = self.results.iter().flat_map(|one| &one.asks);
        let mut same = elsewhere.filter(|ask| sort_key(&ask.label) == key);
        let (kind, list) = match same.next() {
            Some(same) => (same.kind, same.list),
            None => (guess::ask(&label, self.language), None),
        };
        // One place is left for the date that a next step may need.
        let room = MAX_FIELDS
            - 1
            - asked
                .map_or(0, |known| known.fields.len())
                .min(MAX_FIELDS - 1);
        let fresh = self.fresh();
        self.of_result(result, |asks| {
            let known = asks.iter().any(|ask| sort_key(&ask.label) == key);
            if !known && asks.len() < room.min(MAX_ASKS) {
                asks.push(Ask {
                    key: fresh,
                    label,
                    kind,
                    required: false,
                    list,
                });
            }
        });
    }

    fn of_result(&mut self, result: Key, change: impl FnOnce(&mut Vec<Ask>)) {
        if let Some(result) = self.results.iter_mut().find(|one| one.key == result) {
            change(&mut result.asks);
            result.asks_by_hand = true;
        }
    }

    fn of_ask(&mut self, result: Key, ask: Key, change: impl FnOnce(&mut Ask)) {
        self.of_result(result, |asks| {
            if let Some(ask) = asks.iter_mut().find(|one| one.key == ask) {
                change(ask);
            }
        });
    }

    fn labelled(&mut self, label: &str, change: impl Fn(&mut Ask)) {
        let key = sort_key(label);
        for result in &mut self.results {
            for ask in &mut result.asks {
                if sort_key(&ask.label) == key && ask.kind.may_be_listed() {
                    change(ask);
                    result.asks_by_hand = true;
                }
            }
        }
    }

    fn answer(&mut self, label: &str, kind: AskKind, club: &Club) {
        if !kind.may_be_listed() {
            return;
        }
        match kind.is_listed() {
            false => self.labelled(label, |ask| {
                ask.kind = kind;
                ask.list = None;
            }),
            true => {
                let Some(name) = a_name(label) else {
                    return;
                };
                let list = self.list_named(&name, &[], club);
                self.labelled(label, |ask| {
                    ask.kind = kind;
                    ask.list = ask.list.or(Some(list));
                });
            }
        }
    }

    fn choose_from(&mut self, label: &str, list: &str, club: &Club) {
        if let Some(name) = a_name(list) {
            let list = self.list_named(&name, &[], club);
            self.labelled(label, |ask| {
                if ask.kind.is_listed() {
                    ask.list = Some(list);
                }
            });
        }
    }

    fn give_values(&mut self, key: Key, text: &str, club: &Club) {
        let Some(list) = self.lists.iter_mut().find(|list| list.key == key) else {
            return;
        };
        let known = club.list(&list.name);
        let known = known
            .map(|known| known.values.as_slice())
            .unwrap_or_default();
        let mut seen: Vec<String> = known.iter().map(|value| sort_key(value)).collect();
        let mut values = Vec::new();
        for value in text.lines().filter_map(a_name) {
            let key = sort_key(&value);
            if !seen.contains(&key) && values.len() < MAX_VALUES {
                seen.push(key);
                values.push(value);
            }
        }
        list.values = values;
    }
}

/// A name that a directory takes; nothing for an empty or impossible one.
pub(super) fn a_name(typed: &str) -> Option<String> {
    let name = clean(typed, Lines::One, NAME).ok()?;
    // A name of signs alone says nothing, and would be the same as any other of its kind.
    Some(name).filter(|name| !sort_key(name).trim().is_empty())
}

fn bounded(delay: Delay) -> Delay {
    let most = match delay.unit {
        // A year of working hours is more than anybody waits.
        Unit::WorkingHours => 1_000,
        Unit::WorkingDays | Unit::Days => MAX_DAYS,
    };
    Delay {
        amount: delay.amount.clamp(1, most),
        ..delay
    }
}
