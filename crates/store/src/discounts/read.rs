use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::access::Permission;
use domain::discounts::{Held, Term};
use domain::filters::Granted;
use domain::ids::{ClientId, DiscountGrantId, DiscountId, EmployeeId};

use super::rows::{DiscountRow, GrantListed, GrantRow, gives};
use crate::access::clients_within;
use crate::clients::{self, ClientRow};
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{client_discounts, clients as client_table, discounts};

impl Tx<'_> {
    /// The club's list: those in use by name, then archived ones.
    pub fn discounts(&mut self) -> Result<Vec<DiscountRow>, StoreError> {
        self.demand(Permission::DirectoryRead)?;
        let mut rows: Vec<DiscountRow> = discounts::table
            .order((discounts::sort_key, discounts::id))
            .load(self.conn())?;
        rows.sort_by_key(|row| row.archived_at.is_some());
        Ok(rows)
    }

    /// A discount that the caller may read, or edit.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::NotFound`].
    pub fn discount_for(
        &mut self,
        permission: Permission,
        id: DiscountId,
    ) -> Result<DiscountRow, StoreError> {
        self.demand(permission)?;
        self.discount(id)
    }

    /// A discount, for whoever holds a client to give it to.
    pub fn discount(&mut self, id: DiscountId) -> Result<DiscountRow, StoreError> {
        Ok(discounts::table
            .filter(discounts::id.eq(bind(id)))
            .first(self.conn())?)
    }

    /// How many clients within reach have a discount on a day: those that lists show who are asked for it.
    pub fn discounted(&mut self, id: DiscountId, on: NaiveDate) -> Result<u32, StoreError> {
        let reach = self.client_reach(Permission::ClientRead);
        let has = Granted {
            of: vec![id],
            on,
            ends: None,
        };
        let count: i64 = client_table::table
            .filter(client_table::archived_at.is_null())
            .filter(clients_within(&reach))
            .filter(clients::granted(&has, true))
            .count()
            .get_result(self.conn())?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// A grant to be used in this way, with its client.
    ///
    /// # Errors
    /// As those of [`Self::client_for`]: a grant is reached as its client is.
    pub fn grant_for(
        &mut self,
        permission: Permission,
        id: DiscountGrantId,
    ) -> Result<(GrantRow, ClientRow), StoreError> {
        let grant: GrantRow = client_discounts::table
            .filter(client_discounts::id.eq(bind(id)))
            .first(self.conn())?;
        let client = self.client_for(permission, grant.client_id)?;
        Ok((grant, client))
    }

    /// The same to change it: nobody else changes the discounts of this client, or makes one card of it and another, until this unit is over.
    ///
    /// # Errors
    /// As [`Self::grant_for`].
    pub fn grant_to_change(
        &mut self,
        id: DiscountGrantId,
    ) -> Result<(GrantRow, ClientRow), StoreError> {
        let seen: ClientId = client_discounts::table
            .filter(client_discounts::id.eq(bind(id)))
            .select(client_discounts::client_id)
            .first(self.conn())?;
        self.hold_client(seen)?;
        let (grant, client) = self.grant_for(Permission::ClientDiscount, id)?;
        match client.id == seen {
            true => Ok((grant, client)),
            // It went over to another card while we waited for this one.
            false => Err(StoreError::Raced),
        }
    }

    /// All grants of a held client, in the order in which they were made.
    pub fn grants_of(&mut self, client: &ClientRow) -> Result<Vec<GrantRow>, StoreError> {
        Ok(client_discounts::table
            .filter(client_discounts::client_id.eq(bind(client.id)))
            .order(client_discounts::id)
            .load(self.conn())?)
    }

    /// Grants as they are shown.
    pub fn grants_listed(&mut self, rows: Vec<GrantRow>) -> Result<Vec<GrantListed>, StoreError> {
        let known: Vec<DiscountRow> = discounts::table
            .filter(discounts::id.eq_any(among(rows.iter().map(|row| row.discount_id))))
            .load(self.conn())?;
        let known: BTreeMap<DiscountId, DiscountRow> =
            known.into_iter().map(|row| (row.id, row)).collect();
        let by = rows
            .iter()
            .flat_map(|row| [row.granted_by, row.withdrawn_by]);
        let people = names::employees(self, by.flatten())?;
        let named = |id: Option<EmployeeId>| Some((id?, people.get(&id?)?.clone()));
        rows.into_iter()
            .map(|row| {
                let discount = known.get(&row.discount_id).ok_or(StoreError::NotFound)?;
                Ok(GrantListed {
                    name: discount.name.clone(),
                    gives: discount.gives(),
                    granted_by: named(row.granted_by),
                    withdrawn_by: named(row.withdrawn_by),
                    row,
                })
            })
            .collect()
    }
}

type HeldRow = (
    ClientId,
    String,
    Option<i32>,
    Option<i64>,
    Option<String>,
    NaiveDate,
    Option<NaiveDate>,
);

/// What these clients were granted and what was not withdrawn, whenever it holds.
pub(crate) fn held(tx: &mut Tx<'_>, ids: &[ClientId]) -> Result<Vec<(ClientId, Held)>, StoreError> {
    let rows: Vec<HeldRow> = each_backend!(tx.conn(), |c| client_discounts::table
        .inner_join(discounts::table)
        .filter(client_discounts::client_id.eq_any(among(ids.iter().copied())))
        .filter(client_discounts::withdrawn_at.is_null())
        .order((client_discounts::client_id, client_discounts::id))
        .select((
            client_discounts::client_id,
            discounts::name,
            discounts::percent,
            discounts::amount,
            discounts::currency,
            client_discounts::valid_from,
            client_discounts::valid_until,
        ))
        .load(c))?;
    let held = rows.into_iter();
    Ok(held
        .map(|(client, name, percent, amount, currency, from, until)| {
            let gives = gives(percent, amount, currency);
            let term = Term { from, until };
            (client, Held { name, gives, term })
        })
        .collect())
}
