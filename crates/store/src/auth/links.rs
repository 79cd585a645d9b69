use chrono::Duration;
use diesel::prelude::*;
use domain::ids::{EmployeeId, InvitationId};
use domain::staff::LinkKind;
use domain::time::Timestamp;

use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::invitations;

/// A one-time link to make.
#[derive(Debug, Clone)]
pub struct NewLink {
    pub kind: LinkKind,
    /// Absent for the set-up.
    pub employee: Option<EmployeeId>,
    pub token_hash: String,
    pub life: Duration,
}

/// A link that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub id: InvitationId,
    pub kind: LinkKind,
    pub employee: Option<EmployeeId>,
    pub expires_at: Timestamp,
}

impl Tx<'_> {
    /// Makes a link; older ones of the same employee (or older set-up links) stop working.
    pub fn make_link(&mut self, new: NewLink) -> Result<Timestamp, StoreError> {
        self.revoke_links(new.employee)?;
        let (id, now): (InvitationId, _) = (self.new_id(), self.now());
        let expires_at = now.plus(new.life);
        let row = (
            invitations::id.eq(bind(id)),
            invitations::kind.eq(bind(new.kind)),
            invitations::employee_id.eq(new.employee.map(bind)),
            invitations::token_hash.eq(new.token_hash),
            invitations::created_by.eq(self.who().employee().map(bind)),
            invitations::created_at.eq(bind(now)),
            invitations::expires_at.eq(bind(expires_at)),
        );
        diesel::insert_into(invitations::table)
            .values(row)
            .execute(self.conn())?;
        Ok(expires_at)
    }

    /// A link that was neither used nor revoked and has not expired.
    pub fn link(&mut self, token_hash: &str) -> Result<Option<Link>, StoreError> {
        let row: Option<(InvitationId, LinkKind, Option<EmployeeId>, Timestamp)> =
            invitations::table
                .filter(invitations::token_hash.eq(token_hash))
                .filter(invitations::used_at.is_null())
                .filter(invitations::revoked_at.is_null())
                .filter(invitations::expires_at.gt(bind(self.now())))
                .select((
                    invitations::id,
                    invitations::kind,
                    invitations::employee_id,
                    invitations::expires_at,
                ))
                .first(self.conn())
                .optional()?;
        Ok(row.map(|(id, kind, employee, expires_at)| Link {
            id,
            kind,
            employee,
            expires_at,
        }))
    }

    /// Uses a link up; false when somebody was faster.
    pub fn use_link(&mut self, id: InvitationId) -> Result<bool, StoreError> {
        let unused = invitations::table
            .filter(invitations::id.eq(bind(id)))
            .filter(invitations::used_at.is_null());
        let used = diesel::update(unused)
            .set(invitations::used_at.eq(bind(self.now())))
            .execute(self.conn())?;
        Ok(used == 1)
    }

    /// Links of an employee, or of the set-up, stop working.
    pub fn revoke_links(&mut self, employee: Option<EmployeeId>) -> Result<(), StoreError> {
        let now = self.now();
        let open = invitations::table
            .filter(invitations::used_at.is_null())
            .filter(invitations::revoked_at.is_null());
        let revoked = invitations::revoked_at.eq(bind(now));
        match employee {
            Some(employee) => {
                diesel::update(open.filter(invitations::employee_id.eq(bind(employee))))
                    .set(revoked)
                    .execute(self.conn())?
            }
            None => diesel::update(open.filter(invitations::employee_id.is_null()))
                .set(revoked)
                .execute(self.conn())?,
        };
        Ok(())
    }
}
