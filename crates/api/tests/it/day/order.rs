//! The order of work: what SQL answers is what the domain says.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::ids::{EmployeeId, TaskId};
use domain::tasks::{self, Band, Marks, Priority, Rank, Waiting, rank};
use domain::time::Due;
use testkit::app::Person;
use testkit::both;
use wire::day::{DayQuery, DayTab, GetMyDay, MyDay, QueueGroup};
use wire::staff::{EmployeePatch, GetEmployee, UpdateEmployee};
use wire::tasks::{CreateTask, NewTask};

use crate::desk::{Desk, at, day};

fn errand(title: &str, due: Due, priority: Priority) -> NewTask {
    NewTask {
        title: Some(title.into()),
        due: Some(due),
        priority: Some(priority),
        ..NewTask::default()
    }
}

async fn look(person: &Person, query: DayQuery) -> MyDay {
    person.list::<GetMyDay>((), query).await.expect("a day")
}

fn of(tab: DayTab) -> DayQuery {
    DayQuery {
        tab,
        ..DayQuery::default()
    }
}

both!(the_queue_is_in_the_domains_order_on_every_page, |app| {
    use Priority::{High, Low, Normal};
    let anna = app.joins(BuiltInRole::Operator).await;
    let dues = [
        (day("2026-11-24"), High),
        (day("2026-11-23"), Low),
        (Due::At(at("2026-11-23T09:10:00Z")), Low),
        (Due::At(at("2026-11-23T14:30:00Z")), Normal),
        (day("2026-11-25"), Normal),
        (Due::At(at("2026-11-24T07:00:00Z")), Low),
        (Due::At(at("2026-11-25T08:50:00Z")), Normal),
        (Due::At(at("2026-11-25T09:14:00Z")), High),
        (Due::At(at("2026-11-25T20:30:00Z")), Low),
        (Due::At(at("2026-11-25T15:00:00Z")), High),
        (day("2026-11-25"), High),
        (day("2026-11-25"), Low),
        (Due::At(at("2026-11-25T21:00:00Z")), High),
        (day("2026-11-26"), High),
        (day("2026-12-24"), Low),
        (Due::At(at("2026-11-26T09:00:00Z")), Normal),
    ];
    let mut waiting = Vec::new();
    for (place, (due, priority)) in dues.into_iter().enumerate() {
        let task = errand(&format!("Дело {place}"), due, priority);
        let id = anna.post::<CreateTask>((), task).await.expect("a task").id;
        waiting.push((id, due, priority));
    }
    app.later(Duration::hours(48)).await;
    let zone = api::zones::around("Europe/Moscow", app.now());
    let marks = Marks::of(app.now(), &zone);
    let mut ranked: Vec<_> = waiting
        .iter()
        .map(|(id, due, priority)| rank(Waiting::new(*id, *due, *priority, &zone), marks))
        .collect();
    ranked.sort();
    let expected = |planned: bool| -> Vec<TaskId> {
        let of_tab = ranked
            .iter()
            .filter(|rank| (rank.band == Band::Planned) == planned);
        of_tab.map(|rank| rank.id).collect()
    };
    for (tab, planned) in [(DayTab::Todo, false), (DayTab::Planned, true)] {
        for limit in [1, 2, 5, 50] {
            let mut found = Vec::new();
            let mut query = DayQuery {
                limit: Some(limit),
                ..of(tab)
            };
            loop {
                let page = look(&anna, query.clone()).await;
                found.extend(page.items.into_iter().map(|item| item.task.id));
                match page.next_cursor {
                    Some(cursor) => query.cursor = Some(cursor),
                    None => break,
                }
            }
            assert_eq!(found, expected(planned), "{tab:?} by {limit}");
        }
    }
    let today = look(&anna, of(DayTab::Todo)).await;
    let count = |group| {
        let stand = |rank: &&Rank| rank.band.group() == group;
        ranked.iter().filter(stand).count()
    };
    let counts = today.counts;
    assert_eq!(counts.now as usize, count(tasks::QueueGroup::Now));
    assert_eq!(counts.overdue as usize, count(tasks::QueueGroup::Overdue));
    assert_eq!(counts.today as usize, count(tasks::QueueGroup::Today));
    assert_eq!(counts.planned as usize, count(tasks::QueueGroup::Planned));
    assert_eq!(today.items[0].group, QueueGroup::Now);
    assert!(today.items.iter().all(|item| !item.rank_reason.is_empty()));
});

both!(each_branch_has_its_own_day, |app| {
    // 12:00 in Moscow, 14:00 in Almaty, 22:00 of the day before in Honolulu is never on the same day for long.
    let almaty = app.another_branch("Восток", "Asia/Almaty").await;
    let honolulu = app.another_branch("Запад", "Pacific/Honolulu").await;
    let branches = [app.branch, almaty, honolulu];
    let anna = app.joins_in(BuiltInRole::Operator, &branches).await;
    for branch in branches {
        let zone = if branch == honolulu {
            "2026-11-22"
        } else {
            "2026-11-23"
        };
        let task = NewTask {
            branch_id: Some(branch),
            ..errand("Сегодня там", day(zone), Priority::Normal)
        };
        anna.post::<CreateTask>((), task).await.expect("a task");
        let next = if branch == honolulu {
            "2026-11-23"
        } else {
            "2026-11-24"
        };
        let task = NewTask {
            branch_id: Some(branch),
            ..errand("Завтра там", day(next), Priority::Normal)
        };
        anna.post::<CreateTask>((), task).await.expect("a task");
    }
    let today = look(&anna, DayQuery::default()).await;
    assert_eq!(
        (
            today.counts.overdue,
            today.counts.today,
            today.counts.planned
        ),
        (0, 3, 3)
    );
    assert!(
        today
            .items
            .iter()
            .all(|item| item.task.title == "Сегодня там")
    );
    assert!(
        today
            .items
            .iter()
            .all(|item| item.group == QueueGroup::Today)
    );
});

