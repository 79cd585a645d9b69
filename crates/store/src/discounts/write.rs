//! The club's list.

use diesel::prelude::*;
use domain::access::Permission;

use super::rows::{DiscountData, DiscountRow};
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_version};
use crate::engine::unit::Tx;
use crate::engine::update::save_row;
use crate::outbox::Audience;
use crate::schema::discounts;

/// What a discount is made with and saved with.
macro_rules! written {
    ($row:ident) => {{
        use discounts::dsl;
        (
            dsl::name.eq($row.name.clone()),
            dsl::sort_key.eq($row.sort_key.clone()),
            dsl::percent.eq($row.percent),
            dsl::amount.eq($row.amount),
            dsl::currency.eq($row.currency.clone()),
            dsl::document.eq($row.document),
            dsl::note.eq($row.note.clone()),
        )
    }};
}

impl Tx<'_> {
    /// Adds a discount.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`]; a conflict with [`Guard::DiscountName`](crate::Guard::DiscountName).
    pub fn create_discount(&mut self, data: &DiscountData) -> Result<DiscountRow, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let now = self.now();
        let mut row = DiscountRow {
            id: self.new_id(),
            name: String::new(),
            sort_key: String::new(),
            percent: None,
            amount: None,
            currency: None,
            document: false,
            note: None,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        data.put_on(&mut row);
        diesel::insert_into(discounts::table)
            .values((
                discounts::id.eq(bind(row.id)),
                written!(row),
                discounts::version.eq(row.version),
                discounts::created_at.eq(bind(row.created_at)),
                discounts::updated_at.eq(bind(row.updated_at)),
            ))
            .execute(self.conn())?;
        self.discount_told("created", None, &row)?;
        Ok(row)
    }

    /// Changes a held discount that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`]; as [`Self::create_discount`].
    pub fn update_discount(
        &mut self,
        mut row: DiscountRow,
        seen: i64,
        data: &DiscountData,
    ) -> Result<DiscountRow, StoreError> {
        expect_version(row.version, seen)?;
        let before = DiscountData::of(&row);
        if before == *data {
            return Ok(row);
        }
        data.put_on(&mut row);
        save(self, &mut row)?;
        self.discount_told("updated", Some(&before), &row)?;
        Ok(row)
    }

    /// Archives a held discount that was seen at version `seen`.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn archive_discount(&mut self, mut row: DiscountRow, seen: i64) -> Result<(), StoreError> {
        expect_version(row.version, seen)?;
        if row.archived_at.is_some() {
            return Ok(());
        }
        row.archived_at = Some(self.now());
        save(self, &mut row)?;
        self.discount_told("archived", Some(&DiscountData::of(&row)), &row)
    }

    /// Takes a held discount out of the archive.
    ///
    /// # Errors
    /// As [`Self::create_discount`]: its name may be taken by now.
    pub fn restore_discount(&mut self, mut row: DiscountRow) -> Result<DiscountRow, StoreError> {
        if row.archived_at.is_none() {
            return Ok(row);
        }
        row.archived_at = None;
        save(self, &mut row)?;
        self.discount_told("restored", Some(&DiscountData::of(&row)), &row)?;
        Ok(row)
    }

    fn discount_told(
        &mut self,
        what: &str,
        before: Option<&DiscountData>,
        after: &DiscountRow,
    ) -> Result<(), StoreError> {
        let topic = format!("discount.{what}");
        let data = DiscountData::of(after);
        self.audit(&topic, after.id, before.and_then(state), state(&data))?;
        self.emit(&topic, after.id, after.version, Audience::EVERYBODY)
    }
}

fn save(tx: &mut Tx<'_>, row: &mut DiscountRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        discounts,
        row,
        (
            written!(row),
            dsl::archived_at.eq(row.archived_at.map(bind)),
        )
    )
}
