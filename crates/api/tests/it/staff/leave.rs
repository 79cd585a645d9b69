use domain::access::BuiltInRole;
use domain::staff::EmployeeState;
use testkit::app::PASSWORD;
use testkit::both;
use wire::auth::{GetMe, SignIn, SignInRequest};
use wire::error::Code;
use wire::staff::{LeaveEmployee, Leaving, RestoreEmployee};

both!(whoever_leaves_is_out_at_once_and_may_come_back, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let nobody = Leaving { hand_over_to: None };
    let left = app
        .owner
        .post::<LeaveEmployee>((anna.me.id,), nobody.clone())
        .await;
    assert_eq!(left.expect("left").employee.state, EmployeeState::Left);
    let out = anna.get::<GetMe>(()).await.expect_err("out");
    assert_eq!(out.code(), Some(Code::NotSignedIn));
    let request = SignInRequest {
        email: anna.me.email.clone(),
        password: PASSWORD.into(),
    };
    let out = app.nobody().post::<SignIn>((), request.clone()).await;
    assert_eq!(out.expect_err("out").code(), Some(Code::WrongCredentials));
    let again = app.owner.post::<LeaveEmployee>((anna.me.id,), nobody).await;
    assert_eq!(again.expect_err("gone").code(), Some(Code::WrongState));

    let back = app
        .owner
        .get::<RestoreEmployee>((anna.me.id,))
        .await
        .expect("back");
    assert_eq!(back.state, EmployeeState::Active);
    app.nobody()
        .post::<SignIn>((), request)
        .await
        .expect("in again");
});

both!(the_last_owner_stays, |app| {
    let leaving = Leaving { hand_over_to: None };
    let refused = app
        .owner
        .post::<LeaveEmployee>((app.owner.me.id,), leaving.clone())
        .await;
    let refused = refused.expect_err("the last one");
    assert_eq!(refused.code(), Some(Code::WrongState));
    assert_eq!(
        refused.problem().expect("a problem").params["state"],
        "last_owner"
    );
    let second = app.joins(BuiltInRole::Owner).await;
    second
        .post::<LeaveEmployee>((app.owner.me.id,), leaving)
        .await
        .expect("now he may");
});

both!(an_heir_must_work_here, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    for heir in [anna.me.id, domain::ids::EmployeeId::from_i64(1)] {
        let leaving = Leaving {
            hand_over_to: Some(heir),
        };
        let refused = app
            .owner
            .post::<LeaveEmployee>((anna.me.id,), leaving)
            .await;
        let refused = refused.expect_err("nobody");
        assert_eq!(
            refused.field_errors()[0].pointer.as_deref(),
            Some("/hand_over_to")
        );
    }
});
