use domain::chains::Adjustment;
use domain::time::Due;
use testkit::both;
use wire::error::Code;
use wire::tasks::{CompleteRequest, PreviewCompletion};

use crate::desk::{Desk, answer, at, day, faults, text};

both!(a_preview_says_what_happens_and_stores_nothing, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let look = |request: CompleteRequest| desk.anna.post::<PreviewCompletion>((task.id,), request);
    let before = crate::desk::rows(app).await;
    let seen = look(answer(desk.result("thinks"), &[]))
        .await
        .expect("a preview");
    assert_eq!(seen.due, Some(day("2026-11-26")));
    assert_eq!(
        seen.assignee.expect("a person").employee_id,
        Some(desk.anna.me.id)
    );
    let moved = CompleteRequest {
        next: Adjustment {
            due: Some(Due::At(at("2026-11-27T09:00:00Z"))),
            assignee_id: None,
        },
        ..answer(desk.result("thinks"), &[])
    };
    let seen_moved = look(moved.clone()).await.expect("a preview");
    assert_eq!(
        seen_moved.due,
        Some(day("2026-11-26")),
        "before any change by hand"
    );
    assert_ne!(seen_moved.sentence, seen.sentence);
    let refused = look(answer(desk.result("call_back"), &[]))
        .await
        .expect_err("a date");
    assert_eq!(faults(&refused)["/fields/call_at"], "required");
    let asleep = look(answer(
        desk.result("not_now"),
        &[("return_after", text("2027-01-10"))],
    ))
    .await;
    assert_eq!(asleep.expect("a preview").due, None);
    assert_eq!(crate::desk::rows(app).await, before);

    // What happens is what was seen.
    let done = desk.complete(task.id, moved).await.expect("done");
    assert_eq!(
        (done.sentence, done.next),
        (seen_moved.sentence, seen_moved.next)
    );
    let late = look(answer(desk.result("thinks"), &[]))
        .await
        .expect_err("late");
    assert_eq!(late.code(), Some(Code::TaskAlreadyDone));
    assert_eq!(desk.chain(&chain).await.tasks.len(), 2);
});
