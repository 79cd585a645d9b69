use chrono::Duration;
use reqwest::Method;
use testkit::app::{PASSWORD, TestApp};
use testkit::both;

use crate::raw::{Raw, send};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

async fn sign_in(app: &TestApp) -> Raw {
    let body = format!(r#"{{"email": "olga@club.example", "password": "{PASSWORD}"}}"#);
    let headers = [
        ("content-type", "application/json"),
        ("user-agent", FIREFOX),
    ];
    send(app, Method::POST, "/api/v1/sessions", &headers, body).await
}

async fn refresh(app: &TestApp, cookie: &str, agent: &str) -> Raw {
    let headers = [
        ("cookie", cookie),
        ("user-agent", agent),
        ("sec-fetch-site", "same-origin"),
    ];
    send(app, Method::POST, "/api/v1/sessions/refresh", &headers, "").await
}

async fn works(app: &TestApp, answer: &Raw) -> bool {
    let token = answer.body["access_token"].as_str().unwrap_or_default();
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    send(app, Method::GET, "/api/v1/me", &headers, "")
        .await
        .status
        == 200
}

both!(the_cookie_is_guarded, |app| {
    let signed_in = sign_in(app).await;
    let set = signed_in.header("set-cookie");
    for part in [
        "perezvon=",
        "HttpOnly",
        "SameSite=Strict",
        "Path=/",
        "Max-Age=",
    ] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Secure"), "plain http on this machine: {set}");
    assert_eq!(signed_in.header("cache-control"), "no-store");
});

both!(a_token_is_replaced_and_its_return_ends_the_family, |app| {
    let first = sign_in(app).await;
    app.state.clock.advance(Duration::minutes(9));
    let second = refresh(app, &first.cookie(), FIREFOX).await;
    assert_eq!(second.status, 200);
    assert_ne!(first.cookie(), second.cookie());
    assert!(works(app, &second).await);

    // Two pages of one browser at once.
    let twin = refresh(app, &first.cookie(), FIREFOX).await;
    assert_eq!(twin.status, 200);
    // The same token from elsewhere, or later, is a theft.
    app.state.clock.advance(Duration::seconds(11));
    let stolen = refresh(app, &first.cookie(), FIREFOX).await;
    assert_eq!((stolen.status, stolen.code()), (401, "session_ended"));
    for cookie in [second.cookie(), twin.cookie()] {
        let ended = refresh(app, &cookie, FIREFOX).await;
        assert_eq!((ended.status, ended.code()), (401, "session_ended"));
    }
    assert!(!works(app, &second).await, "its access token dies with it");
});

both!(another_browser_gets_no_grace, |app| {
    let first = sign_in(app).await;
    let second = refresh(app, &first.cookie(), FIREFOX).await;
    assert_eq!(second.status, 200);
    let elsewhere = refresh(app, &first.cookie(), CHROME).await;
    assert_eq!(elsewhere.code(), "session_ended");
    assert_eq!(refresh(app, &second.cookie(), FIREFOX).await.status, 401);
});

both!(only_our_own_pages_may, |app| {
    let first = sign_in(app).await;
    let cookie = first.cookie();
    let host = app.origin.trim_start_matches("http://");
    for (headers, allowed) in [
        (vec![("sec-fetch-site", "cross-site")], false),
        (vec![("sec-fetch-site", "same-site")], false),
        (vec![("origin", "https://evil.example")], false),
        (vec![], false),
        (vec![("origin", app.origin.as_str()), ("host", host)], true),
    ] {
        let mut headers = headers;
        headers.push(("cookie", cookie.as_str()));
        let answer = send(app, Method::POST, "/api/v1/sessions/refresh", &headers, "").await;
        match allowed {
            true => assert_eq!(answer.status, 200),
            false => assert_eq!((answer.status, answer.code()), (403, "wrong_origin")),
        }
    }
});

both!(signing_out_ends_at_once, |app| {
    let first = sign_in(app).await;
    assert!(works(app, &first).await);
    let cookie = first.cookie();
    let headers = [
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let out = send(
        app,
        Method::DELETE,
        "/api/v1/sessions/current",
        &headers,
        "",
    )
    .await;
    assert_eq!(out.status, 204);
    assert!(
        out.header("set-cookie").contains("Max-Age=0"),
        "{:?}",
        out.headers
    );
    assert!(!works(app, &first).await);
    assert_eq!(refresh(app, &cookie, FIREFOX).await.status, 401);
});

both!(a_session_unused_for_a_month_is_over, |app| {
    let first = sign_in(app).await;
    app.state.clock.advance(Duration::days(31));
    assert_eq!(refresh(app, &first.cookie(), FIREFOX).await.status, 401);
});
