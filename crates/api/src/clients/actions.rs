use domain::access::Permission;
use domain::clients::{Channel, MAX_EVIDENCE};
use domain::filters::Field;
use domain::language::Language;
use domain::sentence::Telling;
use store::clients::{ClientFilter, ClientSort, NewConsent};
use store::{PageRequest, Tx};
use wire::clients::{
    AddNote, ArchiveClient, Brief, BriefText, Client, ClientRow, DialClient, Dialled, Entry,
    FindSamePhone, GetBrief, GetClient, ListClients, ListTimeline, RestoreClient, SamePhone,
    SearchClients, SetConsent,
};
use wire::error::{Fault, FieldError};
use wire::page::Page;

use super::{cells, convert, filters};
use crate::chains::zone_of;
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::tasks::convert::{Reader, page, paged, words};

pub async fn list(cx: Ctx, call: Call<ListClients>) -> Answer<Page<ClientRow>> {
    let (query, me, language) = (call.query, cx.actor()?.employee, cx.language());
    let sort = convert::sort(query.sort.as_deref())?;
    let page = page(query.limit, query.cursor.clone(), query.include_total);
    cx.read(move |tx| {
        let filter = filters::flat(tx, &query, me)?;
        let keys = query.columns.map(|keys| keys.0).unwrap_or_default();
        let at = |_, fault| FieldError::parameter("columns", fault);
        let columns = cells::columns(tx, &keys, at)?.map_err(ApiError::parameters)?;
        listed(tx, &filter, sort, &page, &columns, language)
    })
    .await
}

pub async fn search(cx: Ctx, call: Call<SearchClients>) -> Answer<Page<ClientRow>> {
    let (body, language) = (call.body, cx.language());
    let sort = convert::sort_at(body.sort.as_deref(), "/sort")?;
    let page = page(body.limit, body.cursor, body.include_total);
    cx.read(move |tx| {
        let filter = ClientFilter {
            words: words(body.q.as_deref()),
            sieve: filters::read(tx, &body.filter.unwrap_or_default(), "/filter")?,
            archived: body.archived.unwrap_or_default(),
            ids: None,
            besides: None,
        };
        let at = |place, fault| FieldError::at(format!("/columns/{place}"), fault);
        let columns = cells::columns(tx, &body.columns, at)?.map_err(ApiError::fields)?;
        listed(tx, &filter, sort, &page, &columns, language)
    })
    .await
}

/// A page of clients with what stands in the columns that are asked for.
fn listed(
    tx: &mut Tx<'_>,
    filter: &ClientFilter,
    sort: ClientSort,
    page: &PageRequest,
    columns: &[Field],
    language: Language,
) -> Result<Page<ClientRow>, ApiError> {
    let reader = Reader::of(tx, language)?;
    let zones = convert::zones(tx)?;
    let clients = tx.clients(filter, sort, page)?;
    let cells = cells::rows(tx, &clients.items, columns, &reader, &zones)?;
    let mut cells = cells.into_iter();
    Ok(paged(clients, |listed| {
        convert::listed(listed, &reader, &zones, cells.next().unwrap_or_default())
    }))
}

pub async fn get(cx: Ctx, call: Call<GetClient>) -> Answer<Client> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let row = tx.client_for(Permission::ClientRead, id)?;
        let zone = zone_of(tx, row.branch_id)?;
        let reader = Reader::of(tx, language)?;
        let merged_into = match row.archived_at {
            Some(_) => tx.leads_to(id)?,
            None => None,
        };
        let card = convert::client(tx.client_card(row)?, &reader, &zone);
        Ok(Client {
            merged_into,
            ..card
        })
    })
    .await
}

pub async fn brief(cx: Ctx, call: Call<GetBrief>) -> Answer<Brief> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let row = tx.client_for(Permission::ClientRead, id)?;
        let zone = zone_of(tx, row.branch_id)?;
        let reader = Reader::of(tx, language)?;
        let rows = tx.brief_rows(&row)?;
        let facts = convert::brief_facts(row, rows, &reader, &zone);
        let telling = Telling {
            language,
            zone: &zone,
            today: zone.day(tx.now()),
        };
        let lines = domain::clients::brief::brief(&facts, tx.now(), &zone);
        let lines = lines.iter().map(|line| BriefText {
            kind: line.kind(),
            text: telling.brief(line),
        });
        Ok(Brief {
            lines: lines.collect(),
        })
    })
    .await
}

