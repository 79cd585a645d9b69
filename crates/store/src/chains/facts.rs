//! Everything a decision depends on, read in the transaction that will apply it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::Duration;
use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::chains::{
    CallerFacts, ChainFacts, ClientFacts, Context, JoinFacts, Load, StaffFacts, TaskFacts, Words,
};
use domain::ids::{BranchId, ChainId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId};
use domain::name::PersonName;
use domain::processes::{
    Action, Also, AssigneeRule, Condition, Continuation, Exhausted, Graph, Pick, Recipient, Target,
    Transition,
};
use domain::staff::EmployeeState;
use domain::tasks::Assignee;
use domain::time::{Timestamp, Zone};

use super::read;
use super::rows::ChainRow;
use super::waiting::Joined;
use crate::branches::Branch;
use crate::clients::{self, ClientRow};
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{employees, tasks};
use crate::tasks::TaskRow;

/// What holds for the whole organisation and for the branch in question.
#[derive(Debug, Clone)]
pub struct Settings {
    pub branch: Arc<Branch>,
    /// The branch's zone with its changes around now.
    pub zone: Zone,
    pub currency: String,
    /// ISO 3166 of the organisation.
    pub country: String,
}

/// A task and its context: what `domain::chains` decides on.
#[derive(Debug, Clone)]
pub struct Facts {
    pub task: TaskFacts,
    pub context: Context,
    /// Of the task's template, for the script.
    pub instruction: Option<String>,
}

