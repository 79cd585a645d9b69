//! From answers to the process file that is taken in.

use std::collections::BTreeMap;

use domain::collation::sort_key;
use domain::fields::Limits;
use domain::processes::{DueRule, DueUnit, Freedom, SleepUntil};
use domain::results::Outcome;
use domain::tasks::{Priority, TaskType};

use super::{
    Answers, Ask, Club, Delay, Key, ListAnswer, Lost, Next, ResultAnswer, TaskAnswer, TaskKind,
    Unit, When,
};
use crate::model::{
    Assignee, Dictionary, Field, File, Named, Outgoing, Process, ResultEntry, Step, Target,
    Template, Then, named,
};
use crate::slug::Keys;

/// A new client is attended to within so many working minutes.
const FIRST: u32 = 15;
/// After the first repeated attempt, one a day.
const DAILY: DueRule = after(1, DueUnit::WorkingDays);
const SAME_DAY: DueRule = after(0, DueUnit::WorkingDays);

const fn after(amount: u32, unit: DueUnit) -> DueRule {
    DueRule::After {
        amount,
        unit,
        at: None,
    }
}

impl Answers {
    /// The file with one process. Of answers that lack something, what there is.
    pub fn file(&self, club: &Club) -> File {
        let drawn = Drawn::of(self, club);
        File {
            language: Some(self.language),
            processes: vec![drawn.process()],
            templates: self.tasks.iter().map(|task| drawn.template(task)).collect(),
            results: drawn
                .results
                .iter()
                .map(|(_, entry)| entry.clone())
                .collect(),
            dictionaries: drawn.dictionaries.clone(),
        }
    }

    /// All that can be chosen from a list: what the club has, then what is added.
    pub fn values_of(&self, list: &ListAnswer, club: &Club) -> Vec<String> {
        let known = club.list(&list.name);
        let mut values = known.map(|known| known.values.clone()).unwrap_or_default();
        let mut seen: Vec<String> = values.iter().map(|value| sort_key(value)).collect();
        for value in &list.values {
            let key = sort_key(value);
            if !seen.contains(&key) {
                seen.push(key);
                values.push(value.clone());
            }
        }
        values
    }

    /// The step that a task is in the file.
    pub fn step_key(&self, task: Key) -> Option<String> {
        step_keys(self).remove(&task)
    }

    /// The task that a step of the file is.
    pub fn task_of_step(&self, step: &str) -> Option<Key> {
        let found = step_keys(self).into_iter().find(|(_, key)| key == step);
        found.map(|(task, _)| task)
    }
}

fn step_keys(answers: &Answers) -> BTreeMap<Key, String> {
    let mut keys = Keys::default();
    let tasks = answers.tasks.iter();
    tasks
        .map(|task| (task.key, keys.of(&task.name, "task")))
        .collect()
}

struct Drawn<'a> {
    answers: &'a Answers,
    steps: BTreeMap<Key, String>,
    results: Vec<(Key, ResultEntry)>,
    dictionaries: Vec<Dictionary>,
}

impl<'a> Drawn<'a> {
    fn of(answers: &'a Answers, club: &Club) -> Self {
        let mut drawn = Self {
            answers,
            steps: step_keys(answers),
            results: Vec::new(),
            dictionaries: Vec::new(),
        };
        let (mut keys, mut lists) = (Keys::default(), Keys::default());
        for result in answers.used_results() {
            let entry = drawn.result(result, club, &mut keys, &mut lists);
            drawn.results.push((result.key, entry));
        }
        drawn
    }

    fn result(
        &mut self,
        result: &ResultAnswer,
        club: &Club,
        keys: &mut Keys,
        lists: &mut Keys,
    ) -> ResultEntry {
        let known = club.result(&result.name);
        let mut of_fields = Keys::default();
        let mut fields: Vec<Field> = Vec::new();
        for field in known.iter().flat_map(|known| &known.fields) {
            of_fields.take(&field.key);
            // The club goes on asking it; only its list is out of sight here.
            if field.dictionary_id.is_some() && club.list_of(field).is_none() {
                continue;
            }
            let dictionary = club.list_of(field).map(|list| {
                let values = list.values.clone();
                self.dictionary(&list.name, || values, lists)
            });
            fields.push(Field::of(field, dictionary));
        }
        let dated = self.answers.needs_date(result.key);
        for ask in &result.asks {
            let list = ask.list.filter(|_| ask.kind.is_listed());
            let list = list.and_then(|list| self.answers.list(list));
            let dictionary = list.map(|list| {
                let values = || self.answers.values_of(list, club);
                let values = values();
                self.dictionary(&list.name, || values, lists)
            });
            let key = of_fields.of(&ask.label, "field");
            fields.push(own_field(ask, key, dictionary, dated));
        }
        let outcome = known.map_or(result.outcome, |known| known.outcome);
        let asks = fields.iter().any(|field| field.required);
        ResultEntry {
            key: named(keys.of(&result.name, "result")),
            name: known.map_or(&result.name, |known| &known.name).clone(),
            outcome,
            reached_human: known.map_or(
                !matches!(outcome, Outcome::NoContact | Outcome::Invalid),
                |known| known.reached_human,
            ),
            do_not_contact: known.is_some_and(|known| known.do_not_contact),
            // Nobody answered: one key, and on to the next.
            instant: known.map_or(
                outcome == Outcome::NoContact && !asks && result.asks.is_empty(),
                |known| known.instant,
            ),
            fields,
        }
    }

