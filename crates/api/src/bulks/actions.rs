use std::collections::BTreeSet;

use domain::access::Permission;
use domain::bulks::{BulkAction, BulkState, MOST_TAGS, Whom, undo_until};
use domain::clients::MAX_LABEL;
use domain::filters::{CompanyField, Field, Filter, ListSubject};
use domain::time::Due;
use store::bulks::Card;
use store::{PageRequest, Tx};
use wire::bulks::{
    Bulk, BulkItem, CreateBulk, GetBulk, ListBulkItems, ListBulks, NewBulk, UndoBulk,
};
use wire::error::{Code, Fault, FieldError};
use wire::page::Page;

use super::{carry, convert};
use crate::clients::filters;
use crate::http::check::TITLE;
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::tasks::convert::{Reader, page, paged};

pub async fn list(cx: Ctx, call: Call<ListBulks>) -> Answer<Page<Bulk>> {
    let (query, language) = (call.query, cx.language());
    let page = page(query.limit, query.cursor, None);
    cx.read(move |tx| {
        let found = tx.bulks_page(&page)?;
        let items = found.items.into_iter();
        Ok(Page {
            items: items
                .map(|row| convert::bulk(tx, row, language))
                .collect::<Result<_, _>>()?,
            next_cursor: found.next_cursor,
            total: None,
        })
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetBulk>) -> Answer<Bulk> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let row = tx.bulk(id)?;
        convert::bulk(tx, row, language)
    })
    .await
}

