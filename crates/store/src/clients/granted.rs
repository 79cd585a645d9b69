//! Questions of filters about discounts, as conditions in SQL.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use domain::filters::Granted;
use domain::ids::ClientId;

use super::pool::distinct;
use super::sieve::OfClients;
use crate::engine::among::among;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{client_discounts, clients};

/// Grants that count, from whatever `made!` begins with. A macro, because a subquery needs the expression's own type.
macro_rules! counting {
    ($granted:expr, $made:ident $(, $with:tt)?) => {{
        use client_discounts::{discount_id, valid_from, valid_until, withdrawn_at};
        let on = $granted.on;
        let until = || valid_until.assume_not_null();
        let holds = || withdrawn_at.is_null().and(valid_from.le(on));
        let open = || holds().and(valid_until.is_null().or(until().ge(on)));
        let ending = |ends: NaiveDate| holds().and(valid_until.is_not_null().and(until().between(on, ends)));
        let named = || discount_id.eq_any(among($granted.of.iter().copied()));
        match ($granted.ends, $granted.of.is_empty()) {
            (None, true) => $made!($($with,)? open()),
            (None, false) => $made!($($with,)? open().and(named())),
            (Some(ends), true) => $made!($($with,)? ending(ends)),
            (Some(ends), false) => $made!($($with,)? ending(ends).and(named())),
        }
    }};
}

macro_rules! one_by_one {
    ($counts:expr) => {
        Box::new(exists(
            client_discounts::table
                .filter(client_discounts::client_id.eq(clients::id))
                .filter($counts)
                .select(client_discounts::client_id),
        )) as OfClients
    };
}

macro_rules! all_at_once {
    ($counts:expr) => {
        Box::new(
            clients::id.eq_any(
                client_discounts::table
                    .filter($counts)
                    .select(client_discounts::client_id),
            ),
        ) as OfClients
    };
}

macro_rules! few {
    (($tx:expr, $most:expr), $counts:expr) => {
        client_discounts::table
            .filter($counts)
            .select(client_discounts::client_id)
            .limit($most + 1)
            .load::<ClientId>($tx.conn())?
    };
}

pub(crate) fn granted(granted: &Granted, alone: bool) -> OfClients {
    match alone {
        true => counting!(granted, all_at_once),
        false => counting!(granted, one_by_one),
    }
}

/// The clients themselves, when they are no more than so many.
pub(super) fn gathered(
    tx: &mut Tx<'_>,
    granted: &Granted,
    most: i64,
) -> Result<Option<Vec<ClientId>>, StoreError> {
    Ok(distinct(counting!(granted, few, (tx, most)), most))
}
