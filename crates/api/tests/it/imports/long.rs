//! Long files: their rows come and go in bites between which others write, and nobody ever sees half of one.

use chrono::Duration;
use domain::ids::ImportId;
use domain::imports::{FileKind, ImportState, ListSubject, Reading, Rules};
use store::imports::{NewImport, ROWS_AT_ONCE};
use store::{StoreError, Tx, Who};
use testkit::app::TestApp;
use testkit::both;
use wire::imports::{
    DeleteImport, GetImport, ImportPatch, ImportRowsQuery, ImportsQuery, ListImportRows,
    ListImports, UpdateImport,
};

use super::{import, pasted};

fn table(rows: usize) -> String {
    let rows = (0..rows).map(|n| format!("Клиент{n} Иван\t+7912{:07}", 3_000_000 + n));
    std::iter::once("ФИО\tТелефон".to_owned())
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The numbers of its rows, as the list gives them.
async fn numbers(app: &TestApp, id: ImportId) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut cursor = None;
    loop {
        let query = ImportRowsQuery {
            limit: Some(200),
            cursor,
            ..ImportRowsQuery::default()
        };
        let asked = app.owner.call::<ListImportRows>((id,), query, ());
        let page = asked.reply().await.expect("rows");
        numbers.extend(page.items.iter().map(|row| row.number));
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return numbers,
        }
    }
}

both!(a_long_file_is_read_read_anew_and_thrown_away, |app| {
    let owner = &app.owner;
    let count = 2 * ROWS_AT_ONCE as u32 + 7;
    let made = pasted(owner, &table(count as usize)).await;
    assert_eq!((made.rows, made.state), (count, ImportState::Draft));
    let all: Vec<u32> = (2..count + 2).collect();
    assert_eq!(numbers(app, made.id).await, all);

    // Without a header there is one row more.
    let reading = Reading {
        header: false,
        ..made.reading.clone()
    };
    let patch = ImportPatch {
        reading: Some(reading),
        ..ImportPatch::default()
    };
    let anew = owner.call::<UpdateImport>((made.id,), (), patch);
    let anew = anew
        .if_match(made.version)
        .reply()
        .await
        .expect("read anew");
    assert_eq!(anew.rows, count + 1);
    assert_eq!(import(owner, made.id).await, anew);
    let all: Vec<u32> = (1..count + 2).collect();
    assert_eq!(numbers(app, made.id).await, all);

    let gone = owner.call::<DeleteImport>((made.id,), (), ());
    gone.if_match(anew.version)
        .reply()
        .await
        .expect("thrown away");
    let absent = owner.get::<GetImport>((made.id,)).await;
    assert_eq!(absent.expect_err("gone").status(), Some(404));
    app.errands().await;
    let left = crate::desk::rows(app).await;
    for table in ["imports", "import_rows", "import_files", "import_keys"] {
        assert_eq!(left.get(table).map_or(0, Vec::len), 0, "{table}");
    }
});

both!(
    what_would_be_refused_leaves_the_rows_where_they_are,
    |app| {
        let owner = &app.owner;
        let count = ROWS_AT_ONCE as u32 + 1;
        let made = pasted(owner, &table(count as usize)).await;
        let patch = ImportPatch {
            reading: Some(made.reading.clone()),
            rules: Some(Rules {
                phone_country: Some("??".into()),
                ..Rules::default()
            }),
            ..ImportPatch::default()
        };
        let refused = owner.call::<UpdateImport>((made.id,), (), patch);
        let refused = refused.if_match(made.version).reply().await;
        assert_eq!(refused.expect_err("no such country").status(), Some(422));
        assert_eq!(import(owner, made.id).await, made);
        assert_eq!(numbers(app, made.id).await.len(), count as usize);
    }
);

both!(rows_that_never_came_to_an_end_are_swept_away, |app| {
    let owner = &app.owner;
    let branch_id = pasted(owner, &table(1)).await.branch_id;
    // As a server leaves it that is killed between two bites.
    let begin = move |tx: &mut Tx<'_>| {
        let import = tx.create_import(NewImport {
            name: "half".into(),
            subject: ListSubject::Clients,
            kind: FileKind::Text,
            reading: Reading {
                encoding: None,
                separator: None,
                sheet: None,
                header: true,
            },
            sheets: Vec::new(),
            columns: Vec::new(),
            rules: Rules::default(),
            mapping: None,
            branch_id,
            content: "aGFsZg==".into(),
            row_count: 10_000,
        })?;
        tx.add_import_rows(
            import.id,
            (2..502).map(|n| (n, vec!["half".into()])).collect(),
        )?;
        Ok::<_, StoreError>(import.id)
    };
    let db = &app.state.db;
    let half = db.write(Who::System, app.now(), begin).await.expect("half");
    let listed = owner.call::<ListImports>((), ImportsQuery::default(), ());
    let listed = listed.reply().await.expect("imports").items;
    assert_eq!(listed.len(), 1, "nobody sees half an import");
    let absent = owner.get::<GetImport>((half,)).await;
    assert_eq!(absent.expect_err("not there").status(), Some(404));
    app.errands().await;
    let there = move |tx: &mut Tx<'_>| Ok::<_, StoreError>(tx.hidden_import(half).is_ok());
    let still = db
        .write(Who::System, app.now(), there)
        .await
        .expect("a look");
    assert!(still, "its rows may still be on their way");
    app.later(Duration::hours(2)).await;
    app.errands().await;
    let still = db
        .write(Who::System, app.now(), there)
        .await
        .expect("a look");
    assert!(!still);
    let left = crate::desk::rows(app).await;
    assert_eq!(left.get("import_rows").map_or(0, Vec::len), 1);
});
