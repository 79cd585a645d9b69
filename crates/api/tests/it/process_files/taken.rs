use domain::ids::ProcessId;
use testkit::both;
use wire::dictionaries::ListDictionaries;
use wire::process_files::{Done, Existing, ImportRequest};
use wire::processes::{GetDraft, GetProcess, ListProcesses, ListVersions};
use wire::results::ListResults;
use wire::templates::ListTemplates;

use super::{FILE, exported, import, request};

fn published(file: &str) -> ImportRequest {
    ImportRequest {
        publish: true,
        ..request(file)
    }
}

fn id(imported: &wire::process_files::Imported, place: usize) -> ProcessId {
    imported.processes[place].id.expect("an id")
}

both!(an_empty_club_takes_a_file_in_and_writes_it_again, |app| {
    let owner = &app.owner;
    let imported = import(owner, published(FILE)).await.expect("taken in");
    let told: Vec<_> = imported
        .processes
        .iter()
        .map(|process| {
            (
                process.name.as_str(),
                process.done,
                process.published.as_ref().map(|version| version.number),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Поручения", Done::Created, Some(1)),
            ("После отказа", Done::Created, Some(1)),
        ]
    );
    assert!(
        imported
            .things
            .iter()
            .all(|thing| thing.done == Done::Created)
    );
    assert_eq!(imported.things.len(), 9);

    // What the club writes is what another empty club writes, keys and all.
    let written = exported(owner, id(&imported, 0)).await;
    let again = import(owner, published(&written)).await.expect("taken in");
    assert!(
        again
            .things
            .iter()
            .all(|thing| thing.done == Done::Unchanged),
        "{again:?}"
    );
    for process in &again.processes {
        assert_eq!(
            (process.done, &process.changes[..], &process.published),
            (Done::Unchanged, &[][..], &None)
        );
    }
    assert_eq!(exported(owner, id(&imported, 0)).await, written);
    let versions = owner.get::<ListVersions>((id(&imported, 0),)).await;
    assert_eq!(
        versions.expect("versions").items.len(),
        1,
        "nothing new is published"
    );
});

both!(a_file_goes_from_club_to_club_unchanged, |app| {
    let pack = process_file::packs::pack("language", domain::language::Language::Ru);
    let pack = pack.expect("a pack").text;
    let other = testkit::app::TestApp::sqlite().await;
    for file in [FILE, pack] {
        let first = import(&app.owner, published(file)).await.expect("taken in");
        for place in 0..first.processes.len() {
            let written = exported(&app.owner, id(&first, place)).await;
            let second = import(&other.owner, published(&written)).await;
            let second = second.expect("taken in");
            assert_eq!(exported(&other.owner, id(&second, 0)).await, written);
        }
    }
    other.finish().await;
});

both!(
    what_a_file_does_not_name_stays_and_nothing_comes_twice,
    |app| {
        let owner = &app.owner;
        let first = import(owner, published(FILE)).await.expect("taken in");
        let count = async || {
            let results = owner
                .get::<ListResults>(())
                .await
                .expect("results")
                .items
                .len();
            let templates = owner
                .get::<ListTemplates>(())
                .await
                .expect("templates")
                .items
                .len();
            let dictionaries = owner
                .get::<ListDictionaries>(())
                .await
                .expect("dictionaries")
                .items
                .len();
            let processes = owner
                .get::<ListProcesses>(())
                .await
                .expect("processes")
                .items
                .len();
            (results, templates, dictionaries, processes)
        };
        let before = count().await;
        let changed = FILE
            .replace("      - уезжает\n", "      - болеет\n")
            .replace(
                "due: 0 working days\n      check:",
                "due: 2 working days\n      check:",
            )
            .replace("minutes: 10", "minutes: 15")
            .replace(
                "        label: Вернуться после\n        type: date\n",
                "        label: Когда вернуться\n        type: date\n",
            );
        let again = import(owner, request(&changed)).await.expect("taken in");
        assert_eq!(count().await, before);
        let done = |name: &str| {
            let found = again.things.iter().find(|thing| thing.name == name);
            found.expect("a thing").done
        };
        assert_eq!(done("Почему не сейчас"), Done::Updated);
        assert_eq!(done("Не сейчас"), Done::Updated);
        assert_eq!(done("Звонок с поручением"), Done::Updated);
        assert_eq!(done("Поручение готово"), Done::Unchanged);
        let process = &again.processes[0];
        assert_eq!(
            (process.done, process.published.is_none()),
            (Done::Updated, true)
        );
        assert_eq!(process.changes.len(), 1);
        let problems = process.problems.iter().map(|problem| problem.code.as_str());
        // Nobody works as an operator here; that is worth a look and no more.
        assert_eq!(problems.collect::<Vec<_>>(), ["role_without_people"]);
        // The file's values come first, the club's own stay.
        let written = exported(owner, id(&first, 0)).await;
        let values: Vec<&str> = written
            .split("values:\n")
            .nth(1)
            .expect("values")
            .lines()
            .map(str::trim)
            .collect();
        assert_eq!(values, ["- болеет", "- \"да: но потом\"", "- уезжает"]);
        assert!(written.contains("Когда вернуться"));
        // Only the draft is another one.
        let line = owner.get::<GetProcess>((id(&first, 0),)).await.expect("it");
        assert_eq!(
            (
                line.published.map(|version| version.number),
                line.draft.is_some()
            ),
            (Some(1), true)
        );
    }
);

both!(what_is_kept_only_gets_what_it_lacks, |app| {
    let owner = &app.owner;
    import(owner, published(FILE)).await.expect("taken in");
    let changed = FILE
        .replace("minutes: 10", "minutes: 15")
        .replace("label: Почему", "label: Отчего")
        .replace("    name: Отказ от поручения\n    outcome: refusal\n", "    name: Отказ от поручения\n    outcome: invalid\n    fields:\n      details: {label: Подробности, type: long_text}\n");
    let kept = ImportRequest {
        existing: Existing::Keep,
        ..request(&changed)
    };
    let imported = import(owner, kept).await.expect("taken in");
    let done: Vec<_> = imported
        .things
        .iter()
        .filter(|thing| thing.done != Done::Unchanged)
        .map(|thing| thing.name.as_str())
        .collect();
    assert_eq!(done, ["Отказ от поручения"]);
    let results = owner.get::<ListResults>(()).await.expect("results").items;
    let refusal = results
        .iter()
        .find(|result| result.name == "Отказ от поручения");
    let refusal = refusal.expect("it");
    assert_eq!(refusal.outcome, domain::results::Outcome::Refusal);
    assert_eq!(refusal.fields.len(), 1);
});

both!(a_file_that_is_only_tried_changes_nothing, |app| {
    let owner = &app.owner;
    let tried = ImportRequest {
        dry_run: true,
        publish: true,
        ..request(FILE)
    };
    let imported = import(owner, tried.clone()).await.expect("tried");
    assert!(imported.dry_run);
    assert_eq!(imported.processes[0].id, None);
    assert_eq!(imported.processes[0].done, Done::Created);
    assert!(
        owner
            .get::<ListProcesses>(())
            .await
            .expect("them")
            .items
            .is_empty()
    );
    assert!(
        owner
            .get::<ListResults>(())
            .await
            .expect("them")
            .items
            .is_empty()
    );

    let made = import(owner, published(FILE)).await.expect("taken in");
    let slower = FILE.replace("due: 15 working minutes", "due: 30 working minutes");
    let imported = import(
        owner,
        ImportRequest {
            file: slower,
            ..tried
        },
    )
    .await
    .expect("tried");
    assert_eq!(imported.processes[0].id, made.processes[0].id);
    assert_eq!(imported.processes[0].changes.len(), 1);
    let draft = owner.get::<GetDraft>((id(&made, 0),)).await.expect("it");
    assert_eq!(draft.version, 0, "no draft was saved");
});