    /// The list of this name, written down once.
    fn dictionary(
        &mut self,
        name: &str,
        values: impl FnOnce() -> Vec<String>,
        lists: &mut Keys,
    ) -> Named {
        let key = sort_key(name);
        let mut known = self.dictionaries.iter();
        if let Some(known) = known.find(|known| sort_key(&known.name) == key) {
            return known.key.clone();
        }
        let key = named(lists.of(name, "list"));
        // What is added to a list of the club is added wherever the list is met first.
        let mut all = values();
        if let Some(list) = self
            .answers
            .lists
            .iter()
            .find(|list| sort_key(&list.name) == sort_key(name))
        {
            let seen: Vec<String> = all.iter().map(|value| sort_key(value)).collect();
            let used = self.answers.used_lists();
            if used.iter().any(|known| known.key == list.key) {
                let new = list.values.iter();
                all.extend(
                    new.filter(|value| !seen.contains(&sort_key(value)))
                        .cloned(),
                );
            }
        }
        self.dictionaries.push(Dictionary {
            key: key.clone(),
            name: name.to_owned(),
            values: all.into_iter().map(named).collect(),
        });
        key
    }

    fn entry(&self, result: Key) -> Option<&ResultEntry> {
        let mut all = self.results.iter();
        all.find(|(key, _)| *key == result).map(|(_, entry)| entry)
    }

    fn process(&self) -> Process {
        let first = self.answers.tasks.first();
        let start = first.and_then(|task| {
            let due = after(FIRST, DueUnit::WorkingMinutes);
            self.target(task.key, Some(due))
        });
        Process {
            key: named("process"),
            name: self.answers.name.trim().to_owned(),
            description: None,
            start,
            steps: self
                .answers
                .tasks
                .iter()
                .map(|task| self.step(task))
                .collect(),
        }
    }

    fn step(&self, task: &TaskAnswer) -> Step {
        let key = self.steps.get(&task.key).cloned().unwrap_or_default();
        let results = task.ways.iter().filter_map(|way| {
            let entry = self.entry(way.result)?;
            Some(Outgoing {
                result: entry.key.clone(),
                cases: Vec::new(),
                then: self.then(&way.next, entry),
                also: Vec::new(),
            })
        });
        Step {
            template: named(&key),
            key: named(key),
            position: None,
            results: results.collect(),
        }
    }

    fn then(&self, next: &Next, entry: &ResultEntry) -> Option<Then> {
        let date = |required: bool| {
            let mut dates = entry.fields.iter().filter(|field| {
                matches!(
                    field.kind,
                    domain::fields::FieldType::Date | domain::fields::FieldType::DateTime
                )
            });
            dates
                .find(|field| field.required || !required)
                .map(|field| field.key.text.clone())
        };
        Some(match next {
            Next::Goal => Then::Goal,
            Next::Refusal => Then::Refusal,
            Next::Task { task, when } => {
                let due = match when {
                    When::After(delay) => delayed(*delay),
                    When::Named => DueRule::Field {
                        field: date(true)?,
                        offset_minutes: 0,
                    },
                };
                Then::Step(self.target(*task, Some(due))?)
            }
            Next::Again { times, when, lost } => {
                let first = delayed(*when);
                let due = match when.unit {
                    Unit::WorkingHours => vec![first, DAILY],
                    Unit::WorkingDays | Unit::Days => vec![first],
                };
                Then::Retry {
                    limit: *times,
                    due,
                    assignee: Assignee::Same,
                    freedom: Freedom::default(),
                    exhausted: Box::new(match lost {
                        Lost::Refusal => Then::Refusal,
                        Lost::End => Then::End,
                    }),
                }
            }
            Next::Sleep { days, task } => Then::Sleep {
                until: SleepUntil {
                    field: date(false),
                    days: *days,
                    errands: false,
                    call: None,
                },
                call: None,
                target: self.target(*task, Some(SAME_DAY))?,
            },
        })
    }

    fn target(&self, task: Key, due: Option<DueRule>) -> Option<Target> {
        Some(Target {
            step: named(self.steps.get(&task)?),
            due,
            assignee: Assignee::Same,
            freedom: Freedom::default(),
        })
    }

    fn template(&self, task: &TaskAnswer) -> Template {
        let ways = task.ways.iter();
        let (task_type, minutes) = match task.kind {
            TaskKind::Call => (TaskType::ClientCall, 10),
            TaskKind::Visit => (TaskType::ClientTask, 60),
            TaskKind::Check | TaskKind::Send => (TaskType::ClientTask, 5),
        };
        Template {
            key: named(self.steps.get(&task.key).cloned().unwrap_or_default()),
            name: task.name.clone(),
            task_type,
            priority: Priority::Normal,
            planned_minutes: Some(minutes),
            due: SAME_DAY,
            script: None,
            results: ways
                .filter_map(|way| Some(self.entry(way.result)?.key.clone()))
                .collect(),
        }
    }
}

fn own_field(ask: &Ask, key: String, dictionary: Option<Named>, dated: bool) -> Field {
    Field {
        key: named(key),
        label: ask.label.clone(),
        kind: ask.kind.field(),
        required: ask.required,
        help: None,
        limits: Limits {
            // What is planned lies ahead.
            not_past: dated && ask.required && ask.kind.is_date(),
            ..Limits::default()
        },
        dictionary,
    }
}

const fn delayed(delay: Delay) -> DueRule {
    match delay.unit {
        Unit::WorkingHours => after(delay.amount * 60, DueUnit::WorkingMinutes),
        Unit::WorkingDays => after(delay.amount, DueUnit::WorkingDays),
        Unit::Days => after(delay.amount, DueUnit::Days),
    }
}
