use domain::filters::ListSubject;
use store::views::ViewChange;
use wire::page::Page;
use wire::views::{ArchiveView, CreateView, GetView, ListViews, RestoreView, UpdateView, View};

use super::convert;
use crate::http::{Answer, Call, Check, Ctx};

pub async fn list(cx: Ctx, call: Call<ListViews>) -> Answer<Page<View>> {
    let subject = call.query.subject;
    cx.read(move |tx| {
        let views = tx.views(subject)?;
        Ok(Page::whole(convert::views(tx, views)?))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateView>) -> Answer<View> {
    let body = call.body;
    let subject = body.subject.unwrap_or(ListSubject::Clients);
    let mut check = Check::new();
    let name = check.name("/name", &body.name);
    check.done()?;
    cx.write(move |tx| {
        convert::judge(tx, subject, &body.shows)?;
        let view = tx.create_view(subject, &name, body.shared, body.shows.clone())?;
        convert::view(tx, view)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetView>) -> Answer<View> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let view = tx.view(id)?;
        convert::view(tx, view)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateView>) -> Answer<View> {
    let ((id,), seen, body) = (call.path, call.seen, call.body);
    let mut check = Check::new();
    let name = body.name.map(|name| check.name("/name", &name));
    check.done()?;
    let change = ViewChange {
        name,
        shared: body.shared,
        shows: body.shows,
    };
    cx.write(move |tx| {
        let view = tx.view_for_edit(id)?;
        if let Some(shows) = &change.shows {
            convert::judge(tx, view.subject, shows)?;
        }
        let view = tx.update_view(id, seen, change.clone())?;
        convert::view(tx, view)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveView>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_view(id, seen)?)).await
}

pub async fn restore(cx: Ctx, call: Call<RestoreView>) -> Answer<View> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let view = tx.restore_view(id)?;
        convert::view(tx, view)
    })
    .await
}
