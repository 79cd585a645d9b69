//! Joins by the front door: a chain waits for the errands given for it, goes on with the last of them, and is taken back with it.

use chrono::Duration;
use domain::chains::{ChainState, DueReason, Sentence};
use domain::processes::{Also, Continuation, DueRule, DueUnit, Graph, SleepUntil, Target};
use domain::tasks::TaskState;
use domain::timeline::EntryKind;
use futures_util::future::join_all;
use testkit::app::TestApp;
use testkit::both;
use wire::chains::Chain;
use wire::chains::GetChain;
use wire::clients::{ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::invariants::CheckInvariants;
use wire::tasks::{
    CancelTask, CancelTaskRequest, ExplainTask, GetTask, GetWorkplace, PreviewCompletion, TakeBack,
    TaskView,
};

use super::beside::Club;
use crate::desk::{answer, rows};
use crate::processes::published;

/// Who thinks it over is called again when his errands are done, after thirty days at the latest.
async fn waiting(app: &TestApp, errands: usize) -> Club {
    let club = Club::of(app).await;
    let thinks = club.desk.result("thinks");
    let mut graph: Graph = club.graph.clone();
    let mut transitions = graph.transitions.iter_mut();
    let own = transitions.find(|one| one.result_id == thinks);
    let own = own.expect("thinks");
    own.then = Continuation::Sleep {
        until: SleepUntil {
            field: None,
            days: 30,
            errands: true,
            call: None,
        },
        target: Target {
            due: Some(DueRule::After {
                amount: 1,
                unit: DueUnit::Days,
                at: None,
            }),
            ..Target::plain(&own.step)
        },
    };
    let errand: Also = own.also[0].clone();
    own.also = vec![errand; errands];
    published(&app.owner, club.desk.process(), graph).await;
    club
}

impl Club {
    async fn run_of(&self, app: &TestApp, task: &TaskView) -> Chain {
        let id = task.chain_id.expect("a chain");
        app.owner.get::<GetChain>((id,)).await.expect("a chain")
    }

    async fn ends_errand(&self, errand: &TaskView) -> wire::tasks::Completed {
        let issued = answer(self.issued, &[]);
        let done = self.desk.complete_as(&self.manager, errand.id, issued);
        done.await.expect("done")
    }

    async fn woken(&self, app: &TestApp, task: &TaskView) -> usize {
        let client = task.client.as_ref().expect("a client").id;
        let told = app
            .owner
            .list::<ListTimeline>((client,), TimelineQuery::default());
        let told = told.await.expect("a timeline").items;
        let woken = told.iter().filter(|it| it.kind == EntryKind::ChainWoken);
        woken.count()
    }
}

async fn all_holds(app: &TestApp) {
    let checked = app.owner.get::<CheckInvariants>(()).await;
    let checks = checked.expect("invariants").checks;
    let broken = checks.iter().find(|check| check.violations > 0);
    assert!(broken.is_none(), "{broken:?}");
}

both!(a_chain_goes_on_with_the_last_errand_it_waits_for, |app| {
    let club = waiting(app, 2).await;
    let task = club.begin("Гончаренко Мария").await;
    let done = club.thinks(task.id).await;
    assert!(matches!(
        done.next.next,
        Sentence::Sleep { errands: true, .. }
    ));
    assert!(
        done.sentence.contains("когда выполнят поручения"),
        "{}",
        done.sentence
    );
    let chain = club.run_of(app, &task).await;
    assert_eq!(chain.state, ChainState::Sleeping);
    assert!(chain.waits_for_errands && chain.wake_at.is_some());

    let errands = club.errands(&task).await;
    let first = club.ends_errand(&errands[0]).await;
    assert_eq!(first.next.next, Sentence::Nothing, "another is still open");
    assert!(club.run_of(app, &task).await.waits_for_errands);
    all_holds(app).await;

    // What is shown before, in the browser and on the server, is what happens.
    let manager = &club.manager;
    let last = errands[1].id;
    let issued = answer(club.issued, &[]);
    let place = manager.get::<GetWorkplace>((last,)).await.expect("it");
    let here = domain::chains::complete(
        &place.facts,
        issued.result_id,
        &issued.fields,
        None,
        &issued.next,
        manager.me.id,
        &place.context,
    );
    let seen = manager.post::<PreviewCompletion>((last,), issued).await;
    let seen = seen.expect("a preview");
    assert_eq!(here.expect("a decision").told(), seen.next);
    let done = club.ends_errand(&errands[1]).await;
    assert_eq!((&done.next, &done.sentence), (&seen.next, &seen.sentence));

    let next = done.next_task.expect("the chain's next task");
    assert_eq!(next.chain_id, task.chain_id);
    assert_eq!(next.assignee.employee_id, Some(club.desk.anna.me.id));
    let why = club.desk.anna.get::<ExplainTask>((next.id,)).await;
    let why = why.expect("why");
    assert_eq!(why.due_reasons[0], DueReason::ErrandsDone);
    assert!(
        why.after.is_some_and(|done| done.task_id == task.id),
        "it follows the chain's own task"
    );
    let chain = club.run_of(app, &task).await;
    assert_eq!((chain.state, chain.wake_at), (ChainState::Active, None));
    assert!(!chain.waits_for_errands);
    app.errands().await;
    assert_eq!(club.woken(app, &task).await, 1, "once");
    all_holds(app).await;
    club.thinks(next.id).await;
});

both!(
    the_chain_waits_again_when_its_last_errand_is_taken_back,
    |app| {
        let club = waiting(app, 1).await;
        let task = club.begin("Ёлкин Пётр").await;
        club.thinks(task.id).await;
        let errand = club.errands(&task).await.remove(0);
        let before = rows(app).await;
        let chain = club.run_of(app, &task).await;

        let next = club.ends_errand(&errand).await.next_task.expect("a task");
        let back = club.manager.call::<TakeBack>((errand.id,), (), ());
        back.reply().await.expect("taken back");
        let now = rows(app).await;
        for (table, rows) in &before {
            assert_eq!(&now[table], rows, "{table}");
        }
        let again = club.run_of(app, &task).await;
        assert_eq!(
            (again.state, again.wake_at),
            (ChainState::Sleeping, chain.wake_at)
        );
        let gone = app.owner.get::<GetTask>((next.id,)).await;
        assert_eq!(gone.expect_err("gone").code(), Some(Code::NotFound));
        all_holds(app).await;

        // And when its task has been worked on, the errand stays done.
        let next = club.ends_errand(&errand).await.next_task.expect("a task");
        club.thinks(next.id).await;
        let back = club.manager.call::<TakeBack>((errand.id,), (), ());
        let refused = back.reply().await.expect_err("worked on");
        assert_eq!(refused.code(), Some(Code::NextTaskStarted));
    }
);

both!(a_cancelled_errand_is_waited_for_no_longer, |app| {
    let club = waiting(app, 2).await;
    let task = club.begin("Анна Мельник").await;
    club.thinks(task.id).await;
    for (errand, state) in club
        .errands(&task)
        .await
        .iter()
        .zip([ChainState::Sleeping, ChainState::Active])
    {
        let reason = CancelTaskRequest {
            reason: "Не нужно".into(),
        };
        let cancelled = app.owner.post::<CancelTask>((errand.id,), reason).await;
        assert_eq!(cancelled.expect("cancelled").state, TaskState::Cancelled);
        assert_eq!(club.run_of(app, &task).await.state, state);
        all_holds(app).await;
    }
    assert_eq!(club.woken(app, &task).await, 1);
});

both!(nobody_is_waited_for_beyond_the_date, |app| {
    let club = waiting(app, 1).await;
    let task = club.begin("Șerban Țurcan").await;
    club.thinks(task.id).await;
    let errand = club.errands(&task).await.remove(0);
    app.later(Duration::days(31)).await;
    app.errands().await;
    let chain = club.run_of(app, &task).await;
    assert_eq!(chain.state, ChainState::Active);
    let next = chain.tasks.last().expect("a task");
    let why = club.desk.anna.get::<ExplainTask>((next.id,)).await;
    assert_eq!(why.expect("why").due_reasons[0], DueReason::Woken);
    // The errand is still somebody's, and moves nothing any more.
    let done = club.ends_errand(&errand).await;
    assert_eq!((done.next.next, done.next_task), (Sentence::Nothing, None));
    assert_eq!(club.woken(app, &task).await, 1);
    all_holds(app).await;
});

both!(errands_that_end_together_wake_their_chain_once, |app| {
    let club = waiting(app, 6).await;
    let task = club.begin("Наталья Чебан").await;
    club.thinks(task.id).await;
    let errands = club.errands(&task).await;
    assert_eq!(errands.len(), 6);
    let ended = join_all(errands.iter().map(|errand| club.ends_errand(errand))).await;
    let woke = ended.iter().filter(|done| done.next_task.is_some());
    assert_eq!(woke.count(), 1, "exactly one of them was the last");
    app.errands().await;
    let chain = club.run_of(app, &task).await;
    assert_eq!((chain.state, chain.tasks.len()), (ChainState::Active, 2));
    assert_eq!(club.woken(app, &task).await, 1);
    all_holds(app).await;
});
