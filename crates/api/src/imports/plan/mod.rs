//! What would become of a row: the same question before an import runs and while it does.

mod clients;
mod companies;

use std::collections::BTreeMap;

use domain::clients::MAX_LISTED;
use domain::fields::Raw;
use domain::imports::{Called, ListSubject, Matched, Plan, RowDecision};
use store::clients::{ClientData, ClientEmail, ClientPhone, ClientRow};
use store::companies::{CompanyData, CompanyRow};
use store::imports::{CardId, Detail, ImportRecord, RowFault, RowRecord, UnknownValue};
use store::own_fields::Answers;
use store::{StoreError, Tx};
use wire::error::{Code, Fault, FieldError};

use super::known::Known;
use super::row::{self, Typed};
use crate::http::ApiError;

/// Cards that are named at most.
const MOST_CANDIDATES: usize = 10;

/// What would become of a row, and everything that is needed to do it.
#[derive(Debug)]
pub struct Planned {
    pub plan: Plan,
    pub detail: Detail,
    /// The card that it meets.
    pub card: Option<CardId>,
    pub deed: Deed,
    /// By what later rows find it.
    pub keys: Vec<String>,
    pub called: Called,
    pub unknown: Vec<UnknownValue>,
}

/// What is to be written.
#[derive(Debug)]
pub enum Deed {
    Nothing,
    MakeClient(Box<ClientData>),
    ChangeClient(Box<Change<ClientRow, ClientData>>),
    MakeCompany(Box<CompanyData>),
    ChangeCompany(Box<Change<CompanyRow, CompanyData>>),
}

#[derive(Debug)]
pub struct Change<Row, Data> {
    pub card: Row,
    pub before: Data,
    pub after: Data,
}

/// Plans a row within the reach of the actor.
///
/// # Errors
/// Only those of the database: what is wrong with the row is in its plan.
pub fn plan(
    tx: &mut Tx<'_>,
    known: &Known,
    import: &ImportRecord,
    row: &RowRecord,
) -> Result<Planned, ApiError> {
    let mut typed = row::read(known, &row.cells.0);
    let called = typed.called(known.subject);
    let mut planned = Planned {
        plan: Plan::Faulty,
        detail: Detail::default(),
        card: None,
        deed: Deed::Nothing,
        keys: typed.keys(&called),
        called,
        unknown: std::mem::take(&mut typed.unknown),
    };
    let decision = row.decision.as_ref().map(|decision| &decision.0);
    let met = match decision {
        Some(RowDecision::Skip) => {
            planned.plan = Plan::Skipped;
            planned.keys.clear();
            return Ok(planned);
        }
        Some(RowDecision::New) => None,
        Some(RowDecision::Card { client_id }) => Some(CardId::Client(*client_id)),
        Some(RowDecision::Company { company_id }) => Some(CardId::Company(*company_id)),
        None => {
            let earlier = tx.same_in_import(import.id, row.number, &planned.keys)?;
            if let Some(number) = planned.called.meant(&earlier).first() {
                planned.plan = Plan::Double;
                planned.detail.same_as = Some(*number as u32);
                planned.keys.clear();
                return Ok(planned);
            }
            let found = found(tx, &typed, &planned.called)?;
            if found.len() > 1 {
                planned.plan = Plan::Conflict;
                for card in found.into_iter().take(MOST_CANDIDATES) {
                    match card {
                        CardId::Client(id) => planned.detail.candidates.push(id),
                        CardId::Company(id) => planned.detail.companies.push(id),
                    }
                }
                planned.detail.faults = typed.faults;
                return Ok(planned);
            }
            found.first().copied()
        }
    };
    planned.card = met;
    let outcome = match (met, known.subject) {
        (None, ListSubject::Clients) => clients::new(tx, &typed),
        (None, ListSubject::Companies) => companies::new(tx, &typed),
        (Some(CardId::Client(id)), _) => clients::change(tx, known, id, &typed),
        (Some(CardId::Company(id)), _) => companies::change(tx, known, id, &typed),
    };
    match outcome {
        Ok((plan, deed)) if typed.faults.is_empty() => {
            let said = match &deed {
                Deed::ChangeClient(change) => tx.would_change(&change.before, &change.after)?,
                Deed::ChangeCompany(change) => {
                    tx.would_change_company(&change.before, &change.after)?
                }
                Deed::Nothing | Deed::MakeClient(_) | Deed::MakeCompany(_) => Default::default(),
            };
            planned.detail.changes = said.changes;
            planned.detail.fields = said.fields;
            planned.plan = plan;
            planned.deed = deed;
        }
        outcome => {
            let more = match outcome {
                Ok(_) => Vec::new(),
                Err(error) => faults_of(&typed, error)?,
            };
            planned.detail.faults = merged(typed.faults, more);
            planned.keys.clear();
        }
    }
    Ok(planned)
}

