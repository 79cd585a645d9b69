//! What must always hold, as queries anybody may run: each finds the rows that break it.
//!
//! The same rules are kept by the transaction that completes a task and by constraints of the schema; this is the
//! third look, over the whole database.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{clients, tasks};

/// One rule and what broke it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `active_chain_has_one_task` …
    pub name: &'static str,
    pub violations: u32,
    /// The first ten offending things, `chn_…`.
    pub examples: Vec<String>,
}

/// A rule: its name, the kind of thing it finds, and the query that finds them by `id`.
struct Rule {
    name: &'static str,
    kind: &'static str,
    finds: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        name: "active_chain_has_one_task",
        kind: "chn",
        finds: "SELECT chains.id FROM chains WHERE chains.state = 'active' AND \
            (SELECT count(*) FROM tasks WHERE tasks.chain_id = chains.id AND tasks.closed_at IS NULL) <> 1",
    },
    Rule {
        name: "sleeping_chain_has_a_date_and_no_task",
        kind: "chn",
        finds: "SELECT chains.id FROM chains WHERE chains.state = 'sleeping' AND (chains.wake_at IS NULL OR EXISTS \
            (SELECT 1 FROM tasks WHERE tasks.chain_id = chains.id AND tasks.closed_at IS NULL))",
    },
    Rule {
        name: "chain_waits_for_errands_that_are_open",
        kind: "chn",
        finds: "SELECT chains.id FROM chains WHERE chains.joins AND (chains.state <> 'sleeping' OR NOT EXISTS \
            (SELECT 1 FROM tasks WHERE tasks.side_of_id = chains.id AND tasks.closed_at IS NULL))",
    },
    Rule {
        name: "ended_chain_has_no_task",
        kind: "chn",
        finds: "SELECT chains.id FROM chains WHERE chains.ended_at IS NOT NULL AND EXISTS \
            (SELECT 1 FROM tasks WHERE tasks.chain_id = chains.id AND tasks.closed_at IS NULL)",
    },
    Rule {
        name: "completion_has_its_next_step",
        kind: "cmp",
        finds: "SELECT completions.id FROM completions JOIN chains ON chains.id = completions.chain_id \
            WHERE completions.taken_back_at IS NULL AND chains.state = 'active' AND NOT EXISTS \
            (SELECT 1 FROM tasks WHERE tasks.predecessor_id = completions.task_id)",
    },
    Rule {
        name: "done_task_has_one_completion",
        kind: "tsk",
        finds: "SELECT tasks.id FROM tasks WHERE tasks.state = 'done' AND (SELECT count(*) FROM completions \
            WHERE completions.task_id = tasks.id AND completions.taken_back_at IS NULL) <> 1",
    },
    Rule {
        name: "completion_belongs_to_a_done_task",
        kind: "cmp",
        finds: "SELECT completions.id FROM completions JOIN tasks ON tasks.id = completions.task_id \
            WHERE completions.taken_back_at IS NULL AND tasks.state <> 'done'",
    },
    Rule {
        name: "task_follows_a_closed_task",
        kind: "tsk",
        finds: "SELECT tasks.id FROM tasks JOIN tasks AS before ON before.id = tasks.predecessor_id \
            WHERE before.closed_at IS NULL",
    },
    Rule {
        name: "open_task_is_in_somebodys_hands",
        kind: "tsk",
        finds: "SELECT tasks.id FROM tasks LEFT JOIN employees ON employees.id = tasks.assignee_id \
            WHERE tasks.closed_at IS NULL AND ((tasks.assignee_id IS NULL AND tasks.pool_role_id IS NULL) \
            OR employees.state = 'left')",
    },
    Rule {
        name: "chains_task_belongs_to_its_client",
        kind: "tsk",
        finds: "SELECT tasks.id FROM tasks JOIN chains ON chains.id = tasks.chain_id \
            WHERE tasks.client_id IS NULL OR tasks.client_id <> chains.client_id",
    },
    Rule {
        name: "errand_stands_beside_a_chain_of_its_client",
        kind: "tsk",
        finds: "SELECT tasks.id FROM tasks LEFT JOIN chains ON chains.id = tasks.side_of_id \
            LEFT JOIN completions ON completions.id = tasks.cause_id \
            WHERE (tasks.side_of_id IS NULL) <> (tasks.cause_id IS NULL) OR (tasks.side_of_id IS NOT NULL AND \
            (tasks.chain_id IS NOT NULL OR tasks.template_id IS NULL OR tasks.client_id IS NULL \
            OR tasks.client_id <> chains.client_id OR completions.chain_id IS NULL OR completions.chain_id <> tasks.side_of_id))",
    },
    Rule {
        name: "chain_runs_on_a_version_of_its_process",
        kind: "chn",
        finds: "SELECT chains.id FROM chains JOIN process_versions ON process_versions.id = chains.version_id \
            WHERE process_versions.process_id <> chains.process_id OR process_versions.state = 'draft'",
    },
    Rule {
        name: "two_versions_are_published_only_to_compare_them",
        kind: "ver",
        finds: "SELECT process_versions.id FROM process_versions WHERE process_versions.beside AND NOT EXISTS \
            (SELECT 1 FROM comparisons WHERE comparisons.challenger_id = process_versions.id AND comparisons.ended_at IS NULL)",
    },
    Rule {
        name: "running_comparison_has_its_two_versions",
        kind: "cpr",
        finds: "SELECT comparisons.id FROM comparisons \
            JOIN process_versions AS present ON present.id = comparisons.present_id \
            JOIN process_versions AS challenger ON challenger.id = comparisons.challenger_id \
            WHERE comparisons.ended_at IS NULL AND (present.process_id <> comparisons.process_id \
            OR challenger.process_id <> comparisons.process_id OR present.state <> 'published' OR present.beside \
            OR NOT challenger.beside)",
    },
    Rule {
        name: "compared_chain_is_where_its_lot_put_it",
        kind: "chn",
        finds: "SELECT chains.id FROM compared_chains JOIN chains ON chains.id = compared_chains.chain_id \
            JOIN comparisons ON comparisons.id = compared_chains.comparison_id \
            WHERE chains.client_id <> compared_chains.client_id OR (comparisons.ended_at IS NULL AND chains.version_id <> \
            CASE compared_chains.side WHEN 'present' THEN comparisons.present_id ELSE comparisons.challenger_id END)",
    },
    Rule {
        name: "archived_client_is_not_in_work",
        kind: "cli",
        finds: "SELECT clients.id FROM clients WHERE clients.archived_at IS NOT NULL AND EXISTS \
            (SELECT 1 FROM chains WHERE chains.client_id = clients.id AND chains.ended_at IS NULL)",
    },
    Rule {
        name: "merged_client_is_archived_and_has_no_work",
        kind: "cli",
        finds: "SELECT clients.id FROM merges JOIN clients ON clients.id = merges.other_id WHERE merges.undone_at IS NULL AND \
            (clients.archived_at IS NULL OR EXISTS (SELECT 1 FROM tasks WHERE tasks.client_id = clients.id) \
            OR EXISTS (SELECT 1 FROM chains WHERE chains.client_id = clients.id) \
            OR EXISTS (SELECT 1 FROM company_people WHERE company_people.client_id = clients.id) \
            OR EXISTS (SELECT 1 FROM client_discounts WHERE client_discounts.client_id = clients.id))",
    },
];

