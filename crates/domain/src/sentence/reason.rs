//! Reasons: of a date, of a person, of a place in the queue.

use super::plural::Noun;
use super::{Telling, sentence_case};
use crate::chains::{AssigneeReason, DueReason};
use crate::processes::DueUnit;
use crate::tasks::{Priority, RankReason};

const MINUTES: Noun = Noun {
    ru: ["минуту", "минуты", "минут"],
    en: ["minute", "minutes"],
    ro: ["minut", "minute"],
};
const HOURS: Noun = Noun {
    ru: ["час", "часа", "часов"],
    en: ["hour", "hours"],
    ro: ["oră", "ore"],
};
const DAYS: Noun = Noun {
    ru: ["день", "дня", "дней"],
    en: ["day", "days"],
    ro: ["zi", "zile"],
};
const WORKING_MINUTES: Noun = Noun {
    ru: ["рабочую минуту", "рабочие минуты", "рабочих минут"],
    en: ["working minute", "working minutes"],
    ro: ["minut de lucru", "minute de lucru"],
};
const WORKING_HOURS: Noun = Noun {
    ru: ["рабочий час", "рабочих часа", "рабочих часов"],
    en: ["working hour", "working hours"],
    ro: ["oră lucrătoare", "ore lucrătoare"],
};
const WORKING_DAYS: Noun = Noun {
    ru: ["рабочий день", "рабочих дня", "рабочих дней"],
    en: ["working day", "working days"],
    ro: ["zi lucrătoare", "zile lucrătoare"],
};

