use diesel::prelude::*;
use domain::organisation::NameOrder;

use super::rows::Organisation;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::secrets;

impl Tx<'_> {
    /// The organisation; `None` before the set-up.
    pub fn organisation_if_set_up(&mut self) -> Result<Option<Organisation>, StoreError> {
        Ok(self.known_organisation()?.as_ref().clone())
    }

    /// The organisation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] before the set-up.
    pub fn organisation(&mut self) -> Result<Organisation, StoreError> {
        self.organisation_if_set_up()?.ok_or(StoreError::NotFound)
    }

    /// In which order names of people are written.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] before the set-up.
    pub fn name_order(&mut self) -> Result<NameOrder, StoreError> {
        let known = self.known_organisation()?;
        let organisation = known.as_ref().as_ref().ok_or(StoreError::NotFound)?;
        Ok(organisation.name_order)
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
