//! Processes: steps, and what follows their results.

use domain::fields::is_key;
use domain::processes::{Freedom, MAX_ATTEMPTS, MAX_DAYS, MAX_STEPS, Pick, Position, SleepUntil};
use domain::templates::MAX_RESULTS;
use domain::text::{Lines, NAME, TEXT};

use super::named;
use super::taken::{Map, Reader};
use crate::fault::Why;
use crate::model::{Assignee, Back, Call, Outgoing, Process, Step, Target, Then};
use crate::tree::{Entry, Node, Value};

/// The keys of which exactly one says what follows.
const WAYS: [&str; 4] = ["retry", "sleep", "process", "step"];

impl Reader {
    pub(super) fn process(&mut self, entry: &Entry) -> Option<Process> {
        let path = format!("processes.{}", entry.key);
        let mut map = self.map(&entry.node, &path)?;
        let name = self.name(&mut map, "name");
        let description = self.optional(&mut map, "description", Lines::Many, TEXT);
        let start = map.take("start").and_then(|node| {
            let path = format!("{path}.start");
            let mut map = self.map(node, &path)?;
            let target = self.target(&mut map);
            self.rest(map);
            target
        });
        let mut steps = Vec::new();
        if let Some(node) = map.take("steps") {
            let path = format!("{path}.steps");
            let entries = self.mapping(node, &path);
            let entries = entries.map(Vec::as_slice).unwrap_or_default();
            if entries.len() > MAX_STEPS {
                self.fault(node.at, &path, Why::TooMany { max: MAX_STEPS });
            }
            for entry in entries {
                let path = format!("{path}.{}", entry.key);
                self.key(&entry.key, entry.at, &path);
                steps.extend(self.step(entry, &path));
            }
        }
        self.rest(map);
        Some(Process {
            key: named(&entry.key, entry.at),
            name: name?,
            description,
            start,
            steps,
        })
    }

    fn step(&mut self, entry: &Entry, path: &str) -> Option<Step> {
        let mut map = self.map(&entry.node, path)?;
        // A step without a template uses the one that has its key.
        let template = match map.take("template") {
            Some(node) => self.reference(node, &map.below("template")),
            None => Some(named(&entry.key, entry.at)),
        };
        let position = map.take("position").and_then(|node| {
            let path = format!("{path}.position");
            self.position(node, &path)
        });
        let mut results = Vec::new();
        if let Some(node) = map.take("results") {
            let path = format!("{path}.results");
            let entries = self.mapping(node, &path);
            let entries = entries.map(Vec::as_slice).unwrap_or_default();
            if entries.len() > MAX_RESULTS {
                self.fault(node.at, &path, Why::TooMany { max: MAX_RESULTS });
            }
            for entry in entries {
                let path = format!("{path}.{}", entry.key);
                self.key(&entry.key, entry.at, &path);
                let result = named(&entry.key, entry.at);
                let has_more = |one: &Entry| matches!(one.key.as_str(), "cases" | "also");
                results.push(match &entry.node.value {
                    Value::Map(entries) if entries.iter().any(has_more) => {
                        self.outgoing(result, &entry.node, &path)
                    }
                    value => Outgoing {
                        result,
                        cases: Vec::new(),
                        then: match value {
                            Value::Nothing => None,
                            _ => self.then(&entry.node, &path),
                        },
                        also: Vec::new(),
                    },
                });
            }
        }
        self.rest(map);
        Some(Step {
            key: named(&entry.key, entry.at),
            template: template?,
            position,
            results,
        })
    }

    fn position(&mut self, node: &Node, path: &str) -> Option<Position> {
        let nodes = self.list(node, path)?;
        let [x, y] = nodes.as_slice() else {
            self.fault(node.at, path, Why::WantsNumber);
            return None;
        };
        let bounds = (i64::from(i32::MIN), i64::from(i32::MAX));
        let x = self.number(x, path, bounds.0, bounds.1)?;
        let y = self.number(y, path, bounds.0, bounds.1)?;
        Some(Position {
            x: i32::try_from(x).ok()?,
            y: i32::try_from(y).ok()?,
        })
    }

