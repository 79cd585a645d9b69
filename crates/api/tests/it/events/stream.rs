use std::time::Duration;

use reqwest::Response;
use testkit::app::TestApp;
use testkit::both;
use wire::organisation::{OrganisationPatch, UpdateOrganisation};

use crate::raw::bearer;

async fn open(app: &TestApp, last: Option<i64>) -> Response {
    let mut request = reqwest::Client::new()
        .get(format!("{}/api/v1/events/stream", app.origin))
        .header("authorization", bearer(app));
    if let Some(last) = last {
        request = request.header("last-event-id", last.to_string());
    }
    let response = request.send().await.expect("a stream");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response
}

/// Reads until the text is there.
async fn heard(stream: &mut Response, text: &str) -> String {
    let mut said = String::new();
    while !said.contains(text) {
        let piece = tokio::time::timeout(Duration::from_secs(20), stream.chunk()).await;
        let piece = piece
            .expect("in time")
            .expect("a piece")
            .expect("not the end");
        said += &String::from_utf8_lossy(&piece);
    }
    said
}

async fn rename(app: &TestApp, seen: i64) {
    let patch = OrganisationPatch {
        name: Some(format!("Имя {seen}")),
        ..OrganisationPatch::default()
    };
    app.owner
        .change::<UpdateOrganisation>((), seen, patch)
        .await
        .expect("a change");
}

both!(a_change_is_hinted_and_missed_ones_are_made_up_for, |app| {
    app.relay().await;
    let mut stream = open(app, None).await;
    heard(&mut stream, "retry:").await;
    rename(app, 1).await;
    app.relay().await;
    let said = heard(&mut stream, "organisation.updated").await;
    assert!(
        said.contains("\"version\":2") && !said.contains("Имя"),
        "{said}"
    );
    let seq: i64 = said
        .lines()
        .find_map(|line| line.strip_prefix("id: "))
        .and_then(|seq| seq.parse().ok())
        .expect("a number");
    drop(stream);

    rename(app, 2).await;
    app.relay().await;
    let mut stream = open(app, Some(seq)).await;
    let said = heard(&mut stream, "\"version\":3").await;
    assert!(!said.contains("\"version\":2"), "{said}");
});

both!(a_stream_ends_with_the_server, |app| {
    let mut stream = open(app, None).await;
    heard(&mut stream, "retry:").await;
    app.state.live.close();
    let end = tokio::time::timeout(Duration::from_secs(20), stream.chunk()).await;
    assert!(matches!(end, Ok(Ok(None))), "{end:?}");
});

both!(nobody_listens_unasked, |app| {
    let url = format!("{}/api/v1/events/stream", app.origin);
    let answer = reqwest::get(url).await.expect("an answer");
    assert_eq!(answer.status(), 401);
});
