//! A sieve as a condition in SQL: the same as [`domain::filters::Sieve::passes`], asked of every row at once.
//!
//! What stands in other tables is asked by `EXISTS` from the client's side, which is right inside any group and stops where a page is full. Where
//! all are wanted in any order, as for a count, a question that narrows the whole list gathers the rows of its own index instead (`alone`).

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::chains::ChainState;
use domain::clients::{Channel, Stage};
use domain::fields::FieldType;
use domain::filters::{Choice, Field, Leaf, Sieve, Test};
use domain::ids::{
    BranchId, EmployeeId, FieldId, ProcessId, ResultId, SegmentId, ValueId, VersionId,
};
use domain::time::Timestamp;

use crate::access::Condition;
use crate::engine::among::among;
use crate::engine::birthday::Birthday;
use crate::engine::columns::bind;
use crate::engine::constant::{EVERYTHING, NOTHING};
use crate::engine::folding::{anywhere, at_first, folded};
use crate::schema::{
    chains, client_emails, client_phones, client_tags, client_values, clients, completions,
    segment_members, tasks,
};
use crate::{FAR_AHEAD, LONG_AGO};

pub(super) type OfClients = Condition<clients::table>;

/// As a condition on rows of clients, asked of one after the other.
pub(super) fn condition(sieve: &Sieve) -> OfClients {
    asked(sieve, false)
}

/// The same for a statement that wants all of them, in any order.
pub(super) fn condition_on_all(sieve: &Sieve) -> OfClients {
    asked(sieve, true)
}

fn asked(sieve: &Sieve, alone: bool) -> OfClients {
    match sieve {
        Sieve::All(of) => {
            let mut all: Option<OfClients> = None;
            for one in of {
                let one = asked(one, alone);
                all = Some(match all {
                    None => one,
                    Some(all) => Box::new(all.and(one)),
                });
            }
            all.unwrap_or_else(|| Box::new(EVERYTHING))
        }
        Sieve::Any(of) => any(of.iter().map(|one| asked(one, false))),
        Sieve::Not(one) => Box::new(not(asked(one, false))),
        Sieve::Leaf(leaf) => question(leaf, alone),
    }
}

fn any(of: impl Iterator<Item = OfClients>) -> OfClients {
    let mut any: Option<OfClients> = None;
    for one in of {
        any = Some(match any {
            None => one,
            Some(any) => Box::new(any.or(one)),
        });
    }
    any.unwrap_or_else(|| Box::new(NOTHING))
}

/// Rows of another table that belong to the client and are so. A macro, because a subquery needs the expression's own type.
macro_rules! some {
    ($table:ident $(, $condition:expr)*) => {
        exists(
            $table::table
                .filter($table::client_id.eq(clients::id))
                $(.filter($condition))*
                .select($table::client_id),
        )
    };
}

/// The same, or the clients of such rows gathered at once.
macro_rules! narrowed {
    ($alone:expr, $table:ident, $($condition:expr),+) => {
        match $alone {
            true => Box::new(clients::id.eq_any(
                $table::table$(.filter($condition))+.select($table::client_id),
            )) as OfClients,
            false => Box::new(some!($table, $($condition),+)),
        }
    };
}

/// A test of texts in another table.
macro_rules! texts {
    ($test:expr, $column:expr, $table:ident $(, $condition:expr)*) => {
        match $test {
            Test::Filled => Box::new(some!($table $(, $condition)*)) as OfClients,
            Test::Empty => Box::new(not(some!($table $(, $condition)*))),
            Test::Has(text) => {
                Box::new(some!($table $(, $condition)*, folded($column).like(anywhere(text)).escape('\\')))
            }
            Test::Lacks(text) => {
                Box::new(not(some!($table $(, $condition)*, folded($column).like(anywhere(text)).escape('\\'))))
            }
            Test::Begins(text) => {
                Box::new(some!($table $(, $condition)*, folded($column).like(at_first(text)).escape('\\')))
            }
            Test::Equals(text) => Box::new(some!($table $(, $condition)*, folded($column).eq(text.clone()))),
            Test::Differs(text) => Box::new(not(some!($table $(, $condition)*, folded($column).eq(text.clone())))),
            _ => Box::new(NOTHING),
        }
    };
}

