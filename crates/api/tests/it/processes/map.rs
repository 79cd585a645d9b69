//! The live map: numbers that can be added up by hand, and each of them the length of a list, for everybody.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::chains::Adjustment;
use domain::ids::{ResultId, TaskId};
use domain::map::Delay;
use domain::tasks::TaskState;
use domain::time::Due;
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::chains::{NewChain, StartChain};
use wire::clients::{ClientsQuery, CreateClient, ListClients, NewClient};
use wire::error::Code;
use wire::list::Listed;
use wire::map::{GetMap, MapQuery, MapStep, ProcessMap};
use wire::processes::{
    GetDraft, ListVersions, PublishProcess, PublishRequest, SaveDraft, SaveDraftRequest,
};
use wire::tasks::{ListTasks, TasksQuery};

use super::process;
use crate::desk::{Desk, answer, text};

const CALL: &str = "personal_call";
const TRIAL: &str = "trial_lesson";

async fn map_for(person: &Person, desk: &Desk, query: MapQuery) -> ProcessMap {
    let told = person.list::<GetMap>((desk.process(),), query).await;
    told.expect("a map")
}

async fn map(person: &Person, desk: &Desk) -> ProcessMap {
    map_for(person, desk, MapQuery::default()).await
}

fn step<'a>(map: &'a ProcessMap, key: &str) -> &'a MapStep {
    let mut steps = map.steps.iter();
    steps.find(|step| step.step == key).expect("the step")
}

fn times(step: &MapStep, result: ResultId) -> u32 {
    let found = step.results.iter().find(|known| known.result_id == result);
    found.map_or(0, |found| found.times)
}

/// Two days go by: one client thinks, one was not reached, one booked a trial and bought, one sleeps, one waits for the first call.
async fn history(app: &TestApp, desk: &Desk) {
    let (_, first) = desk.begin("Анна Мельник").await;
    let (_, second) = desk.begin("Иван Кожокару").await;
    let (_, third) = desk.begin("Пётр Ёлкин").await;
    let (_, fourth) = desk.begin("Ольга Зима").await;
    app.later(Duration::hours(1)).await;
    desk.ends(first.id, "thinks", &[]).await;
    desk.ends(second.id, "no_answer", &[]).await;
    let visit = [("visit_at", text("2026-11-24T16:00:00Z"))];
    let third = desk.ends(third.id, "trial_booked", &visit).await.next_task;
    desk.ends(fourth.id, "not_now", &[]).await;
    app.later(Duration::days(2)).await;
    desk.ends(third.expect("a trial").id, "bought", &[]).await;
    desk.begin("Мария Лето").await;
}

both!(the_numbers_of_a_small_club, |app| {
    let desk = Desk::of(app).await;
    history(app, &desk).await;
    let told = map(&app.owner, &desk).await;
    let call = step(&told, CALL);
    // The one who thinks, the one who was not reached, and the newcomer.
    assert_eq!((call.standing, call.sleeping, call.done), (3, 1, 4));
    // Whoever was not reached should have been called again two working hours later.
    assert_eq!((call.overdue, call.delay), (1, Delay::Much));
    assert_eq!(call.waiting_seconds, Some(2 * 24 * 3_600));
    assert_eq!(call.lasting_seconds, Some(3_600));
    for (result, count) in [
        ("thinks", 1),
        ("no_answer", 1),
        ("trial_booked", 1),
        ("not_now", 1),
        ("bought", 0),
    ] {
        assert_eq!(times(call, desk.result(result)), count, "{result}");
    }
    let trial = step(&told, TRIAL);
    assert_eq!(
        (trial.standing, trial.done, trial.delay),
        (0, 1, Delay::None)
    );
    assert_eq!(times(trial, desk.result("bought")), 1);
    assert_eq!(trial.lasting_seconds, Some(2 * 24 * 3_600));
    assert_eq!((trial.waiting_seconds, trial.drawn), (None, true));
    assert_eq!(step(&told, "check_purchase").done, 0);
    assert_eq!((told.at, told.in_use.len()), (app.now(), 1));
    assert_eq!((told.to - told.from).num_days(), 29);
});

both!(a_taken_back_result_was_not_given, |app| {
    let desk = Desk::of(app).await;
    let (_, task) = desk.begin("Анна Мельник").await;
    desk.ends(task.id, "thinks", &[]).await;
    desk.take_back(task.id).await.expect("taken back");
    let told = map(&app.owner, &desk).await;
    assert_eq!((step(&told, CALL).done, step(&told, CALL).standing), (0, 1));
    desk.ends(task.id, "no_answer", &[]).await;
    let told = map(&app.owner, &desk).await;
    let call = step(&told, CALL);
    assert_eq!(times(call, desk.result("no_answer")), 1);
    assert_eq!((call.done, call.standing), (1, 1));
});

