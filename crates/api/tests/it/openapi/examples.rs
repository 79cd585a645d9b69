//! Every example of the document is sent, and does what the document says.

use std::sync::Arc;

use api::http::shape::{Named, Shaped};
use reqwest::Method;
use serde_json::{Map, Value};
use testkit::app::TestApp;
use testkit::both;
use wire::operation::Takes;

use super::club::Club;
use crate::raw::{Raw, bearer, send};

both!(every_request_example_gets_the_documented_answer, |app| {
    let document = api::openapi::document();
    let club = Club::open(app).await;
    let mut wrong = Vec::new();
    for about in in_order() {
        let said = &document["paths"][format!("/api/v1{}", about.path)]
            [about.method.as_str().to_ascii_lowercase()];
        let prepared = club.prepare(about.id).await;
        let path = prepared.fill(&format!("/api/v1{}", about.path));
        let example = &said["requestBody"]["content"]["application/json"]["example"];
        let body = match example {
            Value::Null => String::new(),
            example => prepared.fill(&prepared.changed(example).to_string()),
        };
        let tag = match about.if_match {
            wire::operation::IfMatch::Required => club.tag(&path).await,
            wire::operation::IfMatch::None => String::new(),
        };
        let answer = answer(
            prepared.origin(app),
            app,
            about,
            &path,
            &tag,
            body,
            &prepared.cookie,
        )
        .await;
        let expected = &said["responses"][about.status.to_string()];
        if answer.status != about.status {
            wrong.push(format!("{}: {} {:#}", about.id, answer.status, answer.body));
            continue;
        }
        let schema = &expected["content"]["application/json"]["schema"];
        if about.status != 204 && about.answers == wire::operation::Answers::Json {
            let faults = described(&document, schema).deviations(&answer.body);
            if !faults.is_empty() {
                wrong.push(format!("{}: {faults:?} {:#}", about.id, answer.body));
            }
        }
    }
    club.close();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
});

// A parameter's example finds something or nothing, but is never refused.
both!(every_example_of_a_parameter_is_accepted, |app| {
    let document = api::openapi::document();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        let parameters = item["get"]["parameters"].as_array();
        for parameter in parameters.into_iter().flatten() {
            if parameter["in"] != "query" || path.contains('{') {
                continue;
            }
            let schema = resolved(&document, &parameter["schema"]);
            let listed = schema["items"].is_object();
            let one = match listed {
                true => resolved(&document, &schema["items"]),
                false => schema,
            };
            let shown = ["examples", "enum"]
                .into_iter()
                .filter_map(|name| one[name].as_array());
            let shown: Vec<&str> = shown.flatten().filter_map(Value::as_str).collect();
            let several = listed.then(|| shown.join(","));
            let name = parameter["name"].as_str().expect("a name");
            for value in shown.iter().copied().chain(several.as_deref()) {
                let address = format!("{path}?{name}={value}");
                let answer = crate::raw::as_owner(app, Method::GET, &address, "").await;
                assert_eq!(answer.status, 200, "{address}: {:#}", answer.body);
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "only {tried} examples");
});

/// What ends a session or a thing others stand on comes last.
fn in_order() -> Vec<&'static wire::operation::About> {
    const LAST: [&str; 2] = ["SignOut", "ChangePassword"];
    let place = |id: &str| {
        LAST.iter()
            .position(|last| *last == id)
            .map_or(0, |at| at + 1)
    };
    let mut all: Vec<_> = wire::operations().collect();
    all.sort_by_key(|about| place(about.id));
    all
}

async fn answer(
    origin: String,
    app: &TestApp,
    about: &wire::operation::About,
    path: &str,
    tag: &str,
    body: String,
    cookie: &str,
) -> Raw {
    let (bearer, key) = (bearer(app), format!("example-{}", about.id));
    let mut headers = vec![("sec-fetch-site", "same-origin"), ("user-agent", "example")];
    let (kind, body) = match about.takes {
        Takes::Bytes => ("application/octet-stream", "a file".to_owned()),
        Takes::Json => ("application/json", body),
    };
    if about.takes == Takes::Bytes {
        headers.push(("content-disposition", "attachment; filename=\"scan.txt\""));
    }
    if !body.is_empty() {
        headers.push(("content-type", kind));
    }
    use wire::operation::Access::{Cookie, Needs, Public, SignedIn};
    match about.access {
        Public => {}
        Cookie => headers.push(("cookie", cookie)),
        SignedIn | Needs(_) => headers.push(("authorization", &bearer)),
    }
    if !tag.is_empty() {
        headers.push(("if-match", tag));
    }
    if about.idempotency != wire::operation::Idempotency::None {
        headers.push(("idempotency-key", &key));
    }
    let method: Method = about.method.as_str().parse().expect("a method");
    send(app, method, &format!("{origin}{path}"), &headers, body).await
}

fn described(document: &Value, schema: &Value) -> Shaped {
    let named = document["components"]["schemas"].as_object();
    let named: Named = named
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    Shaped::described(schema.clone(), Arc::new(named))
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let name = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next());
    name.map_or(schema, |name| &document["components"]["schemas"][name])
}

/// The members of an example that must be what they are in this club: versions, tokens.
pub fn with(example: &Value, members: &Map<String, Value>) -> Value {
    let mut example = example.clone();
    for (name, value) in members {
        example[name] = value.clone();
    }
    example
}
