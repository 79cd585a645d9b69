//! Names of everything a graph refers to by id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::dictionaries;
use domain::fields::{FieldDef, FieldType};
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId,
};
use domain::processes::{Continuation, Graph, Target};
use leptos::prelude::*;
use wire::branches::{Branch, ListBranches};
use wire::dictionaries::{Dictionary, DictionarySummary, GetDictionary, ListDictionaries};
use wire::hooks::{Hook, ListHooks};
use wire::processes::{ListProcesses, Process};
use wire::results::{ListResults, ResultEntry};
use wire::staff::{Employee, EmployeesQuery, ListEmployees, ListRoles, Role};
use wire::templates::{ListTemplates, Template};

use crate::clubtime;
use crate::data::{Query, query};
use crate::i18n::t;
use crate::ui::{Choice, Radio};
use wire::page::Page;

/// The directories, followed: a renamed result is renamed in the picture.
#[derive(Clone, Copy)]
pub struct Names {
    templates: Directory<Template>,
    results: Directory<ResultEntry>,
    roles: Directory<Role>,
    people: Directory<Employee>,
    processes: Directory<Process>,
    dictionaries: Directory<DictionarySummary>,
    branches: Directory<Branch>,
    hooks: Directory<Hook>,
    /// Dictionaries whose values conditions name.
    wanted: RwSignal<BTreeSet<DictionaryId>>,
    lists: Memo<Lists>,
    values: StoredValue<Option<Arc<Values>>>,
}

/// What can be chosen from each list.
pub type Values = BTreeMap<DictionaryId, Vec<dictionaries::Choice>>;

/// A page that is absent while it has not come.
type Directory<T> = Signal<Option<Arc<Page<T>>>>;

fn followed<T: Send + Sync + 'static>(query: Query<Page<T>>) -> Directory<T> {
    Signal::derive(move || query.data())
}

/// Dictionaries with their values, as far as they have come.
pub type Lists = BTreeMap<DictionaryId, Arc<Dictionary>>;

/// Asks for the directories and makes them available to everything below.
pub fn provide_names() -> Names {
    let wanted = RwSignal::new(BTreeSet::new());
    // Another set is asked for by other queries; those before are given up with their owner.
    let asked = Memo::new_with_compare(
        move |_| {
            let queries = wanted.get().into_iter().map(|id| {
                let values: Query<Dictionary> = query::<GetDictionary>(move || Some(((id,), ())));
                (id, values)
            });
            queries.collect::<Vec<_>>()
        },
        |_, _| true,
    );
    let lists = Memo::new(move |_| {
        asked.with(|asked| {
            let lists = asked.iter();
            lists
                .filter_map(|(id, query)| Some((*id, query.data()?)))
                .collect()
        })
    });
    let names = Names {
        wanted,
        lists,
        branches: followed(query::<ListBranches>(|| Some(((), ())))),
        hooks: followed(query::<ListHooks>(|| Some(((), ())))),
        templates: followed(query::<ListTemplates>(|| Some(((), ())))),
        results: followed(query::<ListResults>(|| Some(((), ())))),
        roles: followed(query::<ListRoles>(|| Some(((), ())))),
        people: followed(query::<ListEmployees>(|| {
            Some((
                (),
                EmployeesQuery {
                    limit: Some(200),
                    ..EmployeesQuery::default()
                },
            ))
        })),
        processes: followed(query::<ListProcesses>(|| Some(((), ())))),
        dictionaries: followed(query::<ListDictionaries>(|| Some(((), ())))),
        values: StoredValue::new(None),
    };
    provide_context(names);
    names
}

/// Things that are not in the club yet, with ids that only hold among themselves.
pub struct Imagined {
    pub templates: Vec<Template>,
    pub results: Vec<ResultEntry>,
    pub dictionaries: Vec<DictionarySummary>,
    pub values: Values,
}

