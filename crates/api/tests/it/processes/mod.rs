//! Processes: drafts, what the checker says, publishing.

mod drafts;
mod many_hands;
mod map;
mod publishing;
mod rehearsal;
mod transfers;
mod versions;

use client::Client;
use domain::ids::{ProcessId, ResultId, TemplateId};
use domain::processes::{
    AssigneeRule, Continuation, DueRule, DueUnit, Freedom, Graph, Step, Target, Transition,
};
use wire::processes::{
    CreateProcess, GetDraft, NewProcess, Process, PublishProcess, PublishRequest, SaveDraft,
    SaveDraftRequest, Version,
};

use crate::results::result;
use crate::templates::template;

/// One step that ends with either of two results, or goes round by a day.
pub struct Errand {
    pub template: TemplateId,
    pub done: ResultId,
    pub later: ResultId,
}

impl Errand {
    pub async fn new(api: &Client) -> Self {
        let [done, later] = [
            result(api, "Готово").await.id,
            result(api, "Позже").await.id,
        ];
        Self {
            template: template(api, "Поручение", &[done, later]).await.id,
            done,
            later,
        }
    }

    pub fn graph(&self) -> Graph {
        let target = Target {
            step: "errand".into(),
            due: Some(DueRule::After {
                amount: 1,
                unit: DueUnit::WorkingDays,
                at: None,
            }),
            assignee: AssigneeRule::Same,
            freedom: Freedom::Both,
        };
        let transition = |result_id, then| Transition {
            step: "errand".into(),
            result_id,
            cases: Vec::new(),
            then,
            also: Vec::new(),
        };
        Graph {
            start: Some(target.clone()),
            steps: vec![Step {
                key: "errand".into(),
                template_id: self.template,
                results: vec![self.done, self.later],
                position: None,
            }],
            transitions: vec![
                transition(self.done, Continuation::Goal),
                transition(self.later, Continuation::Step { target }),
            ],
        }
    }
}

pub async fn process(api: &Client, name: &str) -> Process {
    let new = NewProcess {
        name: name.into(),
        description: None,
    };
    api.post::<CreateProcess>((), new).await.expect("a process")
}

pub async fn published(api: &Client, id: ProcessId, graph: Graph) -> Version {
    let version = api.get::<GetDraft>((id,)).await.expect("a draft").version;
    let save = SaveDraftRequest { graph, version };
    let version = api
        .post::<SaveDraft>((id,), save)
        .await
        .expect("saved")
        .version;
    api.post::<PublishProcess>((id,), PublishRequest::of(version))
        .await
        .expect("published")
}
