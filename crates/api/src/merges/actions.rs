use std::collections::BTreeMap;

use domain::access::Permission;
use domain::clients::merging::{Nature, undo_until};
use domain::ids::{BranchId, ClientId, EmployeeId};
use domain::language::Language;
use store::clients::{ClientData, ClientRow};
use store::merges::MergeRow;
use store::{PageRequest, StoreError, Tx};
use wire::clients::{Client, Entry};
use wire::error::{Code, Fault};
use wire::merges::{
    CardsCompared, CompareClients, GetMerge, GetMergeRemains, ListMerges, MemberName, Merge,
    MergeClients, MergeRemains, MergeUndone, NewMerge, UndoMerge,
};
use wire::page::Page;

use super::choose;
use super::convert::{self, Shown};
use crate::chains::zone_of;
use crate::clients::convert as card_words;
use crate::http::{Answer, ApiError, Call, Ctx};
use crate::tasks::convert::Reader;

pub async fn compare(cx: Ctx, call: Call<CompareClients>) -> Answer<CardsCompared> {
    let ((kept, other), language) = (call.path, cx.language());
    cx.read(move |tx| compared(tx, kept, other, language)).await
}

fn compared(
    tx: &mut Tx<'_>,
    kept: ClientId,
    other: ClientId,
    language: Language,
) -> Result<CardsCompared, ApiError> {
    if kept == other {
        return Err(ApiError::not_found());
    }
    let rows = [
        tx.client_for(Permission::ClientRead, kept)?,
        tx.client_for(Permission::ClientRead, other)?,
    ];
    tx.demand(Permission::ClientContacts)?;
    let [kept_data, other_data] = [said(tx, &rows[0])?, said(tx, &rows[1])?];
    let proposed = choose::proposals(tx, &kept_data, &other_data)?;
    let work = [tx.work_of(&rows[0])?, tx.work_of(&rows[1])?].map(convert::work);
    let reader = Reader::of(tx, language)?;
    let zone = zone_of(tx, rows[0].branch_id)?;
    let [kept, other] = rows;
    let (kept, other) = (shown(tx, kept, &reader)?, shown(tx, other, &reader)?);
    let branches = tx.branches()?;
    let branches: BTreeMap<BranchId, String> = branches
        .iter()
        .map(|branch| (branch.id, branch.name.clone()))
        .collect();
    let fields = tx.client_fields()?;
    let fields: Vec<(String, String, Nature)> = fields
        .present
        .iter()
        .map(|def| (def.key.clone(), def.label.clone(), Nature::of(def.kind)))
        .collect();
    let telling = reader.telling(&zone);
    let members = convert::members((&kept, &other), &branches, &fields, &proposed, telling);
    let [kept_work, other_work] = work;
    Ok(CardsCompared {
        both_run: convert::runs(&kept) && convert::runs(&other),
        kept,
        other,
        members,
        kept_work,
        other_work,
    })
}

/// A card as its page shows it.
fn shown(tx: &mut Tx<'_>, row: ClientRow, reader: &Reader) -> Result<Client, ApiError> {
    let zone = zone_of(tx, row.branch_id)?;
    let merged_into = match row.archived_at {
        Some(_) => tx.leads_to(row.id)?,
        None => None,
    };
    let card = card_words::client(tx.client_card(row)?, reader, &zone);
    Ok(Client {
        merged_into,
        ..card
    })
}

fn said(tx: &mut Tx<'_>, row: &ClientRow) -> Result<ClientData, StoreError> {
    Ok(ClientData::of(row, tx.contacts(row.id)?))
}

pub async fn merge(cx: Ctx, call: Call<MergeClients>) -> Answer<Merge> {
    let ((id,), seen, body) = (call.path, call.seen, call.body);
    cx.write(move |tx| merged(tx, id, seen, &body)).await
}

fn merged(tx: &mut Tx<'_>, id: ClientId, seen: i64, new: &NewMerge) -> Result<Merge, ApiError> {
    if new.other_id == id {
        return Err(ApiError::field("/other_id", Fault::NotAllowed));
    }
    tx.demand(Permission::ClientContacts)?;
    hold_both(tx, id, new.other_id)?;
    let kept = tx.client_for(Permission::ClientMerge, id)?;
    let other = tx
        .client_for(Permission::ClientMerge, new.other_id)
        .map_err(|error| crate::chains::named(error, "/other_id"))?;
    super::expect_own(tx, &kept)?;
    super::expect_own(tx, &other)?;
    if kept.archived_at.is_some() {
        return Err(ApiError::new(Code::WrongState).with("state", "archived"));
    }
    for (card, seen) in [(&kept, seen), (&other, new.other_version)] {
        if card.version != seen {
            return Err(ApiError::new(Code::VersionMismatch)
                .with("client_id", card.id)
                .with("current_version", card.version));
        }
    }
    let both_run = tx.runs_for(kept.id)? && tx.runs_for(other.id)?;
    let continues = match (both_run, new.continues) {
        (true, None) => return Err(ApiError::field("/continues", Fault::Required)),
        (true, side) => side,
        (false, _) => None,
    };
    let (one, two) = (said(tx, &kept)?, said(tx, &other)?);
    let cards = [kept.id, other.id];
    let data = choose::chosen(tx, cards, &one, &two, &new.choices)?;
    let organisation = tx.organisation()?;
    let reason = super::reason(organisation.language);
    let order = organisation.name_order;
    let row = tx.merge_clients(kept.id, other.id, &data, continues, reason, order)?;
    one_shown(tx, &row)
}

