//! Answers to fields as typed columns: of completions, and of the clients' own fields.

use chrono::{NaiveDate, NaiveTime};
use domain::fields::{FieldType, FieldValue};
use domain::ids::{ClientId, EmployeeId, ValueId};
use domain::money::Money;
use domain::time::Timestamp;

const WALL: &str = "%H:%M";

/// One stored value. An answer is one of them, or one for each chosen value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stored {
    pub text: Option<String>,
    pub number: Option<i64>,
    pub currency: Option<String>,
    pub date: Option<NaiveDate>,
    pub instant: Option<Timestamp>,
    pub reference: Option<i64>,
}

impl Stored {
    pub fn of(value: &FieldValue) -> Vec<Self> {
        let one = match value {
            FieldValue::Text(text)
            | FieldValue::Phone(text)
            | FieldValue::Email(text)
            | FieldValue::Url(text) => Self {
                text: Some(text.clone()),
                ..Self::default()
            },
            FieldValue::Integer(number) | FieldValue::Decimal(number) => Self::number(*number),
            FieldValue::Money(money) => Self {
                currency: Some(money.currency.clone()),
                ..Self::number(money.amount)
            },
            FieldValue::Boolean(yes) => Self::number(i64::from(*yes)),
            FieldValue::Date(date) => Self {
                date: Some(*date),
                ..Self::default()
            },
            FieldValue::Time(time) => Self {
                text: Some(time.format(WALL).to_string()),
                ..Self::default()
            },
            FieldValue::DateTime(at) => Self {
                instant: Some(*at),
                ..Self::default()
            },
            FieldValue::Dictionary(id) => Self::reference(id.as_i64()),
            FieldValue::DictionaryMulti(ids) => {
                return ids.iter().map(|id| Self::reference(id.as_i64())).collect();
            }
            FieldValue::Employee(id) => Self::reference(id.as_i64()),
            FieldValue::Client(id) => Self::reference(id.as_i64()),
        };
        vec![one]
    }

    fn number(number: i64) -> Self {
        Self {
            number: Some(number),
            ..Self::default()
        }
    }

    fn reference(id: i64) -> Self {
        Self {
            reference: Some(id),
            ..Self::default()
        }
    }

    /// `None` for a row whose column does not fit its type.
    pub fn value(self, kind: FieldType) -> Option<FieldValue> {
        Some(match kind {
            FieldType::Text | FieldType::LongText => FieldValue::Text(self.text?),
            FieldType::Phone => FieldValue::Phone(self.text?),
            FieldType::Email => FieldValue::Email(self.text?),
            FieldType::Url => FieldValue::Url(self.text?),
            FieldType::Integer => FieldValue::Integer(self.number?),
            FieldType::Decimal => FieldValue::Decimal(self.number?),
            FieldType::Money => FieldValue::Money(Money {
                amount: self.number?,
                currency: self.currency?,
            }),
            FieldType::Boolean => FieldValue::Boolean(self.number? != 0),
            FieldType::Date => FieldValue::Date(self.date?),
            FieldType::Time => FieldValue::Time(NaiveTime::parse_from_str(&self.text?, WALL).ok()?),
            FieldType::DateTime => FieldValue::DateTime(self.instant?),
            FieldType::Dictionary => FieldValue::Dictionary(ValueId::from_i64(self.reference?)),
            FieldType::DictionaryMulti => {
                FieldValue::DictionaryMulti(vec![ValueId::from_i64(self.reference?)])
            }
            FieldType::Employee => FieldValue::Employee(EmployeeId::from_i64(self.reference?)),
            FieldType::Client => FieldValue::Client(ClientId::from_i64(self.reference?)),
        })
    }
}

/// Adds a further row of an answer to it. A value that is there already, because two were merged, is there once.
pub(crate) fn further(value: &mut FieldValue, more: FieldValue) {
    if let (FieldValue::DictionaryMulti(known), FieldValue::DictionaryMulti(more)) = (value, more) {
        for id in more {
            if !known.contains(&id) {
                known.push(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn every_answer_comes_back_as_it_was() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 5).unwrap();
        for (kind, value) in [
            (FieldType::Text, FieldValue::Text("Йога".into())),
            (FieldType::LongText, FieldValue::Text("а\nб".into())),
            (FieldType::Integer, FieldValue::Integer(-3)),
            (FieldType::Decimal, FieldValue::Decimal(1_500_000)),
            (
                FieldType::Money,
                FieldValue::Money(Money {
                    amount: 150_000,
                    currency: "RUB".into(),
                }),
            ),
            (FieldType::Boolean, FieldValue::Boolean(false)),
            (FieldType::Date, FieldValue::Date(day)),
            (
                FieldType::Time,
                FieldValue::Time(NaiveTime::from_hms_opt(9, 5, 0).unwrap()),
            ),
            (
                FieldType::DateTime,
                FieldValue::DateTime(Timestamp::from_micros(1_000_000)),
            ),
            (
                FieldType::Dictionary,
                FieldValue::Dictionary(ValueId::from_i64(7)),
            ),
            (
                FieldType::DictionaryMulti,
                FieldValue::DictionaryMulti(vec![ValueId::from_i64(7), ValueId::from_i64(3)]),
            ),
            (
                FieldType::Employee,
                FieldValue::Employee(EmployeeId::from_i64(4)),
            ),
            (FieldType::Client, FieldValue::Client(ClientId::from_i64(5))),
            (FieldType::Phone, FieldValue::Phone("+79123456789".into())),
            (FieldType::Email, FieldValue::Email("a@b.ru".into())),
            (FieldType::Url, FieldValue::Url("https://a.ru".into())),
        ] {
            let mut rows = Stored::of(&value).into_iter();
            let first = rows.next().expect("a row");
            let mut read = first.value(kind).expect("its type");
            for row in rows {
                further(&mut read, row.value(kind).expect("its type"));
            }
            assert_eq!(read, value, "{kind}");
        }
    }

    #[test]
    fn a_column_of_another_type_is_no_answer() {
        let text = Stored {
            text: Some("25:99".into()),
            ..Stored::default()
        };
        assert_eq!(text.clone().value(FieldType::Integer), None);
        assert_eq!(text.value(FieldType::Time), None);
    }
}
