//! Nobody reaches a file whose card he does not see.

use domain::access::BuiltInRole;
use reqwest::StatusCode;
use testkit::both;
use wire::clients::{GetClient, ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::files::{
    DeleteFile, FilePatch, FilesQuery, GetFile, ListClientFiles, ListFileVersions, RestoreFile,
    RestoreFileVersion, UpdateFile, VersionsQuery,
};

use super::{added, content, somebody, version};

both!(a_file_is_seen_with_its_card_and_never_without, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let file = added(&app.owner, client, "a.txt", b"secret").await;
    let id = file.expect("a file").id;
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let mut seen = Vec::new();
    for role in [
        BuiltInRole::Owner,
        BuiltInRole::Manager,
        BuiltInRole::Operator,
        BuiltInRole::Coach,
        BuiltInRole::Analyst,
    ] {
        for branch in [app.branch, there] {
            let person = app.joins_in(role, &[branch]).await;
            let card = person.get::<GetClient>((client,)).await.is_ok();
            let list = person.list::<ListClientFiles>((client,), FilesQuery::default());
            let versions = person.list::<ListFileVersions>((id,), VersionsQuery::default());
            let history = person.list::<ListTimeline>((client,), TimelineQuery::default());
            let ways = [
                list.await.is_ok(),
                person.get::<GetFile>((id,)).await.is_ok(),
                versions.await.is_ok(),
                content(&person, id, 1).await.is_ok(),
                history.await.is_ok(),
            ];
            assert_eq!(ways, [card; 5], "{role:?} of {branch}");
            seen.push(card);
        }
    }
    assert!(seen.contains(&true) && seen.contains(&false), "{seen:?}");
});

both!(whoever_may_only_look_changes_nothing, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let file = added(&app.owner, client, "a.txt", b"text").await;
    let file = file.expect("a file");
    let id = file.id;
    let analyst = app.joins(BuiltInRole::Analyst).await;
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[there]).await;
    for (person, code) in [(&analyst, Code::NotAllowed), (&stranger, Code::NotFound)] {
        let patch = FilePatch {
            name: Some("b.txt".into()),
        };
        let refused = [
            added(person, client, "b.txt", b"text").await.map(drop),
            version(person, id, b"text").await.map(drop),
            person.change::<UpdateFile>((id,), 1, patch).await.map(drop),
            person.change::<DeleteFile>((id,), 1, ()).await,
            person.post::<RestoreFile>((id,), ()).await.map(drop),
            person
                .post::<RestoreFileVersion>((id, 1), ())
                .await
                .map(drop),
        ];
        for (place, refused) in refused.into_iter().enumerate() {
            assert_eq!(refused.unwrap_err().code(), Some(code), "{place}");
        }
    }
    assert_eq!(app.owner.get::<GetFile>((id,)).await.unwrap(), file);
    assert_eq!(app.bytes().len(), 1);
    // Bytes are nobody's without a token, also under the address that somebody was shown.
    let nobody = content(&app.nobody(), id, 1).await.unwrap_err();
    assert_eq!(nobody.status(), Some(StatusCode::UNAUTHORIZED.as_u16()));
});
