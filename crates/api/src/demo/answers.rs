//! How a conversation ends: which result, what is filled in, what is remarked.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, NaiveTime, Timelike as _};
use domain::calendar::{Calendar, WorkingTime};
use domain::dictionaries::Choice;
use domain::fields::{FieldDef, FieldType, Raw};
use domain::ids::{DictionaryId, EmployeeId};
use domain::money::Money;
use domain::results::{Outcome, ResultDef};
use domain::time::{Timestamp, Zone};

use super::dice::Dice;
use super::words::Words;

/// Where and when somebody fills a form in.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub now: Timestamp,
    pub zone: &'a Zone,
    pub calendar: &'a Calendar,
    pub dictionaries: &'a BTreeMap<DictionaryId, Vec<Choice>>,
    pub words: &'static Words,
    pub employee: EmployeeId,
}

/// What is sent when a task is completed.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    pub fields: BTreeMap<String, Raw>,
    pub comment: Option<String>,
}

/// Chooses among the results of a task. What is reached often comes first in a good directory, but not always: outcomes weigh.
pub fn choose<'r>(
    dice: &mut Dice,
    results: &'r [ResultDef],
    attempt: u32,
) -> Option<&'r ResultDef> {
    if results.is_empty() {
        return None;
    }
    let among = |outcome| {
        results
            .iter()
            .filter(|def| def.outcome == outcome)
            .count()
            .max(1) as u32
    };
    let weight = |def: &ResultDef| {
        let of_outcome = match def.outcome {
            // Few buy on the phone; a trial lesson and a check are for that.
            Outcome::Goal => {
                if results.len() > 4 {
                    30
                } else {
                    150
                }
            }
            Outcome::Progress => 330,
            Outcome::Postponed => 250,
            // Who was not reached four times will hardly be at the fifth.
            Outcome::NoContact => 260 + 60 * attempt.min(4),
            Outcome::Refusal => 120,
            Outcome::Invalid => 20,
        };
        of_outcome / among(def.outcome)
    };
    let chosen = dice.weighted(results.iter().map(weight));
    results.get(chosen)
}

/// Fills the form of a result in as people do: what is asked for always, the rest sometimes.
pub fn fill(dice: &mut Dice, def: &ResultDef, desk: Desk<'_>) -> Ending {
    let mut fields = BTreeMap::new();
    for field in &def.fields {
        if (field.required || dice.chance(55))
            && let Some(answer) = desk.answer(dice, field, def.outcome)
        {
            fields.insert(field.key.clone(), answer);
        }
    }
    let said = fields
        .values()
        .any(|answer| matches!(answer, Raw::Text(text) if text.contains(' ')));
    let talk = desk.words.talk.of(def.outcome);
    let comment = (!said && dice.chance(45)).then(|| (*dice.pick(talk)).to_owned());
    Ending { fields, comment }
}

impl Desk<'_> {
    fn answer(&self, dice: &mut Dice, field: &FieldDef, outcome: Outcome) -> Option<Raw> {
        let phrase = |dice: &mut Dice| (*dice.pick(self.words.talk.of(outcome))).to_owned();
        Some(match field.kind {
            FieldType::Text | FieldType::LongText => Raw::Text(phrase(dice)),
            FieldType::Integer => Raw::Integer(self.within(field, dice.between(1, 6))),
            FieldType::Decimal => Raw::Decimal(self.within(field, dice.between(1, 6)) as f64),
            FieldType::Money => Raw::Money(Money {
                amount: self.within(field, self.price(dice)),
                currency: self.words.currency.to_owned(),
            }),
            FieldType::Boolean => Raw::Boolean(dice.chance(60)),
            FieldType::Date => Raw::Text(self.date(dice, 10, 45).to_string()),
            FieldType::Time => Raw::Text(format!("{:02}:00", dice.between(10, 19))),
            FieldType::DateTime => {
                // A visit is days away, a call back mostly hours.
                let soon = outcome == Outcome::Postponed && dice.chance(55);
                let at = if soon {
                    self.later_today(dice)
                } else {
                    self.visit(dice)
                };
                Raw::Text(at.to_string())
            }
            FieldType::Dictionary => Raw::Text(self.choice(dice, field)?),
            FieldType::DictionaryMulti => {
                let mut chosen = vec![self.choice(dice, field)?];
                if let Some(second) = self.choice(dice, field).filter(|_| dice.chance(35))
                    && !chosen.contains(&second)
                {
                    chosen.push(second);
                }
                Raw::List(chosen)
            }
            FieldType::Employee => Raw::Text(self.employee.to_string()),
            FieldType::Phone | FieldType::Email | FieldType::Url | FieldType::Client => {
                return None;
            }
        })
    }

    fn within(&self, field: &FieldDef, number: i64) -> i64 {
        let least = field.limits.min.unwrap_or(i64::MIN);
        number.clamp(least, field.limits.max.unwrap_or(i64::MAX).max(least))
    }

    /// In minor units; passes are sold at round prices.
    fn price(&self, dice: &mut Dice) -> i64 {
        const ROUBLES: [i64; 8] = [3_900, 5_400, 7_900, 12_500, 18_900, 24_000, 32_500, 45_000];
        const EUROS: [i64; 8] = [39, 55, 79, 120, 190, 240, 390, 590];
        let prices = if self.words.currency == "RUB" {
            ROUBLES
        } else {
            EUROS
        };
        dice.pick(&prices) * 100
    }

    fn date(&self, dice: &mut Dice, least: i64, most: i64) -> NaiveDate {
        self.zone.day(self.now) + Duration::days(dice.between(least, most))
    }

    /// One to five days ahead, on the hour or half past, while the branch is open.
    fn visit(&self, dice: &mut Dice) -> Timestamp {
        let hours = WorkingTime {
            calendar: self.calendar,
            zone: self.zone,
        };
        let day = hours.open_day(self.date(dice, 1, 5)).at;
        let (opens, closes) = match self.calendar.hours(day) {
            Some(hours) => (hours.opens.hour(), hours.closes.hour()),
            None => (10, 19),
        };
        let hour = dice.between(i64::from(opens) + 1, i64::from(closes) - 2) as u32;
        let minute = if dice.chance(30) { 30 } else { 0 };
        let wall = NaiveTime::from_hms_opt(hour.min(22), minute, 0).unwrap_or(NaiveTime::MIN);
        self.zone.instant(day.and_time(wall))
    }

    /// In one to six hours, on a quarter of an hour; tomorrow when the branch closes before.
    fn later_today(&self, dice: &mut Dice) -> Timestamp {
        let hours = WorkingTime {
            calendar: self.calendar,
            zone: self.zone,
        };
        let span = Duration::minutes(15 * dice.between(4, 24));
        let at = hours.next_open(self.now.plus(span)).at;
        const QUARTER: i64 = 15 * 60 * 1_000_000;
        let micros = at.as_micros();
        Timestamp::from_micros(micros - micros.rem_euclid(QUARTER) + QUARTER)
    }

    /// The first values of a list are the common ones.
    fn choice(&self, dice: &mut Dice, field: &FieldDef) -> Option<String> {
        let values = self.dictionaries.get(&field.dictionary_id?)?;
        let live: Vec<&Choice> = values.iter().filter(|choice| !choice.archived).collect();
        let count = live.len() as u32;
        let chosen = dice.weighted((0..count).map(|place| 2 * (count - place)));
        live.get(chosen).map(|choice| choice.id.to_string())
    }
}
