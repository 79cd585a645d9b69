use wire::branches::{
    ArchiveBranch, Branch, CreateBranch, GetBranch, ListBranches, RestoreBranch, UpdateBranch,
};
use wire::page::Page;

use super::convert;
use crate::http::{Answer, Call, Ctx};

pub async fn list(cx: Ctx, _: Call<ListBranches>) -> Answer<Page<Branch>> {
    cx.read(|tx| {
        let now = tx.now();
        let branches = tx.branches()?;
        let shown = branches.iter().map(|row| convert::branch(row, now));
        Ok(Page::whole(shown.collect()))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateBranch>) -> Answer<Branch> {
    let new = convert::new(call.body)?;
    cx.write(move |tx| Ok(convert::branch(&tx.create_branch(new.clone())?, tx.now())))
        .await
}

pub async fn get(cx: Ctx, call: Call<GetBranch>) -> Answer<Branch> {
    let (id,) = call.path;
    cx.read(move |tx| Ok(convert::branch(&*tx.branch(id)?, tx.now())))
        .await
}

pub async fn update(cx: Ctx, call: Call<UpdateBranch>) -> Answer<Branch> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let change = convert::change(&call.body, &*tx.branch(id)?)?;
        Ok(convert::branch(
            &tx.update_branch(id, seen, change)?,
            tx.now(),
        ))
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveBranch>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_branch(id, seen)?)).await
}

pub async fn restore(cx: Ctx, call: Call<RestoreBranch>) -> Answer<Branch> {
    let (id,) = call.path;
    cx.write(move |tx| Ok(convert::branch(&tx.restore_branch(id)?, tx.now())))
        .await
}
