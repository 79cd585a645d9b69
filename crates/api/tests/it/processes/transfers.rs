//! Running chains go over to a new version, and back.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::chains::ChainState;
use domain::ids::{TransferId, VersionId};
use domain::processes::transfer::{Carried, Fate, Lot, TransferState};
use domain::processes::{Continuation, Exhausted, Graph, Target};
use domain::timeline::EntryKind;
use futures_util::stream::{self, StreamExt as _};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use testkit::app::TestApp;
use testkit::both;
use wire::chains::Chain;
use wire::clients::{ArchiveClient, ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::events::{EventsQuery, ListEvents};
use wire::processes::{
    GetDraft, GetVersion, ListVersions, PublishProcess, PublishRequest, SaveDraft,
    SaveDraftRequest, Version,
};
use wire::staff::{LeaveEmployee, Leaving};
use wire::tasks::{TaskPatch, UpdateTask};
use wire::templates::{ArchiveTemplate, GetTemplate};
use wire::transfers::{
    GetStanding, GetTransfer, ListTransferred, ListTransfers, NewTransfer, StartTransfer, Transfer,
    TransferredQuery, UndoTransfer,
};

use super::{Errand, process};
use crate::chains_begun::begun;
use crate::desk::{Desk, answer, faults, rows, text};
use crate::templates::template;

const CALL: &str = "personal_call";
const TRIAL: &str = "trial_lesson";
const CHECK: &str = "check_purchase";

/// The same graph with a step under another name.
fn renamed(graph: &Graph, from: &str, to: &str) -> Graph {
    let rename = |step: &mut String| {
        if step == from {
            *step = to.to_owned();
        }
    };
    let target = |target: &mut Target| rename(&mut target.step);
    let mut graph = graph.clone();
    graph.start.iter_mut().for_each(target);
    for step in &mut graph.steps {
        rename(&mut step.key);
    }
    for transition in &mut graph.transitions {
        rename(&mut transition.step);
        match &mut transition.then {
            Continuation::Step { target: to }
            | Continuation::Sleep { target: to, .. }
            | Continuation::Retry {
                exhausted: Exhausted::Step { target: to } | Exhausted::Sleep { target: to, .. },
                ..
            } => target(to),
            _ => {}
        }
    }
    graph
}

/// The published version, and its successor's draft with the trial lesson under another name; answers the draft's version.
async fn drafted(app: &TestApp, desk: &Desk) -> (Version, i64) {
    let id = desk.process();
    let versions = app
        .owner
        .get::<ListVersions>((id,))
        .await
        .expect("versions");
    let first = versions.items[0].clone();
    let seen = app.owner.get::<GetDraft>((id,)).await.expect("a draft");
    let save = SaveDraftRequest {
        graph: renamed(&first.graph, TRIAL, "first_lesson"),
        version: seen.version,
    };
    let draft = app.owner.post::<SaveDraft>((id,), save).await;
    (first, draft.expect("saved").version)
}

fn lot(version_id: VersionId, step: &str, then: Fate) -> Lot {
    Lot {
        version_id,
        step: step.into(),
        then,
    }
}

fn to(step: &str) -> Fate {
    Fate::Move { step: step.into() }
}

fn end(reason: &str) -> Fate {
    Fate::End {
        reason: reason.into(),
    }
}

async fn publish(app: &TestApp, desk: &Desk, version: i64, transfer: Vec<Lot>) -> Version {
    let request = PublishRequest { version, transfer };
    let published = app.owner.post::<PublishProcess>((desk.process(),), request);
    published.await.expect("published")
}

async fn latest(app: &TestApp, desk: &Desk) -> Transfer {
    let listed = app.owner.get::<ListTransfers>((desk.process(),)).await;
    listed.expect("transfers").items[0].clone()
}

async fn undo(app: &TestApp, desk: &Desk, id: TransferId) -> Transfer {
    let begun = app.owner.post::<UndoTransfer>((desk.process(), id), ());
    begun.await.expect("undoing");
    app.errands().await;
    let transfer = app.owner.get::<GetTransfer>((desk.process(), id)).await;
    transfer.expect("the transfer")
}

/// Clients at the call, at the trial lesson, at the check, and asleep before a call.
async fn standing(desk: &Desk) -> [Chain; 4] {
    let (call, first) = desk.begin("Анна Мельник").await;
    desk.ends(first.id, "no_answer", &[]).await;
    let (trial, task) = desk.begin("Иван Кожокару").await;
    let when = [("visit_at", text("2026-11-28T16:00:00Z"))];
    desk.ends(task.id, "trial_booked", &when).await;
    let (check, task) = desk.begin("Пётр Ёлкин").await;
    desk.ends(task.id, "will_buy", &[]).await;
    let (asleep, task) = desk.begin("Șerban Țurcan").await;
    desk.ends(task.id, "not_now", &[("return_after", text("2026-12-20"))])
        .await;
    [call, trial, check, asleep]
}

both!(chains_go_over_and_go_on_by_the_new_version, |app| {
    let desk = Desk::of(app).await;
    let [call, trial, check, asleep] = standing(&desk).await;
    let (first, draft) = drafted(app, &desk).await;

    let seen = app.owner.get::<GetStanding>((desk.process(),)).await;
    let places = seen.expect("where they stand").places;
    let told: Vec<_> = places
        .iter()
        .map(|place| {
            let names = place.clients.iter().map(|client| client.name.as_str());
            (
                place.step.as_str(),
                (place.active, place.sleeping),
                names.count(),
                place.proposed.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (CALL, (1, 1), 2, Some(CALL)),
            (TRIAL, (1, 0), 1, None),
            (CHECK, (1, 0), 1, Some(CHECK)),
        ]
    );

    let lots = vec![
        lot(first.id, CALL, to(CALL)),
        lot(first.id, TRIAL, to("first_lesson")),
    ];
    let second = publish(app, &desk, draft, lots).await;
    app.errands().await;
    let transfer = latest(app, &desk).await;
    assert_eq!(transfer.state, TransferState::Done);
    assert_eq!((transfer.total, transfer.moved, transfer.ended), (3, 3, 0));
    // Whoever looks on is told.
    app.relay().await;
    let query = EventsQuery {
        limit: Some(200),
        ..EventsQuery::default()
    };
    let told = desk.anna.list::<ListEvents>((), query).await;
    let told = told.expect("changes").items;
    assert!(told.iter().any(|event| event.id == transfer.id.to_string()));
    assert!(transfer.undo_until.is_some());

    for (chain, version, step) in [
        (&call, second.id, CALL),
        (&trial, second.id, "first_lesson"),
        (&check, first.id, CHECK),
    ] {
        let before = chain;
        let chain = desk.chain(chain).await;
        assert_eq!(chain.version_id, version, "{step}");
        let open = chain.tasks.last().expect("a task");
        assert_eq!(open.step.as_deref(), Some(step));
        let told = desk
            .anna
            .list::<ListTimeline>((before.client_id,), TimelineQuery::default())
            .await
            .expect("a timeline");
        let moved = told.items.iter().find(|e| e.kind == EntryKind::ChainMoved);
        assert_eq!(moved.is_some(), version == second.id);
        if step == "first_lesson" {
            let changes = &moved.expect("told").changes;
            let version = changes.iter().find(|change| change.member == "version");
            let version = version.expect("the version");
            assert_eq!(
                (version.before.as_deref(), version.after.as_deref()),
                (Some("1"), Some("2"))
            );
        }
    }
    // The date and the person stayed; and the lesson goes on by the new graph.
    let before = desk.chain(&trial).await.tasks.pop().expect("a task");
    assert_eq!(before.assignee.employee_id, Some(desk.anna.me.id));
    desk.ends(before.id, "bought", &[]).await;
    assert_eq!(desk.chain(&trial).await.state, ChainState::Goal);
    // The sleeper wakes on the new version.
    app.later(Duration::days(40)).await;
    app.errands().await;
    let woken = desk.chain(&asleep).await;
    assert_eq!(
        (woken.version_id, woken.state),
        (second.id, ChainState::Active)
    );
    assert_eq!(
        woken.tasks.last().expect("woken").step.as_deref(),
        Some(CALL)
    );
});

both!(undone_everything_is_as_it_was, |app| {
    let desk = Desk::of(app).await;
    let chains = standing(&desk).await;
    let (first, draft) = drafted(app, &desk).await;
    let before = rows(app).await;
    let lots = vec![
        lot(first.id, CALL, to(CHECK)),
        lot(first.id, TRIAL, end("Пробных занятий больше нет")),
        lot(first.id, CHECK, to("first_lesson")),
    ];
    publish(app, &desk, draft, lots).await;
    app.errands().await;
    let ended = desk.chain(&chains[1]).await;
    assert_eq!(ended.state, ChainState::Cancelled);
    assert_eq!(
        ended.cancel_reason.as_deref(),
        Some("Пробных занятий больше нет")
    );
    let transfer = latest(app, &desk).await;
    assert_eq!((transfer.moved, transfer.ended), (3, 1));

    let transfer = undo(app, &desk, transfer.id).await;
    assert_eq!(transfer.state, TransferState::Undone);
    assert_eq!((transfer.returned, transfer.kept), (4, 0));
    let after = rows(app).await;
    for table in ["chains", "tasks", "clients"] {
        assert_eq!(after[table], before[table], "{table}");
    }
    // Twice is once.
    let again = app
        .owner
        .post::<UndoTransfer>((desk.process(), transfer.id), ());
    let again = again.await.expect_err("undone already");
    assert_eq!(again.code(), Some(Code::WrongState));
    // Who ended may begin anew: nothing of the return stands in the way.
    let task = desk.chain(&chains[1]).await.tasks.pop().expect("a task");
    desk.ends(task.id, "bought", &[]).await;
});

both!(who_was_worked_on_since_stays_and_is_listed, |app| {
    let desk = Desk::of(app).await;
    let [call, trial, check, asleep] = standing(&desk).await;
    let (first, draft) = drafted(app, &desk).await;
    let lots = vec![
        lot(first.id, CALL, to(CALL)),
        lot(first.id, TRIAL, to("first_lesson")),
        lot(first.id, CHECK, end("Не проверяем")),
    ];
    let second = publish(app, &desk, draft, lots).await;
    app.errands().await;
    // One is completed, one only put off, one begun anew after its end.
    let task = desk.chain(&call).await.tasks.pop().expect("a task");
    desk.ends(task.id, "thinks", &[]).await;
    let task = desk.chain(&trial).await.tasks.pop().expect("a task");
    let patch = TaskPatch {
        due: Some(crate::desk::day("2026-11-30")),
        reason: Some("Попросил позже".into()),
        ..TaskPatch::default()
    };
    let put_off = desk
        .anna
        .call::<UpdateTask>((task.id,), (), patch)
        .if_match(task.version)
        .reply()
        .await;
    put_off.expect("put off");
    desk.start(check.client_id).await.expect("begun anew");

    let transfer = latest(app, &desk).await;
    let transfer = undo(app, &desk, transfer.id).await;
    assert_eq!((transfer.returned, transfer.kept), (1, 3));
    assert_eq!(desk.chain(&asleep).await.version_id, first.id);
    assert_eq!(desk.chain(&call).await.version_id, second.id);
    let query = TransferredQuery {
        outcome: Some(Carried::Kept),
        limit: Some(2),
        ..TransferredQuery::default()
    };
    let path = (desk.process(), transfer.id);
    let mut kept = Vec::new();
    let mut page = app.owner.list::<ListTransferred>(path, query.clone()).await;
    loop {
        let listed = page.expect("those who stay");
        kept.extend(listed.items.into_iter().map(|row| row.client_name));
        let Some(cursor) = listed.next_cursor else {
            break;
        };
        let query = TransferredQuery {
            cursor: Some(cursor),
            ..query.clone()
        };
        page = app.owner.list::<ListTransferred>(path, query).await;
    }
    assert_eq!(kept, ["Анна Мельник", "Иван Кожокару", "Пётр Ёлкин"]);
});

both!(who_cannot_run_any_more_stays_ended, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (gone, _) = desk.begin("Анна Мельник").await;
    let (left, task) = desk.begin("Иван Кожокару").await;
    let (back, _) = desk.begin("Пётр Ёлкин").await;
    let patch = TaskPatch {
        assignee_id: Some(boris.me.id),
        reason: Some("Подменит".into()),
        ..TaskPatch::default()
    };
    let given = app
        .owner
        .change::<UpdateTask>((task.id,), task.version, patch);
    given.await.expect("given to Boris");
    let (first, draft) = drafted(app, &desk).await;
    publish(app, &desk, draft, vec![lot(first.id, CALL, end("Закрыто"))]).await;
    app.errands().await;
    // One card is archived and one employee leaves before anybody thinks better of it.
    let card = desk.card(gone.client_id).await;
    let archived = app
        .owner
        .change::<ArchiveClient>((card.id,), card.version, ());
    archived.await.expect("archived");
    let nobody = Leaving { hand_over_to: None };
    let leaves = app
        .owner
        .post::<LeaveEmployee>((boris.me.id,), nobody)
        .await;
    leaves.expect("has nothing to hand over");
    let transfer = latest(app, &desk).await;
    let transfer = undo(app, &desk, transfer.id).await;
    assert_eq!((transfer.returned, transfer.kept), (1, 2));
    assert_eq!(desk.chain(&back).await.state, ChainState::Active);
    assert_eq!(desk.chain(&left).await.state, ChainState::Cancelled);
});

both!(what_a_return_needs_is_not_taken_away, |app| {
    let owner = &app.owner;
    let errand = Errand::new(owner).await;
    let made = process(owner, "Поручения").await;
    let other = template(owner, "Другое поручение", &[errand.done, errand.later]).await;
    let mut versions = Vec::new();
    for (place, template_id) in [errand.template, other.id].into_iter().enumerate() {
        let mut graph = errand.graph();
        graph.steps[0].template_id = template_id;
        let seen = owner.get::<GetDraft>((made.id,)).await.expect("a draft");
        let save = SaveDraftRequest {
            graph,
            version: seen.version,
        };
        let draft = owner.post::<SaveDraft>((made.id,), save).await;
        let request = PublishRequest {
            version: draft.expect("saved").version,
            transfer: versions
                .iter()
                .map(|version: &Version| lot(version.id, "errand", to("errand")))
                .collect(),
        };
        let published = owner.post::<PublishProcess>((made.id,), request).await;
        versions.push(published.expect("published"));
        if place == 0 {
            begun(owner, made.id, "Анна Мельник").await;
        }
        app.errands().await;
    }
    let old = owner.get::<GetTemplate>((errand.template,)).await;
    let version = old.expect("a template").version;
    let archive = || owner.change::<ArchiveTemplate>((errand.template,), version, ());
    let refused = archive().await.expect_err("it may be returned to");
    assert_eq!(refused.code(), Some(Code::InUse));
    app.later(Duration::hours(25)).await;
    archive().await.expect("nobody comes back to it");
});

both!(
    a_completion_before_the_transfer_is_not_taken_back_after_it,
    |app| {
        let desk = Desk::of(app).await;
        let (chain, task) = desk.begin("Мария Гончаренко").await;
        desk.ends(task.id, "thinks", &[]).await;
        let (first, draft) = drafted(app, &desk).await;
        publish(app, &desk, draft, vec![lot(first.id, CALL, to(CALL))]).await;
        app.errands().await;
        let refused = desk.take_back(task.id).await.expect_err("gone over since");
        assert_eq!(refused.code(), Some(Code::WrongState));
        // Returned, it can be.
        let transfer = latest(app, &desk).await;
        undo(app, &desk, transfer.id).await;
        desk.take_back(task.id).await.expect("taken back");
        assert_eq!(desk.chain(&chain).await.version_id, first.id);
    }
);

both!(wrong_lots_are_named_and_nothing_is_published, |app| {
    let desk = Desk::of(app).await;
    standing(&desk).await;
    let (first, draft) = drafted(app, &desk).await;
    let before = rows(app).await;
    let lots = vec![
        lot(first.id, CALL, to("nowhere")),
        lot(VersionId::from_i64(7), CALL, Fate::Stay),
        lot(first.id, "nowhere", Fate::Stay),
        lot(first.id, CALL, Fate::Stay),
    ];
    let request = PublishRequest {
        version: draft,
        transfer: lots,
    };
    let path = (desk.process(),);
    let refused = app.owner.post::<PublishProcess>(path, request).await;
    let told = faults(&refused.expect_err("wrong lots"));
    let expected = [
        ("/transfer/0/then/step", "not_found"),
        ("/transfer/1/version_id", "not_found"),
        ("/transfer/2/step", "not_found"),
        ("/transfer/3/step", "taken"),
    ];
    let expected: BTreeMap<String, &str> = expected
        .into_iter()
        .map(|(pointer, code)| (pointer.to_owned(), code))
        .collect();
    assert_eq!(told, expected);
    let unsaid = PublishRequest {
        version: draft,
        transfer: vec![lot(first.id, CALL, end("  "))],
    };
    let refused = app.owner.post::<PublishProcess>(path, unsaid).await;
    let told = faults(&refused.expect_err("no reason"));
    assert_eq!(told.keys().collect::<Vec<_>>(), ["/transfer/0/then/reason"]);
    assert_eq!(rows(app).await, before);
});

both!(they_may_go_over_later_and_one_transfer_at_a_time, |app| {
    let desk = Desk::of(app).await;
    standing(&desk).await;
    let (first, draft) = drafted(app, &desk).await;
    let lots = vec![lot(first.id, CALL, to(CALL))];
    let path = (desk.process(),);
    let new = NewTransfer { lots: lots.clone() };
    let same = app.owner.post::<StartTransfer>(path, new.clone()).await;
    let same = faults(&same.expect_err("to where they are"));
    assert_eq!(same["/lots/0/version_id"], "not_found");

    publish(app, &desk, draft, vec![]).await;
    let none = app.owner.get::<ListTransfers>(path).await;
    assert_eq!(none.expect("none").items, []);
    let started = app.owner.post::<StartTransfer>(path, new.clone()).await;
    let started = started.expect("started");
    assert_eq!((started.state, started.total), (TransferState::Running, 2));
    assert_eq!(started.undo_until, None, "while it runs");
    let busy = app.owner.post::<StartTransfer>(path, new).await;
    assert_eq!(busy.expect_err("at work").code(), Some(Code::WrongState));
    app.errands().await;
    assert_eq!(latest(app, &desk).await.moved, 2);

    app.later(Duration::hours(25)).await;
    let late = app
        .owner
        .post::<UndoTransfer>((desk.process(), started.id), ());
    let late = late.await.expect_err("a day has passed");
    assert_eq!(late.code(), Some(Code::UndoExpired));
});

both!(work_goes_on_while_chains_go_over, |app| {
    const CHAINS: usize = 130;
    let desk = Desk::of(app).await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let mut begun = Vec::new();
    for number in 0..CHAINS {
        begun.push(desk.begin(&format!("Клиент Номер{number}")).await);
    }
    let (first, draft) = drafted(app, &desk).await;
    let second = publish(app, &desk, draft, vec![lot(first.id, CALL, to(CALL))]).await;
    // A server that carries, another that does the same, and people who complete meanwhile.
    let work = begun.iter().map(|(_, task)| {
        let request = answer(desk.result("thinks"), &[]);
        desk.complete_as(&manager, task.id, request)
    });
    let work = stream::iter(work).buffer_unordered(16);
    let work = work.for_each(async |done| drop(done.expect("completed while it went over")));
    tokio::join!(work, app.errands(), app.errands());
    app.errands().await;
    let transfer = latest(app, &desk).await;
    assert_eq!(transfer.state, TransferState::Done);
    for (chain, _) in &begun {
        let chain = desk.chain(chain).await;
        assert_eq!(
            chain.version_id, second.id,
            "everybody stood at the call all the time"
        );
        assert_eq!(chain.tasks.len(), 2);
    }
    assert_eq!(transfer.moved as usize, CHAINS);
});

both!(whatever_goes_over_comes_back, |app| {
    let desk = Desk::of(app).await;
    let value = desk.value("refusal_reasons").await;
    let mut version = {
        let versions = app.owner.get::<ListVersions>((desk.process(),)).await;
        versions.expect("versions").items[0].clone()
    };
    for seed in 0..6 {
        let mut chance = StdRng::seed_from_u64(seed);
        for number in 0..8 {
            let (_, mut task) = desk.begin(&format!("Случай {seed} Номер{number}")).await;
            for _ in 0..chance.random_range(0..4) {
                let fields = [("reason", text(&value))];
                let (result, fields) = match chance.random_range(0..6) {
                    0 => ("no_answer", &fields[..0]),
                    1 => ("thinks", &fields[..0]),
                    2 => ("will_buy", &fields[..0]),
                    3 => ("not_now", &fields[..0]),
                    4 => ("bought", &fields[..0]),
                    _ => ("refused", &fields[..]),
                };
                let request = answer(desk.result(result), fields);
                // Not every step has every result.
                match desk.complete(task.id, request).await {
                    Ok(done) => match done.next_task {
                        Some(next) => task = next,
                        None => break,
                    },
                    Err(refused) => assert_eq!(refused.code(), Some(Code::ResultNotAllowed)),
                }
            }
        }
        let path = (desk.process(), version.id);
        let graph = app.owner.get::<GetVersion>(path).await.expect("it").graph;
        let steps: Vec<String> = graph.steps.iter().map(|step| step.key.clone()).collect();
        let next = renamed(
            &graph,
            &steps[chance.random_range(0..steps.len())],
            &format!("step_{seed}"),
        );
        let mut lots = Vec::new();
        for step in &steps {
            let then = match chance.random_range(0..4) {
                0 => Fate::Stay,
                1 => end("Закрыто"),
                _ => to(&next.steps[chance.random_range(0..next.steps.len())].key),
            };
            lots.push(lot(version.id, step, then));
        }
        let seen = app.owner.get::<GetDraft>((desk.process(),)).await;
        let save = SaveDraftRequest {
            graph: next,
            version: seen.expect("a draft").version,
        };
        let draft = app.owner.post::<SaveDraft>((desk.process(),), save).await;
        let before = rows(app).await;
        let draft = draft.expect("saved").version;
        version = publish(app, &desk, draft, lots).await;
        app.errands().await;
        let transfer = latest(app, &desk).await;
        assert_eq!(
            transfer.moved + transfer.ended,
            transfer.total,
            "seed {seed}"
        );
        let transfer = undo(app, &desk, transfer.id).await;
        assert_eq!((transfer.returned, transfer.kept), (transfer.total, 0));
        let after = rows(app).await;
        for table in ["chains", "tasks", "clients"] {
            assert_eq!(after[table], before[table], "seed {seed}: {table}");
        }
    }
});