/// Each number beside the number of rows of the list that is said to be behind it.
async fn every_number_is_a_list(person: &Person, desk: &Desk, told: &ProcessMap, who: &str) {
    let process_id = Some(desk.process());
    let tasks = async |query: TasksQuery| {
        let query = TasksQuery {
            process_id,
            limit: Some(200),
            include_total: Some(true),
            ..query
        };
        let page = person.list::<ListTasks>((), query).await;
        let page = page.expect("a list");
        assert_eq!(
            page.total.map(|total| total.count as usize),
            Some(page.items.len())
        );
        page.items.len() as u32
    };
    for step in &told.steps {
        let here = || TasksQuery {
            step: Some(step.step.clone()),
            ..TasksQuery::default()
        };
        let done = || TasksQuery {
            status: Some(Listed(vec![TaskState::Done])),
            closed_after: Some(told.since),
            closed_before: Some(told.until),
            ..here()
        };
        let place = format!("{who}: {}", step.step);
        assert_eq!(tasks(here()).await, step.standing, "{place}");
        let overdue = TasksQuery {
            due_before: Some(told.at),
            ..here()
        };
        assert_eq!(tasks(overdue).await, step.overdue, "{place}, overdue");
        assert_eq!(tasks(done()).await, step.done, "{place}, done");
        for result in &step.results {
            let with_it = TasksQuery {
                result_id: Some(result.result_id),
                ..done()
            };
            assert_eq!(
                tasks(with_it).await,
                result.times,
                "{place}, {}",
                result.name
            );
        }
        let asleep = ClientsQuery {
            process_id,
            sleeps_before: Some(step.step.clone()),
            ..ClientsQuery::default()
        };
        let asleep = person.list::<ListClients>((), asleep).await;
        let asleep = asleep.expect("clients").items.len() as u32;
        assert_eq!(asleep, step.sleeping, "{place}, asleep");
    }
}

fn sum(told: &ProcessMap, of: fn(&MapStep) -> u32) -> u32 {
    told.steps.iter().map(of).sum()
}

both!(everybody_sees_what_his_lists_hold, |app| {
    let desk = Desk::of(app).await;
    history(app, &desk).await;
    let south = app.another_branch("Юг", "Asia/Yekaterinburg").await;
    let there = app.joins_in(BuiltInRole::Operator, &[south]).await;
    // In the south: one client sleeps, one was called, one waits.
    for (name, result) in [
        ("Юлия Юг", Some("not_now")),
        ("Яна Юг", Some("thinks")),
        ("Эмма Юг", None),
    ] {
        let new = NewClient {
            name: Some(name.into()),
            branch_id: Some(south),
            ..NewClient::default()
        };
        let client = there
            .post::<CreateClient>((), new)
            .await
            .expect("a client")
            .client;
        let chain = NewChain {
            client_id: client.id,
            process_id: desk.process(),
            assignee_id: None,
            due: None,
        };
        let chain = there.post::<StartChain>((), chain).await.expect("a chain");
        let task: TaskId = chain.tasks[0].id;
        if let Some(result) = result {
            let request = answer(desk.result(result), &[]);
            desk.complete_as(&there, task, request).await.expect("done");
        }
    }
    // A coach has one of the tasks of the first branch, later than all others.
    let coach = app.joins(BuiltInRole::Coach).await;
    let (_, task) = desk.begin("Клара Тренер").await;
    let request = wire::tasks::CompleteRequest {
        next: Adjustment {
            assignee_id: Some(coach.me.id),
            due: Some(Due::At(app.now().plus(Duration::hours(5)))),
        },
        ..answer(
            desk.result("trial_booked"),
            &[("visit_at", text("2026-11-26T16:00:00Z"))],
        )
    };
    desk.complete(task.id, request).await.expect("done");
    app.later(Duration::days(4)).await;

    let manager = app.joins(BuiltInRole::Manager).await;
    let elsewhere = app.joins_in(BuiltInRole::Manager, &[south]).await;
    let analyst = app.joins(BuiltInRole::Analyst).await;
    let idle = app.joins(BuiltInRole::Operator).await;
    let standing = |told: &ProcessMap| sum(told, |step| step.standing);
    let done = |told: &ProcessMap| sum(told, |step| step.done);
    let asleep = |told: &ProcessMap| sum(told, |step| step.sleeping);
    for (who, person, expected) in [
        ("owner", &app.owner, (6, 8, 2)),
        ("analyst", &analyst, (6, 8, 2)),
        ("manager", &manager, (4, 6, 1)),
        ("manager of the south", &elsewhere, (2, 2, 1)),
        ("operator", &desk.anna, (3, 6, 1)),
        ("operator of the south", &there, (2, 2, 1)),
        ("operator without work", &idle, (0, 0, 1)),
        ("coach", &coach, (1, 0, 0)),
    ] {
        let told = map(person, &desk).await;
        assert_eq!(
            (standing(&told), done(&told), asleep(&told)),
            expected,
            "{who}"
        );
        every_number_is_a_list(person, &desk, &told, who).await;
    }
});

