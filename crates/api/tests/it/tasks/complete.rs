use std::collections::BTreeMap;

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::chains::{Adjustment, ChainState};
use domain::ids::{ResultId, TaskId};
use domain::tasks::TaskState;
use domain::time::Due;
use testkit::both;
use wire::error::Code;
use wire::notices::{ListNotices, NoticeKind, NoticesQuery, ReadNotices};
use wire::tasks::{CompleteRequest, CompleteTask, GetCompletion, TakeTask};

use crate::desk::{Desk, answer, at, faults, param, text};

both!(a_second_completion_is_told_who_was_first, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let manager = app.joins(BuiltInRole::Manager).await;
    desk.ends(task.id, "thinks", &[]).await;
    let late = answer(desk.result("bought"), &[]);
    let refused = desk
        .complete_as(&manager, task.id, late)
        .await
        .expect_err("late");
    assert_eq!(
        (refused.status(), refused.code()),
        (Some(409), Some(Code::TaskAlreadyDone))
    );
    assert_eq!(param(&refused, "by"), desk.anna.me.name);
    assert_eq!(param(&refused, "result"), "Думает");
    assert_eq!(param(&refused, "at"), app.now().to_string());
    let chain = desk.chain(&chain).await;
    assert_eq!((chain.state, chain.tasks.len()), (ChainState::Active, 2));
});

both!(a_repeated_request_is_answered_as_the_first_time, |app| {
    let desk = Desk::of(app).await;
    let (_, task) = desk.begin("Мария Гончаренко").await;
    let send = |request: CompleteRequest| {
        desk.anna
            .call::<CompleteTask>((task.id,), (), request)
            .once("once")
            .send()
    };
    let first = send(answer(desk.result("thinks"), &[]))
        .await
        .expect("done");
    app.later(Duration::minutes(1)).await;
    let again = send(answer(desk.result("thinks"), &[]))
        .await
        .expect("the same");
    assert!(!first.replayed() && again.replayed());
    assert_eq!(first.reply, again.reply);
    let other = send(answer(desk.result("bought"), &[]))
        .await
        .expect_err("another");
    assert_eq!(other.code(), Some(Code::IdempotencyKeyReused));
    let without =
        desk.anna
            .call::<CompleteTask>((task.id,), (), answer(desk.result("thinks"), &[]));
    let without = without.reply().await.expect_err("no key");
    assert_eq!(without.code(), Some(Code::IdempotencyKeyRequired));
});

both!(every_faulty_answer_is_named_and_nothing_changes, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let foreign = desk.value("refusal_reasons").await;
    let refused = desk
        .complete(
            task.id,
            CompleteRequest {
                fields: BTreeMap::from([
                    (
                        "groups".to_owned(),
                        domain::fields::Raw::List(vec![foreign]),
                    ),
                    ("details".to_owned(), domain::fields::Raw::Integer(4)),
                    ("nickname".to_owned(), text("x")),
                ]),
                ..answer(desk.result("trial_booked"), &[])
            },
        )
        .await
        .expect_err("four faults");
    assert_eq!(
        (refused.status(), refused.code()),
        (Some(422), Some(Code::ValidationFailed))
    );
    let expected = BTreeMap::from([
        ("/fields/visit_at".to_owned(), "required"),
        ("/fields/groups".to_owned(), "not_in_dictionary"),
        ("/fields/details".to_owned(), "wrong_type"),
        ("/fields/nickname".to_owned(), "unknown_field"),
    ]);
    assert_eq!(faults(&refused), expected);
    let past = answer(
        desk.result("call_back"),
        &[("call_at", text("2026-11-20T10:00:00Z"))],
    );
    let refused = desk.complete(task.id, past).await.expect_err("past");
    assert_eq!(faults(&refused)["/fields/call_at"], "in_past");
    let refused = desk
        .complete(task.id, answer(desk.result("no_show"), &[]))
        .await;
    let refused = refused.expect_err("of another step");
    assert_eq!(refused.code(), Some(Code::ResultNotAllowed));
    assert_eq!(param(&refused, "allowed").split(',').count(), 9);
    let refused = desk
        .complete(task.id, answer(ResultId::from_i64(5), &[]))
        .await;
    assert_eq!(
        refused.expect_err("unknown").code(),
        Some(Code::ResultNotAllowed)
    );
    let chain = desk.chain(&chain).await;
    assert_eq!(
        (chain.tasks.len(), chain.tasks[0].state),
        (1, TaskState::Open)
    );
});

