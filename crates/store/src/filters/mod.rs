//! What conditions of filters are made of, whatever things are filtered: the tree, tests of columns, of rows in other tables and of answers to the
//! club's own fields.
//!
//! Tests are macros, because a subquery needs the expression's own type. Their tables are named `answers.owner of things`: the rows whose `owner` is
//! the `id` of the thing.

mod asked;

use chrono::NaiveDate;
use diesel::dsl::not;
use diesel::prelude::*;
use domain::filters::{Choice, Leaf, Sieve, Test};
use domain::time::Timestamp;

use crate::FAR_AHEAD;
use crate::access::Condition;
use crate::engine::constant::{EVERYTHING, NOTHING};

/// A sieve as a condition. `leaf` makes it of each question, and is told whether the question narrows all that is wanted.
pub(crate) fn tree<T: 'static, F>(
    sieve: &Sieve<F>,
    alone: bool,
    leaf: &impl Fn(&Leaf<F>, bool) -> Condition<T>,
) -> Condition<T> {
    match sieve {
        Sieve::All(of) => {
            let mut all: Option<Condition<T>> = None;
            for one in of {
                let one = tree(one, alone, leaf);
                all = Some(match all {
                    None => one,
                    Some(all) => Box::new(all.and(one)),
                });
            }
            all.unwrap_or_else(|| Box::new(EVERYTHING))
        }
        Sieve::Any(of) => any(of.iter().map(|one| tree(one, false, leaf))),
        Sieve::Not(one) => Box::new(not(tree(one, false, leaf))),
        Sieve::Leaf(one) => leaf(one, alone),
    }
}

pub(crate) fn any<T: 'static>(of: impl Iterator<Item = Condition<T>>) -> Condition<T> {
    let mut any: Option<Condition<T>> = None;
    for one in of {
        any = Some(match any {
            None => one,
            Some(any) => Box::new(any.or(one)),
        });
    }
    any.unwrap_or_else(|| Box::new(NOTHING))
}

/// A condition, or that it does not hold.
pub(crate) fn chain<T: 'static>(test: &Test, is: Condition<T>) -> Condition<T> {
    match test {
        Test::OneOf(_) => is,
        Test::NoneOf(_) => Box::new(not(is)),
        _ => Box::new(NOTHING),
    }
}

/// Rows of another table that belong to the thing and are so.
macro_rules! rows {
    ($table:ident.$owner:ident of $things:ident $(, $condition:expr)*) => {
        diesel::dsl::exists(
            $table::table
                .filter($table::$owner.eq($things::id))
                $(.filter($condition))*
                .select($table::$owner),
        )
    };
}

/// A test of texts in another table.
macro_rules! texts {
    ($test:expr, $column:expr, $table:ident.$owner:ident of $things:ident $(, $condition:expr)*) => {{
        use $crate::engine::folding::{anywhere, at_first, folded};
        type Of = $crate::access::Condition<$things::table>;
        match $test {
            Test::Filled => Box::new($crate::filters::rows!($table.$owner of $things $(, $condition)*)) as Of,
            Test::Empty => Box::new(not($crate::filters::rows!($table.$owner of $things $(, $condition)*))),
            Test::Has(text) => {
                Box::new($crate::filters::rows!($table.$owner of $things $(, $condition)*, folded($column).like(anywhere(text)).escape('\\')))
            }
            Test::Lacks(text) => {
                Box::new(not($crate::filters::rows!($table.$owner of $things $(, $condition)*, folded($column).like(anywhere(text)).escape('\\'))))
            }
            Test::Begins(text) => {
                Box::new($crate::filters::rows!($table.$owner of $things $(, $condition)*, folded($column).like(at_first(text)).escape('\\')))
            }
            Test::Equals(text) => Box::new($crate::filters::rows!($table.$owner of $things $(, $condition)*, folded($column).eq(text.clone()))),
            Test::Differs(text) => Box::new(not($crate::filters::rows!($table.$owner of $things $(, $condition)*, folded($column).eq(text.clone())))),
            _ => Box::new($crate::engine::constant::NOTHING),
        }
    }};
}

/// A test of numbers of phones in another table.
macro_rules! digits {
    ($test:expr, $column:expr, $table:ident.$owner:ident of $things:ident $(, $condition:expr)*) => {{
        use $crate::engine::folding::anywhere;
        type Of = $crate::access::Condition<$things::table>;
        match $test {
            Test::Filled => Box::new($crate::filters::rows!($table.$owner of $things $(, $condition)*)) as Of,
            Test::Empty => Box::new(not($crate::filters::rows!($table.$owner of $things $(, $condition)*))),
            Test::Has(digits) => Box::new($crate::filters::rows!($table.$owner of $things $(, $condition)*, $column.like(anywhere(digits)))),
            Test::Lacks(digits) => Box::new(not($crate::filters::rows!($table.$owner of $things $(, $condition)*, $column.like(anywhere(digits))))),
            Test::Begins(digits) => Box::new($crate::filters::rows!($table.$owner of $things $(, $condition)*, $column.like(format!("+{digits}%")))),
            _ => Box::new($crate::engine::constant::NOTHING),
        }
    }};
}

