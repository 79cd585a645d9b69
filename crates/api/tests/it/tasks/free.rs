use domain::access::BuiltInRole;
use domain::ids::{ClientId, EmployeeId, TemplateId};
use domain::tasks::{Priority, TaskState, TaskType};
use domain::time::Due;
use testkit::both;
use wire::error::Code;
use wire::notices::{ListNotices, NoticesQuery};
use wire::tasks::{
    CancelTask, CancelTaskRequest, CreateTask, GetTask, NewTask, TakeTask, TaskPatch, UpdateTask,
};

use crate::desk::{Desk, at, day, faults, param};

pub fn titled(title: &str) -> NewTask {
    NewTask {
        title: Some(title.into()),
        ..NewTask::default()
    }
}

both!(an_errand_is_due_today_and_ones_own, |app| {
    let desk = Desk::of(app).await;
    let task = desk
        .anna
        .post::<CreateTask>((), titled("  Заказать воду "))
        .await
        .expect("a task");
    assert_eq!(
        (task.title.as_str(), task.task_type),
        ("Заказать воду", TaskType::Internal)
    );
    assert_eq!(
        (task.due, task.priority),
        (day("2026-11-23"), Priority::Normal)
    );
    assert_eq!(task.assignee.employee_id, Some(desk.anna.me.id));
    let client = desk.client("Мария Гончаренко").await.id;
    let call = NewTask {
        template_id: Some(desk.preset.templates["personal_call"]),
        client_id: Some(client),
        ..NewTask::default()
    };
    let call = desk
        .anna
        .post::<CreateTask>((), call)
        .await
        .expect("a call");
    assert_eq!(
        (call.task_type, call.chain_id),
        (TaskType::ClientCall, None)
    );
    assert_eq!(
        desk.card(client).await.next.and_then(|next| next.task_id),
        Some(call.id)
    );
    // It ends like any other, and nothing follows by itself.
    let done = desk.ends(call.id, "thinks", &[]).await;
    assert_eq!((done.chain_state, done.next_task), (None, None));
    assert_eq!(desk.card(client).await.next, None);
    desk.take_back(call.id).await.expect("taken back");
    assert_eq!(
        desk.card(client).await.next.and_then(|next| next.task_id),
        Some(call.id)
    );
});

both!(a_faulty_task_is_refused_with_all_its_faults, |app| {
    let desk = Desk::of(app).await;
    let send = |task| desk.anna.post::<CreateTask>((), task);
    let refused = send(NewTask {
        template_id: Some(TemplateId::from_i64(3)),
        client_id: Some(ClientId::from_i64(3)),
        assignee_id: Some(EmployeeId::from_i64(3)),
        due: Some(day("2026-11-20")),
        ..NewTask::default()
    });
    let found = faults(&refused.await.expect_err("four faults"));
    assert_eq!(found["/template_id"], "not_found");
    assert_eq!(found["/client_id"], "not_found");
    assert_eq!(found["/assignee_id"], "not_found");
    assert_eq!(found["/due"], "in_past");
    let refused = send(NewTask::default()).await.expect_err("no name");
    assert_eq!(faults(&refused)["/title"], "required");
    let call = NewTask {
        task_type: Some(TaskType::ClientCall),
        ..titled("Звонок")
    };
    assert_eq!(
        faults(&send(call).await.expect_err("whom?"))["/client_id"],
        "required"
    );
    let long = titled(&"ё".repeat(20_000));
    assert_eq!(
        faults(&send(long).await.expect_err("long"))["/title"],
        "too_long"
    );
});