    pub(super) fn then(&mut self, node: &Node, path: &str) -> Option<Then> {
        match &node.value {
            Value::Text { text, .. } => match text.as_str() {
                "goal" => Some(Then::Goal),
                "refusal" => Some(Then::Refusal),
                "end" => Some(Then::End),
                _ => {
                    self.fault(node.at, path, Why::Then);
                    None
                }
            },
            Value::Map(_) => {
                let mut map = self.map(node, path)?;
                let then = self.way(&mut map);
                // Of an unclear mapping the rest says nothing more.
                if then.is_some() || WAYS.iter().filter(|way| map.has(way)).count() == 0 {
                    self.rest(map);
                }
                then
            }
            Value::List(_) | Value::Nothing => {
                self.fault(node.at, path, Why::Then);
                None
            }
        }
    }

    fn call(&mut self, node: &Node, path: &str) -> Option<Call> {
        let mut map = self.map(node, path)?;
        let process = self.required(&mut map, "process");
        let process = process.and_then(|node| {
            let name = self.text(node, &map.below("process"), Lines::One, NAME)?;
            Some(named(&name, node.at))
        });
        let goal = self.back(&mut map, "goal");
        let refusal = self.back(&mut map, "refusal");
        let end = self.back(&mut map, "end");
        self.rest(map);
        Some(Call {
            process: process?,
            goal: goal?,
            refusal: refusal?,
            end: end?,
        })
    }

