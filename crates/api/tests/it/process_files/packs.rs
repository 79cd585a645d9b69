use domain::language::Language;
use testkit::both;
use wire::process_files::{Existing, GetPack, ImportRequest, ListPacks, PackQuery};

use super::{import, request};

both!(every_pack_is_taken_in_and_published, |app| {
    let owner = &app.owner;
    let packs = owner.get::<ListPacks>(()).await.expect("packs").items;
    assert_eq!(packs.len(), 6);
    // All of them in one club: what they share is there once.
    for pack in packs {
        let query = PackQuery::default();
        let file = owner
            .list::<GetPack>((pack.key.clone(),), query)
            .await
            .expect("a pack")
            .file;
        let wanted = ImportRequest {
            publish: true,
            existing: Existing::Keep,
            ..request(&file)
        };
        let imported = import(owner, wanted).await;
        let imported = imported.unwrap_or_else(|refused| panic!("{}: {refused:?}", pack.key));
        assert_eq!(imported.processes.len(), 3);
        for process in imported.processes {
            assert!(process.published.is_some(), "{}", process.name);
            assert_eq!(process.problems, []);
        }
    }
    let query = PackQuery {
        language: Some(Language::Ro),
    };
    let file = owner.list::<GetPack>(("dance".to_owned(),), query).await;
    assert!(file.expect("a pack").file.contains("language: ro"));
    let unknown = owner
        .list::<GetPack>(("golf".to_owned(),), PackQuery::default())
        .await
        .expect_err("no pack");
    assert_eq!(unknown.status(), Some(404));
});
