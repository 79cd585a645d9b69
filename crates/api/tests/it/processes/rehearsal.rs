//! The past through a draft: numbers that can be added up by hand, nothing written, and only what the asker may see.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::ids::ResultId;
use domain::processes::{Continuation, DueRule, DueUnit, Graph, Target};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::error::Code;
use wire::processes::{GetDraft, ListVersions};
use wire::rehearsal::{DeadEndReason, Rehearsal, RehearsalRequest, RehearseProcess, Replay};

use super::process;
use crate::desk::{Desk, text};

const CALL: &str = "personal_call";

async fn rehearsed(person: &Person, desk: &Desk, graph: Option<Graph>) -> Rehearsal {
    let request = RehearsalRequest { graph };
    let told = person.post::<RehearseProcess>((desk.process(),), request);
    told.await.expect("a rehearsal")
}

async fn published(desk: &Desk) -> Graph {
    let versions = desk.anna.get::<ListVersions>((desk.process(),)).await;
    versions.expect("versions").items[0].graph.clone()
}

fn times(replay: &Replay, step: &str, result: ResultId) -> u32 {
    let step = replay.steps.iter().find(|known| known.step == step);
    let results = &step.expect("the step").results;
    let found = results.iter().find(|known| known.result_id == result);
    found.map_or(0, |found| found.times)
}

/// Two clients who think it over for three working days and then will not be reached or buy, one who books a trial and comes.
async fn history(app: &TestApp, desk: &Desk) {
    let (_, first) = desk.begin("Анна Мельник").await;
    let (_, second) = desk.begin("Иван Кожокару").await;
    let (_, third) = desk.begin("Пётр Ёлкин").await;
    let first = desk.ends(first.id, "thinks", &[]).await.next_task;
    let second = desk.ends(second.id, "thinks", &[]).await.next_task;
    let visit = [("visit_at", text("2026-11-24T16:00:00Z"))];
    let third = desk.ends(third.id, "trial_booked", &visit).await.next_task;
    app.later(Duration::days(5)).await;
    desk.ends(first.expect("a call").id, "bought", &[]).await;
    desk.ends(second.expect("a call").id, "no_answer", &[])
        .await;
    desk.ends(third.expect("a trial").id, "bought", &[]).await;
}

/// Whoever thinks is called after one working day instead of three.
fn sooner(graph: &Graph, thinking: ResultId) -> Graph {
    let mut graph = graph.clone();
    for way in &mut graph.transitions {
        if way.result_id == thinking {
            way.then = Continuation::Step {
                target: Target {
                    due: Some(DueRule::After {
                        amount: 1,
                        unit: DueUnit::WorkingDays,
                        at: None,
                    }),
                    ..Target::plain(CALL)
                },
            };
        }
    }
    graph
}

both!(
    the_published_version_reproduces_what_really_happened,
    |app| {
        let desk = Desk::of(app).await;
        history(app, &desk).await;
        let told = rehearsed(&app.owner, &desk, None).await;
        assert_eq!((told.chains, told.results), (3, 6));
        let days = (told.to - told.from).num_days() + 1;
        assert_eq!(days, 6);
        assert_eq!(told.working_days, 6);
        let present = told.present.expect("the published version");
        assert_eq!((present.used, present.left_over), (6, 0));
        let real = [
            (CALL, "thinks", 2),
            (CALL, "trial_booked", 1),
            (CALL, "bought", 1),
            (CALL, "no_answer", 1),
            ("trial_lesson", "bought", 1),
            ("check_purchase", "bought", 0),
        ];
        for (step, result, count) in real {
            let seen = times(&present, step, desk.result(result));
            assert_eq!(seen, count, "{step} {result}");
        }
        assert_eq!(present.ends.goal, 2);
        assert_eq!(
            (
                present.ends.open,
                present.ends.unknown,
                present.ends.dead_end
            ),
            (1, 0, 0)
        );
        // All of it is Anna's: six tasks were done, and the second attempt is open today.
        let [load] = &present.load[..] else {
            panic!("{:?}", present.load)
        };
        assert_eq!((load.employee_id, load.tasks), (Some(desk.anna.me.id), 7));
        assert_eq!(load.name, desk.anna.me.name);
        assert_eq!((load.days[0], load.days[5]), (3, 4));
        assert_eq!(load.days.iter().sum::<u32>(), 7);
        let [round] = &present.rounds[..] else {
            panic!("{:?}", present.rounds)
        };
        // Two came back from thinking, one of them once more from not answering.
        assert_eq!(
            (round.steps.clone(), round.times, round.clients, round.most),
            (vec![CALL.to_owned()], 3, 2, 2)
        );
        // Nothing was drafted: the draft is the published version.
        assert_eq!(told.draft, present);
    }
);

