//! The club's list.

use domain::access::Permission;
use domain::discounts::{Gives, GivesFault, LARGEST_SUM, MAX_DISCOUNTS, MAX_LINE, MAX_NAME};
use store::Tx;
use store::discounts::{DiscountData, DiscountRow};
use wire::discounts::{
    ArchiveDiscount, CreateDiscount, Discount, GetDiscount, ListDiscounts, RestoreDiscount,
    UpdateDiscount,
};
use wire::error::{Fault, FieldError};
use wire::page::Page;

use super::convert::{self, today};
use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn list(cx: Ctx, _: Call<ListDiscounts>) -> Answer<Page<Discount>> {
    cx.read(|tx| {
        let rows = tx.discounts()?;
        Ok(Page::whole(shown(tx, rows)?))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateDiscount>) -> Answer<Discount> {
    let body = call.body;
    cx.write(move |tx| {
        tx.demand(Permission::DirectoryEdit)?;
        let mut check = Check::new();
        let data = DiscountData {
            name: check.line("/name", &body.name, MAX_NAME),
            gives: gives(tx, &mut check, &body.gives)?,
            document: body.document,
            note: check.optional("/note", body.note.as_deref(), MAX_LINE),
        };
        let there = tx.discounts()?.into_iter();
        if there.filter(|one| one.archived_at.is_none()).count() >= MAX_DISCOUNTS {
            check.push(FieldError::at("/name", Fault::TooMany).with("max", MAX_DISCOUNTS));
        }
        check.done()?;
        let row = tx.create_discount(&data)?;
        one(tx, row)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetDiscount>) -> Answer<Discount> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let row = tx.discount_for(Permission::DirectoryRead, id)?;
        one(tx, row)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateDiscount>) -> Answer<Discount> {
    let ((id,), seen, patch) = (call.path, call.seen, call.body);
    cx.write(move |tx| {
        let row = tx.discount_for(Permission::DirectoryEdit, id)?;
        let mut check = Check::new();
        let mut data = DiscountData::of(&row);
        if let Some(name) = &patch.name {
            data.name = check.line("/name", name, MAX_NAME);
        }
        if let Some(typed) = &patch.gives {
            data.gives = gives(tx, &mut check, typed)?;
        }
        if let Some(note) = &patch.note {
            data.note = check.optional("/note", note.as_deref(), MAX_LINE);
        }
        data.document = patch.document.unwrap_or(data.document);
        check.done()?;
        let row = tx.update_discount(row, seen, &data)?;
        one(tx, row)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveDiscount>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let row = tx.discount_for(Permission::DirectoryEdit, id)?;
        Ok(tx.archive_discount(row, seen)?)
    })
    .await
}

pub async fn restore(cx: Ctx, call: Call<RestoreDiscount>) -> Answer<Discount> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let row = tx.discount_for(Permission::DirectoryEdit, id)?;
        let row = tx.restore_discount(row)?;
        one(tx, row)
    })
    .await
}

/// What a discount may give in this club.
fn gives(tx: &mut Tx<'_>, check: &mut Check, typed: &Gives) -> Result<Gives, ApiError> {
    let currency = tx.organisation()?.currency;
    match typed.check(&currency) {
        Ok(()) => {}
        Err(GivesFault::Percent) => check.push(match typed {
            Gives::Percent { basis_points: 0 } => {
                FieldError::at("/gives/basis_points", Fault::TooSmall).with("min", 1)
            }
            _ => FieldError::at("/gives/basis_points", Fault::TooBig)
                .with("max", domain::discounts::WHOLE),
        }),
        Err(GivesFault::Sum) => check.push(match typed {
            Gives::Sum { sum } if sum.amount < 1 => {
                FieldError::at("/gives/sum/amount", Fault::TooSmall).with("min", 1)
            }
            _ => FieldError::at("/gives/sum/amount", Fault::TooBig).with("max", LARGEST_SUM),
        }),
        Err(GivesFault::Currency) => check.push(
            FieldError::at("/gives/sum/currency", Fault::WrongCurrency).with("wanted", currency),
        ),
    }
    Ok(typed.clone())
}

/// Discounts with how many clients have each today.
fn shown(tx: &mut Tx<'_>, rows: Vec<DiscountRow>) -> Result<Vec<Discount>, ApiError> {
    let today = today(tx)?;
    let rows = rows.into_iter();
    rows.map(|row| {
        let clients = tx.discounted(row.id, today)?;
        Ok(convert::discount(row, clients))
    })
    .collect()
}

fn one(tx: &mut Tx<'_>, row: DiscountRow) -> Result<Discount, ApiError> {
    let shown = shown(tx, vec![row])?.pop();
    shown.ok_or_else(ApiError::not_found)
}
