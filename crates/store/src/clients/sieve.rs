//! A sieve as a condition in SQL: the same as [`domain::filters::Sieve::passes`], asked of every row at once.
//!
//! What stands in other tables is asked by `EXISTS` from the client's side, which is right inside any group and stops where a page is full. Where
//! all are wanted in any order, as for a count, a question that narrows the whole list gathers the rows of its own index instead (`alone`).

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::chains::ChainState;
use domain::clients::{Channel, Stage};
use domain::filters::{Choice, Field, Leaf, Sieve, Test};
use domain::ids::{BranchId, EmployeeId, ProcessId, ResultId, SegmentId, ValueId, VersionId};

use crate::access::Condition;
use crate::engine::among::among;
use crate::engine::birthday::Birthday;
use crate::engine::columns::bind;
use crate::engine::constant::{EVERYTHING, NOTHING};
use crate::engine::folding::{anywhere, at_first, folded};
use crate::filters::{self, any, chain, choices, days, ids, moments, tree, words};
use crate::schema::{
    chains, client_emails, client_phones, client_tags, client_values, clients, completions,
    segment_members, tasks,
};
use crate::{FAR_AHEAD, LONG_AGO};

pub(crate) type OfClients = Condition<clients::table>;

/// As a condition on rows of clients, asked of one after the other.
pub(super) fn condition(sieve: &Sieve) -> OfClients {
    tree(sieve, false, &question)
}

/// The same for a statement that wants all of them, in any order.
pub(super) fn condition_on_all(sieve: &Sieve) -> OfClients {
    tree(sieve, true, &question)
}

/// Rows of another table that belong to the client and are so.
macro_rules! some {
    ($table:ident $(, $condition:expr)*) => {
        filters::rows!($table.client_id of clients $(, $condition)*)
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

pub(super) fn question(leaf: &Leaf, alone: bool) -> OfClients {
    let test = &leaf.test;
    match leaf.field {
        Field::Name => named(test),
        Field::Phone => {
            filters::digits!(test, client_phones::e164, client_phones.client_id of clients)
        }
        Field::Email => {
            filters::texts!(test, client_emails::email.nullable(), client_emails.client_id of clients)
        }
        Field::Note => filters::column!(test, clients::note),
        Field::Stage => {
            let stages = words(test).filter_map(Stage::parse);
            chain(test, Box::new(clients::stage.eq_any(among(stages))))
        }
        Field::Branch => {
            let branches = ids(choices(test), BranchId::from_i64);
            chain(test, Box::new(clients::branch_id.eq_any(among(branches))))
        }
        Field::Source => filters::references!(test, clients::source_id, ValueId),
        Field::Responsible => filters::references!(test, clients::responsible_id, EmployeeId),
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
        Field::Discount | Field::DiscountEnds => match test {
            Test::Granted(granted) => super::granted::granted(granted, alone),
            _ => Box::new(NOTHING),
        },
        Field::Own(id, kind) => {
            filters::answered!(test, id, kind, client_values.client_id of clients)
        }
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
