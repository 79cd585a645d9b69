//! A file and what it was.

use domain::files::ContentKind;
use domain::timeline::EntryKind;
use testkit::both;
use wire::clients::{ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::files::{
    DeleteFile, FilePatch, GetFile, ListClientFiles, ListFileVersions, RestoreFile,
    RestoreFileVersion, UpdateFile, VersionsQuery,
};

use super::{added, content, names, somebody, version};
use crate::desk::faults;

both!(a_file_is_put_on_a_card_and_comes_back_as_it_was, |app| {
    let client = somebody(app, "Иванова Мария").await;
    // More than what is held in memory at once.
    let long: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let pdf = [b"%PDF-1.7\n".as_slice(), &long].concat();
    let file = added(&app.owner, client, "Договор № 5.pdf", &pdf).await;
    let file = file.expect("a file");
    assert_eq!(file.name, "Договор № 5.pdf");
    assert_eq!((file.version, file.current.number), (1, 1));
    assert_eq!(file.current.kind, ContentKind::Pdf);
    assert_eq!(file.current.size, pdf.len() as u64);
    let by = file.current.uploaded_by.clone().expect("somebody");
    assert_eq!(by.name, app.owner.me.name);
    assert_eq!(app.owner.get::<GetFile>((file.id,)).await.unwrap(), file);
    let sent = content(&app.owner, file.id, 1).await.expect("bytes");
    assert!(sent.body == pdf, "{} bytes", sent.body.len());
    assert_eq!(names(&app.owner, client, false).await, ["Договор № 5.pdf"]);
    assert_eq!(app.bytes().len(), 1);
});

both!(versions_follow_each_other_and_none_is_lost, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let file = added(&app.owner, client, "note.txt", b"first").await;
    let id = file.expect("a file").id;
    let second = version(&app.owner, id, b"second").await.expect("a version");
    assert_eq!((second.current.number, second.version), (2, 2));
    assert_eq!(second.name, "note.txt");
    let back = app.owner.post::<RestoreFileVersion>((id, 1), ()).await;
    let back = back.expect("as it was");
    assert_eq!(back.current.number, 3);
    assert_eq!(back.current.restored_from, Some(1));
    for (number, bytes) in [(1, "first"), (2, "second"), (3, "first")] {
        let sent = content(&app.owner, id, number).await.expect("bytes");
        assert_eq!(String::from_utf8_lossy(&sent.body), bytes);
    }
    let query = || VersionsQuery {
        limit: Some(2),
        cursor: None,
    };
    let page = app.owner.list::<ListFileVersions>((id,), query()).await;
    let page = page.expect("versions");
    let numbers: Vec<u32> = page.items.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [3, 2]);
    let rest = VersionsQuery {
        cursor: page.next_cursor,
        ..query()
    };
    let rest = app.owner.list::<ListFileVersions>((id,), rest).await;
    assert_eq!(rest.expect("the rest").items[0].number, 1);
    // The one that counts counts already.
    let same = app.owner.post::<RestoreFileVersion>((id, 3), ()).await;
    assert_eq!(same.expect("nothing").current.number, 3);
    for number in [0, 4, u32::MAX] {
        let none = app.owner.post::<RestoreFileVersion>((id, number), ()).await;
        assert_eq!(none.unwrap_err().code(), Some(Code::NotFound));
        let none = content(&app.owner, id, number).await;
        assert_eq!(none.unwrap_err().code(), Some(Code::NotFound));
    }
    // Two versions with the same bytes share them.
    assert_eq!(app.bytes().len(), 2);
});

both!(what_is_done_with_a_file_is_in_the_history, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let file = added(&app.owner, client, "scan.txt", b"first").await;
    let id = file.expect("a file").id;
    version(&app.owner, id, b"second").await.expect("a version");
    let patch = FilePatch {
        name: Some("Согласие.txt".into()),
    };
    let named = app.owner.change::<UpdateFile>((id,), 2, patch).await;
    assert_eq!(named.expect("renamed").name, "Согласие.txt");
    let gone = app.owner.change::<DeleteFile>((id,), 3, ()).await;
    gone.expect("in the trash");
    let back = app.owner.post::<RestoreFile>((id,), ()).await;
    back.expect("back");
    let page = app
        .owner
        .list::<ListTimeline>((client,), TimelineQuery::default());
    let told: Vec<(String, Option<String>, Option<String>)> = page
        .await
        .expect("a history")
        .items
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::ClientChanged)
        .flat_map(|entry| entry.changes)
        .map(|change| (change.member, change.before, change.after))
        .collect();
    let said = |member: &str, before: Option<&str>, after: Option<&str>| {
        let text = |value: Option<&str>| value.map(str::to_owned);
        (member.to_owned(), text(before), text(after))
    };
    assert_eq!(
        told,
        [
            said("file_restored", None, Some("Согласие.txt")),
            said("file_deleted", Some("Согласие.txt"), None),
            said("file_renamed", Some("scan.txt"), Some("Согласие.txt")),
            said("file_version", None, Some("scan.txt (v2)")),
            said("file_added", None, Some("scan.txt")),
        ]
    );
    let log = |tx: &mut store::Tx<'_>| tx.described_rows(&[], &[]);
    let rows = app.state.db.read(store::Who::System, app.now(), log).await;
    let lines = rows.expect("rows").remove("audit").unwrap_or_default();
    for action in ["created", "updated", "deleted", "restored"] {
        let action = format!("file.{action}");
        assert!(lines.iter().any(|line| line.contains(&action)), "{action}");
    }
});

