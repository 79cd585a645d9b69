//! What stands in the columns of a list of clients besides what every row has: asked for a page at once, and only what is shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::chains::{ChainState, Filled};
use domain::discounts::Held;
use domain::fields::Subject;
use domain::filters::Field;
use domain::ids::{ChainId, ClientId, CompletionId, FieldId, ProcessId, ResultId};

use super::list::ClientListed;
use crate::discounts;
use crate::engine::among::among;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::unit::Tx;
use crate::names;
use crate::own_fields::answers as own;
use crate::schema::{chains, client_emails, client_phones, client_tags, completions};

/// What a row has besides its card.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// As they are shown, in the order of the card.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub tags: Vec<String>,
    /// What counts on the day.
    pub discounts: Vec<Held>,
    pub source: Option<String>,
    pub branch: Option<String>,
    pub last_result: Option<String>,
    /// Names of the processes that lead the client now.
    pub processes: Vec<String>,
    /// Of the running chains; without any, of the last one.
    pub chains: Vec<ChainState>,
    pub answers: BTreeMap<FieldId, Filled>,
}

impl Tx<'_> {
    /// What these rows have in these columns on a day of the club, row by row.
    pub fn client_columns(
        &mut self,
        rows: &[ClientListed],
        fields: &[Field],
        on: NaiveDate,
    ) -> Result<Vec<Columns>, StoreError> {
        let ids: Vec<ClientId> = rows.iter().map(|listed| listed.row.id).collect();
        let shows = |field: Field| fields.contains(&field);
        let mut columns: BTreeMap<ClientId, Columns> =
            ids.iter().map(|id| (*id, Columns::default())).collect();
        if ids.is_empty() || fields.is_empty() {
            return Ok(columns.into_values().collect());
        }
        if shows(Field::Phone) {
            let phones: Vec<(ClientId, String)> =
                each_backend!(self.conn(), |c| client_phones::table
                    .filter(client_phones::client_id.eq_any(among(ids.iter().copied())))
                    .order((client_phones::client_id, client_phones::position))
                    .select((client_phones::client_id, client_phones::display))
                    .load(c))?;
            for (id, phones) in by_owner(phones) {
                columns.entry(id).or_default().phones = phones;
            }
        }
        if shows(Field::Email) {
            let emails: Vec<(ClientId, String)> =
                each_backend!(self.conn(), |c| client_emails::table
                    .filter(client_emails::client_id.eq_any(among(ids.iter().copied())))
                    .order((client_emails::client_id, client_emails::position))
                    .select((client_emails::client_id, client_emails::email))
                    .load(c))?;
            for (id, emails) in by_owner(emails) {
                columns.entry(id).or_default().emails = emails;
            }
        }
        if shows(Field::Tag) {
            let tags: Vec<(ClientId, String)> = each_backend!(self.conn(), |c| client_tags::table
                .filter(client_tags::client_id.eq_any(among(ids.iter().copied())))
                .order((client_tags::client_id, client_tags::key))
                .select((client_tags::client_id, client_tags::name))
                .load(c))?;
            for (id, tags) in by_owner(tags) {
                columns.entry(id).or_default().tags = tags;
            }
        }
        if shows(Field::Discount) {
            for (id, held) in by_owner(discounts::held(self, &ids)?) {
                let held = held.into_iter().filter(|one| one.term.holds_on(on));
                columns.entry(id).or_default().discounts = held.collect();
            }
        }
        if shows(Field::Source) {
            let known = names::values(self, rows.iter().filter_map(|listed| listed.row.source_id))?;
            for ClientListed { row, .. } in rows {
                let source = row.source_id.and_then(|id| known.get(&id).cloned());
                columns.entry(row.id).or_default().source = source;
            }
        }
        if shows(Field::Branch) {
            let branches = self.branches()?;
            for ClientListed { row, .. } in rows {
                let branch = branches.iter().find(|branch| branch.id == row.branch_id);
                let name = branch.map(|branch| branch.name.clone());
                columns.entry(row.id).or_default().branch = name;
            }
        }
        if shows(Field::LastResult) {
            self.last_results(&ids, &mut columns)?;
        }
        if shows(Field::Process) || shows(Field::Chain) {
            self.courses(&ids, &mut columns)?;
        }
        let own: BTreeSet<FieldId> = fields
            .iter()
            .filter_map(|field| match field {
                Field::Own(id, _) => Some(*id),
                _ => None,
            })
            .collect();
        if !own.is_empty() {
            for (id, mut answers) in own::answers_of(self, &ids)? {
                answers.retain(|field, _| own.contains(field));
                let filled = own::filled_by_field(self, Subject::Client, &answers)?;
                columns.entry(id).or_default().answers = filled;
            }
        }
        Ok(ids
            .iter()
            .map(|id| columns.remove(id).unwrap_or_default())
            .collect())
    }

    fn last_results(
        &mut self,
        ids: &[ClientId],
        columns: &mut BTreeMap<ClientId, Columns>,
    ) -> Result<(), StoreError> {
        let done: Vec<(Option<ClientId>, CompletionId, ResultId)> =
            each_backend!(self.conn(), |c| completions::table
                .filter(completions::client_id.is_not_null())
                .filter(
                    completions::client_id
                        .assume_not_null()
                        .eq_any(among(ids.iter().copied()))
                )
                .filter(completions::taken_back_at.is_null())
                .order(completions::id)
                .select((
                    completions::client_id,
                    completions::id,
                    completions::result_id
                ))
                .load(c))?;
        let results = self.known_results()?;
        // The latest is written last.
        for (client, _, result) in done {
            let name = results.get(&result).map(|record| record.def.name.clone());
            if let Some(client) = client {
                columns.entry(client).or_default().last_result = name;
            }
        }
        Ok(())
    }

    fn courses(
        &mut self,
        ids: &[ClientId],
        columns: &mut BTreeMap<ClientId, Columns>,
    ) -> Result<(), StoreError> {
        let known: Vec<(ClientId, ChainId, ProcessId, ChainState)> =
            each_backend!(self.conn(), |c| chains::table
                .filter(chains::client_id.eq_any(among(ids.iter().copied())))
                .order(chains::id)
                .select((
                    chains::client_id,
                    chains::id,
                    chains::process_id,
                    chains::state
                ))
                .load(c))?;
        let processes = names::processes(self, known.iter().map(|(_, _, process, _)| *process))?;
        for (client, _, process, state) in known {
            let of = columns.entry(client).or_default();
            if !matches!(state, ChainState::Active | ChainState::Sleeping) {
                // What is over counts only while nothing runs.
                if of.processes.is_empty() {
                    of.chains = vec![state];
                }
                continue;
            }
            if of.processes.is_empty() {
                of.chains.clear();
            }
            of.processes.extend(processes.get(&process).cloned());
            of.chains.push(state);
        }
        Ok(())
    }
}
