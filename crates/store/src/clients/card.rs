//! A card with everything its page shows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::chains::{Filled, Sentence, Told};
use domain::fields::Subject;
use domain::ids::{ChainId, ClientId, EmployeeId, RoleId, TaskId, TemplateId};
use domain::tasks::Assignee;
use domain::time::{Due, Timestamp};

use super::consents::{self, Consent};
use super::read;
use super::rows::{ClientName, ClientRow, Contacts};
use crate::chains::{self, ChainBrief};
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::own_fields::answers as own;
use crate::schema::{chains as chain_table, completions, tasks};

/// A card with its names.
#[derive(Debug, Clone)]
pub struct ClientCard {
    pub row: ClientRow,
    pub contacts: Contacts,
    pub source_name: Option<String>,
    pub responsible_name: Option<String>,
    /// Names of linked cards; those out of reach are absent.
    pub relations: BTreeMap<ClientId, ClientName>,
    pub next: Option<NextStep>,
    /// Running ones first, then the latest; each with its process's name.
    pub chains: Vec<(ChainBrief, String)>,
    /// To the club's own fields, in their order; what is not answered is absent.
    pub answers: Vec<Filled>,
    /// What counts now, by channel and purpose.
    pub consents: Vec<Consent>,
}

/// The next thing that happens with a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    Task {
        id: TaskId,
        title: String,
        due: Due,
        assignee: Option<Assignee>,
        assignee_name: String,
    },
    /// A chain sleeps until then; `title` is what it wakes to.
    Sleep { until: Timestamp, title: String },
}

/// An open task as a card shows it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = tasks)]
struct OpenTask {
    id: TaskId,
    client_id: Option<ClientId>,
    template_id: Option<TemplateId>,
    title: Option<String>,
    due_day: Option<NaiveDate>,
    due_at: Option<Timestamp>,
    due_sort: Timestamp,
    assignee_id: Option<EmployeeId>,
    pool_role_id: Option<RoleId>,
    /// Of an errand.
    side_of_id: Option<ChainId>,
}

impl OpenTask {
    /// Somebody does it for the client's sake, but it is not the client's own next step.
    fn is_errand(&self) -> bool {
        self.side_of_id.is_some()
    }
}

impl Tx<'_> {
    /// Everything of a held card.
    pub fn client_card(&mut self, row: ClientRow) -> Result<ClientCard, StoreError> {
        self.keep_plans()?;
        let contacts = self.contacts(row.id)?;
        let mut visible = Vec::new();
        for relation in &contacts.relations {
            if self.sees_client(relation.other_id)? {
                visible.push(relation.other_id);
            }
        }
        let chains = chains::of_client(self, row.id)?;
        let processes = names::processes(self, chains.iter().map(|chain| chain.process_id))?;
        let process = |chain: &ChainBrief| processes.get(&chain.process_id).cloned();
        let answers = own::filled(self, Subject::Client, &contacts.answers)?;
        Ok(ClientCard {
            answers,
            consents: consents::of_client(self, row.id)?,
            source_name: match row.source_id {
                Some(id) => names::values(self, [id])?.remove(&id),
                None => None,
            },
            responsible_name: match row.responsible_id {
                Some(id) => names::employees(self, [id])?.remove(&id),
                None => None,
            },
            relations: read::names(self, visible)?,
            next: next_steps(self, &[row.id])?.remove(&row.id),
            chains: chains
                .into_iter()
                .map(|chain| {
                    let name = process(&chain).unwrap_or_default();
                    (chain, name)
                })
                .collect(),
            contacts,
            row,
        })
    }
}

/// Open tasks and sleeping chains of some clients, the latest first.
macro_rules! work_of {
    ($tx:expr, $method:ident($which:expr)) => {{
        let open: Vec<OpenTask> = each_backend!($tx.conn(), |c| tasks::table
            .filter(tasks::client_id.is_not_null())
            .filter(tasks::client_id.assume_not_null().$method($which))
            .filter(tasks::closed_at.is_null())
            .order((tasks::due_sort.desc(), tasks::id.desc()))
            .select(OpenTask::as_select())
            .load(c))?;
        let asleep: Vec<(ChainId, ClientId, Option<Timestamp>)> =
            each_backend!($tx.conn(), |c| chain_table::table
                .filter(chain_table::client_id.$method($which))
                .filter(chain_table::wake_at.is_not_null())
                .order(chain_table::wake_at.desc())
                .select((
                    chain_table::id,
                    chain_table::client_id,
                    chain_table::wake_at,
                ))
                .load(c))?;
        (open, asleep)
    }};
}

