use domain::processes::{Continuation, VersionState};
use futures_util::future::join_all;
use wire::chains::GetChain;
use wire::error::{Code, Fault};
use wire::processes::{
    ArchiveProcess, GetDraft, GetProcess, GetVersion, ListVersions, PublishProcess, PublishRequest,
    RestoreProcess, SaveDraft, SaveDraftRequest,
};

use super::{Errand, process, published};
use crate::chains_begun::begun;
use testkit::both;

use crate::refusals::faults;

both!(versions_are_numbered_and_the_old_one_retires, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let first = published(owner, made.id, errand.graph()).await;
    assert_eq!(
        (first.number, first.state, first.running),
        (1, VersionState::Published, 0)
    );

    let base = owner
        .get::<GetDraft>((made.id,))
        .await
        .expect("what an edit begins from");
    assert_eq!(
        (base.version, base.based_on, &base.graph),
        (0, Some(first.id), &first.graph)
    );
    let mut graph = errand.graph();
    graph.transitions[0].then = Continuation::End;
    let second = published(owner, made.id, graph.clone()).await;
    assert_eq!((second.number, &second.graph), (2, &graph));

    let versions = owner
        .get::<ListVersions>((made.id,))
        .await
        .expect("versions")
        .items;
    let states: Vec<_> = versions
        .iter()
        .map(|version| (version.number, version.state))
        .collect();
    assert_eq!(
        states,
        [(2, VersionState::Published), (1, VersionState::Retired)]
    );
    let old = owner
        .get::<GetVersion>((made.id, first.id))
        .await
        .expect("the first");
    assert_eq!(old.graph, first.graph, "a published graph never changes");
    let line = owner.get::<GetProcess>((made.id,)).await.expect("it");
    assert_eq!(line.published.map(|name| name.number), Some(2));
    assert_eq!(line.draft, None);
});

both!(a_draft_with_errors_is_not_published, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let mut graph = errand.graph();
    graph.transitions.remove(0);
    let save = SaveDraftRequest { graph, version: 1 };
    let version = owner
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect("saved")
        .version;
    let refused = owner
        .post::<PublishProcess>((made.id,), PublishRequest::of(version))
        .await;
    let refused = refused.expect_err("errors");
    assert_eq!(refused.code(), Some(Code::NotPublishable));
    assert_eq!(
        faults(&refused),
        [("/graph/steps/0".to_owned(), Fault::Graph)]
    );
    let problem = refused.field_errors()[0].params.get("problem").cloned();
    assert_eq!(problem.as_deref(), Some("missing_continuation"));
    assert!(!refused.field_errors()[0].message.is_empty());
    let line = owner.get::<GetProcess>((made.id,)).await.expect("it");
    assert_eq!(line.published, None);
});

both!(of_two_who_publish_at_once_one_wins, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let save = SaveDraftRequest {
        graph: errand.graph(),
        version: 1,
    };
    let version = owner
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect("saved")
        .version;
    let all = (0..8).map(|_| owner.post::<PublishProcess>((made.id,), PublishRequest::of(version)));
    let answers = join_all(all).await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(won, 1);
    for lost in answers.into_iter().filter_map(Result::err) {
        let told = [Code::WrongState, Code::VersionMismatch].map(Some);
        assert!(told.contains(&lost.code()), "{lost}");
    }
    let versions = owner
        .get::<ListVersions>((made.id,))
        .await
        .expect("versions")
        .items;
    assert_eq!(versions.len(), 1);
});

both!(what_was_not_seen_is_not_published, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let save = SaveDraftRequest {
        graph: errand.graph(),
        version: 1,
    };
    owner
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect("saved");
    let stale = owner
        .post::<PublishProcess>((made.id,), PublishRequest::of(1))
        .await;
    assert_eq!(
        stale.expect_err("an older draft").code(),
        Some(Code::VersionMismatch)
    );
});

both!(an_archived_process_rests, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    published(owner, made.id, errand.graph()).await;
    let now = owner.get::<GetProcess>((made.id,)).await.expect("it");
    owner
        .call::<ArchiveProcess>((made.id,), (), ())
        .if_match(now.version)
        .reply()
        .await
        .expect("archived");
    let save = SaveDraftRequest {
        graph: errand.graph(),
        version: 0,
    };
    let refused = owner
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect_err("at rest");
    assert_eq!(refused.code(), Some(Code::WrongState));
    let back = owner
        .get::<RestoreProcess>((made.id,))
        .await
        .expect("restored");
    assert_eq!(
        (back.archived_at, back.published.map(|name| name.number)),
        (None, Some(1))
    );
});

both!(the_preset_is_published_and_sound, |app| {
    let owner = &app.owner;
    let club = app.with_preset().await;
    let draft = owner
        .get::<GetDraft>((club.process.expect("the process"),))
        .await
        .expect("what an edit begins from");
    let errors: Vec<_> = draft
        .problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect();
    assert!(
        !errors.iter().any(|code| code.contains("missing")),
        "{errors:?}"
    );
    assert_eq!(draft.graph.steps.len(), 3);
    let rows: usize = draft
        .graph
        .steps
        .iter()
        .map(|step| step.results.len())
        .sum();
    assert_eq!(
        (rows, draft.graph.transitions.len()),
        (15, 15),
        "one continuation a row"
    );
});

both!(a_chain_stays_on_the_version_it_began_with, |app| {
    let owner = &app.owner;
    let club = app.with_preset().await;
    let process = club.process.expect("the process");
    let running = begun(owner, process, "Белова Анна").await;

    let mut draft = owner
        .get::<GetDraft>((process,))
        .await
        .expect("what an edit begins from");
    draft.graph.transitions.reverse();
    let second = published(owner, process, draft.graph).await;
    assert_eq!(second.number, 2);
    let chain = owner
        .get::<GetChain>((running.chain,))
        .await
        .expect("the chain");
    assert_eq!(chain.version_number, 1);
    let versions = owner
        .get::<ListVersions>((process,))
        .await
        .expect("versions")
        .items;
    let on: Vec<_> = versions
        .iter()
        .map(|version| (version.number, version.running))
        .collect();
    assert_eq!(on, [(2, 0), (1, 1)]);

    let line = owner.get::<GetProcess>((process,)).await.expect("it");
    let refused = owner
        .call::<ArchiveProcess>((process,), (), ())
        .if_match(line.version)
        .reply()
        .await;
    let refused = refused.expect_err("a chain runs");
    assert_eq!(refused.code(), Some(Code::InUse));
});
