//! Rules of a process as a person reads them in the list of its steps.

use super::Telling;
use crate::ids::{BranchId, EmployeeId, HookId, ProcessId, RoleId, TemplateId, ValueId};
use crate::processes::{
    AssigneeRule, Back, Call, Continuation, DueRule, Exhausted, Pick, SleepUntil, Target,
};

/// Names of what a process mentions; an unknown one is shown as a dash.
pub trait Names {
    /// The name of a step's template.
    fn step(&self, key: &str) -> Option<&str>;
    /// Of an errand.
    fn template(&self, id: TemplateId) -> Option<&str>;
    /// The label of a field of the result in question.
    fn field(&self, key: &str) -> Option<&str>;
    fn role(&self, id: RoleId) -> Option<&str>;
    fn employee(&self, id: EmployeeId) -> Option<&str>;
    fn process(&self, id: ProcessId) -> Option<&str>;
    /// A value of a dictionary.
    fn value(&self, id: ValueId) -> Option<&str>;
    fn branch(&self, id: BranchId) -> Option<&str>;
    fn hook(&self, id: HookId) -> Option<&str>;
}

pub(super) const UNKNOWN: &str = "–";

impl Telling<'_> {
    /// `через 2 рабочих дня в 10:00`, `в срок из поля «Когда»`.
    pub fn due_rule(self, rule: &DueRule, names: &dyn Names) -> String {
        match rule {
            DueRule::After { amount, unit, at } => {
                let after = self.after(*amount, *unit);
                match at {
                    None => after,
                    Some(at) => {
                        let at = at.format("%H:%M");
                        self.say(
                            format!("{after} в {at}"),
                            format!("{after} at {at}"),
                            format!("{after} la {at}"),
                        )
                    }
                }
            }
            DueRule::Field {
                field,
                offset_minutes,
            } => {
                let field = self.quoted(names.field(field).unwrap_or(UNKNOWN));
                let shift = match offset_minutes {
                    0 => String::new(),
                    minutes if minutes % 1_440 == 0 => {
                        format!(" {:+} {}", minutes / 1_440, self.say("дн.", "d", "zile"))
                    }
                    minutes if minutes % 60 == 0 => {
                        format!(" {:+} {}", minutes / 60, self.say("ч", "h", "h"))
                    }
                    minutes => format!(" {minutes:+} {}", self.say("мин", "min", "min")),
                };
                self.say(
                    format!("срок из поля {field}{shift}"),
                    format!("as in {field}{shift}"),
                    format!("termenul din câmpul {field}{shift}"),
                )
            }
            DueRule::Ask { amount, unit } => {
                let after = self.after(*amount, *unit);
                self.say(
                    format!("спросить (предложить {after})"),
                    format!("ask (propose {after})"),
                    format!("întreabă (propune {after})"),
                )
            }
        }
    }

    pub fn assignee_rule(self, rule: &AssigneeRule, names: &dyn Names) -> String {
        match rule {
            AssigneeRule::Same => self
                .say("тот же", "the same person", "aceeași persoană")
                .into(),
            AssigneeRule::Responsible => self
                .say(
                    "ответственный за клиента",
                    "responsible for the client",
                    "responsabil de client",
                )
                .into(),
            AssigneeRule::Employee { employee_id } => {
                names.employee(*employee_id).unwrap_or(UNKNOWN).into()
            }
            AssigneeRule::Role { role_id, pick } => {
                let role = names.role(*role_id).unwrap_or(UNKNOWN);
                let how = match pick {
                    Pick::Pool => return self.pool(role),
                    Pick::RoundRobin => self.say("по очереди", "in turn", "pe rând"),
                    Pick::LeastLoaded => {
                        self.say("наименее занятый", "least loaded", "cel mai puțin încărcat")
                    }
                };
                format!("{} ({how})", self.quoted(role))
            }
            AssigneeRule::Field { field } => {
                let field = self.quoted(names.field(field).unwrap_or(UNKNOWN));
                self.say(
                    format!("из поля {field}"),
                    format!("as in {field}"),
                    format!("din câmpul {field}"),
                )
            }
        }
    }

    /// `→ Пробное занятие, срок из поля «Когда»`.
    pub fn continuation(self, then: &Continuation, names: &dyn Names) -> String {
        match then {
            Continuation::Step { target } => self.target(target, names),
            Continuation::Retry {
                limit,
                due,
                exhausted,
                ..
            } => {
                let dues: Vec<String> = due.iter().map(|rule| self.due_rule(rule, names)).collect();
                let then = self.exhausted(exhausted, names);
                let dues = dues.join(self.say(", потом ", ", then ", ", apoi "));
                self.say(
                    format!("↩ ещё раз {dues}; попыток: {limit}, потом {then}"),
                    format!("↩ again {dues}; {limit} attempts, then {then}"),
                    format!("↩ din nou {dues}; încercări: {limit}, apoi {then}"),
                )
            }
            Continuation::Goal => self.goal(),
            Continuation::Refusal => self.refusal(),
            Continuation::End => self.end(),
            Continuation::Sleep { until, target } => self.sleep(until, target, names),
            Continuation::StartProcess { process_id } => self.start_process(*process_id, names),
        }
    }

    pub(super) fn exhausted(self, exhausted: &Exhausted, names: &dyn Names) -> String {
        match exhausted {
            Exhausted::Step { target } => self.target(target, names),
            Exhausted::Goal => self.goal(),
            Exhausted::Refusal => self.refusal(),
            Exhausted::End => self.end(),
            Exhausted::Sleep { until, target } => self.sleep(until, target, names),
            Exhausted::StartProcess { process_id } => self.start_process(*process_id, names),
        }
    }

    fn target(self, target: &Target, names: &dyn Names) -> String {
        let step = names.step(&target.step).unwrap_or(UNKNOWN);
        let mut parts = vec![format!("→ {step}")];
        parts.extend(target.due.as_ref().map(|rule| self.due_rule(rule, names)));
        if target.assignee != AssigneeRule::Same {
            parts.push(self.assignee_rule(&target.assignee, names));
        }
        parts.join(", ")
    }

    fn sleep(self, until: &SleepUntil, target: &Target, names: &dyn Names) -> String {
        let target = self.target(target, names);
        format!("{} {target}", self.until(until, names))
    }

    /// `процесс «Оформление»: цель → Звонок; отказ → отказ; конец → Звонок; самое долгое через 30 дней`.
    fn call(self, call: &Call, days: &str, names: &dyn Names) -> String {
        let process = self.quoted(names.process(call.process_id).unwrap_or(UNKNOWN));
        let back = |back: &Back| match back {
            Back::Step { step } => names.step(step).unwrap_or(UNKNOWN).to_owned(),
            Back::Goal => self.goal(),
            Back::Refusal => self.refusal(),
            Back::End => self.end(),
        };
        let (goal, refusal, end) = (back(&call.goal), back(&call.refusal), back(&call.end));
        self.say(
            format!("процесс {process}: цель → {goal}; отказ → {refusal}; конец → {end}; самое долгое {days}"),
            format!("process {process}: goal → {goal}; refusal → {refusal}; end → {end}; at most {days}"),
            format!("procesul {process}: obiectiv → {goal}; refuz → {refusal}; sfârșit → {end}; cel mult {days}"),
        )
    }

    /// `пауза до даты из поля «Вернуться после», без неё через 30 дней`.
    pub(super) fn until(self, until: &SleepUntil, names: &dyn Names) -> String {
        let days = self.after(until.days, crate::processes::DueUnit::Days);
        if let Some(call) = &until.call {
            return self.call(call, &days, names);
        }
        let pause = match until.errands {
            true => self.say(
                "до выполнения поручений, самое долгое",
                "until the errands are done, at most",
                "până la îndeplinirea însărcinărilor, cel mult",
            ),
            false => self.say("пауза", "pause", "pauză"),
        };
        match until
            .field
            .as_deref()
            .map(|key| self.quoted(names.field(key).unwrap_or(UNKNOWN)))
        {
            None => format!("{pause}: {days}"),
            Some(field) => self.say(
                format!("{pause} до даты из поля {field}, без неё {days}"),
                format!("{pause} until {field}, without it {days}"),
                format!("{pause} până la {field}, fără ea {days}"),
            ),
        }
    }

    fn goal(self) -> String {
        self.say("цель", "goal", "obiectiv").into()
    }

    fn refusal(self) -> String {
        self.say("отказ", "refusal", "refuz").into()
    }

    fn end(self) -> String {
        self.say(
            "конец процесса",
            "end of the process",
            "sfârșitul procesului",
        )
        .into()
    }

    fn start_process(self, id: ProcessId, names: &dyn Names) -> String {
        let process = self.quoted(names.process(id).unwrap_or(UNKNOWN));
        self.say(
            format!("→ процесс {process}"),
            format!("→ process {process}"),
            format!("→ procesul {process}"),
        )
    }
}
