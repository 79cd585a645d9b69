//! Nothing of what people and clients say of themselves gets into the log, however much of it is written.

use domain::fields::Raw;
use reqwest::Method;
use testkit::TestDatabase;
use testkit::app::PASSWORD;
use testkit::program::Program;
use wire::clients::{
    AddNote, ClientPatch, ClientsQuery, CreateClient, ListClients, NewClient, NewNote, UpdateClient,
};
use wire::processes::ListProcesses;
use wire::results::ListResults;
use wire::tasks::{CompleteRequest, CompleteTask, CreateTask};

use crate::desk::{answer, newcomer, phone};
use crate::real::{owner, perezvon, set_up};

/// What must not be found: a name, digits of a phone, an address, a note, a password, secrets of links and sessions.
const CANARIES: [&str; 8] = [
    "Канарейкина",
    "канарейкин",
    "9123450987",
    "345-09-87",
    "kanareika",
    "поёт по утрам",
    "canary-password-1",
    "canary-secret",
];

#[test]
fn sqlite_logs_no_personal_data() {
    logs_none(&testkit::sqlite::database());
}

#[test]
fn postgres_logs_no_personal_data() {
    logs_none(&testkit::pg::database());
}

fn logs_none(database: &TestDatabase) {
    let server = Program::start(perezvon(), &["serve", "--log", "debug"], &database.url);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut secrets: Vec<String> = CANARIES.map(str::to_owned).to_vec();
    secrets.push(PASSWORD.to_owned());
    secrets.extend(runtime.block_on(sing(&server)));
    server.terminate();
    let (well, said) = server.ended();
    assert!(well, "{said:#?}");
    let answered = said.iter().filter(|line| line.contains("answered")).count();
    assert!(answered >= 15, "everything was logged: {said:#?}");
    for line in &said {
        for secret in &secrets {
            assert!(!line.contains(secret.as_str()), "{secret}: {line}");
        }
    }
}

/// Names the canaries wherever one can. Answers what else is secret.
async fn sing(server: &Program) -> Vec<String> {
    let link = set_up(server).await;
    let api = owner(server).await;
    let token = api.token().expect("a token");
    let process = api.get::<ListProcesses>(()).await.expect("processes").items[0].id;
    let new = NewClient {
        phones: vec![phone("+7 912 345-09-87")],
        emails: vec!["kanareika@club.example".into()],
        note: Some("поёт по утрам".into()),
        start_process_id: Some(process),
        ..newcomer("Канарейкина Майя")
    };
    let card = api.post::<CreateClient>((), new).await.expect("a card");
    let card = card.client;
    for q in ["Канарейкина", "9123450987"] {
        let query = ClientsQuery {
            q: Some(q.into()),
            ..ClientsQuery::default()
        };
        let found = api.list::<ListClients>((), query).await.expect("clients");
        assert_eq!(found.items.len(), 1);
    }
    let patch = ClientPatch {
        patronymic: Some(Some("Канарейкиновна".into())),
        ..ClientPatch::default()
    };
    let changed = api.change::<UpdateClient>((card.id,), card.version, patch);
    changed.await.expect("changed");
    let note = NewNote {
        text: "поёт по утрам".into(),
    };
    api.post::<AddNote>((card.id,), note).await.expect("a note");
    let errand = crate::tasks::titled("Позвонить: Канарейкина");
    api.post::<CreateTask>((), errand).await.expect("a task");
    let results = api.get::<ListResults>(()).await.expect("results").items;
    let thinks = results.iter().find(|result| result.name == "Думает");
    let request = CompleteRequest {
        comment: Some("Канарейкина поёт по утрам".into()),
        ..answer(
            thinks.expect("a result").id,
            &[("details", Raw::Text("поёт по утрам".into()))],
        )
    };
    let task = card.next.and_then(|next| next.task_id).expect("a task");
    let call = api.call::<CompleteTask>((task,), (), request);
    call.once("kanareika-1").reply().await.expect("completed");
    refusals(server, &token).await;
    vec![link, token]
}

/// What is refused is not written down either.
async fn refusals(server: &Program, token: &str) {
    let http = reqwest::Client::new();
    for (method, path, body, status) in [
        (
            Method::POST,
            "/api/v1/sessions",
            r#"{"email": "kanareika@club.example", "password": "canary-password-1"}"#,
            401,
        ),
        (
            Method::POST,
            "/api/v1/clients",
            r#"{"name": "Канарейкина", "phones": [{"number": "9123450987x"}], "birth_date": "поёт по утрам"}"#,
            422,
        ),
        (
            Method::POST,
            "/api/v1/clients",
            r#"{"name": "Канарейкина", "#,
            400,
        ),
        (
            Method::GET,
            "/api/v1/clients?q=Канарейкина&cursor=kanareika",
            "",
            400,
        ),
        (Method::GET, "/api/v1/clients/kanareika", "", 404),
        (Method::GET, "/assets/kanareika-9123450987.js", "", 404),
        (Method::GET, "/api/v1/invitations/canary-secret", "", 410),
        (Method::POST, "/api/v1/sessions/refresh", "", 401),
    ] {
        let request = http
            .request(method, format!("{}{path}", server.origin()))
            .bearer_auth(token)
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", "perezvon=canary-secret")
            .body(body);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), status, "{path} {body}");
    }
}
