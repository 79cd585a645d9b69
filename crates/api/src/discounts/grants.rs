//! Discounts of clients.

use std::cmp::Reverse;

use chrono::{Datelike as _, NaiveDate};
use domain::access::Permission;
use domain::discounts::{GrantState, MAX_GRANTS, MAX_LINE, Term};
use domain::ids::DiscountGrantId;
use domain::language::Language;
use domain::sentence::Telling;
use store::clients::ClientRow;
use store::discounts::{GrantData, GrantRow};
use store::{StoreError, Tx};
use wire::discounts::{
    DiscountGrant, GetDiscountGrant, GrantDiscount, ListClientDiscounts, ReturnDiscount,
    UpdateDiscountGrant, WithdrawDiscount,
};
use wire::error::{Code, Fault, FieldError};
use wire::page::Page;

use super::convert::{self, today};
use crate::clients::filters::club_zone;
use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn of_client(cx: Ctx, call: Call<ListClientDiscounts>) -> Answer<Page<DiscountGrant>> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let client = tx.client_for(Permission::ClientRead, id)?;
        let rows = tx.grants_of(&client)?;
        let today = today(tx)?;
        let grants = tx.grants_listed(rows)?.into_iter();
        let mut grants: Vec<DiscountGrant> = grants.map(|one| convert::grant(one, today)).collect();
        grants.sort_by_key(|one| {
            let place = match one.state {
                state if state.is_valid() => 0,
                GrantState::Future => 1,
                _ => 2,
            };
            let last = one.valid_until.unwrap_or(NaiveDate::MAX);
            // What ends first stands first, and of what was the latest.
            (place, (place < 2).then_some(last), Reverse(one.id))
        });
        Ok(Page::whole(grants))
    })
    .await
}

pub async fn grant(cx: Ctx, call: Call<GrantDiscount>) -> Answer<DiscountGrant> {
    let ((id,), body, language) = (call.path, call.body, cx.language());
    cx.write(move |tx| {
        tx.hold_client(id)?;
        let client = tx.client_for(Permission::ClientDiscount, id)?;
        crate::merges::expect_own(tx, &client)?;
        let mut check = Check::new();
        let document = check.optional("/document", body.document.as_deref(), MAX_LINE);
        let note = check.optional("/note", body.note.as_deref(), MAX_LINE);
        let term = Term {
            from: match body.valid_from {
                Some(day) => day,
                None => today(tx)?,
            },
            until: body.valid_until,
        };
        checked_days(tx, &mut check, &term, language)?;
        let discount = match tx.discount(body.discount_id) {
            Ok(discount) => {
                if discount.archived_at.is_some() {
                    check.fault("/discount_id", Fault::Archived);
                }
                if discount.document && document.is_none() {
                    check.fault("/document", Fault::Required);
                }
                Some(discount)
            }
            Err(StoreError::NotFound) => {
                check.fault("/discount_id", Fault::NotFound);
                None
            }
            Err(error) => return Err(error.into()),
        };
        let there = tx.grants_of(&client)?;
        if there.len() >= MAX_GRANTS {
            check.push(FieldError::at("/discount_id", Fault::TooMany).with("max", MAX_GRANTS));
        }
        if let Some(discount) = &discount {
            let same = there.iter().filter(|one| one.discount_id == discount.id);
            apart(tx, &mut check, "/valid_from", &term, same, language)?;
        }
        check.done()?;
        let discount = discount.ok_or_else(ApiError::not_found)?;
        let data = GrantData {
            term,
            document,
            note,
        };
        let row = tx.grant_discount(&client, &discount, data)?;
        shown(tx, row)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetDiscountGrant>) -> Answer<DiscountGrant> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let (row, _) = tx.grant_for(Permission::ClientRead, id)?;
        shown(tx, row)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateDiscountGrant>) -> Answer<DiscountGrant> {
    let ((id,), seen, patch) = (call.path, call.seen, call.body);
    let language = cx.language();
    cx.write(move |tx| {
        let (row, client) = held(tx, id)?;
        store::expect_version(row.version, seen)?;
        if row.withdrawn_at.is_some() {
            return Err(ApiError::new(Code::WrongState).with("state", "withdrawn"));
        }
        let mut check = Check::new();
        let mut data = GrantData::of(&row);
        if let Some(typed) = &patch.document {
            data.document = check.optional("/document", typed.as_deref(), MAX_LINE);
            // What was granted before the discount asked for one stays without it.
            if data.document.is_none() && tx.discount(row.discount_id)?.document {
                check.fault("/document", Fault::Required);
            }
        }
        if let Some(typed) = &patch.note {
            data.note = check.optional("/note", typed.as_deref(), MAX_LINE);
        }
        data.term = Term {
            from: patch.valid_from.unwrap_or(data.term.from),
            until: patch.valid_until.unwrap_or(data.term.until),
        };
        // Two that a merge brought together may overlap; their days are looked at when they change.
        if data.term != row.term() {
            checked_days(tx, &mut check, &data.term, language)?;
            let at = match data.term.from == row.term().from {
                true => "/valid_until",
                false => "/valid_from",
            };
            let there = tx.grants_of(&client)?;
            let same = there
                .iter()
                .filter(|one| one.discount_id == row.discount_id && one.id != row.id);
            apart(tx, &mut check, at, &data.term, same, language)?;
        }
        check.done()?;
        let row = tx.update_grant(&client, row, seen, &data)?;
        shown(tx, row)
    })
    .await
}

pub async fn withdraw(cx: Ctx, call: Call<WithdrawDiscount>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let (row, client) = held(tx, id)?;
        Ok(tx.withdraw_grant(&client, row, seen)?)
    })
    .await
}

