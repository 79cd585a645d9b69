use diesel::prelude::*;
use domain::access::Permission;
use domain::filters::ListSubject;
use domain::ids::{EmployeeId, ViewId};

use super::rows::{View, ViewRow};
use crate::access::Condition;
use crate::engine::columns::bind;
use crate::engine::constant::EVERYTHING;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::views;

impl Tx<'_> {
    /// The asker's own views and shared ones, of one kind of lists or of all, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] without `client.read`.
    pub fn views(&mut self, subject: Option<ListSubject>) -> Result<Vec<View>, StoreError> {
        self.demand(Permission::ClientRead)?;
        let of: Condition<views::table> = match subject {
            Some(subject) => Box::new(views::subject.eq(bind(subject))),
            None => Box::new(EVERYTHING),
        };
        let rows: Vec<ViewRow> = views::table
            .filter(views::archived_at.is_null())
            .filter(of)
            .filter(self.seen())
            .order(views::id)
            .select(ViewRow::as_select())
            .load(self.conn())?;
        Ok(rows.into_iter().map(View::from).collect())
    }

    /// One's own or a shared view, also an archived one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`].
    pub fn view(&mut self, id: ViewId) -> Result<View, StoreError> {
        self.demand(Permission::ClientRead)?;
        let row: Option<ViewRow> = views::table
            .filter(views::id.eq(bind(id)))
            .filter(self.seen())
            .select(ViewRow::as_select())
            .first(self.conn())
            .optional()?;
        row.map(View::from).ok_or(StoreError::NotFound)
    }

    /// A view that the asker may change.
    ///
    /// # Errors
    /// As [`Self::view`].
    pub fn view_for_edit(&mut self, id: ViewId) -> Result<View, StoreError> {
        let view = self.view(id)?;
        match self.may_edit_view(&view) {
            true => Ok(view),
            false => Err(StoreError::Forbidden(Permission::DirectoryEdit)),
        }
    }

    /// Its owner, and of a shared one whoever edits the directories.
    pub fn may_edit_view(&self, view: &View) -> bool {
        self.who().employee() == Some(view.owner_id)
            || view.shared && self.demand(Permission::DirectoryEdit).is_ok()
    }

    fn seen(&self) -> Condition<views::table> {
        match self.who().employee() {
            Some(me) => Box::new(own(me).or(views::shared)),
            None => Box::new(EVERYTHING),
        }
    }
}

#[diesel::dsl::auto_type]
fn own(me: EmployeeId) -> _ {
    let me: crate::engine::columns::Sql<EmployeeId> = bind(me);
    views::owner_id.eq(me)
}
