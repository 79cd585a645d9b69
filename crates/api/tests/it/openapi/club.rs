//! A club in which every example of the document can happen: each operation gets things of its own.

mod clients;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use api::preset::{self, Installed};
use api::worker;
use domain::access::BuiltInRole;
use domain::language::Language;
use domain::outgoing::Mail;
use reqwest::Method;
use serde_json::{Map, Value, json};
use store::Who;
use testkit::app::{PASSWORD, TestApp, Unset};

use crate::raw::{as_owner, send};

/// What an example's `…_0F3ZK7Q2M8T1A` and `…1B` stand for.
const FIRST: &str = "_0F3ZK7Q2M8T1A";
const SECOND: &str = "_0F3ZK7Q2M8T1B";

pub struct Club<'a> {
    app: &'a TestApp,
    /// In English: the names of the examples are free.
    preset: Installed,
    made: Cell<u32>,
    /// A server that nobody has set up yet.
    unset: RefCell<Option<Unset>>,
}

/// Real ids for an example, by kind: the first and the second of each.
#[derive(Default)]
pub struct Prepared {
    /// What stands in the path's braces.
    path: Vec<String>,
    ids: BTreeMap<&'static str, [String; 2]>,
    members: Map<String, Value>,
    origin: Option<String>,
    pub cookie: String,
}

impl Prepared {
    fn at(path: impl Into<String>) -> Self {
        Self {
            path: vec![path.into()],
            ..Self::default()
        }
    }

    fn and(mut self, path: impl Into<String>) -> Self {
        self.path.push(path.into());
        self
    }

    fn id(self, kind: &'static str, id: impl Into<String>) -> Self {
        let id = id.into();
        self.ids(kind, [id.clone(), id])
    }

    fn ids(mut self, kind: &'static str, ids: [String; 2]) -> Self {
        self.ids.insert(kind, ids);
        self
    }

    fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }

    /// Where to send it: to the club, or to a server of its own.
    pub fn origin(&self, app: &TestApp) -> String {
        self.origin.clone().unwrap_or_else(|| app.origin.clone())
    }

    /// The example with the members that must be what they are here.
    pub fn changed(&self, example: &Value) -> Value {
        super::examples::with(example, &self.members)
    }

    /// Puts ids into their places.
    pub fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for id in &self.path {
            let (open, close) = match (text.find('{'), text.find('}')) {
                (Some(open), Some(close)) if text.starts_with('/') => (open, close),
                _ => break,
            };
            text.replace_range(open..=close, id);
        }
        for (kind, [first, second]) in &self.ids {
            text = text
                .replace(&format!("{kind}{FIRST}"), first)
                .replace(&format!("{kind}{SECOND}"), second);
        }
        text
    }
}

fn id(thing: &Value) -> String {
    thing["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id: {thing:#}"))
        .to_owned()
}

impl<'a> Club<'a> {
    pub async fn open(app: &'a TestApp) -> Self {
        let install = |tx: &mut store::Tx<'_>| preset::install(tx, Language::En);
        let preset = app.state.db.write(Who::System, app.now(), install).await;
        Self {
            app,
            preset: preset.unwrap_or_else(|error| panic!("the preset: {error:?}")),
            made: Cell::default(),
            unset: RefCell::default(),
        }
    }

    pub fn close(self) {
        if let Some(unset) = self.unset.take() {
            (unset.stop)();
        }
    }

    /// The `ETag` of what is changed at this path.
    pub async fn tag(&self, path: &str) -> String {
        // An order is changed with its dictionary, a merge is one of its card, a field is made for a column of its import; one value is
        // read with all of them.
        let path = path.trim_end_matches("/order").trim_end_matches("/merges");
        let path = path.trim_end_matches("/columns/0/field");
        let answer = as_owner(self.app, Method::GET, path, "").await;
        match answer.header("etag") {
            "" => "\"v1\"".into(),
            tag => tag.to_owned(),
        }
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Value {
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let path = format!("/api/v1{path}");
        let (about, tag) = (format!("{method} {path}"), self.tag(&path).await);
        let bearer = crate::raw::bearer(self.app);
        let key = format!("prepared-{}", self.number());
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("if-match", &tag),
            ("idempotency-key", &key),
        ];
        let answer = send(self.app, method, &path, &headers, body).await;
        assert!(answer.status < 300, "{about}: {:#}", answer.body);
        answer.body
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.send(Method::POST, path, body).await
    }

