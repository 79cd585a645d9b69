//! On which version a chain begins.

use domain::comparison::{Side, side_of};
use testkit::both;
use wire::chains::{CancelChain, CancelRequest, GetChain};
use wire::clients::{GetClient, ListClients};
use wire::comparison::{ComparisonPatch, UpdateComparison};
use wire::processes::{GetProcess, ListVersions};
use wire::tasks::TakeBack;

use super::Question;

both!(new_chains_begin_on_the_version_of_their_lot, |app| {
    let question = Question::of(app).await;
    let earlier = question.begin(app, question.process, "Раньше").await;
    let comparison = question.compared(app).await;
    assert_eq!(
        (comparison.present.number, comparison.challenger.number),
        (1, 2)
    );
    let mut sides = [0, 0];
    for number in 0..16 {
        let chain = question
            .begin(app, question.process, &format!("Клиент {number}"))
            .await;
        let (side, version) = match side_of(comparison.id, chain.client_id, 50) {
            Side::Present => (0, comparison.present.id),
            Side::Challenger => (1, comparison.challenger.id),
        };
        assert_eq!(chain.version_id, version);
        sides[side] += 1;
    }
    assert!(sides[0] > 0 && sides[1] > 0, "{sides:?}");
    let told = question.report(app, &comparison).await.report;
    assert_eq!([told.present.begun, told.challenger.begun], sides);
    assert_eq!(told.challenger.running, sides[1]);

    // Who was there before is not compared, and stays on the version he began with.
    let path = (earlier.id,);
    let earlier = app.owner.get::<GetChain>(path).await.expect("it");
    assert_eq!(earlier.version_id, comparison.present.id);
    let versions = app.owner.get::<ListVersions>((question.process,)).await;
    let versions = versions.expect("versions").items;
    let states: Vec<_> = versions
        .iter()
        .map(|version| {
            (
                version.number,
                version.state.as_str(),
                version.beside,
                version.running,
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            (2, "published", true, sides[1]),
            (1, "published", false, sides[0] + 1)
        ]
    );
    let line = app
        .owner
        .get::<GetProcess>((question.process,))
        .await
        .expect("it");
    assert_eq!(line.published.map(|version| version.number), Some(1));
    assert_eq!(line.beside.map(|version| version.number), Some(2));
    assert_eq!((line.draft, line.running), (None, 17));
});

both!(a_client_is_always_on_the_same_side_and_counts_once, |app| {
    let question = Question::of(app).await;
    let comparison = question.compared(app).await;
    let first = question.begin(app, question.process, "Дважды").await;
    question.ends(app, first.tasks[0].id, question.agrees).await;
    let second = question.again(app, question.process, first.client_id).await;
    assert_ne!(first.id, second.id);
    assert_eq!(first.version_id, second.version_id);
    let told = question.report(app, &comparison).await.report;
    assert_eq!(told.present.begun + told.challenger.begun, 1);
    assert_eq!(told.present.goal + told.challenger.goal, 1);
});

both!(chains_that_other_processes_begin_are_split_as_well, |app| {
    let question = Question::of(app).await;
    let hands_over = question.caller(app, "Передаёт", false).await;
    let starts = question.caller(app, "Начинает рядом", true).await;
    let comparison = question.compared(app).await;
    let mut begun = 0;
    for (process, result) in [(hands_over, question.declines), (starts, question.agrees)] {
        let mut sides = [0, 0];
        for number in 0..8 {
            let chain = question
                .begin(app, process, &format!("Клиент {number}"))
                .await;
            question.ends(app, chain.tasks[0].id, result).await;
            begun += 1;
            let card = app
                .owner
                .get::<GetClient>((chain.client_id,))
                .await
                .expect("a card");
            let mut chains = card.chains.iter();
            let there = chains
                .find(|one| one.process_id == question.process)
                .expect("begun");
            let there = app.owner.get::<GetChain>((there.id,)).await.expect("it");
            let side = side_of(comparison.id, chain.client_id, 50);
            let version = match side {
                Side::Present => comparison.present.id,
                Side::Challenger => comparison.challenger.id,
            };
            assert_eq!(there.version_id, version);
            sides[usize::from(side == Side::Challenger)] += 1;
        }
        assert!(sides[0] > 0 && sides[1] > 0, "{sides:?}");
    }
    let told = question.report(app, &comparison).await.report;
    assert_eq!(told.present.begun + told.challenger.begun, begun);
});

both!(what_is_taken_back_never_began, |app| {
    let question = Question::of(app).await;
    let hands_over = question.caller(app, "Передаёт", false).await;
    let comparison = question.compared(app).await;
    let chain = question.begin(app, hands_over, "Ошиблись").await;
    let task = chain.tasks[0].id;
    question.ends(app, task, question.declines).await;
    let began = |told: wire::comparison::Report| told.present.begun + told.challenger.begun;
    assert_eq!(began(question.report(app, &comparison).await.report), 1);
    let taken = app.owner.call::<TakeBack>((task,), (), ()).reply().await;
    taken.expect("taken back");
    assert_eq!(began(question.report(app, &comparison).await.report), 0);
    let clients = app
        .owner
        .call::<ListClients>((), Default::default(), ())
        .reply()
        .await;
    assert_eq!(clients.expect("clients").items.len(), 1);
});

both!(another_share_moves_the_boundary_and_counts_anew, |app| {
    let question = Question::of(app).await;
    let comparison = question.compared(app).await;
    let before = question.begin(app, question.process, "При половине").await;
    let path = (question.process, comparison.id);
    let patch = |share| ComparisonPatch { share: Some(share) };
    let same = app
        .owner
        .change::<UpdateComparison>(path, 1, patch(50))
        .await;
    assert_eq!(same.expect("nothing new").version, 1);
    app.later(chrono::Duration::minutes(5)).await;
    let more = app
        .owner
        .change::<UpdateComparison>(path, 1, patch(90))
        .await;
    let more = more.expect("another share");
    assert_eq!((more.share, more.version), (90, 2));
    assert!(more.counted_from > comparison.counted_from);
    assert!(
        more.planned.challenger > more.planned.present,
        "{:?}",
        more.planned
    );
    let stale = app
        .owner
        .change::<UpdateComparison>(path, 1, patch(10))
        .await;
    let stale = stale.expect_err("somebody was faster");
    assert_eq!(stale.code(), Some(wire::error::Code::VersionMismatch));

    let told = question.report(app, &more).await.report;
    assert_eq!(told.present.begun + told.challenger.begun, 0);
    // He who is with the challenger comes there again.
    let reason = CancelRequest {
        reason: "Ошибка".into(),
    };
    let gone = app.owner.post::<CancelChain>((before.id,), reason).await;
    gone.expect("cancelled");
    let again = question
        .again(app, question.process, before.client_id)
        .await;
    if before.version_id == comparison.challenger.id {
        assert_eq!(again.version_id, before.version_id);
    }
    for number in 0..8 {
        let chain = question
            .begin(app, question.process, &format!("Потом {number}"))
            .await;
        let there = side_of(comparison.id, chain.client_id, 90) == Side::Challenger;
        assert_eq!(chain.version_id == comparison.challenger.id, there);
    }
    let told = question.report(app, &more).await.report;
    assert_eq!(told.present.begun + told.challenger.begun, 8);
});
