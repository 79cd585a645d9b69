//! Two published versions of a process beside one another.

mod report;
mod splitting;
mod states;

use domain::ids::{ClientId, ProcessId, ResultId, TaskId, TemplateId};
use domain::processes::{
    Action, Also, AssigneeRule, Continuation, DueRule, DueUnit, Freedom, Graph, Step, Target,
    Transition,
};
use domain::tasks::TaskType;
use testkit::app::TestApp;
use wire::chains::{Chain, NewChain, StartChain};
use wire::clients::CreateClient;
use wire::comparison::{
    Comparison, ComparisonReport, GetComparison, NewComparison, StartComparison,
};
use wire::processes::{GetDraft, SaveDraft, SaveDraftRequest};
use wire::tasks::{CompleteRequest, CompleteTask};
use wire::templates::{CreateTemplate, NewTemplate};

use crate::desk::{answer, newcomer};
use crate::processes::{process, published};
use crate::results::result;

/// One question with two answers; whoever agrees has reached the goal, whoever declines has not.
pub struct Question {
    pub process: ProcessId,
    pub template: TemplateId,
    pub agrees: ResultId,
    pub declines: ResultId,
}

impl Question {
    /// The process with its first version published.
    pub async fn of(app: &TestApp) -> Self {
        let owner = &app.owner;
        let [agrees, declines] = [
            result(owner, "Согласен").await.id,
            result(owner, "Отказался").await.id,
        ];
        let template = NewTemplate {
            task_type: TaskType::ClientTask,
            ..crate::templates::named("Спросить", &[agrees, declines])
        };
        let template = owner.post::<CreateTemplate>((), template).await;
        let template = template.expect("a template").id;
        let process = process(owner, "Вопрос").await.id;
        let first = graph(template, agrees, declines, Continuation::Refusal, &[]);
        published(owner, process, first).await;
        Self {
            process,
            template,
            agrees,
            declines,
        }
    }

    /// The graph where declining leads to something else.
    pub fn graph(&self, declined: Continuation) -> Graph {
        graph(self.template, self.agrees, self.declines, declined, &[])
    }

    /// Another process of the same question: agreeing hands over to this one, or declining starts it beside.
    pub async fn caller(&self, app: &TestApp, name: &str, beside: bool) -> ProcessId {
        let owner = &app.owner;
        let process = process(owner, name).await.id;
        let here = Continuation::StartProcess {
            process_id: self.process,
        };
        let also = [Also {
            when: Vec::new(),
            act: Action::StartProcess {
                process_id: self.process,
            },
        }];
        let graph = match beside {
            true => graph(
                self.template,
                self.agrees,
                self.declines,
                Continuation::End,
                &also,
            ),
            false => graph(self.template, self.agrees, self.declines, here, &[]),
        };
        published(owner, process, graph).await;
        process
    }

    /// A draft in which declining ends the chain; answers its version.
    pub async fn drafted(&self, app: &TestApp) -> i64 {
        self.drafted_as(app, Continuation::End).await
    }

    pub async fn drafted_as(&self, app: &TestApp, declined: Continuation) -> i64 {
        let draft = app.owner.get::<GetDraft>((self.process,)).await;
        let save = SaveDraftRequest {
            graph: self.graph(declined),
            version: draft.expect("a draft").version,
        };
        let saved = app.owner.post::<SaveDraft>((self.process,), save).await;
        saved.expect("saved").version
    }

    /// Begins to compare on terms that take twenty clients a side.
    pub async fn compared(&self, app: &TestApp) -> Comparison {
        let new = NewComparison {
            days: 10,
            difference: 50,
            ..NewComparison::of(self.drafted(app).await)
        };
        let begun = app.owner.post::<StartComparison>((self.process,), new);
        begun.await.expect("a comparison")
    }

    pub async fn report(&self, app: &TestApp, of: &Comparison) -> ComparisonReport {
        let path = (self.process, of.id);
        let told = app.owner.get::<GetComparison>(path).await;
        told.expect("a report")
    }

    /// A new client in some process.
    pub async fn begin(&self, app: &TestApp, process: ProcessId, name: &str) -> Chain {
        let client = app.owner.post::<CreateClient>((), newcomer(name)).await;
        self.again(app, process, client.expect("a client").client.id)
            .await
    }

    pub async fn again(&self, app: &TestApp, process_id: ProcessId, client_id: ClientId) -> Chain {
        let new = NewChain {
            client_id,
            process_id,
            assignee_id: None,
            due: None,
        };
        let begun = app.owner.post::<StartChain>((), new).await;
        begun.expect("a chain")
    }

    pub async fn ends(&self, app: &TestApp, task: TaskId, result: ResultId) {
        let request: CompleteRequest = answer(result, &[]);
        let done = app
            .owner
            .call::<CompleteTask>((task,), (), request)
            .once(format!("{task}-{result}"));
        done.reply().await.expect("completed");
    }
}

fn ask() -> Target {
    Target {
        step: "ask".into(),
        due: Some(DueRule::After {
            amount: 1,
            unit: DueUnit::Days,
            at: None,
        }),
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
    }
}

fn graph(
    template_id: TemplateId,
    agrees: ResultId,
    declines: ResultId,
    declined: Continuation,
    also: &[Also],
) -> Graph {
    let transition = |result_id, then| Transition {
        also: also.to_vec(),
        ..Transition::plain("ask", result_id, then)
    };
    Graph {
        start: Some(ask()),
        steps: vec![Step {
            key: "ask".into(),
            template_id,
            results: vec![agrees, declines],
            position: None,
        }],
        transitions: vec![
            transition(agrees, Continuation::Goal),
            transition(declines, declined),
        ],
    }
}
