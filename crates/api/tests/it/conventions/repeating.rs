use chrono::Duration;
use domain::access::Grants;
use testkit::both;
use wire::error::Code;
use wire::staff::{CreateRole, ListRoles, NewRole};

fn role(name: &str) -> NewRole {
    NewRole {
        name: name.into(),
        grants: Grants::new(),
        limits: Default::default(),
    }
}

both!(a_repeated_request_has_its_effect_once, |app| {
    let send = |name: &'static str| {
        app.owner
            .call::<CreateRole>((), (), role(name))
            .once("4b1e0f3c")
            .send()
    };
    let first = send("Стажёр").await.expect("made");
    assert!(!first.replayed());
    let again = send("Стажёр").await.expect("the same answer");
    assert!(again.replayed());
    assert_eq!((again.status, &again.reply), (201, &first.reply));
    let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
    assert_eq!(roles.len(), 6);

    let other = send("Другой").await.expect_err("another request");
    assert_eq!(other.code(), Some(Code::IdempotencyKeyReused));

    // A day later the key is free, and the name is taken.
    app.later(Duration::hours(25)).await;
    let later = app
        .owner
        .call::<CreateRole>((), (), role("Стажёр"))
        .once("4b1e0f3c");
    assert_eq!(
        later.reply().await.expect_err("taken").code(),
        Some(Code::Taken)
    );
});

both!(a_refusal_is_not_kept, |app| {
    let send = |name: &'static str| {
        app.owner
            .call::<CreateRole>((), (), role(name))
            .once("k1")
            .reply()
    };
    let taken = send("Тренер").await.expect_err("taken");
    assert_eq!(taken.code(), Some(Code::Taken));
    send("Тренер по плаванию")
        .await
        .expect("corrected, with the same key");
});

both!(keys_belong_to_their_employee, |app| {
    use domain::access::BuiltInRole;
    let second = app.joins(BuiltInRole::Owner).await;
    let first = app
        .owner
        .call::<CreateRole>((), (), role("Первая"))
        .once("same")
        .reply();
    first.await.expect("made");
    let other = second
        .call::<CreateRole>((), (), role("Вторая"))
        .once("same")
        .reply();
    assert_eq!(other.await.expect("made").name, "Вторая");
});
