use diesel::prelude::*;
use domain::access::Permission;
use domain::filters::{ListSubject, Shown};
use domain::ids::ViewId;

use super::rows::View;
use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::views;

/// What a patch changes: absent keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewChange {
    pub name: Option<String>,
    pub shared: Option<bool>,
    pub shows: Option<Shown>,
}

impl Tx<'_> {
    /// A view of the asker's own.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] without `client.read`, and for the system.
    pub fn create_view(
        &mut self,
        subject: ListSubject,
        name: &str,
        shared: bool,
        shows: Shown,
    ) -> Result<View, StoreError> {
        self.demand(Permission::ClientRead)?;
        let owner = self.who().employee();
        let owner_id = owner.ok_or(StoreError::Forbidden(Permission::ClientRead))?;
        let now = self.now();
        let view = View {
            id: self.new_id(),
            subject,
            name: name.to_owned(),
            owner_id,
            shared,
            shows,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        diesel::insert_into(views::table)
            .values((
                views::id.eq(bind(view.id)),
                views::subject.eq(bind(subject)),
                views::name.eq(&view.name),
                views::owner_id.eq(bind(owner_id)),
                views::shared.eq(shared),
                views::content.eq(Json(view.shows.clone())),
                views::version.eq(view.version),
                views::created_at.eq(bind(now)),
                views::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        self.audit("view.created", view.id, None, state(&view))?;
        self.emit("view.created", view.id, view.version, Audience::EVERYBODY)?;
        Ok(view)
    }

    /// Changes a view that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// As [`Self::view_for_edit`]; [`StoreError::VersionMismatch`].
    pub fn update_view(
        &mut self,
        id: ViewId,
        seen: i64,
        change: ViewChange,
    ) -> Result<View, StoreError> {
        let before = self.view_for_edit(id)?;
        expect_version(before.version, seen)?;
        let after = View {
            name: change.name.unwrap_or_else(|| before.name.clone()),
            shared: change.shared.unwrap_or(before.shared),
            shows: change.shows.unwrap_or_else(|| before.shows.clone()),
            ..before.clone()
        };
        match after == before {
            true => Ok(before),
            false => self.store_view("view.updated", &before, after),
        }
    }

    /// # Errors
    /// As [`Self::update_view`].
    pub fn archive_view(&mut self, id: ViewId, seen: i64) -> Result<(), StoreError> {
        let before = self.view_for_edit(id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let after = View {
            archived_at: Some(self.now()),
            ..before.clone()
        };
        self.store_view("view.archived", &before, after)?;
        Ok(())
    }

    /// # Errors
    /// As [`Self::view_for_edit`].
    pub fn restore_view(&mut self, id: ViewId) -> Result<View, StoreError> {
        let before = self.view_for_edit(id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        let after = View {
            archived_at: None,
            ..before.clone()
        };
        self.store_view("view.restored", &before, after)
    }

    /// The next version, on condition that nobody was faster.
    fn store_view(&mut self, topic: &str, before: &View, after: View) -> Result<View, StoreError> {
        let after = View {
            version: before.version + 1,
            updated_at: self.now(),
            ..after
        };
        let row = views::table.filter(
            views::id
                .eq(bind(before.id))
                .and(views::version.eq(before.version)),
        );
        let changed = diesel::update(row)
            .set((
                views::name.eq(&after.name),
                views::shared.eq(after.shared),
                views::content.eq(Json(after.shows.clone())),
                views::version.eq(after.version),
                views::updated_at.eq(bind(after.updated_at)),
                views::archived_at.eq(after.archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        self.audit(topic, after.id, state(before), state(&after))?;
        self.emit(topic, after.id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }
}
