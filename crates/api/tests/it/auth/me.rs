use domain::access::BuiltInRole;
use domain::language::Language;
use domain::staff::Theme;
use testkit::app::PASSWORD;
use testkit::both;
use wire::auth::{ChangePassword, GetMe, MePatch, PasswordChange, SignIn, SignInRequest, UpdateMe};
use wire::error::{Code, Fault};

both!(preferences_are_one_s_own, |app| {
    let anna = app.joins(BuiltInRole::Coach).await;
    let patch = MePatch {
        language: Some(Language::Ro),
        theme: Some(Theme::Dark),
        single_key_shortcuts: Some(false),
        ..MePatch::default()
    };
    let me = anna
        .call::<UpdateMe>((), (), patch)
        .reply()
        .await
        .expect("me");
    assert_eq!(
        (me.language, me.theme, me.single_key_shortcuts),
        (Language::Ro, Theme::Dark, false)
    );
    assert_eq!(anna.get::<GetMe>(()).await.expect("me"), me);
    // Without Accept-Language the account's own language speaks.
    let refused = anna.get::<wire::organisation::GetOrganisation>(()).await;
    refused.expect("everybody reads it");
    let patch = MePatch {
        name: Some(" ".into()),
        ..MePatch::default()
    };
    let refused = anna
        .call::<UpdateMe>((), (), patch)
        .reply()
        .await
        .expect_err("no name");
    assert_eq!(refused.field_errors()[0].message, "Completați acest câmp.");
});

both!(a_new_password_ends_the_other_sessions, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let elsewhere = app.nobody();
    let request = |password: &str| SignInRequest {
        email: anna.me.email.clone(),
        password: password.into(),
    };
    let session = elsewhere
        .post::<SignIn>((), request(PASSWORD))
        .await
        .expect("a session");
    elsewhere.set_token(Some(session.access_token));

    let change = |current: &str, new: &str| PasswordChange {
        current: current.into(),
        new: new.into(),
    };
    let fresh = "seven purple teapots";
    let wrong = anna
        .post::<ChangePassword>((), change("guess guess guess", fresh))
        .await;
    assert_eq!(
        wrong.expect_err("wrong").code(),
        Some(Code::WrongCredentials)
    );
    for weak in ["short", "passwordpassword", "аксёнова-в-студии"] {
        let refused = anna
            .post::<ChangePassword>((), change(PASSWORD, weak))
            .await;
        let refused = refused.expect_err(weak);
        let fault = &refused.field_errors()[0];
        assert_eq!(fault.pointer.as_deref(), Some("/new"));
        assert!(
            matches!(fault.code, Fault::TooShort | Fault::WeakPassword),
            "{weak}"
        );
    }
    anna.post::<ChangePassword>((), change(PASSWORD, fresh))
        .await
        .expect("changed");
    let refused = elsewhere.get::<GetMe>(()).await.expect_err("ended");
    assert_eq!(refused.code(), Some(Code::NotSignedIn));
    let old = elsewhere.post::<SignIn>((), request(PASSWORD)).await;
    assert_eq!(old.expect_err("old").code(), Some(Code::WrongCredentials));
    elsewhere
        .post::<SignIn>((), request(fresh))
        .await
        .expect("the new one");
});
