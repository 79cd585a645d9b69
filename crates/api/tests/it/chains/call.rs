//! A process within a process by the front door: it begins with the caller's sleep, and its end leads the caller on.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::chains::{BackTo, ChainState, DueReason, Sentence};
use domain::ids::{ProcessId, ResultId};
use domain::processes::transfer::{Fate, Lot};
use domain::processes::{Back, Call, Continuation, Graph, SleepUntil, Step, Target, Transition};
use domain::tasks::{TaskState, TaskType};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::chains::{CancelChain, CancelRequest, Chain, GetChain, StartChain};
use wire::clients::{Client, CreateClient, GetClient};
use wire::error::Code;
use wire::invariants::CheckInvariants;
use wire::processes::{
    CheckGraph, CheckRequest, GetDraft, ListVersions, PublishProcess, PublishRequest, SaveDraft,
    SaveDraftRequest,
};
use wire::tasks::{
    CompleteTask, Completed, ExplainTask, GetTask, GetWorkplace, PreviewCompletion, TakeBack,
    TaskView,
};
use wire::templates::{CreateTemplate, NewTemplate};
use wire::transfers::{GetTransfer, ListTransfers, UndoTransfer};

use crate::desk::{answer, newcomer, rows};
use crate::processes::{process, published};
use crate::results::result;

/// A sale that has the papers done by another process: signed leads to the handing over, refused ends the sale, unclear papers are asked about.
struct Shop {
    anna: Person,
    agreed: ResultId,
    signed: ResultId,
    refused: ResultId,
    unclear: ResultId,
    passed_on: ResultId,
    sale: ProcessId,
    papers: ProcessId,
    graph: Graph,
}

fn step(key: &str, template: domain::ids::TemplateId, results: &[ResultId]) -> Step {
    Step {
        key: key.into(),
        template_id: template,
        results: results.to_vec(),
        position: None,
    }
}

impl Shop {
    async fn of(app: &TestApp) -> Self {
        let anna = app.joins(BuiltInRole::Operator).await;
        let (agreed, signed) = (
            named(app, "Договорились").await,
            named(app, "Подписал").await,
        );
        let (refused, unclear) = (named(app, "Передумал").await, named(app, "Неясно").await);
        let passed_on = named(app, "Передано дальше").await;
        let template = async |name: &str, results: &[ResultId]| {
            let new = NewTemplate {
                task_type: TaskType::ClientTask,
                ..crate::templates::named(name, results)
            };
            let made = app.owner.post::<CreateTemplate>((), new).await;
            made.expect("a template").id
        };
        let ends = [signed, refused, unclear, passed_on];
        let sign = template("Подписать договор", &ends).await;
        let talk = template("Разговор", &[agreed]).await;
        let issue = template("Выдать карту", &[agreed]).await;
        let ask = template("Выяснить", &[agreed]).await;

        let archive = process(&app.owner, "Архив").await.id;
        let file = Graph {
            start: Some(Target::plain("file")),
            steps: vec![step("file", issue, &[agreed])],
            transitions: vec![Transition::plain("file", agreed, Continuation::Goal)],
        };
        published(&app.owner, archive, file).await;
        let papers = process(&app.owner, "Договор").await.id;
        let signing = Graph {
            start: Some(Target::plain("sign")),
            steps: vec![step("sign", sign, &ends)],
            transitions: vec![
                Transition::plain("sign", signed, Continuation::Goal),
                Transition::plain("sign", refused, Continuation::Refusal),
                Transition::plain("sign", unclear, Continuation::End),
                Transition::plain(
                    "sign",
                    passed_on,
                    Continuation::StartProcess {
                        process_id: archive,
                    },
                ),
            ],
        };
        published(&app.owner, papers, signing).await;
        let sale = process(&app.owner, "Продажа").await.id;
        let to = |key: &str| Back::Step { step: key.into() };
        let graph = Graph {
            start: Some(Target::plain("talk")),
            steps: vec![
                step("talk", talk, &[agreed]),
                step("issue", issue, &[agreed]),
                step("ask", ask, &[agreed]),
            ],
            transitions: vec![
                Transition::plain(
                    "talk",
                    agreed,
                    Continuation::Sleep {
                        until: SleepUntil {
                            field: None,
                            days: 30,
                            errands: false,
                            call: Some(Call {
                                process_id: papers,
                                goal: to("issue"),
                                refusal: Back::Refusal,
                                end: to("ask"),
                            }),
                        },
                        target: Target::plain("ask"),
                    },
                ),
                Transition::plain("issue", agreed, Continuation::Goal),
                Transition::plain("ask", agreed, Continuation::End),
            ],
        };
        published(&app.owner, sale, graph.clone()).await;
        Self {
            anna,
            agreed,
            signed,
            refused,
            unclear,
            passed_on,
            sale,
            papers,
            graph,
        }
    }