both!(
    the_pool_of_ones_role_is_part_of_the_day_and_others_work_is_not,
    |app| {
        let desk = Desk::of(app).await;
        let boris = app.joins(BuiltInRole::Operator).await;
        let manager = app.joins(BuiltInRole::Manager).await;
        let give = |assignee: Option<EmployeeId>, pool: bool, title: &str| NewTask {
            assignee_id: assignee,
            pool_role_id: pool.then_some(desk.anna.me.role.id),
            ..errand(title, day("2026-11-23"), Priority::Normal)
        };
        for task in [
            give(Some(desk.anna.me.id), false, "Анне"),
            give(Some(boris.me.id), false, "Борису"),
            give(None, true, "Операторам"),
        ] {
            manager.post::<CreateTask>((), task).await.expect("a task");
        }
        let titles = |day: MyDay| -> Vec<String> {
            let mut titles: Vec<String> =
                day.items.into_iter().map(|item| item.task.title).collect();
            titles.sort();
            titles
        };
        assert_eq!(
            titles(look(&desk.anna, DayQuery::default()).await),
            ["Анне", "Операторам"]
        );
        assert_eq!(
            titles(look(&boris, DayQuery::default()).await),
            ["Борису", "Операторам"]
        );
        assert_eq!(titles(look(&manager, DayQuery::default()).await), [""; 0]);
        let team = DayQuery {
            team: Some(true),
            ..DayQuery::default()
        };
        assert_eq!(
            titles(look(&manager, team.clone()).await),
            ["Анне", "Борису", "Операторам"]
        );
        assert_eq!(
            titles(look(&desk.anna, team).await),
            ["Анне", "Операторам"],
            "her reach is her own"
        );
        let person = wire::list::Person::Employee(boris.me.id);
        let his = DayQuery {
            assignee_id: Some(person),
            ..DayQuery::default()
        };
        assert_eq!(titles(look(&manager, his.clone()).await), ["Борису"]);
        assert_eq!(titles(look(&desk.anna, his).await), [""; 0]);
    }
);

both!(
    a_head_sees_his_branch_and_his_own_work_elsewhere_once,
    |app| {
        let west = app.another_branch("Запад", "Europe/Moscow").await;
        let everywhere = [app.branch, west];
        let head = app.joins_in(BuiltInRole::Manager, &everywhere).await;
        let owner = app.joins_in(BuiltInRole::Owner, &everywhere).await;
        let boris = app.joins_in(BuiltInRole::Operator, &everywhere).await;
        let tasks = [
            ("Борису здесь", &boris, app.branch, "2026-11-23"),
            ("Борису на западе", &boris, west, "2026-11-23"),
            ("Голове здесь", &head, app.branch, "2026-11-23"),
            ("Голове на западе", &head, west, "2026-11-29"),
        ];
        for (title, person, branch, on) in tasks {
            let task = NewTask {
                assignee_id: Some(person.me.id),
                branch_id: Some(branch),
                ..errand(title, day(on), Priority::Normal)
            };
            owner.post::<CreateTask>((), task).await.expect("a task");
        }
        let only_west = EmployeePatch {
            branch_ids: Some(vec![west]),
            ..EmployeePatch::default()
        };
        let known = app
            .owner
            .get::<GetEmployee>((head.me.id,))
            .await
            .expect("him");
        let moves = app
            .owner
            .change::<UpdateEmployee>((known.id,), known.version, only_west);
        moves.await.expect("he moves");
        let team = DayQuery {
            team: Some(true),
            ..DayQuery::default()
        };
        let his = DayQuery {
            assignee_id: Some(wire::list::Person::Employee(boris.me.id)),
            ..DayQuery::default()
        };
        let here = |query: &DayQuery, branch| DayQuery {
            branch_id: Some(branch),
            ..query.clone()
        };
        let words = |query: &DayQuery, words: &str| DayQuery {
            q: Some(words.into()),
            ..query.clone()
        };
        let rows: [(&str, &Person, DayQuery, &[&str], u32); 9] = [
            (
                "all",
                &owner,
                team.clone(),
                &["Борису здесь", "Борису на западе", "Голове здесь"],
                1,
            ),
            (
                "his",
                &head,
                team.clone(),
                &["Борису на западе", "Голове здесь"],
                1,
            ),
            (
                "his, in a branch",
                &head,
                here(&team, west),
                &["Борису на западе"],
                1,
            ),
            (
                "his, elsewhere",
                &head,
                here(&team, app.branch),
                &["Голове здесь"],
                0,
            ),
            ("his own", &head, DayQuery::default(), &["Голове здесь"], 1),
            (
                "a colleague",
                &owner,
                his.clone(),
                &["Борису здесь", "Борису на западе"],
                0,
            ),
            (
                "as far as he reaches",
                &head,
                his.clone(),
                &["Борису на западе"],
                0,
            ),
            ("out of reach", &head, here(&his, app.branch), &[], 0),
            (
                "by words",
                &owner,
                words(&team, "голов"),
                &["Голове здесь"],
                1,
            ),
        ];
        for (what, person, query, expected, planned) in rows {
            let found = look(person, query).await;
            let titles: Vec<&str> = found.items.iter().map(|item| &*item.task.title).collect();
            assert_eq!(titles, expected, "{what}");
            assert_eq!(found.counts.planned, planned, "{what}");
        }
    }
);
