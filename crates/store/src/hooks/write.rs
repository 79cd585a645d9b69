use chrono::Duration;
use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::HookId;

use super::rows::Hook;
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_one, expect_unused, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::hooks;
use crate::search::sort_key;

/// So long calls are signed with the secret before, too, so that the receiver has time to learn the new one.
pub const LIFE_OF_OLD_SECRET: Duration = Duration::days(1);

/// A hook to add; everything is checked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHook {
    pub name: String,
    pub url: String,
    pub secret: String,
}

/// What a patch changes: absent keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HookChange {
    pub name: Option<String>,
    pub url: Option<String>,
}

impl Tx<'_> {
    /// # Errors
    /// [`StoreError::Forbidden`]; a conflict with [`Guard::HookName`](crate::Guard::HookName).
    pub fn create_hook(&mut self, new: &NewHook) -> Result<Hook, StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        let now = self.now();
        let hook = Hook {
            id: self.new_id(),
            name: new.name.clone(),
            url: new.url.clone(),
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        diesel::insert_into(hooks::table)
            .values((
                hooks::id.eq(bind(hook.id)),
                hooks::name.eq(&hook.name),
                hooks::sort_key.eq(sort_key(&hook.name)),
                hooks::url.eq(&hook.url),
                hooks::secret.eq(&new.secret),
                hooks::version.eq(hook.version),
                hooks::created_at.eq(bind(now)),
                hooks::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        self.audit("hook.created", hook.id, None, state(&hook))?;
        self.emit("hook.created", hook.id, hook.version, Audience::EVERYBODY)?;
        Ok(hook)
    }

    /// Changes a hook that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; a conflict with
    /// [`Guard::HookName`](crate::Guard::HookName).
    pub fn update_hook(
        &mut self,
        id: HookId,
        seen: i64,
        change: &HookChange,
    ) -> Result<Hook, StoreError> {
        let before = self.hook_for_edit(id)?;
        expect_version(before.version, seen)?;
        let after = Hook {
            name: change.name.clone().unwrap_or_else(|| before.name.clone()),
            url: change.url.clone().unwrap_or_else(|| before.url.clone()),
            ..before.clone()
        };
        match after == before {
            true => Ok(before),
            false => self.store_hook("hook.updated", &before, after),
        }
    }

    /// # Errors
    /// As [`Self::update_hook`]; [`StoreError::InUse`] with the processes that call it.
    pub fn archive_hook(&mut self, id: HookId, seen: i64) -> Result<(), StoreError> {
        let before = self.hook_for_edit(id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let users = self.processes_at_work_with(|uses| uses.hooks.contains(&id))?;
        expect_unused(users.len() as u64, users)?;
        let after = Hook {
            archived_at: Some(self.now()),
            ..before.clone()
        };
        self.store_hook("hook.archived", &before, after)?;
        Ok(())
    }

    /// # Errors
    /// As [`Self::create_hook`]: its name may be taken by now.
    pub fn restore_hook(&mut self, id: HookId) -> Result<Hook, StoreError> {
        let before = self.hook_for_edit(id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        let after = Hook {
            archived_at: None,
            ..before.clone()
        };
        self.store_hook("hook.restored", &before, after)
    }

    /// Gives a hook another secret; the one before holds for a day more.
    ///
    /// # Errors
    /// As [`Self::hook_for_edit`].
    pub fn change_hook_secret(&mut self, id: HookId, secret: &str) -> Result<Hook, StoreError> {
        let (before, secrets) = self.hook_to_call(id)?;
        let until = self.now().plus(LIFE_OF_OLD_SECRET);
        diesel::update(hooks::table.filter(hooks::id.eq(bind(id))))
            .set((
                hooks::secret.eq(secret),
                hooks::old_secret.eq(secrets.present),
                hooks::old_secret_until.eq(bind(until)),
            ))
            .execute(self.conn())?;
        let after = before.clone();
        self.store_hook("hook.secret_changed", &before, after)
    }

    /// The next version, on condition that nobody was faster.
    fn store_hook(&mut self, topic: &str, before: &Hook, after: Hook) -> Result<Hook, StoreError> {
        let after = Hook {
            version: before.version + 1,
            updated_at: self.now(),
            ..after
        };
        let row = hooks::table.filter(
            hooks::id
                .eq(bind(before.id))
                .and(hooks::version.eq(before.version)),
        );
        let changed = diesel::update(row)
            .set((
                hooks::name.eq(&after.name),
                hooks::sort_key.eq(sort_key(&after.name)),
                hooks::url.eq(&after.url),
                hooks::version.eq(after.version),
                hooks::updated_at.eq(bind(after.updated_at)),
                hooks::archived_at.eq(after.archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        self.audit(topic, after.id, state(before), state(&after))?;
        self.emit(topic, after.id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }
}
