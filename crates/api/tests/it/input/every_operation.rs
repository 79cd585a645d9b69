//! What is wrong in itself is refused alike by every operation, before anything is looked at.

use chrono::Duration;
use reqwest::Method;
use serde_json::Value;
use testkit::app::TestApp;
use testkit::both;
use wire::operation::{About, Access, Idempotency, IfMatch};

use crate::access::{Things, filled, things};
use crate::desk::rows;
use crate::raw::{Raw, bearer, send};

async fn ask(app: &TestApp, about: &About, path: &str, body: &str) -> Raw {
    let bearer = bearer(app);
    let mut headers = vec![
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("accept-language", "ru"),
        ("sec-fetch-site", "same-origin"),
    ];
    if about.if_match == IfMatch::Required {
        headers.push(("if-match", "\"v1\""));
    }
    if about.idempotency == Idempotency::Required {
        headers.push(("idempotency-key", "bad"));
    }
    let method: Method = about.method.as_str().parse().expect("a method");
    send(app, method, path, &headers, body.to_owned()).await
}

fn path_of(about: &About, things: &Things) -> String {
    format!("/api/v1{}", filled(about.path, about, things))
}

/// The members that an operation's body knows; none where it takes no body.
fn known_members(document: &Value, about: &About) -> Option<Vec<String>> {
    let method = about.method.as_str().to_lowercase();
    let operation = &document["paths"][format!("/api/v1{}", about.path)][method];
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let name = body["$ref"].as_str()?.rsplit('/').next()?;
    let members = document["components"]["schemas"][name]["properties"].as_object()?;
    Some(members.keys().cloned().collect())
}

both!(broken_bodies_change_nothing, |app| {
    let things = things(app).await;
    let document = send(app, Method::GET, "/api/v1/openapi.json", &[], "").await;
    let before = rows(app).await;
    let mut with_bodies = 0;
    for about in wire::operations() {
        let path = path_of(about, &things);
        if known_members(&document.body, about).is_none() {
            continue;
        }
        with_bodies += 1;
        for (body, status, code) in [
            (r#"{"name": "#, 400, "malformed_json"),
            ("\u{0}", 400, "malformed_json"),
            ("7", 422, "validation_failed"),
            (r#"{"no_such_member": 1}"#, 422, "validation_failed"),
        ] {
            let answer = ask(app, about, &path, body).await;
            let seen = (answer.status, answer.code().to_owned());
            assert_eq!(seen, (status, code.to_owned()), "{} {body}", about.id);
            if body.contains("no_such_member") {
                let unknown = ("/no_such_member".to_owned(), "unknown_field".to_owned());
                assert!(answer.faults().contains(&unknown), "{}", about.id);
            }
            for fault in answer.body["errors"].as_array().into_iter().flatten() {
                let says = fault["message"].as_str().unwrap_or_default();
                let russian = says.chars().any(|c| ('а'..='я').contains(&c));
                assert!(russian, "{}: {fault}", about.id);
            }
        }
    }
    assert!(
        with_bodies > 30,
        "only {with_bodies} operations take a body"
    );
    assert_eq!(rows(app).await, before);
});

both!(an_id_of_another_kind_is_nothing, |app| {
    let things = things(app).await;
    let before = rows(app).await;
    for about in wire::operations() {
        if !about.path.contains("{id}") {
            continue;
        }
        // A client in the place of everything, a task in the place of a client; both are there.
        let other = match about.path.starts_with("/clients/") {
            true => things.task.to_string(),
            false => things.client.to_string(),
        };
        for id in [other.as_str(), "1", "tsk_", "%20", "tsk_0000000000000'--"] {
            let path = about.path.replace("{id}", id);
            let path = format!("/api/v1{}", filled(&path, about, &things));
            let answer = ask(app, about, &path, "").await;
            let seen = (answer.status, answer.code().to_owned());
            assert_eq!(seen, (404, "not_found".to_owned()), "{} {id}", about.id);
        }
    }
    assert_eq!(rows(app).await, before);
});

both!(an_expired_token_opens_nothing, |app| {
    let things = things(app).await;
    app.state.clock.advance(Duration::minutes(11));
    let before = rows(app).await;
    for about in wire::operations() {
        if matches!(about.access, Access::Public | Access::Cookie) {
            continue;
        }
        let answer = ask(app, about, &path_of(about, &things), "{}").await;
        let seen = (answer.status, answer.code().to_owned());
        assert_eq!(seen, (401, "not_signed_in".to_owned()), "{}", about.id);
        assert_eq!(answer.body["title"], "Вход не выполнен", "{}", about.id);
    }
    assert_eq!(rows(app).await, before);
});