/// A test of numbers of phones in another table.
macro_rules! digits {
    ($test:expr, $column:expr, $table:ident $(, $condition:expr)*) => {
        match $test {
            Test::Filled => Box::new(some!($table $(, $condition)*)) as OfClients,
            Test::Empty => Box::new(not(some!($table $(, $condition)*))),
            Test::Has(digits) => Box::new(some!($table $(, $condition)*, $column.like(anywhere(digits)))),
            Test::Lacks(digits) => Box::new(not(some!($table $(, $condition)*, $column.like(anywhere(digits))))),
            Test::Begins(digits) => Box::new(some!($table $(, $condition)*, $column.like(format!("+{digits}%")))),
            _ => Box::new(NOTHING),
        }
    };
}

/// A test of a column of clients that may be null and holds a kind of id.
macro_rules! references {
    ($test:expr, $column:expr, $id:ty) => {
        match $test {
            Test::Filled => Box::new($column.is_not_null()) as OfClients,
            Test::Empty => Box::new($column.is_null()),
            Test::OneOf(of) => Box::new(
                $column.is_not_null().and(
                    $column
                        .assume_not_null()
                        .eq_any(among(ids::<$id>(of, <$id>::from_i64))),
                ),
            ),
            Test::NoneOf(of) => Box::new(
                $column.is_null().or(not($column
                    .assume_not_null()
                    .eq_any(among(ids::<$id>(of, <$id>::from_i64))))),
            ),
            _ => Box::new(NOTHING),
        }
    };
}

pub(super) fn question(leaf: &Leaf, alone: bool) -> OfClients {
    let test = &leaf.test;
    match leaf.field {
        Field::Name => named(test),
        Field::Phone => digits!(test, client_phones::e164, client_phones),
        Field::Email => texts!(test, client_emails::email.nullable(), client_emails),
        Field::Note => note(test),
        Field::Stage => {
            let stages = words(test).filter_map(Stage::parse);
            chain(test, Box::new(clients::stage.eq_any(among(stages))))
        }
        Field::Branch => {
            let branches = ids(choices(test), BranchId::from_i64);
            chain(test, Box::new(clients::branch_id.eq_any(among(branches))))
        }
        Field::Source => references!(test, clients::source_id, ValueId),
        Field::Responsible => references!(test, clients::responsible_id, EmployeeId),
        Field::Tag => tagged(test, alone),
        Field::DoNotContact => forbidden(test),
        Field::BirthDate => match test {
            Test::Filled => Box::new(clients::birth_date.is_not_null()),
            Test::Empty => Box::new(clients::birth_date.is_null()),
            Test::Days(from, to) => {
                let (from, to) = days(*from, *to);
                let date = clients::birth_date.assume_not_null();
                Box::new(
                    clients::birth_date
                        .is_not_null()
                        .and(date.ge(from).and(date.le(to))),
                )
            }
            _ => Box::new(NOTHING),
        },
        Field::Birthday => birthdays(test),
        Field::Created => match test {
            Test::Moments { from, until } => {
                let (from, until) = moments(*from, *until);
                let created = clients::created_at;
                Box::new(created.ge(bind(from)).and(created.lt(bind(until))))
            }
            _ => Box::new(NOTHING),
        },
        Field::LastContact => last_contact(test),
        Field::NextStep => next_step(test),
        Field::LastResult => last_result(test),
        Field::Process => led(test, alone),
        Field::Version => {
            let versions: Vec<VersionId> = ids(choices(test), VersionId::from_i64);
            chain(
                test,
                narrowed!(
                    alone && matches!(test, Test::OneOf(_)),
                    chains,
                    chains::version_id.eq_any(among(versions.iter().copied())),
                    chains::ended_at.is_null()
                ),
            )
        }
        Field::Step => steps(test, at_step),
        Field::WakesAt => steps(test, |process, step| {
            asleep(process, step, alone && choices(test).len() == 1)
        }),
        Field::Chain => {
            let states: Vec<ChainState> = words(test).filter_map(ChainState::parse).collect();
            chain(
                test,
                Box::new(some!(
                    chains,
                    chains::state.eq_any(among(states.iter().copied()))
                )),
            )
        }
        Field::Segment => {
            let segments = ids(choices(test), SegmentId::from_i64);
            chain(
                test,
                narrowed!(
                    alone && matches!(test, Test::OneOf(_)),
                    segment_members,
                    segment_members::segment_id.eq_any(among(segments.iter().copied()))
                ),
            )
        }
        Field::Own(id, kind) => answered(test, id, kind),
    }
}

