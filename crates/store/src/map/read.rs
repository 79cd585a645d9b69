use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ClientId, ProcessId, ResultId, VersionId};
use domain::map::{Count, Given, Place, Standing};
use domain::time::Timestamp;

use crate::access::{client_within, completions_within};
use crate::engine::columns::{Sql, bind};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{chains, clients, completions, tasks};
use crate::tasks::{TaskFilter, narrowed};

/// How long a result takes is told by so many of its tasks in a period: the newest.
const SAMPLE: i64 = 500;

/// Whose numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapFilter {
    pub process: ProcessId,
    /// Absent: all versions together.
    pub version: Option<VersionId>,
    /// The period: from the first instant to before the last.
    pub since: Timestamp,
    pub until: Timestamp,
}

impl MapFilter {
    fn open(self) -> TaskFilter {
        TaskFilter {
            process: Some(self.process),
            version: self.version,
            ..TaskFilter::default()
        }
    }
}

/// Step, when the task was made, the instant after which it is late.
type OpenRow = (Option<String>, Timestamp, Timestamp);
impl Tx<'_> {
    /// What the asker may know of each step, by its key. `offered` are the results of every step of every version that is meant.
    ///
    /// Each result of a step is one range of an index. Grouped in one statement, the whole past of the process would be sorted first.
    pub fn map_of(
        &mut self,
        filter: &MapFilter,
        offered: &BTreeSet<(String, ResultId)>,
    ) -> Result<BTreeMap<String, Place>, StoreError> {
        let now = self.now();
        let mut count = Count::default();
        // Every row is needed for the middle one: counting them in SQL would be a second pass.
        let open: Vec<OpenRow> = narrowed(self, &filter.open())
            .select((tasks::step, tasks::created_at, tasks::due_sort))
            .load(self.conn())?;
        for (step, since, due) in open {
            if let Some(step) = step {
                count.standing(Standing { step, since, due }, now);
            }
        }
        for (step, clients) in self.sleepers(filter)? {
            count.sleeping(step, clients);
        }
        for (step, result) in offered {
            count.given(self.given_there(filter, step, *result)?);
        }
        Ok(count.finish())
    }

    /// How many clients sleep before each step.
    fn sleepers(&mut self, filter: &MapFilter) -> Result<BTreeMap<String, u32>, StoreError> {
        let mut query = chains::table
            .into_boxed()
            .filter(chains::process_id.eq(bind(filter.process)))
            .filter(chains::wake_step.is_not_null());
        if let Some(version) = filter.version {
            query = query.filter(chains::version_id.eq(bind(version)));
        }
        let asleep: Vec<(ClientId, Option<String>)> = query
            .select((chains::client_id, chains::wake_step))
            .load(self.conn())?;
        let of_process = chains::table
            .filter(chains::process_id.eq(bind(filter.process)))
            .filter(chains::wake_step.is_not_null())
            .select(chains::client_id);
        let seen: Vec<ClientId> = clients::table
            .into_boxed()
            // Few sleep: each is looked at, instead of collecting all whom the asker ever worked for.
            .filter(client_within(&self.client_reach(Permission::ClientRead)))
            .filter(clients::archived_at.is_null())
            .filter(clients::id.eq_any(of_process))
            .select(clients::id)
            .load(self.conn())?;
        let seen: BTreeSet<ClientId> = seen.into_iter().collect();
        let mut steps = BTreeMap::new();
        for (client, step) in asleep {
            if let Some(step) = step.filter(|_| seen.contains(&client)) {
                *steps.entry(step).or_default() += 1;
            }
        }
        Ok(steps)
    }

    /// How often a result was given on a step, and how long the newest of its tasks took.
    fn given_there(
        &mut self,
        filter: &MapFilter,
        step: &str,
        result: ResultId,
    ) -> Result<Given, StoreError> {
        let reach = self.reach(Permission::TaskRead);
        let narrowed = || {
            let query = completions::table
                .into_boxed()
                .filter(completions_within(&reach))
                .filter(completions::taken_back_at.is_null())
                .filter(completions::process_id.eq(bind(filter.process)))
                .filter(completions::step.eq(step))
                .filter(completions::result_id.eq(bind(result)))
                .filter(completions::completed_at.ge(bind(filter.since)))
                .filter(completions::completed_at.lt(bind(filter.until)));
            match filter.version {
                Some(version) => query.filter(completions::chain_id.eq_any(on_version(version))),
                None => query,
            }
        };
        let newest: Vec<(Option<Timestamp>, Timestamp)> = narrowed()
            .order(completions::completed_at.desc())
            .limit(SAMPLE)
            .select((completions::made_at, completions::completed_at))
            .load(self.conn())?;
        let times = match newest.len() as i64 {
            SAMPLE => narrowed().count().get_result(self.conn())?,
            few => few,
        };
        Ok(Given {
            step: step.to_owned(),
            result,
            times: u32::try_from(times).unwrap_or(u32::MAX),
            newest: newest
                .into_iter()
                .map(|(made, done)| (made.unwrap_or(done), done))
                .collect(),
        })
    }
}

#[diesel::dsl::auto_type]
fn on_version(version: VersionId) -> _ {
    let version: Sql<VersionId> = bind(version);
    chains::table
        .filter(chains::version_id.eq(version))
        .select(chains::id.nullable())
}
