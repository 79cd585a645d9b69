use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ProcessId, ResultId, VersionId};
use domain::processes::{Called, Graph, Uses, VersionState};
use domain::time::Timestamp;

use super::rows::{
    AtWork, DraftName, DraftRecord, ProcessRecord, ProcessSummary, PublishedGraph, PublishedName,
    VersionRecord, VersionRow,
};
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{chains, process_versions, processes};

impl Tx<'_> {
    /// All processes: those in use by name, then archived ones.
    pub fn processes(&mut self) -> Result<Vec<ProcessSummary>, StoreError> {
        self.demand(Permission::DirectoryRead)?;
        let mut rows: Vec<ProcessRecord> = processes::table
            .order((processes::sort_key, processes::id))
            .select(ProcessRecord::as_select())
            .load(self.conn())?;
        rows.sort_by_key(|row| row.archived_at.is_some());
        self.summaries(rows)
    }

    /// A process that the caller may read, edit or publish.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::NotFound`].
    pub fn process_for(
        &mut self,
        permission: Permission,
        id: ProcessId,
    ) -> Result<ProcessRecord, StoreError> {
        self.demand(permission)?;
        self.process(id)
    }

    /// Any process, for whoever was allowed to read one that hands over to it.
    pub fn any_process(&mut self, id: ProcessId) -> Result<ProcessRecord, StoreError> {
        self.process(id)
    }

    /// The same process as a line of the list.
    pub fn process_summary(
        &mut self,
        process: ProcessRecord,
    ) -> Result<ProcessSummary, StoreError> {
        let mut found = self.summaries(vec![process])?;
        found.pop().ok_or(StoreError::NotFound)
    }

    /// The draft. Where there is none, the published graph at version 0, or an empty one.
    pub fn draft_of(&mut self, id: ProcessId) -> Result<DraftRecord, StoreError> {
        if let Some(row) = self.version_in(id, VersionState::Draft)? {
            return Ok(DraftRecord {
                graph: row.graph.0,
                version: row.version,
                based_on: row.based_on,
                updated_at: Some(row.updated_at),
            });
        }
        let published = self.version_in(id, VersionState::Published)?;
        let based_on = published.as_ref().map(|row| row.id);
        Ok(DraftRecord {
            graph: published.map_or_else(Graph::empty, |row| row.graph.0),
            version: 0,
            based_on,
            updated_at: None,
        })
    }

    /// Published and retired versions, newest first.
    pub fn versions_of(&mut self, id: ProcessId) -> Result<Vec<VersionRecord>, StoreError> {
        let rows: Vec<VersionRow> = process_versions::table
            .filter(process_versions::process_id.eq(bind(id)))
            .filter(process_versions::published_at.is_not_null())
            .order(process_versions::number.desc())
            .select(VersionRow::as_select())
            .load(self.conn())?;
        let rows: Result<Vec<VersionRow>, StoreError> =
            rows.into_iter().map(|row| self.row_as_read(row)).collect();
        let rows = rows?;
        let running = self.running_on(id)?;
        let people = names::employees(self, rows.iter().filter_map(|row| row.published_by))?;
        let count = |id| running.get(&id).copied().unwrap_or(0);
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let running = count(row.id);
                row.record(running, &people)
            })
            .collect())
    }

    /// # Errors
    /// [`StoreError::NotFound`] for a version of another process, and for a draft.
    pub fn version_of(
        &mut self,
        id: ProcessId,
        version: VersionId,
    ) -> Result<VersionRecord, StoreError> {
        let row: VersionRow = process_versions::table
            .filter(process_versions::id.eq(bind(version)))
            .filter(process_versions::process_id.eq(bind(id)))
            .select(VersionRow::as_select())
            .first(self.conn())?;
        let row = self.row_as_read(row)?;
        let running = self.running_on(id)?.get(&version).copied().unwrap_or(0);
        let people = names::employees(self, row.published_by)?;
        row.record(running, &people).ok_or(StoreError::NotFound)
    }

    /// The number of a version.
    pub(crate) fn version_number(&mut self, version: VersionId) -> Result<u32, StoreError> {
        Ok(self.published(version)?.number)
    }

    /// The graph of a published or retired version, for a chain that runs on it.
    pub fn graph(&mut self, version: VersionId) -> Result<Graph, StoreError> {
        let graph = self.published(version)?.graph.clone();
        self.graph_as_read(graph)
    }

    /// A graph as it is read now: where its conditions name a merged value, they name the one that counts for it. Every graph that
    /// comes from the tables or from a request goes through here, and nothing else knows that there was a merge.
    pub fn graph_as_read(&mut self, mut graph: Graph) -> Result<Graph, StoreError> {
        if graph.names_values() {
            graph.count_merged(&*self.merged_values()?);
        }
        Ok(graph)
    }

    fn row_as_read(&mut self, row: VersionRow) -> Result<VersionRow, StoreError> {
        let graph = Json(self.graph_as_read(row.graph.0)?);
        Ok(VersionRow { graph, ..row })
    }

    /// What a new chain of this process begins with; absent before the first publishing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown process.
    pub fn published_version(
        &mut self,
        id: ProcessId,
    ) -> Result<Option<PublishedGraph>, StoreError> {
        let process = self.process(id)?;
        let published = self.version_in(id, VersionState::Published)?;
        Ok(published.map(|row| PublishedGraph {
            process_id: id,
            process_name: process.name,
            archived: process.archived_at.is_some(),
            version_id: row.id,
            number: row.number as u32,
            graph: row.graph.0,
        }))
    }

    /// Names of processes, for sentences; unknown ones are left out.
    pub fn process_names(
        &mut self,
        ids: &[ProcessId],
    ) -> Result<BTreeMap<ProcessId, String>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<(ProcessId, String)> = processes::table
            .filter(processes::id.eq_any(among(ids.iter().copied())))
            .select((processes::id, processes::name))
            .load(self.conn())?;
        Ok(rows.into_iter().collect())
    }

    /// Graphs that work goes by, or may again: published ones and drafts of processes in use, and retired ones that chains are still on or
    /// can be returned to.
    pub fn graphs_at_work(&mut self) -> Result<Vec<AtWork>, StoreError> {
        let mut busy: Vec<VersionId> = chains::table
            .filter(chains::ended_at.is_null())
            .select(chains::version_id)
            .distinct()
            .load(self.conn())?;
        busy.extend(self.returnable_versions()?);
        let rows: Vec<(ProcessId, VersionState, Json<Graph>)> = process_versions::table
            .inner_join(processes::table)
            .filter(
                process_versions::state
                    .ne(bind(VersionState::Retired))
                    .and(processes::archived_at.is_null())
                    .or(process_versions::id.eq_any(among(busy))),
            )
            .order(process_versions::id)
            .select((
                process_versions::process_id,
                process_versions::state,
                process_versions::graph,
            ))
            .load(self.conn())?;
        let at_work = rows.into_iter().map(|(process_id, state, graph)| {
            Ok(AtWork {
                process_id,
                state,
                graph: self.graph_as_read(graph.0)?,
            })
        });
        at_work.collect()
    }

    /// What everything that some graphs refer to is called, archived or not.
    pub fn glossary<'g>(
        &mut self,
        graphs: impl IntoIterator<Item = &'g Graph>,
    ) -> Result<Called, StoreError> {
        let mut uses = Uses::default();
        for graph in graphs {
            uses.add(graph.uses());
        }
        let results: Vec<ResultId> = uses.results.into_iter().collect();
        let results = self.result_records(&results)?;
        let labels = results.iter().flat_map(|record| {
            let fields = record.def.fields.iter();
            fields.map(|field| ((record.def.id, field.key.clone()), field.label.clone()))
        });
        Ok(Called {
            templates: names::templates(self, uses.templates)?,
            results: results
                .iter()
                .map(|record| (record.def.id, record.def.name.clone()))
                .collect(),
            fields: labels.collect(),
            roles: names::roles(self, uses.roles)?,
            employees: names::employees(self, uses.employees)?,
            processes: names::processes(self, uses.processes)?,
            values: names::values(self, uses.values)?,
            branches: names::branches(self, uses.branches)?,
            hooks: self.hooks_called(uses.hooks)?,
        })
    }

    /// Names of the processes that use something at work: each once, in their order.
    pub(crate) fn processes_at_work_with(
        &mut self,
        uses_it: impl Fn(&Uses) -> bool,
    ) -> Result<Vec<String>, StoreError> {
        let graphs = self.graphs_at_work()?.into_iter();
        let users = graphs.filter(|at_work| uses_it(&at_work.graph.uses()));
        self.sorted_names(users.map(|at_work| at_work.process_id).collect())
    }

    pub(super) fn sorted_names(&mut self, ids: Vec<ProcessId>) -> Result<Vec<String>, StoreError> {
        Ok(processes::table
            .filter(processes::id.eq_any(among(ids)))
            .order((processes::sort_key, processes::id))
            .select(processes::name)
            .load(self.conn())?)
    }

    pub(super) fn process(&mut self, id: ProcessId) -> Result<ProcessRecord, StoreError> {
        Ok(processes::table
            .find(bind(id))
            .select(ProcessRecord::as_select())
            .first(self.conn())?)
    }

    /// The draft or the published version: there is one at most. That which is published beside another is not meant.
    pub(super) fn version_in(
        &mut self,
        id: ProcessId,
        state: VersionState,
    ) -> Result<Option<VersionRow>, StoreError> {
        let row: Option<VersionRow> = process_versions::table
            .filter(process_versions::process_id.eq(bind(id)))
            .filter(process_versions::state.eq(bind(state)))
            .filter(process_versions::beside.eq(false))
            .select(VersionRow::as_select())
            .first(self.conn())
            .optional()?;
        row.map(|row| self.row_as_read(row)).transpose()
    }

    fn running_on(&mut self, id: ProcessId) -> Result<BTreeMap<VersionId, u32>, StoreError> {
        let counted: Vec<(VersionId, i64)> = chains::table
            .filter(chains::process_id.eq(bind(id)))
            .filter(chains::ended_at.is_null())
            .group_by(chains::version_id)
            .select((chains::version_id, count_star()))
            .load(self.conn())?;
        Ok(counted
            .into_iter()
            .map(|(id, count)| (id, count as u32))
            .collect())
    }

    /// Two queries for any number of processes.
    fn summaries(&mut self, rows: Vec<ProcessRecord>) -> Result<Vec<ProcessSummary>, StoreError> {
        type Line = (
            ProcessId,
            VersionId,
            i32,
            i32,
            i64,
            Timestamp,
            Option<Timestamp>,
            bool,
        );
        let versions: Vec<Line> = process_versions::table
            .filter(process_versions::process_id.eq_any(among(rows.iter().map(|row| row.id))))
            .filter(process_versions::state.ne(bind(VersionState::Retired)))
            .select((
                process_versions::process_id,
                process_versions::id,
                process_versions::number,
                process_versions::errors,
                process_versions::version,
                process_versions::updated_at,
                process_versions::published_at,
                process_versions::beside,
            ))
            .load(self.conn())?;
        let running: Vec<(ProcessId, i64)> = chains::table
            .filter(chains::ended_at.is_null())
            .group_by(chains::process_id)
            .select((chains::process_id, count_star()))
            .load(self.conn())?;
        let running: BTreeMap<_, _> = running.into_iter().collect();
        let mut lines: BTreeMap<ProcessId, ProcessSummary> = BTreeMap::new();
        let order: Vec<ProcessId> = rows.iter().map(|row| row.id).collect();
        for process in rows {
            lines.insert(
                process.id,
                ProcessSummary {
                    running: running.get(&process.id).map_or(0, |count| *count as u32),
                    published: None,
                    beside: None,
                    draft: None,
                    process,
                },
            );
        }
        for (process, id, number, errors, version, updated_at, published_at, beside) in versions {
            let Some(line) = lines.get_mut(&process) else {
                continue;
            };
            match published_at {
                Some(published_at) => {
                    let place = match beside {
                        true => &mut line.beside,
                        false => &mut line.published,
                    };
                    *place = Some(PublishedName {
                        id,
                        number: number as u32,
                        published_at,
                    });
                }
                None => {
                    line.draft = Some(DraftName {
                        errors: errors as u32,
                        version,
                        updated_at,
                    });
                }
            }
        }
        Ok(order.iter().filter_map(|id| lines.remove(id)).collect())
    }
}
