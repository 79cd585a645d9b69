use testkit::app::PASSWORD;
use testkit::both;
use wire::auth::{EndSession, GetMe, ListSessions, SignIn, SignInRequest};
use wire::error::Code;

both!(one_s_own_sessions_are_listed_and_ended, |app| {
    let request = || SignInRequest {
        email: "olga@club.example".into(),
        password: PASSWORD.into(),
    };
    let other = app.nobody();
    let session = other
        .post::<SignIn>((), request())
        .await
        .expect("a session");
    other.set_token(Some(session.access_token));
    let sessions = app
        .owner
        .get::<ListSessions>(())
        .await
        .expect("sessions")
        .items;
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|s| s.current).count(), 1);
    let there = sessions.iter().find(|s| !s.current).expect("the other").id;
    app.owner.get::<EndSession>((there,)).await.expect("ended");
    let refused = other.get::<GetMe>(()).await.expect_err("ended");
    assert_eq!(refused.code(), Some(Code::NotSignedIn));
    let again = app.owner.get::<EndSession>((there,)).await;
    assert_eq!(again.expect_err("gone").code(), Some(Code::NotFound));
});

both!(another_s_session_does_not_exist, |app| {
    use domain::access::BuiltInRole;
    let anna = app.joins(BuiltInRole::Operator).await;
    let own = anna.get::<ListSessions>(()).await.expect("sessions").items;
    let refused = app.owner.get::<EndSession>((own[0].id,)).await;
    assert_eq!(refused.expect_err("not his").code(), Some(Code::NotFound));
    anna.get::<GetMe>(()).await.expect("still here");
});
