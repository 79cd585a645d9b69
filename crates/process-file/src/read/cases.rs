//! Cases: what follows a result when something holds, and what follows otherwise.

use chrono::{NaiveDate, NaiveTime};
use domain::clients::Stage;
use domain::processes::{
    Condition, MAX_ATTEMPTS, MAX_CASES, MAX_CONDITIONS, MAX_DAYS, MAX_NAMED, Test,
};
use domain::text::{Lines, NAME};

use super::named;
use super::taken::{Map, Reader};
use crate::fault::Why;
use crate::model::{Asked, Case, Choose, Named, Outgoing, Question};
use crate::tree::{Node, Value};

/// The keys of which exactly one says what a condition asks.
const QUESTIONS: [&str; 7] = [
    "field", "attempt", "stage", "tags", "no_tags", "branch", "hours",
];

impl Reader {
    /// `cases` and `otherwise`, or `then`; and `also`.
    pub(super) fn outgoing(&mut self, result: Named, node: &Node, path: &str) -> Outgoing {
        let mut outgoing = Outgoing {
            result,
            cases: Vec::new(),
            then: None,
            also: Vec::new(),
        };
        let Some(mut map) = self.map(node, path) else {
            return outgoing;
        };
        // Without cases there is nothing that it could be otherwise than.
        let usual = match map.has("cases") {
            true => "otherwise",
            false => "then",
        };
        if let Some(node) = map.take("cases") {
            let path = map.below("cases");
            for (place, node) in self.some(node, &path, MAX_CASES).iter().enumerate() {
                let case = self.case(node, &format!("{path}[{place}]"));
                outgoing.cases.extend(case);
            }
        }
        outgoing.then = self
            .required(&mut map, usual)
            .and_then(|node| self.then(node, &map.below(usual)));
        outgoing.also = self.also(&mut map);
        self.rest(map);
        outgoing
    }

    fn case(&mut self, node: &Node, path: &str) -> Option<Case> {
        let mut map = self.map(node, path)?;
        let when = match self.required(&mut map, "if") {
            Some(node) => self.conditions(node, &map.below("if")),
            None => Vec::new(),
        };
        let then = self
            .required(&mut map, "then")
            .and_then(|node| self.then(node, &map.below("then")));
        let at = map.at;
        self.rest(map);
        Some(Case {
            at,
            when,
            then: then?,
        })
    }

    /// One condition, or a list of them.
    pub(super) fn conditions(&mut self, node: &Node, path: &str) -> Vec<Asked> {
        let mut when = Vec::new();
        match &node.value {
            Value::List(_) => {
                for (place, node) in self.some(node, path, MAX_CONDITIONS).iter().enumerate() {
                    when.extend(self.asked(node, &format!("{path}[{place}]")));
                }
            }
            _ => when.extend(self.asked(node, path)),
        }
        when
    }

