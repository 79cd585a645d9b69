use chrono::NaiveDate;
use domain::discounts::{GrantState, Term};
use domain::ids::EmployeeId;
use domain::sentence::Telling;
use store::Tx;
use store::discounts::{DiscountRow, GrantListed};
use wire::clients::PersonName;
use wire::discounts::{Discount, DiscountGrant};

use crate::clients::filters::club_zone;
use crate::http::ApiError;

/// The day of the club.
pub fn today(tx: &mut Tx<'_>) -> Result<NaiveDate, ApiError> {
    let zone = club_zone(tx)?;
    Ok(zone.day(tx.now()))
}

pub fn discount(row: DiscountRow, clients: u32) -> Discount {
    Discount {
        id: row.id,
        gives: row.gives(),
        name: row.name,
        document: row.document,
        note: row.note,
        clients,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

pub fn grant(listed: GrantListed, today: NaiveDate) -> DiscountGrant {
    let row = listed.row;
    let term = row.term();
    DiscountGrant {
        id: row.id,
        client_id: row.client_id,
        discount_id: row.discount_id,
        name: listed.name,
        gives: listed.gives,
        state: GrantState::of(&term, row.withdrawn_at.is_some(), today),
        valid_from: term.from,
        valid_until: term.until,
        document: row.document,
        note: row.note,
        granted_by: listed.granted_by.map(person),
        granted_at: row.granted_at,
        withdrawn_by: listed.withdrawn_by.map(person),
        withdrawn_at: row.withdrawn_at,
        version: row.version,
        updated_at: row.updated_at,
    }
}

fn person((id, name): (EmployeeId, String)) -> PersonName {
    PersonName { id, name }
}

/// What the timeline keeps of a grant, `2026-09-01 2027-08-31 Многодетная семья`, in the reader's words; `None` for what reads the same to everybody.
pub fn told(text: &str, telling: Telling<'_>) -> Option<String> {
    let mut parts = text.splitn(3, ' ');
    let from = parts.next()?.parse().ok()?;
    let until = match parts.next()? {
        "-" => None,
        day => Some(day.parse().ok()?),
    };
    let name = parts.next()?;
    let term = telling.term(&Term { from, until });
    Some(format!("{name}, {term}"))
}
