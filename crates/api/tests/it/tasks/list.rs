use domain::access::BuiltInRole;
use domain::tasks::{Priority, TaskState};
use testkit::both;
use wire::error::Code;
use wire::list::{Listed, Person};
use wire::tasks::{CreateTask, ListTasks, NewTask, TaskView, TasksQuery};

use crate::desk::{Desk, at, day};

fn errand(title: &str, due: &str, priority: Priority) -> NewTask {
    NewTask {
        title: Some(title.into()),
        due: Some(day(due)),
        priority: Some(priority),
        ..NewTask::default()
    }
}

/// All pages of a list, in order.
async fn walk(person: &testkit::app::Person, query: TasksQuery) -> Vec<TaskView> {
    let mut all: Vec<TaskView> = Vec::new();
    let mut query = TasksQuery {
        limit: Some(3),
        ..query
    };
    loop {
        let page = person
            .list::<ListTasks>((), query.clone())
            .await
            .expect("a page");
        all.extend(page.items);
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => return all,
        }
    }
}

both!(lists_go_on_page_by_page_in_one_order, |app| {
    let desk = Desk::of(app).await;
    let (mut made, days) = (
        Vec::new(),
        ["2026-11-27", "2026-11-24", "2026-11-25", "2026-11-24"],
    );
    for (place, due) in days.into_iter().cycle().take(11).enumerate() {
        let task = errand(&format!("Дело {place}"), due, Priority::Normal);
        made.push(
            desk.anna
                .post::<CreateTask>((), task)
                .await
                .expect("a task"),
        );
    }
    let due = |task: &TaskView| {
        (
            serde_json::to_string(&task.due).unwrap_or_default(),
            task.id,
        )
    };
    let walked = walk(&desk.anna, TasksQuery::default()).await;
    let mut expected: Vec<_> = made.iter().map(due).collect();
    expected.sort();
    assert_eq!(walked.iter().map(due).collect::<Vec<_>>(), expected);
    let newest = TasksQuery {
        sort: Some("-created_at".into()),
        ..TasksQuery::default()
    };
    let ids: Vec<_> = walk(&desk.anna, newest)
        .await
        .into_iter()
        .map(|task| task.id)
        .collect();
    assert_eq!(
        ids,
        made.iter().rev().map(|task| task.id).collect::<Vec<_>>()
    );

    // Closed ones last, whatever the database thinks of NULL.
    for task in &made[..4] {
        let reason = wire::tasks::CancelTaskRequest {
            reason: "Не нужно".into(),
        };
        desk.anna
            .post::<wire::tasks::CancelTask>((task.id,), reason)
            .await
            .expect("cancelled");
    }
    let all = Listed(TaskState::ALL.to_vec());
    let closed = TasksQuery {
        sort: Some("-closed_at".into()),
        status: Some(all),
        ..TasksQuery::default()
    };
    let walked = walk(&desk.anna, closed.clone()).await;
    assert_eq!(walked.len(), 11);
    assert!(walked[..4].iter().all(|task| task.closed_at.is_some()));
    assert!(walked[4..].iter().all(|task| task.closed_at.is_none()));

    let page = TasksQuery {
        limit: Some(2),
        ..closed
    };
    let first = desk
        .anna
        .list::<ListTasks>((), page.clone())
        .await
        .expect("a page");
    let stale = TasksQuery {
        cursor: first.next_cursor,
        sort: None,
        ..page
    };
    let stale = desk
        .anna
        .list::<ListTasks>((), stale)
        .await
        .expect_err("another sort");
    assert_eq!(stale.code(), Some(Code::CursorInvalid));
    let sort = TasksQuery {
        sort: Some("title".into()),
        ..TasksQuery::default()
    };
    let sort = desk
        .anna
        .list::<ListTasks>((), sort)
        .await
        .expect_err("unknown");
    assert_eq!(sort.code(), Some(Code::InvalidParameter));
});

both!(filters_narrow_and_words_find, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (chain, call) = desk.begin("Екатерина Щербакова").await;
    let water = errand("Заказать воду", "2026-11-24", Priority::Low);
    let water = desk
        .anna
        .post::<CreateTask>((), water)
        .await
        .expect("a task");
    let report = NewTask {
        assignee_id: Some(boris.me.id),
        ..errand("Отчёт за месяц", "2026-11-30", Priority::High)
    };
    let report = app
        .owner
        .post::<CreateTask>((), report)
        .await
        .expect("a task");
    let ids = |person: &testkit::app::Person, query| {
        let person = person.clone();
        async move {
            let found = person.list::<ListTasks>((), query).await.expect("tasks");
            found
                .items
                .into_iter()
                .map(|task| task.id)
                .collect::<Vec<_>>()
        }
    };
    let all = TasksQuery::default;
    let q = |text: &str| TasksQuery {
        q: Some(text.into()),
        ..TasksQuery::default()
    };
    assert_eq!(ids(&app.owner, all()).await, [call.id, water.id, report.id]);
    assert_eq!(ids(&desk.anna, all()).await, [call.id, water.id], "her own");
    for (query, expected) in [
        (q("щерб"), vec![call.id]),
        (q("воду"), vec![water.id]),
        (q("отчет"), vec![report.id]),
        (q("личный"), vec![call.id]),
        (q("ничего"), vec![]),
        (
            TasksQuery {
                chain_id: Some(chain.id),
                ..all()
            },
            vec![call.id],
        ),
        (
            TasksQuery {
                client_id: Some(chain.client_id),
                ..all()
            },
            vec![call.id],
        ),
        (
            TasksQuery {
                assignee_id: Some(Person::Employee(boris.me.id)),
                ..all()
            },
            vec![report.id],
        ),
        (
            TasksQuery {
                created_by: Some(Person::Me),
                ..all()
            },
            vec![report.id],
        ),
        (
            TasksQuery {
                priority: Some(Listed(vec![Priority::Low])),
                ..all()
            },
            vec![water.id],
        ),
        (
            TasksQuery {
                unassigned: Some(true),
                ..all()
            },
            vec![],
        ),
        (
            TasksQuery {
                due_before: Some(at("2026-11-23T12:00:00Z")),
                ..all()
            },
            vec![call.id],
        ),
        (
            TasksQuery {
                due_after: Some(at("2026-11-28T12:00:00Z")),
                ..all()
            },
            vec![report.id],
        ),
        (
            TasksQuery {
                status: Some(Listed(vec![TaskState::Done])),
                ..all()
            },
            vec![],
        ),
    ] {
        assert_eq!(ids(&app.owner, query.clone()).await, expected, "{query:?}");
    }
});
