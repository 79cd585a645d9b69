//! What differs between two graphs, as a reader sees it: the steps one below the other, and what changes in each.

use domain::processes::{Called, Graph, difference};
use domain::sentence::Compared;
use leptos::prelude::*;

use super::names::{Names, names};
use crate::clubtime;
use crate::i18n::t;

/// Follows both graphs and the directories.
#[component]
pub fn Differences(
    #[prop(into)] before: Signal<Graph>,
    #[prop(into)] after: Signal<Graph>,
) -> AnyView {
    let names = names();
    let groups = move || before.with(|before| after.with(|after| grouped(names, before, after)));
    view! {
        {move || match groups() {
            groups if groups.is_empty() => view! { <p class="meta">{t::processes::no_difference()}</p> }.into_any(),
            groups => view! {
                <ul class="plain-list difference">
                    {groups.into_iter().map(|group| view! {
                        <li class="difference__group">
                            <strong>{group.title}</strong>
                            <ul class="difference__lines">
                                {group.lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                            </ul>
                        </li>
                    }).collect_view()}
                </ul>
            }.into_any(),
        }}
    }
    .into_any()
}

struct Group {
    step: Option<String>,
    title: String,
    lines: Vec<String>,
}

/// Neighbouring changes of one step together.
fn grouped(names: Names, before: &Graph, after: &Graph) -> Vec<Group> {
    let called = called(names, [before, after]);
    let compared = Compared {
        before,
        after,
        glossary: &called,
    };
    let zone = clubtime::home_zone();
    let telling = clubtime::telling(&zone);
    let mut groups: Vec<Group> = Vec::new();
    for change in difference(before, after) {
        let line = telling.change(&change, &compared);
        match groups.last_mut() {
            Some(group) if group.step == change.step => group.lines.push(line),
            _ => {
                let name = change.step.as_deref().map(|key| {
                    let name = compared.step(key);
                    name.unwrap_or(key).to_owned()
                });
                groups.push(Group {
                    title: name.unwrap_or_else(|| t::processes::as_a_whole().to_owned()),
                    step: change.step,
                    lines: vec![line],
                });
            }
        }
    }
    groups
}

/// What the directories call everything that the graphs refer to.
fn called(names: Names, graphs: [&Graph; 2]) -> Called {
    let mut called = Called::default();
    for list in names.lists().into_values() {
        let values = list.values.iter();
        called
            .values
            .extend(values.map(|value| (value.id, value.name.clone())));
    }
    if let Some(page) = names.branches() {
        let branches = page.items.iter();
        called
            .branches
            .extend(branches.map(|branch| (branch.id, branch.name.clone())));
    }
    for uses in graphs.map(Graph::uses) {
        for id in uses.templates {
            let name = names.template(id).map(|template| template.name);
            called.templates.extend(name.map(|name| (id, name)));
        }
        for id in uses.results {
            let Some(result) = names.result(id) else {
                continue;
            };
            for field in result.fields {
                called.fields.insert((id, field.key), field.label);
            }
            called.results.insert(id, result.name);
        }
        for id in uses.employees {
            called.employees.insert(id, names.person(id));
        }
        for id in uses.processes {
            called.processes.insert(id, names.process(id));
        }
        if let Some(page) = names.roles() {
            let roles = page
                .items
                .iter()
                .filter(|role| uses.roles.contains(&role.id));
            called
                .roles
                .extend(roles.map(|role| (role.id, role.name.clone())));
        }
    }
    called
}
