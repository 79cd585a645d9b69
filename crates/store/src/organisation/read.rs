use diesel::prelude::*;

use super::rows::Organisation;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{organisation, secrets};

impl Tx<'_> {
    /// The organisation; `None` before the set-up.
    pub fn organisation_if_set_up(&mut self) -> Result<Option<Organisation>, StoreError> {
        let row = organisation::table
            .select(Organisation::as_select())
            .first(self.conn())
            .optional()?;
        Ok(row)
    }

    /// The organisation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] before the set-up.
    pub fn organisation(&mut self) -> Result<Organisation, StoreError> {
        self.organisation_if_set_up()?.ok_or(StoreError::NotFound)
    }

    /// What is kept under this name beside the organisation.
    pub fn secret(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        let kept = secrets::table
            .find(name)
            .select(secrets::value)
            .first(self.conn())
            .optional()?;
        Ok(kept)
    }
}
