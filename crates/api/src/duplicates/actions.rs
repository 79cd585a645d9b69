use std::collections::BTreeMap;

use domain::access::Permission;
use domain::clients::duplicates::{DuplicateState, Facts};
use domain::ids::{ClientId, EmployeeId};
use domain::name::PersonName;
use domain::organisation::NameOrder;
use store::duplicates::{DuplicateFilter, DuplicateRow, LookRow};
use store::{PageRequest, StoreError, Tx};
use wire::clients::PersonName as Named;
use wire::duplicates::{
    DismissDuplicate, Duplicate, DuplicateCard, DuplicateLook, DuplicateLooks, FindLookAlikes,
    GetDuplicate, ListDuplicateLooks, ListDuplicates, LookAlike, LookAlikes, ReopenDuplicate,
    StartDuplicateLook,
};
use wire::error::Code;
use wire::page::Page;

use crate::clients::convert as card_words;
use crate::http::check::NAME;
use crate::http::{Answer, ApiError, Call, Check, Ctx};

/// Looks that are told of.
const LATEST: i64 = 10;

pub async fn list(cx: Ctx, call: Call<ListDuplicates>) -> Answer<Page<Duplicate>> {
    let query = call.query;
    let filter = DuplicateFilter {
        state: query.state.unwrap_or(DuplicateState::Open),
        client: query.client_id,
    };
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        let (page, names) = tx.duplicates(filter, &page)?;
        let people = tx.names_of_employees(page.items.iter().filter_map(|row| row.decided_by))?;
        let order = tx.name_order()?;
        let items = page
            .items
            .iter()
            .map(|row| shown(row, &names, &people, order));
        Ok(Page {
            items: items.collect(),
            next_cursor: page.next_cursor,
            total: None,
        })
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetDuplicate>) -> Answer<Duplicate> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let row = tx.duplicate(Permission::ClientRead, id)?;
        one(tx, &row)
    })
    .await
}

pub async fn dismiss(cx: Ctx, call: Call<DismissDuplicate>) -> Answer<Duplicate> {
    let (id,) = call.path;
    cx.write(move |tx| decided(tx, id, true)).await
}

pub async fn reopen(cx: Ctx, call: Call<ReopenDuplicate>) -> Answer<Duplicate> {
    let (id,) = call.path;
    cx.write(move |tx| decided(tx, id, false)).await
}

fn decided(
    tx: &mut Tx<'_>,
    id: domain::ids::DuplicateId,
    two: bool,
) -> Result<Duplicate, ApiError> {
    let row = tx.duplicate(Permission::ClientMerge, id)?;
    if row.state == DuplicateState::Merged {
        return Err(ApiError::new(Code::WrongState).with("state", row.state));
    }
    let row = tx.decide_duplicate(row, two)?;
    one(tx, &row)
}

fn one(tx: &mut Tx<'_>, row: &DuplicateRow) -> Result<Duplicate, ApiError> {
    let names = tx.names_of_pair(row)?;
    let people = tx.names_of_employees(row.decided_by)?;
    let order = tx.name_order()?;
    Ok(shown(row, &names, &people, order))
}

fn shown(
    row: &DuplicateRow,
    names: &BTreeMap<ClientId, PersonName>,
    people: &BTreeMap<EmployeeId, String>,
    order: NameOrder,
) -> Duplicate {
    let card = |id: ClientId| DuplicateCard {
        id,
        name: names
            .get(&id)
            .map(|name| name.full(order))
            .unwrap_or_default(),
    };
    Duplicate {
        id: row.id,
        one: card(row.one_id),
        other: card(row.other_id),
        certainty: row.certainty,
        reasons: row.reasons().to_vec(),
        state: row.state,
        found_at: row.found_at,
        decided_by: person(row.decided_by, people),
        decided_at: row.decided_at,
        merge_id: row.merge_id,
        version: row.version,
    }
}

fn person(id: Option<EmployeeId>, people: &BTreeMap<EmployeeId, String>) -> Option<Named> {
    let id = id?;
    let name = people.get(&id).cloned().unwrap_or_default();
    Some(Named { id, name })
}

pub async fn look_alikes(cx: Ctx, call: Call<FindLookAlikes>) -> Answer<LookAlikes> {
    let typed = call.body;
    cx.read(move |tx| {
        let organisation = tx.organisation()?;
        let (country, order) = (organisation.phone_country.clone(), organisation.name_order);
        let mut check = Check::new();
        let name = check.optional("/name", typed.name.as_deref(), NAME);
        let name = PersonName::split(&name.unwrap_or_default(), order);
        let mut facts = Facts {
            surname: name.surname,
            given: name.given,
            patronymic: name.patronymic,
            birth_date: typed.birth_date,
            ..Facts::default()
        };
        for (place, phone) in typed.phones.iter().enumerate() {
            let pointer = format!("/phones/{place}");
            facts
                .phones
                .push(card_words::phone(&mut check, &pointer, phone, &country).0);
        }
        for (place, email) in typed.emails.iter().enumerate() {
            facts
                .emails
                .push(check.email(&format!("/emails/{place}"), email));
        }
        check.done()?;
        let cards = tx.look_alikes(&facts)?.into_iter();
        Ok(LookAlikes {
            cards: cards
                .map(|alike| LookAlike {
                    client_id: alike.client_id,
                    name: alike.name.full(order),
                    certainty: alike.verdict.certainty,
                    reasons: alike.verdict.reasons,
                })
                .collect(),
        })
    })
    .await
}

pub async fn looks(cx: Ctx, _call: Call<ListDuplicateLooks>) -> Answer<DuplicateLooks> {
    cx.read(move |tx| {
        tx.demand(Permission::ClientMerge)?;
        let rows = tx.looks(LATEST)?;
        Ok(DuplicateLooks {
            looks: looked(tx, rows)?,
            waiting: tx.unlooked()?,
        })
    })
    .await
}

pub async fn start_look(cx: Ctx, _call: Call<StartDuplicateLook>) -> Answer<DuplicateLook> {
    cx.write(move |tx| {
        tx.demand(Permission::ClientMerge)?;
        if tx.running_look()?.is_some() {
            return Err(ApiError::new(Code::WrongState).with("state", "look_running"));
        }
        let row = tx.start_look()?;
        looked(tx, vec![row])?.pop().ok_or_else(ApiError::not_found)
    })
    .await
}

fn looked(tx: &mut Tx<'_>, rows: Vec<LookRow>) -> Result<Vec<DuplicateLook>, StoreError> {
    let people = tx.names_of_employees(rows.iter().filter_map(|row| row.asked_by))?;
    let rows = rows.into_iter().map(|row| DuplicateLook {
        id: row.id,
        asked_by: person(row.asked_by, &people),
        started_at: row.started_at,
        finished_at: row.finished_at,
        looked: row.looked as u32,
        found: row.found as u32,
        version: row.version,
    });
    Ok(rows.collect())
}
