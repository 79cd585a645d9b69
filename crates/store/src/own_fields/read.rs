use std::cmp::Reverse;
use std::sync::Arc;

use diesel::prelude::*;
use domain::access::Permission;
use domain::fields::Subject;
use domain::ids::{ClientId, CompanyId, EmployeeId, FieldId};
use domain::staff::EmployeeState;
use domain::time::Timestamp;

use super::answers::Owner as _;
use super::rows::{FieldLists, FieldRow, OwnForm};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{organisation, own_fields};

impl Tx<'_> {
    /// The fields of the card and those that were taken off it, for whoever may read them, or edit them.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`].
    pub fn own_form_for(
        &mut self,
        permission: Permission,
        subject: Subject,
    ) -> Result<OwnForm, StoreError> {
        self.demand(permission)?;
        self.own_form(subject)
    }

    pub(super) fn own_form(&mut self, subject: Subject) -> Result<OwnForm, StoreError> {
        use organisation::dsl;
        let of = |tx: &mut Self| -> QueryResult<(i64, Option<Timestamp>, Timestamp)> {
            match subject {
                Subject::Client => organisation::table
                    .select((
                        dsl::client_form_version,
                        dsl::client_form_at,
                        dsl::created_at,
                    ))
                    .first(tx.conn()),
                Subject::Company => organisation::table
                    .select((
                        dsl::company_form_version,
                        dsl::company_form_at,
                        dsl::created_at,
                    ))
                    .first(tx.conn()),
            }
        };
        let (version, changed_at, created_at) = of(self)?;
        Ok(OwnForm {
            subject,
            fields: self.own_fields(subject)?.as_ref().clone(),
            version,
            created_at,
            updated_at: changed_at.unwrap_or(created_at),
        })
    }

    /// The fields that cards are filled in by.
    pub fn own_fields(&mut self, subject: Subject) -> Result<Arc<FieldLists>, StoreError> {
        match subject {
            Subject::Client => self.known_client_fields(),
            Subject::Company => self.known_company_fields(),
        }
    }

    /// Those of clients.
    pub fn client_fields(&mut self) -> Result<Arc<FieldLists>, StoreError> {
        self.own_fields(Subject::Client)
    }

    /// How many cards have an answer to this field.
    pub fn cards_with_answer(&mut self, subject: Subject, id: FieldId) -> Result<u64, StoreError> {
        match subject {
            Subject::Client => ClientId::count(self, id),
            Subject::Company => CompanyId::count(self, id),
        }
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
    pub(crate) fn read_own_fields(&mut self, subject: Subject) -> Result<FieldLists, StoreError> {
        let rows: Vec<FieldRow> = own_fields::table
            .filter(own_fields::subject.eq(bind(subject)))
            .order((own_fields::position, own_fields::id))
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