/// In the order of their numbers: two people who merge the same cards the other way round come one after the other.
fn hold_both(tx: &mut Tx<'_>, one: ClientId, other: ClientId) -> Result<(), StoreError> {
    tx.hold_client(one.min(other))?;
    tx.hold_client(one.max(other))
}

pub async fn list(cx: Ctx, call: Call<ListMerges>) -> Answer<Page<Merge>> {
    let query = call.query;
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        let (page, clients) = tx.merges(query.client_id, &page)?;
        let people = people(tx, &page.items)?;
        let shown = Shown {
            order: tx.name_order()?,
            now: tx.now(),
            clients: &clients,
            people: &people,
            may_undo: tx.demand(Permission::ClientMerge).is_ok(),
        };
        Ok(Page {
            items: page.items.iter().map(|row| shown.merge(row)).collect(),
            next_cursor: page.next_cursor,
            total: None,
        })
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetMerge>) -> Answer<Merge> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let row = tx.merge_for(Permission::ClientRead, id)?;
        one_shown(tx, &row)
    })
    .await
}

pub async fn remains(cx: Ctx, call: Call<GetMergeRemains>) -> Answer<MergeRemains> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let row = tx.merge_for(Permission::ClientRead, id)?;
        let reader = Reader::of(tx, language)?;
        remained(tx, &row, &reader)
    })
    .await
}

pub async fn undo(cx: Ctx, call: Call<UndoMerge>) -> Answer<MergeUndone> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        let row = tx.merge_for(Permission::ClientMerge, id)?;
        hold_both(tx, row.kept_id, row.other_id)?;
        let row = tx.merge_for(Permission::ClientMerge, id)?;
        if row.undone_at.is_some() {
            return Err(ApiError::new(Code::WrongState).with("state", "undone"));
        }
        if let Some(later) = tx.merged_since(&row)? {
            return Err(ApiError::new(Code::MergedSince).with("merge_id", later));
        }
        if tx.now() > undo_until(row.merged_at) {
            return Err(ApiError::new(Code::UndoExpired));
        }
        let order = tx.name_order()?;
        let row = tx.undo_merge(row, order)?;
        let reader = Reader::of(tx, language)?;
        Ok(MergeUndone {
            merge: one_shown(tx, &row)?,
            remains: remained(tx, &row, &reader)?,
        })
    })
    .await
}

fn one_shown(tx: &mut Tx<'_>, row: &MergeRow) -> Result<Merge, ApiError> {
    let clients = tx.names_of_merge(row)?;
    let people = people(tx, std::slice::from_ref(row))?;
    let shown = Shown {
        order: tx.name_order()?,
        now: tx.now(),
        clients: &clients,
        people: &people,
        may_undo: tx.demand(Permission::ClientMerge).is_ok(),
    };
    Ok(shown.merge(row))
}

fn people(tx: &mut Tx<'_>, rows: &[MergeRow]) -> Result<BTreeMap<EmployeeId, String>, StoreError> {
    let ids = rows.iter().flat_map(|row| [row.merged_by, row.undone_by]);
    tx.names_of_employees(ids.flatten())
}

/// What was done in between; of a card out of reach nothing.
fn remained(tx: &mut Tx<'_>, row: &MergeRow, reader: &Reader) -> Result<MergeRemains, ApiError> {
    let Some(store::merges::Remains {
        members,
        stayed,
        went,
        still_ended,
    }) = row.remains()
    else {
        return Ok(MergeRemains::default());
    };
    let fields = tx.client_fields()?;
    let label = |member: &str| {
        let key = member.strip_prefix("fields.")?;
        let def = fields
            .present
            .iter()
            .chain(&fields.removed)
            .find(|def| def.key == key)?;
        Some(def.label.clone())
    };
    let members = members
        .into_iter()
        .map(|member| MemberName {
            label: label(&member),
            member,
        })
        .collect();
    let mut entries = |client: ClientId, ids: &[_]| -> Result<Vec<Entry>, ApiError> {
        let card = match tx.client_for(Permission::ClientRead, client) {
            Ok(card) => card,
            Err(StoreError::NotFound) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let zone = zone_of(tx, card.branch_id)?;
        let named = tx.entries_named(&card, ids)?.into_iter();
        Ok(named
            .map(|entry| card_words::entry(entry, reader, &zone))
            .collect())
    };
    Ok(MergeRemains {
        stayed: entries(row.kept_id, &stayed)?,
        went: entries(row.other_id, &went)?,
        members,
        still_ended,
    })
}
