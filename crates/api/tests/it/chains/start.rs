use domain::access::BuiltInRole;
use domain::chains::ChainState;
use domain::ids::{ClientId, ProcessId};
use domain::tasks::TaskState;
use testkit::both;
use wire::chains::{CancelChain, CancelRequest, NewChain, StartChain};
use wire::clients::CreateClient;
use wire::error::Code;
use wire::tasks::GetTask;

use crate::desk::{Desk, at, day, faults, newcomer, param};

fn new(client_id: ClientId, process_id: ProcessId) -> NewChain {
    NewChain {
        client_id,
        process_id,
        assignee_id: None,
        due: None,
    }
}

both!(one_chain_of_a_process_runs_for_a_client, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    assert_eq!(task.due, domain::time::Due::At(at("2026-11-23T09:15:00Z")));
    assert_eq!(
        chain.started_by.as_ref().map(|by| by.id),
        Some(desk.anna.me.id)
    );
    let refused = desk.start(chain.client_id).await.expect_err("it runs");
    assert_eq!(refused.code(), Some(Code::ChainRunning));
    assert_eq!(param(&refused, "chain_id"), chain.id.to_string());
    // A client can be added and led off in one request.
    let with = wire::clients::NewClient {
        start_process_id: Some(desk.process()),
        ..newcomer("Пётр Ёлкин")
    };
    let card = desk
        .anna
        .post::<CreateClient>((), with)
        .await
        .expect("a client")
        .client;
    assert_eq!(card.chains.len(), 1);
    assert!(card.next.is_some_and(|next| next.task_id.is_some()));
});

both!(what_cannot_begin_says_why, |app| {
    let desk = Desk::of(app).await;
    let client = desk.client("Иван Кожокару").await.id;
    let unknown = (ClientId::from_i64(7), ProcessId::from_i64(7));
    let send = |body| desk.anna.post::<StartChain>((), body);
    let refused = send(new(unknown.0, desk.process()))
        .await
        .expect_err("no client");
    assert_eq!(faults(&refused)["/client_id"], "not_found");
    let refused = send(new(client, unknown.1)).await.expect_err("no process");
    assert_eq!(faults(&refused)["/process_id"], "not_found");
    let past = NewChain {
        due: Some(day("2026-11-22")),
        ..new(client, desk.process())
    };
    assert_eq!(
        faults(&send(past).await.expect_err("past"))["/due"],
        "in_past"
    );
    let stranger = NewChain {
        assignee_id: Some(domain::ids::EmployeeId::from_i64(7)),
        ..new(client, desk.process())
    };
    let refused = send(stranger).await.expect_err("nobody");
    assert_eq!(faults(&refused)["/assignee_id"], "not_found");
    let coach = app.joins(BuiltInRole::Coach).await;
    let refused = coach
        .post::<StartChain>((), new(client, desk.process()))
        .await;
    assert_eq!(refused.expect_err("coach").code(), Some(Code::NotAllowed));
    assert_eq!(desk.card(client).await.chains, []);
});

both!(a_cancelled_chain_takes_its_task_with_it, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let cancel = |reason: &str| CancelRequest {
        reason: reason.into(),
    };
    let refused = desk
        .anna
        .post::<CancelChain>((chain.id,), cancel("x"))
        .await;
    assert_eq!(
        refused.expect_err("operator").code(),
        Some(Code::NotAllowed)
    );
    let refused = manager.post::<CancelChain>((chain.id,), cancel("  ")).await;
    assert_eq!(faults(&refused.expect_err("why?"))["/reason"], "required");
    let ended = manager
        .post::<CancelChain>((chain.id,), cancel("Переехала"))
        .await;
    assert_eq!(ended.expect("cancelled").state, ChainState::Cancelled);
    let task = manager.get::<GetTask>((task.id,)).await.expect("a task");
    assert_eq!(task.state, TaskState::Cancelled);
    assert_eq!(task.cancel_reason.as_deref(), Some("Переехала"));
    let again = manager
        .post::<CancelChain>((chain.id,), cancel("Ещё раз"))
        .await;
    assert_eq!(again.expect_err("twice").code(), Some(Code::WrongState));
    let late = desk
        .complete(task.id, crate::desk::answer(desk.result("thinks"), &[]))
        .await;
    let late = late.expect_err("cancelled");
    assert_eq!(late.code(), Some(Code::TaskCancelled));
    assert_eq!(param(&late, "reason"), "Переехала");
    desk.start(chain.client_id)
        .await
        .expect("a new one may begin");
});