/// Every word in some part of the name.
fn named(test: &Test) -> OfClients {
    let parts = |text: &str, pattern: fn(&str) -> String| {
        let mut all: Option<OfClients> = None;
        for word in text.split_whitespace() {
            let like = pattern(word);
            macro_rules! part {
                ($column:expr) => {
                    $column.is_not_null().and(
                        folded($column)
                            .assume_not_null()
                            .like(like.clone())
                            .escape('\\'),
                    )
                };
            }
            let word: OfClients = Box::new(
                part!(clients::surname)
                    .or(part!(clients::given))
                    .or(part!(clients::patronymic)),
            );
            all = Some(match all {
                None => word,
                Some(all) => Box::new(all.and(word)),
            });
        }
        all.unwrap_or_else(|| Box::new(EVERYTHING))
    };
    match test {
        Test::Has(text) => parts(text, anywhere),
        Test::Lacks(text) => Box::new(not(parts(text, anywhere))),
        Test::Begins(text) => parts(text, at_first),
        _ => Box::new(NOTHING),
    }
}

fn note(test: &Test) -> OfClients {
    let text = folded(clients::note).assume_not_null();
    let there = clients::note.is_not_null();
    match test {
        Test::Filled => Box::new(there),
        Test::Empty => Box::new(clients::note.is_null()),
        Test::Has(part) => Box::new(there.and(text.like(anywhere(part)).escape('\\'))),
        Test::Begins(part) => Box::new(there.and(text.like(at_first(part)).escape('\\'))),
        Test::Equals(whole) => Box::new(there.and(text.eq(whole.clone()))),
        Test::Lacks(part) => Box::new(
            clients::note
                .is_null()
                .or(text.not_like(anywhere(part)).escape('\\')),
        ),
        Test::Differs(whole) => Box::new(clients::note.is_null().or(text.ne(whole.clone()))),
        _ => Box::new(NOTHING),
    }
}

fn tagged(test: &Test, alone: bool) -> OfClients {
    let keys: Vec<String> = words(test).map(str::to_owned).collect();
    match test {
        Test::Filled => Box::new(some!(client_tags)),
        Test::Empty => Box::new(not(some!(client_tags))),
        Test::OneOf(_) => narrowed!(alone, client_tags, client_tags::key.eq_any(keys.clone())),
        Test::NoneOf(_) => Box::new(not(some!(client_tags, client_tags::key.eq_any(keys)))),
        _ => Box::new(NOTHING),
    }
}

fn forbidden(test: &Test) -> OfClients {
    let channels = |channels: Vec<Channel>| {
        any(channels.into_iter().map(|channel| match channel {
            Channel::Call => Box::new(clients::no_calls) as OfClients,
            Channel::Sms => Box::new(clients::no_sms),
            Channel::Email => Box::new(clients::no_emails),
            Channel::Messenger => Box::new(clients::no_messengers),
        }))
    };
    match test {
        Test::Filled => channels(Channel::ALL.to_vec()),
        Test::Empty => Box::new(not(channels(Channel::ALL.to_vec()))),
        _ => chain(
            test,
            channels(words(test).filter_map(Channel::parse).collect()),
        ),
    }
}

fn birthdays(test: &Test) -> OfClients {
    let Test::Birthdays(ranges) = test else {
        return Box::new(NOTHING);
    };
    any(ranges.iter().map(|(from, to)| {
        let day = Birthday.assume_not_null();
        Box::new(
            Birthday
                .is_not_null()
                .and(day.between(from.clone(), to.clone())),
        ) as OfClients
    }))
}

