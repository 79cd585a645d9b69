use reqwest::Method;
use testkit::both;

use crate::raw::{as_owner, bearer, send};

both!(a_resource_carries_its_version, |app| {
    let first = as_owner(app, Method::GET, "/api/v1/organisation", "").await;
    assert_eq!((first.status, first.header("etag")), (200, "\"v1\""));
    assert_eq!(first.header("cache-control"), "no-store");
    let bearer = bearer(app);
    let asked = |tag: &'static str| {
        let bearer = bearer.clone();
        async move {
            let headers = [("authorization", bearer.as_str()), ("if-none-match", tag)];
            send(app, Method::GET, "/api/v1/organisation", &headers, "")
                .await
                .status
        }
    };
    assert_eq!(asked("\"v1\"").await, 304);
    assert_eq!(asked("\"v0\", W/\"v1\"").await, 304);
    assert_eq!(asked("\"v2\"").await, 200);
});

both!(a_change_must_say_what_it_saw, |app| {
    let bearer = bearer(app);
    for (tag, status, code) in [
        (None, 428, "version_required"),
        (Some("\"v9\""), 412, "version_mismatch"),
        (Some("*"), 412, "version_mismatch"),
        (Some("nonsense"), 412, "version_mismatch"),
    ] {
        let mut headers = vec![
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        headers.extend(tag.map(|tag| ("if-match", tag)));
        let body = r#"{"name": "Иначе"}"#;
        let answer = send(app, Method::PATCH, "/api/v1/organisation", &headers, body).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{tag:?}");
    }
});

both!(a_request_has_a_name, |app| {
    let answer = send(
        app,
        Method::GET,
        "/api/v1/setup",
        &[("x-request-id", "from-the-proxy.7")],
        "",
    )
    .await;
    assert_eq!(answer.header("x-request-id"), "from-the-proxy.7");
    for bad in ["with space", &"x".repeat(65)] {
        let answer = send(
            app,
            Method::GET,
            "/api/v1/nothing",
            &[("x-request-id", bad)],
            "",
        )
        .await;
        let made = answer.header("x-request-id");
        assert!(made != bad && !made.is_empty());
        assert_eq!(answer.body["request_id"], made);
    }
});

both!(a_bad_token_opens_nothing, |app| {
    let good = app.owner.token().unwrap_or_default();
    let cut = &good[..good.len() - 3];
    for token in ["", "x", "Bearer", cut, "null"] {
        let header = format!("Bearer {token}");
        let answer = send(
            app,
            Method::GET,
            "/api/v1/me",
            &[("authorization", &header)],
            "",
        )
        .await;
        assert_eq!(
            (answer.status, answer.code()),
            (401, "not_signed_in"),
            "{token}"
        );
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    let basic = send(
        app,
        Method::GET,
        "/api/v1/me",
        &[("authorization", "Basic eDp5")],
        "",
    )
    .await;
    assert_eq!(basic.status, 401);
});
