//! The pages for developers, and what a watching program asks.

use reqwest::Method;
use testkit::both;

use crate::raw::send;

both!(the_page_loads_only_what_is_ours, |app| {
    let get = |path: String| async move { send(app, Method::GET, &path, &[], "").await };
    let page = reqwest::get(format!("{}/docs/", app.origin))
        .await
        .expect("a page");
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(!policy.contains("unsafe"), "{policy}");
    let page = page.text().await.expect("a page");
    assert!(
        page.contains(concat!("version ", env!("CARGO_PKG_VERSION"))),
        "{page}"
    );
    let (links, sources) = (
        page.split("href=\"./").skip(1),
        page.split("src=\"./").skip(1),
    );
    let files: Vec<&str> = links
        .chain(sources)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(
        files,
        [
            "swagger-ui.css",
            "page.css",
            "icon.svg",
            "swagger-ui-bundle.js",
            "page.js"
        ]
    );
    for file in files {
        assert_eq!(get(format!("/docs/{file}")).await.status, 200, "{file}");
    }
    assert_eq!(get("/docs/oauth2-redirect.html".into()).await.status, 404);
});

both!(the_type_of_a_problem_leads_to_its_line, |app| {
    let missing = send(app, Method::GET, "/api/v1/nothing", &[], "").await;
    let address = missing.body["type"].as_str().expect("a type").to_owned();
    assert_eq!(address, "/problems/not_found");
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let browser = browser.build().expect("a client");
    let line = browser.get(format!("{}{address}", app.origin)).send();
    let line = line.await.expect("an answer");
    assert_eq!(line.status(), 308);
    assert_eq!(line.headers()["location"], "/problems#not_found");
    let page = browser.get(format!("{}/problems", app.origin));
    let page = page.header("accept-language", "ru").send().await;
    let page = page.expect("a page").text().await.expect("a page");
    assert!(page.contains("id=\"not_found\"") && page.contains("lang=\"ru\""));
    let unknown = send(app, Method::GET, "/problems/nonsense", &[], "").await;
    assert_eq!((unknown.status, unknown.code()), (404, "not_found"));
});

both!(a_watching_program_gets_its_words, |app| {
    for (path, begins) in [
        ("/healthz", "alive"),
        ("/readyz", "ready"),
        ("/metrics", "#"),
    ] {
        let answer = reqwest::get(format!("{}{path}", app.origin))
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        assert!(
            answer.text().await.expect("a text").starts_with(begins),
            "{path}"
        );
        let posted = send(app, Method::POST, path, &[], "").await;
        assert_eq!(
            (posted.status, posted.code()),
            (405, "method_not_allowed"),
            "{path}"
        );
        assert_eq!(posted.header("allow"), "GET", "{path}");
    }
});
