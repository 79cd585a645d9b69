//! Beginning, ending, and what is refused meanwhile.

use domain::comparison::Side;
use domain::processes::transfer::{Fate, Lot};
use domain::processes::{Continuation, VersionState};
use futures_util::future::join_all;
use testkit::both;
use wire::comparison::{
    ComparisonEnd, EndComparison, ListComparisons, NewComparison, StartComparison,
};
use wire::error::{Code, Fault};
use wire::events::{EventsQuery, ListEvents};
use wire::processes::{ArchiveProcess, GetProcess, ListVersions, PublishProcess, PublishRequest};
use wire::transfers::{GetStanding, NewTransfer, StartTransfer};

use super::Question;
use crate::desk::param;
use crate::processes::{Errand, process};
use crate::refusals::faults;

both!(what_is_kept_is_what_new_chains_begin_on, |app| {
    let question = Question::of(app).await;
    for keep in [Side::Challenger, Side::Present] {
        let comparison = question.compared(app).await;
        let mut chains = Vec::new();
        for number in 0..6 {
            chains.push(
                question
                    .begin(app, question.process, &format!("{keep} {number}"))
                    .await,
            );
        }
        let path = (question.process, comparison.id);
        let ended = app
            .owner
            .post::<EndComparison>(path, ComparisonEnd { keep })
            .await;
        let ended = ended.expect("ended");
        assert_eq!(
            (ended.kept, ended.ended_by),
            (Some(keep), Some(app.owner.me.id))
        );
        assert_eq!(
            ended.ended_by_name.as_deref(),
            Some(app.owner.me.name.as_str())
        );
        let (kept, other) = match keep {
            Side::Present => (&comparison.present, &comparison.challenger),
            Side::Challenger => (&comparison.challenger, &comparison.present),
        };
        let versions = app.owner.get::<ListVersions>((question.process,)).await;
        let versions = versions.expect("versions").items;
        let state = |id| {
            let found = versions.iter().find(|version| version.id == id);
            found.map(|version| (version.state, version.beside))
        };
        assert_eq!(state(kept.id), Some((VersionState::Published, false)));
        assert_eq!(state(other.id), Some((VersionState::Retired, false)));
        // Those on the way stay; whoever comes now begins on what is kept.
        let running: u32 = versions.iter().map(|version| version.running).sum();
        assert!(running >= 6);
        let next = question
            .begin(app, question.process, &format!("{keep} потом"))
            .await;
        assert_eq!(next.version_id, kept.id);

        let again = app
            .owner
            .post::<EndComparison>(path, ComparisonEnd { keep })
            .await;
        let again = again.expect_err("it ended");
        assert_eq!(
            (again.code(), param(&again, "state")),
            (Some(Code::WrongState), "ended".into())
        );
    }
    let listed = app.owner.get::<ListComparisons>((question.process,)).await;
    let listed = listed.expect("comparisons").items;
    let kept: Vec<_> = listed.iter().map(|one| one.kept).collect();
    assert_eq!(kept, [Some(Side::Present), Some(Side::Challenger)]);
    let names: Vec<_> = listed
        .iter()
        .map(|one| one.started_by_name.as_deref())
        .collect();
    assert_eq!(names, [Some(app.owner.me.name.as_str()); 2]);
    app.relay().await;
    let query = EventsQuery {
        limit: Some(200),
        ..EventsQuery::default()
    };
    let events = app
        .owner
        .call::<ListEvents>((), query, ())
        .reply()
        .await
        .expect("events");
    let topics = |topic: &str| {
        events
            .items
            .iter()
            .filter(|event| event.topic == topic)
            .count()
    };
    assert_eq!(
        (topics("comparison.started"), topics("comparison.ended")),
        (2, 2)
    );
});

