//! Discounts as a person reads them.

use chrono::NaiveDate;

use super::{NBSP, Telling};
use crate::discounts::{Gives, Term, percent};
use crate::language::Language;

impl Telling<'_> {
    /// `−20 %`, `−500 RUB`; nothing for a benefit without a figure.
    pub fn gives(self, gives: &Gives) -> Option<String> {
        match gives {
            Gives::Percent { basis_points } => {
                let part = percent(*basis_points, self.say(',', '.', ','));
                Some(match self.language {
                    Language::En => format!("−{part}%"),
                    Language::Ru | Language::Ro => format!("−{part}{NBSP}%"),
                })
            }
            Gives::Sum { sum } => Some(format!("−{}", self.money(sum.amount, &sum.currency))),
            Gives::Benefit {} => None,
        }
    }

    /// `Многодетная семья −20 % по 31 августа 2027`
    pub fn benefit(self, name: &str, gives: &Gives, until: Option<NaiveDate>) -> String {
        let gives = self.gives(gives).map(|gives| format!("{NBSP}{gives}"));
        let until = until.map(|until| format!(" {}", self.until_day(until)));
        format!(
            "{name}{}{}",
            gives.unwrap_or_default(),
            until.unwrap_or_default()
        )
    }

    /// `с 1 сентября по 31 августа 2027`
    pub fn term(self, term: &Term) -> String {
        let from = self.day_of_month(term.from);
        let from = self.say(
            format!("с{NBSP}{from}"),
            format!("from {from}"),
            format!("din {from}"),
        );
        match term.until {
            Some(until) => format!("{from} {}", self.until_day(until)),
            None => from,
        }
    }

    /// The day is included, and each language says so.
    pub fn until_day(self, day: NaiveDate) -> String {
        let day = self.day_of_month(day);
        self.say(
            format!("по{NBSP}{day}"),
            format!("through {day}"),
            format!("până la {day} inclusiv"),
        )
    }
}
