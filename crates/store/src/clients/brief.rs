//! What the brief of a client is made from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::clients::brief::{Contacted, MAX_CONTACTS};
use domain::discounts::Held;
use domain::ids::{ClientId, CompletionId};
use domain::results::Outcome;
use domain::time::Timestamp;

use super::card::{NextStep, next_steps};
use super::read;
use super::rows::{ClientName, ClientRow};
use crate::dictionaries::CHOSEN;
use crate::discounts;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{client_relations, clients, completion_values, completions};

/// The brief's facts that are not in the card's own row.
#[derive(Debug, Clone)]
pub struct BriefRows {
    pub source: Option<String>,
    /// Linked cards within reach, what each is to the client, and its birth date.
    pub family: Vec<(ClientName, String, Option<NaiveDate>)>,
    /// The latest first.
    pub contacts: Vec<Contacted>,
    pub next: Option<NextStep>,
    /// What was granted and not withdrawn, whenever it holds.
    pub discounts: Vec<Held>,
}

type Ended = (
    CompletionId,
    Timestamp,
    String,
    Outcome,
    bool,
    Option<String>,
);

impl Tx<'_> {
    /// What the brief of a held card is made from.
    pub fn brief_rows(&mut self, row: &ClientRow) -> Result<BriefRows, StoreError> {
        let source = match row.source_id {
            Some(id) => names::values(self, [id])?.remove(&id),
            None => None,
        };
        Ok(BriefRows {
            source,
            family: family(self, row.id)?,
            contacts: contacted(self, row.id)?,
            next: next_steps(self, &[row.id])?.remove(&row.id),
            discounts: discounts::held(self, &[row.id])?
                .into_iter()
                .map(|(_, held)| held)
                .collect(),
        })
    }
}

fn family(
    tx: &mut Tx<'_>,
    id: ClientId,
) -> Result<Vec<(ClientName, String, Option<NaiveDate>)>, StoreError> {
    let linked: Vec<(ClientId, String, Option<NaiveDate>)> = client_relations::table
        .inner_join(clients::table.on(clients::id.eq(client_relations::other_id)))
        .filter(client_relations::client_id.eq(bind(id)))
        .order(client_relations::other_id)
        .select((clients::id, client_relations::kind, clients::birth_date))
        .load(tx.conn())?;
    let mut visible = Vec::new();
    for (other, kind, born) in linked {
        if tx.sees_client(other)? {
            visible.push((other, kind, born));
        }
    }
    let names = read::names(tx, visible.iter().map(|(other, ..)| *other))?;
    let named = visible
        .into_iter()
        .filter_map(|(other, kind, born)| Some((names.get(&other)?.clone(), kind, born)));
    Ok(named.collect())
}

fn contacted(tx: &mut Tx<'_>, id: ClientId) -> Result<Vec<Contacted>, StoreError> {
    let ended: Vec<Ended> = each_backend!(tx.conn(), |c| completions::table
        .filter(completions::client_id.eq(bind(id)))
        .filter(completions::taken_back_at.is_null())
        .order(completions::id.desc())
        .select((
            completions::id,
            completions::completed_at,
            completions::result_name,
            completions::outcome,
            completions::reached_human,
            completions::comment,
        ))
        .limit(MAX_CONTACTS as i64)
        .load(c))?;
    let reached = ended.iter().filter(|ended| ended.4).map(|ended| ended.0);
    let chosen: Vec<(CompletionId, Option<String>)> = completion_values::table
        .filter(completion_values::completion_id.eq_any(among(reached)))
        .filter(completion_values::kind.eq_any(among(CHOSEN)))
        .order((
            completion_values::completion_id,
            completion_values::position,
            completion_values::item,
        ))
        .select((completion_values::completion_id, completion_values::name))
        .load(tx.conn())?;
    let mut answers: BTreeMap<CompletionId, Vec<String>> = BTreeMap::new();
    for (completion, name) in chosen {
        answers.entry(completion).or_default().extend(name);
    }
    let told = ended
        .into_iter()
        .map(|(id, at, result, outcome, reached, comment)| Contacted {
            at,
            result,
            outcome,
            reached,
            answers: answers.remove(&id).unwrap_or_default(),
            comment,
        });
    Ok(told.collect())
}
