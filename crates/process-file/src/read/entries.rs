//! Templates, results with their fields, dictionaries.

use std::collections::BTreeSet;

use domain::collation::sort_key;
use domain::fields::{FieldType, Limits, MAX_FIELDS};
use domain::processes::{DueRule, DueUnit};
use domain::results::Outcome;
use domain::tasks::{Priority, TaskType};
use domain::templates::MAX_RESULTS;
use domain::text::{Lines, NAME, TEXT, TITLE};

use super::named;
use super::taken::{Map, Reader};
use crate::fault::Why;
use crate::model::{Dictionary, Field, ResultEntry, Template};
use crate::tree::Entry;

/// A piece of work is planned for a day at most.
const MOST_MINUTES: i64 = 1_440;
/// Most values that a dictionary of a file has.
const MOST_VALUES: usize = 1_000;

/// A template without a rule of its own: on the same working day.
const SAME_DAY: DueRule = DueRule::After {
    amount: 0,
    unit: DueUnit::WorkingDays,
    at: None,
};

impl Reader {
    pub(super) fn template(&mut self, entry: &Entry) -> Option<Template> {
        let path = format!("templates.{}", entry.key);
        let mut map = self.map(&entry.node, &path)?;
        let name = self.name(&mut map, "name");
        let task_type = self.required(&mut map, "type").and_then(|node| {
            self.word(
                node,
                &format!("{path}.type"),
                TaskType::ALL,
                TaskType::as_str,
            )
        });
        let priority = map.take("priority").and_then(|node| {
            self.word(
                node,
                &format!("{path}.priority"),
                Priority::ALL,
                Priority::as_str,
            )
        });
        let minutes = self.optional_number(&mut map, "minutes", 1, MOST_MINUTES);
        let due = map.take("due");
        let due = due.and_then(|node| {
            let rule = self.due(node, &format!("{path}.due"))?;
            if matches!(rule, DueRule::Field { .. }) {
                self.fault(node.at, &format!("{path}.due"), Why::TemplateReadsField);
            }
            Some(rule)
        });
        let script = self.optional(&mut map, "script", Lines::Many, TEXT);
        let mut results = Vec::new();
        if let Some(node) = self.required(&mut map, "results") {
            let path = format!("{path}.results");
            let listed = self.list(node, &path);
            let nodes = listed.map(Vec::as_slice).unwrap_or_default();
            if nodes.len() > MAX_RESULTS {
                self.fault(node.at, &path, Why::TooMany { max: MAX_RESULTS });
            }
            if listed.is_some_and(Vec::is_empty) {
                let key = "results".to_owned();
                self.fault(node.at, &path, Why::Missing { key });
            }
            for (place, node) in nodes.iter().enumerate() {
                let path = format!("{path}[{place}]");
                let Some(result) = self.reference(node, &path) else {
                    continue;
                };
                let twice = results
                    .iter()
                    .any(|known: &crate::model::Named| known.text == result.text);
                match twice {
                    true => self.fault(node.at, &path, Why::KeyTwice { key: result.text }),
                    false => results.push(result),
                }
            }
        }
        self.rest(map);
        Some(Template {
            key: named(&entry.key, entry.at),
            name: name?,
            task_type: task_type?,
            priority: priority.unwrap_or(Priority::Normal),
            planned_minutes: minutes.and_then(|minutes| u32::try_from(minutes).ok()),
            due: due.unwrap_or(SAME_DAY),
            script,
            results,
        })
    }