    async fn archive(&self, path: &str) {
        self.send(Method::DELETE, path, Value::Null).await;
    }

    fn number(&self) -> u32 {
        self.made.set(self.made.get() + 1);
        self.made.get()
    }

    fn name(&self, what: &str) -> String {
        format!("{what} {}", self.number())
    }

    async fn employee(&self) -> String {
        self.app.joins(BuiltInRole::Coach).await.me.id.to_string()
    }

    async fn dictionary(&self) -> Value {
        let body = json!({ "name": self.name("list"), "values": ["one", "two"] });
        self.post("/dictionaries", body).await
    }

    async fn value(&self) -> String {
        id(&self.dictionary().await["values"][0])
    }

    async fn result(&self) -> String {
        let body = json!({ "name": self.name("result"), "outcome": "progress" });
        id(&self.post("/results", body).await)
    }

    async fn template(&self, results: &[String; 2]) -> String {
        let due = json!({ "kind": "after", "amount": 1, "unit": "working_days" });
        let body = json!({ "name": self.name("template"), "task_type": "client_call", "default_due": due, "result_ids": results });
        id(&self.post("/templates", body).await)
    }

    async fn process(&self) -> String {
        let body = json!({ "name": self.name("process") });
        id(&self.post("/processes", body).await)
    }

    /// The example of a draft, for a graph that can be published.
    async fn drawn(&self, process: &str) -> Prepared {
        let results = [self.result().await, self.result().await];
        Prepared::at(process)
            .id("tpl", self.template(&results).await)
            .ids("res", results)
            .member("version", 1)
    }

    async fn drafted(&self) -> Prepared {
        let process = self.process().await;
        let drawn = self.drawn(&process).await;
        let examples = api::openapi::document();
        let example = &examples["paths"]["/api/v1/processes/{id}/draft"]["put"]["requestBody"]["content"]
            ["application/json"]["example"];
        let body = drawn.fill(&drawn.changed(example).to_string());
        let body = serde_json::from_str(&body).expect("an example");
        let draft = self
            .send(Method::PUT, &format!("/processes/{process}/draft"), body)
            .await;
        Prepared::at(process).member("version", draft["version"].clone())
    }

    /// Published twice; the older version stands for `ver`.
    async fn published_twice(&self) -> Prepared {
        let drafted = self.drafted().await;
        let process = drafted.path[0].clone();
        let path = format!("/processes/{process}");
        let mut draft = self
            .send(Method::GET, &format!("{path}/draft"), Value::Null)
            .await;
        for _ in 0..2 {
            let body = json!({ "version": draft["version"] });
            self.post(&format!("{path}/publish"), body).await;
            let body = json!({ "version": 0, "graph": draft["graph"] });
            draft = self.send(Method::PUT, &format!("{path}/draft"), body).await;
        }
        let versions = self
            .send(Method::GET, &format!("{path}/versions"), Value::Null)
            .await;
        Prepared::at(process).id("ver", id(&versions["items"][1]))
    }

    /// A process with a published version and a draft of the next.
    async fn compared_with(&self) -> Prepared {
        let drafted = self.drafted().await;
        let path = format!("/processes/{}", drafted.path[0]);
        let draft = self
            .send(Method::GET, &format!("{path}/draft"), Value::Null)
            .await;
        let body = json!({ "version": draft["version"] });
        self.post(&format!("{path}/publish"), body).await;
        let body = json!({ "version": 0, "graph": draft["graph"] });
        let draft = self.send(Method::PUT, &format!("{path}/draft"), body).await;
        Prepared::at(drafted.path[0].clone()).member("version", draft["version"].clone())
    }

    async fn compared(&self) -> Prepared {
        let prepared = self.compared_with().await;
        let path = format!("/processes/{}/comparisons", prepared.path[0]);
        let body = json!({ "version": prepared.members["version"] });
        let comparison = self.post(&path, body).await;
        Prepared::at(prepared.path[0].clone()).and(id(&comparison))
    }

    async fn transferred(&self) -> Prepared {
        let prepared = self.published_twice().await;
        let examples = api::openapi::document();
        let example = &examples["paths"]["/api/v1/processes/{id}/transfers"]["post"]["requestBody"]
            ["content"]["application/json"]["example"];
        let body = prepared.fill(&example.to_string());
        let body = serde_json::from_str(&body).expect("an example");
        let path = format!("/processes/{}/transfers", prepared.path[0]);
        let transfer = self.post(&path, body).await;
        self.app.errands().await;
        prepared.and(id(&transfer))
    }

