//! One process hands a client over to another.

use std::collections::BTreeMap;

use domain::chains::{Adjustment, ChainState, Sentence};
use domain::ids::{ClientId, ProcessId, ResultId, TaskId};
use domain::processes::{
    AssigneeRule, Continuation, DueRule, DueUnit, Exhausted, Freedom, Graph, Step, Target,
    Transition,
};
use domain::tasks::TaskType;
use domain::timeline::EntryKind;
use testkit::app::TestApp;
use testkit::both;
use wire::chains::{Chain, GetChain, NewChain, StartChain};
use wire::clients::{Client, CreateClient, GetClient, ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::processes::{
    ArchiveProcess, GetProcess, PublishProcess, PublishRequest, SaveDraft, SaveDraftRequest,
};
use wire::tasks::{CompleteRequest, CompleteTask, Completed, TakeBack};
use wire::templates::{CreateTemplate, NewTemplate};

use crate::desk::{newcomer, param, rows};
use crate::processes::process;
use crate::results::result;

/// "Care" ends with "agrees", or with "declines" for the second time, by starting "renewal".
struct TwoProcesses {
    care: ProcessId,
    renewal: ProcessId,
    agrees: ResultId,
    declines: ResultId,
}

impl TwoProcesses {
    async fn of(app: &TestApp) -> Self {
        let owner = &app.owner;
        let agrees = result(owner, "Согласен").await.id;
        let declines = result(owner, "Не сейчас").await.id;
        let template = NewTemplate {
            task_type: TaskType::ClientTask,
            ..crate::templates::named("Спросить", &[agrees, declines])
        };
        let template = owner.post::<CreateTemplate>((), template).await;
        let template = template.expect("a template").id;
        let graph = |agreed: Continuation, declined: Continuation| Graph {
            start: Some(ask(0)),
            steps: vec![Step {
                key: "ask".into(),
                template_id: template,
                results: vec![agrees, declines],
                position: None,
            }],
            transitions: vec![
                Transition {
                    step: "ask".into(),
                    result_id: agrees,
                    cases: Vec::new(),
                    then: agreed,
                    also: Vec::new(),
                },
                Transition {
                    step: "ask".into(),
                    result_id: declines,
                    cases: Vec::new(),
                    then: declined,
                    also: Vec::new(),
                },
            ],
        };
        let renewal = graph(Continuation::Goal, Continuation::End);
        let renewal = published(app, "Продление", renewal).await;
        let care = graph(
            Continuation::StartProcess {
                process_id: renewal,
            },
            Continuation::Retry {
                limit: 2,
                due: vec![days(1)],
                assignee: AssigneeRule::Same,
                freedom: Freedom::Both,
                exhausted: Exhausted::StartProcess {
                    process_id: renewal,
                },
            },
        );
        Self {
            care: published(app, "Забота", care).await,
            renewal,
            agrees,
            declines,
        }
    }
}

fn days(amount: u32) -> DueRule {
    DueRule::After {
        amount,
        unit: DueUnit::WorkingDays,
        at: None,
    }
}

fn ask(after: u32) -> Target {
    Target {
        step: "ask".into(),
        due: Some(days(after)),
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
    }
}

async fn published(app: &TestApp, name: &str, graph: Graph) -> ProcessId {
    let id = process(&app.owner, name).await.id;
    let save = SaveDraftRequest { graph, version: 1 };
    let draft = app.owner.post::<SaveDraft>((id,), save).await;
    let publish = PublishRequest::of(draft.expect("a draft").version);
    let version = app.owner.post::<PublishProcess>((id,), publish).await;
    version.unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
    id
}

async fn client(app: &TestApp) -> Client {
    let new = newcomer("Мария Гончаренко");
    let saved = app.owner.post::<CreateClient>((), new).await;
    saved.expect("a client").client
}

async fn start(app: &TestApp, client_id: ClientId, process_id: ProcessId) -> Chain {
    let new = NewChain {
        client_id,
        process_id,
        assignee_id: None,
        due: None,
    };
    app.owner.post::<StartChain>((), new).await.expect("begun")
}

async fn ends(app: &TestApp, task: TaskId, result_id: ResultId) -> Completed {
    let request = CompleteRequest {
        result_id,
        fields: BTreeMap::new(),
        comment: None,
        next: Adjustment::default(),
    };
    let call = app.owner.call::<CompleteTask>((task,), (), request);
    let done = call.once(format!("{task}-{result_id}")).reply().await;
    done.expect("completed")
}

async fn chain(app: &TestApp, of: &Chain) -> Chain {
    let chain = app.owner.get::<GetChain>((of.id,)).await;
    chain.expect("a chain")
}

both!(the_other_process_begins_where_this_one_ends, |app| {
    let two = TwoProcesses::of(app).await;
    let client = client(app).await;
    let care = start(app, client.id, two.care).await;
    let before = rows(app).await;
    let done = ends(app, care.tasks[0].id, two.agrees).await;
    let sentence = Sentence::StartProcess {
        process: "Продление".into(),
    };
    assert_eq!(done.next.next, sentence);
    assert!(done.sentence.contains("Продление"), "{}", done.sentence);
    assert_eq!(done.chain_state, Some(ChainState::Ended));
    let next = done.next_task.expect("the first task of the renewal");
    assert_eq!(next.assignee.employee_id, Some(app.owner.me.id));

    let renewal = app
        .owner
        .get::<GetChain>((next.chain_id.expect("a chain"),));
    let renewal = renewal.await.expect("a chain");
    assert_eq!(
        (renewal.process_id, renewal.started_from, renewal.state),
        (two.renewal, Some(care.id), ChainState::Active)
    );
    assert_eq!(renewal.started_by, None, "a process began it");
    assert_eq!(chain(app, &care).await.state, ChainState::Ended);
    let card = app.owner.get::<GetClient>((client.id,)).await;
    let card = card.expect("a card");
    assert_eq!(card.next.and_then(|next| next.task_id), Some(next.id));
    let entries = app
        .owner
        .list::<ListTimeline>((client.id,), TimelineQuery::default())
        .await
        .expect("a timeline")
        .items;
    let told = |kind| entries.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!(
        (told(EntryKind::ChainStarted), told(EntryKind::ChainEnded)),
        (2, 1)
    );

    // Taken back, the renewal never was.
    let path = (care.tasks[0].id,);
    let back = app.owner.get::<TakeBack>(path).await;
    back.expect("taken back");
    let after = rows(app).await;
    for (table, rows) in &before {
        assert_eq!(&after[table], rows, "{table}");
    }
    let gone = app.owner.get::<GetChain>((renewal.id,)).await;
    assert_eq!(gone.expect_err("gone").code(), Some(Code::NotFound));
});

both!(used_up_attempts_hand_over_too, |app| {
    let two = TwoProcesses::of(app).await;
    let client = client(app).await;
    let care = start(app, client.id, two.care).await;
    let again = ends(app, care.tasks[0].id, two.declines).await;
    let again = again.next_task.expect("the second attempt");
    assert_eq!(again.chain_id, Some(care.id));
    let done = ends(app, again.id, two.declines).await;
    let next = done.next_task.expect("the renewal");
    assert_ne!(next.chain_id, Some(care.id));
    // What takes over goes its own way.
    let done = ends(app, next.id, two.agrees).await;
    assert_eq!(
        (done.chain_state, done.next_task),
        (Some(ChainState::Goal), None)
    );
});

both!(a_client_is_in_one_process_once, |app| {
    let two = TwoProcesses::of(app).await;
    let client = client(app).await;
    let renewal = start(app, client.id, two.renewal).await;
    let care = start(app, client.id, two.care).await;
    let done = ends(app, care.tasks[0].id, two.agrees).await;
    // The renewal that runs already is the next step.
    assert_eq!(
        (done.chain_state, done.next_task),
        (Some(ChainState::Ended), None)
    );
    let card = app.owner.get::<GetClient>((client.id,)).await;
    let card = card.expect("a card");
    assert_eq!(card.chains.len(), 2);
    assert_eq!(
        card.next.and_then(|next| next.task_id),
        Some(renewal.tasks[0].id)
    );
    assert_eq!(chain(app, &renewal).await.tasks.len(), 1);
});

both!(a_process_that_takes_over_is_not_archived, |app| {
    let two = TwoProcesses::of(app).await;
    let line = app.owner.get::<GetProcess>((two.renewal,)).await;
    let refused = app
        .owner
        .change::<ArchiveProcess>((two.renewal,), line.expect("it").version, ())
        .await
        .expect_err("another hands over to it");
    assert_eq!(refused.code(), Some(Code::InUse));
    assert_eq!(param(&refused, "by"), "Забота");
});
