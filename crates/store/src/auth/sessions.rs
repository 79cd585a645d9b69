use chrono::Duration;
use diesel::prelude::*;
use domain::access::{Actor, Grants, Limit, Limits, Permission, Scope};
use domain::ids::{BranchId, EmployeeId, RoleId, SessionId};
use domain::language::Language;
use domain::staff::EmployeeState;
use domain::time::Timestamp;

use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{employee_branches, employees, role_permissions, session_tokens, sessions};

/// How long a session lives without being used.
const LIFE: Duration = Duration::days(30);
/// Two pages of one browser may send the same token at once.
const GRACE: Duration = Duration::seconds(10);

/// Who is behind a living session, and what he may do now.
#[derive(Debug, Clone)]
pub struct SessionAccount {
    pub actor: Actor,
    pub language: Language,
    pub stamp: i64,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub device: String,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct NewSession {
    pub employee: EmployeeId,
    pub device: String,
    pub address: Option<String>,
    /// Of its first refresh token.
    pub token_hash: String,
}

/// What became of a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refreshed {
    /// Replaced by the new one.
    Renewed {
        session: SessionId,
        employee: EmployeeId,
        stamp: i64,
    },
    /// Unknown, of an ended session, or of somebody who may no longer sign in.
    Refused,
    /// Used before: the whole family was ended.
    Stolen { employee: EmployeeId },
}