    /// A client whose sale has begun.
    async fn begin(&self, name: &str) -> (Client, Chain) {
        let saved = self.anna.post::<CreateClient>((), newcomer(name)).await;
        let client = saved.expect("a client").client;
        let chain = self.start(&client, self.sale).await;
        (client, chain)
    }

    async fn start(&self, client: &Client, process_id: ProcessId) -> Chain {
        let new = wire::chains::NewChain {
            client_id: client.id,
            process_id,
            assignee_id: None,
            due: None,
        };
        let chain = self.anna.post::<StartChain>((), new).await;
        chain.expect("a chain")
    }

    async fn ends(&self, task: &TaskView, result: ResultId) -> Completed {
        let done = self
            .anna
            .call::<CompleteTask>((task.id,), (), answer(result, &[]))
            .once(format!("{}-{result}-{}", task.id, task.version))
            .reply()
            .await;
        done.expect("done")
    }

    /// The papers that the sale waits for: the first task.
    async fn called(&self, chain: &Chain) -> TaskView {
        self.ends(&chain.tasks[0], self.agreed)
            .await
            .next_task
            .expect("the papers begin")
    }

    async fn now(&self, chain: &Chain) -> Chain {
        let now = self.anna.get::<GetChain>((chain.id,)).await;
        now.expect("a chain")
    }
}

async fn named(app: &TestApp, name: &str) -> ResultId {
    result(&app.owner, name).await.id
}

async fn all_holds(app: &TestApp) {
    let checked = app.owner.get::<CheckInvariants>(()).await;
    let checks = checked.expect("invariants").checks;
    let broken = checks.iter().find(|check| check.violations > 0);
    assert!(broken.is_none(), "{broken:?}");
}

both!(a_process_returns_to_its_caller_with_its_goal, |app| {
    let shop = Shop::of(app).await;
    let (client, sale) = shop.begin("Гончаренко Мария").await;
    let done = shop.ends(&sale.tasks[0], shop.agreed).await;
    assert!(
        done.sentence.contains("процесс «Договор»"),
        "{}",
        done.sentence
    );
    let papers = done.next_task.expect("the papers begin");
    assert_ne!(papers.chain_id, Some(sale.id));
    let waiting = shop.now(&sale).await;
    assert_eq!(waiting.state, ChainState::Sleeping);
    assert_eq!(waiting.waits_for, papers.chain_id);
    let card = shop.anna.get::<GetClient>((client.id,)).await.expect("it");
    assert_eq!(card.chains.len(), 2);
    all_holds(app).await;

    // Who ends the papers sees before where the sale goes on.
    let place = shop.anna.get::<GetWorkplace>((papers.id,)).await;
    let place = place.expect("a workplace");
    let signed = answer(shop.signed, &[]);
    let here = domain::chains::complete(
        &place.facts,
        signed.result_id,
        &signed.fields,
        None,
        &signed.next,
        shop.anna.me.id,
        &place.context,
    );
    let seen = shop.anna.post::<PreviewCompletion>((papers.id,), signed);
    let seen = seen.await.expect("a preview");
    assert_eq!(here.expect("a decision").told(), seen.next);
    let back = seen.next.back.clone().expect("a way back");
    assert_eq!(back.process, "Продажа");
    assert_eq!(
        back.then,
        BackTo::Step {
            template: "Выдать карту".into()
        }
    );
    let done = shop.ends(&papers, shop.signed).await;
    assert_eq!((&done.next, &done.sentence), (&seen.next, &seen.sentence));
    assert_eq!(done.chain_state, Some(ChainState::Goal));
    let next = done.next_task.expect("the sale goes on");
    assert_eq!(next.chain_id, Some(sale.id));
    let why = shop.anna.get::<ExplainTask>((next.id,)).await.expect("why");
    assert_eq!(
        why.due_reasons[0],
        DueReason::Returned {
            process: "Договор".into()
        }
    );
    let awake = shop.now(&sale).await;
    assert_eq!((awake.state, awake.wake_at), (ChainState::Active, None));
    assert_eq!(awake.waits_for, None);
    app.errands().await;
    all_holds(app).await;
    assert_eq!(
        shop.ends(&next, shop.agreed).await.chain_state,
        Some(ChainState::Goal)
    );
});