impl Telling<'_> {
    /// `через 2 рабочих дня`; whole hours of minutes are told as hours.
    pub fn after(self, amount: u32, unit: DueUnit) -> String {
        if amount == 0 {
            return match unit {
                DueUnit::Minutes | DueUnit::WorkingMinutes => {
                    self.say("сразу", "at once", "imediat")
                }
                DueUnit::Days | DueUnit::WorkingDays => {
                    self.say("в тот же день", "the same day", "în aceeași zi")
                }
            }
            .into();
        }
        let in_hours = amount.is_multiple_of(60);
        let (noun, number) = match unit {
            DueUnit::Minutes if in_hours => (HOURS, amount / 60),
            DueUnit::Minutes => (MINUTES, amount),
            DueUnit::WorkingMinutes if in_hours => (WORKING_HOURS, amount / 60),
            DueUnit::WorkingMinutes => (WORKING_MINUTES, amount),
            DueUnit::Days => (DAYS, amount),
            DueUnit::WorkingDays => (WORKING_DAYS, amount),
        };
        let counted = noun.counted(self.language, u64::from(number));
        self.say(
            format!("через {counted}"),
            format!("in {counted}"),
            format!("peste {counted}"),
        )
    }

    /// One step on the way to a date.
    pub fn due_reason(self, reason: &DueReason) -> String {
        match reason {
            DueReason::After { amount, unit } => self.after(*amount, *unit),
            DueReason::Field { label } => {
                let label = self.quoted(label);
                self.say(
                    format!("по полю {label}"),
                    format!("as in {label}"),
                    format!("după câmpul {label}"),
                )
            }
            DueReason::Chosen => self
                .say(
                    "дата выбрана вручную",
                    "the date was chosen by hand",
                    "data a fost aleasă manual",
                )
                .into(),
            DueReason::ClosedDays { from, to, name } => {
                let days = self.span(*from, *to);
                let why = match (name, from == to) {
                    (Some(name), _) => name.as_str(),
                    (None, true) => self.say("выходной", "day off", "zi liberă"),
                    (None, false) => self.say("выходные", "days off", "zile libere"),
                };
                format!("{days}: {why}")
            }
            DueReason::OutsideHours => self
                .say(
                    "перенесено в рабочие часы",
                    "moved into working hours",
                    "mutat în orele de lucru",
                )
                .into(),
            DueReason::Passed => self
                .say(
                    "назначенное время уже прошло",
                    "the time named has passed already",
                    "ora stabilită a trecut deja",
                )
                .into(),
            DueReason::PromisedOutside => self
                .say(
                    "филиал в это время закрыт, обещанное время сохранено",
                    "the branch is closed then, the promise is kept",
                    "filiala este închisă atunci, promisiunea se păstrează",
                )
                .into(),
            DueReason::NeverOpen => self
                .say(
                    "в календаре филиала нет рабочего времени",
                    "the branch's calendar has no working time",
                    "calendarul filialei nu are ore de lucru",
                )
                .into(),
            DueReason::Woken => self
                .say(
                    "пауза закончилась",
                    "the pause is over",
                    "pauza s-a încheiat",
                )
                .into(),
            DueReason::ErrandsDone => self
                .say(
                    "поручения выполнены",
                    "the errands are done",
                    "însărcinările sunt îndeplinite",
                )
                .into(),
            DueReason::Returned { process } => {
                let process = self.quoted(process);
                self.say(
                    format!("процесс {process} закончился"),
                    format!("process {process} is over"),
                    format!("procesul {process} s-a încheiat"),
                )
            }
        }
    }

    /// Why this person.
    pub fn assignee_reason(self, reason: &AssigneeReason) -> String {
        match reason {
            AssigneeReason::Same => self
                .say("тот же исполнитель", "the same person", "aceeași persoană")
                .into(),
            AssigneeReason::Responsible => self
                .say(
                    "ответственный за клиента",
                    "responsible for the client",
                    "responsabil de client",
                )
                .into(),
            AssigneeReason::Named => self
                .say(
                    "так задано в процессе",
                    "named in the process",
                    "stabilit în proces",
                )
                .into(),
            AssigneeReason::Pool => self
                .say(
                    "достанется тому, кто возьмёт первым",
                    "whoever takes it first",
                    "cine o preia primul",
                )
                .into(),
            AssigneeReason::RoundRobin => self.say("по очереди", "in turn", "pe rând").into(),
            AssigneeReason::LeastLoaded => self
                .say(
                    "меньше всего открытых задач",
                    "fewest open tasks",
                    "cele mai puține sarcini deschise",
                )
                .into(),
            AssigneeReason::Field { label } => {
                let label = self.quoted(label);
                self.say(
                    format!("по полю {label}"),
                    format!("as in {label}"),
                    format!("după câmpul {label}"),
                )
            }
            AssigneeReason::Chosen => self
                .say("выбор сотрудника", "chosen by hand", "ales manual")
                .into(),
            AssigneeReason::Substitute {
                instead_of: Some(name),
            } => self.say(
                format!("замена, нет на месте: {name}"),
                format!("standing in for {name}, who is away"),
                format!("înlocuiește persoana absentă: {name}"),
            ),
            AssigneeReason::Substitute { instead_of: None } => self
                .say(
                    "замена: назначенный сотрудник недоступен",
                    "standing in: the person meant is not available",
                    "înlocuire: persoana prevăzută nu este disponibilă",
                )
                .into(),
        }
    }

    /// Why a task stands where it stands in the queue: `Высокий приоритет, просрочено 2 дня`.
    pub fn rank_reason(self, reason: RankReason) -> String {
        match reason {
            RankReason::Now { at } => {
                let time = self.time(at);
                self.say(
                    format!("Обещано на {time}"),
                    format!("Promised for {time}"),
                    format!("Promis pentru {time}"),
                )
            }
            RankReason::Overdue { priority, by } => {
                let (priority, age) = (sentence_case(self.priority(priority)), self.age(by));
                self.say(
                    format!("{priority}, просрочено {age}"),
                    format!("{priority}, overdue {age}"),
                    format!("{priority}, întârziat {age}"),
                )
            }
            RankReason::TodayAt { at } => {
                let time = self.time(at);
                self.say(
                    format!("Сегодня в {time}"),
                    format!("Today at {time}"),
                    format!("Azi la {time}"),
                )
            }
            RankReason::Today { priority } => {
                let priority = self.priority(priority);
                self.say(
                    format!("Сегодня, {priority}"),
                    format!("Today, {priority}"),
                    format!("Azi, {priority}"),
                )
            }
            RankReason::Planned { due } => {
                let due = self.due(due);
                self.say(
                    format!("Запланировано: {due}"),
                    format!("Planned: {due}"),
                    format!("Planificat: {due}"),
                )
            }
        }
    }

    fn priority(self, priority: Priority) -> &'static str {
        match priority {
            Priority::High => self.say("высокий приоритет", "high priority", "prioritate înaltă"),
            Priority::Normal => {
                self.say("обычный приоритет", "normal priority", "prioritate normală")
            }
            Priority::Low => self.say("низкий приоритет", "low priority", "prioritate scăzută"),
        }
    }
}
