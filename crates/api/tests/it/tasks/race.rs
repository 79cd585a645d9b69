//! Many hands on the same tasks: each is completed once, and whoever comes second is told who was first.

use std::collections::{BTreeMap, BTreeSet};

use client::Failure;
use domain::access::BuiltInRole;
use domain::ids::{ResultId, TaskId};
use futures_util::future::join_all;
use testkit::app::Person;
use testkit::both;
use wire::clients::{CreateClient, NewClient};
use wire::error::Code;
use wire::tasks::{CompleteTask, Completed, ListTasks, TasksQuery};

use crate::desk::{Desk, answer, newcomer, param};

const TASKS: usize = 1_000;
const WORKERS: usize = 50;
/// So many workers want each task.
const RIVALS: usize = 3;

both!(fifty_workers_complete_a_thousand_tasks_once, |app| {
    let desk = Desk::of(app).await;
    let mut people = Vec::new();
    for _ in 0..4 {
        people.push(app.joins(BuiltInRole::Manager).await);
    }
    let mut tasks: Vec<TaskId> = Vec::new();
    for number in 0..TASKS {
        let new = NewClient {
            start_process_id: Some(desk.process()),
            ..newcomer(&format!("Клиент Номер{number}"))
        };
        let card = desk
            .anna
            .post::<CreateClient>((), new)
            .await
            .expect("a client")
            .client;
        tasks.push(card.next.and_then(|next| next.task_id).expect("a task"));
    }
    let thinks = desk.result("thinks");
    let worker = |worker: usize| {
        let (people, tasks) = (&people, &tasks);
        async move {
            let person = &people[worker % people.len()];
            let mut won = Vec::new();
            for (place, task) in tasks.iter().enumerate() {
                if !(place + worker).is_multiple_of(WORKERS / RIVALS) {
                    continue;
                }
                match want(person, *task, thinks, &format!("{worker}-{place}")).await {
                    Ok(done) => won.push((*task, done.next_task.expect("a next step").id)),
                    Err(refused) => {
                        assert_eq!(refused.code(), Some(Code::TaskAlreadyDone), "{refused}");
                        assert!(!param(&refused, "by").is_empty());
                        assert_eq!(param(&refused, "result"), "Думает");
                    }
                }
            }
            won
        }
    };
    let won: Vec<_> = join_all((0..WORKERS).map(worker)).await.concat();
    let done: BTreeMap<TaskId, TaskId> = won.iter().copied().collect();
    assert_eq!((won.len(), done.len()), (TASKS, TASKS), "each once");
    let next: BTreeSet<TaskId> = done.into_values().collect();
    assert_eq!(next.len(), TASKS, "each has its next step");
    let query = TasksQuery {
        include_total: Some(true),
        limit: Some(1),
        ..TasksQuery::default()
    };
    let open = app.owner.list::<ListTasks>((), query).await.expect("tasks");
    assert_eq!(open.total.expect("a total").count as usize, TASKS);
});

/// Completes, and asks again with the same key as long as the server says it is busy: a slow machine is no failure.
async fn want(
    person: &Person,
    task: TaskId,
    result: ResultId,
    key: &str,
) -> Result<Completed, Failure> {
    loop {
        let call = person.call::<CompleteTask>((task,), (), answer(result, &[]));
        match call.once(key).reply().await {
            Err(refused) if refused.code() == Some(Code::Busy) => {}
            answered => return answered,
        }
    }
}
