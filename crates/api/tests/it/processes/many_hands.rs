//! Fifty people complete tasks of a process while its owner edits it, publishes, moves clients over and back: each completion is decided by
//! exactly one version, says which, and is what that version alone decides.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use client::Client;
use domain::access::BuiltInRole;
use domain::chains::ChainState;
use domain::ids::{ProcessId, ResultId, TaskId, TemplateId, VersionId};
use domain::processes::transfer::{Fate, Lot, TransferState};
use domain::processes::{
    AssigneeRule, Continuation, DueRule, DueUnit, Freedom, Graph, Step, Target, Transition,
};
use domain::tasks::TaskState;
use domain::time::{Due, Timestamp};
use futures_util::future::join_all;
use testkit::app::{Person, TestApp};
use testkit::both;
use tokio::sync::watch;
use wire::chains::{Chain, GetChain};
use wire::clients::{EntryKind, ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::processes::{
    GetDraft, GetVersion, ListVersions, PublishProcess, PublishRequest, SaveDraft, SaveDraftRequest,
};
use wire::tasks::{CompleteTask, Completed, ExplainTask, GetCompletion};
use wire::transfers::{GetStanding, ListTransfers, UndoTransfer};

use super::{process, published};
use crate::chains_begun::{Begun, begun};
use crate::desk::answer;
use crate::results::result;
use crate::templates::template;

const WORKERS: usize = 50;
/// Clients in the process, and how often each worker completes a task. All of it where the code is optimised.
const CHAINS: usize = if cfg!(debug_assertions) { 100 } else { 1_000 };
const TURNS: usize = if cfg!(debug_assertions) { 8 } else { 100 };
/// So many versions are published at least while they work.
const VERSIONS: usize = if cfg!(debug_assertions) { 5 } else { 12 };
/// What is written of those whose chain ends with a transfer.
const CLOSED: &str = "Больше не пишем";

/// Two steps; every version decides otherwise.
struct Drawn {
    call: TemplateId,
    write: TemplateId,
    later: ResultId,
    done: ResultId,
}

impl Drawn {
    async fn new(api: &Client) -> Self {
        let later = result(api, "Позже").await.id;
        let done = result(api, "Готово").await.id;
        Self {
            call: template(api, "Позвонить", &[later, done]).await.id,
            write: template(api, "Написать", &[later, done]).await.id,
            later,
            done,
        }
    }

    /// The `number`-th version: so many minutes until the next task; who was written to is called again in every second version.
    fn graph(&self, number: u32) -> Graph {
        let target = |step: &str, minutes: u32| Target {
            step: step.into(),
            due: Some(DueRule::After {
                amount: minutes,
                unit: DueUnit::Minutes,
                at: None,
            }),
            assignee: AssigneeRule::Same,
            freedom: Freedom::Nothing,
        };
        let step = |key: &str, template_id| Step {
            key: key.into(),
            template_id,
            results: vec![self.later, self.done],
            position: None,
        };
        let other = if number.is_multiple_of(2) {
            "write"
        } else {
            "call"
        };
        let goes_on = |from: &str, to: &str| {
            let target = target(to, number);
            Transition::plain(from, self.later, Continuation::Step { target })
        };
        Graph {
            start: Some(target("call", number)),
            steps: vec![step("call", self.call), step("write", self.write)],
            transitions: vec![
                goes_on("call", "write"),
                goes_on("write", other),
                Transition::plain("call", self.done, Continuation::Goal),
                Transition::plain("write", self.done, Continuation::End),
            ],
        }
    }
}

/// What a version alone decides: how the chain is left, and the step and the moment of what follows.
fn decides(
    graph: &Graph,
    step: &str,
    result: ResultId,
    now: Timestamp,
) -> (ChainState, Option<(String, Due)>) {
    let transition = graph.transition(step, result).expect("a continuation");
    match &transition.then {
        Continuation::Goal => (ChainState::Goal, None),
        Continuation::End => (ChainState::Ended, None),
        Continuation::Step { target } => {
            let Some(DueRule::After { amount, .. }) = &target.due else {
                panic!("{target:?}");
            };
            let at = now.plus(Duration::minutes(i64::from(*amount)));
            (ChainState::Active, Some((target.step.clone(), Due::At(at))))
        }
        other => panic!("{other:?}"),
    }
}

/// How the owner and the others keep step.
struct Pace {
    /// Workers who are not ready yet.
    busy: Cell<usize>,
    /// The number of the latest version.
    published: watch::Sender<u32>,
}

impl Pace {
    fn new() -> Self {
        let (published, _) = watch::channel(1);
        Self {
            busy: Cell::new(WORKERS),
            published,
        }
    }

    /// Nobody runs ahead of the owner: at the last turn there are [`VERSIONS`].
    async fn turn(&self, turn: usize) {
        let wanted = (1 + turn * VERSIONS / TURNS) as u32;
        let mut published = self.published.subscribe();
        let reached = published.wait_for(|number| *number >= wanted).await;
        reached.expect("the owner is there");
    }

    fn ready(&self) {
        self.busy.set(self.busy.get() - 1);
    }
}

/// The owner at work until everybody else is ready: a draft, a second look at it, a version, a transfer, and every third time back again.
async fn edits(app: &TestApp, id: ProcessId, drawn: &Drawn, pace: &Pace) -> u32 {
    let owner = &app.owner;
    let mut number = 1;
    while pace.busy.get() > 0 {
        number += 1;
        let seen = owner.get::<GetDraft>((id,)).await.expect("a draft");
        let save = |graph, version| SaveDraftRequest { graph, version };
        let first = save(drawn.graph(number + 7), seen.version);
        let first = owner.post::<SaveDraft>((id,), first).await.expect("saved");
        let second = save(drawn.graph(number), first.version);
        let second = owner.post::<SaveDraft>((id,), second).await.expect("saved");
        let standing = owner
            .get::<GetStanding>((id,))
            .await
            .expect("where they stand");
        let lots = standing.places.into_iter().map(|place| Lot {
            then: match (number % 4, place.step.as_str()) {
                (0, "write") => Fate::End {
                    reason: CLOSED.into(),
                },
                (1, _) => Fate::Move {
                    step: "call".into(),
                },
                (_, step) => Fate::Move { step: step.into() },
            },
            version_id: place.version_id,
            step: place.step,
        });
        let request = PublishRequest {
            version: second.version,
            transfer: lots.collect(),
        };
        owner
            .post::<PublishProcess>((id,), request)
            .await
            .expect("published");
        pace.published.send_replace(number);
        app.errands().await;
        if number.is_multiple_of(3) {
            let all = owner.get::<ListTransfers>((id,)).await.expect("transfers");
            let latest = &all.items[0];
            assert_eq!(latest.state, TransferState::Done);
            let undone = owner.post::<UndoTransfer>((id, latest.id), ()).await;
            undone.expect("undoing");
            app.errands().await;
        }
    }
    number
}

/// Who comes second, or to a task whose chain a transfer ended, is told so; nothing else is ever refused.
async fn complete(person: &Person, task: TaskId, result: ResultId, key: &str) -> Option<Completed> {
    loop {
        let call = person.call::<CompleteTask>((task,), (), answer(result, &[]));
        match call.once(key).reply().await {
            Ok(done) => return Some(done),
            Err(refused) => match refused.code() {
                Some(Code::Busy) => {}
                Some(Code::TaskAlreadyDone | Code::TaskCancelled) => return None,
                _ => panic!("{refused}"),
            },
        }
    }
}

both!(
    every_completion_is_decided_by_one_version_and_says_which,
    |app| {
        let drawn = Drawn::new(&app.owner).await;
        let id = process(&app.owner, "Обзвон").await.id;
        published(&app.owner, id, drawn.graph(1)).await;
        let mut people = Vec::new();
        for _ in 0..4 {
            people.push(app.joins(BuiltInRole::Manager).await);
        }
        let mut chains: Vec<Begun> = Vec::new();
        for number in 0..CHAINS {
            chains.push(begun(&app.owner, id, &format!("Клиент Номер{number}")).await);
        }
        let open: RefCell<Vec<TaskId>> =
            RefCell::new(chains.iter().map(|chain| chain.task).collect());
        let pace = Pace::new();
        let worker = |worker: usize| {
            let (person, open, pace, drawn) =
                (&people[worker % people.len()], &open, &pace, &drawn);
            async move {
                let mut done = Vec::new();
                for turn in 0..TURNS {
                    pace.turn(turn).await;
                    let place = (worker * 271 + turn * 7) % CHAINS;
                    let task = open.borrow()[place];
                    let ends = (worker + turn * 3).is_multiple_of(40);
                    let result = if ends { drawn.done } else { drawn.later };
                    let key = format!("{worker}-{turn}");
                    let Some(completed) = complete(person, task, result, &key).await else {
                        continue;
                    };
                    if let Some(next) = &completed.next_task {
                        open.borrow_mut()[place] = next.id;
                    }
                    done.push((place, result, completed));
                }
                pace.ready();
                done
            }
        };
        let work = join_all((0..WORKERS).map(worker));
        let (done, last) = tokio::join!(work, edits(app, id, &drawn, &pace));
        let done = done.concat();
        app.errands().await;

        let versions = app
            .owner
            .get::<ListVersions>((id,))
            .await
            .expect("versions");
        assert_eq!(versions.items.len() as u32, last);
        let mut graphs: BTreeMap<VersionId, (u32, Graph)> = BTreeMap::new();
        for version in versions.items {
            let full = app.owner.get::<GetVersion>((id, version.id)).await;
            graphs.insert(version.id, (version.number, full.expect("a version").graph));
        }
        let mut deciders = BTreeSet::new();
        let mut times: BTreeMap<usize, usize> = BTreeMap::new();
        for (place, result, completed) in &done {
            let by = completed.completion.decided_by.clone().expect("a version");
            let (number, graph) = &graphs[&by.version_id];
            assert_eq!((by.process_id, by.process_name.as_str()), (id, "Обзвон"));
            assert_eq!(by.version_number, *number);
            let step = completed.task.step.as_deref().expect("a step");
            let next = completed.next_task.as_ref();
            let next = next.map(|next| (next.step.clone().unwrap_or_default(), next.due));
            let state = completed.chain_state.expect("a chain");
            assert_eq!(
                (state, next),
                decides(graph, step, *result, app.now()),
                "version {number}"
            );
            // Kept, not only answered.
            let kept = app.owner.get::<GetCompletion>((completed.task.id,)).await;
            assert_eq!(kept.expect("a completion").decided_by, Some(by));
            deciders.insert(*number);
            *times.entry(*place).or_default() += 1;
        }
        assert!(deciders.len() > 2, "the owner was too slow: {deciders:?}");

        // Nobody is lost: one open task, an end that a version decided, or one that the owner gave a reason for.
        for (place, chain) in chains.iter().enumerate() {
            let chain: Chain = app.owner.get::<GetChain>((chain.chain,)).await.expect("it");
            let of = |state: TaskState| chain.tasks.iter().filter(move |task| task.state == state);
            let worked = times.get(&place).copied().unwrap_or_default();
            assert_eq!(of(TaskState::Done).count(), worked, "each completion once");
            let left = chain.tasks.len() - worked;
            match chain.state {
                ChainState::Active => assert_eq!((of(TaskState::Open).count(), left), (1, 1)),
                ChainState::Goal | ChainState::Ended => assert_eq!(left, 0),
                ChainState::Cancelled => {
                    assert_eq!(chain.cancel_reason.as_deref(), Some(CLOSED));
                    assert_eq!((of(TaskState::Cancelled).count(), left), (1, 1));
                }
                ChainState::Sleeping | ChainState::Refused => panic!("{:?}", chain.state),
            }
        }

        // The timeline and the answer to "why is this here?" say it too.
        let (_, _, some) = done
            .iter()
            .find(|(_, _, done)| done.next_task.is_some())
            .expect("one");
        let number = some
            .completion
            .decided_by
            .as_ref()
            .expect("a version")
            .version_number;
        let client = some.task.client.as_ref().expect("a client").id;
        let told = app
            .owner
            .list::<ListTimeline>((client,), TimelineQuery::default())
            .await;
        let told = told.expect("a timeline").items.into_iter();
        let entry = told
            .filter(|entry| entry.kind == EntryKind::Completion)
            .filter_map(|entry| entry.completion)
            .find(|completion| completion.id == some.completion.id);
        assert_eq!(entry.expect("told").decided_by, some.completion.decided_by);
        let next = some.next_task.as_ref().expect("what follows").id;
        let why = app
            .owner
            .get::<ExplainTask>((next,))
            .await
            .expect("why")
            .text;
        let words = format!("по версии\u{a0}{number} процесса «Обзвон»");
        assert!(why.contains(&words), "{why}");
    }
);