impl Tx<'_> {
    /// The account of a session; `None` when the session has ended or its employee may not sign in.
    pub fn session_account(
        &mut self,
        session: SessionId,
    ) -> Result<Option<SessionAccount>, StoreError> {
        let now = self.now();
        let row: Option<(EmployeeId, RoleId, EmployeeState, Language, i64)> = sessions::table
            .inner_join(employees::table)
            .filter(sessions::id.eq(bind(session)))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(bind(now)))
            .select((
                employees::id,
                employees::role_id,
                employees::state,
                employees::language,
                employees::security_stamp,
            ))
            .first(self.conn())
            .optional()?;
        let Some((employee, role, state, language, stamp)) = row else {
            return Ok(None);
        };
        if !may_sign_in(state) {
            return Ok(None);
        }
        let (grants, limits) = self.rights_of(role)?;
        Ok(Some(SessionAccount {
            actor: Actor {
                employee,
                role,
                branches: self.branches_of(employee)?,
                grants,
                limits,
                session: Some(session),
            },
            language,
            stamp,
        }))
    }

    /// An employee as an actor without a session: for the command line and for building a demo club.
    pub fn actor_of(&mut self, employee: EmployeeId) -> Result<Actor, StoreError> {
        let role: RoleId = employees::table
            .find(bind(employee))
            .select(employees::role_id)
            .first(self.conn())?;
        let (grants, limits) = self.rights_of(role)?;
        Ok(Actor {
            employee,
            role,
            branches: self.branches_of(employee)?,
            grants,
            limits,
            session: None,
        })
    }

    /// Branches of an employee, his main one first.
    pub fn branches_of(&mut self, employee: EmployeeId) -> Result<Vec<BranchId>, StoreError> {
        let branches = employee_branches::table
            .filter(employee_branches::employee_id.eq(bind(employee)))
            .order(employee_branches::position)
            .select(employee_branches::branch_id)
            .load(self.conn())?;
        Ok(branches)
    }

    /// What a role allows, and what that is narrowed to.
    pub fn rights_of(&mut self, role: RoleId) -> Result<(Grants, Limits), StoreError> {
        let rows: Vec<(Permission, Scope, Option<Json<Limit>>)> = role_permissions::table
            .filter(role_permissions::role_id.eq(bind(role)))
            .select((
                role_permissions::permission,
                role_permissions::scope,
                role_permissions::limits,
            ))
            .load(self.conn())?;
        Ok(rights(rows))
    }

    /// Begins a session and notes that the employee signed in.
    pub fn start_session(&mut self, new: NewSession) -> Result<SessionId, StoreError> {
        let (id, now): (SessionId, _) = (self.new_id(), self.now());
        let row = (
            sessions::id.eq(bind(id)),
            sessions::employee_id.eq(bind(new.employee)),
            sessions::device.eq(new.device),
            sessions::address.eq(new.address),
            sessions::created_at.eq(bind(now)),
            sessions::last_used_at.eq(bind(now)),
            sessions::expires_at.eq(bind(now.plus(LIFE))),
        );
        diesel::insert_into(sessions::table)
            .values(row)
            .execute(self.conn())?;
        self.issue(id, &new.token_hash)?;
        diesel::update(employees::table.find(bind(new.employee)))
            .set(employees::last_sign_in_at.eq(bind(now)))
            .execute(self.conn())?;
        Ok(id)
    }

    /// Replaces a refresh token by the next one of its family.
    ///
    /// A token that was replaced more than ten seconds ago, or that comes from another browser, ends the family.
    pub fn refresh_session(
        &mut self,
        token_hash: &str,
        next_hash: &str,
        device: &str,
    ) -> Result<Refreshed, StoreError> {
        type Row = (
            SessionId,
            Option<Timestamp>,
            String,
            Timestamp,
            Option<Timestamp>,
            EmployeeId,
            EmployeeState,
            i64,
        );
        let row: Option<Row> = session_tokens::table
            .inner_join(sessions::table.inner_join(employees::table))
            .filter(session_tokens::hash.eq(token_hash))
            .select((
                sessions::id,
                session_tokens::replaced_at,
                sessions::device,
                sessions::expires_at,
                sessions::ended_at,
                employees::id,
                employees::state,
                employees::security_stamp,
            ))
            .first(self.conn())
            .optional()?;
        let Some((session, replaced, known_device, expires, ended, employee, state, stamp)) = row
        else {
            return Ok(Refreshed::Refused);
        };
        let now = self.now();
        if ended.is_some() || expires <= now || !may_sign_in(state) {
            return Ok(Refreshed::Refused);
        }
        let in_grace = replaced.is_none_or(|at| now.since(at) <= GRACE && known_device == device);
        if !in_grace {
            self.end_session(session, "token used twice")?;
            return Ok(Refreshed::Stolen { employee });
        }
        diesel::update(
            session_tokens::table
                .filter(session_tokens::hash.eq(token_hash))
                .filter(session_tokens::replaced_at.is_null()),
        )
        .set(session_tokens::replaced_at.eq(bind(now)))
        .execute(self.conn())?;
        self.issue(session, next_hash)?;
        diesel::update(sessions::table.find(bind(session)))
            .set((
                sessions::last_used_at.eq(bind(now)),
                sessions::expires_at.eq(bind(now.plus(LIFE))),
            ))
            .execute(self.conn())?;
        Ok(Refreshed::Renewed {
            session,
            employee,
            stamp,
        })
    }

    /// The session that a refresh token belongs to, to sign out.
    pub fn session_of_token(&mut self, token_hash: &str) -> Result<Option<SessionId>, StoreError> {
        let session = session_tokens::table
            .filter(session_tokens::hash.eq(token_hash))
            .select(session_tokens::session_id)
            .first(self.conn())
            .optional()?;
        Ok(session)
    }

    /// Living sessions of an employee, newest first.
    pub fn sessions_of(&mut self, employee: EmployeeId) -> Result<Vec<Session>, StoreError> {
        let rows: Vec<(SessionId, String, Timestamp, Timestamp)> = sessions::table
            .filter(sessions::employee_id.eq(bind(employee)))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::expires_at.gt(bind(self.now())))
            .order(sessions::id.desc())
            .select((
                sessions::id,
                sessions::device,
                sessions::created_at,
                sessions::last_used_at,
            ))
            .load(self.conn())?;
        let session = |(id, device, created_at, last_used_at)| Session {
            id,
            device,
            created_at,
            last_used_at,
        };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Ends a session; one that has ended stays as it is.
    pub fn end_session(&mut self, session: SessionId, why: &str) -> Result<(), StoreError> {
        let now = self.now();
        diesel::update(
            sessions::table
                .filter(sessions::id.eq(bind(session)))
                .filter(sessions::ended_at.is_null()),
        )
        .set((
            sessions::ended_at.eq(bind(now)),
            sessions::ended_why.eq(why),
        ))
        .execute(self.conn())?;
        Ok(())
    }

    /// Ends all sessions of an employee but `except`.
    pub fn end_sessions_of(
        &mut self,
        employee: EmployeeId,
        except: Option<SessionId>,
        why: &str,
    ) -> Result<(), StoreError> {
        for session in self.sessions_of(employee)? {
            if Some(session.id) != except {
                self.end_session(session.id, why)?;
            }
        }
        Ok(())
    }

    /// Removes sessions and tokens that nobody can use any more; says how many sessions.
    pub fn forget_old_sessions(&mut self) -> Result<usize, StoreError> {
        let now = self.now();
        let long_ago = now.minus(LIFE);
        let removed = diesel::delete(
            sessions::table.filter(
                sessions::expires_at
                    .lt(bind(long_ago))
                    .or(sessions::ended_at
                        .is_not_null()
                        .and(sessions::ended_at.assume_not_null().lt(bind(long_ago)))),
            ),
        )
        .execute(self.conn())?;
        // A replaced token is kept for a while: its return is how theft is noticed.
        diesel::delete(
            session_tokens::table.filter(
                session_tokens::replaced_at.is_not_null().and(
                    session_tokens::replaced_at
                        .assume_not_null()
                        .lt(bind(long_ago)),
                ),
            ),
        )
        .execute(self.conn())?;
        Ok(removed)
    }

    fn issue(&mut self, session: SessionId, hash: &str) -> Result<(), StoreError> {
        let row = (
            session_tokens::hash.eq(hash),
            session_tokens::session_id.eq(bind(session)),
            session_tokens::issued_at.eq(bind(self.now())),
        );
        diesel::insert_into(session_tokens::table)
            .values(row)
            .execute(self.conn())?;
        Ok(())
    }
}

fn may_sign_in(state: EmployeeState) -> bool {
    matches!(state, EmployeeState::Active | EmployeeState::Absent)
}

/// Rows of a role's permissions as what it allows.
pub(crate) fn rights(
    rows: impl IntoIterator<Item = (Permission, Scope, Option<Json<Limit>>)>,
) -> (Grants, Limits) {
    let (mut grants, mut limits) = (Grants::new(), Limits::new());
    for (permission, scope, limit) in rows {
        grants.insert(permission, scope);
        if let Some(limit) = limit {
            limits.insert(permission, limit.0);
        }
    }
    (grants, limits)
}
