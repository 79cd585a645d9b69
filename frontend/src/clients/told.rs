//! Questions of a filter in words, for chips.

use domain::filters::{ColumnType, Filter, Operator};
use wire::own_fields::ListedField;

use crate::i18n::{self, t};

/// How many values an operator takes that does not choose among given ones.
pub const fn count(is: Operator) -> usize {
    match is {
        Operator::Empty | Operator::Filled | Operator::Overdue => 0,
        Operator::Between => 2,
        _ => 1,
    }
}

/// What is asked, as a choice of the form.
pub fn operator(field: &ListedField, is: Operator) -> &'static str {
    let dated = matches!(field.kind, ColumnType::Date | ColumnType::DateTime);
    match is {
        Operator::Is if field.kind.is_chosen() => t::filters::is_one_of(),
        Operator::Is => t::filters::is(),
        Operator::Not if field.kind.is_chosen() => t::filters::is_none_of(),
        Operator::Not => t::filters::not(),
        Operator::Has => t::filters::has(),
        Operator::Lacks => t::filters::lacks(),
        Operator::Begins => t::filters::begins(),
        Operator::From if dated => t::filters::since(),
        Operator::From => t::filters::at_least(),
        Operator::To if dated => t::filters::until(),
        Operator::To => t::filters::at_most(),
        Operator::Between => t::filters::between(),
        Operator::Empty => t::filters::empty(),
        Operator::Filled => t::filters::filled(),
        Operator::Overdue => t::filters::overdue(),
        Operator::Within => t::filters::within(),
    }
}

/// What a value is called.
pub fn choice(field: &ListedField, value: &str) -> String {
    let known = field.choices.iter().find(|choice| choice.value == value);
    known.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
}

fn value(field: &ListedField, is: Operator, value: &str) -> String {
    match field.kind {
        _ if is == Operator::Within => value
            .parse()
            .map_or_else(|_| value.to_owned(), t::filters::days_count),
        ColumnType::Date | ColumnType::DateTime => day(value),
        ColumnType::Money => match (value.parse(), &field.currency) {
            (Ok(sum), Some(currency)) => i18n::money(sum, currency),
            _ => value.to_owned(),
        },
        _ => choice(field, value),
    }
}

fn day(value: &str) -> String {
    let Some(away) = value.strip_prefix("today") else {
        return value.parse().map_or_else(|_| value.to_owned(), i18n::date);
    };
    let days = |text: &str| text.trim_end_matches('d').parse::<i64>().ok();
    match (away.strip_prefix('-'), away.strip_prefix('+')) {
        _ if away.is_empty() => t::filters::today().to_owned(),
        (Some(ago), _) => days(ago).map_or_else(|| value.to_owned(), t::filters::days_ago),
        (_, Some(ahead)) => days(ahead).map_or_else(|| value.to_owned(), t::filters::days_ahead),
        _ => value.to_owned(),
    }
}

/// A question as a chip: "Stage: Lead, Client". A group, with "or".
pub fn told(fields: &[ListedField], filter: &Filter) -> String {
    match filter {
        Filter::Test {
            field: key,
            is,
            values,
        } => {
            let Some(field) = fields.iter().find(|field| field.key == *key) else {
                return key.clone();
            };
            let values: Vec<String> = values.iter().map(|one| value(field, *is, one)).collect();
            let label = &field.label;
            match is {
                Operator::Is => format!("{label}: {}", values.join(", ")),
                Operator::Between => format!("{label}: {}", values.join(" – ")),
                Operator::Empty | Operator::Filled | Operator::Overdue => {
                    format!("{label}: {}", operator(field, *is))
                }
                is => format!("{label}: {} {}", operator(field, *is), values.join(", ")),
            }
        }
        Filter::All { of } => {
            let told: Vec<String> = of.iter().map(|one| self::told(fields, one)).collect();
            told.join(" · ")
        }
        Filter::Any { of } => {
            let told: Vec<String> = of.iter().map(|one| self::told(fields, one)).collect();
            told.join(t::filters::or_between())
        }
    }
}