both!(each_end_has_its_own_way_back, |app| {
    let shop = Shop::of(app).await;
    // A refusal of the papers is a refusal of the sale.
    let (_, sale) = shop.begin("Ёлкин Пётр").await;
    let papers = shop.called(&sale).await;
    let done = shop.ends(&papers, shop.refused).await;
    assert_eq!(done.next_task, None);
    assert_eq!(done.next.back.expect("a way back").then, BackTo::Refusal);
    assert_eq!(shop.now(&sale).await.state, ChainState::Refused);
    // An end without a verdict is asked about, and so are papers that somebody cancelled.
    let (_, sale) = shop.begin("Анна Мельник").await;
    let papers = shop.called(&sale).await;
    let next = shop.ends(&papers, shop.unclear).await.next_task;
    assert_eq!(next.expect("a task").step.as_deref(), Some("ask"));
    let (_, sale) = shop.begin("Șerban Țurcan").await;
    let papers = shop.called(&sale).await;
    let reason = CancelRequest {
        reason: "Не нужно".into(),
    };
    let id = papers.chain_id.expect("a chain");
    let cancelled = app.owner.post::<CancelChain>((id,), reason).await;
    cancelled.expect("cancelled");
    let awake = shop.now(&sale).await;
    assert_eq!(awake.state, ChainState::Active);
    assert_eq!(
        awake.tasks.last().expect("a task").step.as_deref(),
        Some("ask")
    );
    all_holds(app).await;
});

both!(what_takes_over_from_a_called_process_is_waited_for, |app| {
    let shop = Shop::of(app).await;
    let (_, sale) = shop.begin("Наталья Чебан").await;
    let papers = shop.called(&sale).await;
    let before = rows(app).await;
    let done = shop.ends(&papers, shop.passed_on).await;
    assert_eq!(done.next.back, None, "nobody goes on yet");
    let archive = done.next_task.expect("the archive begins");
    assert_eq!(shop.now(&sale).await.waits_for, archive.chain_id);
    all_holds(app).await;
    let back = shop.anna.call::<TakeBack>((papers.id,), (), ());
    back.reply().await.expect("taken back");
    let now = rows(app).await;
    for (table, rows) in &before {
        assert_eq!(&now[table], rows, "{table}");
    }
    let papers = shop.anna.get::<GetTask>((papers.id,)).await.expect("it");
    let archive = shop.ends(&papers, shop.passed_on).await.next_task;
    let next = shop.ends(&archive.expect("the archive"), shop.agreed).await;
    let next = next.next_task.expect("the sale goes on");
    assert_eq!(next.step.as_deref(), Some("issue"));
    all_holds(app).await;
});

both!(a_return_and_a_call_are_taken_back_whole, |app| {
    let shop = Shop::of(app).await;
    let (_, sale) = shop.begin("Иван Руссу").await;
    let at_first = rows(app).await;
    let first = &sale.tasks[0];
    let papers = shop.called(&sale).await;
    for result in [shop.signed, shop.refused] {
        let papers = shop.anna.get::<GetTask>((papers.id,)).await.expect("it");
        let before = rows(app).await;
        shop.ends(&papers, result).await;
        assert_ne!(shop.now(&sale).await.state, ChainState::Sleeping);
        let back = shop.anna.call::<TakeBack>((papers.id,), (), ());
        back.reply().await.expect("taken back");
        let now = rows(app).await;
        for (table, rows) in &before {
            assert_eq!(&now[table], rows, "{table}");
        }
        all_holds(app).await;
    }
    // The call itself, too, while nobody has worked on the papers.
    let refused = {
        let papers = shop.anna.get::<GetTask>((papers.id,)).await.expect("it");
        shop.ends(&papers, shop.signed).await;
        let back = shop.anna.call::<TakeBack>((first.id,), (), ());
        back.reply().await.expect_err("the papers are done")
    };
    assert_eq!(refused.code(), Some(Code::NextTaskStarted));
    let back = shop.anna.call::<TakeBack>((papers.id,), (), ());
    back.reply().await.expect("taken back");
    let (_, other) = shop.begin("Олег Бондарь").await;
    let papers = shop.called(&other).await;
    let back = shop.anna.call::<TakeBack>((other.tasks[0].id,), (), ());
    back.reply().await.expect("taken back");
    let gone = shop.anna.get::<GetTask>((papers.id,)).await;
    assert_eq!(gone.expect_err("gone").code(), Some(Code::NotFound));
    let now = shop.now(&other).await;
    assert_eq!((now.state, now.waits_for), (ChainState::Active, None));
    assert!(rows(app).await["chains"].len() > at_first["chains"].len());
    all_holds(app).await;
});

both!(a_called_process_is_waited_for_until_the_date, |app| {
    let shop = Shop::of(app).await;
    let (client, sale) = shop.begin("Ион Попа").await;
    // One that runs already is not begun again.
    let papers = shop.start(&client, shop.papers).await;
    let done = shop.ends(&sale.tasks[0], shop.agreed).await;
    assert_eq!(done.next_task, None);
    assert_eq!(shop.now(&sale).await.waits_for, Some(papers.id));
    app.later(Duration::days(31)).await;
    app.errands().await;
    let awake = shop.now(&sale).await;
    assert_eq!((awake.state, awake.waits_for), (ChainState::Active, None));
    assert_eq!(
        awake.tasks.last().expect("a task").step.as_deref(),
        Some("ask")
    );
    // The papers go on by themselves, and lead nobody on any more.
    let done = shop.ends(&papers.tasks[0], shop.signed).await;
    assert_eq!((done.next.next, done.next.back), (Sentence::Goal, None));
    all_holds(app).await;
});