    async fn chain(&self) -> Value {
        let process = self.preset.process.expect("a process").to_string();
        let body = json!({ "client_id": self.client().await, "process_id": process });
        self.post("/chains", body).await
    }

    async fn step(&self) -> String {
        id(&self.chain().await["tasks"][0])
    }

    async fn errand(&self) -> String {
        let body = json!({ "title": self.name("errand") });
        id(&self.post("/tasks", body).await)
    }

    async fn completed(&self) -> String {
        let task = self.step().await;
        let body = json!({ "result_id": self.preset.results["thinks"].to_string() });
        self.post(&format!("/tasks/{task}/completion"), body).await;
        task
    }

    /// A trial lesson was agreed on.
    async fn trial(&self) -> Prepared {
        let directions = self.preset.dictionaries["directions"];
        let path = format!("/dictionaries/{directions}");
        let values = self.send(Method::GET, &path, Value::Null).await;
        Prepared::at(self.step().await)
            .id("res", self.preset.results["trial_booked"].to_string())
            .id("val", id(&values["values"][0]))
            .id("emp", self.app.owner.me.id.to_string())
    }

    async fn role(&self) -> String {
        let body = json!({ "name": self.name("role"), "grants": {} });
        id(&self.post("/roles", body).await)
    }

    async fn branch(&self) -> String {
        let name = self.name("branch");
        self.app
            .another_branch(&name, "Asia/Almaty")
            .await
            .to_string()
    }

    async fn hook(&self) -> String {
        let body = json!({ "name": self.name("hook"), "url": "https://hooks.example/perezvon" });
        id(&self.post("/hooks", body).await["hook"])
    }

    async fn segment(&self) -> String {
        let filter = json!({ "kind": "test", "field": "stage", "is": "is", "values": ["lead"] });
        let body = json!({ "name": self.name("segment"), "filter": filter });
        id(&self.post("/segments", body).await)
    }

    async fn view(&self) -> String {
        let body = json!({ "name": self.name("view"), "shows": {} });
        id(&self.post("/views", body).await)
    }

    /// A letter that waits, or one that was given up.
    async fn delivery(&self, dead: bool) -> String {
        let later = chrono::Duration::hours(if dead { 0 } else { 1 });
        let (now, letter) = (
            self.app.now(),
            Mail {
                to: "kate@mail.example".into(),
                name: None,
                subject: "See you".into(),
                text: "On Saturday.".into(),
            },
        );
        let send = move |tx: &mut store::Tx<'_>| tx.send_mail(&letter, now.plus(later), None);
        let id = self.app.state.db.write(Who::System, now, send).await;
        worker::run_jobs(&self.app.state).await.expect("jobs");
        id.expect("a letter").to_string()
    }

    /// The token of an invitation's link.
    async fn invitation(&self) -> String {
        let roles = self.built_in_roles().await;
        let body = json!({ "name": "Anna", "email": format!("anna{}@club.example", self.number()), "role_id": roles[0], "branch_ids": [self.app.branch.to_string()] });
        let invited = self.post("/employees", body).await;
        let link = invited["link"].as_str().unwrap_or_default();
        link.rsplit('#').next().unwrap_or_default().to_owned()
    }

    /// Two that are not the owner's.
    async fn built_in_roles(&self) -> [String; 2] {
        let roles = self.send(Method::GET, "/roles", Value::Null).await;
        [id(&roles["items"][2]), id(&roles["items"][3])]
    }

    /// Signed in once more: the refresh cookie.
    async fn cookie(&self) -> String {
        let body = json!({ "email": "olga@club.example", "password": PASSWORD }).to_string();
        let headers = [
            ("content-type", "application/json"),
            ("user-agent", "example"),
        ];
        let signed_in = send(self.app, Method::POST, "/api/v1/sessions", &headers, body).await;
        signed_in.cookie()
    }

