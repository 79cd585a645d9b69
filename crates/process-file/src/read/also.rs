//! What a result also does.

use domain::clients::{MAX_LABEL, Stage};
use domain::processes::{MAX_ALSO, MAX_NAMED, MAX_PHRASE, MAX_SUBJECT, MessageBy};
use domain::text::{Lines, NAME};

use super::named;
use super::taken::{Map, Reader};
use crate::fault::Why;
use crate::model::{self, Act, Also};
use crate::tree::{Node, Value};

/// The keys of which one says what is done; the two of tags may stand together.
const ACTS: [&str; 9] = [
    "errand",
    "stage",
    "add_tags",
    "remove_tags",
    "responsible",
    "notice",
    "email",
    "hook",
    "process",
];

impl Reader {
    /// The list below `also`.
    pub(super) fn also(&mut self, map: &mut Map<'_>) -> Vec<Also> {
        let mut also = Vec::new();
        if let Some(node) = map.take("also") {
            let path = map.below("also");
            for (place, node) in self.some(node, &path, MAX_ALSO).iter().enumerate() {
                also.extend(self.one_also(node, &format!("{path}[{place}]")));
            }
        }
        also
    }

    fn one_also(&mut self, node: &Node, path: &str) -> Option<Also> {
        let mut map = self.map(node, path)?;
        let when = match map.take("if") {
            Some(node) => self.conditions(node, &map.below("if")),
            None => Vec::new(),
        };
        let at = map.at;
        let act = self.act(&mut map);
        // Of an unclear mapping the rest says nothing more.
        if act.is_some() {
            self.rest(map);
        }
        Some(Also {
            at,
            when,
            act: act?,
        })
    }

    fn act(&mut self, map: &mut Map<'_>) -> Option<Act> {
        let acts: Vec<&str> = ACTS.into_iter().filter(|act| map.has(act)).collect();
        Some(match acts.as_slice() {
            ["errand"] => {
                let node = map.take("errand")?;
                let template = self.reference(node, &map.below("errand"))?;
                let due = map.take("due");
                let due = due.and_then(|node| self.due(node, &map.below("due")));
                let assignee = self.assignee(map, "assignee");
                let text = map.take("text");
                let most = u32::try_from(MAX_PHRASE).unwrap_or(u32::MAX);
                let text =
                    text.and_then(|node| self.text(node, &map.below("text"), Lines::Many, most));
                Act::Errand {
                    template,
                    due,
                    assignee,
                    text,
                }
            }
            ["stage"] => {
                let node = map.take("stage")?;
                let path = map.below("stage");
                Act::Stage(self.word(node, &path, Stage::ALL, Stage::as_str)?)
            }
            ["add_tags"] | ["remove_tags"] | ["add_tags", "remove_tags"] => Act::Tags {
                add: self.tags(map, "add_tags")?,
                remove: self.tags(map, "remove_tags")?,
            },
            ["responsible"] => Act::Responsible(self.assignee(map, "responsible")),
            ["notice"] => self.message(map, "notice", MessageBy::Notice)?,
            ["email"] => self.message(map, "email", MessageBy::Email)?,
            ["hook"] => {
                let node = map.take("hook")?;
                let name = self.text(node, &map.below("hook"), Lines::One, NAME)?;
                Act::Hook(named(&name, node.at))
            }
            ["process"] => {
                let node = map.take("process")?;
                let name = self.text(node, &map.below("process"), Lines::One, NAME)?;
                Act::Process(named(&name, node.at))
            }
            _ => {
                let (at, path) = (map.at, map.path.clone());
                self.fault(at, &path, Why::Act);
                return None;
            }
        })
    }

    fn message(&mut self, map: &mut Map<'_>, key: &'static str, by: MessageBy) -> Option<Act> {
        let node = map.take(key)?;
        let to = self.reader(node, &map.below(key));
        let most = |most: usize| u32::try_from(most).unwrap_or(u32::MAX);
        let subject = self.required(map, "subject");
        let subject = subject
            .and_then(|node| self.text(node, &map.below("subject"), Lines::One, most(MAX_SUBJECT)));
        let text = self.required(map, "text");
        let text = text
            .and_then(|node| self.text(node, &map.below("text"), Lines::Many, most(MAX_PHRASE)));
        Some(Act::Message {
            by,
            to: to?,
            subject: subject?,
            text: text?,
        })
    }

    /// `client`, `responsible`, `same`, or a mapping with `employee` or `role`.
    fn reader(&mut self, node: &Node, path: &str) -> Option<model::Reader> {
        if !matches!(node.value, Value::Map(_)) {
            let words = ["client", "responsible", "same"];
            let place = self.word(node, path, &[0usize, 1, 2], |place| words[place])?;
            return Some(match place {
                0 => model::Reader::Client,
                1 => model::Reader::Responsible,
                _ => model::Reader::Same,
            });
        }
        let mut map = self.map(node, path)?;
        let mut name = |reader: &mut Self, key| {
            let node = map.take(key)?;
            let text = reader.text(node, &map.below(key), Lines::One, NAME)?;
            Some(named(&text, node.at))
        };
        let (employee, role) = (name(self, "employee"), name(self, "role"));
        let at = map.at;
        self.rest(map);
        match (employee, role) {
            (Some(employee), None) => Some(model::Reader::Employee(employee)),
            (None, Some(role)) => Some(model::Reader::Role(role)),
            _ => {
                let key = "employee / role".into();
                self.fault(at, path, Why::Missing { key });
                None
            }
        }
    }

    /// One tag, or a list of them; none where the key is absent.
    fn tags(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Vec<String>> {
        let Some(node) = map.take(key) else {
            return Some(Vec::new());
        };
        let most = u32::try_from(MAX_LABEL).unwrap_or(u32::MAX);
        let tags = self.names_of(node, &map.below(key), MAX_NAMED, most)?;
        Some(tags.into_iter().map(|tag| tag.text).collect())
    }
}