both!(
    a_called_process_ended_by_its_next_version_returns_with_it,
    |app| {
        let shop = Shop::of(app).await;
        let (_, first) = shop.begin("Ион Попа").await;
        let (_, second) = shop.begin("Олег Бондарь").await;
        let (papers, others) = (shop.called(&first).await, shop.called(&second).await);
        let seen = app.owner.get::<GetDraft>((shop.papers,)).await;
        let seen = seen.expect("a draft");
        let mut graph = seen.graph;
        graph.transitions[2].then = Continuation::Refusal;
        let save = SaveDraftRequest {
            graph,
            version: seen.version,
        };
        let draft = app.owner.post::<SaveDraft>((shop.papers,), save).await;
        let versions = app.owner.get::<ListVersions>((shop.papers,)).await;
        let lot = Lot {
            version_id: versions.expect("versions").items[0].id,
            step: "sign".into(),
            then: Fate::End {
                reason: "Больше не нужно".into(),
            },
        };
        let publish = PublishRequest {
            version: draft.expect("a draft").version,
            transfer: vec![lot],
        };
        let published = app.owner.post::<PublishProcess>((shop.papers,), publish);
        published.await.expect("published");
        // In one round of the worker the papers end, in the next whoever waited for them goes on.
        app.errands().await;
        app.errands().await;
        for sale in [&first, &second] {
            let awake = shop.now(sale).await;
            assert_eq!((awake.state, awake.waits_for), (ChainState::Active, None));
        }
        all_holds(app).await;

        // Somebody has worked on the second sale by the time it is undone.
        let asked = shop
            .now(&second)
            .await
            .tasks
            .last()
            .expect("a task")
            .clone();
        shop.ends(&asked, shop.agreed).await;
        let listed = app.owner.get::<ListTransfers>((shop.papers,)).await;
        let transfer = listed.expect("transfers").items[0].id;
        let undone = app.owner.post::<UndoTransfer>((shop.papers, transfer), ());
        undone.await.expect("undoing");
        app.errands().await;
        let transfer = app.owner.get::<GetTransfer>((shop.papers, transfer)).await;
        let transfer = transfer.expect("a transfer");
        assert_eq!((transfer.returned, transfer.kept), (1, 1));
        let waiting = shop.now(&first).await;
        assert_eq!(waiting.state, ChainState::Sleeping);
        assert_eq!(waiting.waits_for, papers.chain_id);
        assert_eq!(waiting.tasks.len(), 1, "what it had got is gone");
        let gone_on = shop.now(&second).await;
        assert_eq!(gone_on.state, ChainState::Ended);
        let kept = app.owner.get::<GetTask>((others.id,)).await.expect("it");
        assert_eq!(kept.state, TaskState::Cancelled);
        all_holds(app).await;
        // And it goes on as if nothing had been.
        let papers = shop.anna.get::<GetTask>((papers.id,)).await.expect("it");
        let next = shop.ends(&papers, shop.signed).await.next_task;
        assert_eq!(next.expect("a task").step.as_deref(), Some("issue"));
        all_holds(app).await;
    }
);

both!(the_checker_knows_what_a_call_may_not_be, |app| {
    let shop = Shop::of(app).await;
    let with = async |change: &dyn Fn(&mut SleepUntil)| {
        let mut graph = shop.graph.clone();
        let Continuation::Sleep { until, .. } = &mut graph.transitions[0].then else {
            panic!("the sale sleeps");
        };
        change(until);
        let checked = app.owner.post::<CheckGraph>((), CheckRequest { graph });
        let problems = checked.await.expect("checked").problems;
        let codes = problems
            .into_iter()
            .map(|problem| problem.code.as_str().to_owned());
        codes.collect::<Vec<String>>()
    };
    assert_eq!(with(&|_| {}).await, Vec::<String>::new());
    let nowhere = Back::Step {
        step: "nowhere".into(),
    };
    let lost = with(&|until| until.call.as_mut().expect("a call").goal = nowhere.clone()).await;
    assert!(lost.contains(&"unknown_step".to_owned()), "{lost:?}");
    assert!(lost.contains(&"unreachable_step".to_owned()), "{lost:?}");
    let two = with(&|until| until.errands = true).await;
    assert!(two.contains(&"waits_for_two".to_owned()), "{two:?}");
});
