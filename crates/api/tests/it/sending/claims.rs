use api::worker::run_jobs;
use chrono::Duration;
use wire::sending::DeliveryState;

use super::calls::{calls, hook};
use super::{deliveries, outside};

outside!(
    who_lost_his_claim_writes_nothing,
    |app, _office, receiver| {
        let made = hook(app, &receiver.url()).await;
        calls(app, &made).await;
        let key = receiver.hold_next();
        let state = app.state.clone();
        let slow = tokio::spawn(async move { run_jobs(&state).await });
        let first = receiver.told().await;

        app.later(Duration::seconds(61)).await;
        receiver.answers(500, "не сейчас");
        assert_eq!(app.jobs().await, 1, "another worker takes it over");
        let second = receiver.told().await;
        drop(key);
        slow.await.expect("a worker").expect("its database");

        assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
        assert_ne!(
            first.header("webhook-timestamp"),
            second.header("webhook-timestamp")
        );
        let kept = deliveries(app).await.remove(0);
        assert_eq!(
            (kept.state, kept.attempts),
            (DeliveryState::Waiting, 1),
            "what the second wrote stands"
        );
    }
);

outside!(
    who_is_killed_on_the_way_leaves_it_to_the_next,
    |app, _office, receiver| {
        let made = hook(app, &receiver.url()).await;
        calls(app, &made).await;
        let key = receiver.hold_next();
        let state = app.state.clone();
        let doomed = tokio::spawn(async move { run_jobs(&state).await });
        let first = receiver.told().await;
        doomed.abort();
        drop(key);

        assert_eq!(app.jobs().await, 0, "the claim holds");
        assert_eq!(deliveries(app).await[0].state, DeliveryState::Running);
        app.later(Duration::seconds(61)).await;
        assert_eq!(app.jobs().await, 1);
        let second = receiver.told().await;
        assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
        assert_eq!(first.body, second.body);
        assert_eq!(deliveries(app).await[0].state, DeliveryState::Done);
    }
);