both!(
    date_and_person_can_be_changed_within_the_transitions_freedom,
    |app| {
        let desk = Desk::of(app).await;
        let boris = app.joins(BuiltInRole::Operator).await;
        let (_, task) = desk.begin("Мария Гончаренко").await;
        let with = |due: Option<Due>, to| CompleteRequest {
            next: Adjustment {
                due,
                assignee_id: to,
            },
            ..answer(desk.result("thinks"), &[])
        };
        let past = with(Some(Due::At(at("2026-11-22T10:00:00Z"))), None);
        let refused = desk.complete(task.id, past).await.expect_err("past");
        assert_eq!(faults(&refused)["/next/due"], "in_past");
        let goal = CompleteRequest {
            result_id: desk.result("bought"),
            ..with(None, Some(boris.me.id))
        };
        let refused = desk
            .complete(task.id, goal)
            .await
            .expect_err("no next task");
        assert_eq!(faults(&refused)["/next/assignee_id"], "not_allowed");
        let moment = Due::At(at("2026-11-30T08:30:00Z"));
        let done = desk
            .complete(task.id, with(Some(moment), Some(boris.me.id)))
            .await
            .expect("done");
        let next = done.next_task.expect("next");
        assert_eq!(
            (next.due, next.assignee.employee_id),
            (moment, Some(boris.me.id))
        );
        assert!(done.sentence.contains(&boris.me.name), "{}", done.sentence);

        // The colleague is told, the one who acted is not.
        let bell = |person: &testkit::app::Person| {
            let person = person.clone();
            async move {
                let query = NoticesQuery {
                    unread: Some(true),
                    ..NoticesQuery::default()
                };
                person
                    .list::<ListNotices>((), query)
                    .await
                    .expect("notices")
                    .items
            }
        };
        let told = bell(&boris).await;
        assert_eq!(
            (told.len(), told[0].kind, told[0].task_id),
            (1, NoticeKind::Assigned, Some(next.id))
        );
        assert!(
            told[0].text.contains(&desk.anna.me.name),
            "{}",
            told[0].text
        );
        assert_eq!(bell(&desk.anna).await, []);
        boris
            .call::<ReadNotices>((), (), ())
            .reply()
            .await
            .expect("read");
        assert_eq!(bell(&boris).await, []);
    }
);

both!(
    what_is_out_of_reach_is_not_found_and_what_is_not_allowed_is_refused,
    |app| {
        let desk = Desk::of(app).await;
        let (_, task) = desk.begin("Мария Гончаренко").await;
        let elsewhere = app.another_branch("Юг", "Asia/Almaty").await;
        let stranger = app.joins_in(BuiltInRole::Operator, &[elsewhere]).await;
        let analyst = app.joins(BuiltInRole::Analyst).await;
        let colleague = app.joins(BuiltInRole::Operator).await;
        let request = answer(desk.result("thinks"), &[]);
        for (person, id, code) in [
            (&stranger, task.id, Code::NotFound),
            (&colleague, task.id, Code::NotFound),
            (&analyst, task.id, Code::NotAllowed),
            (&desk.anna, TaskId::from_i64(9), Code::NotFound),
        ] {
            let refused = desk
                .complete_as(person, id, request.clone())
                .await
                .expect_err("refused");
            assert_eq!(refused.code(), Some(code), "{}", person.me.name);
        }
        let nothing = desk
            .anna
            .get::<GetCompletion>((task.id,))
            .await
            .expect_err("open");
        assert_eq!(nothing.code(), Some(Code::NotFound));
        let refused = desk
            .anna
            .post::<TakeTask>((task.id,), ())
            .await
            .expect("one's own already");
        assert_eq!(refused.version, task.version);
    }
);
