use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId,
};
use domain::processes::{Catalogue, Graph, OtherProcess, VersionState, hands_over_at_once};
use domain::results::ResultDef;
use domain::staff::EmployeeState;

use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{employees, hooks, process_versions, processes, roles};

impl Tx<'_> {
    /// What exists outside a graph, as the domain's checker wants it: nothing archived. `own` is the process it belongs to.
    pub fn catalogue(
        &mut self,
        graph: &Graph,
        own: Option<ProcessId>,
    ) -> Result<Catalogue, StoreError> {
        let uses = graph.uses();
        let templates: Vec<TemplateId> = uses.templates.into_iter().collect();
        let templates = self.template_records(&templates)?;
        let results: Vec<ResultId> = uses.results.into_iter().collect();
        let results = self.result_records(&results)?;
        let results: Vec<ResultDef> = results
            .iter()
            .filter(|record| record.archived_at.is_none())
            .map(|record| record.def.clone())
            .collect();
        Ok(Catalogue {
            templates: templates
                .iter()
                .filter(|record| record.archived_at.is_none())
                .map(|record| record.def.clone())
                .collect(),
            dictionaries: self.choice_counts()?,
            values: self.values_to_choose(&uses.values)?,
            branches: self.branches_named(&uses.branches)?,
            hooks: self.hooks_named(&uses.hooks)?,
            results,
            roles: self.people_by_role()?,
            employees: self.everybody()?,
            own,
            processes: self.other_processes()?,
        })
    }

    /// The values that can be chosen, of every dictionary; nothing where no condition names one.
    fn values_to_choose(
        &mut self,
        named: &BTreeSet<ValueId>,
    ) -> Result<BTreeMap<DictionaryId, BTreeSet<ValueId>>, StoreError> {
        if named.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<DictionaryId> = self.live_dictionaries()?.into_iter().collect();
        let choices = self.choices(&ids)?.into_iter();
        Ok(choices
            .map(|(id, choices)| {
                let live = choices.into_iter().filter(|choice| !choice.archived);
                (id, live.map(|choice| choice.id).collect())
            })
            .collect())
    }

    /// Those of some branches that work.
    fn branches_named(
        &mut self,
        named: &BTreeSet<BranchId>,
    ) -> Result<BTreeSet<BranchId>, StoreError> {
        if named.is_empty() {
            return Ok(BTreeSet::new());
        }
        let branches = self.branches()?;
        let working = branches
            .iter()
            .filter(|branch| branch.archived_at.is_none());
        Ok(working.map(|branch| branch.id).collect())
    }

    /// Those of some hooks that can be called.
    fn hooks_named(&mut self, named: &BTreeSet<HookId>) -> Result<BTreeSet<HookId>, StoreError> {
        if named.is_empty() {
            return Ok(BTreeSet::new());
        }
        let live: Vec<HookId> = hooks::table
            .filter(hooks::archived_at.is_null())
            .select(hooks::id)
            .load(self.conn())?;
        Ok(live.into_iter().collect())
    }

    /// Active people of each role; a role without people counts none.
    fn people_by_role(&mut self) -> Result<BTreeMap<RoleId, u32>, StoreError> {
        let roles: Vec<RoleId> = roles::table.select(roles::id).load(self.conn())?;
        let mut people: BTreeMap<RoleId, u32> = roles.into_iter().map(|id| (id, 0)).collect();
        let counted: Vec<(RoleId, i64)> = employees::table
            .filter(employees::state.eq(bind(EmployeeState::Active)))
            .group_by(employees::role_id)
            .select((employees::role_id, count_star()))
            .load(self.conn())?;
        people.extend(counted.into_iter().map(|(id, count)| (id, count as u32)));
        Ok(people)
    }

    fn everybody(&mut self) -> Result<BTreeSet<EmployeeId>, StoreError> {
        let ids: Vec<EmployeeId> = employees::table
            .filter(employees::state.ne(bind(EmployeeState::Left)))
            .select(employees::id)
            .load(self.conn())?;
        Ok(ids.into_iter().collect())
    }

    /// Every process that is not archived, with what its published version does at once; while two are compared, what either does.
    pub fn other_processes(&mut self) -> Result<BTreeMap<ProcessId, OtherProcess>, StoreError> {
        let ids: Vec<ProcessId> = processes::table
            .filter(processes::archived_at.is_null())
            .select(processes::id)
            .load(self.conn())?;
        let published: Vec<(ProcessId, Json<Graph>)> = process_versions::table
            .filter(process_versions::state.eq(bind(VersionState::Published)))
            .select((process_versions::process_id, process_versions::graph))
            .load(self.conn())?;
        let mut others: BTreeMap<ProcessId, OtherProcess> = ids
            .into_iter()
            .map(|id| (id, OtherProcess::default()))
            .collect();
        for (id, graph) in published {
            let templates: Vec<TemplateId> = graph.0.uses().templates.into_iter().collect();
            let templates = self.template_defs(&templates)?;
            if let Some(other) = others.get_mut(&id) {
                other.published = true;
                other
                    .at_once
                    .extend(hands_over_at_once(&graph.0, &templates));
            }
        }
        Ok(others)
    }
}
