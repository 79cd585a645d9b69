use chrono::Duration;
use testkit::both;
use wire::day::{Boot, DayQuery, DayTab, GetMyDay};

use crate::desk::{Desk, text};

both!(
    what_was_done_today_is_counted_and_can_be_taken_back,
    |app| {
        let desk = Desk::of(app).await;
        let mut done = Vec::new();
        for (place, result) in ["no_answer", "thinks", "trial_booked", "bought"]
            .into_iter()
            .enumerate()
        {
            let (_, task) = desk.begin(&format!("Клиент Номер{place}")).await;
            let visit = [("visit_at", text("2026-11-28T16:00:00Z"))];
            let fields = if result == "trial_booked" {
                &visit[..]
            } else {
                &[]
            };
            desk.ends(task.id, result, fields).await;
            done.push(task.id);
            app.later(Duration::minutes(1)).await;
        }
        let tab = |tab| DayQuery {
            tab,
            ..DayQuery::default()
        };
        let day = desk
            .anna
            .list::<GetMyDay>((), tab(DayTab::Done))
            .await
            .expect("a day");
        let ids: Vec<_> = day.items.iter().map(|item| item.task.id).collect();
        assert_eq!(ids, done.iter().rev().copied().collect::<Vec<_>>());
        assert!(day.items.iter().all(|item| {
            item.task
                .completion
                .as_ref()
                .is_some_and(|done| done.undo_until.is_some())
        }));
        let numbers = day.numbers;
        assert_eq!(
            (
                numbers.done,
                numbers.reached,
                numbers.progress,
                numbers.goals
            ),
            (4, 3, 1, 1)
        );
        assert_eq!(day.counts.done, 4);
        let find = DayQuery {
            q: Some("номер1".into()),
            ..tab(DayTab::Done)
        };
        let found = desk.anna.list::<GetMyDay>((), find).await.expect("a day");
        assert_eq!(found.items.len(), 1);

        desk.take_back(done[3]).await.expect("taken back");
        let day = desk
            .anna
            .list::<GetMyDay>((), tab(DayTab::Done))
            .await
            .expect("a day");
        assert_eq!((day.items.len(), day.numbers.goals), (3, 0));

        // Tomorrow is another day.
        app.later(Duration::hours(14)).await;
        let day = desk
            .anna
            .list::<GetMyDay>((), tab(DayTab::Done))
            .await
            .expect("a day");
        assert_eq!((day.items.len(), day.numbers.done), (0, 0));
    }
);

both!(the_first_screen_comes_in_one_answer, |app| {
    let desk = Desk::of(app).await;
    let (_, task) = desk.begin("Мария Гончаренко").await;
    let boot = desk.anna.get::<Boot>(()).await.expect("boot");
    assert_eq!(boot.me.id, desk.anna.me.id);
    assert_eq!(boot.day.items[0].task.id, task.id);
    assert_eq!((boot.broken_chains, boot.unread_notices), (0, 0));
    desk.ends(task.id, "thinks", &[]).await;
    let boot = desk.anna.get::<Boot>(()).await.expect("boot");
    assert_eq!(boot.day.items, []);
    assert!(boot.day.nearest.is_some(), "the nearest planned one");
});
