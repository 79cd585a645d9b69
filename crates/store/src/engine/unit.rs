//! A unit of work: what a closure of [`crate::Db::read`] and [`crate::Db::write`] is given.

use std::sync::Arc;

use diesel::RunQueryDsl;

use domain::access::Actor;
use domain::ids::EmployeeId;
use domain::time::Timestamp;

use super::conn::{Backend, Conn};
use super::errors::StoreError;
use super::ids::{Id, NextId};
use super::queue::Access;
use crate::directory::{Directory, Known};

/// On whose behalf something is done.
#[derive(Debug, Clone)]
pub enum Who {
    /// An employee: every row is fetched within his reach.
    Actor(Arc<Actor>),
    /// The server itself: the worker, the command line, signing in. Reaches everything.
    System,
}

impl From<Actor> for Who {
    fn from(actor: Actor) -> Self {
        Self::Actor(Arc::new(actor))
    }
}

impl Who {
    pub fn employee(&self) -> Option<EmployeeId> {
        match self {
            Self::Actor(actor) => Some(actor.employee),
            Self::System => None,
        }
    }
}

/// An open transaction, the one instant it happens at, and on whose behalf.
///
/// All questions and changes of the slices are methods of `Tx`, written in `impl Tx<'_>` blocks in their folders. A
/// reading unit is given the same type; there, a write fails.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    now: Timestamp,
    who: &'c Who,
    ids: &'c dyn NextId,
    request_id: Option<String>,
    /// The import on whose account everything is done, by the name of its file: for the timeline.
    importing: Option<String>,
    pub(crate) access: Access,
    pub(crate) known: &'c Known,
    /// What this unit has seen of the directory.
    pub(crate) directory: Option<Arc<Directory>>,
    /// Whether something was written that the relay or a worker should look at after the commit.
    pub(crate) announced: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(
        conn: &'c mut Conn,
        access: Access,
        now: Timestamp,
        who: &'c Who,
        ids: &'c dyn NextId,
        known: &'c Known,
    ) -> Self {
        Self {
            conn,
            now,
            who,
            ids,
            request_id: None,
            importing: None,
            access,
            known,
            directory: None,
            announced: false,
        }
    }

    /// For queries of this crate.
    pub(crate) fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// The instant of this unit; the clock is read once, by the caller.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn who(&self) -> &'c Who {
        self.who
    }

    /// The employee who asks.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for the system: what only a person can do does not exist for it.
    pub fn actor(&self) -> Result<&'c Actor, StoreError> {
        match self.who {
            Who::Actor(actor) => Ok(actor),
            Who::System => Err(StoreError::NotFound),
        }
    }

    /// A new id, later than all before it.
    pub fn new_id<I: Id>(&self) -> I {
        I::from_number(self.ids.next_id(self.now))
    }

    /// Does something inside this transaction as somebody else at another instant: how the demo club's months are played.
    pub fn as_of<T>(
        &mut self,
        now: Timestamp,
        who: &Who,
        unit: impl FnOnce(&mut Tx<'_>) -> T,
    ) -> T {
        let mut inner = Tx::new(&mut *self.conn, self.access, now, who, self.ids, self.known);
        inner.directory = self.directory.take();
        let done = unit(&mut inner);
        let (announced, directory) = (inner.announced, inner.directory.take());
        self.announced |= announced;
        self.directory = directory;
        done
    }

    /// The request that this unit answers, for the audit log.
    pub fn name_request(&mut self, request_id: &str) {
        self.request_id = Some(request_id.to_owned());
    }

    /// Everything from here on is done by an import; the timeline says so.
    pub fn name_import(&mut self, name: &str) {
        self.importing = Some(name.to_owned());
    }

    pub(crate) fn importing(&self) -> Option<&str> {
        self.importing.as_deref()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    pub fn backend(&self) -> Backend {
        self.conn.backend()
    }

    /// Runs statements whose rows are walked in their order. See [`super::dialect::walk`].
    pub(crate) fn walking<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        super::dialect::walk(self.conn, true)?;
        // What fails ends the transaction, and the setting with it.
        let done = run(self)?;
        super::dialect::walk(self.conn, false)?;
        Ok(done)
    }

    /// The statements that follow have one right plan, whatever is bound to them. See [`super::dialect::keep_plans`].
    pub(crate) fn keep_plans(&mut self) -> Result<(), StoreError> {
        Ok(super::dialect::keep_plans(self.conn)?)
    }
}

impl Tx<'_> {
    /// Whether the database answers: for readiness.
    pub fn alive(&mut self) -> Result<(), StoreError> {
        let one: i32 = diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"))
            .get_result(self.conn)?;
        match one {
            1 => Ok(()),
            other => Err(StoreError::Corrupt(format!("1 is {other}"))),
        }
    }

    /// Renews statistics where SQLite finds that worth while; once a day is enough.
    pub fn optimize(&mut self) -> Result<(), StoreError> {
        Ok(super::dialect::optimize(self.conn)?)
    }
}