both!(a_change_names_the_version_it_has_seen, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let task = desk
        .anna
        .post::<CreateTask>((), titled("Купить бумагу"))
        .await
        .expect("a task");
    let later = TaskPatch {
        due: Some(Due::At(at("2026-11-25T10:00:00Z"))),
        reason: Some("Магазин закрыт".into()),
        ..TaskPatch::default()
    };
    let moved = desk
        .anna
        .change::<UpdateTask>((task.id,), task.version, later.clone())
        .await;
    let moved = moved.expect("moved");
    assert_eq!((moved.postponed, moved.version), (1, task.version + 1));
    let stale = desk
        .anna
        .change::<UpdateTask>((task.id,), task.version, later.clone())
        .await;
    let stale = stale.expect_err("stale");
    assert_eq!(
        (stale.status(), stale.code()),
        (Some(412), Some(Code::VersionMismatch))
    );
    let blind = desk
        .anna
        .call::<UpdateTask>((task.id,), (), later)
        .reply()
        .await;
    assert_eq!(
        blind.expect_err("blind").code(),
        Some(Code::VersionRequired)
    );
    let past = TaskPatch {
        due: Some(day("2026-11-01")),
        ..TaskPatch::default()
    };
    let past = desk
        .anna
        .change::<UpdateTask>((task.id,), moved.version, past)
        .await;
    assert_eq!(faults(&past.expect_err("past"))["/due"], "in_past");
    let give = TaskPatch {
        assignee_id: Some(boris.me.id),
        ..TaskPatch::default()
    };
    let given = desk
        .anna
        .change::<UpdateTask>((task.id,), moved.version, give)
        .await;
    assert_eq!(given.expect("given").assignee.name, boris.me.name);
    let bell = boris
        .list::<ListNotices>((), NoticesQuery::default())
        .await
        .expect("notices");
    assert_eq!(bell.items.len(), 1);
});

both!(a_pools_task_is_taken_by_one, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let shared = NewTask {
        pool_role_id: Some(desk.anna.me.role.id),
        ..titled("Разобрать заявки")
    };
    let task = app.owner.post::<CreateTask>((), shared).await;
    // The owner works in the branch too; the pool is the operators'.
    let task = task.expect("a task");
    assert_eq!(task.assignee.role_id, Some(desk.anna.me.role.id));
    let taken = boris
        .call::<TakeTask>((task.id,), (), ())
        .reply()
        .await
        .expect("taken");
    assert_eq!(taken.assignee.employee_id, Some(boris.me.id));
    let late = desk
        .anna
        .call::<TakeTask>((task.id,), (), ())
        .reply()
        .await
        .expect_err("late");
    assert_eq!(late.code(), Some(Code::NotFound), "it is his own now");
});

both!(an_errand_can_be_cancelled_and_a_chains_task_cannot, |app| {
    let desk = Desk::of(app).await;
    let task = desk
        .anna
        .post::<CreateTask>((), titled("Отчёт"))
        .await
        .expect("a task");
    let because = |reason: &str| CancelTaskRequest {
        reason: reason.into(),
    };
    let cancelled = desk
        .anna
        .post::<CancelTask>((task.id,), because("Не нужен"))
        .await;
    assert_eq!(cancelled.expect("cancelled").state, TaskState::Cancelled);
    let again = desk
        .anna
        .post::<CancelTask>((task.id,), because("Не нужен"))
        .await;
    let again = again.expect_err("twice");
    assert_eq!(again.code(), Some(Code::TaskCancelled));
    assert_eq!(param(&again, "by"), desk.anna.me.name);
    let (_, step) = desk.begin("Мария Гончаренко").await;
    let refused = desk
        .anna
        .post::<CancelTask>((step.id,), because("Надоело"))
        .await;
    assert_eq!(refused.expect_err("a step").code(), Some(Code::WrongState));
    let wrong = reqwest_path(
        app,
        &format!("/api/v1/tasks/{}", step.client.expect("a client").id),
    )
    .await;
    assert_eq!(wrong, 404, "a client's id in a task's place");
    desk.anna
        .get::<GetTask>((step.id,))
        .await
        .expect("still there");
});

async fn reqwest_path(app: &testkit::app::TestApp, path: &str) -> u16 {
    let token = app.owner.api.token().unwrap_or_default();
    let header = format!("Bearer {token}");
    crate::raw::send(
        app,
        reqwest::Method::GET,
        path,
        &[("authorization", &header)],
        "",
    )
    .await
    .status
}