pub async fn items(cx: Ctx, call: Call<ListBulkItems>) -> Answer<Page<BulkItem>> {
    let ((id,), query, language) = (call.path, call.query, cx.language());
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    let fates = query.fate.map(|list| list.0).unwrap_or_default();
    cx.read(move |tx| {
        tx.bulk(id)?;
        let reader = Reader::of(tx, language)?;
        let found = tx.bulk_items(id, &fates, &page)?;
        let found = store::Page {
            items: convert::items(tx, found.items, &reader)?,
            next_cursor: found.next_cursor,
            total: None,
        };
        Ok(paged(found, |item| item))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateBulk>) -> Answer<Bulk> {
    let (body, language) = (call.body, cx.language());
    cx.write(move |tx| {
        let subject = body.subject.unwrap_or(ListSubject::Clients);
        let (action, whom, named) = checked(tx, subject, body.clone())?;
        let mut bulk = tx.create_bulk(subject, action, whom, named.as_deref())?;
        // What is small is done when the answer comes.
        carry::step(tx, &mut bulk)?;
        if bulk.state == BulkState::Running && bulk.looked_at == 0 {
            carry::step(tx, &mut bulk)?;
        }
        tx.carry_bulk(&mut bulk)?;
        convert::bulk(tx, bulk, language)
    })
    .await
}

type Checked = (BulkAction, Whom, Option<Vec<Card>>);

/// What is asked, checked as far as it holds for all of them.
fn checked(tx: &mut Tx<'_>, subject: ListSubject, new: NewBulk) -> Result<Checked, ApiError> {
    if !new.action.fits(subject) {
        return Err(ApiError::field("/action/kind", Fault::NotAllowed));
    }
    let filter = new.filter.unwrap_or_default();
    may_ask(tx, subject, &filter)?;
    let mut check = Check::new();
    let clients = new.ids.map(|ids| each(ids, Card::Client));
    let companies = new.company_ids.map(|ids| each(ids, Card::Company));
    let ((named, pointer), (others, wrong)) = match subject {
        ListSubject::Clients => ((clients, "/ids"), (companies, "/company_ids")),
        ListSubject::Companies => ((companies, "/company_ids"), (clients, "/ids")),
    };
    if named.as_ref().is_some_and(Vec::is_empty) {
        check.fault(pointer, Fault::Required);
    }
    let narrowed = !filter.is_open() || new.q.is_some() || new.archived.is_some();
    if named.is_some() && narrowed {
        check.fault(pointer, Fault::NotAllowed);
    }
    if others.is_some() {
        check.fault(wrong, Fault::NotAllowed);
    }
    let action = match new.action {
        BulkAction::Responsible { responsible_id } => {
            tx.demand(Permission::ClientEdit)?;
            if !tx.still_works(responsible_id)? {
                check.fault("/action/responsible_id", Fault::NotFound);
            }
            BulkAction::Responsible { responsible_id }
        }
        BulkAction::Tags { add, remove } => {
            tx.demand(Permission::ClientEdit)?;
            if add.is_empty() && remove.is_empty() {
                check.fault("/action/add", Fault::Required);
            }
            BulkAction::Tags {
                add: tags(&mut check, "/action/add", &add),
                remove: tags(&mut check, "/action/remove", &remove),
            }
        }
        BulkAction::Process { process_id } => {
            crate::chains::expect_beginnable(tx, process_id, "/action/process_id")?;
            BulkAction::Process { process_id }
        }
        task @ BulkAction::Task { .. } => checked_task(tx, &mut check, task)?,
    };
    check.done()?;
    let whom = Whom {
        filter,
        q: new.q.filter(|q| !q.trim().is_empty()),
        archived: new.archived.unwrap_or_default(),
    };
    Ok((action, whom, named))
}

/// Each once, in their order.
fn each<T: Ord + Copy>(ids: Vec<T>, card: fn(T) -> Card) -> Vec<Card> {
    let mut seen = BTreeSet::new();
    let ids = ids.into_iter().filter(|id| seen.insert(*id));
    ids.map(card).collect()
}

/// Whether such cards can be asked for so.
fn may_ask(tx: &mut Tx<'_>, subject: ListSubject, filter: &Filter) -> Result<(), ApiError> {
    match subject {
        ListSubject::Clients => filters::read::<Field>(tx, filter, "/filter").map(drop),
        ListSubject::Companies => filters::read::<CompanyField>(tx, filter, "/filter").map(drop),
    }
}

fn tags(check: &mut Check, pointer: &str, list: &[String]) -> Vec<String> {
    if list.len() > MOST_TAGS {
        check.push(FieldError::at(pointer, Fault::TooLong).with("max", MOST_TAGS));
    }
    let tags = list.iter().take(MOST_TAGS).enumerate();
    let tags = tags.map(|(place, tag)| {
        let pointer = format!("{pointer}/{place}");
        let tag = check.line(&pointer, tag, MAX_LABEL);
        if store::search::sort_key(&tag).is_empty() {
            check.fault(&pointer, Fault::Required);
        }
        tag
    });
    tags.collect()
}

/// What a task of any client would be refused for.
fn checked_task(
    tx: &mut Tx<'_>,
    check: &mut Check,
    task: BulkAction,
) -> Result<BulkAction, ApiError> {
    let BulkAction::Task {
        template_id,
        title,
        due,
        assignee_id,
        pool_role_id,
        note,
    } = task
    else {
        return Ok(task);
    };
    tx.demand(Permission::TaskCreate)?;
    let title = check.optional("/action/title", title.as_deref(), TITLE);
    let note = check.text("/action/note", note.as_deref());
    match template_id {
        Some(id) => match tx.template_records(&[id])?.pop() {
            None => check.fault("/action/template_id", Fault::NotFound),
            Some(record) if record.archived_at.is_some() => {
                check.fault("/action/template_id", Fault::Archived);
            }
            Some(_) if title.is_some() => check.fault("/action/title", Fault::NotAllowed),
            Some(_) => {}
        },
        None if title.is_none() => check.fault("/action/title", Fault::Required),
        None => {}
    }
    let now = tx.now();
    let past = match due {
        Some(Due::Day(day)) => day < filters::club_zone(tx)?.day(now),
        Some(Due::At(at)) => at < now,
        None => false,
    };
    if past {
        check.fault("/action/due", Fault::InPast);
    }
    match (assignee_id, pool_role_id) {
        (Some(_), Some(_)) => check.fault("/action/pool_role_id", Fault::NotAllowed),
        (Some(id), None) if !tx.still_works(id)? => {
            check.fault("/action/assignee_id", Fault::NotFound);
        }
        (None, Some(role)) if !tx.role_exists(role)? => {
            check.fault("/action/pool_role_id", Fault::NotFound);
        }
        _ => {}
    }
    Ok(BulkAction::Task {
        template_id,
        title,
        due,
        assignee_id,
        pool_role_id,
        note,
    })
}

pub async fn undo(cx: Ctx, call: Call<UndoBulk>) -> Answer<Bulk> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        let mut bulk = tx.bulk_for_change(id)?;
        let finished = bulk.finished_at.filter(|_| bulk.state == BulkState::Done);
        let Some(finished) = finished else {
            return Err(ApiError::new(Code::WrongState).with("state", bulk.state));
        };
        if tx.now() > undo_until(finished) {
            return Err(ApiError::new(Code::UndoExpired));
        }
        bulk.state = BulkState::Undoing;
        // Backwards, from after the last item.
        bulk.behind = i64::from(i32::MAX);
        bulk.looked_at = 0;
        bulk.undone_at = Some(tx.now());
        bulk.created_by = tx.actor()?.employee;
        tx.change_bulk("undoing", &mut bulk)?;
        carry::step(tx, &mut bulk)?;
        tx.carry_bulk(&mut bulk)?;
        convert::bulk(tx, bulk, language)
    })
    .await
}
