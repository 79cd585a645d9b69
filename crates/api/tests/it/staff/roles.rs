use domain::access::{BuiltInRole, Grants, Permission, Scope};
use testkit::both;
use wire::branches::{BranchPatch, UpdateBranch};
use wire::error::Code;
use wire::staff::{
    CreateRole, DeleteRole, GetRole, ListRoles, NewRole, Role, RolePatch, UpdateRole,
};

use crate::desk::param;

fn grants(list: &[(Permission, Scope)]) -> Grants {
    list.iter().copied().collect()
}

fn built_in(roles: &[Role], word: BuiltInRole) -> &Role {
    let found = roles.iter().find(|role| role.built_in == Some(word));
    found.expect("a built-in role")
}

both!(a_role_of_one_s_own_lives_and_dies, |app| {
    let new = |name: &str| NewRole {
        name: name.into(),
        grants: grants(&[(Permission::StaffRead, Scope::All)]),
        limits: Default::default(),
    };
    let made = app
        .owner
        .post::<CreateRole>((), new("Стажёр"))
        .await
        .expect("a role");
    assert_eq!((made.built_in, made.employees), (None, 0));
    let taken = app
        .owner
        .post::<CreateRole>((), new("СТАЖЁР"))
        .await
        .expect_err("taken");
    assert_eq!(taken.code(), Some(Code::Taken));

    let pupil = app.joins_as(made.id, &[app.branch]).await;
    assert_eq!(pupil.me.permissions, made.grants);
    let delete = |version| {
        app.owner
            .call::<DeleteRole>((made.id,), (), ())
            .if_match(version)
    };
    let used = delete(made.version).reply().await.expect_err("used");
    assert_eq!(used.code(), Some(Code::InUse));
    assert_eq!(param(&used, "by"), pupil.me.name);

    let wider = RolePatch {
        grants: Some(grants(&[(Permission::BranchEdit, Scope::All)])),
        ..RolePatch::default()
    };
    let rename = || BranchPatch {
        name: Some("Запад".into()),
        ..BranchPatch::default()
    };
    let before = pupil
        .change::<UpdateBranch>((app.branch,), 1, rename())
        .await;
    assert_eq!(before.expect_err("not yet").code(), Some(Code::NotAllowed));
    app.owner
        .change::<UpdateRole>((made.id,), made.version, wider)
        .await
        .expect("wider");
    pupil
        .change::<UpdateBranch>((app.branch,), 1, rename())
        .await
        .expect("now");
});

both!(the_owner_keeps_everything_and_built_in_roles_stay, |app| {
    let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
    let owner = built_in(&roles, BuiltInRole::Owner);
    let less = RolePatch {
        grants: Some(Grants::new()),
        ..RolePatch::default()
    };
    let refused = app
        .owner
        .change::<UpdateRole>((owner.id,), owner.version, less)
        .await;
    assert_eq!(refused.expect_err("never").code(), Some(Code::WrongState));
    let renamed = RolePatch {
        name: Some("Хозяйка".into()),
        ..RolePatch::default()
    };
    let renamed = app
        .owner
        .change::<UpdateRole>((owner.id,), owner.version, renamed)
        .await;
    assert_eq!(
        renamed.expect("a name is free").grants.len(),
        Permission::ALL.len()
    );

    let coach = built_in(&roles, BuiltInRole::Coach);
    let call = app
        .owner
        .call::<DeleteRole>((coach.id,), (), ())
        .if_match(coach.version);
    assert_eq!(
        call.reply().await.expect_err("built in").code(),
        Some(Code::WrongState)
    );
    app.owner
        .get::<GetRole>((coach.id,))
        .await
        .expect("still there");
});

both!(whoever_works_with_tasks_sees_the_directories, |app| {
    let new = NewRole {
        name: "Слепой".into(),
        grants: grants(&[(Permission::TaskRead, Scope::Own)]),
        limits: Default::default(),
    };
    let refused = app
        .owner
        .post::<CreateRole>((), new)
        .await
        .expect_err("blind");
    assert_eq!(
        refused.field_errors()[0].pointer.as_deref(),
        Some("/grants/directory.read")
    );
});