    /// Where an end of the called process leads: to a step, or to the same end of this one.
    fn back(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Back> {
        let node = self.required(map, key)?;
        let path = map.below(key);
        match &node.value {
            Value::Text { text, .. } if text == "goal" => Some(Back::Goal),
            Value::Text { text, .. } if text == "refusal" => Some(Back::Refusal),
            Value::Text { text, .. } if text == "end" => Some(Back::End),
            Value::Map(_) => {
                let mut map = self.map(node, &path)?;
                let step = self.required(&mut map, "step");
                let step = step.and_then(|node| self.reference(node, &map.below("step")));
                self.rest(map);
                step.map(Back::Step)
            }
            Value::Text { .. } | Value::List(_) | Value::Nothing => {
                self.fault(node.at, &path, Why::Then);
                None
            }
        }
    }

    fn way(&mut self, map: &mut Map<'_>) -> Option<Then> {
        let ways: Vec<&str> = WAYS.iter().copied().filter(|way| map.has(way)).collect();
        match ways.as_slice() {
            ["step"] => Some(Then::Step(self.target(map)?)),
            ["sleep", "step"] => {
                let days = map.take("sleep")?;
                let days = self.number(days, &map.below("sleep"), 1, i64::from(MAX_DAYS));
                let field = map.take("until");
                let field = field.and_then(|node| self.reference(node, &map.below("until")));
                let errands = self.flag(map, "errands");
                let target = self.target(map);
                let call = match map.take("call") {
                    Some(node) => Some(Box::new(self.call(node, &map.below("call"))?)),
                    None => None,
                };
                Some(Then::Sleep {
                    until: SleepUntil {
                        field: field.map(|field| field.text),
                        days: u32::try_from(days?).ok()?,
                        errands,
                        call: None,
                    },
                    call,
                    target: target?,
                })
            }
            ["retry"] => self.retry(map),
            ["process"] => {
                let node = map.take("process")?;
                let name = self.text(node, &map.below("process"), Lines::One, NAME)?;
                Some(Then::Process(named(&name, node.at)))
            }
            _ => {
                let (at, path) = (map.at, map.path.clone());
                self.fault(at, &path, Why::Then);
                None
            }
        }
    }

    fn retry(&mut self, map: &mut Map<'_>) -> Option<Then> {
        let limit = map.take("retry")?;
        let limit = self.number(limit, &map.below("retry"), 1, i64::from(MAX_ATTEMPTS));
        let mut due = Vec::new();
        if let Some(node) = self.required(map, "due") {
            let path = map.below("due");
            match &node.value {
                Value::List(nodes) => {
                    if nodes.len() > MAX_ATTEMPTS as usize {
                        let max = MAX_ATTEMPTS as usize;
                        self.fault(node.at, &path, Why::TooMany { max });
                    }
                    for (place, node) in nodes.iter().enumerate() {
                        due.extend(self.due(node, &format!("{path}[{place}]")));
                    }
                }
                _ => due.extend(self.due(node, &path)),
            }
        }
        let (assignee, freedom) = (self.assignee(map, "assignee"), self.freedom(map));
        let exhausted = self.required(map, "then").and_then(|node| {
            let path = map.below("then");
            let then = self.then(node, &path)?;
            match then {
                Then::Retry { .. } => {
                    self.fault(node.at, &path, Why::RetryAgain);
                    None
                }
                then => Some(then),
            }
        });
        Some(Then::Retry {
            limit: u32::try_from(limit?).ok()?,
            due,
            assignee,
            freedom,
            exhausted: Box::new(exhausted?),
        })
    }

    fn target(&mut self, map: &mut Map<'_>) -> Option<Target> {
        let step = self.required(map, "step");
        let step = step.and_then(|node| self.reference(node, &map.below("step")));
        let due = map.take("due");
        let due = due.and_then(|node| self.due(node, &map.below("due")));
        let (assignee, freedom) = (self.assignee(map, "assignee"), self.freedom(map));
        Some(Target {
            step: step?,
            due,
            assignee,
            freedom,
        })
    }

    fn freedom(&mut self, map: &mut Map<'_>) -> Freedom {
        let node = map.take("may_change");
        let word = node.and_then(|node| {
            self.word(
                node,
                &map.below("may_change"),
                Freedom::ALL,
                Freedom::as_str,
            )
        });
        word.unwrap_or_default()
    }

    /// `same`, `responsible`, or a mapping with `employee`, `role` (and `pick`) or `field`.
    pub(super) fn assignee(&mut self, map: &mut Map<'_>, key: &'static str) -> Assignee {
        let Some(node) = map.take(key) else {
            return Assignee::Same;
        };
        let path = map.below(key);
        let chosen = match &node.value {
            Value::Map(_) => self.chosen(node, &path),
            _ => {
                let all = [Assignee::Same, Assignee::Responsible];
                let place = self.word(node, &path, &[0usize, 1], |place| {
                    ["same", "responsible"][place]
                });
                place.and_then(|place| all.into_iter().nth(place))
            }
        };
        chosen.unwrap_or(Assignee::Same)
    }

    fn chosen(&mut self, node: &Node, path: &str) -> Option<Assignee> {
        let mut map = self.map(node, path)?;
        let mut name = |reader: &mut Self, key| {
            let node = map.take(key)?;
            let text = reader.text(node, &map.below(key), Lines::One, NAME)?;
            Some(named(&text, node.at))
        };
        let employee = name(self, "employee");
        let role = name(self, "role");
        let field = name(self, "field");
        let pick = map
            .take("pick")
            .and_then(|node| self.word(node, &map.below("pick"), Pick::ALL, Pick::as_str));
        let at = map.at;
        self.rest(map);
        match (employee, role, field) {
            (Some(employee), None, None) => Some(Assignee::Employee(employee)),
            (None, Some(role), None) => Some(Assignee::Role(role, pick.unwrap_or(Pick::Pool))),
            (None, None, Some(field)) if is_key(&field.text) => Some(Assignee::Field(field.text)),
            (None, None, Some(field)) => {
                self.key(&field.text, field.at, path);
                None
            }
            _ => {
                let why = Why::Missing {
                    key: "employee / role / field".into(),
                };
                self.fault(at, path, why);
                None
            }
        }
    }
}