fn last_contact(test: &Test) -> OfClients {
    let at = clients::last_contact_sort;
    match test {
        Test::Filled => Box::new(at.gt(bind(LONG_AGO))),
        Test::Empty => Box::new(at.le(bind(LONG_AGO))),
        Test::Moments { from, until } => {
            let (from, until) = moments(*from, *until);
            let known = at.gt(bind(LONG_AGO));
            Box::new(known.and(at.ge(bind(from)).and(at.lt(bind(until)))))
        }
        _ => Box::new(NOTHING),
    }
}

fn next_step(test: &Test) -> OfClients {
    let sort = clients::next_due_sort;
    let wakes_then = || some!(chains, chains::wake_at.eq(sort.nullable()));
    match test {
        Test::Filled => Box::new(sort.lt(bind(FAR_AHEAD))),
        Test::Empty => Box::new(sort.ge(bind(FAR_AHEAD))),
        Test::Overdue(now) => Box::new(sort.lt(bind(*now))),
        Test::Steps { after, until } => {
            let planned = sort.lt(bind(FAR_AHEAD));
            let (after, until) = moments(*after, *until);
            // Who sleeps until a day wakes at its first minute; a task for a day is late at its last.
            let later = sort
                .gt(bind(after))
                .or(sort.eq(bind(after)).and(wakes_then()));
            let earlier = sort
                .lt(bind(until))
                .or(sort.eq(bind(until)).and(not(wakes_then())));
            Box::new(planned.and(later.and(earlier)))
        }
        _ => Box::new(NOTHING),
    }
}

/// The result of the latest completion that was not taken back.
fn last_result(test: &Test) -> OfClients {
    macro_rules! latest {
        () => {
            completions::table
                .filter(completions::client_id.eq(clients::id.nullable()))
                .filter(completions::taken_back_at.is_null())
                .order(completions::id.desc())
                .limit(1)
                .select(completions::result_id)
                .single_value()
        };
    }
    let results: Vec<ResultId> = ids(choices(test), ResultId::from_i64);
    let is = |results: Vec<ResultId>| {
        latest!()
            .is_not_null()
            .and(latest!().assume_not_null().eq_any(among(results)))
    };
    match test {
        Test::Filled => Box::new(latest!().is_not_null()),
        Test::Empty => Box::new(latest!().is_null()),
        Test::OneOf(_) => Box::new(is(results)),
        Test::NoneOf(_) => Box::new(
            latest!()
                .is_null()
                .or(not(latest!().assume_not_null().eq_any(among(results)))),
        ),
        _ => Box::new(NOTHING),
    }
}

fn led(test: &Test, alone: bool) -> OfClients {
    let processes: Vec<ProcessId> = ids(choices(test), ProcessId::from_i64);
    match test {
        Test::Filled => Box::new(some!(chains, chains::ended_at.is_null())),
        Test::Empty => Box::new(not(some!(chains, chains::ended_at.is_null()))),
        _ => chain(
            test,
            narrowed!(
                alone && matches!(test, Test::OneOf(_)),
                chains,
                chains::process_id.eq_any(among(processes.iter().copied())),
                chains::ended_at.is_null()
            ),
        ),
    }
}

/// A condition, or that it does not hold.
fn chain(test: &Test, is: OfClients) -> OfClients {
    match test {
        Test::OneOf(_) => is,
        Test::NoneOf(_) => Box::new(not(is)),
        _ => Box::new(NOTHING),
    }
}

fn steps(test: &Test, at: impl Fn(Option<ProcessId>, &str) -> OfClients) -> OfClients {
    let is = any(choices(test).iter().map(|choice| match choice {
        Choice::Step(process, step) => at(*process, step),
        _ => Box::new(NOTHING),
    }));
    chain(test, is)
}

/// A running chain of the process stands on this step, or sleeps until it begins.
pub(crate) fn stands_on(process: ProcessId, step: &str) -> OfClients {
    let (awake, asleep) = (
        at_step(Some(process), step),
        asleep(Some(process), step, false),
    );
    Box::new(awake.or(asleep))
}