/// The next step of each of these clients; a client without one is absent. An errand is one only where there is nothing else.
pub(crate) fn next_steps(
    tx: &mut Tx<'_>,
    ids: &[ClientId],
) -> Result<BTreeMap<ClientId, NextStep>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    // One client's queries are prepared once, without looking at their text again.
    let (open, asleep) = match ids {
        [id] => work_of!(tx, eq(bind(*id))),
        ids => work_of!(tx, eq_any(among(ids.iter().copied()))),
    };
    let templates = names::templates(tx, open.iter().filter_map(|task| task.template_id))?;
    let people: Vec<EmployeeId> = open.iter().filter_map(|task| task.assignee_id).collect();
    let people = names::employees(tx, people)?;
    let roles = names::roles(tx, open.iter().filter_map(|task| task.pool_role_id))?;
    let wakes_to = wakes_to(tx, &asleep)?;

    let mut next: BTreeMap<ClientId, (Timestamp, NextStep)> = BTreeMap::new();
    // The latest comes first, so that the earliest stays in the map.
    for (chain, client, until) in asleep {
        let Some(until) = until else { continue };
        let title = wakes_to.get(&chain).cloned().unwrap_or_default();
        next.insert(client, (until, NextStep::Sleep { until, title }));
    }
    let mut tasks: BTreeMap<ClientId, OpenTask> = BTreeMap::new();
    for task in open {
        let Some(client) = task.client_id else {
            continue;
        };
        let own = tasks.get(&client).is_some_and(|kept| !kept.is_errand());
        if !(own && task.is_errand()) {
            tasks.insert(client, task);
        }
    }
    for (client, task) in tasks {
        if next
            .get(&client)
            .is_some_and(|(until, _)| task.is_errand() || *until < task.due_sort)
        {
            continue;
        }
        let step = NextStep::Task {
            id: task.id,
            title: task
                .title
                .clone()
                .or_else(|| templates.get(&task.template_id?).cloned())
                .unwrap_or_default(),
            due: match (task.due_day, task.due_at) {
                (Some(day), _) => Due::Day(day),
                (None, at) => Due::At(at.unwrap_or(task.due_sort)),
            },
            assignee: match (task.assignee_id, task.pool_role_id) {
                (Some(person), _) => Some(Assignee::Employee(person)),
                (None, role) => role.map(Assignee::Pool),
            },
            assignee_name: match (task.assignee_id, task.pool_role_id) {
                (Some(id), _) => people.get(&id).cloned().unwrap_or_default(),
                (None, Some(role)) => roles.get(&role).cloned().unwrap_or_default(),
                (None, None) => String::new(),
            },
        };
        next.insert(client, (task.due_sort, step));
    }
    Ok(next
        .into_iter()
        .map(|(client, (_, step))| (client, step))
        .collect())
}

/// What sleeping chains wake to, in the words of the completion that put them to sleep.
fn wakes_to(
    tx: &mut Tx<'_>,
    asleep: &[(ChainId, ClientId, Option<Timestamp>)],
) -> Result<BTreeMap<ChainId, String>, StoreError> {
    if asleep.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids = among(asleep.iter().map(|(id, ..)| *id));
    let said: Vec<(Option<ChainId>, Json<Told>)> = completions::table
        .filter(completions::chain_id.is_not_null())
        .filter(completions::chain_id.assume_not_null().eq_any(ids))
        .filter(completions::taken_back_at.is_null())
        .order(completions::id)
        .select((completions::chain_id, completions::sentence))
        .load(tx.conn())?;
    Ok(said
        .into_iter()
        .filter_map(|(chain, Json(told))| match told.next {
            Sentence::Sleep { template, .. } => Some((chain?, template)),
            _ => None,
        })
        .collect())
}
