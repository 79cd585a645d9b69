//! A handler that panics is a fault of ours: it is answered as one, and the server goes on.

use api::http::{Answer, Call, Ctx, Routes};
use reqwest::Method;
use testkit::app::{Unset, wait_for};
use testkit::{TestDatabase, pg, sqlite};
use wire::auth::{GetInvitation, Invitation};
use wire::setup::{GetSetup, SetupState};

const SECRET: &str = "Щербакова Екатерина";

async fn in_the_handler(_: Ctx, _: Call<GetSetup>) -> Answer<SetupState> {
    panic!("{SECRET}");
}

/// Nothing of the unit is stored, and the writer goes on.
async fn in_a_unit_of_work(cx: Ctx, _: Call<GetInvitation>) -> Answer<Invitation> {
    cx.transact(|tx| {
        tx.shared_secret("half done", "x")?;
        panic!("{SECRET}");
    })
    .await
}

#[test]
fn sqlite_goes_on_after_a_panic() {
    goes_on(sqlite::database());
}

#[test]
fn postgres_goes_on_after_a_panic() {
    goes_on(pg::database());
}

fn goes_on(database: TestDatabase) {
    wait_for(async {
        let routes = Routes::new()
            .on::<GetSetup>(in_the_handler)
            .on::<GetInvitation>(in_a_unit_of_work);
        let app = Unset::start_as(database, |state| state.answering(routes)).await;
        for _ in 0..20 {
            for path in ["/api/v1/setup", "/api/v1/invitations/some-token"] {
                answers_a_fault(&format!("{}{path}", app.origin)).await;
            }
        }
        let ready = reqwest::get(format!("{}/readyz", app.origin)).await;
        assert_eq!(ready.expect("an answer").status(), 200);
        let half = app
            .state
            .db
            .read(store::Who::System, app.state.clock.now(), |tx| {
                tx.secret("half done")
            });
        assert_eq!(half.await.expect("read"), None);
        (app.stop)();
    });
}

async fn answers_a_fault(address: &str) {
    let request = reqwest::Client::new()
        .request(Method::GET, address)
        .header("accept-language", "ru");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 500);
    let kind = answer.headers()["content-type"].clone();
    assert_eq!(kind, "application/problem+json");
    let id = answer.headers()["x-request-id"].clone();
    let text = answer.text().await.expect("a body");
    assert!(!text.contains(SECRET), "{text}");
    let problem: wire::error::Problem = serde_json::from_str(&text).expect("a problem");
    assert_eq!(problem.code, wire::error::Code::Internal);
    assert_eq!(problem.request_id.as_bytes(), id.as_bytes());
}
