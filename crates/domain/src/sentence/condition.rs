//! Cases in words: what a condition asks, and which one decided.

use super::plural::Noun;
use super::rule::{Names, UNKNOWN};
use super::{NBSP, Telling};
use crate::chains::{BackTo, Returning, Told};
use crate::clients::Stage;
use crate::processes::{Because, Case, Condition, Held, Test, Transition};

const DAYS: Noun = Noun {
    ru: ["день", "дня", "дней"],
    en: ["day", "days"],
    ro: ["zi", "zile"],
};

/// What a condition names is called.
struct Words<'a> {
    label: Option<&'a str>,
    names: Vec<&'a str>,
}

impl Telling<'_> {
    /// [`Self::next`], which case decided for it, and what happens besides.
    pub fn told(self, told: &Told) -> String {
        let next = self.next(&told.next);
        let because = told.because.as_ref().map(|because| self.because(because));
        let more: Vec<String> = because
            .into_iter()
            .chain(told.back.as_ref().map(|back| self.back(back)))
            .chain(self.besides(&told.also))
            .collect();
        match more.is_empty() {
            true => next,
            false => format!("{next}. {}.", more.join(". ")),
        }
    }

    /// `Дальше процесс «Продажа»: «Звонок»`.
    pub fn back(self, back: &Returning) -> String {
        let process = self.quoted(&back.process);
        let then = match &back.then {
            BackTo::Step { template } => self.quoted(template),
            BackTo::Goal => self
                .say("цель достигнута", "goal reached", "obiectiv atins")
                .into(),
            BackTo::Refusal => self.say("отказ", "refusal", "refuz").into(),
            BackTo::End => self.say("конец", "end", "sfârșit").into(),
        };
        self.say(
            format!("Дальше процесс {process}: {then}"),
            format!("Then process {process}: {then}"),
            format!("Apoi procesul {process}: {then}"),
        )
    }

    /// `Решил случай 2: «Сумма» не меньше 5000, метка «VIP»`.
    pub fn because(self, because: &Because) -> String {
        let held = because.when.iter().map(|held| self.held(held));
        let (number, held) = (because.case, held.collect::<Vec<_>>().join(", "));
        self.say(
            format!("Решил случай{NBSP}{number}: {held}"),
            format!("Decided by case{NBSP}{number}: {held}"),
            format!("A decis cazul{NBSP}{number}: {held}"),
        )
    }

    /// A condition that held, as it was called then.
    fn held(self, held: &Held) -> String {
        let words = Words {
            label: held.label.as_deref(),
            names: held.names.iter().map(String::as_str).collect(),
        };
        self.worded(&held.condition, &words)
    }

    /// `если «Сумма» не меньше 5000: → Пробное занятие`.
    pub fn case(self, case: &Case, names: &dyn Names) -> String {
        let (when, then) = (self.when(case, names), self.continuation(&case.then, names));
        self.say(
            format!("если {when}: {then}"),
            format!("if {when}: {then}"),
            format!("dacă {when}: {then}"),
        )
    }

    /// The conditions of a case.
    pub fn when(self, case: &Case, names: &dyn Names) -> String {
        self.conditions(&case.when, names)
    }

    pub(super) fn conditions(self, when: &[Condition], names: &dyn Names) -> String {
        let asked = when.iter().map(|asked| self.condition(asked, names));
        match when.is_empty() {
            true => UNKNOWN.to_owned(),
            false => asked.collect::<Vec<_>>().join(", "),
        }
    }

    /// Everything that may follow: the cases in order, then what follows otherwise; and what is also done.
    pub fn transition(self, transition: &Transition, names: &dyn Names) -> String {
        let follows = self.follows(transition, names);
        let also = transition.also.iter().map(|also| self.also(also, names));
        let also: Vec<String> = also.collect();
        let label = self.say("ещё:", "also:", "de asemenea:");
        match also.is_empty() {
            true => follows,
            false => format!("{follows}; {label} {}", also.join("; ")),
        }
    }

    fn follows(self, transition: &Transition, names: &dyn Names) -> String {
        let otherwise = self.continuation(&transition.then, names);
        if transition.cases.is_empty() {
            return otherwise;
        }
        let otherwise = self.say(
            format!("иначе {otherwise}"),
            format!("otherwise {otherwise}"),
            format!("altfel {otherwise}"),
        );
        let cases = transition.cases.iter().map(|case| self.case(case, names));
        let told: Vec<String> = cases.chain([otherwise]).collect();
        told.join("; ")
    }

    /// `«Сумма» не меньше 5000`.
    pub fn condition(self, condition: &Condition, names: &dyn Names) -> String {
        let values = condition.values().iter().map(|id| names.value(*id));
        let branches = condition.branches().iter().map(|id| names.branch(*id));
        let words = Words {
            label: condition.field().and_then(|key| names.field(key)),
            names: values
                .chain(branches)
                .map(|name| name.unwrap_or(UNKNOWN))
                .collect(),
        };
        self.worded(condition, &words)
    }

    fn worded(self, condition: &Condition, words: &Words<'_>) -> String {
        let any = |named: &[&str]| {
            let quoted: Vec<String> = named.iter().map(|name| self.quoted(name)).collect();
            quoted.join(self.say(" или ", " or ", " sau "))
        };
        let tags = |tags: &[String]| any(&tags.iter().map(String::as_str).collect::<Vec<_>>());
        match condition {
            Condition::Field { field, is } => {
                let label = self.quoted(words.label.unwrap_or(field));
                format!("{label} {}", self.test(is, &words.names))
            }
            Condition::Attempt { at_least } => self.say(
                format!("попытка {at_least} или дальше"),
                format!("attempt {at_least} or later"),
                format!("încercarea {at_least} sau mai târziu"),
            ),
            Condition::Stage { one_of } => {
                let stages: Vec<&str> = one_of.iter().map(|stage| self.stage(*stage)).collect();
                let stages = stages.join(self.say(" или ", " or ", " sau "));
                self.say(
                    format!("статус: {stages}"),
                    format!("status: {stages}"),
                    format!("statut: {stages}"),
                )
            }
            Condition::Tagged { any_of } => {
                let tags = tags(any_of);
                self.say(
                    format!("метка {tags}"),
                    format!("tag {tags}"),
                    format!("eticheta {tags}"),
                )
            }
            Condition::Untagged { none_of } => {
                let tags = tags(none_of);
                self.say(
                    format!("нет метки {tags}"),
                    format!("no tag {tags}"),
                    format!("fără eticheta {tags}"),
                )
            }
            Condition::Branch { .. } => {
                let branches = any(&words.names);
                self.say(
                    format!("филиал {branches}"),
                    format!("branch {branches}"),
                    format!("filiala {branches}"),
                )
            }
            Condition::Hour { from, until } => {
                let (from, until) = (from.format("%H:%M"), until.format("%H:%M"));
                self.say(
                    format!("время с{NBSP}{from} до{NBSP}{until}"),
                    format!("time from {from} to {until}"),
                    format!("ora între {from} și {until}"),
                )
            }
        }
    }

    fn test(self, test: &Test, names: &[&str]) -> String {
        let quoted: Vec<String> = names.iter().map(|name| self.quoted(name)).collect();
        match test {
            Test::Filled => self
                .say("заполнено", "is filled in", "este completat")
                .into(),
            Test::Empty => self
                .say("не заполнено", "is empty", "nu este completat")
                .into(),
            Test::Yes => self.say("– да", "is yes", "este da").into(),
            Test::No => self.say("– нет", "is no", "este nu").into(),
            Test::OneOf { .. } => {
                let values = quoted.join(self.say(" или ", " or ", " sau "));
                self.say(
                    format!("– {values}"),
                    format!("is {values}"),
                    format!("este {values}"),
                )
            }
            Test::AllOf { .. } => {
                let values = quoted.join(self.say(" и ", " and ", " și "));
                self.say(
                    format!("включает {values}"),
                    format!("includes {values}"),
                    format!("include {values}"),
                )
            }
            Test::NoneOf { .. } => {
                let values = quoted.join(self.say(" и не ", " and not ", " și nu "));
                self.say(
                    format!("– не {values}"),
                    format!("is not {values}"),
                    format!("nu este {values}"),
                )
            }
            Test::AtLeast { number } => self.at_least(&number.to_string()),
            Test::AtMost { number } => self.at_most(&number.to_string()),
            Test::SumAtLeast { amount } => self.at_least(&sum(*amount)),
            Test::SumAtMost { amount } => self.at_most(&sum(*amount)),
            Test::DaysAtLeast { days } => {
                let away = self.away(*days);
                self.say(
                    format!("– {away} или позже"),
                    format!("is {away} or later"),
                    format!("este {away} sau mai târziu"),
                )
            }
            Test::DaysAtMost { days } => {
                let away = self.away(*days);
                self.say(
                    format!("– {away} или раньше"),
                    format!("is {away} or earlier"),
                    format!("este {away} sau mai devreme"),
                )
            }
            Test::Before { date } => {
                let date = self.day_of_month(*date);
                self.say(
                    format!("раньше, чем {date}"),
                    format!("is before {date}"),
                    format!("este înainte de {date}"),
                )
            }
            Test::After { date } => {
                let date = self.day_of_month(*date);
                self.say(
                    format!("позже, чем {date}"),
                    format!("is after {date}"),
                    format!("este după {date}"),
                )
            }
        }
    }

    fn at_least(self, number: &str) -> String {
        self.say(
            format!("не меньше {number}"),
            format!("is at least {number}"),
            format!("este cel puțin {number}"),
        )
    }

    fn at_most(self, number: &str) -> String {
        self.say(
            format!("не больше {number}"),
            format!("is at most {number}"),
            format!("este cel mult {number}"),
        )
    }

    /// `через 3 дня`, `сегодня`, `3 дня назад`.
    fn away(self, days: i32) -> String {
        let counted = DAYS.counted(self.language, u64::from(days.unsigned_abs()));
        match days.signum() {
            0 => self.say("сегодня", "today", "azi").into(),
            1 => self.say(
                format!("через {counted}"),
                format!("in {counted}"),
                format!("peste {counted}"),
            ),
            _ => self.say(
                format!("{counted} назад"),
                format!("{counted} ago"),
                format!("acum {counted}"),
            ),
        }
    }

    pub(super) fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::Lead => self.say("лид", "lead", "lead"),
            Stage::Client => self.say("клиент", "client", "client"),
            Stage::Former => self.say("бывший", "former", "fost"),
        }
    }
}

/// Minor units as a person writes them: `5000`, `99.50`.
fn sum(amount: i64) -> String {
    let (sign, amount) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    match (amount / 100, amount % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, minor) => format!("{sign}{whole}.{minor:02}"),
    }
}