pub async fn dial(cx: Ctx, call: Call<DialClient>) -> Answer<Dialled> {
    let ((id,), place) = (call.path, call.body.phone);
    cx.state().dials.count(&cx.actor()?.employee)?;
    cx.write(move |tx| {
        let card = tx.client_for(Permission::ClientNote, id)?;
        let phones = tx.contacts(id)?.phones;
        let phone = match place.map(usize::try_from) {
            Some(place) => place.ok().and_then(|place| phones.get(place)),
            None => phones.iter().find(|phone| !phone.do_not_call),
        };
        let phone = phone.ok_or_else(|| ApiError::field("/phone", Fault::NotFound))?;
        if phone.do_not_call || card.forbidden().contains(&Channel::Call) {
            return Err(ApiError::field("/phone", Fault::NotAllowed));
        }
        tx.note_dial(&card, &phone.display)?;
        Ok(Dialled {
            address: format!("tel:{}", phone.e164),
        })
    })
    .await
}

pub async fn same_phone(cx: Ctx, call: Call<FindSamePhone>) -> Answer<SamePhone> {
    let (phones, language) = (call.body.phones, cx.language());
    cx.read(move |tx| {
        let country = tx.organisation()?.phone_country;
        let mut check = Check::new();
        let numbers: Vec<String> = phones
            .iter()
            .enumerate()
            .map(|(place, typed)| {
                convert::phone(&mut check, &format!("/phones/{place}"), typed, &country).0
            })
            .collect();
        check.done()?;
        let reader = Reader::of(tx, language)?;
        let found = tx.same_numbers(&numbers, None)?;
        Ok(SamePhone {
            cards: convert::same_numbers(found, &reader),
        })
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveClient>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let card = tx.client_for(Permission::ClientEdit, id)?;
        Ok(tx.archive_client(card, seen)?)
    })
    .await
}

pub async fn restore(cx: Ctx, call: Call<RestoreClient>) -> Answer<Client> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        let card = tx.client_for(Permission::ClientEdit, id)?;
        crate::merges::expect_own(tx, &card)?;
        let row = tx.restore_client(card)?;
        let zone = zone_of(tx, row.branch_id)?;
        let reader = Reader::of(tx, language)?;
        Ok(convert::client(tx.client_card(row)?, &reader, &zone))
    })
    .await
}

pub async fn timeline(cx: Ctx, call: Call<ListTimeline>) -> Answer<Page<Entry>> {
    let ((id,), query, language) = (call.path, call.query, cx.language());
    let kinds = query.kind.map(|list| list.0).unwrap_or_default();
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        let client = tx.client_for(Permission::ClientRead, id)?;
        let zone = zone_of(tx, client.branch_id)?;
        let reader = Reader::of(tx, language)?;
        let entries = tx.timeline(&client, &kinds, &page)?;
        Ok(paged(entries, |entry| {
            convert::entry(entry, &reader, &zone)
        }))
    })
    .await
}

pub async fn set_consent(cx: Ctx, call: Call<SetConsent>) -> Answer<Client> {
    let ((id,), language, body) = (call.path, cx.language(), call.body);
    let mut check = Check::new();
    let evidence = check.optional("/evidence", body.evidence.as_deref(), MAX_EVIDENCE);
    if body.given && evidence.is_none() {
        check.fault("/evidence", wire::error::Fault::Required);
    }
    check.done()?;
    let new = NewConsent {
        channel: body.channel,
        purpose: body.purpose,
        given: body.given,
        evidence,
    };
    cx.write(move |tx| {
        let mut row = tx.client_for(Permission::ClientEdit, id)?;
        crate::merges::expect_own(tx, &row)?;
        let zone = zone_of(tx, row.branch_id)?;
        let reader = Reader::of(tx, language)?;
        tx.set_consent(&mut row, &new)?;
        Ok(convert::client(tx.client_card(row)?, &reader, &zone))
    })
    .await
}

/// A note that says something.
pub fn written_note(typed: &str) -> Result<String, ApiError> {
    let mut check = Check::new();
    let text = check.text("/text", Some(typed));
    if text.is_none() {
        check.fault("/text", wire::error::Fault::Required);
    }
    check.done()?;
    Ok(text.unwrap_or_default())
}

pub async fn note(cx: Ctx, call: Call<AddNote>) -> Answer<Entry> {
    let ((id,), language) = (call.path, cx.language());
    let text = written_note(&call.body.text)?;
    cx.write(move |tx| {
        let client = tx.client_for(Permission::ClientNote, id)?;
        crate::merges::expect_own(tx, &client)?;
        let zone = zone_of(tx, client.branch_id)?;
        let reader = Reader::of(tx, language)?;
        Ok(convert::entry(tx.add_note(&client, &text)?, &reader, &zone))
    })
    .await
}
