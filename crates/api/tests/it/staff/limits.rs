//! Rights that are narrowed: to clients of some stages, and to those who stand on some steps.

use std::collections::BTreeSet;

use domain::access::{BuiltInRole, Grants, Limit, Limits, Permission, Scope, StepOf};
use domain::clients::Stage;
use domain::ids::{ClientId, RoleId};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::auth::GetMe;
use wire::clients::{
    Client, ClientPatch, ClientsQuery, CreateClient, GetClient, ListClients, NewClient,
    UpdateClient,
};
use wire::error::Code;
use wire::staff::{
    CreateRole, GetRole, InviteEmployee, ListRoles, NewEmployee, NewRole, Role, RolePatch,
    UpdateRole,
};
use wire::tasks::{CancelTask, CancelTaskRequest, CreateTask, NewTask};

use crate::desk::{Desk, faults, newcomer, param, text};
use crate::exports::rights::seen;

fn stages(stages: &[Stage]) -> Limit {
    Limit {
        stages: stages.to_vec(),
        steps: Vec::new(),
    }
}

/// Everything that can be narrowed, narrowed so.
fn everywhere(limit: &Limit) -> Limits {
    let all = Permission::ALL.iter().copied();
    let limited = all.filter(|permission| permission.is_limitable());
    limited
        .map(|permission| (permission, limit.clone()))
        .collect()
}

fn named(name: &str, grants: Grants, limits: Limits) -> NewRole {
    NewRole {
        name: name.into(),
        grants,
        limits,
    }
}

async fn manager(app: &TestApp) -> Role {
    let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
    let mut roles = roles.into_iter();
    let role = roles.find(|role| role.built_in == Some(BuiltInRole::Manager));
    role.expect("a manager")
}

/// A manager, but for the limits.
async fn limited(app: &TestApp, limits: Limits) -> (RoleId, Person) {
    let grants = manager(app).await.grants;
    let role = app
        .owner
        .post::<CreateRole>((), named("С границами", grants, limits))
        .await;
    let role = role.unwrap_or_else(|failure| panic!("{failure}: {:?}", faults(&failure)));
    (role.id, app.joins_as(role.id, &[app.branch]).await)
}

async fn change(app: &TestApp, id: RoleId, limits: Limits) -> Role {
    let role = app.owner.get::<GetRole>((id,)).await.expect("a role");
    let patch = RolePatch {
        limits: Some(limits),
        ..RolePatch::default()
    };
    let changed = app.owner.change::<UpdateRole>((id,), role.version, patch);
    changed.await.expect("another limit")
}

async fn card(app: &TestApp, name: &str, stage: Stage) -> Client {
    let new = NewClient {
        stage: Some(stage),
        ..newcomer(name)
    };
    let saved = app.owner.post::<CreateClient>((), new).await;
    saved.expect("a card").client
}

async fn names(person: &Person) -> Vec<String> {
    let [listed, hits, file] = seen(person, "").await;
    assert_eq!(listed, hits);
    assert_eq!(listed, file);
    listed.into_iter().collect()
}

async fn opens(person: &Person, id: ClientId) -> bool {
    match person.get::<GetClient>((id,)).await {
        Ok(_) => true,
        Err(failure) => {
            assert_eq!(failure.code(), Some(Code::NotFound));
            false
        }
    }
}

