//! The club as a trial needs it: calendar, people and directories of the reader's branch, without any client.

use std::collections::BTreeMap;

use domain::chains::{ClientFacts, Context, Load, StaffFacts, Words};
use domain::clients::Stage;
use domain::dictionaries::Choice;
use domain::ids::{BranchId, ClientId, DictionaryId};
use domain::processes::Graph;
use domain::staff::EmployeeState;
use leptos::prelude::*;
use wire::branches::ListBranches;
use wire::dictionaries::{Dictionary, GetDictionary};

use super::check;
use super::names::Names;
use super::trial::Actor;
use crate::data::{Query, now, query, session};
use crate::i18n::t;

/// Who acts, and everything that decisions depend on besides the draft. Follows the directories.
#[derive(Clone, Copy)]
pub struct Club {
    pub facts: Memo<Option<(Actor, Context)>>,
    /// Where the work is done; absent: in the reader's first branch.
    pub branch: RwSignal<Option<BranchId>>,
}

impl Club {
    /// Asks for what is not known yet: the values of the lists that the draft's results use.
    pub fn around(names: Names, graph: Memo<Graph>) -> Self {
        let branches = query::<ListBranches>(|| Some(((), ())));
        let used = Memo::new(move |_| match names.imagined_values() {
            Some(_) => Vec::new(),
            None => graph.with(|graph| dictionaries_of(names, graph)),
        });
        // Another set of lists is asked for by other queries; those before are given up with their owner.
        let asked = Memo::new_with_compare(
            move |_| {
                let queries = used.get().into_iter().map(|id| {
                    let values: Query<Dictionary> =
                        query::<GetDictionary>(move || Some(((id,), ())));
                    (id, values)
                });
                queries.collect::<Vec<_>>()
            },
            |_, _| true,
        );
        let chosen = RwSignal::new(None::<BranchId>);
        let facts = Memo::new(move |_| {
            let me = session().me()?;
            let page = branches.data()?;
            let mine = me.branches.first()?.id;
            let of = |id| page.items.iter().find(|branch| branch.id == id);
            let branch = chosen.get().and_then(of).or_else(|| of(mine))?;
            let lists = match names.imagined_values() {
                Some(values) => (*values).clone(),
                None => asked.with(|asked| {
                    let values = asked
                        .iter()
                        .filter_map(|(id, query)| Some((*id, choices(&*query.data()?))));
                    values.collect::<BTreeMap<_, _>>()
                }),
            };
            let people = names.everybody();
            let staff = people
                .iter()
                .flat_map(|page| &page.items)
                .filter(|person| person.state != EmployeeState::Left)
                .map(|person| StaffFacts {
                    id: person.id,
                    name: person.name.clone(),
                    role_id: person.role_id,
                    branches: person.branch_ids.clone(),
                    available: person.state == EmployeeState::Active,
                    load: Load {
                        open_tasks: person.open_tasks,
                        last_assigned: None,
                    },
                });
            let roles = names.roles();
            let processes = names.processes();
            let context = Context {
                now: now(),
                zone: branch.zone.clone(),
                calendar: branch.calendar.clone(),
                currency: me.organisation.currency.clone(),
                country: me.organisation.phone_country.clone(),
                chain: None,
                client: Some(ClientFacts {
                    id: ClientId::from_i64(1),
                    responsible_id: Some(me.id),
                    stage: Stage::Lead,
                    tags: Vec::new(),
                    running: BTreeMap::new(),
                    email: Some("client@example.com".to_owned()),
                }),
                templates: names.templates().into_iter().map(check::template).collect(),
                results: names.results().into_iter().map(check::result).collect(),
                dictionaries: lists,
                staff: staff.collect(),
                roles: roles
                    .iter()
                    .flat_map(|page| &page.items)
                    .map(|role| (role.id, role.name.clone()))
                    .collect(),
                processes: processes
                    .iter()
                    .flat_map(|page| &page.items)
                    .map(|process| (process.id, process.name.clone()))
                    .collect(),
                branches: page
                    .items
                    .iter()
                    .map(|branch| (branch.id, branch.name.clone()))
                    .collect(),
                words: Words {
                    client: t::processes::try_client().to_owned(),
                    branch: branch.name.clone(),
                    club: me.organisation.name.clone(),
                    language: me.organisation.language,
                },
                hooks: names
                    .hooks()
                    .iter()
                    .flat_map(|page| &page.items)
                    .map(|hook| (hook.id, hook.name.clone()))
                    .collect(),
                join: None,
                caller: None,
            };
            let actor = Actor {
                by: me.id,
                branch: branch.id,
            };
            Some((actor, context))
        });
        Self {
            facts,
            branch: chosen,
        }
    }
}

fn choices(dictionary: &Dictionary) -> Vec<Choice> {
    let values = dictionary.values.iter().map(|value| Choice {
        id: value.id,
        name: value.name.clone(),
        archived: value.archived_at.is_some(),
    });
    values.collect()
}

fn dictionaries_of(names: Names, graph: &Graph) -> Vec<DictionaryId> {
    let known = names.known(graph, None);
    let results = graph.steps.iter().flat_map(|step| &step.results);
    let fields = results
        .filter_map(|result| known.result(*result))
        .flat_map(|result| &result.fields);
    let mut used: Vec<DictionaryId> = fields.filter_map(|field| field.dictionary_id).collect();
    used.sort_unstable();
    used.dedup();
    used
}