/// A test of a column of texts that may be null.
macro_rules! column {
    ($test:expr, $column:expr) => {{
        use $crate::engine::folding::{anywhere, at_first, folded};
        let text = folded($column).assume_not_null();
        let there = $column.is_not_null();
        match $test {
            Test::Filled => Box::new(there),
            Test::Empty => Box::new($column.is_null()),
            Test::Has(part) => Box::new(there.and(text.like(anywhere(part)).escape('\\'))),
            Test::Begins(part) => Box::new(there.and(text.like(at_first(part)).escape('\\'))),
            Test::Equals(whole) => Box::new(there.and(text.eq(whole.clone()))),
            Test::Lacks(part) => Box::new(
                $column
                    .is_null()
                    .or(text.not_like(anywhere(part)).escape('\\')),
            ),
            Test::Differs(whole) => Box::new($column.is_null().or(text.ne(whole.clone()))),
            _ => Box::new($crate::engine::constant::NOTHING),
        }
    }};
}

/// A test of a column that may be null and holds a kind of id.
macro_rules! references {
    ($test:expr, $column:expr, $id:ty) => {{
        use $crate::engine::among::among;
        use $crate::filters::{choices, ids};
        let chosen = ids::<$id>(choices($test), <$id>::from_i64);
        match $test {
            Test::Filled => Box::new($column.is_not_null()),
            Test::Empty => Box::new($column.is_null()),
            Test::OneOf(_) => Box::new(
                $column
                    .is_not_null()
                    .and($column.assume_not_null().eq_any(among(chosen))),
            ),
            Test::NoneOf(_) => Box::new(
                $column
                    .is_null()
                    .or(not($column.assume_not_null().eq_any(among(chosen)))),
            ),
            _ => Box::new($crate::engine::constant::NOTHING),
        }
    }};
}

/// A test of an answer to one of the club's own fields.
macro_rules! answered {
    ($test:expr, $id:expr, $kind:expr, $table:ident.$owner:ident of $things:ident) => {{
        use $crate::engine::columns::bind;
        use $crate::filters::{chain, choices, days, digits, ids, moments, texts};
        let of = || $table::field_id.eq(bind($id));
        match $test {
            Test::Filled => Box::new($crate::filters::rows!($table.$owner of $things, of())),
            Test::Empty => Box::new(not($crate::filters::rows!($table.$owner of $things, of()))),
            Test::Numbers(from, to) => {
                let (from, to) = (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
                Box::new($crate::filters::rows!($table.$owner of $things, of(), $table::number.ge(from), $table::number.le(to)))
            }
            Test::Yes(yes) => {
                let yes = i64::from(*yes);
                Box::new($crate::filters::rows!($table.$owner of $things, of(), $table::number.eq(yes)))
            }
            Test::Days(from, to) => {
                let (from, to) = days(*from, *to);
                Box::new($crate::filters::rows!($table.$owner of $things, of(), $table::date.ge(from), $table::date.le(to)))
            }
            Test::Moments { from, until } => {
                let (from, until) = moments(*from, *until);
                Box::new($crate::filters::rows!($table.$owner of $things, of(), $table::instant.ge(bind(from)), $table::instant.lt(bind(until))))
            }
            Test::Times(from, to) => {
                let from = from.clone().unwrap_or_default();
                let to = to.clone().unwrap_or_else(|| "99".to_owned());
                Box::new($crate::filters::rows!($table.$owner of $things, of(), $table::text.ge(from), $table::text.le(to)))
            }
            Test::OneOf(_) | Test::NoneOf(_) => {
                let numbers = ids(choices($test), |number| number);
                let is = $crate::filters::rows!($table.$owner of $things, of(), $table::reference.eq_any(numbers));
                chain($test, Box::new(is))
            }
            _ if $kind == domain::fields::FieldType::Phone => {
                digits!($test, $table::text, $table.$owner of $things, of())
            }
            _ => texts!($test, $table::text, $table.$owner of $things, of()),
        }
    }};
}

pub(crate) use {answered, column, digits, references, rows, texts};

pub(crate) fn choices(test: &Test) -> &[Choice] {
    match test {
        Test::OneOf(of) | Test::NoneOf(of) => of,
        _ => &[],
    }
}

pub(crate) fn words(test: &Test) -> impl Iterator<Item = &str> {
    choices(test).iter().filter_map(|choice| match choice {
        Choice::Word(word) => Some(word.as_str()),
        _ => None,
    })
}

pub(crate) fn ids<T>(of: &[Choice], id: impl Fn(i64) -> T) -> Vec<T> {
    let ids = of.iter().filter_map(|choice| match choice {
        Choice::Id(number) => Some(id(*number)),
        _ => None,
    });
    ids.collect()
}

/// Open ends are beyond everything that is stored.
pub(crate) fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (NaiveDate, NaiveDate) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    (
        from.unwrap_or_else(|| day(1000, 1, 1)),
        to.unwrap_or_else(|| day(9999, 12, 31)),
    )
}

pub(crate) fn moments(from: Option<Timestamp>, until: Option<Timestamp>) -> (Timestamp, Timestamp) {
    let first = NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or_default();
    let first = Timestamp::from_naive(first.and_time(chrono::NaiveTime::MIN));
    (from.unwrap_or(first), until.unwrap_or(FAR_AHEAD))
}