both!(lists_searches_files_and_cards_keep_to_the_limit, |app| {
    let desk = Desk::of(app).await;
    let lead = card(app, "Анна Новая", Stage::Lead).await;
    let client = card(app, "Борис Постоянный", Stage::Client).await;
    card(app, "Вера Бывшая", Stage::Former).await;
    let (chain, task) = desk.begin("Галина Звонкова").await;
    let call = StepOf {
        process_id: desk.process(),
        step: task.step.clone().expect("a step"),
    };

    let (role, person) = limited(app, everywhere(&stages(&[Stage::Lead]))).await;
    let leads = ["Анна Новая", "Галина Звонкова"];
    assert_eq!(names(&person).await, leads);
    assert!(opens(&person, lead.id).await);
    assert!(!opens(&person, client.id).await);
    for line in ["stage:client", "stage:lead", "(stage:client|name.has:нов)"] {
        let [listed, hits, file] = seen(&person, line).await;
        assert_eq!((&listed, &hits), (&hits, &file), "{line}");
        let mut all = listed.iter();
        assert!(all.all(|name| leads.contains(&name.as_str())), "{line}");
    }
    let query = ClientsQuery {
        q: Some("борис".into()),
        include_total: Some(true),
        ..ClientsQuery::default()
    };
    let found = person.list::<ListClients>((), query).await.expect("a list");
    assert!(found.items.is_empty() && found.total.expect("a total").count == 0);

    // Who becomes a client goes out of sight.
    let patch = ClientPatch {
        stage: Some(Stage::Client),
        ..ClientPatch::default()
    };
    person
        .change::<UpdateClient>((lead.id,), lead.version, patch)
        .await
        .expect("the last change");
    assert!(!opens(&person, lead.id).await);

    let limit = Limit {
        stages: Vec::new(),
        steps: vec![call.clone()],
    };
    change(app, role, everywhere(&limit)).await;
    assert_eq!(names(&person).await, ["Галина Звонкова"]);
    let limit = Limit {
        stages: vec![Stage::Client],
        ..limit
    };
    change(app, role, everywhere(&limit)).await;
    assert!(names(&person).await.is_empty());

    // The chain ends, and nobody stands there any more.
    let limit = Limit {
        stages: Vec::new(),
        ..limit
    };
    change(app, role, everywhere(&limit)).await;
    let why = text(&desk.value("refusal_reasons").await);
    desk.ends(task.id, "refused", &[("reason", why)]).await;
    assert!(!opens(&person, chain.client_id).await);
});

both!(work_of_one_s_own_stands_above_the_limit, |app| {
    let former = card(app, "Вера Бывшая", Stage::Former).await;
    let (_, person) = limited(app, everywhere(&stages(&[Stage::Lead]))).await;
    assert!(!opens(&person, former.id).await);
    let new = NewTask {
        title: Some("Перезвонить".into()),
        client_id: Some(former.id),
        assignee_id: Some(person.me.id),
        ..NewTask::default()
    };
    let task = app.owner.post::<CreateTask>((), new).await.expect("a task");
    assert!(opens(&person, former.id).await);
    assert_eq!(names(&person).await, ["Вера Бывшая"]);
    let patch = ClientPatch {
        note: Some(Some("Просила после шести.".into())),
        ..ClientPatch::default()
    };
    let patched = person.change::<UpdateClient>((former.id,), former.version, patch);
    patched.await.expect("what the task needs");
    let cancel = CancelTaskRequest {
        reason: "Позвонила сама".into(),
    };
    app.owner
        .change::<CancelTask>((task.id,), task.version, cancel)
        .await
        .expect("no task any more");
    assert!(!opens(&person, former.id).await);
});

both!(what_is_seen_may_be_narrower_to_change, |app| {
    let limits = Limits::from([(Permission::ClientEdit, stages(&[Stage::Lead]))]);
    let lead = card(app, "Анна Новая", Stage::Lead).await;
    let client = card(app, "Борис Постоянный", Stage::Client).await;
    let (_, person) = limited(app, limits.clone()).await;
    assert_eq!(names(&person).await.len(), 2);
    let me = person.get::<GetMe>(()).await.expect("me");
    assert_eq!(me.limits, limits);
    let patch = || ClientPatch {
        given: Some(Some("Роман".into())),
        ..ClientPatch::default()
    };
    person
        .change::<UpdateClient>((lead.id,), lead.version, patch())
        .await
        .expect("a lead");
    let refused = person
        .change::<UpdateClient>((client.id,), client.version, patch())
        .await
        .expect_err("a client");
    assert_eq!(refused.code(), Some(Code::NotAllowed));
    assert_eq!(param(&refused, "permission"), "client.edit");
});

