//! Who stands where.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ClientId, ProcessId, TemplateId, VersionId};
use domain::name::PersonName;
use domain::processes::Target;

use super::super::rows::VersionRecord;
use super::rows::Standing;
use crate::access::clients_within;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{chains, clients, tasks};

/// So many clients of a step are named.
const NAMED: usize = 5;

/// Version, client, the open task's step, and what a sleeper wakes to.
type Row = (VersionId, ClientId, Option<String>, Option<Json<Target>>);

/// Surname, given name and patronymic.
type Named = (ClientId, Option<String>, Option<String>, Option<String>);

impl Tx<'_> {
    /// Where the running chains of a process stand, by version and step in the order of their keys.
    pub fn standing(&mut self, id: ProcessId) -> Result<Vec<Standing>, StoreError> {
        let rows: Vec<Row> = each_backend!(self.conn(), |c| chains::table
            .left_join(
                tasks::table.on(tasks::chain_id
                    .eq(chains::id.nullable())
                    .and(tasks::closed_at.is_null()))
            )
            .filter(chains::process_id.eq(bind(id)))
            .filter(chains::ended_at.is_null())
            .order(chains::id)
            .select((
                chains::version_id,
                chains::client_id,
                tasks::step.nullable(),
                chains::wake_target,
            ))
            .load(c))?;
        let mut places: BTreeMap<(VersionId, String), (u32, u32, Vec<ClientId>)> = BTreeMap::new();
        for (version, client, step, target) in rows {
            let sleeps = target.is_some();
            let Some(step) = step.or(target.map(|Json(target)| target.step)) else {
                continue;
            };
            let (active, sleeping, named) = places.entry((version, step)).or_default();
            match sleeps {
                true => *sleeping += 1,
                false => *active += 1,
            }
            if named.len() < NAMED {
                named.push(client);
            }
        }
        let wanted: BTreeSet<ClientId> = places
            .values()
            .flat_map(|(_, _, named)| named.iter().copied())
            .collect();
        let names = self.names_within_reach(&wanted)?;
        Ok(places
            .into_iter()
            .map(|((version_id, step), (active, sleeping, named))| Standing {
                version_id,
                step,
                active,
                sleeping,
                clients: named
                    .into_iter()
                    .filter_map(|id| Some((id, names.get(&id)?.clone())))
                    .collect(),
            })
            .collect())
    }

    /// What the templates of these versions are called.
    pub fn names_of_templates(
        &mut self,
        versions: &[VersionRecord],
    ) -> Result<BTreeMap<TemplateId, String>, StoreError> {
        let steps = versions.iter().flat_map(|version| &version.graph.steps);
        names::templates(self, steps.map(|step| step.template_id))
    }

    /// The names of those clients whom the asker may see.
    pub(crate) fn names_within_reach(
        &mut self,
        ids: &BTreeSet<ClientId>,
    ) -> Result<BTreeMap<ClientId, PersonName>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let within = clients_within(&self.client_reach(Permission::ClientRead));
        let rows: Vec<Named> = clients::table
            .into_boxed()
            .filter(within)
            .filter(clients::id.eq_any(ids.iter().copied().map(bind)))
            .select((
                clients::id,
                clients::surname,
                clients::given,
                clients::patronymic,
            ))
            .load(self.conn())?;
        let named = rows.into_iter().map(|(id, surname, given, patronymic)| {
            let name = PersonName {
                surname,
                given,
                patronymic,
            };
            (id, name)
        });
        Ok(named.collect())
    }
}