/// The cards within reach that a row may be about.
fn found(tx: &mut Tx<'_>, typed: &Typed, called: &Called) -> Result<Vec<CardId>, ApiError> {
    match called {
        Called::Person(_) => {
            let cards = tx.cards_with(&typed.phones, &typed.emails)?.into_iter();
            let cards: Vec<_> = cards
                .map(|(id, name)| (CardId::Client(id), Called::Person(name)))
                .collect();
            Ok(called.meant(&cards))
        }
        Called::Company(company) => {
            let name = typed.card.name.as_deref().unwrap_or_default();
            let cards = tx.companies_like(name, company)?.into_iter();
            let cards: Vec<_> = cards
                .map(|(id, called)| (CardId::Company(id), called))
                .collect();
            Ok(called.meant(&cards))
        }
    }
}

/// Answers of a row that go on a card that is there.
fn answers(
    known: &Known,
    typed: &Typed,
    before: &Answers,
) -> Option<BTreeMap<String, Option<Raw>>> {
    let fields: BTreeMap<_, _> = typed
        .card
        .fields
        .iter()
        .filter(|(key, _)| {
            let answer = known.field(key).and_then(|def| before.get(&def.id));
            takes(known, answer.is_none())
        })
        .map(|(key, raw)| (key.clone(), Some(raw.clone())))
        .collect();
    (!fields.is_empty()).then_some(fields)
}

/// Whether what a row says takes a place that is empty, or not.
fn takes(known: &Known, is_empty: bool) -> bool {
    known.rules.existing == Matched::Overwrite || is_empty
}

/// What the file says of phones, addresses and tags is added to what is there: a number that somebody wrote down is not lost.
struct Lists<'a> {
    phones: (&'a [ClientPhone], &'a mut Vec<ClientPhone>),
    emails: (&'a [ClientEmail], &'a mut Vec<ClientEmail>),
    tags: (&'a [String], &'a mut Vec<String>),
}

impl Lists<'_> {
    fn add(self) -> Result<(), ApiError> {
        let key = |tag: &String| store::search::sort_key(tag);
        let (was, phones) = self.phones;
        added(was, phones, |one, other| one.e164 == other.e164);
        let (was, emails) = self.emails;
        added(was, emails, ClientEmail::is_same);
        let (was, tags) = self.tags;
        added(was, tags, |one, other| key(one) == key(other));
        tags.sort_by_key(key);
        short("/phones", phones.len())?;
        short("/emails", emails.len())?;
        short("/tags", tags.len())
    }
}

/// Those that were there, and of the others those that were not.
fn added<T: Clone>(was: &[T], is: &mut Vec<T>, same: impl Fn(&T, &T) -> bool) {
    for one in std::mem::replace(is, was.to_vec()) {
        if !is.iter().any(|known| same(known, &one)) {
            is.push(one);
        }
    }
}

fn short(pointer: &str, count: usize) -> Result<(), ApiError> {
    match count > MAX_LISTED {
        true => Err(ApiError::fields(vec![
            FieldError::at(pointer, Fault::TooLong).with("max", MAX_LISTED),
        ])),
        false => Ok(()),
    }
}

/// Refusals are the row's; what the database could not do is everybody's.
fn faults_of(typed: &Typed, error: ApiError) -> Result<Vec<RowFault>, ApiError> {
    let whole = |code: Fault| RowFault {
        column: None,
        code: code.as_str().to_owned(),
        params: BTreeMap::new(),
    };
    match error {
        ApiError::Store(StoreError::NotFound) => Ok(vec![whole(Fault::NotFound)]),
        ApiError::Store(StoreError::Forbidden(_)) => Ok(vec![whole(Fault::NotAllowed)]),
        ApiError::Refused(refusal) if refusal.code == Code::ValidationFailed => {
            let faults = refusal.errors.into_iter();
            Ok(faults.map(|fault| typed.fault_of(fault)).collect())
        }
        ApiError::Refused(refusal) if refusal.code == Code::NotAllowed => {
            Ok(vec![whole(Fault::NotAllowed)])
        }
        error => Err(error),
    }
}

/// One fault a column is enough to correct it.
fn merged(first: Vec<RowFault>, more: Vec<RowFault>) -> Vec<RowFault> {
    let mut faults = first;
    for fault in more {
        let known = faults
            .iter()
            .any(|known| known.column == fault.column && known.column.is_some());
        if !known && !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    faults
}