both!(nothing_is_published_over_a_comparison, |app| {
    let question = Question::of(app).await;
    let comparison = question.compared(app).await;
    let version = question.drafted_as(app, Continuation::Goal).await;
    let path = (question.process,);
    let refused = app
        .owner
        .post::<PublishProcess>(path, PublishRequest::of(version))
        .await;
    let refused = refused.expect_err("compared");
    assert_eq!(refused.code(), Some(Code::ComparisonRunning));
    let second = app
        .owner
        .post::<StartComparison>(path, NewComparison::of(version))
        .await;
    let second = second.expect_err("compared");
    assert_eq!(second.code(), Some(Code::ComparisonRunning));
    let line = app.owner.get::<GetProcess>(path).await.expect("it");
    let archived = app
        .owner
        .call::<ArchiveProcess>(path, (), ())
        .if_match(line.version);
    let archived = archived.reply().await.expect_err("compared");
    assert_eq!(archived.code(), Some(Code::ComparisonRunning));

    // Nobody is carried away from his side; those who came before may be.
    question.begin(app, question.process, "Клиент").await;
    let lots = vec![Lot {
        version_id: comparison.challenger.id,
        step: "ask".into(),
        then: Fate::Move { step: "ask".into() },
    }];
    let moved = app
        .owner
        .post::<StartTransfer>(path, NewTransfer { lots })
        .await;
    let moved = moved.expect_err("compared");
    assert_eq!(
        faults(&moved),
        [("/lots/0/version_id".into(), Fault::NotFound)]
    );
    let places = app
        .owner
        .get::<GetStanding>(path)
        .await
        .expect("standing")
        .places;
    assert!(places.iter().all(|place| place.published));

    // Afterwards all of it is possible again, and the draft is still there.
    let path = (question.process, comparison.id);
    let keep = ComparisonEnd {
        keep: Side::Present,
    };
    app.owner
        .post::<EndComparison>(path, keep)
        .await
        .expect("ended");
    let published = app
        .owner
        .post::<PublishProcess>((question.process,), PublishRequest::of(version));
    assert_eq!(published.await.expect("published").number, 3);
});

both!(what_cannot_be_compared_is_refused, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Новый").await;
    let state = |failure: client::Failure| (failure.code(), param(&failure, "state"));
    let refused = owner
        .post::<StartComparison>((made.id,), NewComparison::of(1))
        .await;
    let refused = state(refused.expect_err("never published"));
    assert_eq!(refused, (Some(Code::WrongState), "never_published".into()));
    crate::processes::published(owner, made.id, errand.graph()).await;
    let refused = owner
        .post::<StartComparison>((made.id,), NewComparison::of(0))
        .await;
    let refused = state(refused.expect_err("no draft"));
    assert_eq!(refused, (Some(Code::WrongState), "no_draft".into()));

    let question = Question::of(app).await;
    let version = question.drafted(app).await;
    let wrong = NewComparison {
        share: 100,
        days: 0,
        difference: 51,
        ..NewComparison::of(version)
    };
    let wrong = owner
        .post::<StartComparison>((question.process,), wrong)
        .await;
    let wrong = faults(&wrong.expect_err("out of bounds"));
    let places: Vec<_> = wrong.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["/days", "/difference", "/share"]);
    let stale = NewComparison::of(version + 1);
    let stale = owner
        .post::<StartComparison>((question.process,), stale)
        .await;
    assert_eq!(
        stale.expect_err("another draft").code(),
        Some(Code::VersionMismatch)
    );
});

both!(of_two_who_begin_at_once_one_wins, |app| {
    let question = Question::of(app).await;
    let version = question.drafted(app).await;
    let path = (question.process,);
    let attempts = (0..3).map(|number| async move {
        match number {
            0 => {
                let publish = PublishRequest::of(version);
                let done = app.owner.post::<PublishProcess>(path, publish);
                done.await.map(drop)
            }
            _ => {
                let compare = NewComparison::of(version);
                let begun = app.owner.post::<StartComparison>(path, compare);
                begun.await.map(drop)
            }
        }
    });
    let done = join_all(attempts).await;
    let won = done.iter().filter(|one| one.is_ok()).count();
    assert_eq!(won, 1, "{done:?}");
    for lost in done.iter().filter_map(|one| one.as_ref().err()) {
        let code = lost.code().expect("a code");
        let told = [
            Code::VersionMismatch,
            Code::ComparisonRunning,
            Code::WrongState,
            Code::Conflict,
        ];
        assert!(told.contains(&code), "{code:?}");
    }
});
