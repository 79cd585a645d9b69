//! Undoing a change of a task: by sending what it was, and it is that again in everything.

use chrono::Duration;
use client::Failure;
use domain::access::BuiltInRole;
use domain::time::Due;
use testkit::app::Person;
use testkit::both;
use wire::error::Code;
use wire::tasks::{CreateTask, GetTask, NewTask, TaskPatch, TaskView, UpdateTask};

use super::titled;
use crate::desk::{Desk, at, day, faults, rows};

fn to(due: Due) -> TaskPatch {
    TaskPatch {
        due: Some(due),
        ..TaskPatch::default()
    }
}

async fn change(person: &Person, task: &TaskView, patch: TaskPatch) -> Result<TaskView, Failure> {
    person
        .change::<UpdateTask>((task.id,), task.version, patch)
        .await
}

/// Anna's, for a moment of the first day.
async fn errand(desk: &Desk) -> TaskView {
    let task = NewTask {
        due: Some(Due::At(at("2026-11-23T16:00:00Z"))),
        ..titled("Заказать воду")
    };
    let made = desk.anna.post::<CreateTask>((), task).await;
    made.expect("a task")
}

both!(an_overdue_task_goes_back_to_its_moment, |app| {
    let desk = Desk::of(app).await;
    // The databases keep what the API's milliseconds do not show.
    app.later(Duration::microseconds(1_234_567)).await;
    let (_, call) = desk.begin("Мария Гончаренко").await;
    let errand = errand(&desk).await;
    app.later(Duration::days(2)).await;
    for task in [call.id, errand.id] {
        let task = desk.anna.get::<GetTask>((task,)).await.expect("a task");
        app.later(Duration::minutes(1)).await;
        let before = rows(app).await;
        let moved = change(&desk.anna, &task, to(day("2026-11-30"))).await;
        let moved = moved.expect("moved");
        assert_eq!(moved.postponed, task.postponed + 1);
        assert_ne!(rows(app).await, before);
        app.state.clock.advance(Duration::minutes(8));
        let back = change(&desk.anna, &moved, to(task.due)).await;
        let back = back.expect("as it was");
        assert_eq!((back.due, back.postponed), (task.due, task.postponed));
        let after = rows(app).await;
        for (table, rows) in &before {
            assert_eq!(&after[table], rows, "{table}");
        }
    }
});

both!(
    only_the_last_change_is_undone_in_time_by_its_author,
    |app| {
        let desk = Desk::of(app).await;
        let manager = app.joins(BuiltInRole::Manager).await;
        let task = errand(&desk).await;
        app.later(Duration::days(2)).await;
        let in_past = |answer: Result<TaskView, Failure>| {
            assert_eq!(faults(&answer.expect_err("the past"))["/due"], "in_past");
        };
        let moved = change(&desk.anna, &task, to(day("2026-11-30"))).await;
        let moved = moved.expect("moved");
        in_past(change(&manager, &moved, to(task.due)).await);
        in_past(change(&desk.anna, &moved, to(day("2026-11-22"))).await);
        let stale = change(&desk.anna, &task, to(task.due)).await;
        let stale = stale.expect_err("not what is there");
        assert_eq!(stale.code(), Some(Code::VersionMismatch));
        let again = change(&desk.anna, &moved, to(day("2026-12-01"))).await;
        let again = again.expect("moved on");
        in_past(change(&desk.anna, &again, to(task.due)).await);
        let first = change(&desk.anna, &again, to(moved.due)).await;
        let first = first.expect("one change back");
        assert_eq!(first.postponed, 1);
        app.later(Duration::seconds(601)).await;
        let now = change(&desk.anna, &first, to(day("2026-11-25"))).await;
        let late = change(&desk.anna, &now.expect("moved"), to(first.due)).await;
        let late = late.expect("not in the past");
        let lost = change(&desk.anna, &late, to(day("2026-12-02"))).await;
        app.later(Duration::seconds(601)).await;
        in_past(change(&desk.anna, &lost.expect("moved"), to(task.due)).await);
    }
);

both!(a_task_handed_over_by_mistake_comes_back, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let give = |person: &Person| TaskPatch {
        assignee_id: Some(person.me.id),
        ..TaskPatch::default()
    };
    let task = errand(&desk).await;
    let given = change(&desk.anna, &task, give(&boris)).await;
    let given = given.expect("handed over");
    // It is his now: she may not touch it, but she may take back what she has just done.
    let refused = change(&desk.anna, &given, to(day("2026-11-30"))).await;
    assert_eq!(refused.expect_err("his").code(), Some(Code::NotFound));
    let back = change(&desk.anna, &given, give(&desk.anna)).await;
    let back = back.expect("hers again");
    assert_eq!(back.assignee.employee_id, Some(desk.anna.me.id));

    let given = change(&desk.anna, &back, give(&boris)).await;
    let given = given.expect("handed over");
    let touched = change(&boris, &given, to(day("2026-11-30"))).await;
    let touched = touched.expect("at work");
    let refused = change(&desk.anna, &touched, give(&desk.anna)).await;
    assert_eq!(refused.expect_err("his").code(), Some(Code::NotFound));
});
