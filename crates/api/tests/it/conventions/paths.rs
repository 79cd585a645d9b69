use reqwest::Method;
use testkit::both;

use crate::raw::{as_owner, send};

both!(what_is_not_there_is_said_so, |app| {
    for (method, path, status, code) in [
        (Method::GET, "/api/v1/nothing", 404, "not_found"),
        (Method::GET, "/api/v2/me", 404, "not_found"),
        (Method::GET, "/api/v1/employees/emp_1", 404, "not_found"),
        (
            Method::GET,
            "/api/v1/employees/cli_0F3ZK7Q2M8T1A",
            404,
            "not_found",
        ),
        (
            Method::GET,
            "/api/v1/employees/emp_0F3ZK7Q2M8T1A",
            404,
            "not_found",
        ),
        (Method::PUT, "/api/v1/employees", 405, "method_not_allowed"),
        (
            Method::DELETE,
            "/api/v1/organisation",
            405,
            "method_not_allowed",
        ),
        (Method::POST, "/", 405, "method_not_allowed"),
    ] {
        let answer = as_owner(app, method.clone(), path, "").await;
        assert_eq!(
            (answer.status, answer.code()),
            (status, code),
            "{method} {path}"
        );
        assert_eq!(answer.header("content-type"), "application/problem+json");
        if status == 405 {
            assert!(answer.header("allow").contains("GET"));
        }
    }
});

both!(parameters_are_checked_all_at_once, |app| {
    let path = "/api/v1/employees?limit=0&nmae=x&branch_id=cli_0F3ZK7Q2M8T1A&state=gone";
    let answer = as_owner(app, Method::GET, path, "").await;
    assert_eq!((answer.status, answer.code()), (400, "unknown_parameter"));
    let names: Vec<String> = answer.faults().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["branch_id", "limit", "nmae", "state"]);
    for (query, name) in [
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("limit=1&limit=2", "limit"),
        ("state=gone", "state"),
        ("cursor=x", "cursor"),
    ] {
        let path = format!("/api/v1/employees?{query}");
        let answer = as_owner(app, Method::GET, &path, "").await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(answer.faults()[0].0, name, "{query}");
    }
    let answer = as_owner(app, Method::GET, "/api/v1/me?expand=all", "").await;
    assert_eq!(answer.code(), "unknown_parameter");
});

both!(whoever_watches_is_answered, |app| {
    for (path, text) in [
        ("/healthz", 200),
        ("/readyz", 200),
        ("/metrics", 200),
        ("/docs/", 200),
    ] {
        let answer = send(app, Method::GET, path, &[], "").await;
        assert_eq!(answer.status, text, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let document = send(app, Method::GET, "/api/v1/openapi.json", &[], "").await;
    assert_eq!(document.body["openapi"], "3.1.0");
});
