//! What the tests of the chain do again and again, by the front door.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use api::preset::Installed;
use client::Failure;
use domain::access::BuiltInRole;
use domain::chains::Adjustment;
use domain::fields::Raw;
use domain::ids::{ClientId, DictionaryId, ProcessId, ResultId, TaskId};
use domain::time::{Due, Timestamp};
use testkit::app::{Person, TestApp};
use wire::chains::{Chain, GetChain, NewChain, StartChain};
use wire::clients::{Client, CreateClient, GetClient, NewClient, PhoneEntry};
use wire::dictionaries::GetDictionary;
use wire::tasks::{CompleteRequest, CompleteTask, Completed, TakeBack, TaskView};

/// An operator at work with the ready process.
pub struct Desk {
    pub anna: Person,
    pub preset: Installed,
    keys: AtomicU32,
}

/// A client of the given name, the rest left out.
pub fn newcomer(name: &str) -> NewClient {
    NewClient {
        name: Some(name.into()),
        ..NewClient::default()
    }
}

pub fn phone(number: &str) -> PhoneEntry {
    PhoneEntry {
        number: number.into(),
        label: None,
        do_not_call: false,
    }
}

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

pub fn day(text: &str) -> Due {
    Due::Day(text.parse().expect("a date"))
}

/// What is sent to complete a task.
pub fn answer(result_id: ResultId, fields: &[(&str, Raw)]) -> CompleteRequest {
    CompleteRequest {
        result_id,
        fields: fields
            .iter()
            .map(|(key, raw)| ((*key).to_owned(), raw.clone()))
            .collect(),
        comment: None,
        next: Adjustment::default(),
    }
}

pub fn text(value: &str) -> Raw {
    Raw::Text(value.into())
}

impl Desk {
    /// The preset is installed and an operator has joined.
    pub async fn of(app: &TestApp) -> Self {
        let preset = app.with_preset().await;
        let anna = app.joins(BuiltInRole::Operator).await;
        Self {
            anna,
            preset,
            keys: AtomicU32::new(0),
        }
    }

    pub fn process(&self) -> ProcessId {
        self.preset.process.expect("a process")
    }

    pub fn result(&self, key: &str) -> ResultId {
        self.preset.results[key]
    }

    /// The first value of a dictionary, as an answer.
    pub async fn value(&self, dictionary: &str) -> String {
        let id: DictionaryId = self.preset.dictionaries[dictionary];
        let dictionary = self
            .anna
            .get::<GetDictionary>((id,))
            .await
            .expect("a dictionary");
        dictionary.values[0].id.to_string()
    }

    pub async fn client(&self, name: &str) -> Client {
        let saved = self.anna.post::<CreateClient>((), newcomer(name)).await;
        saved.expect("a client").client
    }

    /// A client for whom the process was started: the chain and its first task.
    pub async fn begin(&self, name: &str) -> (Chain, TaskView) {
        let client = self.client(name).await;
        let chain = self.start(client.id).await.expect("a chain");
        let task = chain.tasks[0].clone();
        (chain, task)
    }

    pub async fn start(&self, client_id: ClientId) -> Result<Chain, Failure> {
        let new = NewChain {
            client_id,
            process_id: self.process(),
            assignee_id: None,
            due: None,
        };
        self.anna.post::<StartChain>((), new).await
    }

    /// Completes as Anna.
    pub async fn complete(
        &self,
        task: TaskId,
        request: CompleteRequest,
    ) -> Result<Completed, Failure> {
        self.complete_as(&self.anna, task, request).await
    }

    pub async fn complete_as(
        &self,
        person: &Person,
        task: TaskId,
        request: CompleteRequest,
    ) -> Result<Completed, Failure> {
        let key = self.keys.fetch_add(1, Ordering::Relaxed);
        person
            .call::<CompleteTask>((task,), (), request)
            .once(format!("key-{key}"))
            .reply()
            .await
    }

    /// Completes with a result of the preset, and answers its next task.
    pub async fn ends(&self, task: TaskId, result: &str, fields: &[(&str, Raw)]) -> Completed {
        let done = self
            .complete(task, answer(self.result(result), fields))
            .await;
        done.unwrap_or_else(|failure| panic!("{result}: {failure}"))
    }

    pub async fn take_back(&self, task: TaskId) -> Result<(), Failure> {
        self.anna.call::<TakeBack>((task,), (), ()).reply().await
    }

    pub async fn card(&self, id: ClientId) -> Client {
        self.anna.get::<GetClient>((id,)).await.expect("a card")
    }

    pub async fn chain(&self, chain: &Chain) -> Chain {
        self.anna
            .get::<GetChain>((chain.id,))
            .await
            .expect("a chain")
    }
}

/// Pointers of a refusal's faults with their codes, sorted.
pub fn faults(failure: &Failure) -> BTreeMap<String, &'static str> {
    let errors = failure.field_errors().iter();
    errors
        .map(|error| {
            let at = error.pointer.clone().or_else(|| error.parameter.clone());
            (at.unwrap_or_default(), error.code.as_str())
        })
        .collect()
}

/// A fact about a refusal.
pub fn param(failure: &Failure, name: &str) -> String {
    let problem = failure.problem().expect("a problem");
    problem.params.get(name).cloned().unwrap_or_default()
}

/// Every row of the database as text, but for what only grows: the timeline, the audit log, the change feed, completions with
/// their answers, saved answers, sessions, words that are known, what the look for duplicates keeps for itself, and the versions of rows.
pub async fn rows(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    const GROWING: &[&str] = &[
        "audit",
        "client_keys",
        "completion_values",
        "completions",
        "duplicate_looks",
        "duplicates",
        "events",
        "idempotency_keys",
        "session_tokens",
        "sessions",
        "timeline",
        "unlooked_clients",
        "word_slips",
    ];
    let told = |tx: &mut store::Tx<'_>| tx.described_rows(GROWING, &["version", "updated_at"]);
    let rows = app.state.db.read(store::Who::System, app.now(), told).await;
    rows.expect("all rows")
}