fn page<T: Send + Sync + 'static>(items: Vec<T>) -> Directory<T> {
    let page = Arc::new(Page {
        items,
        next_cursor: None,
        total: None,
    });
    Signal::stored(Some(page))
}

pub fn names() -> Names {
    expect_context()
}

fn all<T: Clone + Send + Sync + 'static>(page: Option<Arc<Page<T>>>) -> Vec<T> {
    page.map(|page| page.items.clone()).unwrap_or_default()
}

impl Names {
    /// The same people, roles and processes with other templates, results and lists.
    pub fn imagining(self, imagined: Imagined) -> Self {
        Self {
            templates: page(imagined.templates),
            results: page(imagined.results),
            dictionaries: page(imagined.dictionaries),
            values: StoredValue::new(Some(Arc::new(imagined.values))),
            ..self
        }
    }

    /// What can be chosen from lists that are only imagined; absent where the club is asked.
    pub fn imagined_values(self) -> Option<Arc<Values>> {
        self.values.get_value()
    }

    pub fn ready(self) -> bool {
        self.templates.get().is_some() && self.results.get().is_some()
    }

    pub fn templates(self) -> Vec<Template> {
        all(self.templates.get())
            .into_iter()
            .filter(|template| template.archived_at.is_none())
            .collect()
    }

    /// Those that are not archived.
    pub fn results(self) -> Vec<ResultEntry> {
        all(self.results.get())
            .into_iter()
            .filter(|result| result.archived_at.is_none())
            .collect()
    }

    /// The lists below are absent while they have not come, or for a reader who may not see them.
    pub fn everybody(self) -> Option<Arc<Page<Employee>>> {
        self.people.get()
    }

    pub fn roles(self) -> Option<Arc<Page<Role>>> {
        self.roles.get()
    }

    pub fn dictionaries(self) -> Option<Arc<Page<DictionarySummary>>> {
        self.dictionaries.get()
    }

    pub fn processes(self) -> Option<Arc<Page<Process>>> {
        self.processes.get()
    }

    /// Absent while they have not come.
    pub fn branches(self) -> Option<Arc<Page<Branch>>> {
        self.branches.get()
    }

    /// Absent while they have not come.
    pub fn hooks(self) -> Option<Arc<Page<Hook>>> {
        self.hooks.get()
    }

    /// Those that can be called.
    pub fn hook_options(self) -> Vec<Radio> {
        let live = all(self.hooks.get())
            .into_iter()
            .filter(|hook| hook.archived_at.is_none());
        live.map(|hook| Radio::new(hook.id.to_string(), hook.name))
            .collect()
    }

    pub fn lists(self) -> Lists {
        self.lists.get()
    }

    /// Asks for the values of a dictionary.
    pub fn want(self, id: DictionaryId) {
        if self.wanted.with_untracked(|wanted| !wanted.contains(&id)) {
            self.wanted.update(|wanted| {
                wanted.insert(id);
            });
        }
    }

    /// Asks for the values that the conditions of a graph name, those of its cases and of what else it does. Call it in an effect.
    pub fn want_for(self, graph: &Graph) {
        for transition in &graph.transitions {
            let cases = transition.cases.iter().flat_map(|case| &case.when);
            let also = transition.also.iter().flat_map(|also| &also.when);
            for condition in cases
                .chain(also)
                .filter(|condition| !condition.values().is_empty())
            {
                let fields = self.fields(transition.result_id, |_| true);
                let mut fields = fields.into_iter();
                let field = fields.find(|field| Some(field.key.as_str()) == condition.field());
                if let Some(id) = field.and_then(|field| field.dictionary_id) {
                    self.want(id);
                }
            }
        }
    }

    /// A graph as the server reads it: a value that was merged meanwhile is the one that counts for it. Follows the lists.
    pub fn as_read(self, graph: &Graph) -> Graph {
        let mut graph = graph.clone();
        let merged = self.lists.with(|lists| {
            let values = lists.values().flat_map(|list| &list.values);
            values
                .filter_map(|value| Some((value.id, value.merged_into?)))
                .collect()
        });
        graph.count_merged(&merged);
        graph
    }

