use domain::access::BuiltInRole;
use domain::staff::EmployeeState;
use testkit::both;
use wire::error::{Code, Fault};
use wire::list::Listed;
use wire::staff::{
    EmployeePatch, EmployeesQuery, GetEmployee, InviteEmployee, ListEmployees, ListRoles,
    MakeEmployeeLink, NewEmployee, UpdateEmployee,
};

both!(lists_are_paged_filtered_and_found_by_part, |app| {
    for _ in 0..4 {
        app.joins(BuiltInRole::Operator).await;
    }
    let all = app
        .owner
        .list::<ListEmployees>((), EmployeesQuery::default())
        .await;
    let all = all.expect("all").items;
    let names: Vec<&str> = all.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Анна Аксёнова",
            "Борис Белов",
            "Вера Волкова",
            "Глеб Громов",
            "Ольга Орлова"
        ]
    );

    let mut walked = Vec::new();
    let mut cursor = None;
    loop {
        let query = EmployeesQuery {
            limit: Some(2),
            cursor,
            ..EmployeesQuery::default()
        };
        let answer = app
            .owner
            .call::<ListEmployees>((), query, ())
            .send()
            .await
            .expect("a page");
        assert_eq!(
            answer.headers.get("link").is_some(),
            answer.reply.next_cursor.is_some()
        );
        walked.extend(answer.reply.items);
        cursor = answer.reply.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(walked, all);

    let query = EmployeesQuery {
        q: Some("АКСЕН".into()),
        ..EmployeesQuery::default()
    };
    let found = app
        .owner
        .list::<ListEmployees>((), query)
        .await
        .expect("found")
        .items;
    assert_eq!(found.len(), 1);
    let query = EmployeesQuery {
        state: Some(Listed(vec![EmployeeState::Left, EmployeeState::Invited])),
        ..EmployeesQuery::default()
    };
    assert_eq!(
        app.owner
            .list::<ListEmployees>((), query)
            .await
            .expect("none")
            .items,
        []
    );
    let forged = EmployeesQuery {
        cursor: Some("forged".into()),
        ..EmployeesQuery::default()
    };
    let refused = app
        .owner
        .list::<ListEmployees>((), forged)
        .await
        .expect_err("forged");
    assert_eq!(refused.code(), Some(Code::CursorInvalid));
});

both!(an_address_belongs_to_one, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let new = NewEmployee {
        name: "Другая Анна".into(),
        email: anna.me.email.to_uppercase(),
        role_id: anna.me.role.id,
        branch_ids: vec![app.branch],
    };
    let refused = app
        .owner
        .post::<InviteEmployee>((), new)
        .await
        .expect_err("taken");
    assert_eq!(refused.code(), Some(Code::Taken));
    assert_eq!(refused.field_errors()[0].pointer.as_deref(), Some("/email"));
});

both!(a_manager_cannot_make_himself_an_owner, |app| {
    let manager = app.joins(BuiltInRole::Manager).await;
    let operator = app.joins(BuiltInRole::Operator).await;
    let roles = manager.get::<ListRoles>(()).await.expect("roles").items;
    let owner_role = roles
        .iter()
        .find(|r| r.built_in == Some(BuiltInRole::Owner));
    let owner_role = owner_role.expect("owners").id;
    let promote = |role| EmployeePatch {
        role_id: Some(role),
        ..EmployeePatch::default()
    };
    for who in [operator.me.id, manager.me.id] {
        let known = manager
            .get::<GetEmployee>((who,))
            .await
            .expect("a colleague");
        let refused = manager
            .change::<UpdateEmployee>((who,), known.version, promote(owner_role))
            .await;
        assert_eq!(
            refused.expect_err("above him").code(),
            Some(Code::NotAllowed)
        );
    }
    let link = manager.get::<MakeEmployeeLink>((app.owner.me.id,)).await;
    assert_eq!(link.expect_err("above him").code(), Some(Code::NotAllowed));
    let invite = NewEmployee {
        name: "Новый".into(),
        email: "new@club.example".into(),
        role_id: owner_role,
        branch_ids: vec![app.branch],
    };
    let invited = manager.post::<InviteEmployee>((), invite).await;
    assert_eq!(
        invited.expect_err("above him").code(),
        Some(Code::NotAllowed)
    );
});

both!(a_manager_stays_in_his_branches, |app| {
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[there]).await;
    let known = manager
        .get::<GetEmployee>((stranger.me.id,))
        .await
        .expect("seen");
    let patch = EmployeePatch {
        name: Some("Иначе".into()),
        ..EmployeePatch::default()
    };
    let refused = manager
        .change::<UpdateEmployee>((known.id,), known.version, patch)
        .await;
    assert_eq!(
        refused.expect_err("elsewhere").code(),
        Some(Code::NotAllowed)
    );
    // An operator sees colleagues of his own branch only.
    let operator = app.joins(BuiltInRole::Operator).await;
    let hidden = operator.get::<GetEmployee>((stranger.me.id,)).await;
    assert_eq!(hidden.expect_err("hidden").code(), Some(Code::NotFound));
    let seen = operator
        .list::<ListEmployees>((), EmployeesQuery::default())
        .await;
    let seen = seen.expect("colleagues").items;
    assert!(seen.iter().all(|e| e.branch_ids.contains(&app.branch)));
});

both!(all_faults_of_a_change_at_once, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let known = app
        .owner
        .get::<GetEmployee>((anna.me.id,))
        .await
        .expect("Anna");
    let patch = EmployeePatch {
        name: Some("".into()),
        email: Some("anna".into()),
        branch_ids: Some(vec![]),
        state: Some(EmployeeState::Left),
        ..EmployeePatch::default()
    };
    let refused = app
        .owner
        .change::<UpdateEmployee>((known.id,), known.version, patch)
        .await;
    let refused = refused.expect_err("faults");
    let faults: Vec<_> = refused
        .field_errors()
        .iter()
        .map(|f| (f.pointer.as_deref().unwrap_or_default(), f.code))
        .collect();
    assert_eq!(
        faults,
        [
            ("/name", Fault::Required),
            ("/email", Fault::Malformed),
            ("/branch_ids", Fault::Required),
            ("/state", Fault::NotAllowed),
        ]
    );
});
