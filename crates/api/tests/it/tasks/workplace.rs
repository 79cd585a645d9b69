use domain::chains::complete;
use testkit::both;
use wire::tasks::{GetWorkplace, PreviewCompletion};

use crate::desk::{Desk, answer};

both!(the_workplace_has_everything_a_call_needs, |app| {
    let desk = Desk::of(app).await;
    let (_, task) = desk.begin("Щербакова Екатерина").await;
    let work = desk
        .anna
        .get::<GetWorkplace>((task.id,))
        .await
        .expect("a workplace");
    assert_eq!(work.task.id, task.id);
    let names: Vec<&str> = work
        .context
        .results
        .iter()
        .map(|result| result.name.as_str())
        .collect();
    assert_eq!(names.len(), 9);
    assert_eq!(
        (names[0], names[6]),
        ("Запись на пробное занятие", "Недозвон")
    );
    assert!(!work.context.dictionaries.is_empty());
    let client = work.client.expect("a client");
    assert_eq!(
        (client.given.as_deref(), client.surname.as_deref()),
        (Some("Екатерина"), Some("Щербакова"))
    );
    let script = work.script_html.expect("a script");
    assert!(!script.contains('{') && script.contains('<'), "{script}");
    assert_eq!(work.timeline.len(), 3, "added, started, first task");
    assert!(work.why.text.contains("Тёплый клиент"), "{}", work.why.text);

    // The browser's preview is the same function on the same facts.
    let result = desk.result("thinks");
    let nothing = Default::default();
    let by = desk.anna.me.id;
    let here = complete(
        &work.facts,
        result,
        &nothing,
        None,
        &Default::default(),
        by,
        &work.context,
    );
    let there = desk
        .anna
        .post::<PreviewCompletion>((task.id,), answer(result, &[]))
        .await;
    assert_eq!(
        here.expect("a decision").told(),
        there.expect("a preview").next
    );
});
