//! Files go where their client goes, and keep what was made of an import.

use testkit::both;
use wire::files::{DeleteFile, RestoreFile};

use super::{added, content, names, somebody, version};
use crate::merges::{assert_same, merge, undo, whole};

both!(a_merge_takes_files_along_and_brings_them_back, |app| {
    let (kept, other) = (
        somebody(app, "Иванова Мария").await,
        somebody(app, "Иванова Маша").await,
    );
    let mine = added(&app.owner, kept, "mine.txt", b"1").await;
    let mine = mine.expect("a file").id;
    let theirs = added(&app.owner, other, "theirs.txt", b"2").await;
    let theirs = theirs.expect("a file").id;
    version(&app.owner, theirs, b"22").await.expect("a version");
    let trash = added(&app.owner, other, "trash.txt", b"3").await;
    let trash = trash.expect("a file").id;
    app.owner
        .change::<DeleteFile>((trash,), 1, ())
        .await
        .expect("gone");
    let before = whole(app).await;

    let merged = merge(app, kept, other, None).await.expect("merged");
    assert_eq!(
        names(&app.owner, kept, false).await,
        ["theirs.txt", "mine.txt"]
    );
    assert_eq!(names(&app.owner, kept, true).await, ["trash.txt"]);
    assert!(names(&app.owner, other, false).await.is_empty());
    content(&app.owner, theirs, 2).await.expect("bytes");
    let refused = added(&app.owner, other, "late.txt", b"4").await;
    let code = refused
        .expect_err("a card that was put into another")
        .code();
    assert_eq!(code, Some(wire::error::Code::AlreadyMerged));
    undo(app, &merged).await.expect("two again");
    assert_same(&before, &whole(app).await);

    // What is done in between stays where it is: a new file on the kept card, a new version with its file.
    let merged = merge(app, kept, other, None).await.expect("merged");
    added(&app.owner, kept, "since.txt", b"5")
        .await
        .expect("a file");
    version(&app.owner, theirs, b"222")
        .await
        .expect("a version");
    app.owner
        .post::<RestoreFile>((trash,), ())
        .await
        .expect("back");
    undo(app, &merged).await.expect("two again");
    assert_eq!(
        names(&app.owner, kept, false).await,
        ["since.txt", "mine.txt"]
    );
    assert_eq!(
        names(&app.owner, other, false).await,
        ["trash.txt", "theirs.txt"]
    );
    assert_eq!(
        content(&app.owner, theirs, 3).await.expect("bytes").body,
        b"222"
    );
    content(&app.owner, mine, 1).await.expect("bytes");
});

both!(an_imported_card_with_a_file_is_somebodys_work, |app| {
    use crate::imports::{checked, pasted, ran, undone};
    let owner = &app.owner;
    let import = pasted(
        owner,
        "Name;Phone\nAnna Miller;+79123456789\nBoris Black;+79123456780",
    )
    .await;
    checked(app, owner, import.id).await;
    ran(app, owner, import.id).await;
    let rows = crate::imports::rows(owner, import.id, None).await;
    let anna = rows[0].client.clone().expect("a card").id;
    added(owner, anna, "a.txt", b"text").await.expect("a file");
    let back = undone(app, owner, import.id).await;
    assert_eq!((back.fates.removed, back.fates.kept), (1, 1));
    assert_eq!(names(owner, anna, false).await, ["a.txt"]);
});