    pub fn template(self, id: TemplateId) -> Option<Template> {
        let page = self.templates.get()?;
        page.items
            .iter()
            .find(|template| template.id == id)
            .cloned()
    }

    pub fn result(self, id: ResultId) -> Option<ResultEntry> {
        let page = self.results.get()?;
        page.items.iter().find(|result| result.id == id).cloned()
    }

    pub fn result_name(self, id: ResultId) -> String {
        self.result(id)
            .map(|result| result.name)
            .unwrap_or_else(|| id.to_string())
    }

    /// A step is called by its template.
    pub fn step(self, graph: &Graph, key: &str) -> String {
        let template = graph
            .step(key)
            .and_then(|step| self.template(step.template_id));
        template.map_or_else(|| key.to_owned(), |template| template.name)
    }

    pub fn person(self, id: EmployeeId) -> String {
        let page = self.people.get();
        let person = page
            .iter()
            .flat_map(|page| page.items.iter())
            .find(|person| person.id == id);
        person.map_or_else(|| id.to_string(), |person| person.name.clone())
    }

    pub fn process(self, id: ProcessId) -> String {
        let page = self.processes.get();
        let process = page
            .iter()
            .flat_map(|page| page.items.iter())
            .find(|process| process.id == id);
        process.map_or_else(|| id.to_string(), |process| process.name.clone())
    }

    /// Fields of a result that a rule can read.
    pub fn fields(self, result: ResultId, fits: impl Fn(FieldType) -> bool) -> Vec<FieldDef> {
        self.result(result)
            .map(|result| {
                result
                    .fields
                    .into_iter()
                    .filter(|field| fits(field.kind))
                    .collect()
            })
            .unwrap_or_default()
    }

    /// What may follow a result, its cases included.
    pub fn told_result(self, step: &str, result: ResultId, graph: &Graph) -> Option<String> {
        let transition = graph.transition(step, result)?;
        let here = self.known(graph, Some(result));
        Some(clubtime::telling(&clubtime::home_zone()).transition(transition, &here))
    }

    /// Where a chain begins.
    pub fn told_start(self, start: &Target, graph: &Graph) -> String {
        let then = Continuation::Step {
            target: start.clone(),
        };
        let here = self.known(graph, None);
        clubtime::telling(&clubtime::home_zone()).continuation(&then, &here)
    }

    /// The directories as they are now: `result` is the one whose fields a rule may read.
    pub fn known(self, graph: &Graph, result: Option<ResultId>) -> Known<'_> {
        Known {
            graph,
            result,
            templates: self.templates.get(),
            results: self.results.get(),
            roles: self.roles.get(),
            people: self.people.get(),
            processes: self.processes.get(),
            branches: self.branches.get(),
            hooks: self.hooks.get(),
            lists: self.lists.get(),
        }
    }

    pub fn branch_options(self) -> Vec<Choice> {
        let working = all(self.branches.get())
            .into_iter()
            .filter(|branch| branch.archived_at.is_none());
        working
            .map(|branch| Choice::new(branch.id.to_string(), branch.name))
            .collect()
    }

    /// Values that can be chosen.
    pub fn value_options(self, id: DictionaryId) -> Vec<Choice> {
        let list = self.lists.with(|lists| lists.get(&id).cloned());
        let values = list.iter().flat_map(|list| &list.values);
        values
            .filter(|value| value.archived_at.is_none())
            .map(|value| Choice::new(value.id.to_string(), value.name.clone()))
            .collect()
    }

    pub fn role_options(self) -> Vec<Radio> {
        all(self.roles.get())
            .into_iter()
            .map(|role| Radio::new(role.id.to_string(), role.name))
            .collect()
    }

    pub fn person_options(self) -> Vec<Radio> {
        let staying = all(self.people.get())
            .into_iter()
            .filter(|person| person.state != domain::staff::EmployeeState::Left);
        staying
            .map(|person| Radio::new(person.id.to_string(), person.name))
            .collect()
    }

    pub fn process_options(self) -> Vec<Radio> {
        let live = all(self.processes.get())
            .into_iter()
            .filter(|process| process.published.is_some() && process.archived_at.is_none());
        live.map(|process| Radio::new(process.id.to_string(), process.name))
            .collect()
    }

    pub fn step_options(self, graph: &Graph) -> Vec<Radio> {
        graph
            .steps
            .iter()
            .map(|step| Radio::new(step.key.clone(), self.step(graph, &step.key)))
            .collect()
    }
}

