//! Checks the draft in the browser, by the very rules that the server publishes by.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ProcessId;
use domain::processes::{Catalogue, Graph, OtherProcess, publishable};
use domain::results::ResultDef;
use domain::staff::EmployeeState;
use domain::templates::TemplateDef;
use wire::processes::GraphProblem;
use wire::results::ResultEntry;
use wire::templates::Template;

use super::names::Names;
use crate::i18n;

/// Everything that is wrong with a graph of this process. Follows the directories: a template that is archived meanwhile is missed.
pub fn problems(names: Names, graph: &Graph, own: ProcessId) -> Vec<GraphProblem> {
    let catalogue = catalogue(names, graph, own);
    publishable(graph, &catalogue)
        .into_iter()
        .map(|problem| GraphProblem::tell(problem, graph, &catalogue, i18n::language()))
        .collect()
}

/// What exists outside the graph. A list that this employee may not read, or that has not come yet, is taken to hold what the graph
/// names: the server looks again before it publishes.
fn catalogue(names: Names, graph: &Graph, own: ProcessId) -> Catalogue {
    let uses = graph.uses();
    let people = names.everybody();
    let mut employees: BTreeSet<_> = people
        .iter()
        .flat_map(|page| &page.items)
        .filter(|person| person.state != EmployeeState::Left)
        .map(|person| person.id)
        .collect();
    let whole = people.as_ref().filter(|page| page.next_cursor.is_none());
    if whole.is_none() {
        employees.extend(uses.employees);
    }
    let results: Vec<ResultDef> = names.results().into_iter().map(result).collect();
    let dictionaries = match names.dictionaries() {
        Some(page) => page
            .items
            .iter()
            .filter(|dictionary| dictionary.archived_at.is_none())
            .map(|dictionary| (dictionary.id, dictionary.values))
            .collect(),
        None => results
            .iter()
            .flat_map(|result| &result.fields)
            .filter_map(|field| Some((field.dictionary_id?, 1)))
            .collect(),
    };
    let roles = match names.roles() {
        Some(page) => page
            .items
            .iter()
            .map(|role| {
                let active = whole.map(|page| {
                    let people = page.items.iter();
                    let active = people.filter(|person| {
                        person.role_id == role.id && person.state == EmployeeState::Active
                    });
                    active.count() as u32
                });
                (role.id, active.unwrap_or(role.employees))
            })
            .collect(),
        None => uses.roles.into_iter().map(|id| (id, 1)).collect(),
    };
    let processes: BTreeMap<_, _> = match names.processes() {
        Some(page) => page
            .items
            .iter()
            .filter(|process| process.archived_at.is_none())
            .map(|process| {
                let other = OtherProcess {
                    published: process.published.is_some(),
                    at_once: process.hands_over_at_once.iter().copied().collect(),
                };
                (process.id, other)
            })
            .collect(),
        None => uses
            .processes
            .into_iter()
            .map(|id| {
                let other = OtherProcess {
                    published: true,
                    at_once: BTreeSet::new(),
                };
                (id, other)
            })
            .collect(),
    };
    let values = names.lists().into_iter().map(|(id, list)| {
        let live = list.values.iter();
        let live = live.filter(|value| value.archived_at.is_none());
        (id, live.map(|value| value.id).collect())
    });
    let branches = match names.branches() {
        Some(page) => page
            .items
            .iter()
            .filter(|branch| branch.archived_at.is_none())
            .map(|branch| branch.id)
            .collect(),
        None => uses.branches,
    };
    let hooks = match names.hooks() {
        Some(page) => page
            .items
            .iter()
            .filter(|hook| hook.archived_at.is_none())
            .map(|hook| hook.id)
            .collect(),
        None => uses.hooks,
    };
    Catalogue {
        values: values.collect(),
        branches,
        hooks,
        templates: names.templates().into_iter().map(template).collect(),
        results,
        dictionaries,
        roles,
        employees,
        own: Some(own),
        processes,
    }
}

pub fn template(known: Template) -> TemplateDef {
    TemplateDef {
        id: known.id,
        name: known.name,
        task_type: known.task_type,
        priority: known.priority,
        planned_minutes: known.planned_minutes,
        default_due: known.default_due,
        results: known.result_ids,
    }
}

pub fn result(known: ResultEntry) -> ResultDef {
    ResultDef {
        id: known.id,
        name: known.name,
        outcome: known.outcome,
        reached_human: known.reached_human,
        do_not_contact: known.do_not_contact,
        instant: known.instant,
        fields: known.fields,
    }
}
