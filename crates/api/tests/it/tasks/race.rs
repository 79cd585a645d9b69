//! Many hands on the same tasks: each is completed once, and whoever comes second is told who was first.

use std::collections::{BTreeMap, BTreeSet};

use client::{Answer, Failure};
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
/// So many tasks are wanted by every worker: all of them where the code is optimised. In a debug build a request costs five
/// milliseconds of work, fifty thousand of them four minutes.
const WANTED_BY_ALL: usize = if cfg!(debug_assertions) { 100 } else { TASKS };
/// So many workers want each of the others.
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
            for place in own_order(worker) {
                let (task, key) = (tasks[place], format!("{worker}-{place}"));
                match want(person, task, thinks, &key).await {
                    Ok(done) => {
                        // A key that nobody used before cannot bring somebody else's success.
                        assert!(!done.replayed(), "{key}");
                        won.push((place, done.reply.next_task.expect("a next step").id));
                    }
                    Err(refused) => {
                        assert_eq!(refused.code(), Some(Code::TaskAlreadyDone), "{refused}");
                        let winners = people.iter().map(|person| person.me.name.as_str());
                        let by = param(&refused, "by");
                        assert!(winners.into_iter().any(|name| name == by), "{by}");
                        assert_eq!(param(&refused, "result"), "Думает");
                        assert!(!param(&refused, "at").is_empty());
                    }
                }
            }
            // Whoever won and asks again is told the same.
            if let Some((place, next)) = won.first() {
                let key = format!("{worker}-{place}");
                let again = want(person, tasks[*place], thinks, &key).await;
                let again = again.expect("the answer of the first time");
                assert!(again.replayed());
                assert_eq!(again.reply.next_task.map(|task| task.id), Some(*next));
            }
            won
        }
    };
    let won: Vec<_> = join_all((0..WORKERS).map(worker)).await.concat();
    let done: BTreeMap<usize, TaskId> = won.iter().copied().collect();
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

/// The places that a worker goes over, each worker in an order of his own.
fn own_order(worker: usize) -> Vec<usize> {
    let wanted =
        |place: &usize| *place < WANTED_BY_ALL || (place + worker).is_multiple_of(WORKERS / RIVALS);
    // Steps of a prime length, which does not divide the thousand, come to every place once.
    let (first, step) = (worker * 271, [7, 11, 13, 17, 19, 23, 29][worker % 7]);
    let order = (0..TASKS).map(|turn| (first + turn * step) % TASKS);
    order.filter(wanted).collect()
}

/// Completes, and asks again with the same key as long as the server says it is busy: a slow machine is no failure.
async fn want(
    person: &Person,
    task: TaskId,
    result: ResultId,
    key: &str,
) -> Result<Answer<Completed>, Failure> {
    loop {
        let call = person.call::<CompleteTask>((task,), (), answer(result, &[]));
        match call.once(key).send().await {
            Err(refused) if refused.code() == Some(Code::Busy) => {}
            answered => return answered,
        }
    }
}