both!(versions_are_summed_by_step_and_can_be_seen_alone, |app| {
    let desk = Desk::of(app).await;
    history(app, &desk).await;
    let process = desk.process();
    let draft = app
        .owner
        .get::<GetDraft>((process,))
        .await
        .expect("a draft");
    let mut graph = draft.graph;
    // The trial is gone from the new version, the first call leads on without it.
    let trial = desk.result("trial_booked");
    graph.steps.retain(|known| known.key != TRIAL);
    graph.transitions.retain(|way| way.step != TRIAL);
    for known in &mut graph.steps {
        known.results.retain(|result| *result != trial);
    }
    graph.transitions.retain(|way| way.result_id != trial);
    let request = SaveDraftRequest {
        graph,
        version: draft.version,
    };
    let saved = app
        .owner
        .call::<SaveDraft>((process,), (), request)
        .reply()
        .await;
    let request = PublishRequest::of(saved.expect("saved").version);
    let second = app
        .owner
        .post::<PublishProcess>((process,), request)
        .await
        .expect("published");
    desk.begin("Нина Новая").await;

    let told = map(&app.owner, &desk).await;
    assert_eq!((told.version.id, told.in_use.len()), (second.id, 2));
    assert_eq!(step(&told, CALL).standing, 4);
    let gone = step(&told, TRIAL);
    assert_eq!(
        (gone.drawn, gone.done, gone.name.as_str()),
        (false, 1, "Пробное занятие")
    );
    // What the drawn step does not offer, and what was given, is told too.
    assert_eq!(times(step(&told, CALL), trial), 1);
    every_number_is_a_list(&app.owner, &desk, &told, "all versions").await;

    let versions = app
        .owner
        .get::<ListVersions>((process,))
        .await
        .expect("versions")
        .items;
    for (version, standing, done) in [(&versions[0], 1, 0), (&versions[1], 3, 5)] {
        let query = MapQuery {
            version_id: Some(version.id),
            ..MapQuery::default()
        };
        let told = map_for(&app.owner, &desk, query).await;
        assert_eq!(told.version.id, version.id);
        assert_eq!(sum(&told, |step| step.standing), standing);
        assert_eq!(sum(&told, |step| step.done), done);
        assert!(told.steps.iter().all(|step| step.drawn));
        let tasks = TasksQuery {
            process_id: Some(process),
            version_id: Some(version.id),
            ..TasksQuery::default()
        };
        let page = app.owner.list::<ListTasks>((), tasks).await;
        assert_eq!(page.expect("tasks").items.len() as u32, standing);
    }
});

both!(a_period_is_made_of_days_of_the_club, |app| {
    let desk = Desk::of(app).await;
    history(app, &desk).await;
    let told = map(&app.owner, &desk).await;
    let asked = async |from: i64, to: i64| {
        let query = MapQuery {
            version_id: None,
            from: Some(told.to - Duration::days(from)),
            to: Some(told.to - Duration::days(to)),
        };
        let told = map_for(&app.owner, &desk, query).await;
        every_number_is_a_list(&app.owner, &desk, &told, "a period").await;
        (
            sum(&told, |step| step.done),
            sum(&told, |step| step.standing),
        )
    };
    // Who stands where is always of now.
    assert_eq!(asked(0, 0).await, (1, 3));
    assert_eq!(asked(2, 1).await, (4, 3));
    assert_eq!(asked(2, 0).await, (5, 3));
    assert_eq!(asked(9, 3).await, (0, 3));
    for (from, to) in [(0, 1), (400, 0)] {
        let query = MapQuery {
            version_id: None,
            from: Some(told.to - Duration::days(from)),
            to: Some(told.to - Duration::days(to)),
        };
        let refused = app.owner.list::<GetMap>((desk.process(),), query).await;
        assert_eq!(
            refused.expect_err("refused").code(),
            Some(Code::InvalidParameter)
        );
    }
    let unborn = process(&app.owner, "Ещё пустой").await.id;
    let refused = app
        .owner
        .list::<GetMap>((unborn,), MapQuery::default())
        .await
        .expect_err("never published");
    assert_eq!(refused.code(), Some(Code::WrongState));
});
