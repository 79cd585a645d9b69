use chrono::NaiveDate;
use diesel::prelude::*;
use domain::discounts::{Gives, Term};
use domain::ids::{ClientId, DiscountGrantId, DiscountId, EmployeeId};
use domain::money::Money;
use domain::time::Timestamp;
use serde::Serialize;

/// A discount of the club's list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DiscountRow {
    pub id: DiscountId,
    pub name: String,
    pub(super) sort_key: String,
    pub(super) percent: Option<i32>,
    pub(super) amount: Option<i64>,
    pub(super) currency: Option<String>,
    pub document: bool,
    pub note: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

impl DiscountRow {
    pub fn gives(&self) -> Gives {
        gives(self.percent, self.amount, self.currency.clone())
    }
}

/// What the columns of a discount say.
pub(super) fn gives(percent: Option<i32>, amount: Option<i64>, currency: Option<String>) -> Gives {
    match (percent, amount, currency) {
        (Some(percent), ..) => Gives::Percent {
            basis_points: percent.unsigned_abs(),
        },
        (None, Some(amount), Some(currency)) => Gives::Sum {
            sum: Money { amount, currency },
        },
        _ => Gives::Benefit {},
    }
}

/// What people write of a discount; everything is checked already. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiscountData {
    pub name: String,
    pub gives: Gives,
    pub document: bool,
    pub note: Option<String>,
}

impl DiscountData {
    /// What stands there now.
    pub fn of(row: &DiscountRow) -> Self {
        Self {
            name: row.name.clone(),
            gives: row.gives(),
            document: row.document,
            note: row.note.clone(),
        }
    }

    pub(super) fn put_on(&self, row: &mut DiscountRow) {
        row.name.clone_from(&self.name);
        row.sort_key = crate::search::sort_key(&self.name);
        (row.percent, row.amount, row.currency) = match &self.gives {
            Gives::Percent { basis_points } => (i32::try_from(*basis_points).ok(), None, None),
            Gives::Sum { sum } => (None, Some(sum.amount), Some(sum.currency.clone())),
            Gives::Benefit {} => (None, None, None),
        };
        row.document = self.document;
        row.note.clone_from(&self.note);
    }
}

/// A discount that a client has.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct GrantRow {
    pub id: DiscountGrantId,
    pub client_id: ClientId,
    pub discount_id: DiscountId,
    pub(super) valid_from: NaiveDate,
    pub(super) valid_until: Option<NaiveDate>,
    pub document: Option<String>,
    pub note: Option<String>,
    pub(super) granted_by: Option<EmployeeId>,
    pub granted_at: Timestamp,
    pub(super) withdrawn_by: Option<EmployeeId>,
    pub withdrawn_at: Option<Timestamp>,
    pub version: i64,
    pub updated_at: Timestamp,
}

impl GrantRow {
    pub const fn term(&self) -> Term {
        Term {
            from: self.valid_from,
            until: self.valid_until,
        }
    }
}

/// What people write of a grant; everything is checked already. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GrantData {
    pub term: Term,
    pub document: Option<String>,
    pub note: Option<String>,
}

impl GrantData {
    /// What stands there now.
    pub fn of(row: &GrantRow) -> Self {
        Self {
            term: row.term(),
            document: row.document.clone(),
            note: row.note.clone(),
        }
    }
}

/// A grant with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantListed {
    pub row: GrantRow,
    pub name: String,
    pub gives: Gives,
    pub granted_by: Option<(EmployeeId, String)>,
    pub withdrawn_by: Option<(EmployeeId, String)>,
}
