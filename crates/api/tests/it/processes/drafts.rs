use domain::access::BuiltInRole;
use domain::processes::Graph;
use wire::error::{Code, Fault};
use wire::processes::{
    CheckGraph, CheckRequest, CreateProcess, DiscardDraft, GetDraft, GetProcess, NewProcess,
    ProcessPatch, PublishProcess, PublishRequest, SaveDraft, SaveDraftRequest, Severity,
    UpdateProcess,
};

use super::{Errand, process};
use testkit::both;

use crate::refusals::faults;

both!(an_unfinished_draft_is_kept_with_its_problems, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    assert_eq!((made.published.as_ref(), made.running), (None, 0));
    let empty = owner
        .get::<GetDraft>((made.id,))
        .await
        .expect("its first draft");
    assert_eq!((empty.version, &empty.graph), (1, &Graph::empty()));

    let mut graph = errand.graph();
    graph.transitions.pop();
    let save = SaveDraftRequest {
        graph: graph.clone(),
        version: 1,
    };
    let saved = owner
        .post::<SaveDraft>((made.id,), save.clone())
        .await
        .expect("saved");
    assert_eq!((saved.version, &saved.graph), (2, &graph));
    let problem = saved
        .problems
        .iter()
        .find(|problem| problem.severity == Severity::Error);
    let problem = problem.expect("a missing continuation");
    assert_eq!(problem.code, "missing_continuation");
    assert_eq!(
        (problem.step.as_deref(), problem.result_id),
        (Some("errand"), Some(errand.later))
    );
    assert!(problem.message.contains("Позже"), "{}", problem.message);
    let line = owner.get::<GetProcess>((made.id,)).await.expect("it");
    assert_eq!(line.draft.map(|draft| draft.errors), Some(1));

    let late = owner
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect_err("somebody saved meanwhile");
    assert_eq!(late.code(), Some(Code::VersionMismatch));

    owner
        .change::<DiscardDraft>((made.id,), 2, ())
        .await
        .expect("thrown away");
    let none = owner
        .change::<DiscardDraft>((made.id,), 2, ())
        .await
        .expect_err("none is left");
    assert_eq!(none.code(), Some(Code::NotFound));
    let begun = owner
        .get::<GetDraft>((made.id,))
        .await
        .expect("an empty one");
    assert_eq!((begun.version, begun.updated_at), (0, None));
});

both!(two_owners_do_not_write_over_each_other, |app| {
    let olga = &app.owner;
    let pavel = app.joins(BuiltInRole::Owner).await;
    let errand = Errand::new(olga).await;
    let made = process(olga, "Поручения").await;
    let save = |version| SaveDraftRequest {
        graph: errand.graph(),
        version,
    };
    let stale = |refused: client::Failure| {
        assert_eq!(
            (refused.status(), refused.code()),
            (Some(412), Some(Code::VersionMismatch))
        );
    };
    let read = olga.get::<GetDraft>((made.id,)).await.expect("a draft");
    let saved = pavel
        .post::<SaveDraft>((made.id,), save(read.version))
        .await
        .expect("saved");

    // Whoever shows the process sees that it is another one now.
    let line = olga
        .call::<GetProcess>((made.id,), (), ())
        .if_none_match(made.version)
        .reply()
        .await
        .expect("not the same any more");
    assert_eq!(
        line.draft.as_ref().map(|draft| draft.version),
        Some(saved.version)
    );

    let late = olga.post::<SaveDraft>((made.id,), save(read.version)).await;
    stale(late.expect_err("Pavel saved"));
    let late = olga
        .change::<DiscardDraft>((made.id,), read.version, ())
        .await;
    stale(late.expect_err("Pavel saved"));
    let unseen = olga.get::<DiscardDraft>((made.id,)).await;
    assert_eq!(
        unseen.expect_err("no If-Match").code(),
        Some(Code::VersionRequired)
    );

    // Thrown away and begun again, it is not the draft that was read.
    pavel
        .change::<DiscardDraft>((made.id,), saved.version, ())
        .await
        .expect("thrown away");
    let again = pavel
        .post::<SaveDraft>((made.id,), save(0))
        .await
        .expect("begun again");
    assert!(again.version > saved.version);
    for seen in [0, read.version, saved.version] {
        let late = olga.post::<SaveDraft>((made.id,), save(seen)).await;
        stale(late.expect_err("another draft"));
        let publish = PublishRequest::of(seen);
        let late = olga.post::<PublishProcess>((made.id,), publish).await;
        stale(late.expect_err("another draft"));
    }
    let kept = olga.get::<GetDraft>((made.id,)).await.expect("a draft");
    assert_eq!(kept.version, again.version);
});

both!(a_problem_speaks_the_readers_language, |app| {
    let owner = &app.owner;
    let request = CheckRequest {
        graph: Graph::empty(),
    };
    let mut said = Vec::new();
    for language in ["ru", "en", "ro"] {
        owner.set_language(Some(language.into()));
        let checked = owner
            .post::<CheckGraph>((), request.clone())
            .await
            .expect("checked");
        said.push(checked.problems[0].message.clone());
    }
    said.sort();
    said.dedup();
    assert_eq!(said.len(), 3, "{said:?}");
});

both!(what_cannot_even_be_a_draft_is_refused, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let mut graph = errand.graph();
    graph.steps.push(graph.steps[0].clone());
    graph.steps[0].results = vec![errand.done; 10];
    graph.transitions[1].step = "Шаг".into();
    let save = SaveDraftRequest { graph, version: 1 };
    let refused = owner
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect_err("faults");
    assert_eq!(
        faults(&refused),
        [
            ("/graph/steps/0/results".to_owned(), Fault::TooLong),
            ("/graph/steps/1/key".to_owned(), Fault::Taken),
            ("/graph/transitions/1/step".to_owned(), Fault::Malformed),
        ]
    );
});

both!(a_process_is_renamed_and_its_name_is_its_own, |app| {
    let owner = &app.owner;
    let first = process(owner, "Поручения").await;
    let again = NewProcess {
        name: "ПОРУЧЕНИЯ".into(),
        description: None,
    };
    let taken = owner
        .post::<CreateProcess>((), again)
        .await
        .expect_err("taken");
    assert_eq!(faults(&taken), [("/name".to_owned(), Fault::Taken)]);
    let patch = ProcessPatch {
        name: Some("Поручения клиентов".into()),
        description: Some(Some("Что просят клиенты".into())),
    };
    let renamed = owner
        .change::<UpdateProcess>((first.id,), first.version, patch)
        .await
        .expect("renamed");
    assert_eq!(renamed.description.as_deref(), Some("Что просят клиенты"));
});

both!(a_manager_draws_and_only_the_owner_publishes, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let made = process(&manager, "Поручения").await;
    let save = SaveDraftRequest {
        graph: errand.graph(),
        version: 1,
    };
    let saved = manager
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect("drawn");
    let publish = wire::processes::PublishRequest::of(saved.version);
    let refused = manager
        .post::<wire::processes::PublishProcess>((made.id,), publish)
        .await;
    assert_eq!(
        refused.expect_err("the owner does").code(),
        Some(Code::NotAllowed)
    );
});
