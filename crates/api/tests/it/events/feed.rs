use domain::access::BuiltInRole;
use testkit::both;
use wire::events::{EventsQuery, ListEvents};

both!(the_feed_continues_after_what_was_seen, |app| {
    app.joins(BuiltInRole::Operator).await;
    app.relay().await;
    let all = app
        .owner
        .list::<ListEvents>((), EventsQuery::default())
        .await;
    let all = all.expect("the feed").items;
    assert!(all.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    assert!(all.iter().any(|event| event.topic == "employee.created"));
    let middle = all[all.len() / 2].seq;
    let query = EventsQuery {
        after: Some(middle),
        limit: Some(1),
    };
    let next = app
        .owner
        .list::<ListEvents>((), query)
        .await
        .expect("the rest")
        .items;
    assert_eq!(next.len(), 1);
    assert!(next[0].seq > middle);
});

both!(one_sees_only_what_one_may_read, |app| {
    use domain::access::{Grants, Permission, Scope};
    use wire::staff::{CreateRole, NewRole};
    let grants: Grants = [(Permission::EventsRead, Scope::All)].into_iter().collect();
    let role = NewRole {
        name: "Только события".into(),
        grants,
        limits: Default::default(),
    };
    let role = app
        .owner
        .post::<CreateRole>((), role)
        .await
        .expect("a role");
    let reader = app.joins_as(role.id, &[app.branch]).await;
    app.relay().await;
    let seen = reader
        .list::<ListEvents>((), EventsQuery::default())
        .await
        .expect("the feed");
    let topics: Vec<&str> = seen
        .items
        .iter()
        .map(|event| event.topic.as_str())
        .collect();
    assert!(topics.contains(&"branch.created"));
    assert!(
        !topics
            .iter()
            .any(|topic| topic.starts_with("employee") || topic.starts_with("role"))
    );
});
