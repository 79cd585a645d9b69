//! Giving discounts to clients, and taking them away.

use diesel::prelude::*;
use domain::ids::{ClientId, DiscountId};
use domain::timeline::EntryKind;
use serde::Serialize;

use super::rows::{DiscountRow, GrantData, GrantRow};
use crate::audit::state;
use crate::clients::{self, ClientRow};
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_version};
use crate::engine::unit::Tx;
use crate::engine::update::save_row;
use crate::schema::client_discounts;
use crate::timeline::{self, About, Changed, Said};

/// What the audit log keeps of a grant.
#[derive(Serialize)]
struct Kept {
    client_id: ClientId,
    discount_id: DiscountId,
    #[serde(flatten)]
    data: GrantData,
    withdrawn: bool,
}

impl Kept {
    fn of(row: &GrantRow) -> Self {
        Self {
            client_id: row.client_id,
            discount_id: row.discount_id,
            data: GrantData::of(row),
            withdrawn: row.withdrawn_at.is_some(),
        }
    }
}

/// Discount and days as the timeline keeps them: `2026-09-01 2027-08-31 Многодетная семья`, with a dash where there is no last day.
fn said(discount: &DiscountRow, row: &GrantRow) -> String {
    let until = row.valid_until.map_or("-".into(), |day| day.to_string());
    format!("{} {until} {}", row.valid_from, discount.name)
}

impl Tx<'_> {
    /// Gives a held client a discount.
    pub fn grant_discount(
        &mut self,
        client: &ClientRow,
        discount: &DiscountRow,
        data: GrantData,
    ) -> Result<GrantRow, StoreError> {
        let now = self.now();
        let row = GrantRow {
            id: self.new_id(),
            client_id: client.id,
            discount_id: discount.id,
            valid_from: data.term.from,
            valid_until: data.term.until,
            document: data.document,
            note: data.note,
            granted_by: self.who().employee(),
            granted_at: now,
            withdrawn_by: None,
            withdrawn_at: None,
            version: 1,
            updated_at: now,
        };
        diesel::insert_into(client_discounts::table)
            .values((
                client_discounts::id.eq(bind(row.id)),
                client_discounts::client_id.eq(bind(row.client_id)),
                client_discounts::discount_id.eq(bind(row.discount_id)),
                client_discounts::valid_from.eq(row.valid_from),
                client_discounts::valid_until.eq(row.valid_until),
                client_discounts::document.eq(&row.document),
                client_discounts::note.eq(&row.note),
                client_discounts::granted_by.eq(row.granted_by.map(bind)),
                client_discounts::granted_at.eq(bind(row.granted_at)),
                client_discounts::version.eq(row.version),
                client_discounts::updated_at.eq(bind(row.updated_at)),
            ))
            .execute(self.conn())?;
        let changes = vec![changed("granted", None, Some(said(discount, &row)))];
        self.grant_told(client, "created", None, &row, changes)?;
        Ok(row)
    }

    /// Changes a held grant that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn update_grant(
        &mut self,
        client: &ClientRow,
        mut row: GrantRow,
        seen: i64,
        data: &GrantData,
    ) -> Result<GrantRow, StoreError> {
        expect_version(row.version, seen)?;
        let before = row.clone();
        if GrantData::of(&row) == *data {
            return Ok(row);
        }
        (row.valid_from, row.valid_until) = (data.term.from, data.term.until);
        row.document.clone_from(&data.document);
        row.note.clone_from(&data.note);
        save(self, &mut row)?;
        let discount = self.discount(row.discount_id)?;
        let was = (before.term() != row.term()).then(|| said(&discount, &before));
        let first = changed("changed", was, Some(said(&discount, &row)));
        let others = [
            Changed::from(
                "discount_document",
                before.document.clone(),
                row.document.clone(),
            ),
            Changed::from("discount_note", before.note.clone(), row.note.clone()),
        ];
        let changes = [Some(first)].into_iter().chain(others).flatten().collect();
        self.grant_told(client, "updated", Some(&before), &row, changes)?;
        Ok(row)
    }

    /// Withdraws a held grant that was seen at version `seen`.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn withdraw_grant(
        &mut self,
        client: &ClientRow,
        mut row: GrantRow,
        seen: i64,
    ) -> Result<(), StoreError> {
        expect_version(row.version, seen)?;
        if row.withdrawn_at.is_some() {
            return Ok(());
        }
        let before = row.clone();
        row.withdrawn_at = Some(self.now());
        row.withdrawn_by = self.who().employee();
        save(self, &mut row)?;
        let discount = self.discount(row.discount_id)?;
        let changes = vec![changed("withdrawn", Some(said(&discount, &row)), None)];
        self.grant_told(client, "withdrawn", Some(&before), &row, changes)
    }

    /// Takes the withdrawal of a held grant back.
    pub fn return_grant(
        &mut self,
        client: &ClientRow,
        mut row: GrantRow,
    ) -> Result<GrantRow, StoreError> {
        if row.withdrawn_at.is_none() {
            return Ok(row);
        }
        let before = row.clone();
        row.withdrawn_at = None;
        row.withdrawn_by = None;
        save(self, &mut row)?;
        let discount = self.discount(row.discount_id)?;
        let changes = vec![changed("returned", None, Some(said(&discount, &row)))];
        self.grant_told(client, "restored", Some(&before), &row, changes)?;
        Ok(row)
    }

    /// The card's history, the audit log and the feed say it.
    fn grant_told(
        &mut self,
        client: &ClientRow,
        what: &str,
        before: Option<&GrantRow>,
        after: &GrantRow,
        changes: Vec<Changed>,
    ) -> Result<(), StoreError> {
        let topic = format!("discount_grant.{what}");
        let (was, is) = (before.map(Kept::of), Kept::of(after));
        self.audit(&topic, after.id, was.as_ref().and_then(state), state(&is))?;
        let about = About {
            client: Some(client.id),
            ..About::default()
        };
        let said = Said {
            changes,
            ..Said::default()
        };
        let by = self.who().employee();
        timeline::tell(self, EntryKind::ClientChanged, about, by, said)?;
        self.emit(&topic, after.id, after.version, clients::audience(client))
    }
}

fn changed(what: &str, before: Option<String>, after: Option<String>) -> Changed {
    Changed {
        member: format!("discount_{what}"),
        before,
        after,
    }
}

/// Stores a changed grant one version on.
fn save(tx: &mut Tx<'_>, row: &mut GrantRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        client_discounts,
        row,
        (
            dsl::valid_from.eq(row.valid_from),
            dsl::valid_until.eq(row.valid_until),
            dsl::document.eq(row.document.clone()),
            dsl::note.eq(row.note.clone()),
            dsl::withdrawn_at.eq(row.withdrawn_at.map(bind)),
            dsl::withdrawn_by.eq(row.withdrawn_by.map(bind)),
        )
    )
}
