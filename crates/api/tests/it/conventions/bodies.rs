use reqwest::Method;
use testkit::both;

use crate::desk::rows;
use crate::raw::{as_owner, bearer, send};

both!(every_fault_is_named_in_the_reader_s_language, |app| {
    let body = r#"{"name": 7, "role_id": "cli_0F3ZK7Q2M8T1A", "branch_ids": "all", "nick": true}"#;
    let answer = as_owner(app, Method::POST, "/api/v1/employees", body).await;
    assert_eq!((answer.status, answer.code()), (422, "validation_failed"));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let expected = [
        ("/branch_ids", "wrong_type"),
        ("/email", "required"),
        ("/name", "wrong_type"),
        ("/nick", "unknown_field"),
        ("/role_id", "wrong_id"),
    ];
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(at, code)| (at.to_string(), code.to_string()))
        .collect();
    assert_eq!(answer.faults(), expected);
    for (language, title) in [
        ("ru", "Проверьте поля"),
        ("ro", "Verificați câmpurile"),
        ("de", "Please check the fields"),
    ] {
        let bearer = bearer(app);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("accept-language", language),
        ];
        let answer = send(app, Method::POST, "/api/v1/employees", &headers, body).await;
        assert_eq!(answer.body["title"], title);
    }
});

both!(faults_of_shape_and_of_meaning_are_told_together, |app| {
    let before = rows(app).await;
    let long = "я".repeat(20_001);
    let odd = r#""due": {"day": "2026-11-01"}, "nick": true}"#;
    for (title, code) in [
        ("", "required"),
        (long.as_str(), "too_long"),
        ("a\\u0000", "control_characters"),
    ] {
        let body = format!(r#"{{"title": "{title}", {odd}"#);
        let answer = as_owner(app, Method::POST, "/api/v1/tasks", &body).await;
        assert_eq!((answer.status, answer.code()), (422, "validation_failed"));
        let expected = [
            ("/due", "in_past"),
            ("/nick", "unknown_field"),
            ("/title", code),
        ];
        assert_eq!(
            answer.faults(),
            expected.map(|(at, code)| (at.to_owned(), code.to_owned()))
        );
    }
    // What cannot be read says nothing of the rest.
    let body = format!(r#"{{"title": "Вода", "priority": 7, {odd}"#);
    let answer = as_owner(app, Method::POST, "/api/v1/tasks", &body).await;
    let known = [("/nick", "unknown_field"), ("/priority", "wrong_type")];
    assert_eq!(
        answer.faults(),
        known.map(|(at, code)| (at.to_owned(), code.to_owned()))
    );
    // Looking through it has no effect, and takes no key.
    let bearer = bearer(app);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "once"),
    ];
    let ask = |body: &'static str| send(app, Method::POST, "/api/v1/tasks", &headers, body);
    let refused = ask(r#"{"title": "Вода", "nick": true}"#).await;
    assert_eq!(
        refused.faults(),
        [("/nick".to_owned(), "unknown_field".to_owned())]
    );
    assert_eq!(rows(app).await, before);
    assert_eq!(ask(r#"{"title": "Вода"}"#).await.status, 201);
});

both!(broken_bodies_are_told_apart, |app| {
    let deep = "[".repeat(40) + &"]".repeat(40);
    let long = format!(r#"{{"name": "{}"}}"#, "я".repeat(10_000));
    let huge = format!(r#"{{"name": "{}"}}"#, "x".repeat(1_100_000));
    for (body, status, code) in [
        ("{", 400, "malformed_json"),
        ("", 400, "malformed_json"),
        (deep.as_str(), 400, "malformed_json"),
        ("[]", 422, "validation_failed"),
        ("null", 422, "validation_failed"),
        (long.as_str(), 422, "validation_failed"),
        (r#"{"name": "a\u0000b"}"#, 422, "validation_failed"),
        (r#"{"name": "a\u202eb"}"#, 422, "validation_failed"),
        (huge.as_str(), 413, "too_large"),
    ] {
        let answer = as_owner(app, Method::POST, "/api/v1/roles", body).await;
        let start: String = body.chars().take(30).collect();
        assert_eq!((answer.status, answer.code()), (status, code), "{start}");
    }
    let bearer = bearer(app);
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
    ] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let answer = send(app, Method::POST, "/api/v1/roles", &headers, "{}").await;
        assert_eq!(
            (answer.status, answer.code()),
            (415, "unsupported_media_type"),
            "{kind}"
        );
    }
    // What anybody may send is kept small.
    let headers = [("content-type", "application/json")];
    let big = format!(r#"{{"email": "{}"}}"#, "x".repeat(70_000));
    let answer = send(app, Method::POST, "/api/v1/sessions", &headers, big).await;
    assert_eq!((answer.status, answer.code()), (413, "too_large"));
});

both!(an_operation_without_a_body_refuses_members, |app| {
    let path = format!("/api/v1/employees/{}/link", app.owner.me.id);
    let answer = as_owner(app, Method::POST, &path, r#"{"days": 3}"#).await;
    assert_eq!(
        answer.faults(),
        [("/days".to_owned(), "unknown_field".to_owned())]
    );
    let answer = as_owner(app, Method::POST, &path, "{}").await;
    assert_eq!(answer.status, 201);
});

// What serde alone would take: a list in an object's place, members beside an enum's own, half-written dates.
both!(nothing_loose_is_accepted, |app| {
    let branch = |week: &str, holidays: &str| {
        let six = ", null".repeat(6);
        format!(
            r#"{{"name": "Юг", "zone": "Asia/Almaty", "week": [{week}{six}], "holidays": [{holidays}]}}"#
        )
    };
    let due = |rule: &str| {
        format!(
            r#"{{"name": "Звонок", "task_type": "client_call", "result_ids": ["res_0000000000001"], "default_due": {rule}}}"#
        )
    };
    let hours = |opens: &str| format!(r#"{{"opens": "{opens}", "closes": "18:00"}}"#);
    let day = |date: &str| format!(r#"{{"date": "{date}", "name": "Праздник"}}"#);
    for (path, body, at, code) in [
        ("me", "[null, null]".to_owned(), "", "wrong_type"),
        (
            "tasks",
            r#"{"title": "Вода", "due": {"day": "2026-12-05", "at": "2026-12-05T16:00:00Z"}}"#.into(),
            "/due/day",
            "unknown_field",
        ),
        (
            "templates",
            due(r#"{"kind": "ask", "amount": 1, "unit": "days", "at": "10:00"}"#),
            "/default_due/at",
            "unknown_field",
        ),
        (
            "clients",
            r#"{"name": "Анна", "messengers": [{"messenger": "telegram", "address": "@a", "seen": 1}]}"#.into(),
            "/messengers/0/seen",
            "unknown_field",
        ),
        ("branches", branch(&hours("9:00"), ""), "/week/0/opens", "malformed"),
        ("branches", branch("null", &day("2027-1-1")), "/holidays/0/date", "malformed"),
        ("branches", branch("null, null", ""), "/week", "malformed"),
        ("tasks", r#"{"title": "Вода", "assignee_id": "emp_Z000000000001"}"#.into(), "/assignee_id", "wrong_id"),
    ] {
        let method = match path {
            "me" => Method::PATCH,
            _ => Method::POST,
        };
        let answer = as_owner(app, method, &format!("/api/v1/{path}"), &body).await;
        assert_eq!(answer.status, 422, "{body}: {:#}", answer.body);
        let told = answer.faults().contains(&(at.to_owned(), code.to_owned()));
        assert!(told, "{body}: {:?}", answer.faults());
    }
});