    pub(super) fn result(&mut self, entry: &Entry) -> Option<ResultEntry> {
        let path = format!("results.{}", entry.key);
        let mut map = self.map(&entry.node, &path)?;
        let name = self.name(&mut map, "name");
        let outcome = self.required(&mut map, "outcome").and_then(|node| {
            self.word(
                node,
                &format!("{path}.outcome"),
                Outcome::ALL,
                Outcome::as_str,
            )
        });
        let reached_human = self.flag(&mut map, "reached_human");
        let do_not_contact = self.flag(&mut map, "do_not_contact");
        let instant = self.flag(&mut map, "instant");
        let mut fields = Vec::new();
        if let Some(node) = map.take("fields") {
            let path = format!("{path}.fields");
            let entries = self.mapping(node, &path);
            let entries = entries.map(Vec::as_slice).unwrap_or_default();
            if entries.len() > MAX_FIELDS {
                self.fault(node.at, &path, Why::TooMany { max: MAX_FIELDS });
            }
            for entry in entries {
                let path = format!("{path}.{}", entry.key);
                self.key(&entry.key, entry.at, &path);
                fields.extend(self.field(entry, &path));
            }
        }
        self.rest(map);
        if instant && fields.iter().any(|field: &Field| field.required) {
            self.fault(entry.at, &path, Why::InstantAsks);
        }
        Some(ResultEntry {
            key: named(&entry.key, entry.at),
            name: name?,
            outcome: outcome?,
            reached_human,
            do_not_contact,
            instant,
            fields,
        })
    }

    fn field(&mut self, entry: &Entry, path: &str) -> Option<Field> {
        let mut map = self.map(&entry.node, path)?;
        let label = self.name(&mut map, "label");
        let kind = self.required(&mut map, "type").and_then(|node| {
            self.word(
                node,
                &format!("{path}.type"),
                FieldType::ALL,
                FieldType::as_str,
            )
        });
        let required = self.flag(&mut map, "required");
        let help = self.optional(&mut map, "help", Lines::One, TITLE);
        let at = map.take("dictionary");
        let dictionary = at.and_then(|node| self.reference(node, &format!("{path}.dictionary")));
        let limits = self.limits(&mut map);
        self.rest(map);
        let kind = kind?;
        let takes_one = matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti);
        match (takes_one, at) {
            (true, None) => self.fault(entry.at, path, Why::NoDictionary),
            (false, Some(node)) => self.fault(node.at, path, Why::DictionaryUnexpected),
            _ => {}
        }
        Some(Field {
            key: named(&entry.key, entry.at),
            label: label?,
            kind,
            required,
            help,
            limits,
            dictionary,
        })
    }

    fn limits(&mut self, map: &mut Map<'_>) -> Limits {
        let (at, path) = (map.at, map.path.clone());
        let min = self.optional_number(map, "min", i64::MIN, i64::MAX);
        let max = self.optional_number(map, "max", i64::MIN, i64::MAX);
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            self.fault(at, &path, Why::LimitsCrossed);
        }
        let longest = self.optional_number(map, "max_length", 1, i64::from(TEXT));
        Limits {
            min,
            max,
            max_length: longest.and_then(|longest| u32::try_from(longest).ok()),
            not_past: self.flag(map, "not_past"),
        }
    }

    pub(super) fn dictionary(&mut self, entry: &Entry) -> Option<Dictionary> {
        let path = format!("dictionaries.{}", entry.key);
        let mut map = self.map(&entry.node, &path)?;
        let name = self.name(&mut map, "name");
        let mut values = Vec::new();
        let mut seen = BTreeSet::new();
        if let Some(node) = map.take("values") {
            let path = format!("{path}.values");
            let nodes = self.list(node, &path);
            let nodes = nodes.map(Vec::as_slice).unwrap_or_default();
            if nodes.len() > MOST_VALUES {
                self.fault(node.at, &path, Why::TooMany { max: MOST_VALUES });
            }
            for (place, node) in nodes.iter().enumerate() {
                let path = format!("{path}[{place}]");
                let Some(name) = self.text(node, &path, Lines::One, NAME) else {
                    continue;
                };
                match seen.insert(sort_key(&name)) {
                    true => values.push(named(&name, node.at)),
                    false => self.fault(node.at, &path, Why::NameTwice { name }),
                }
            }
        }
        self.rest(map);
        Some(Dictionary {
            key: named(&entry.key, entry.at),
            name: name?,
            values,
        })
    }
}
