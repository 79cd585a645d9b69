use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use domain::outgoing::HookCall;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use store::Who;
use testkit::app::TestApp;
use testkit::both;
use testkit::receiver::Told;
use wire::hooks::{ArchiveHook, ChangeHookSecret, CreateHook, HookMade, NewHook};
use wire::sending::{DeliveryState, TestHook, Undelivered};

use super::{deliveries, outside};

pub async fn hook(app: &TestApp, url: &str) -> HookMade {
    let new = NewHook {
        name: "Бухгалтерия".into(),
        url: url.into(),
    };
    app.owner.post::<CreateHook>((), new).await.expect("a hook")
}

pub async fn calls(app: &TestApp, hook: &HookMade) {
    let call = HookCall {
        hook_id: hook.hook.id,
        event: "task.completed".into(),
        body: r#"{"client":"Иванова"}"#.into(),
    };
    let at = app.now();
    let write = move |tx: &mut store::Tx<'_>| tx.call_hook(&call, at, None);
    let written = app.state.db.write(Who::System, at, write).await;
    written.expect("a call");
}

/// What a receiver does with a call: any one of the signatures must be that of its secret.
fn verifies(told: &Told, secret: &str) -> bool {
    let key = STANDARD.decode(&secret["whsec_".len()..]).expect("base 64");
    let signed = format!(
        "{}.{}.{}",
        told.header("webhook-id"),
        told.header("webhook-timestamp"),
        told.body
    );
    told.header("webhook-signature")
        .split(' ')
        .any(|signature| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
            mac.update(signed.as_bytes());
            let given = signature
                .strip_prefix("v1,")
                .map(|text| STANDARD.decode(text));
            matches!(given, Some(Ok(given)) if mac.verify_slice(&given).is_ok())
        })
}

outside!(
    a_call_is_signed_so_that_its_receiver_can_tell,
    |app, _office, receiver| {
        let hook = hook(app, &receiver.url()).await;
        calls(app, &hook).await;
        app.jobs().await;
        let told = receiver.told().await;
        assert_eq!(told.path, "/told?key=7");
        assert!(verifies(&told, &hook.secret), "{told:?}");
        let forged = Told {
            body: told.body.replace("Иванова", "Петрова"),
            ..told.clone()
        };
        assert!(!verifies(&forged, &hook.secret));
        let sent = deliveries(app).await.remove(0);
        assert_eq!(told.header("webhook-id"), sent.id.to_string());
        let second = app.now().as_micros() / 1_000_000;
        assert_eq!(told.header("webhook-timestamp"), second.to_string());
        let body: serde_json::Value = serde_json::from_str(&told.body).expect("JSON");
        assert_eq!(body["type"], "task.completed");
        assert_eq!(body["data"]["client"], "Иванова");
        assert_eq!(
            (sent.state, sent.subject.as_str()),
            (DeliveryState::Done, "task.completed")
        );
        assert_eq!(sent.to, "Бухгалтерия");
    }
);

outside!(
    for_a_day_calls_are_signed_with_both_secrets,
    |app, _office, receiver| {
        let first = hook(app, &receiver.url()).await;
        let second = app
            .owner
            .call::<ChangeHookSecret>((first.hook.id,), (), ())
            .reply()
            .await
            .expect("another secret");
        calls(app, &first).await;
        app.jobs().await;
        let told = receiver.told().await;
        assert!(verifies(&told, &first.secret) && verifies(&told, &second.secret));
        app.later(Duration::days(1)).await;
        calls(app, &first).await;
        app.jobs().await;
        let told = receiver.told().await;
        assert!(!verifies(&told, &first.secret) && verifies(&told, &second.secret));
    }
);

outside!(
    an_answer_that_is_not_yes_is_a_failure,
    |app, _office, receiver| {
        let made = hook(app, &receiver.url()).await;
        for (status, state) in [
            (500, DeliveryState::Waiting),
            (404, DeliveryState::Waiting),
            (302, DeliveryState::Waiting),
            (410, DeliveryState::Dead),
            (204, DeliveryState::Done),
        ] {
            receiver.answers(status, "");
            calls(app, &made).await;
            app.jobs().await;
            assert_eq!(deliveries(app).await[0].state, state, "{status}");
        }
        let elsewhere = receiver.all().iter().any(|told| told.path != "/told?key=7");
        assert!(!elsewhere, "a redirection is not followed");
    }
);

outside!(
    a_test_call_shows_the_answer_and_no_more_than_its_beginning,
    |app, _office, receiver| {
        let made = hook(app, &receiver.url()).await;
        receiver.answers(200, &"да ".repeat(400_000));
        let tried = app
            .owner
            .call::<TestHook>((made.hook.id,), (), ())
            .reply()
            .await
            .expect("an answer");
        assert!(tried.arrived);
        let said = tried.said.expect("an answer");
        assert!(said.starts_with("200 да да") && said.chars().count() < 2_100);
        assert!(verifies(&receiver.told().await, &made.secret));
        receiver.answers(503, "перерыв");
        let tried = app
            .owner
            .call::<TestHook>((made.hook.id,), (), ())
            .reply()
            .await
            .expect("an answer");
        let error = tried.error.expect("why");
        assert_eq!(
            (error.why, error.detail.as_str()),
            (Undelivered::Refused, "503 перерыв")
        );
        assert!(deliveries(app).await.is_empty());
    }
);

outside!(an_archived_hook_is_not_called, |app, _office, receiver| {
    let made = hook(app, &receiver.url()).await;
    calls(app, &made).await;
    app.owner
        .call::<ArchiveHook>((made.hook.id,), (), ())
        .if_match(made.hook.version)
        .reply()
        .await
        .expect("archived");
    app.jobs().await;
    let dead = deliveries(app).await.remove(0);
    assert_eq!(dead.state, DeliveryState::Dead);
    assert_eq!(dead.error.expect("why").why, Undelivered::Archived);
    assert!(receiver.all().is_empty());
});

outside!(
    a_receiver_that_is_not_there_is_tried_again,
    |app, _office, _receiver| {
        let made = hook(app, "http://127.0.0.1:1/").await;
        calls(app, &made).await;
        app.jobs().await;
        let tried = deliveries(app).await.remove(0);
        assert_eq!(tried.state, DeliveryState::Waiting);
        assert_eq!(tried.error.expect("why").why, Undelivered::Unreachable);
    }
);

both!(what_only_this_machine_can_see_is_not_called, |app| {
    let receiver = testkit::receiver::Receiver::open();
    for host in [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
    ] {
        let url = format!("https://{host}:{}/", receiver.port());
        let new = NewHook {
            name: host.into(),
            url: url.clone(),
        };
        let made = app.owner.post::<CreateHook>((), new).await.expect("a hook");
        let tried = app
            .owner
            .call::<TestHook>((made.hook.id,), (), ())
            .reply()
            .await;
        let error = tried.expect("an answer").error.expect("why");
        assert_eq!(error.why, Undelivered::ForbiddenAddress, "{url}: {error:?}");
        calls(app, &made).await;
        app.jobs().await;
        assert_eq!(deliveries(app).await[0].state, DeliveryState::Dead, "{url}");
    }
    assert!(receiver.all().is_empty());
});
