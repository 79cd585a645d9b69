use domain::ids::ProcessId;
use domain::processes::{Continuation, DueRule, DueUnit, Graph};
use testkit::both;
use wire::error::Code;
use wire::processes::{
    DifferenceQuery, GetDifference, GetDraft, ListVersions, RestoreVersion, RestoreVersionRequest,
    SaveDraft, SaveDraftRequest, Version,
};

use super::{Errand, process, published};

/// Later means in two working days instead of one.
fn slower(graph: &Graph) -> Graph {
    let mut graph = graph.clone();
    if let Continuation::Step { target } = &mut graph.transitions[1].then {
        target.due = Some(DueRule::After {
            amount: 2,
            unit: DueUnit::WorkingDays,
            at: None,
        });
    }
    graph
}

async fn told(
    api: &client::Client,
    id: ProcessId,
    before: Option<&Version>,
    after: Option<&Version>,
) -> Vec<String> {
    let query = DifferenceQuery {
        before: before.map(|version| version.id),
        after: after.map(|version| version.id),
    };
    let found = api
        .list::<GetDifference>((id,), query)
        .await
        .expect("a difference");
    let lines = found.changes.iter().map(|change| {
        let step = change.step_name.as_deref().unwrap_or("-");
        format!("{step} | {}", change.message.replace('\u{A0}', " "))
    });
    lines.collect()
}

both!(the_difference_between_any_two_versions_is_told, |app| {
    let owner = &app.owner;
    owner.set_language(Some("ru".into()));
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let first = published(owner, made.id, errand.graph()).await;
    assert_eq!(told(owner, made.id, None, None).await, [""; 0]);

    let second = published(owner, made.id, slower(&errand.graph())).await;
    let line = "Поручение | Позже: через 1 рабочий день → через 2 рабочих дня";
    let back = "Поручение | Позже: через 2 рабочих дня → через 1 рабочий день";
    assert_eq!(
        told(owner, made.id, Some(&first), Some(&second)).await,
        [line]
    );
    assert_eq!(
        told(owner, made.id, Some(&second), Some(&first)).await,
        [back]
    );
    assert_eq!(told(owner, made.id, Some(&first), None).await, [line]);

    // The draft against what runs.
    let mut graph = slower(&errand.graph());
    graph.transitions[0].then = Continuation::End;
    let save = SaveDraftRequest { graph, version: 0 };
    owner
        .post::<SaveDraft>((made.id,), save)
        .await
        .expect("saved");
    assert_eq!(
        told(owner, made.id, None, None).await,
        ["Поручение | Готово: было: цель; стало: конец процесса"]
    );
});

both!(a_version_says_who_published_it, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    published(owner, made.id, errand.graph()).await;
    let versions = owner.get::<ListVersions>((made.id,)).await.expect("them");
    let version = &versions.items[0];
    assert!(version.published_by.is_some());
    let name = version.published_by_name.as_deref().unwrap_or_default();
    assert!(!name.is_empty(), "{version:?}");
    assert_eq!(version.published_at, app.now());
});

both!(an_old_version_becomes_the_draft_again, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let first = published(owner, made.id, errand.graph()).await;
    published(owner, made.id, slower(&errand.graph())).await;
    let draft = owner
        .post::<RestoreVersion>((made.id, first.id), RestoreVersionRequest { version: 0 })
        .await
        .expect("restored");
    assert_eq!(draft.graph, errand.graph());
    assert_eq!(draft.problems, []);
    let draft = owner.get::<GetDraft>((made.id,)).await.expect("the draft");
    assert_eq!(draft.graph, errand.graph());

    // Whoever did not see the draft that is there now does not write over it.
    let refused = owner
        .post::<RestoreVersion>((made.id, first.id), RestoreVersionRequest { version: 0 })
        .await
        .expect_err("a draft is there");
    assert_eq!(refused.code(), Some(Code::VersionMismatch));
    let other = process(owner, "Другой").await;
    let refused = owner
        .post::<RestoreVersion>((other.id, first.id), RestoreVersionRequest { version: 1 })
        .await
        .expect_err("a version of another process");
    assert_eq!(refused.code(), Some(Code::NotFound));
});