both!(limits_are_checked_and_go_with_their_grants, |app| {
    let desk = Desk::of(app).await;
    let grants = manager(app).await.grants;
    let step = |step: &str| StepOf {
        process_id: desk.process(),
        step: step.into(),
    };
    let of = |permission, limit: Limit| Limits::from([(permission, limit)]);
    let steps = |steps: Vec<StepOf>| Limit {
        stages: Vec::new(),
        steps,
    };
    let stranger = StepOf {
        process_id: domain::ids::ProcessId::from_i64(77),
        step: "call".into(),
    };
    for (limits, at, fault) in [
        (
            of(Permission::TaskRead, stages(&[Stage::Lead])),
            "/limits/task.read",
            "not_allowed",
        ),
        (
            of(Permission::ClientRead, stages(&[Stage::Lead, Stage::Lead])),
            "/limits/client.read/stages/1",
            "taken",
        ),
        (
            of(Permission::ClientEdit, steps(vec![step("nowhere")])),
            "/limits/client.edit/steps/0",
            "not_found",
        ),
        (
            of(Permission::ClientEdit, steps(vec![stranger])),
            "/limits/client.edit/steps/0",
            "not_found",
        ),
    ] {
        let new = named("Граница", grants.clone(), limits);
        let refused = app.owner.post::<CreateRole>((), new).await;
        let found = faults(&refused.expect_err("a wrong limit"));
        assert_eq!(found.get(at), Some(&fault), "{found:?}");
    }

    let all = everywhere(&stages(Stage::ALL));
    let (role, _) = limited(app, all).await;
    let everybody = app.owner.get::<GetRole>((role,)).await.expect("a role");
    assert_eq!(everybody.limits, Limits::new(), "all stages are no limit");
    let changed = change(app, role, everywhere(&stages(&[Stage::Former]))).await;
    let mut fewer = changed.grants.clone();
    fewer.remove(&Permission::ClientMerge);
    let patch = RolePatch {
        grants: Some(fewer),
        ..RolePatch::default()
    };
    let changed = app
        .owner
        .change::<UpdateRole>((role,), changed.version, patch)
        .await
        .expect("fewer grants");
    let kept: BTreeSet<Permission> = changed.limits.keys().copied().collect();
    assert!(kept.contains(&Permission::ClientRead) && !kept.contains(&Permission::ClientMerge));

    let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
    let mut roles = roles.into_iter();
    let owner = roles.find(|role| role.built_in == Some(BuiltInRole::Owner));
    let owner = owner.expect("an owner");
    let patch = RolePatch {
        limits: Some(everywhere(&stages(&[Stage::Lead]))),
        ..RolePatch::default()
    };
    let refused = app
        .owner
        .change::<UpdateRole>((owner.id,), owner.version, patch)
        .await;
    let refused = refused.expect_err("the owner sees everybody");
    assert_eq!(refused.code(), Some(Code::WrongState));
});

both!(nobody_gives_away_clients_that_he_does_not_see, |app| {
    let mut grants = manager(app).await.grants;
    grants.insert(Permission::RoleEdit, Scope::All);
    let leads = everywhere(&stages(&[Stage::Lead]));
    let new = named("Старший по лидам", grants.clone(), leads.clone());
    let role = app.owner.post::<CreateRole>((), new).await.expect("a role");
    let person = app.joins_as(role.id, &[app.branch]).await;
    let small = Grants::from([
        (Permission::ClientRead, Scope::Branch),
        (Permission::DirectoryRead, Scope::All),
    ]);
    let read = |limit: &Limit| Limits::from([(Permission::ClientRead, limit.clone())]);
    let wide = named("Шире", small.clone(), Limits::new());
    let refused = person.post::<CreateRole>((), wide).await;
    let refused = refused.expect_err("everybody is more than leads");
    assert_eq!(refused.code(), Some(Code::NotAllowed));
    let same = named("Так же", small, read(&stages(&[Stage::Lead])));
    person.post::<CreateRole>((), same).await.expect("leads");
    let invitation = NewEmployee {
        name: "Инна".into(),
        email: "inna@club.example".into(),
        role_id: manager(app).await.id,
        branch_ids: vec![app.branch],
    };
    let refused = person.post::<InviteEmployee>((), invitation).await;
    let refused = refused.expect_err("a manager sees everybody");
    assert_eq!(refused.code(), Some(Code::NotAllowed));
});