/// A running chain whose open task is of this step.
fn at_step(process: Option<ProcessId>, step: &str) -> OfClients {
    macro_rules! stands {
        () => {
            exists(
                tasks::table
                    .filter(tasks::chain_id.eq(chains::id.nullable()))
                    .filter(tasks::closed_at.is_null())
                    .filter(tasks::step.eq(step.to_owned()))
                    .select(tasks::id),
            )
        };
    }
    match process {
        Some(process) => Box::new(some!(
            chains,
            chains::process_id.eq(bind(process)),
            chains::ended_at.is_null(),
            stands!()
        )),
        None => Box::new(some!(chains, chains::ended_at.is_null(), stands!())),
    }
}

fn asleep(process: Option<ProcessId>, step: &str, alone: bool) -> OfClients {
    let step = step.to_owned();
    match process {
        Some(process) => narrowed!(
            alone,
            chains,
            chains::process_id.eq(bind(process)),
            chains::wake_step.eq(step.clone())
        ),
        None => narrowed!(alone, chains, chains::wake_step.eq(step.clone())),
    }
}

/// An answer to one of the club's own fields.
fn answered(test: &Test, id: FieldId, kind: FieldType) -> OfClients {
    let of = || client_values::field_id.eq(bind(id));
    match test {
        Test::Filled => return Box::new(some!(client_values, of())),
        Test::Empty => return Box::new(not(some!(client_values, of()))),
        Test::Numbers(from, to) => {
            let (from, to) = (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
            return Box::new(some!(
                client_values,
                of(),
                client_values::number.ge(from),
                client_values::number.le(to)
            ));
        }
        Test::Yes(yes) => {
            let yes = i64::from(*yes);
            return Box::new(some!(client_values, of(), client_values::number.eq(yes)));
        }
        Test::Days(from, to) => {
            let (from, to) = days(*from, *to);
            return Box::new(some!(
                client_values,
                of(),
                client_values::date.ge(from),
                client_values::date.le(to)
            ));
        }
        Test::Moments { from, until } => {
            let (from, until) = moments(*from, *until);
            return Box::new(some!(
                client_values,
                of(),
                client_values::instant.ge(bind(from)),
                client_values::instant.lt(bind(until))
            ));
        }
        Test::Times(from, to) => {
            let from = from.clone().unwrap_or_default();
            let to = to.clone().unwrap_or_else(|| "99".to_owned());
            return Box::new(some!(
                client_values,
                of(),
                client_values::text.ge(from),
                client_values::text.le(to)
            ));
        }
        Test::OneOf(_) | Test::NoneOf(_) => {
            let numbers = ids(choices(test), |number| number);
            let is = some!(
                client_values,
                of(),
                client_values::reference.eq_any(numbers)
            );
            return chain(test, Box::new(is));
        }
        _ => {}
    }
    match kind {
        FieldType::Phone => {
            digits!(test, client_values::text, client_values, of())
        }
        _ => texts!(test, client_values::text, client_values, of()),
    }
}

pub(super) fn choices(test: &Test) -> &[Choice] {
    match test {
        Test::OneOf(of) | Test::NoneOf(of) => of,
        _ => &[],
    }
}

pub(super) fn words(test: &Test) -> impl Iterator<Item = &str> {
    choices(test).iter().filter_map(|choice| match choice {
        Choice::Word(word) => Some(word.as_str()),
        _ => None,
    })
}

pub(super) fn ids<T>(of: &[Choice], id: impl Fn(i64) -> T) -> Vec<T> {
    let ids = of.iter().filter_map(|choice| match choice {
        Choice::Id(number) => Some(id(*number)),
        _ => None,
    });
    ids.collect()
}

/// Open ends are beyond everything that is stored.
fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (NaiveDate, NaiveDate) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    (
        from.unwrap_or_else(|| day(1000, 1, 1)),
        to.unwrap_or_else(|| day(9999, 12, 31)),
    )
}

pub(super) fn moments(from: Option<Timestamp>, until: Option<Timestamp>) -> (Timestamp, Timestamp) {
    let first = NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or_default();
    let first = Timestamp::from_naive(first.and_time(chrono::NaiveTime::MIN));
    (from.unwrap_or(first), until.unwrap_or(FAR_AHEAD))
}
