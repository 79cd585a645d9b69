//! Taking values out of the tree, each as what it should be.

use domain::fields::is_key;
use domain::text::{Lines, TextFault, clean};

use super::below;
use crate::fault::{Fault, Why};
use crate::model::{Named, Spot};
use crate::tree::{Entry, Node, Value};

/// More is never told: whoever reads a hundred faults has the wrong file.
const MOST_FAULTS: usize = 100;

#[derive(Default)]
pub struct Reader {
    pub faults: Vec<Fault>,
}

/// A mapping of which keys are taken one by one; what is left is unknown.
pub struct Map<'t> {
    pub at: Spot,
    pub path: String,
    left: Vec<&'t Entry>,
    asked: Vec<&'static str>,
}

impl<'t> Map<'t> {
    /// The value of a key; absent when it is not there or left empty.
    pub fn take(&mut self, key: &'static str) -> Option<&'t Node> {
        self.entry(key)
            .map(|entry| &entry.node)
            .filter(|node| !matches!(node.value, Value::Nothing))
    }

    /// The entry of a key, empty or not.
    pub fn entry(&mut self, key: &'static str) -> Option<&'t Entry> {
        self.asked.push(key);
        let place = self.left.iter().position(|entry| entry.key == key)?;
        Some(self.left.remove(place))
    }

    pub fn has(&self, key: &str) -> bool {
        self.left.iter().any(|entry| entry.key == key)
    }

    pub fn below(&self, key: &str) -> String {
        below(&self.path, key)
    }
}

impl Reader {
    pub fn fault(&mut self, at: Spot, path: &str, why: Why) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault {
                at,
                path: path.to_owned(),
                why,
            });
        }
    }

    pub fn mapping<'t>(&mut self, node: &'t Node, path: &str) -> Option<&'t Vec<Entry>> {
        match &node.value {
            Value::Map(entries) => Some(entries),
            _ => {
                self.fault(node.at, path, Why::WantsMapping);
                None
            }
        }
    }

    pub fn map<'t>(&mut self, node: &'t Node, path: &str) -> Option<Map<'t>> {
        let entries = self.mapping(node, path)?;
        Some(Map {
            at: node.at,
            path: path.to_owned(),
            left: entries.iter().collect(),
            asked: Vec::new(),
        })
    }

    /// Whatever was not taken is unknown.
    pub fn rest(&mut self, map: Map<'_>) {
        for entry in &map.left {
            let why = Why::UnknownKey {
                key: entry.key.clone(),
                known: map.asked.join(", "),
            };
            self.fault(entry.at, &map.path, why);
        }
    }

    pub fn list<'t>(&mut self, node: &'t Node, path: &str) -> Option<&'t Vec<Node>> {
        match &node.value {
            Value::List(nodes) => Some(nodes),
            _ => {
                self.fault(node.at, path, Why::WantsList);
                None
            }
        }
    }

    /// A value that must be there.
    pub fn required<'t>(&mut self, map: &mut Map<'t>, key: &'static str) -> Option<&'t Node> {
        let found = map.take(key);
        if found.is_none() {
            let (at, path) = (map.at, map.path.clone());
            self.fault(at, &path, Why::Missing { key: key.into() });
        }
        found
    }

    /// Text as it stands there.
    pub fn raw<'t>(&mut self, node: &'t Node, path: &str) -> Option<&'t str> {
        match &node.value {
            Value::Text { text, .. } => Some(text),
            _ => {
                self.fault(node.at, path, Why::WantsText);
                None
            }
        }
    }

    /// Text that people read: trimmed, bounded, without characters that lie.
    pub fn text(&mut self, node: &Node, path: &str, lines: Lines, max: u32) -> Option<String> {
        let raw = self.raw(node, path)?;
        match clean(raw, lines, max) {
            Ok(text) if text.is_empty() => {
                self.fault(node.at, path, Why::EmptyText);
                None
            }
            Ok(text) => Some(text),
            Err(TextFault::TooLong { max }) => {
                self.fault(node.at, path, Why::TooLong { max });
                None
            }
            Err(TextFault::Characters) => {
                self.fault(node.at, path, Why::Characters);
                None
            }
        }
    }

    pub fn name(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<String> {
        let node = self.required(map, key)?;
        self.text(node, &map.below(key), Lines::One, domain::text::NAME)
    }

    /// A text that may be absent.
    pub fn optional(
        &mut self,
        map: &mut Map<'_>,
        key: &'static str,
        lines: Lines,
        max: u32,
    ) -> Option<String> {
        let node = map.take(key)?;
        self.text(node, &map.below(key), lines, max)
    }

    pub fn number_of(&self, node: &Node) -> Option<i64> {
        match &node.value {
            Value::Text {
                text,
                quoted: false,
            } => text.parse().ok(),
            _ => None,
        }
    }

    pub fn number(&mut self, node: &Node, path: &str, min: i64, max: i64) -> Option<i64> {
        match self.number_of(node) {
            None => {
                self.fault(node.at, path, Why::WantsNumber);
                None
            }
            Some(number) if (min..=max).contains(&number) => Some(number),
            Some(_) => {
                self.fault(node.at, path, Why::OutOfRange { min, max });
                None
            }
        }
    }

    /// A number that may be absent.
    pub fn optional_number(
        &mut self,
        map: &mut Map<'_>,
        key: &'static str,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let node = map.take(key)?;
        self.number(node, &map.below(key), min, max)
    }

    /// `true` or `false`; false when absent.
    pub fn flag(&mut self, map: &mut Map<'_>, key: &'static str) -> bool {
        let Some(node) = map.take(key) else {
            return false;
        };
        match &node.value {
            Value::Text {
                text,
                quoted: false,
            } if text == "true" => true,
            Value::Text {
                text,
                quoted: false,
            } if text == "false" => false,
            _ => {
                self.fault(node.at, &map.below(key), Why::WantsYesNo);
                false
            }
        }
    }

    /// One of some words.
    pub fn word<T: Copy>(
        &mut self,
        node: &Node,
        path: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.raw(node, path)?;
        let found = all.iter().copied().find(|one| name(*one) == text);
        if found.is_none() {
            let known: Vec<&str> = all.iter().map(|one| name(*one)).collect();
            let why = Why::NotAWord {
                word: text.to_owned(),
                known: known.join(", "),
            };
            self.fault(node.at, path, why);
        }
        found
    }

    /// Whether a key can be one; says so when it cannot.
    pub fn key(&mut self, key: &str, at: Spot, path: &str) {
        if !is_key(key) {
            // A key may be anything, so what is shown of it is short.
            let key: String = key.chars().take(60).collect();
            let path: String = path.chars().take(120).collect();
            self.fault(at, &path, Why::Key { key });
        }
    }

    /// A reference to a key.
    pub fn reference(&mut self, node: &Node, path: &str) -> Option<Named> {
        let text = self.raw(node, path)?;
        self.key(text, node.at, path);
        Some(super::named(text, node.at))
    }
}
