//! Filters of lists: the tree that a program sends, the line of a parameter, and the few questions of the other parameters of clients.

use std::sync::Arc;

use domain::collation::sort_key;
use domain::filters::{Asked, At, Choice, Field, Filter, FilterFault, Leaf, Placed, Sieve, Test};
use domain::ids::EmployeeId;
use domain::time::Zone;
use store::Tx;
use store::clients::ClientFilter;
use store::segments::Segment;
use wire::clients::ClientsQuery;
use wire::error::{Fault, FieldError};
use wire::list::Person;

use crate::http::ApiError;
use crate::tasks::convert::words;
use crate::zones;

/// Where the days of the club begin: at its oldest branch.
pub fn club_zone(tx: &mut Tx<'_>) -> Result<Arc<Zone>, ApiError> {
    let now = tx.now();
    let branches = tx.branches()?;
    let oldest = branches
        .iter()
        .min_by_key(|branch| (branch.archived_at.is_some(), branch.id));
    Ok(match oldest {
        Some(branch) => zones::around(&branch.zone, now),
        None => Arc::new(Zone::utc()),
    })
}

/// Reads a filter that came in at a pointer.
///
/// # Errors
/// 422 with every fault and its place.
pub fn read<F: Asked>(
    tx: &mut Tx<'_>,
    filter: &Filter,
    pointer: &str,
) -> Result<Sieve<F>, ApiError> {
    let zone = club_zone(tx)?;
    let read = tx.sieve(filter, &zone)?;
    read.map_err(|faults| refused(&faults, pointer))
}

/// Reads the filter of a segment, which cannot ask about itself and whose "me" is its owner.
///
/// # Errors
/// As [`read`].
pub fn read_of(
    tx: &mut Tx<'_>,
    segment: Option<&Segment>,
    filter: &Filter,
    pointer: &str,
) -> Result<Sieve, ApiError> {
    let zone = club_zone(tx)?;
    let read = tx.sieve_of(segment, filter, &zone)?;
    read.map_err(|faults| refused(&faults, pointer))
}

fn refused(faults: &[Placed], pointer: &str) -> ApiError {
    let faults = faults.iter().map(|fault| told(fault, pointer));
    ApiError::fields(faults.collect())
}

/// Reads the line of the list's parameter.
///
/// # Errors
/// 400 when it is no filter; `params.at` says where in the tree a fault is.
pub fn read_line<F: Asked>(tx: &mut Tx<'_>, line: &str) -> Result<Sieve<F>, ApiError> {
    let Some(filter) = domain::filters::parse(line) else {
        let fault = FieldError::parameter("filter", Fault::Malformed);
        return Err(ApiError::parameters(vec![fault]));
    };
    let zone = club_zone(tx)?;
    let read = tx.sieve(&filter, &zone)?;
    read.map_err(|faults| {
        let faults = faults.iter().map(|fault| {
            let told = told(fault, "");
            FieldError {
                parameter: Some("filter".into()),
                pointer: None,
                ..told
            }
            .with("at", fault.pointer())
        });
        ApiError::parameters(faults.collect())
    })
}

fn told(placed: &Placed, pointer: &str) -> FieldError {
    let at = |fault| FieldError::at(format!("{pointer}{}", placed.pointer()), fault);
    match &placed.why {
        FilterFault::TooDeep { max } => at(Fault::TooDeep).with("max", max),
        FilterFault::TooMany { max } => at(Fault::TooMany).with("max", max),
        FilterFault::Hollow => at(Fault::Required),
        FilterFault::UnknownField => at(Fault::UnknownField),
        FilterFault::Operator { allowed } => {
            let allowed: Vec<&str> = allowed.iter().map(|is| is.as_str()).collect();
            at(Fault::WrongOperator).with("allowed", allowed.join(", "))
        }
        FilterFault::Values { wanted } => match (wanted, placed.at) {
            (1.., At::Values) if *wanted == 1 => at(Fault::Required),
            _ => at(Fault::WrongCount).with("wanted", wanted),
        },
        FilterFault::Malformed => at(Fault::Malformed),
        FilterFault::WrongId { wanted } => at(Fault::WrongId).with("wanted", format!("{wanted}_…")),
        FilterFault::TooLong { max } => at(Fault::TooLong).with("max", max),
        FilterFault::UnknownSegment => at(Fault::NotFound),
        FilterFault::Circle => at(Fault::SegmentCircle),
        FilterFault::Unusable => at(Fault::SegmentUnusable),
    }
}

/// The questions of the list's parameters, as a tree.
pub fn flat(
    tx: &mut Tx<'_>,
    query: &ClientsQuery,
    me: EmployeeId,
) -> Result<ClientFilter, ApiError> {
    let mut of = Vec::new();
    if let Some(line) = &query.filter {
        of.push(read_line(tx, line)?);
    }
    let mut ask = |field, test| of.push(Sieve::Leaf(Leaf { field, test }));
    let id = |id: i64| Test::OneOf(vec![Choice::Id(id)]);
    if let Some(stages) = query.stage.as_ref().filter(|stages| !stages.0.is_empty()) {
        let stages = stages.0.iter().map(|stage| Choice::Word(stage.to_string()));
        ask(Field::Stage, Test::OneOf(stages.collect()));
    }
    if let Some(branch) = query.branch_id {
        ask(Field::Branch, id(branch.as_i64()));
    }
    if let Some(person) = query.responsible_id {
        let person = match person {
            Person::Me => me,
            Person::Employee(id) => id,
        };
        ask(Field::Responsible, id(person.as_i64()));
    }
    if let Some(source) = query.source_id {
        ask(Field::Source, id(source.as_i64()));
    }
    if let Some(tag) = &query.tag {
        ask(Field::Tag, Test::OneOf(vec![Choice::Word(sort_key(tag))]));
    }
    if let Some(version) = query.version_id {
        ask(Field::Version, id(version.as_i64()));
    }
    match (query.process_id, &query.sleeps_before) {
        (process, Some(step)) => {
            let step = Choice::Step(process, step.clone());
            ask(Field::WakesAt, Test::OneOf(vec![step]));
        }
        (Some(process), None) => ask(Field::Process, id(process.as_i64())),
        (None, None) => {}
    }
    match query.without_next_step {
        Some(true) => ask(Field::NextStep, Test::Empty),
        Some(false) => ask(Field::NextStep, Test::Filled),
        None => {}
    }
    Ok(ClientFilter {
        words: words(query.q.as_deref()),
        sieve: Sieve::All(of),
        archived: query.archived.unwrap_or_default(),
        ids: None,
        besides: None,
    })
}
