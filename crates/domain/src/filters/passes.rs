//! Whether a client passes a filter, said in memory: what the database answers row by row.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::fields::Field;
use super::sieve::{Choice, Leaf, Sieve, Test};
use crate::chains::ChainState;
use crate::clients::{Channel, Stage};
use crate::collation::sort_key;
use crate::discounts::Term;
use crate::fields::FieldValue;
use crate::ids::{
    BranchId, DiscountId, EmployeeId, FieldId, ProcessId, ResultId, SegmentId, ValueId, VersionId,
};
use crate::name::PersonName;
use crate::search::folded;
use crate::time::Timestamp;

/// What filters may know of a client.
#[derive(Debug, Clone)]
pub struct Facts {
    pub name: PersonName,
    /// E.164.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub stage: Stage,
    pub source: Option<ValueId>,
    pub responsible: Option<EmployeeId>,
    pub branch: BranchId,
    pub tags: Vec<String>,
    pub do_not_contact: Vec<Channel>,
    pub birth_date: Option<NaiveDate>,
    pub created: Timestamp,
    pub last_contact: Option<Timestamp>,
    pub next: Option<NextFacts>,
    pub last_result: Option<ResultId>,
    pub note: Option<String>,
    pub chains: Vec<ChainFacts>,
    /// The frozen segments that count the client among theirs.
    pub segments: Vec<SegmentId>,
    /// Discounts that were granted and not withdrawn, with their days.
    pub discounts: Vec<(DiscountId, Term)>,
    pub answers: BTreeMap<FieldId, FieldValue>,
}

/// The next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextFacts {
    /// After this instant it is late; of a task for a day, the midnight that ends it.
    pub sort: Timestamp,
    pub asleep: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFacts {
    pub process: ProcessId,
    pub version: VersionId,
    pub state: ChainState,
    /// The step of its open task.
    pub step: Option<String>,
    /// The step at which it wakes up.
    pub wakes_at: Option<String>,
}

impl ChainFacts {
    fn runs(&self) -> bool {
        matches!(self.state, ChainState::Active | ChainState::Sleeping)
    }
}

impl Sieve {
    pub fn passes(&self, facts: &Facts) -> bool {
        match self {
            Self::All(of) => of.iter().all(|one| one.passes(facts)),
            Self::Any(of) => of.iter().any(|one| one.passes(facts)),
            Self::Not(one) => !one.passes(facts),
            Self::Leaf(leaf) => leaf.passes(facts),
        }
    }
}

impl Leaf {
    fn passes(&self, facts: &Facts) -> bool {
        let test = &self.test;
        let running = || facts.chains.iter().filter(|chain| chain.runs());
        match self.field {
            Field::Name => named(test, &facts.name),
            Field::Phone => digits(test, &facts.phones),
            Field::Email => texts(test, &facts.emails),
            Field::Note => texts(test, facts.note.as_slice()),
            Field::Stage => word(test, [facts.stage.as_str()]),
            Field::Tag => {
                let keys: Vec<String> = facts.tags.iter().map(|tag| sort_key(tag)).collect();
                word(test, keys.iter().map(String::as_str))
            }
            Field::DoNotContact => word(test, facts.do_not_contact.iter().map(|way| way.as_str())),
            Field::Chain => word(test, facts.chains.iter().map(|chain| chain.state.as_str())),
            Field::Source => number(test, facts.source.iter().map(|id| id.as_i64())),
            Field::Responsible => number(test, facts.responsible.iter().map(|id| id.as_i64())),
            Field::Branch => number(test, [facts.branch.as_i64()]),
            Field::LastResult => number(test, facts.last_result.iter().map(|id| id.as_i64())),
            Field::Process => number(test, running().map(|chain| chain.process.as_i64())),
            Field::Version => number(test, running().map(|chain| chain.version.as_i64())),
            Field::Step => stands(test, running().map(|chain| (chain.process, &chain.step))),
            Field::WakesAt => stands(
                test,
                running().map(|chain| (chain.process, &chain.wakes_at)),
            ),
            Field::BirthDate => day(test, facts.birth_date),
            Field::Birthday => match test {
                Test::Birthdays(ranges) => facts.birth_date.is_some_and(|date| {
                    let day = format!("{:02}-{:02}", date.month(), date.day());
                    ranges.iter().any(|(from, to)| *from <= day && day <= *to)
                }),
                _ => false,
            },
            Field::Created => moment(test, Some(facts.created)),
            Field::LastContact => moment(test, facts.last_contact),
            Field::NextStep => next(test, facts.next),
            Field::Segment => number(test, facts.segments.iter().map(|id| id.as_i64())),
            Field::Discount | Field::DiscountEnds => match test {
                Test::Granted(granted) => {
                    let mut held = facts.discounts.iter();
                    held.any(|(discount, term)| granted.is(*discount, term))
                }
                _ => false,
            },
            Field::Own(id, _) => answer(test, facts.answers.get(&id)),
        }
    }
}

/// Tests of what may be there or not, and has several values.
fn there(test: &Test, is_there: bool, otherwise: impl FnOnce() -> bool) -> bool {
    match test {
        Test::Filled => is_there,
        Test::Empty => !is_there,
        _ => otherwise(),
    }
}

fn named(test: &Test, name: &PersonName) -> bool {
    let parts = [&name.surname, &name.given, &name.patronymic];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| folded(part))
        .collect();
    let has = |wanted: &str| {
        wanted
            .split_whitespace()
            .all(|word| parts.iter().any(|part| part.contains(word)))
    };
    match test {
        Test::Has(wanted) => has(wanted),
        Test::Lacks(wanted) => !has(wanted),
        Test::Begins(wanted) => wanted
            .split_whitespace()
            .all(|word| parts.iter().any(|part| part.starts_with(word))),
        _ => false,
    }
}