both!(a_stale_change_is_refused_and_a_bad_name_is_named, |app| {
    let client = somebody(app, "Иванова Мария").await;
    let file = added(&app.owner, client, "a.txt", b"text").await;
    let id = file.expect("a file").id;
    let name = |name: &str| FilePatch {
        name: Some(name.into()),
    };
    for bad in ["", "a/b.txt", "..", "a\u{202e}b", &"x".repeat(201)] {
        let refused = app.owner.change::<UpdateFile>((id,), 1, name(bad)).await;
        let refused = refused.expect_err(bad);
        assert_eq!(refused.code(), Some(Code::ValidationFailed), "{bad:?}");
        assert!(faults(&refused).contains_key("/name"), "{bad:?}");
    }
    let stale = app
        .owner
        .change::<UpdateFile>((id,), 7, name("b.txt"))
        .await;
    assert_eq!(stale.unwrap_err().code(), Some(Code::VersionMismatch));
    let stale = app.owner.change::<DeleteFile>((id,), 7, ()).await;
    assert_eq!(stale.unwrap_err().code(), Some(Code::VersionMismatch));
    assert_eq!(names(&app.owner, client, false).await, ["a.txt"]);
});

both!(the_same_request_with_the_same_file_is_one_file, |app| {
    use client::ready;
    use wire::files::AddClientFile;
    let client = somebody(app, "Иванова Мария").await;
    let mut request = ready::<AddClientFile>(&(client,), &(), &()).expect("a request");
    request.idempotency_key = Some("once".into());
    let send = |name: &'static str, content: &'static [u8]| {
        let (api, request) = (app.owner.api.clone(), request.clone());
        async move {
            api.upload(&request, name, content.to_vec())
                .await
                .expect("an answer")
        }
    };
    let first = send("a.txt", b"one").await;
    assert_eq!(first.status, 201);
    let again = send("a.txt", b"one").await;
    assert_eq!(again.headers.get("idempotent-replayed"), Some("true"));
    assert_eq!(again.body, first.body);
    for (name, content) in [("a.txt", &b"two"[..]), ("b.txt", b"one")] {
        let other = send(name, content).await;
        let refused = other.check().expect_err("another file");
        assert_eq!(refused.code(), Some(Code::IdempotencyKeyReused));
    }
    assert_eq!(names(&app.owner, client, false).await, ["a.txt"]);
    assert_eq!(app.bytes().len(), 1, "what became nothing is gone");
});

both!(what_is_in_the_trash_comes_back_or_goes, |app| {
    use chrono::Duration;
    let client = somebody(app, "Иванова Мария").await;
    for name in ["a.txt", "b.txt"] {
        let file = added(&app.owner, client, name, name.as_bytes()).await;
        let file = file.expect("a file");
        app.owner
            .change::<DeleteFile>((file.id,), 1, ())
            .await
            .expect("gone");
    }
    assert!(names(&app.owner, client, false).await.is_empty());
    assert_eq!(names(&app.owner, client, true).await, ["b.txt", "a.txt"]);
    let trash = wire::files::FilesQuery {
        deleted: Some(true),
        ..Default::default()
    };
    let page = app.owner.list::<ListClientFiles>((client,), trash).await;
    let file = page.expect("the trash").items.remove(0);
    assert_eq!(
        file.deleted_by.as_ref().map(|by| by.id),
        Some(app.owner.me.id)
    );
    assert_eq!(
        file.kept_until,
        file.deleted_at.map(|at| at.plus(Duration::days(30)))
    );
    // In the trash it can be looked at and not changed.
    content(&app.owner, file.id, 1).await.expect("bytes");
    let refused = version(&app.owner, file.id, b"more").await.unwrap_err();
    assert_eq!(refused.code(), Some(Code::WrongState));
    app.owner
        .post::<RestoreFile>((file.id,), ())
        .await
        .expect("back");
    app.later(Duration::days(31)).await;
    app.errands().await;
    assert!(names(&app.owner, client, true).await.is_empty());
    assert_eq!(names(&app.owner, client, false).await, ["b.txt"]);
    assert_eq!(app.bytes().len(), 2, "the bytes wait for the sweep");
    assert_eq!(app.sweep().await, 1);
    assert_eq!(app.bytes().len(), 1);
    content(&app.owner, file.id, 1)
        .await
        .expect("what is there stays");
});
