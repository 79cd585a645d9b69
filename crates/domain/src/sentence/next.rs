//! The next step as a sentence, and the remarks below it.

use super::{NBSP, Telling};
use crate::chains::{AssigneeReason, DueReason, Sentence};

impl Telling<'_> {
    /// `Далее: Пробное занятие, сб 5 декабря 19:00, Анна, попытка 1 из 3`.
    pub fn next(self, sentence: &Sentence) -> String {
        let next = self.say("Далее:", "Next:", "Urmează:");
        match sentence {
            Sentence::Nothing => self
                .say(
                    "Следующего шага нет",
                    "No next step",
                    "Nu există pas următor",
                )
                .into(),
            Sentence::Task {
                template,
                due,
                person,
                pool,
                away,
                attempt,
                attempt_limit,
                ..
            } => {
                let mut parts = vec![template.clone(), self.due(*due)];
                match (person, pool) {
                    (Some(person), _) if *away => parts.push(format!(
                        "{person} ({})",
                        self.say("нет на месте", "away", "absent acum")
                    )),
                    (Some(person), _) => parts.push(person.clone()),
                    (None, Some(role)) => parts.push(self.pool(role)),
                    (None, None) => {}
                }
                if let Some(limit) = attempt_limit {
                    parts.push(self.attempt(*attempt, *limit));
                }
                format!("{next} {}", parts.join(", "))
            }
            Sentence::Sleep {
                until,
                template,
                errands,
                process,
            } => {
                let until = self.due(crate::time::Due::Day(self.zone.day(*until)));
                let template = self.quoted(template);
                if let Some(process) = process {
                    let process = self.quoted(process);
                    return self.say(
                        format!("{next} процесс {process}; если до{NBSP}{until} он не{NBSP}закончится, {template}"),
                        format!("{next} process {process}; if it has not ended by {until}, {template}"),
                        format!("{next} procesul {process}; dacă nu se încheie până {until}, {template}"),
                    );
                }
                if *errands {
                    return self.say(
                        format!("{next} когда выполнят поручения, но не позже {until}, {template}"),
                        format!("{next} when the errands are done, by {until} at the latest, {template}"),
                        format!("{next} când însărcinările sunt îndeplinite, cel târziu {until}, {template}"),
                    );
                }
                self.say(
                    format!("{next} пауза до{NBSP}{until}, затем {template}"),
                    format!("{next} pause until {until}, then {template}"),
                    format!("{next} pauză până {until}, apoi {template}"),
                )
            }
            Sentence::Goal => self
                .say(
                    "Процесс завершён: цель достигнута",
                    "Process finished: goal reached",
                    "Proces încheiat: obiectiv atins",
                )
                .into(),
            Sentence::Refusal => self
                .say(
                    "Процесс завершён: отказ",
                    "Process finished: refusal",
                    "Proces încheiat: refuz",
                )
                .into(),
            Sentence::End => self
                .say("Процесс завершён", "Process finished", "Proces încheiat")
                .into(),
            Sentence::StartProcess { process } => {
                let process = self.quoted(process);
                self.say(
                    format!("{next} процесс {process}"),
                    format!("{next} process {process}"),
                    format!("{next} procesul {process}"),
                )
            }
        }
    }

    /// What is worth a remark below the sentence: a date that was moved, a person who stands in.
    ///
    /// Ordinary days off that a count of working days skips are no news.
    pub fn remarks(self, sentence: &Sentence) -> Vec<String> {
        let Sentence::Task {
            reasons,
            assignee_reason,
            ..
        } = sentence
        else {
            return Vec::new();
        };
        let counts_working_time = reasons.iter().any(|reason| {
            use crate::processes::DueUnit::{WorkingDays, WorkingMinutes};
            matches!(
                reason,
                DueReason::After {
                    unit: WorkingDays | WorkingMinutes,
                    ..
                }
            )
        });
        let is_news = |reason: &&DueReason| match reason {
            DueReason::After { .. }
            | DueReason::Field { .. }
            | DueReason::Chosen
            | DueReason::Woken
            | DueReason::ErrandsDone
            | DueReason::Returned { .. } => false,
            DueReason::ClosedDays { name, .. } => name.is_some() || !counts_working_time,
            DueReason::OutsideHours
            | DueReason::Passed
            | DueReason::PromisedOutside
            | DueReason::NeverOpen => true,
        };
        let mut remarks: Vec<String> = reasons
            .iter()
            .filter(is_news)
            .map(|reason| self.due_reason(reason))
            .collect();
        if matches!(assignee_reason, AssigneeReason::Substitute { .. }) {
            remarks.push(self.assignee_reason(assignee_reason));
        }
        remarks
    }

    pub(super) fn attempt(self, attempt: u32, limit: u32) -> String {
        self.say(
            format!("попытка {attempt} из{NBSP}{limit}"),
            format!("attempt {attempt} of{NBSP}{limit}"),
            format!("încercarea {attempt} din{NBSP}{limit}"),
        )
    }

    pub(super) fn pool(self, role: &str) -> String {
        let role = self.quoted(role);
        self.say(
            format!("общая очередь {role}"),
            format!("shared queue {role}"),
            format!("coada comună {role}"),
        )
    }
}
