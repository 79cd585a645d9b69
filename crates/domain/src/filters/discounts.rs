//! Questions about discounts: always about what holds today.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::Operator;
use super::asked::Asked;
use super::sieve::{At, FilterFault, Leaf, Reading, Sieve, Test};
use crate::discounts::Term;
use crate::ids::DiscountId;

/// Some grant that holds on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Granted {
    /// Of one of these discounts; of any one when there is none.
    pub of: Vec<DiscountId>,
    pub on: NaiveDate,
    /// It ends then at the latest.
    pub ends: Option<NaiveDate>,
}

impl Granted {
    pub fn is(&self, discount: DiscountId, term: &Term) -> bool {
        let named = self.of.is_empty() || self.of.contains(&discount);
        let in_time = self
            .ends
            .is_none_or(|ends| term.until.is_some_and(|until| until <= ends));
        named && term.holds_on(self.on) && in_time
    }
}

impl Reading<'_> {
    pub(super) fn discounts<F: Asked>(
        &self,
        field: F,
        is: Operator,
        values: &[String],
    ) -> Result<Sieve<F>, (At, FilterFault)> {
        let mut granted = Granted {
            of: Vec::new(),
            on: self.today,
            ends: None,
        };
        match is {
            Operator::Within => {
                let days = values[0].trim().parse::<u32>().ok();
                let days = days
                    .filter(|days| *days <= 366)
                    .ok_or((At::Value(0), FilterFault::Malformed))?;
                granted.ends = self.today.checked_add_days(Days::new(days.into()));
            }
            Operator::Is | Operator::Not => {
                for (place, value) in values.iter().enumerate() {
                    let wanted = DiscountId::PREFIX;
                    let id = value.trim().parse();
                    let id = id.map_err(|_| (At::Value(place), FilterFault::WrongId { wanted }))?;
                    granted.of.push(id);
                }
            }
            _ => {}
        }
        let has = Sieve::Leaf(Leaf {
            field,
            test: Test::Granted(granted),
        });
        Ok(match is {
            Operator::Not | Operator::Empty => Sieve::Not(Box::new(has)),
            _ => has,
        })
    }
}
