//! "Why is this here?": one paragraph about a task.

use super::{NBSP, Telling, sentence_case};
use crate::chains::{AssigneeReason, DueReason};
use crate::processes::Because;
use crate::time::{Due, Timestamp};

/// What made a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// A result of the task before it.
    Result {
        result: &'a str,
        by: &'a str,
        at: Timestamp,
        /// The case that decided, if one did.
        because: Option<&'a Because>,
        /// Name of the process and number of the version that decided.
        version: Option<(&'a str, u32)>,
    },
    /// An errand that a result made.
    Errand {
        result: &'a str,
        by: &'a str,
        at: Timestamp,
        version: Option<(&'a str, u32)>,
    },
    /// The start of a process; by nobody when another process handed over.
    Start {
        process: &'a str,
        by: Option<&'a str>,
    },
    /// A person, outside any process.
    Person { by: Option<&'a str>, at: Timestamp },
}

/// Everything the paragraph tells.
#[derive(Debug, Clone, Copy)]
pub struct WhyFacts<'a> {
    pub origin: Origin<'a>,
    pub due: Due,
    pub due_reasons: &'a [DueReason],
    /// Name of the person, or of the role in whose pool it waits.
    pub assignee: &'a str,
    pub in_pool: bool,
    pub assignee_reason: Option<&'a AssigneeReason>,
    pub attempt: u32,
    pub attempt_limit: Option<u32>,
    /// How often its date was moved by hand.
    pub postponed: u32,
    /// Who cancelled it and why.
    pub cancelled: Option<(&'a str, &'a str)>,
}

impl Telling<'_> {
    /// `Появилась после результата «Думает» (Ольга, ср 18 ноября 16:05). Срок: …`
    pub fn why(self, facts: WhyFacts<'_>) -> String {
        let mut sentences = vec![self.origin(facts.origin)];

        let due = self.due(facts.due);
        let reasons: Vec<String> = facts
            .due_reasons
            .iter()
            .map(|reason| self.due_reason(reason))
            .collect();
        let label = self.say("Срок", "Due", "Termen");
        sentences.push(match reasons.is_empty() {
            true => format!("{label}: {due}."),
            false => format!("{label}: {due} ({}).", reasons.join("; ")),
        });

        let assignee = match facts.in_pool {
            true => self.pool(facts.assignee),
            false => facts.assignee.to_owned(),
        };
        let label = self.say("Исполнитель", "Assignee", "Executant");
        sentences.push(match facts.assignee_reason {
            Some(reason) => format!("{label}: {assignee} ({}).", self.assignee_reason(reason)),
            None => format!("{label}: {assignee}."),
        });

        if let Some(limit) = facts.attempt_limit {
            sentences.push(format!(
                "{}.",
                sentence_case(&self.attempt(facts.attempt, limit))
            ));
        }
        if facts.postponed > 0 {
            let label = self.say("Переносов вручную", "Moved by hand", "Amânări manuale");
            sentences.push(format!("{label}: {}.", facts.postponed));
        }
        if let Some((by, reason)) = facts.cancelled {
            let reason = self.quoted(reason);
            sentences.push(self.say(
                format!("Отменено: {by}, причина: {reason}."),
                format!("Cancelled: {by}, reason: {reason}."),
                format!("Anulat: {by}, motiv: {reason}."),
            ));
        }
        sentences.join(" ")
    }

    fn origin(self, origin: Origin<'_>) -> String {
        match origin {
            Origin::Result {
                result,
                by,
                at,
                because,
                version,
            } => {
                let (result, at) = (self.quoted(result), self.moment(at));
                let version = self.by_version(version);
                let follows = self.say(
                    format!("Следует из результата {result} ({by}, {at}){version}."),
                    format!("Follows from the result {result} ({by}, {at}){version}."),
                    format!("Urmează după rezultatul {result} ({by}, {at}){version}."),
                );
                match because {
                    None => follows,
                    Some(because) => format!("{follows} {}.", self.because(because)),
                }
            }
            Origin::Errand {
                result,
                by,
                at,
                version,
            } => {
                let (result, at) = (self.quoted(result), self.moment(at));
                let version = self.by_version(version);
                self.say(
                    format!("Поручение после результата {result} ({by}, {at}){version}."),
                    format!("An errand after the result {result} ({by}, {at}){version}."),
                    format!("Însărcinare după rezultatul {result} ({by}, {at}){version}."),
                )
            }
            Origin::Start { process, by } => {
                let process = self.quoted(process);
                let by = by.map(|by| format!(" ({by})")).unwrap_or_default();
                self.say(
                    format!("Первый шаг процесса {process}{by}."),
                    format!("First step of the process {process}{by}."),
                    format!("Primul pas al procesului {process}{by}."),
                )
            }
            Origin::Person { by, at } => {
                let at = self.moment(at);
                let by = by.map(|by| format!("{by}, ")).unwrap_or_default();
                self.say(
                    format!("Отдельная задача, создано: {by}{at}."),
                    format!("A task of its own, made: {by}{at}."),
                    format!("Sarcină separată, creat: {by}{at}."),
                )
            }
        }
    }

    /// ` по версии 3 процесса «Тёплый клиент»`, with the blank before it.
    fn by_version(self, version: Option<(&str, u32)>) -> String {
        let Some((process, number)) = version else {
            return String::new();
        };
        let process = self.quoted(process);
        self.say(
            format!(" по версии{NBSP}{number} процесса {process}"),
            format!(" by version{NBSP}{number} of the process {process}"),
            format!(" după versiunea{NBSP}{number} a procesului {process}"),
        )
    }
}
