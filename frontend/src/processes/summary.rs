//! A continuation in one line, as the list and the picture say it.

use domain::ids::ResultId;
use domain::processes::{
    AssigneeRule, Continuation, DueRule, DueUnit, Exhausted, Graph, Pick, Target,
};

use super::names::Names;
use crate::i18n::t;

/// `+3 рабочих дня`, `в дату «Когда удобно»`.
pub fn due(rule: &DueRule, result: Option<ResultId>, names: Names) -> String {
    match rule {
        DueRule::After {
            amount: 0,
            unit: DueUnit::Days | DueUnit::WorkingDays,
            at: None,
        } => t::processes::same_day().to_owned(),
        DueRule::After { amount, unit, at } => {
            let span = span(*amount, *unit);
            match at {
                Some(at) => t::processes::at_time(span, at.format("%H:%M")),
                None => span,
            }
        }
        DueRule::Field { field, .. } => {
            let label =
                result.map_or_else(|| field.clone(), |result| names.field_label(result, field));
            t::processes::on_field(label)
        }
        DueRule::Ask { .. } => t::processes::asked().to_owned(),
    }
}

fn span(amount: u32, unit: DueUnit) -> String {
    let minutes = i64::from(amount);
    match unit {
        DueUnit::Minutes if amount.is_multiple_of(60) && amount > 0 => {
            t::processes::in_hours(minutes / 60)
        }
        DueUnit::Minutes => t::processes::in_minutes(minutes),
        DueUnit::WorkingMinutes if amount.is_multiple_of(60) && amount > 0 => {
            t::processes::in_working_hours(minutes / 60)
        }
        DueUnit::WorkingMinutes => t::processes::in_working_minutes(minutes),
        DueUnit::Days => t::processes::in_days(minutes),
        DueUnit::WorkingDays => t::processes::in_working_days(minutes),
    }
}

/// Empty for the same person: the usual case says nothing.
pub fn assignee(rule: &AssigneeRule, result: Option<ResultId>, names: Names) -> String {
    match rule {
        AssigneeRule::Same => String::new(),
        AssigneeRule::Responsible => t::processes::who_responsible().to_owned(),
        AssigneeRule::Employee { employee_id } => names.person(*employee_id),
        AssigneeRule::Role { role_id, pick } => {
            let role = names.role(*role_id);
            match pick {
                Pick::Pool => t::processes::who_pool(role),
                Pick::RoundRobin => t::processes::who_round_robin(role),
                Pick::LeastLoaded => t::processes::who_least_loaded(role),
            }
        }
        AssigneeRule::Field { field } => {
            result.map_or_else(|| field.clone(), |result| names.field_label(result, field))
        }
    }
}

/// Where a result leads: `Пробное занятие · в дату «Когда удобно»`.
pub fn continuation(then: &Continuation, result: ResultId, graph: &Graph, names: Names) -> String {
    match then {
        Continuation::Step { target } => goes_to(target, Some(result), graph, names),
        Continuation::Retry {
            limit,
            due: rules,
            exhausted: end,
            ..
        } => {
            let first = rules
                .first()
                .map(|rule| due(rule, Some(result), names))
                .unwrap_or_default();
            t::processes::retry(first, limit, exhausted(end, result, graph, names))
        }
        Continuation::Goal => t::processes::goal().to_owned(),
        Continuation::Refusal => t::processes::refusal().to_owned(),
        Continuation::End => t::processes::end().to_owned(),
        Continuation::Sleep { until, target } => {
            let days = t::processes::in_days(i64::from(until.days));
            let until = match &until.field {
                Some(field) => t::processes::until_field(names.field_label(result, field), days),
                None => days,
            };
            t::processes::sleep(until, names.step(graph, &target.step))
        }
        Continuation::StartProcess { process_id } => {
            t::processes::starts(names.process(*process_id))
        }
    }
}

fn exhausted(end: &Exhausted, result: ResultId, graph: &Graph, names: Names) -> String {
    let as_continuation = match end.clone() {
        Exhausted::Step { target } => Continuation::Step { target },
        Exhausted::Goal => Continuation::Goal,
        Exhausted::Refusal => Continuation::Refusal,
        Exhausted::End => Continuation::End,
        Exhausted::Sleep { until, target } => Continuation::Sleep { until, target },
        Exhausted::StartProcess { process_id } => Continuation::StartProcess { process_id },
    };
    continuation(&as_continuation, result, graph, names)
}

pub fn goes_to(target: &Target, result: Option<ResultId>, graph: &Graph, names: Names) -> String {
    let when = match &target.due {
        Some(rule) => due(rule, result, names),
        None => t::processes::by_template().to_owned(),
    };
    let who = assignee(&target.assignee, result, names);
    let parts = [names.step(graph, &target.step), when, who];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}
