use reqwest::Method;
use testkit::both;

use crate::access::things;
use crate::desk::rows;
use crate::raw::as_owner;

both!(a_name_of_twenty_thousand_letters_is_nobody_s, |app| {
    let things = things(app).await;
    let before = rows(app).await;
    let (branch, role) = (things.branch, things.role);
    // Twenty kilobytes of Cyrillic, each letter two of them.
    let long = "я".repeat(10_000);
    let due = r#"{"kind": "after", "amount": 1, "unit": "days"}"#;
    let field = format!(r#"{{"key": "why", "label": "{long}", "type": "text"}}"#);
    for (path, body, pointer) in [
        ("clients", format!(r#"{{"name": "{long}"}}"#), "/name"),
        (
            "clients",
            format!(r#"{{"surname": "{long}", "given": "Анна"}}"#),
            "/surname",
        ),
        (
            "clients",
            format!(r#"{{"name": "Анна", "tags": ["{long}"]}}"#),
            "/tags/0",
        ),
        (
            "clients",
            format!(r#"{{"name": "Анна", "emails": [{{"address": "{long}@a.example"}}]}}"#),
            "/emails/0/address",
        ),
        (
            "clients",
            format!(r#"{{"name": "Анна", "phones": [{{"number": "{long}"}}]}}"#),
            "/phones/0/number",
        ),
        ("tasks", format!(r#"{{"title": "{long}"}}"#), "/title"),
        (
            "dictionaries",
            format!(r#"{{"name": "{long}", "values": []}}"#),
            "/name",
        ),
        (
            "dictionaries",
            format!(r#"{{"name": "Залы", "values": ["{long}"]}}"#),
            "/values/0",
        ),
        (
            "results",
            format!(r#"{{"name": "{long}", "outcome": "goal"}}"#),
            "/name",
        ),
        (
            "results",
            format!(r#"{{"name": "Итог", "outcome": "goal", "fields": [{field}]}}"#),
            "/fields/0/label",
        ),
        (
            "templates",
            format!(
                r#"{{"name": "{long}", "task_type": "internal", "default_due": {due}, "result_ids": ["{}"]}}"#,
                things.result
            ),
            "/name",
        ),
        ("processes", format!(r#"{{"name": "{long}"}}"#), "/name"),
        (
            "branches",
            format!(r#"{{"name": "{long}", "zone": "Europe/Moscow"}}"#),
            "/name",
        ),
        (
            "roles",
            format!(r#"{{"name": "{long}", "grants": {{}}}}"#),
            "/name",
        ),
        (
            "employees",
            format!(
                r#"{{"name": "{long}", "email": "a@b.example", "role_id": "{role}", "branch_ids": ["{branch}"]}}"#
            ),
            "/name",
        ),
    ] {
        let path = format!("/api/v1/{path}");
        let answer = as_owner(app, Method::POST, &path, &body).await;
        let start: String = body.chars().take(40).collect();
        assert_eq!(answer.status, 422, "{path} {start}: {:?}", answer.body);
        let faults = answer.faults();
        let found = faults.iter().find(|(at, _)| at == pointer);
        let code = found.map(|(_, code)| code.as_str());
        // What cannot be a number or an address at all may be called that.
        assert!(
            matches!(code, Some("too_long" | "malformed")),
            "{path} {start}: {faults:?}"
        );
    }
    assert_eq!(rows(app).await, before);
});
