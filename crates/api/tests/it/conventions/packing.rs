//! Large answers are packed for whoever asks for it, and say so.

use std::io::Read as _;

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use testkit::app::TestApp;
use testkit::both;

use crate::raw::{as_owner, bearer, send};

/// Headers and body as they came over the wire.
async fn asked(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> (HeaderMap, Vec<u8>) {
    let mut request = reqwest::Client::new().get(format!("{}{path}", app.origin));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{path}");
    let headers = answer.headers().clone();
    (headers, answer.bytes().await.expect("a body").to_vec())
}

fn unpacked(bytes: &[u8]) -> Value {
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(bytes);
    reader.read_to_string(&mut text).expect("gzip");
    serde_json::from_str(&text).expect("JSON")
}

fn said<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

both!(a_large_answer_is_packed_for_whoever_takes_it, |app| {
    let preset = app.with_preset().await;
    let reasons = format!(
        "/api/v1/dictionaries/{}",
        preset.dictionaries["refusal_reasons"]
    );
    let bearer = bearer(app);
    let bearer = ("authorization", bearer.as_str());
    let (plain, body) = asked(app, &reasons, &[bearer]).await;
    let known: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(said(&plain, "content-encoding"), "");
    assert_eq!(said(&plain, "vary"), "accept-encoding");
    let version = known["version"].as_i64().expect("a version");
    assert_eq!(said(&plain, "etag"), format!("\"v{version}\""));

    let (packed, small) = asked(app, &reasons, &[bearer, ("accept-encoding", "br, gzip")]).await;
    assert_eq!(said(&packed, "content-encoding"), "gzip");
    assert_eq!(said(&packed, "vary"), "accept-encoding");
    assert_eq!(said(&packed, "content-type"), "application/json");
    assert!(small.len() < body.len() / 2);
    assert_eq!(unpacked(&small), known);

    // Another representation of the same version: its tag is weak, and names what to change and what is known.
    let tag = said(&packed, "etag").to_owned();
    assert_eq!(tag, format!("W/\"v{version}\""));
    let gzip = ("accept-encoding", "gzip");
    let fresh = send(
        app,
        Method::GET,
        &reasons,
        &[bearer, gzip, ("if-none-match", &tag)],
        "",
    )
    .await;
    assert_eq!((fresh.status, fresh.header("etag")), (304, tag.as_str()));
    let json = ("content-type", "application/json");
    let headers = [bearer, json, ("if-match", tag.as_str())];
    let renamed = send(
        app,
        Method::PATCH,
        &reasons,
        &headers,
        r#"{"name": "Отказы"}"#,
    )
    .await;
    let next = format!("\"v{}\"", version + 1);
    assert_eq!(
        (renamed.status, renamed.header("etag")),
        (200, next.as_str())
    );

    for (path, accepted) in [
        (reasons.as_str(), "gzip;q=0, identity"),
        ("/api/v1/organisation", "gzip"),
    ] {
        let (headers, body) = asked(app, path, &[bearer, ("accept-encoding", accepted)]).await;
        assert_eq!(said(&headers, "content-encoding"), "", "{path}");
        assert_eq!(said(&headers, "vary"), "accept-encoding", "{path}");
        serde_json::from_slice::<Value>(&body).expect("plain JSON");
    }
    let (headers, body) = asked(app, "/api/v1/openapi.json", &[gzip]).await;
    assert_eq!(said(&headers, "content-encoding"), "gzip");
    assert_eq!(unpacked(&body)["openapi"], "3.1.0");
});

both!(tokens_and_hints_are_never_packed, |app| {
    let body = format!(
        r#"{{"email": "{}", "password": "{}"}}"#,
        app.owner.me.email,
        testkit::app::PASSWORD
    );
    let headers = [
        ("content-type", "application/json"),
        ("accept-encoding", "gzip"),
    ];
    let signed_in = send(app, Method::POST, "/api/v1/sessions", &headers, body).await;
    assert_eq!((signed_in.status, signed_in.header("vary")), (201, ""));
    assert!(signed_in.body["access_token"].is_string());

    let bearer = bearer(app);
    let stream = reqwest::Client::new()
        .get(format!("{}/api/v1/events/stream", app.origin))
        .header("authorization", &bearer)
        .header("accept-encoding", "gzip");
    let stream = stream.send().await.expect("a stream");
    assert_eq!(stream.status(), 200);
    assert_eq!(said(stream.headers(), "content-encoding"), "");
    let me = as_owner(app, Method::GET, "/api/v1/me", "").await;
    assert_eq!(me.status, 200);
});
