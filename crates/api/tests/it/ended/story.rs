//! What one client goes through, as his operator was told it.

use std::collections::BTreeMap;

use client::Client;
use domain::chains::ChainState;
use domain::ids::{BranchId, ChainId, ClientId, CompletionId, ProcessId, ResultId, TaskId};
use domain::timeline::EntryKind;
use wire::branches::ListBranches;
use wire::chains::{Chain, GetChain};
use wire::clients::{ClientSaved, ListTimeline, TimelineQuery};
use wire::list::Listed;
use wire::processes::ListProcesses;
use wire::results::ListResults;
use wire::tasks::Completed;

/// A result by its name, and the state in which it leaves the chain.
pub struct Step {
    pub result: &'static str,
    pub leads_to: ChainState,
}

const fn on(result: &'static str) -> Step {
    Step {
        result,
        leads_to: ChainState::Active,
    }
}

const fn to(leads_to: ChainState, result: &'static str) -> Step {
    Step { result, leads_to }
}

/// Ways through "a warm client" that need no form: on to a goal, to a refusal after five calls, to sleep.
pub const WAYS: [&[Step]; 3] = [
    &[
        on("Думает"),
        on("Отправлена информация"),
        on("Собирается купить абонемент"),
        on("Не купил абонемент"),
        on("Недозвон"),
        to(ChainState::Goal, "Купил абонемент"),
    ],
    &[
        on("Недозвон"),
        on("Недозвон"),
        on("Недозвон"),
        on("Недозвон"),
        to(ChainState::Refused, "Недозвон"),
    ],
    &[
        on("Собирается купить абонемент"),
        on("Не купил абонемент"),
        on("Думает"),
        to(ChainState::Sleeping, "Сейчас не актуально"),
    ],
];

/// What every operator knows of the house.
pub struct House {
    pub branch: BranchId,
    pub process: ProcessId,
    pub results: BTreeMap<String, ResultId>,
}

impl House {
    pub async fn of(api: &Client) -> Self {
        let branches = api.get::<ListBranches>(()).await.expect("branches").items;
        let processes = api.get::<ListProcesses>(()).await.expect("processes").items;
        let results = api.get::<ListResults>(()).await.expect("results").items;
        let warm = processes.iter().find(|it| it.name == "Тёплый клиент");
        Self {
            branch: branches[0].id,
            process: warm.expect("the ready process").id,
            results: results.into_iter().map(|it| (it.name, it.id)).collect(),
        }
    }
}

pub struct Story {
    client: ClientId,
    chain: ChainId,
    first: TaskId,
    way: &'static [Step],
    told: Vec<Told>,
}

/// An answered completion.
#[derive(Debug, PartialEq)]
struct Told {
    task: TaskId,
    completion: CompletionId,
    result: ResultId,
    next: Option<TaskId>,
}

impl Story {
    pub fn new(saved: &ClientSaved, way: &'static [Step]) -> Self {
        let client = &saved.client;
        let next = client.next.as_ref().and_then(|next| next.task_id);
        Self {
            client: client.id,
            chain: client.chains[0].id,
            first: next.expect("a first task"),
            way,
            told: Vec::new(),
        }
    }

    /// The open task and what it shall end with; `None` at the end.
    pub fn next(&self) -> Option<(TaskId, &'static Step)> {
        let step = self.way.get(self.told.len())?;
        let task = match self.told.last() {
            Some(told) => told.next.expect("the process goes on"),
            None => self.first,
        };
        Some((task, step))
    }

    pub fn steps_made(&self) -> usize {
        self.told.len()
    }

    pub fn tell(&mut self, completed: &Completed) {
        let (_, step) = self.next().expect("a step");
        assert_eq!(completed.chain_state, Some(step.leads_to));
        let goes_on = step.leads_to == ChainState::Active;
        assert_eq!(completed.next_task.is_some(), goes_on, "{}", step.result);
        self.told.push(Told {
            task: completed.task.id,
            completion: completed.completion.id,
            result: completed.completion.result_id,
            next: completed.next_task.as_ref().map(|task| task.id),
        });
    }

    /// Whether the step that got no answer was made. It was made wholly or not at all.
    pub async fn next_was_made(&self, api: &Client) -> bool {
        let chain = self.chain(api).await;
        let done = chain.tasks.iter().filter(|task| task.completion.is_some());
        let done = done.count();
        let made = done == self.told.len() + 1;
        assert!(made || done == self.told.len(), "{chain:?}");
        self.must_stand_after(done, &chain);
        made
    }

    /// The chain and the timeline say what the operator was told, and nothing else.
    pub async fn must_be_there(&self, api: &Client) {
        let chain = self.chain(api).await;
        self.must_stand_after(self.told.len(), &chain);
        let made = self.told.iter().filter_map(|told| told.next);
        let expected: Vec<TaskId> = [self.first].into_iter().chain(made).collect();
        let tasks: Vec<TaskId> = chain.tasks.iter().map(|task| task.id).collect();
        assert_eq!(tasks, expected, "the tasks of {:?}", self.told);

        let query = TimelineQuery {
            kind: Some(Listed(vec![EntryKind::Completion])),
            limit: Some(200),
            cursor: None,
        };
        let entries = api.list::<ListTimeline>((self.client,), query).await;
        let mut entries = entries.expect("a timeline").items;
        entries.reverse();
        let told = self.told.iter().map(|told| (told.completion, told.result));
        let completions = entries.into_iter().filter_map(|entry| entry.completion);
        let completions = completions.map(|completion| (completion.id, completion.result_id));
        assert_eq!(completions.collect::<Vec<_>>(), told.collect::<Vec<_>>());
    }

    fn must_stand_after(&self, steps: usize, chain: &Chain) {
        let state = match steps.checked_sub(1) {
            Some(last) => self.way[last].leads_to,
            None => ChainState::Active,
        };
        assert_eq!(chain.state, state, "after {steps} steps");
        let open = usize::from(state == ChainState::Active);
        assert_eq!(chain.tasks.len(), steps + open, "{chain:?}");
    }

    async fn chain(&self, api: &Client) -> Chain {
        let chain = api.get::<GetChain>((self.chain,)).await;
        chain.expect("the chain is there")
    }
}