    /// A list that is not too long.
    pub(super) fn some<'t>(&mut self, node: &'t Node, path: &str, max: usize) -> &'t [Node] {
        let nodes = self.list(node, path).map(Vec::as_slice).unwrap_or_default();
        if nodes.len() > max {
            self.fault(node.at, path, Why::TooMany { max });
        }
        nodes
    }

    fn asked(&mut self, node: &Node, path: &str) -> Option<Asked> {
        let mut map = self.map(node, path)?;
        let asks: Vec<&str> = QUESTIONS
            .into_iter()
            .filter(|question| map.has(question))
            .collect();
        let [question] = asks.as_slice() else {
            self.fault(map.at, path, Why::Condition);
            return None;
        };
        let at = map.at;
        let what = self.question(question, &mut map);
        self.rest(map);
        Some(Asked { at, what: what? })
    }

    fn question(&mut self, question: &str, map: &mut Map<'_>) -> Option<Question> {
        Some(Question::Plain(match question {
            "field" => return self.answer(map),
            "branch" => return Some(Question::Branches(self.names(map, "branch")?)),
            "attempt" => {
                let most = i64::from(MAX_ATTEMPTS);
                Condition::Attempt {
                    at_least: u32::try_from(self.optional_number(map, "attempt", 1, most)?).ok()?,
                }
            }
            "stage" => {
                let node = map.take("stage")?;
                let path = map.below("stage");
                let one = std::slice::from_ref(node);
                let nodes = match &node.value {
                    Value::List(nodes) => nodes.as_slice(),
                    _ => one,
                };
                let stages = nodes
                    .iter()
                    .map(|node| self.word(node, &path, Stage::ALL, Stage::as_str));
                let stages: Vec<_> = stages.collect();
                Condition::Stage {
                    one_of: stages.into_iter().collect::<Option<_>>()?,
                }
            }
            "tags" => Condition::Tagged {
                any_of: texts(self.names(map, "tags")?),
            },
            "no_tags" => Condition::Untagged {
                none_of: texts(self.names(map, "no_tags")?),
            },
            _ => {
                let node = map.take("hours")?;
                let path = map.below("hours");
                let text = self.raw(node, &path)?;
                let Some((from, until)) = hours(text) else {
                    let text = text.chars().take(40).collect();
                    self.fault(node.at, &path, Why::Hours { text });
                    return None;
                };
                Condition::Hour { from, until }
            }
        }))
    }

    /// What is asked of the answer to a field.
    fn answer(&mut self, map: &mut Map<'_>) -> Option<Question> {
        let field = self
            .reference(map.take("field")?, &map.below("field"))?
            .text;
        for (key, pick) in [
            ("one_of", Choose::OneOf),
            ("all_of", Choose::AllOf),
            ("none_of", Choose::NoneOf),
        ] {
            if map.has(key) {
                let values = self.names(map, key)?;
                return Some(Question::Values {
                    field,
                    pick,
                    values,
                });
            }
        }
        let is = self.test(map)?;
        Some(Question::Plain(Condition::Field { field, is }))
    }

    fn test(&mut self, map: &mut Map<'_>) -> Option<Test> {
        let days = (-i64::from(MAX_DAYS), i64::from(MAX_DAYS));
        let any = (i64::MIN, i64::MAX);
        let mut number = |key: &'static str, (min, max): (i64, i64)| {
            let there = map.has(key);
            there.then(|| self.optional_number(map, key, min, max))
        };
        if let Some(number) = number("at_least", any) {
            return Some(Test::AtLeast { number: number? });
        }
        if let Some(number) = number("at_most", any) {
            return Some(Test::AtMost { number: number? });
        }
        if let Some(amount) = number("sum_at_least", any) {
            return Some(Test::SumAtLeast { amount: amount? });
        }
        if let Some(amount) = number("sum_at_most", any) {
            return Some(Test::SumAtMost { amount: amount? });
        }
        if let Some(away) = number("days_at_least", days) {
            let days = i32::try_from(away?).ok()?;
            return Some(Test::DaysAtLeast { days });
        }
        if let Some(away) = number("days_at_most", days) {
            let days = i32::try_from(away?).ok()?;
            return Some(Test::DaysAtMost { days });
        }
        if map.has("before") {
            let date = self.date(map, "before")?;
            return Some(Test::Before { date });
        }
        if map.has("after") {
            let date = self.date(map, "after")?;
            return Some(Test::After { date });
        }
        let node = self.required(map, "is")?;
        let all = [Test::Filled, Test::Empty, Test::Yes, Test::No];
        let place = self.word(node, &map.below("is"), &[0usize, 1, 2, 3], |place| {
            ["filled", "empty", "yes", "no"][place]
        })?;
        all.into_iter().nth(place)
    }

    fn date(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<NaiveDate> {
        let node = map.take(key)?;
        let path = map.below(key);
        let text = self.raw(node, &path)?;
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if date.is_none() {
            let text = text.chars().take(40).collect();
            self.fault(node.at, &path, Why::Date { text });
        }
        date
    }

    /// One name, or a list of them.
    fn names(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Vec<Named>> {
        let node = self.required(map, key)?;
        self.names_of(node, &map.below(key), MAX_NAMED, NAME)
    }

    pub(super) fn names_of(
        &mut self,
        node: &Node,
        path: &str,
        most: usize,
        longest: u32,
    ) -> Option<Vec<Named>> {
        let one = std::slice::from_ref(node);
        let nodes = match &node.value {
            Value::List(_) => self.some(node, path, most),
            _ => one,
        };
        let names = nodes.iter().map(|node| {
            let text = self.text(node, path, Lines::One, longest)?;
            Some(named(&text, node.at))
        });
        let names: Vec<_> = names.collect();
        names.into_iter().collect()
    }
}

fn texts(names: Vec<Named>) -> Vec<String> {
    names.into_iter().map(|name| name.text).collect()
}

/// `18:00-21:00`.
fn hours(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (from, until) = text.split_once('-')?;
    let time = |text: &str| {
        let text = text.trim();
        let exact = text.len() == 5;
        let time = NaiveTime::parse_from_str(text, "%H:%M").ok();
        time.filter(|_| exact)
    };
    Some((time(from)?, time(until)?))
}
