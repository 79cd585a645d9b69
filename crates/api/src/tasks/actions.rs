//! Reading tasks.

use domain::access::Permission;
use wire::page::Page;
use wire::tasks::{CompletionView, GetCompletion, GetTask, ListTasks, TaskView};

use super::convert::{self, Reader};
use crate::chains::zone_of;
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn list(cx: Ctx, call: Call<ListTasks>) -> Answer<Page<TaskView>> {
    let query = call.query;
    let filter = convert::filter(&query, cx.actor()?.employee)?;
    let sort = convert::sort(&query)?;
    let page = convert::page(query.limit, query.cursor, query.include_total);
    let language = cx.language();
    cx.read(move |tx| {
        let reader = Reader::of(tx, language)?;
        let tasks = tx.tasks(&filter, sort, &page)?;
        Ok(convert::paged(tasks, |card| reader.task(card)))
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetTask>) -> Answer<TaskView> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let task = tx.task_for(Permission::TaskRead, id)?;
        let reader = Reader::of(tx, language)?;
        Ok(reader.task(tx.task_card(task)?))
    })
    .await
}

pub async fn completion(cx: Ctx, call: Call<GetCompletion>) -> Answer<CompletionView> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let task = tx.task_for(Permission::TaskRead, id)?;
        let completion = tx.completion_of(&task)?.ok_or_else(ApiError::not_found)?;
        let zone = zone_of(tx, task.branch_id)?;
        Ok(Reader::of(tx, language)?.completion(completion, &zone))
    })
    .await
}