/// Offending things that are named.
const EXAMPLES: i64 = 10;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub clients: i64,
    pub tasks: i64,
    pub open_tasks: i64,
}

impl Tx<'_> {
    /// Counts clients and tasks, whoever may see them.
    pub fn size(&mut self) -> Result<Size, StoreError> {
        let open = tasks::table.filter(tasks::closed_at.is_null());
        Ok(Size {
            clients: clients::table.count().get_result(self.conn())?,
            tasks: tasks::table.count().get_result(self.conn())?,
            open_tasks: open.count().get_result(self.conn())?,
        })
    }

    /// Checks every rule over the whole database.
    pub fn invariants(&mut self) -> Result<Vec<Check>, StoreError> {
        RULES.iter().map(|rule| self.check(rule)).collect()
    }

    fn check(&mut self, rule: &Rule) -> Result<Check, StoreError> {
        let finds = rule.finds;
        let examples: Vec<Found> =
            diesel::sql_query(format!("{finds} ORDER BY 1 LIMIT {EXAMPLES}")).load(self.conn())?;
        let mut violations = examples.len() as i64;
        if violations == EXAMPLES {
            let all: Found =
                diesel::sql_query(format!("SELECT count(*) AS id FROM ({finds}) AS found"))
                    .get_result(self.conn())?;
            violations = all.id;
        }
        Ok(Check {
            name: rule.name,
            violations: u32::try_from(violations).unwrap_or(u32::MAX),
            examples: examples
                .iter()
                .map(|found| domain::ids::text(rule.kind, found.id))
                .collect(),
        })
    }
}
