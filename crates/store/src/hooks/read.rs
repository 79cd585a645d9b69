use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::HookId;
use domain::time::Timestamp;

use super::rows::{Hook, HookSecrets};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::hooks;

impl Tx<'_> {
    /// All hooks: those in work by name, then archived ones.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] without `directory.read`.
    pub fn hooks(&mut self) -> Result<Vec<Hook>, StoreError> {
        self.demand(Permission::DirectoryRead)?;
        let mut hooks: Vec<Hook> = hooks::table
            .order((hooks::sort_key, hooks::id))
            .select(Hook::as_select())
            .load(self.conn())?;
        hooks.sort_by_key(|hook| hook.archived_at.is_some());
        Ok(hooks)
    }

    /// What hooks are called, archived ones too.
    pub fn hook_names(&mut self) -> Result<BTreeMap<HookId, String>, StoreError> {
        let names: Vec<(HookId, String)> = hooks::table
            .select((hooks::id, hooks::name))
            .load(self.conn())?;
        Ok(names.into_iter().collect())
    }

    /// What some hooks are called.
    pub(crate) fn hooks_called(
        &mut self,
        ids: impl IntoIterator<Item = HookId>,
    ) -> Result<BTreeMap<HookId, String>, StoreError> {
        let mut ids = ids.into_iter().peekable();
        if ids.peek().is_none() {
            return Ok(BTreeMap::new());
        }
        let known = self.hook_names()?;
        Ok(ids
            .filter_map(|id| Some((id, known.get(&id)?.clone())))
            .collect())
    }

    /// A hook to look at and to change.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Forbidden`] without `organisation.edit`.
    pub fn hook_for_edit(&mut self, id: HookId) -> Result<Hook, StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        self.hook(id)
    }

    /// A hook and what its calls are signed with now: for the worker, and for a test call.
    ///
    /// # Errors
    /// As [`Self::hook_for_edit`].
    pub fn hook_to_call(&mut self, id: HookId) -> Result<(Hook, HookSecrets), StoreError> {
        let hook = self.hook_for_edit(id)?;
        let (present, old, until): (String, Option<String>, Option<Timestamp>) = hooks::table
            .filter(hooks::id.eq(bind(id)))
            .select((hooks::secret, hooks::old_secret, hooks::old_secret_until))
            .first(self.conn())?;
        let holds = until.is_some_and(|until| until > self.now());
        let before = old.filter(|_| holds);
        Ok((hook, HookSecrets { present, before }))
    }

    pub(super) fn hook(&mut self, id: HookId) -> Result<Hook, StoreError> {
        let hook = hooks::table
            .filter(hooks::id.eq(bind(id)))
            .select(Hook::as_select())
            .first(self.conn())
            .optional()?;
        hook.ok_or(StoreError::NotFound)
    }
}