both!(a_draft_is_compared_with_what_is_published, |app| {
    let desk = Desk::of(app).await;
    history(app, &desk).await;
    let thinking = desk.result("thinks");
    let draft = sooner(&published(&desk).await, thinking);
    let told = rehearsed(&app.owner, &desk, Some(draft)).await;
    let (present, draft) = (told.present.expect("published"), told.draft);
    assert_eq!((draft.used, draft.ends), (present.used, present.ends));
    assert!(draft.seconds_to_goal < present.seconds_to_goal);
    let days = |replay: &Replay| replay.load[0].days.clone();
    assert_ne!(days(&draft), days(&present));
    assert_eq!(draft.tasks, 7);
});

both!(what_cannot_go_on_is_told_by_name, |app| {
    let desk = Desk::of(app).await;
    history(app, &desk).await;
    let (thinking, booked) = (desk.result("thinks"), desk.result("trial_booked"));
    let mut draft = published(&desk).await;
    for step in &mut draft.steps {
        step.results.retain(|result| *result != thinking);
    }
    draft.transitions.retain(|way| way.result_id != booked);
    let told = rehearsed(&app.owner, &desk, Some(draft)).await.draft;
    let dead: Vec<_> = told
        .dead_ends
        .iter()
        .map(|end| (end.why, end.result_id, end.clients))
        .collect();
    assert_eq!(
        dead,
        [
            (DeadEndReason::ResultUnknown, Some(thinking), 2),
            (DeadEndReason::NothingFollows, Some(booked), 1),
        ]
    );
    assert_eq!(told.dead_ends[0].result_name.as_deref(), Some("Думает"));
    assert_eq!(told.dead_ends[0].step_name, "Личный звонок клиенту");
    assert_eq!((told.used, told.left_over), (0, 6));
});

both!(nothing_is_written, |app| {
    let desk = Desk::of(app).await;
    history(app, &desk).await;
    app.relay().await;
    let every_row = async || {
        let told = |tx: &mut store::Tx<'_>| tx.described_rows(&[], &[]);
        let rows = app.state.db.read(store::Who::System, app.now(), told).await;
        rows.expect("all rows")
    };
    let before: BTreeMap<String, Vec<String>> = every_row().await;
    let draft = sooner(&published(&desk).await, desk.result("thinks"));
    rehearsed(&app.owner, &desk, Some(draft)).await;
    rehearsed(&app.owner, &desk, None).await;
    assert_eq!(every_row().await, before);
});

both!(
    results_taken_back_and_results_of_long_ago_are_not_replayed,
    |app| {
        let desk = Desk::of(app).await;
        let (_, first) = desk.begin("Анна Мельник").await;
        desk.ends(first.id, "thinks", &[]).await;
        desk.take_back(first.id).await.expect("taken back");
        let told = rehearsed(&app.owner, &desk, None).await;
        assert_eq!((told.chains, told.results), (0, 0));
        let next = desk.ends(first.id, "thinks", &[]).await.next_task;
        app.later(Duration::days(89)).await;
        assert_eq!(rehearsed(&app.owner, &desk, None).await.results, 1);
        // She who was on her way before the period enters where she stood.
        app.later(Duration::days(2)).await;
        desk.ends(next.expect("a call").id, "no_answer", &[]).await;
        let told = rehearsed(&app.owner, &desk, None).await;
        assert_eq!((told.chains, told.results), (1, 1));
        let present = told.present.expect("published");
        assert_eq!(times(&present, CALL, desk.result("no_answer")), 1);
        assert_eq!((present.ends.open, present.seconds_to_goal), (1, None));
    }
);

both!(
    a_manager_hears_of_his_branch_and_an_operator_of_none,
    |app| {
        let desk = Desk::of(app).await;
        history(app, &desk).await;
        let south = app.another_branch("Юг", "Asia/Yekaterinburg").await;
        let here = app.joins(BuiltInRole::Manager).await;
        let there = app.joins_in(BuiltInRole::Manager, &[south]).await;
        assert_eq!(rehearsed(&here, &desk, None).await.chains, 3);
        assert_eq!(rehearsed(&there, &desk, None).await.chains, 0);
        let refused = desk
            .anna
            .post::<RehearseProcess>((desk.process(),), RehearsalRequest::default())
            .await
            .expect_err("not hers");
        assert_eq!(refused.code(), Some(Code::NotAllowed));
    }
);

both!(a_draft_without_a_beginning_and_one_without_a_past, |app| {
    let owner = &app.owner;
    let empty = process(owner, "Ещё пустой").await.id;
    let refused = owner
        .post::<RehearseProcess>((empty,), RehearsalRequest::default())
        .await
        .expect_err("no beginning");
    assert_eq!(refused.code(), Some(Code::WrongState));
    let desk = Desk::of(app).await;
    let told = rehearsed(owner, &desk, None).await;
    assert_eq!((told.chains, told.results, told.from), (0, 0, told.to));
    let graph = owner.get::<GetDraft>((desk.process(),)).await;
    let request = RehearsalRequest {
        graph: Some(graph.expect("a draft").graph),
    };
    let told = owner.post::<RehearseProcess>((empty,), request).await;
    assert_eq!(told.expect("a rehearsal").present, None);
});
