use chrono::Duration;
use client::Failure;
use domain::access::BuiltInRole;
use testkit::app::{PASSWORD, TestApp};
use testkit::both;
use wire::auth::{GetMe, Session, SignIn, SignInRequest};
use wire::error::Code;

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Result<Session, Failure> {
    let request = SignInRequest {
        email: email.into(),
        password: password.into(),
    };
    app.nobody().post::<SignIn>((), request).await
}

both!(
    the_right_password_opens_and_case_of_the_address_does_not_matter,
    |app| {
        let session = sign_in(app, " Olga@Club.Example ", PASSWORD).await;
        let session = session.expect("a session");
        assert_eq!(session.me.name, "Ольга Орлова");
        assert_eq!(session.expires_at, app.now().plus(Duration::minutes(10)));
        let api = app.nobody();
        api.set_token(Some(session.access_token));
        api.get::<GetMe>(()).await.expect("me");
        app.state.clock.advance(Duration::minutes(10));
        let late = api.get::<GetMe>(()).await.expect_err("too old");
        assert_eq!(late.code(), Some(Code::NotSignedIn));
    }
);

both!(unknown_and_wrong_are_answered_alike, |app| {
    let wrong = sign_in(app, "olga@club.example", "not her password").await;
    let unknown = sign_in(app, "nobody@club.example", "not her password").await;
    let said = |answer: Result<Session, Failure>| {
        let failure = answer.expect_err("refused");
        let problem = failure.problem().expect("a problem").clone();
        (
            problem.status,
            problem.code,
            problem.title,
            problem.detail,
            problem.params,
        )
    };
    let (wrong, unknown) = (said(wrong), said(unknown));
    assert_eq!(wrong.1, Code::WrongCredentials);
    assert_eq!(wrong, unknown);
});

both!(whoever_guesses_is_slowed_down, |app| {
    for _ in 0..5 {
        let wrong = sign_in(app, "olga@club.example", "a guess, no. 1").await;
        assert_eq!(
            wrong.expect_err("wrong").code(),
            Some(Code::WrongCredentials)
        );
    }
    let wait = |answer: Result<Session, Failure>| match answer {
        Err(Failure::Refused {
            problem,
            retry_after,
        }) => {
            assert_eq!(problem.code, Code::TooManyRequests);
            retry_after.expect("a time")
        }
        other => panic!("{other:?}"),
    };
    // Even the right password has to wait now.
    assert_eq!(wait(sign_in(app, "olga@club.example", PASSWORD).await), 60);
    // Others do not.
    let anna = app.joins(BuiltInRole::Operator).await;
    sign_in(app, &anna.me.email, PASSWORD).await.expect("Anna");

    app.state.clock.advance(Duration::minutes(1));
    let sixth = sign_in(app, "olga@club.example", "a guess, no. 6").await;
    assert_eq!(
        sixth.expect_err("wrong").code(),
        Some(Code::WrongCredentials)
    );
    assert_eq!(wait(sign_in(app, "olga@club.example", PASSWORD).await), 120);
    app.state.clock.advance(Duration::minutes(2));
    sign_in(app, "olga@club.example", PASSWORD)
        .await
        .expect("in the end");
    let after = sign_in(app, "olga@club.example", "forgotten again").await;
    assert_eq!(
        after.expect_err("wrong").code(),
        Some(Code::WrongCredentials)
    );
});
