//! One action for many clients.

mod companies;
mod deeds;
mod long;
mod rights;
mod undo;

use client::{Client, Failure};
use domain::ids::{BulkId, ClientId};
use testkit::app::TestApp;
use wire::bulks::{
    Bulk, BulkAction, BulkFate, BulkItem, BulkItemsQuery, CreateBulk, GetBulk, Hindrance,
    ListBulkItems, NewBulk, UndoBulk,
};

/// Does something for clients that are named.
pub async fn tried(api: &Client, action: BulkAction, ids: &[ClientId]) -> Result<Bulk, Failure> {
    let new = NewBulk {
        ids: Some(ids.to_vec()),
        ..everybody(action)
    };
    api.post::<CreateBulk>((), new).await
}

pub async fn done(api: &Client, action: BulkAction, ids: &[ClientId]) -> Bulk {
    tried(api, action, ids).await.expect("an action")
}

/// For all whom the asker sees.
pub fn everybody(action: BulkAction) -> NewBulk {
    NewBulk {
        subject: None,
        action,
        ids: None,
        company_ids: None,
        filter: None,
        q: None,
        archived: None,
    }
}

pub fn tagged(tag: &str) -> BulkAction {
    BulkAction::Tags {
        add: vec![tag.into()],
        remove: Vec::new(),
    }
}

pub fn task(title: &str) -> BulkAction {
    BulkAction::Task {
        template_id: None,
        title: Some(title.into()),
        due: None,
        assignee_id: None,
        pool_role_id: None,
        note: None,
    }
}

pub async fn bulk(api: &Client, id: BulkId) -> Bulk {
    api.get::<GetBulk>((id,)).await.expect("the action")
}

pub async fn undone(app: &TestApp, api: &Client, id: BulkId) -> Bulk {
    api.post::<UndoBulk>((id,), ()).await.expect("undoing");
    app.errands().await;
    bulk(api, id).await
}

pub async fn items(api: &Client, id: BulkId) -> Vec<BulkItem> {
    let query = BulkItemsQuery {
        limit: Some(200),
        ..BulkItemsQuery::default()
    };
    let page = api.call::<ListBulkItems>((id,), query, ()).reply().await;
    page.expect("items").items
}

pub async fn ends(api: &Client, id: BulkId) -> Vec<(Option<BulkFate>, Option<Hindrance>)> {
    let items = items(api, id).await;
    items.iter().map(|it| (it.fate, it.hindrance)).collect()
}

/// Every row but those of the action itself, and of what it only adds to.
pub async fn rows(app: &TestApp) -> std::collections::BTreeMap<String, Vec<String>> {
    let mut rows = crate::desk::rows(app).await;
    for table in ["bulks", "bulk_items", "notices"] {
        rows.remove(table);
    }
    rows
}
