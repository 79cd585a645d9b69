//! Taking back: everything as it was, byte for byte, but for what only grows.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::fields::Raw;
use domain::timeline::EntryKind;
use testkit::both;
use wire::clients::{ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::tasks::{GetTask, TakeBack, TaskPatch, UpdateTask};

use crate::desk::{Desk, text};

both!(everything_is_as_it_was, |app| {
    let desk = Desk::of(app).await;
    let value = desk.value("refusal_reasons").await;
    let results: [(&str, Vec<(&str, Raw)>); 6] = [
        ("thinks", vec![("details", text("Подумает"))]),
        ("no_answer", vec![]),
        (
            "trial_booked",
            vec![("visit_at", text("2026-11-28T16:00:00Z"))],
        ),
        ("not_now", vec![("return_after", text("2027-01-10"))]),
        ("bought", vec![]),
        ("refused", vec![("reason", text(&value))]),
    ];
    for (place, (result, fields)) in results.into_iter().enumerate() {
        let (chain, task) = desk.begin(&format!("Клиент Номер{place}")).await;
        // The chain has a past: a count that must return.
        let task = desk
            .ends(task.id, "no_answer", &[])
            .await
            .next_task
            .expect("again");
        let before = crate::desk::rows(app).await;
        let done = desk.ends(task.id, result, &fields).await;
        assert_ne!(crate::desk::rows(app).await, before, "{result}");
        desk.take_back(task.id).await.expect(result);
        let after = crate::desk::rows(app).await;
        for (table, rows) in &before {
            assert_eq!(&after[table], rows, "{result}: {table}");
        }
        if let Some(next) = done.next_task {
            let gone = desk
                .anna
                .get::<GetTask>((next.id,))
                .await
                .expect_err("gone");
            assert_eq!(gone.code(), Some(Code::NotFound));
        }
        let path = (chain.client_id,);
        let told = desk
            .anna
            .list::<ListTimeline>(path, TimelineQuery::default())
            .await;
        let told = told.expect("a timeline").items;
        assert!(
            told.iter().any(|entry| entry.kind == EntryKind::TakenBack),
            "{result}"
        );
        // And it can be done again.
        desk.ends(task.id, "thinks", &[]).await;
    }
});

both!(what_has_gone_on_stays, |app| {
    let desk = Desk::of(app).await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let (_, task) = desk.begin("Мария Гончаренко").await;
    let nothing = desk.take_back(task.id).await.expect_err("not completed");
    assert_eq!(nothing.code(), Some(Code::WrongState));
    let next = desk
        .ends(task.id, "thinks", &[])
        .await
        .next_task
        .expect("next");

    // Somebody has touched the next task.
    let patch = TaskPatch {
        note: Some(Some("Спросить про утро".into())),
        ..TaskPatch::default()
    };
    let changed = desk
        .anna
        .change::<UpdateTask>((next.id,), next.version, patch)
        .await;
    changed.expect("changed");
    let refused = desk.take_back(task.id).await.expect_err("worked on");
    assert_eq!(refused.code(), Some(Code::NextTaskStarted));

    let (_, task) = desk.begin("Пётр Ёлкин").await;
    desk.ends(task.id, "thinks", &[]).await;
    // The manager may; a colleague who sees it may not; after ten minutes nobody may.
    app.later(Duration::minutes(10)).await;
    manager
        .call::<TakeBack>((task.id,), (), ())
        .reply()
        .await
        .expect("in time");
    desk.ends(task.id, "thinks", &[]).await;
    app.later(Duration::seconds(601)).await;
    let late = desk.take_back(task.id).await.expect_err("late");
    assert_eq!(late.code(), Some(Code::UndoExpired));
});

both!(a_chain_with_a_purchase_taken_back_is_a_lead_again, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    desk.ends(task.id, "bought", &[]).await;
    assert_eq!(desk.card(chain.client_id).await.stage.as_str(), "client");
    desk.take_back(task.id).await.expect("taken back");
    let card = desk.card(chain.client_id).await;
    assert_eq!(card.stage.as_str(), "lead");
    assert_eq!(card.last_contact_at, None);
    assert_eq!(card.next.and_then(|next| next.task_id), Some(task.id));
});