    /// What an operation needs to succeed with its example.
    pub async fn prepare(&self, operation: &str) -> Prepared {
        match operation {
            "CompleteSetup" => {
                let unset = Unset::start(testkit::sqlite::database()).await;
                let prepared = Prepared {
                    origin: Some(unset.origin.clone()),
                    ..Prepared::default().member("token", unset.token.clone())
                };
                self.unset.replace(Some(unset));
                prepared
            }
            "RefreshSession" | "SignOut" => Prepared {
                cookie: self.cookie().await,
                ..Prepared::default()
            },
            "EndSession" => {
                self.cookie().await;
                let sessions = self.send(Method::GET, "/sessions", Value::Null).await;
                let other = sessions["items"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .find(|one| one["current"] == false);
                Prepared::at(id(other.expect("another session")))
            }
            "GetInvitation" | "AcceptInvitation" => Prepared::at(self.invitation().await),
            "GetBranch" | "UpdateBranch" | "ArchiveBranch" => Prepared::at(self.branch().await),
            "RestoreBranch" => {
                let branch = self.branch().await;
                self.archive(&format!("/branches/{branch}")).await;
                Prepared::at(branch)
            }
            "SaveImportMapping" => Prepared::default().id("imp", self.import("").await),
            "DeleteImportMapping" => {
                let body =
                    json!({ "name": self.name("mapping"), "import_id": self.import("").await });
                Prepared::at(id(&self.post("/import-mappings", body).await))
            }
            "GetImport" | "UpdateImport" | "DeleteImport" | "CheckImport" | "ListImportRows" => {
                Prepared::at(self.import("").await)
            }
            "RunImport" | "GetImportErrors" => Prepared::at(self.import("check").await),
            "UpdateImportRow" => Prepared::at(self.import("check").await).and("2"),
            "SuggestImportField" | "CreateImportField" => {
                Prepared::at(self.import("").await).and("0")
            }
            "GetBulk" | "ListBulkItems" | "UndoBulk" => Prepared::at(self.bulk().await),
            "UndoImport" => Prepared::at(self.import("run").await),
            "GetHook" | "UpdateHook" | "ArchiveHook" | "ChangeHookSecret" | "TestHook" => {
                Prepared::at(self.hook().await)
            }
            "RetryDelivery" | "WithdrawDelivery" => {
                let dead = operation == "RetryDelivery";
                Prepared::at(self.delivery(dead).await)
            }
            "GetSegment" | "UpdateSegment" | "FreezeSegment" | "ThawSegment" | "ArchiveSegment" => {
                Prepared::at(self.segment().await)
            }
            "RestoreSegment" => {
                let segment = self.segment().await;
                self.archive(&format!("/segments/{segment}")).await;
                Prepared::at(segment)
            }
            "GetView" | "UpdateView" | "ArchiveView" => Prepared::at(self.view().await),
            "RestoreView" => {
                let view = self.view().await;
                self.archive(&format!("/views/{view}")).await;
                Prepared::at(view)
            }
            "RestoreHook" => {
                let hook = self.hook().await;
                self.archive(&format!("/hooks/{hook}")).await;
                Prepared::at(hook)
            }
            "InviteEmployee" => Prepared::default()
                .ids("rol", self.built_in_roles().await)
                .id("brn", self.app.branch.to_string()),
            "GetEmployee" | "UpdateEmployee" | "MakeEmployeeLink" | "LeaveEmployee" => {
                let owner = self.app.owner.me.id.to_string();
                Prepared::at(self.employee().await)
                    .ids("rol", self.built_in_roles().await)
                    .id("emp", owner)
            }
            "RestoreEmployee" => {
                let employee = self.employee().await;
                self.post(&format!("/employees/{employee}/leave"), json!({}))
                    .await;
                Prepared::at(employee)
            }
            "GetRole" | "UpdateRole" | "DeleteRole" => Prepared::at(self.role().await),
            "GetDictionary" | "UpdateDictionary" | "ArchiveDictionary" | "AddValues" => {
                Prepared::at(id(&self.dictionary().await))
            }
            "RestoreDictionary" => {
                let dictionary = id(&self.dictionary().await);
                self.archive(&format!("/dictionaries/{dictionary}")).await;
                Prepared::at(dictionary)
            }
            "OrderValues" => {
                let dictionary = self.dictionary().await;
                let values = [0, 1].map(|at| id(&dictionary["values"][at]));
                Prepared::at(id(&dictionary)).ids("val", values)
            }
            "UpdateValue" | "ArchiveValue" => Prepared::at(self.value().await),
            "RestoreValue" => {
                let value = self.value().await;
                self.archive(&format!("/values/{value}")).await;
                Prepared::at(value)
            }
            "MergeValue" => {
                let dictionary = self.dictionary().await;
                Prepared::at(id(&dictionary["values"][1])).id("val", id(&dictionary["values"][0]))
            }
            "CreateResult" => Prepared::default().id("dic", id(&self.dictionary().await)),
            "GetResult" | "UpdateResult" | "ArchiveResult" => Prepared::at(self.result().await),
            "RestoreResult" => {
                let result = self.result().await;
                self.archive(&format!("/results/{result}")).await;
                Prepared::at(result)
            }
            "CreateTemplate" => {
                Prepared::default().ids("res", [self.result().await, self.result().await])
            }
            "GetTemplate" | "UpdateTemplate" | "ArchiveTemplate" | "RestoreTemplate" => {
                let results = [self.result().await, self.result().await];
                let template = self.template(&results).await;
                if operation == "RestoreTemplate" {
                    self.archive(&format!("/templates/{template}")).await;
                }
                Prepared::at(template).ids("res", results)
            }
            "GetProcess" | "UpdateProcess" | "ArchiveProcess" | "GetDraft" => {
                Prepared::at(self.process().await)
            }
            "RestoreProcess" => {
                let process = self.process().await;
                self.archive(&format!("/processes/{process}")).await;
                Prepared::at(process)
            }
            "SaveDraft" => {
                let process = self.process().await;
                self.drawn(&process).await
            }
            "CheckGraph" => Prepared {
                members: Map::new(),
                ..self.drawn("").await
            },
            "DiscardDraft" | "PublishProcess" => self.drafted().await,
            "GetStanding" | "ListTransfers" | "StartTransfer" => self.published_twice().await,
            "GetOutlook" => Prepared::at(self.process().await),
            "StartComparison" => self.compared_with().await,
            "ListComparisons" | "GetComparison" | "UpdateComparison" | "EndComparison" => {
                self.compared().await
            }
            "GetTransfer" | "UndoTransfer" | "ListTransferred" => self.transferred().await,
            "ListVersions" | "GetVersion" | "RestoreVersion" | "GetDifference" => {
                let process = self.preset.process.expect("a process").to_string();
                let path = format!("/processes/{process}/versions");
                let versions = self.send(Method::GET, &path, Value::Null).await;
                Prepared::at(process).and(id(&versions["items"][0]))
            }
            "ExportProcess" | "RehearseProcess" | "GetMap" => {
                Prepared::at(self.preset.process.expect("a process").to_string())
            }
            "GetPack" => Prepared::at("fitness"),
            "GetClient"
            | "UpdateClient"
            | "ArchiveClient"
            | "GetBrief"
            | "ListTimeline"
            | "SetConsent"
            | "AddNote"
            | "DialClient"
            | "ListClientCompanies" => Prepared::at(self.client().await),
            "GetCompany"
            | "UpdateCompany"
            | "ArchiveCompany"
            | "RestoreCompany"
            | "ListCompanyTimeline"
            | "AddCompanyNote" => Prepared::at(self.company().await),
            "AddCompanyPerson" => Prepared::at(self.company().await).id("cli", self.client().await),
            "UpdateCompanyPerson" | "RemoveCompanyPerson" => self.linked().await,
            "CompareClients" => self.compared_clients().await,
            "MergeClients" => Prepared::at(self.client().await).id("cli", self.client().await),
            "GetMerge" | "GetMergeRemains" | "UndoMerge" => Prepared::at(self.merge().await),
            "GetDuplicate" | "DismissDuplicate" => Prepared::at(self.duplicate().await),
            "ReopenDuplicate" => {
                let pair = self.duplicate().await;
                self.post(&format!("/duplicates/{pair}/dismissal"), Value::Null)
                    .await;
                Prepared::at(pair)
            }
            "RestoreClient" => {
                let client = self.client().await;
                self.archive(&format!("/clients/{client}")).await;
                Prepared::at(client)
            }
            "StartChain" => Prepared::default()
                .id("cli", self.client().await)
                .id("prc", self.preset.process.expect("a process").to_string()),
            "GetChain" | "CancelChain" => Prepared::at(id(&self.chain().await)),
            "UpdateTask" | "CancelTask" | "GetTask" => Prepared::at(self.errand().await),
            "TakeTask" | "GetWorkplace" | "ExplainTask" => Prepared::at(self.step().await),
            "CompleteTask" | "PreviewCompletion" => self.trial().await,
            "GetCompletion" | "TakeBack" => Prepared::at(self.completed().await),
            other => self.filed(other).await,
        }
    }
}