impl Tx<'_> {
    /// The facts of a held task.
    pub fn decision_facts(
        &mut self,
        task: &TaskRow,
        settings: &Settings,
    ) -> Result<Facts, StoreError> {
        let joined = self.joined_by(task)?;
        let chain = match &joined {
            Some(joined) => Some(joined.chain.clone()),
            None => task.chain_id.map(|id| read::row(self, id)).transpose()?,
        };
        let client = task
            .client_id
            .map(|id| clients::row(self, id))
            .transpose()?;
        let graph = match &chain {
            Some(chain) => Some(self.graph(chain.version_id)?),
            None => None,
        };
        let mut template_ids: BTreeSet<TemplateId> = task.template_id.into_iter().collect();
        let mut result_ids: Vec<ResultId> = Vec::new();
        if let Some(graph) = &graph {
            template_ids.extend(graph.steps.iter().map(|step| step.template_id));
        }
        if let (Some(graph), Some(step)) = (&graph, &task.step) {
            if let Some(step) = graph.step(step) {
                result_ids.clone_from(&step.results);
            }
            let here = graph.transitions.iter().filter(|one| one.step == *step);
            let also = here.flat_map(|transition| &transition.also);
            template_ids.extend(also.filter_map(|also| also.act.template()));
        }
        let template_ids: Vec<TemplateId> = template_ids.into_iter().collect();
        let records = self.template_records(&template_ids)?;
        let own = records
            .iter()
            .find(|record| Some(record.def.id) == task.template_id);
        if task.chain_id.is_none() {
            result_ids = own
                .map(|record| record.def.results.clone())
                .unwrap_or_default();
        }
        let instruction = own.and_then(|record| record.instruction.clone());
        let templates = records.iter().map(|record| record.def.clone()).collect();
        let mut mentions = graph.as_ref().map(Mentions::of).unwrap_or_default();
        mentions
            .people
            .extend(joined.as_ref().map(|joined| joined.by));
        let client = client.as_ref();
        let mut context = self.context(settings, client, &result_ids, templates, mentions)?;
        context.join = joined.map(|Joined { target, by, .. }| JoinFacts { target, by });
        if let Some(id) = task.chain_id {
            context.caller = self.caller_facts(id)?;
        }
        if let (Some(chain), Some(graph)) = (&chain, graph) {
            context.chain = Some(self.chain_facts(chain, graph)?);
        }
        Ok(Facts {
            task: task_facts(task, settings),
            context,
            instruction,
        })
    }

    /// The context in which a process begins for a client, or a chain goes on after its sleep. `by` is whoever acts, or did.
    pub fn process_context(
        &mut self,
        client: &ClientRow,
        chain: ChainFacts,
        by: EmployeeId,
        settings: &Settings,
    ) -> Result<Context, StoreError> {
        let ids: BTreeSet<TemplateId> = chain
            .graph
            .steps
            .iter()
            .map(|step| step.template_id)
            .collect();
        let ids: Vec<TemplateId> = ids.into_iter().collect();
        let templates = self.template_defs(&ids)?;
        let mut mentions = Mentions::of(&chain.graph);
        mentions.people.insert(by);
        let mut context = self.context(settings, Some(client), &[], templates, mentions)?;
        context.chain = Some(chain);
        Ok(context)
    }

    /// The club around a graph, without any client: what a rehearsal decides on. Nobody's load is counted.
    pub fn stage(&mut self, graph: &Graph, settings: &Settings) -> Result<Context, StoreError> {
        let uses = graph.uses();
        let templates: Vec<TemplateId> = uses.templates.into_iter().collect();
        let results: Vec<ResultId> = uses.results.into_iter().collect();
        let templates = self.template_defs(&templates)?;
        let mentions = Mentions {
            by_load: false,
            in_turn: false,
            ..Mentions::of(graph)
        };
        self.context(settings, None, &results, templates, mentions)
    }

    /// The process that waits for the end of a chain.
    fn caller_facts(&mut self, id: ChainId) -> Result<Option<CallerFacts>, StoreError> {
        let Some(caller) = self.callers_of(id)?.into_iter().next() else {
            return Ok(None);
        };
        let Some(Json(call)) = caller.call else {
            return Ok(None);
        };
        let graph = self.graph(caller.version_id)?;
        let steps: Vec<_> = call.steps().filter_map(|key| graph.step(key)).collect();
        let templates = names::templates(self, steps.iter().map(|step| step.template_id))?;
        let named = steps.iter().map(|step| {
            let name = templates.get(&step.template_id);
            (step.key.clone(), name.cloned().unwrap_or_default())
        });
        Ok(Some(CallerFacts {
            process: self.process_name_of(caller.id)?,
            steps: named.collect(),
            call,
        }))
    }

    /// A chain as it stands.
    pub fn chain_facts(
        &mut self,
        chain: &ChainRow,
        graph: Graph,
    ) -> Result<ChainFacts, StoreError> {
        let since = self.now().minus(Duration::hours(24));
        let recent: i64 = each_backend!(self.conn(), |c| tasks::table
            .filter(tasks::chain_id.eq(bind(chain.id)))
            .filter(tasks::created_at.gt(bind(since)))
            .select(count_star())
            .first(c))?;
        let open_errands = match graph.waits_for_errands() {
            true => self.open_errands(chain.id)?,
            false => 0,
        };
        Ok(ChainFacts {
            id: chain.id,
            version_id: chain.version_id,
            graph,
            state: chain.state,
            attempts: chain.attempts.0.clone(),
            recent_tasks: u32::try_from(recent).unwrap_or(u32::MAX),
            open_errands,
        })
    }

    fn context(
        &mut self,
        settings: &Settings,
        client: Option<&ClientRow>,
        result_ids: &[ResultId],
        templates: Vec<domain::templates::TemplateDef>,
        mentions: Mentions,
    ) -> Result<Context, StoreError> {
        let mut results = self.result_defs(result_ids)?;
        let place = |id: ResultId| result_ids.iter().position(|known| *known == id);
        results.sort_by_key(|result| place(result.id));
        let dictionaries: BTreeSet<_> = results
            .iter()
            .flat_map(|result| &result.fields)
            .filter_map(|field| field.dictionary_id)
            .collect();
        let dictionaries = self.choices(&dictionaries.into_iter().collect::<Vec<_>>())?;
        let responsible = client.and_then(|client| client.responsible_id);
        let people = mentions.people.iter().copied().chain(responsible);
        let staff = self.staff_facts(settings.branch.id, people.collect(), &mentions)?;
        let roles = names::roles(self, mentions.roles.iter().copied())?;
        let processes = names::processes(self, mentions.processes.iter().copied())?;
        let branches = names::branches(self, mentions.branches.iter().copied())?;
        let words = match mentions.texts {
            true => self.words(client, settings)?,
            false => Words::default(),
        };
        let refused = match client {
            Some(client) if mentions.letters => clients::refuses_letters(self, client.id)?,
            _ => false,
        };
        let client = match client {
            Some(client) => Some(ClientFacts {
                id: client.id,
                responsible_id: client.responsible_id,
                stage: client.stage,
                tags: match mentions.tags {
                    true => clients::tags(self, client.id)?,
                    false => Vec::new(),
                },
                email: match mentions.letters && !client.no_emails {
                    true => clients::first_email(self, client.id)?.filter(|_| !refused),
                    false => None,
                },
                running: match mentions.starts {
                    true => self.running_chains(client.id)?,
                    false => BTreeMap::new(),
                },
            }),
            None => None,
        };
        Ok(Context {
            now: self.now(),
            zone: settings.zone.clone(),
            calendar: settings.branch.calendar.clone(),
            currency: settings.currency.clone(),
            country: settings.country.clone(),
            chain: None,
            client,
            templates,
            results,
            dictionaries,
            staff,
            roles,
            processes,
            branches,
            words,
            hooks: self.hooks_called(mentions.hooks.iter().copied())?,
            join: None,
            caller: None,
        })
    }

    /// What texts call those around.
    fn words(
        &mut self,
        client: Option<&ClientRow>,
        settings: &Settings,
    ) -> Result<Words, StoreError> {
        let organisation = self.organisation()?;
        let name = client.map(|client| {
            let name = PersonName {
                surname: client.surname.clone(),
                given: client.given.clone(),
                patronymic: client.patronymic.clone(),
            };
            name.short(organisation.name_order)
        });
        Ok(Words {
            client: name.unwrap_or_default(),
            branch: settings.branch.name.clone(),
            club: organisation.name,
            language: organisation.language,
        })
    }

    /// The staff of a branch, and of those named by rules who works elsewhere; active ones first.
    fn staff_facts(
        &mut self,
        branch: BranchId,
        named: BTreeSet<EmployeeId>,
        mentions: &Mentions,
    ) -> Result<Vec<StaffFacts>, StoreError> {
        let people = self.known_people()?;
        let mut staff: Vec<StaffFacts> = people
            .iter()
            .filter(|(id, person)| {
                let here = person.branches.is_empty() || person.branches.contains(&branch);
                person.state != EmployeeState::Left && (here || named.contains(id))
            })
            .map(|(id, person)| StaffFacts {
                id: *id,
                name: person.name.clone(),
                role_id: person.role_id,
                branches: person.branches.clone(),
                available: person.state == EmployeeState::Active,
                load: Load::default(),
            })
            .collect();
        staff.sort_by_key(|staff| !staff.available);
        // Loads cost a count; they decide only where a rule asks for them or somebody may have to stand in.
        let acting = self.who().employee();
        let works = |id: EmployeeId| staff.iter().any(|s| s.id == id && s.available);
        let absent = |id: EmployeeId| staff.iter().any(|s| s.id == id && !s.available);
        if mentions.by_load || named.iter().any(|id| !works(*id)) || acting.is_some_and(absent) {
            let loads = self.loads(&staff)?;
            for member in &mut staff {
                member.load.open_tasks = loads.get(&member.id).copied().unwrap_or(0);
            }
        }
        if mentions.in_turn {
            let turns = self.turns()?;
            for member in &mut staff {
                member.load.last_assigned = turns.get(&member.id).copied();
            }
        }
        Ok(staff)
    }

    /// When a round robin last chose each.
    fn turns(&mut self) -> Result<BTreeMap<EmployeeId, Timestamp>, StoreError> {
        let turns: Vec<(EmployeeId, Option<Timestamp>)> =
            each_backend!(self.conn(), |c| employees::table
                .filter(employees::last_assigned_at.is_not_null())
                .select((employees::id, employees::last_assigned_at))
                .load(c))?;
        Ok(turns
            .into_iter()
            .filter_map(|(id, at)| Some((id, at?)))
            .collect())
    }

    fn loads(&mut self, staff: &[StaffFacts]) -> Result<BTreeMap<EmployeeId, u32>, StoreError> {
        let ids = among(staff.iter().map(|staff| staff.id));
        let counted: Vec<(Option<EmployeeId>, i64)> = each_backend!(self.conn(), |c| tasks::table
            .filter(tasks::assignee_id.is_not_null())
            .filter(tasks::assignee_id.assume_not_null().eq_any(ids))
            .filter(tasks::closed_at.is_null())
            .group_by(tasks::assignee_id)
            .select((tasks::assignee_id, count_star()))
            .load(c))?;
        Ok(counted
            .into_iter()
            .filter_map(|(id, count)| Some((id?, u32::try_from(count).unwrap_or(u32::MAX))))
            .collect())
    }
}