fn digits(test: &Test, phones: &[String]) -> bool {
    let any = |is: &dyn Fn(&str) -> bool| phones.iter().any(|phone| is(phone));
    there(test, !phones.is_empty(), || match test {
        Test::Has(digits) => any(&|phone| phone.contains(digits)),
        Test::Lacks(digits) => !any(&|phone| phone.contains(digits)),
        Test::Begins(digits) => any(&|phone| phone.trim_start_matches('+').starts_with(digits)),
        _ => false,
    })
}

fn texts(test: &Test, texts: &[String]) -> bool {
    let any = |is: &dyn Fn(&str) -> bool| texts.iter().any(|text| is(&folded(text)));
    there(test, !texts.is_empty(), || match test {
        Test::Has(wanted) => any(&|text| text.contains(wanted)),
        Test::Lacks(wanted) => !any(&|text| text.contains(wanted)),
        Test::Begins(wanted) => any(&|text| text.starts_with(wanted)),
        Test::Equals(wanted) => any(&|text| text == wanted),
        Test::Differs(wanted) => !any(&|text| text == wanted),
        _ => false,
    })
}

fn word<'w>(test: &Test, words: impl IntoIterator<Item = &'w str>) -> bool {
    chosen(
        test,
        words,
        |choice, word| matches!(choice, Choice::Word(wanted) if wanted == word),
    )
}

fn number(test: &Test, ids: impl IntoIterator<Item = i64>) -> bool {
    chosen(test, ids, |choice, id| *choice == Choice::Id(*id))
}

fn stands<'s>(test: &Test, steps: impl Iterator<Item = (ProcessId, &'s Option<String>)>) -> bool {
    let steps = steps.filter_map(|(process, step)| Some((process, step.as_deref()?)));
    chosen(test, steps, |choice, (process, step)| match choice {
        Choice::Step(of, wanted) => wanted == step && of.is_none_or(|of| of == *process),
        _ => false,
    })
}

fn chosen<T>(
    test: &Test,
    values: impl IntoIterator<Item = T>,
    is: impl Fn(&Choice, &T) -> bool,
) -> bool {
    let values: Vec<T> = values.into_iter().collect();
    let any = |of: &[Choice]| {
        values
            .iter()
            .any(|value| of.iter().any(|one| is(one, value)))
    };
    there(test, !values.is_empty(), || match test {
        Test::OneOf(of) => any(of),
        Test::NoneOf(of) => !any(of),
        _ => false,
    })
}

fn within<T: PartialOrd>(value: &T, from: Option<&T>, to: Option<&T>) -> bool {
    from.is_none_or(|from| from <= value) && to.is_none_or(|to| value <= to)
}

fn day(test: &Test, date: Option<NaiveDate>) -> bool {
    there(test, date.is_some(), || match (test, date) {
        (Test::Days(from, to), Some(date)) => within(&date, from.as_ref(), to.as_ref()),
        _ => false,
    })
}

fn moment(test: &Test, at: Option<Timestamp>) -> bool {
    there(test, at.is_some(), || match (test, at) {
        (Test::Moments { from, until }, Some(at)) => {
            from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
        }
        _ => false,
    })
}

fn next(test: &Test, next: Option<NextFacts>) -> bool {
    there(test, next.is_some(), || match (test, next) {
        (Test::Overdue(now), Some(next)) => next.sort < *now,
        (Test::Steps { after, until }, Some(next)) => {
            let later = |after: Timestamp| after < next.sort || after == next.sort && next.asleep;
            let earlier =
                |until: Timestamp| next.sort < until || next.sort == until && !next.asleep;
            after.is_none_or(later) && until.is_none_or(earlier)
        }
        _ => false,
    })
}

fn answer(test: &Test, value: Option<&FieldValue>) -> bool {
    match value {
        None => matches!(
            test,
            Test::Empty | Test::Lacks(_) | Test::Differs(_) | Test::NoneOf(_)
        ),
        Some(FieldValue::Phone(phone)) => digits(test, std::slice::from_ref(phone)),
        Some(FieldValue::Text(text) | FieldValue::Email(text) | FieldValue::Url(text)) => {
            texts(test, std::slice::from_ref(text))
        }
        Some(FieldValue::Integer(number) | FieldValue::Decimal(number)) => numbers(test, *number),
        Some(FieldValue::Money(sum)) => numbers(test, sum.amount),
        Some(FieldValue::Boolean(yes)) => there(test, true, || *test == Test::Yes(*yes)),
        Some(FieldValue::Date(date)) => day(test, Some(*date)),
        Some(FieldValue::Time(time)) => {
            let time = time.format("%H:%M").to_string();
            there(test, true, || match test {
                Test::Times(from, to) => within(&time, from.as_ref(), to.as_ref()),
                _ => false,
            })
        }
        Some(FieldValue::DateTime(at)) => moment(test, Some(*at)),
        Some(FieldValue::Dictionary(id)) => number(test, [id.as_i64()]),
        Some(FieldValue::DictionaryMulti(ids)) => number(test, ids.iter().map(|id| id.as_i64())),
        Some(FieldValue::Employee(id)) => number(test, [id.as_i64()]),
        Some(FieldValue::Client(id)) => number(test, [id.as_i64()]),
    }
}

fn numbers(test: &Test, number: i64) -> bool {
    there(test, true, || match test {
        Test::Numbers(from, to) => within(&number, from.as_ref(), to.as_ref()),
        _ => false,
    })
}
