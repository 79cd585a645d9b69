//! Whole ways of a client through the process.

use chrono::Duration;
use domain::chains::ChainState;
use domain::timeline::EntryKind;
use testkit::both;
use wire::clients::{ListTimeline, TimelineQuery};

use crate::desk::{Desk, text};

both!(a_call_leads_to_a_trial_a_check_and_a_purchase, |app| {
    let desk = Desk::of(app).await;
    let (chain, call) = desk.begin("Мария Гончаренко").await;
    let visit = [("visit_at", text("2026-11-24T16:00:00Z"))];
    let trial = desk
        .ends(call.id, "trial_booked", &visit)
        .await
        .next_task
        .expect("a trial");
    app.later(Duration::hours(32)).await;
    let check = desk
        .ends(trial.id, "will_buy", &[])
        .await
        .next_task
        .expect("a check");
    app.later(Duration::hours(20)).await;
    let done = desk.ends(check.id, "bought", &[]).await;
    assert_eq!(done.chain_state, Some(ChainState::Goal));
    let chain = desk.chain(&chain).await;
    assert_eq!(chain.tasks.len(), 3);
    assert!(chain.ended_at.is_some());

    let query = TimelineQuery::default();
    let path = (chain.client_id,);
    let told = desk
        .anna
        .list::<ListTimeline>(path, query)
        .await
        .expect("a timeline")
        .items;
    let kinds = |kind| told.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!(kinds(EntryKind::Completion), 3);
    assert_eq!(kinds(EntryKind::ChainStarted), 1);
    assert_eq!(kinds(EntryKind::ChainEnded), 1);
    assert!(
        told.windows(2).all(|pair| pair[0].id > pair[1].id),
        "newest first"
    );
});

both!(five_unanswered_calls_end_in_a_refusal, |app| {
    let desk = Desk::of(app).await;
    let (chain, mut call) = desk.begin("Пётр Ёлкин").await;
    for attempt in 1..5 {
        assert_eq!((call.attempt, call.attempt_limit), (attempt, Some(5)));
        let done = desk.ends(call.id, "no_answer", &[]).await;
        call = done.next_task.expect("another attempt");
        app.later(Duration::hours(3)).await;
    }
    let done = desk.ends(call.id, "no_answer", &[]).await;
    assert_eq!(done.chain_state, Some(ChainState::Refused));
    assert_eq!(desk.chain(&chain).await.tasks.len(), 5);
    // Nobody was reached, so nobody was contacted.
    assert_eq!(desk.card(chain.client_id).await.last_contact_at, None);
});

both!(talking_in_between_starts_the_count_anew, |app| {
    let desk = Desk::of(app).await;
    let (_, call) = desk.begin("Иван Кожокару").await;
    let call = desk
        .ends(call.id, "no_answer", &[])
        .await
        .next_task
        .expect("again");
    let call = desk
        .ends(call.id, "thinks", &[])
        .await
        .next_task
        .expect("later");
    assert_eq!(call.attempt, 1);
    let call = desk
        .ends(call.id, "no_answer", &[])
        .await
        .next_task
        .expect("again");
    assert_eq!(call.attempt, 2);
});