fn task_facts(task: &TaskRow, settings: &Settings) -> TaskFacts {
    TaskFacts {
        id: task.id,
        template_id: task.template_id,
        step: task.step.clone(),
        branch_id: settings.branch.id,
        assignee: task
            .assignee()
            .unwrap_or(Assignee::Employee(EmployeeId::from_i64(0))),
        due: task.due(),
        priority: task.priority,
        state: task.state,
        attempt: u32::try_from(task.attempt).unwrap_or(1),
    }
}

/// Whom and what the rules of a graph mention.
#[derive(Debug, Clone, Default)]
struct Mentions {
    people: BTreeSet<EmployeeId>,
    roles: BTreeSet<RoleId>,
    processes: BTreeSet<ProcessId>,
    branches: BTreeSet<BranchId>,
    /// A condition reads the client's tags.
    tags: bool,
    /// A rule chooses the least loaded.
    by_load: bool,
    /// A rule chooses by turns.
    in_turn: bool,
    /// A process may start beside.
    starts: bool,
    /// A text has to be filled in.
    texts: bool,
    /// A client may be written to.
    letters: bool,
    hooks: BTreeSet<HookId>,
}

impl Mentions {
    fn of(graph: &Graph) -> Self {
        let mut found = Self::default();
        if let Some(start) = &graph.start {
            found.target(start);
        }
        for case in graph.transitions.iter().flat_map(|one| &one.cases) {
            found.conditions(&case.when);
        }
        for also in graph.transitions.iter().flat_map(|one| &one.also) {
            found.also(also);
        }
        for then in graph.transitions.iter().flat_map(Transition::ways) {
            found
                .processes
                .extend(then.calls().map(|call| call.process_id));
            match then {
                Continuation::Step { target } | Continuation::Sleep { target, .. } => {
                    found.target(target);
                }
                Continuation::Retry {
                    assignee,
                    exhausted,
                    ..
                } => {
                    found.rule(assignee);
                    match exhausted {
                        Exhausted::Step { target } | Exhausted::Sleep { target, .. } => {
                            found.target(target);
                        }
                        Exhausted::StartProcess { process_id } => {
                            found.processes.insert(*process_id);
                        }
                        Exhausted::Goal | Exhausted::Refusal | Exhausted::End => {}
                    }
                }
                Continuation::StartProcess { process_id } => {
                    found.processes.insert(*process_id);
                }
                Continuation::Goal | Continuation::Refusal | Continuation::End => {}
            }
        }
        found
    }