pub async fn restore(cx: Ctx, call: Call<ReturnDiscount>) -> Answer<DiscountGrant> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        let (row, client) = held(tx, id)?;
        if row.withdrawn_at.is_some() {
            let mut check = Check::new();
            let there = tx.grants_of(&client)?;
            let same = there
                .iter()
                .filter(|one| one.discount_id == row.discount_id && one.id != row.id);
            apart(tx, &mut check, "", &row.term(), same, language)?;
            check.done()?;
        }
        let row = tx.return_grant(&client, row)?;
        shown(tx, row)
    })
    .await
}

/// A grant that is to be changed, and whose it is.
fn held(tx: &mut Tx<'_>, id: DiscountGrantId) -> Result<(GrantRow, ClientRow), ApiError> {
    let (row, client) = tx.grant_to_change(id)?;
    crate::merges::expect_own(tx, &client)?;
    Ok((row, client))
}

fn shown(tx: &mut Tx<'_>, row: GrantRow) -> Result<DiscountGrant, ApiError> {
    let today = today(tx)?;
    let listed = tx.grants_listed(vec![row])?.pop();
    let listed = listed.ok_or_else(ApiError::not_found)?;
    Ok(convert::grant(listed, today))
}

/// Days that a calendar has, the last not before the first.
fn checked_days(
    tx: &mut Tx<'_>,
    check: &mut Check,
    term: &Term,
    language: Language,
) -> Result<(), ApiError> {
    let odd = |day: &NaiveDate| !(1900..=2200).contains(&day.year());
    if odd(&term.from) {
        check.fault("/valid_from", Fault::Malformed);
    }
    match term.until {
        Some(until) if odd(&until) => check.fault("/valid_until", Fault::Malformed),
        Some(until) if until < term.from => {
            let from = in_words(tx, language, |telling| telling.date(term.from))?;
            check.push(FieldError::at("/valid_until", Fault::TooEarly).with("min", from));
        }
        _ => {}
    }
    Ok(())
}

/// No other grant of the same discount holds on one of these days.
fn apart<'g>(
    tx: &mut Tx<'_>,
    check: &mut Check,
    pointer: &str,
    term: &Term,
    mut same: impl Iterator<Item = &'g GrantRow>,
    language: Language,
) -> Result<(), ApiError> {
    let other = same.find(|one| one.withdrawn_at.is_none() && one.term().overlaps(term));
    if let Some(other) = other {
        let days = in_words(tx, language, |telling| telling.term(&other.term()))?;
        check.push(FieldError::at(pointer, Fault::Overlaps).with("days", days));
    }
    Ok(())
}

/// Something in the reader's language, by the club's day.
fn in_words(
    tx: &mut Tx<'_>,
    language: Language,
    say: impl Fn(Telling<'_>) -> String,
) -> Result<String, ApiError> {
    let zone = club_zone(tx)?;
    let telling = Telling {
        language,
        zone: &zone,
        today: zone.day(tx.now()),
    };
    Ok(say(telling))
}
