use chrono::Duration;
use domain::access::BuiltInRole;
use domain::staff::EmployeeState;
use testkit::app::{PASSWORD, TestApp};
use testkit::both;
use wire::auth::{
    AcceptInvitation, AcceptRequest, GetInvitation, GetMe, InvitationKind, SignIn, SignInRequest,
};
use wire::error::Code;
use wire::staff::{GetEmployee, InviteEmployee, Invited, ListRoles, MakeEmployeeLink, NewEmployee};

async fn invite(app: &TestApp) -> Invited {
    let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
    let operator = roles
        .iter()
        .find(|r| r.built_in == Some(BuiltInRole::Operator));
    let new = NewEmployee {
        name: "Пётр".into(),
        email: "petr@club.example".into(),
        role_id: operator.expect("operators").id,
        branch_ids: vec![app.branch],
    };
    app.owner
        .post::<InviteEmployee>((), new)
        .await
        .expect("an invitation")
}

fn token(invited: &Invited) -> (String,) {
    (invited
        .link
        .rsplit('#')
        .next()
        .unwrap_or_default()
        .to_owned(),)
}

fn accept(password: &str) -> AcceptRequest {
    AcceptRequest {
        name: "Пётр Павлов".into(),
        password: password.into(),
    }
}

both!(a_link_says_for_whom_it_is_and_works_once, |app| {
    let invited = invite(app).await;
    assert_eq!(invited.employee.state, EmployeeState::Invited);
    assert!(invited.link.starts_with(&app.origin), "{}", invited.link);
    let api = app.nobody();
    let shown = api.get::<GetInvitation>(token(&invited)).await.expect("it");
    assert_eq!(
        (shown.kind, shown.email.as_str()),
        (InvitationKind::Join, "petr@club.example")
    );
    let before = SignInRequest {
        email: "petr@club.example".into(),
        password: PASSWORD.into(),
    };
    let before = api
        .post::<SignIn>((), before)
        .await
        .expect_err("not joined");
    assert_eq!(before.code(), Some(Code::WrongCredentials));

    let weak = api
        .post::<AcceptInvitation>(token(&invited), accept("павлов-2026-год"))
        .await;
    assert_eq!(
        weak.expect_err("weak").field_errors()[0].pointer.as_deref(),
        Some("/password")
    );
    let session = api
        .post::<AcceptInvitation>(token(&invited), accept(PASSWORD))
        .await;
    let session = session.expect("joined");
    assert_eq!(session.me.name, "Пётр Павлов");
    let known = app
        .owner
        .get::<GetEmployee>((session.me.id,))
        .await
        .expect("him");
    assert_eq!(known.state, EmployeeState::Active);
    for _ in 0..2 {
        let again = api
            .post::<AcceptInvitation>(token(&invited), accept(PASSWORD))
            .await;
        assert_eq!(again.expect_err("used").code(), Some(Code::LinkInvalid));
    }
});

both!(a_newer_link_replaces_the_older_and_all_expire, |app| {
    let first = invite(app).await;
    let id = first.employee.id;
    let second = app
        .owner
        .get::<MakeEmployeeLink>((id,))
        .await
        .expect("a link");
    let api = app.nobody();
    let old = api
        .get::<GetInvitation>(token(&first))
        .await
        .expect_err("replaced");
    assert_eq!(old.code(), Some(Code::LinkInvalid));
    api.get::<GetInvitation>(token(&second))
        .await
        .expect("the new one");
    app.later(Duration::days(8)).await;
    let late = api
        .get::<GetInvitation>(token(&second))
        .await
        .expect_err("expired");
    assert_eq!(late.code(), Some(Code::LinkInvalid));
});

both!(a_reset_link_sets_a_new_password_and_ends_sessions, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let link = app
        .owner
        .get::<MakeEmployeeLink>((anna.me.id,))
        .await
        .expect("a link");
    let api = app.nobody();
    let shown = api.get::<GetInvitation>(token(&link)).await.expect("it");
    assert_eq!(shown.kind, InvitationKind::ResetPassword);
    let session = api
        .post::<AcceptInvitation>(token(&link), accept("seven purple teapots"))
        .await
        .expect("a session");
    assert_eq!(session.me.name, anna.me.name, "a reset renames nobody");
    let ended = anna.get::<GetMe>(()).await.expect_err("ended");
    assert_eq!(ended.code(), Some(Code::NotSignedIn));
});
