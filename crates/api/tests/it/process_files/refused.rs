use client::Failure;
use domain::access::BuiltInRole;
use testkit::both;
use wire::error::{Code, Fault};
use wire::process_files::ImportRequest;
use wire::processes::ListProcesses;
use wire::results::ListResults;

use super::{FILE, import, request};

/// `line problem` of every fault.
fn lines(refused: &Failure) -> Vec<String> {
    let faults = refused.field_errors().iter().map(|fault| {
        assert_eq!(fault.pointer.as_deref(), Some("/file"));
        assert_eq!(fault.code, Fault::File);
        assert!(!fault.message.is_empty());
        format!("{} {}", fault.params["line"], fault.params["problem"])
    });
    faults.collect()
}

both!(
    faults_of_a_file_are_told_with_their_lines_and_change_nothing,
    |app| {
        let owner = &app.owner;
        let empty = async || {
            let results = owner.get::<ListResults>(()).await.expect("results").items;
            let processes = owner
                .get::<ListProcesses>(())
                .await
                .expect("processes")
                .items;
            results.is_empty() && processes.is_empty()
        };
        for (file, expected) in [
            ("perezvon: 1\n\tlanguage: ru".to_owned(), vec!["2 tab"]),
            (
                FILE.replace("priority: high", "priority: urgent")
                    .replace("due: 15 working minutes", "due: soon"),
                vec!["10 due", "57 not_a_word"],
            ),
            (
                FILE.replace(
                    "gotovo: goal\n          pozzhe:\n            step: call",
                    "gotov: goal\n          pozzhe:\n            step: cal",
                ),
                vec!["16 unknown", "18 unknown"],
            ),
            // Everything before it was made already: it is undone.
            (
                FILE.replace("role: operator", "role: Звездочёт"),
                vec!["25 unknown"],
            ),
            (
                FILE.replace("process: after", "process: Такого нет"),
                vec!["41 unknown"],
            ),
            (
                FILE.replace(
                    "assignee: responsible",
                    "assignee: {employee: nobody@club.example}",
                ),
                vec!["11 unknown"],
            ),
        ] {
            let refused = import(owner, request(&file)).await.expect_err("a bad file");
            assert_eq!(refused.code(), Some(Code::ValidationFailed));
            assert_eq!(lines(&refused), expected);
            assert!(empty().await, "{expected:?}");
        }
        let refused = import(owner, request(&"x".repeat(10_000_000)))
            .await
            .expect_err("too large");
        assert_eq!(refused.code(), Some(Code::TooLarge));
        let long = format!("perezvon: 1\n# {}", "я".repeat(300_000));
        let refused = import(owner, request(&long)).await.expect_err("too large");
        assert_eq!(lines(&refused), ["1 too_big"]);
    }
);

both!(what_cannot_be_published_is_told_and_undone, |app| {
    let owner = &app.owner;
    let unfinished = FILE.replace("            process: after\n", "");
    let request = ImportRequest {
        publish: true,
        ..request(&unfinished)
    };
    let refused = import(owner, request.clone())
        .await
        .expect_err("unfinished");
    assert_eq!(refused.code(), Some(Code::NotPublishable));
    assert_eq!(lines(&refused), ["40 missing_continuation"]);
    assert!(
        owner
            .get::<ListProcesses>(())
            .await
            .expect("them")
            .items
            .is_empty()
    );
    // As a draft it may be taken in.
    let draft = ImportRequest {
        publish: false,
        ..request
    };
    let imported = import(owner, draft).await.expect("a draft");
    let problems = &imported.processes[0].problems;
    assert!(
        problems
            .iter()
            .any(|problem| problem.code == "missing_continuation")
    );
});

both!(
    a_field_that_asks_another_kind_of_question_is_refused,
    |app| {
        let owner = &app.owner;
        import(owner, request(FILE)).await.expect("taken in");
        let other = FILE.replace(
            "        label: Вернуться после\n        type: date\n",
            "        label: Вернуться после\n        type: text\n",
        );
        let refused = import(owner, request(&other))
            .await
            .expect_err("another type");
        assert_eq!(lines(&refused), ["106 other_type"]);
    }
);

both!(
    whoever_may_only_edit_processes_may_not_publish_them,
    |app| {
        let manager = &app.joins(BuiltInRole::Manager).await;
        let publish = ImportRequest {
            publish: true,
            ..request(FILE)
        };
        let refused = import(manager, publish).await.expect_err("not allowed");
        assert_eq!(refused.code(), Some(Code::NotAllowed));
        assert!(
            app.owner
                .get::<ListProcesses>(())
                .await
                .expect("them")
                .items
                .is_empty()
        );
    }
);