/// The directories as they are now, for the domain's sentences and for whoever asks many questions at once.
pub struct Known<'a> {
    graph: &'a Graph,
    /// The result whose fields a rule may read.
    result: Option<ResultId>,
    templates: Option<Arc<Page<Template>>>,
    results: Option<Arc<Page<ResultEntry>>>,
    roles: Option<Arc<Page<Role>>>,
    people: Option<Arc<Page<Employee>>>,
    processes: Option<Arc<Page<Process>>>,
    hooks: Option<Arc<Page<Hook>>>,
    branches: Option<Arc<Page<Branch>>>,
    lists: Lists,
}

impl Known<'_> {
    pub fn template(&self, id: TemplateId) -> Option<&Template> {
        found(&self.templates, |template| template.id == id)
    }

    pub fn template_of(&self, step: &str) -> Option<&Template> {
        self.template(self.graph.step(step)?.template_id)
    }

    pub fn result(&self, id: ResultId) -> Option<&ResultEntry> {
        found(&self.results, |result| result.id == id)
    }

    pub fn process_name(&self, id: ProcessId) -> String {
        let process = found(&self.processes, |process| process.id == id);
        process.map_or_else(|| id.to_string(), |process| process.name.clone())
    }
}

fn found<T>(page: &Option<Arc<Page<T>>>, is: impl Fn(&T) -> bool) -> Option<&T> {
    page.as_ref()?.items.iter().find(|item| is(item))
}

impl domain::sentence::Names for Known<'_> {
    fn step(&self, key: &str) -> Option<&str> {
        let step = self.graph.step(key)?;
        let template = found(&self.templates, |template| template.id == step.template_id)?;
        Some(&template.name)
    }

    fn template(&self, id: TemplateId) -> Option<&str> {
        found(&self.templates, |template| template.id == id).map(|template| template.name.as_str())
    }

    fn field(&self, key: &str) -> Option<&str> {
        let result = found(&self.results, |result| Some(result.id) == self.result)?;
        let field = result.fields.iter().find(|field| field.key == key)?;
        Some(&field.label)
    }

    fn role(&self, id: RoleId) -> Option<&str> {
        found(&self.roles, |role| role.id == id).map(|role| role.name.as_str())
    }

    fn employee(&self, id: EmployeeId) -> Option<&str> {
        found(&self.people, |person| person.id == id).map(|person| person.name.as_str())
    }

    fn process(&self, id: ProcessId) -> Option<&str> {
        found(&self.processes, |process| process.id == id).map(|process| process.name.as_str())
    }

    fn value(&self, id: ValueId) -> Option<&str> {
        let mut values = self.lists.values().flat_map(|list| &list.values);
        values
            .find(|value| value.id == id)
            .map(|value| value.name.as_str())
    }

    fn hook(&self, id: HookId) -> Option<&str> {
        found(&self.hooks, |hook| hook.id == id).map(|hook| hook.name.as_str())
    }

    fn branch(&self, id: BranchId) -> Option<&str> {
        found(&self.branches, |branch| branch.id == id).map(|branch| branch.name.as_str())
    }
}

/// The first line of a choice that is not made yet.
pub fn with_blank(options: Vec<Radio>) -> Vec<Radio> {
    [Radio::new("", t::settings::choose())]
        .into_iter()
        .chain(options)
        .collect()
}