    fn conditions(&mut self, conditions: &[Condition]) {
        for condition in conditions {
            self.branches.extend(condition.branches());
            self.tags |= matches!(
                condition,
                Condition::Tagged { .. } | Condition::Untagged { .. }
            );
        }
    }

    fn also(&mut self, also: &Also) {
        self.conditions(&also.when);
        self.tags |= matches!(also.act, Action::Tag { .. });
        self.texts |= !also.act.texts().is_empty();
        self.starts |= also.act.process().is_some();
        self.processes.extend(also.act.process());
        self.hooks.extend(also.act.hook());
        match also.act.recipient() {
            Some(Recipient::Client) => self.letters = true,
            Some(Recipient::Employee { employee_id }) => {
                self.people.insert(*employee_id);
            }
            Some(Recipient::Role { role_id }) => {
                self.roles.insert(*role_id);
            }
            Some(Recipient::Responsible | Recipient::Same) | None => {}
        }
        if let Some(rule) = also.act.assignee() {
            self.rule(rule);
        }
    }

    fn target(&mut self, target: &Target) {
        self.rule(&target.assignee);
    }

    fn rule(&mut self, rule: &AssigneeRule) {
        match rule {
            AssigneeRule::Employee { employee_id } => {
                self.people.insert(*employee_id);
            }
            AssigneeRule::Role { role_id, pick } => {
                self.roles.insert(*role_id);
                self.by_load |= *pick == Pick::LeastLoaded;
                self.in_turn |= *pick == Pick::RoundRobin;
            }
            AssigneeRule::Same | AssigneeRule::Responsible | AssigneeRule::Field { .. } => {}
        }
    }
}
