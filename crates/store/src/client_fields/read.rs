use std::cmp::Reverse;
use std::sync::Arc;

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{EmployeeId, FieldId};
use domain::staff::EmployeeState;
use domain::time::Timestamp;

use super::rows::{ClientForm, FieldLists, FieldRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{client_fields, client_values, organisation};

impl Tx<'_> {
    /// The fields of the card and those that were taken off it, for whoever may read them, or edit them.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`].
    pub fn client_form_for(&mut self, permission: Permission) -> Result<ClientForm, StoreError> {
        self.demand(permission)?;
        self.client_form()
    }

    pub(super) fn client_form(&mut self) -> Result<ClientForm, StoreError> {
        let (version, changed_at, created_at): (i64, Option<Timestamp>, Timestamp) =
            organisation::table
                .select((
                    organisation::client_form_version,
                    organisation::client_form_at,
                    organisation::created_at,
                ))
                .first(self.conn())?;
        Ok(ClientForm {
            fields: self.client_fields()?.as_ref().clone(),
            version,
            created_at,
            updated_at: changed_at.unwrap_or(created_at),
        })
    }

    /// The fields that cards are filled in by.
    pub fn client_fields(&mut self) -> Result<Arc<FieldLists>, StoreError> {
        self.known_client_fields()
    }

    /// How many cards have an answer to this field.
    pub fn cards_with_answer(&mut self, id: FieldId) -> Result<u64, StoreError> {
        let count: i64 = client_values::table
            .filter(client_values::field_id.eq(bind(id)))
            .filter(client_values::item.eq(0))
            .select(count_star())
            .first(self.conn())?;
        Ok(count as u64)
    }

    /// Who can be chosen on a card: everybody who has not left.
    pub fn colleagues(&mut self) -> Result<Vec<EmployeeId>, StoreError> {
        let people = self.known_people()?;
        let here = people
            .iter()
            .filter(|(_, person)| person.state != EmployeeState::Left);
        Ok(here.map(|(id, _)| *id).collect())
    }

    /// All of them, from the table.
    pub(crate) fn read_client_fields(&mut self) -> Result<FieldLists, StoreError> {
        let rows: Vec<FieldRow> = client_fields::table
            .order((client_fields::position, client_fields::id))
            .select(FieldRow::as_select())
            .load(self.conn())?;
        let (present, mut removed): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.removed_at.is_none());
        removed.sort_by_key(|row| Reverse(row.removed_at));
        Ok(FieldLists {
            present: present.into_iter().map(Into::into).collect(),
            removed: removed.into_iter().map(Into::into).collect(),
        })
    }
}
