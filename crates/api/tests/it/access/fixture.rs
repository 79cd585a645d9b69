use client::Client;
use domain::access::BuiltInRole;
use domain::fields::Raw;
use domain::ids::{
    BranchId, ChainId, ClientId, CompanyId, DictionaryId, DiscountGrantId, DiscountId, EmployeeId,
    FileId, ProcessId, ResultId,
};
use domain::ids::{RoleId, TaskId, TemplateId, ValueId, VersionId};
use testkit::app::{Person, TestApp};
use wire::chains::{NewChain, StartChain};
use wire::clients::{CreateClient, NewClient};
use wire::companies::{CreateCompany, NewCompany};
use wire::dictionaries::GetDictionary;
use wire::processes::ListVersions;
use wire::staff::ListRoles;
use wire::tasks::{CompleteRequest, CompleteTask, ListTasks, TasksQuery};

/// Who calls, from the weakest to the strongest. All but the stranger work in the first branch, where everything stands.
pub struct Callers {
    pub nobody: Client,
    /// An operator of another branch.
    pub stranger: Person,
    pub analyst: Person,
    pub coach: Person,
    pub operator: Person,
    pub manager: Person,
    pub owner: Person,
}

impl Callers {
    pub fn in_order(&self) -> [&Client; 7] {
        [
            &self.nobody,
            &self.stranger.api,
            &self.analyst.api,
            &self.coach.api,
            &self.operator.api,
            &self.manager.api,
            &self.owner.api,
        ]
    }
}

/// One of each thing, in the first branch. The tasks are the owner's own.
pub struct Things {
    pub branch: BranchId,
    pub employee: EmployeeId,
    pub role: RoleId,
    pub dictionary: DictionaryId,
    pub values: [ValueId; 2],
    pub result: ResultId,
    pub template: TemplateId,
    pub process: ProcessId,
    pub version: VersionId,
    pub client: ClientId,
    pub other_client: ClientId,
    pub company: CompanyId,
    pub file: FileId,
    pub discount: DiscountId,
    pub grant: DiscountGrantId,
    pub chain: ChainId,
    pub task: TaskId,
    /// A done one with its completion.
    pub done: TaskId,
}

pub async fn callers(app: &TestApp) -> Callers {
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    Callers {
        nobody: app.nobody(),
        stranger: app.joins_in(BuiltInRole::Operator, &[there]).await,
        analyst: app.joins(BuiltInRole::Analyst).await,
        coach: app.joins(BuiltInRole::Coach).await,
        operator: app.joins(BuiltInRole::Operator).await,
        manager: app.joins(BuiltInRole::Manager).await,
        owner: app.owner.clone(),
    }
}

async fn client(app: &TestApp, name: &str) -> ClientId {
    let new = NewClient {
        name: Some(name.into()),
        responsible_id: Some(app.owner.me.id),
        branch_id: Some(app.branch),
        ..NewClient::default()
    };
    let saved = app.owner.post::<CreateClient>((), new).await;
    saved.expect("a client").client.id
}

pub async fn things(app: &TestApp) -> Things {
    let installed = app.with_preset().await;
    let process = installed.process.expect("a process");
    let owner = &app.owner;
    let client_id = client(app, "Иванова Мария").await;
    let other_client = client(app, "Петров Олег").await;
    let new = NewCompany {
        name: "Школа № 5".into(),
        branch_id: Some(app.branch),
        ..NewCompany::default()
    };
    let company = owner.post::<CreateCompany>((), new).await;
    let company = company.expect("a company").company.id;
    let file = crate::files::added(owner, client_id, "Договор.txt", b"text").await;
    let file = file.expect("a file").id;
    let discount = crate::discounts::listed(owner, "Многодетная семья")
        .await
        .id;
    let grant = crate::discounts::granted(owner, client_id, discount)
        .await
        .id;
    let start = NewChain {
        client_id,
        process_id: process,
        assignee_id: Some(owner.me.id),
        due: None,
    };
    let chain = owner
        .post::<StartChain>((), start)
        .await
        .expect("a chain")
        .id;
    let query = || TasksQuery {
        chain_id: Some(chain),
        ..TasksQuery::default()
    };
    let first = owner
        .list::<ListTasks>((), query())
        .await
        .expect("tasks")
        .items;
    let done = first[0].id;
    let thinks = installed.results["thinks"];
    let request = CompleteRequest {
        result_id: thinks,
        fields: []
            .into_iter()
            .collect::<std::collections::BTreeMap<String, Raw>>(),
        comment: None,
        next: domain::chains::Adjustment::default(),
    };
    let call = owner
        .call::<CompleteTask>((done,), (), request)
        .once("fixture");
    call.reply().await.expect("a completion");
    let open = owner
        .list::<ListTasks>((), query())
        .await
        .expect("tasks")
        .items;
    let versions = owner
        .get::<ListVersions>((process,))
        .await
        .expect("versions")
        .items;
    let dictionary = *installed
        .dictionaries
        .values()
        .next()
        .expect("a dictionary");
    let values = owner
        .get::<GetDictionary>((dictionary,))
        .await
        .expect("values")
        .values;
    let roles = owner.get::<ListRoles>(()).await.expect("roles").items;
    let coaches = roles
        .iter()
        .find(|role| role.built_in == Some(BuiltInRole::Coach));
    Things {
        branch: app.branch,
        employee: app.joins(BuiltInRole::Coach).await.me.id,
        role: coaches.expect("coaches").id,
        dictionary,
        values: [values[0].id, values[1].id],
        result: thinks,
        template: *installed.templates.values().next().expect("a template"),
        process,
        version: versions[0].id,
        client: client_id,
        other_client,
        company,
        file,
        discount,
        grant,
        chain,
        task: open[0].id,
        done,
    }
}
