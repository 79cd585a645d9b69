use domain::access::BuiltInRole;
use testkit::both;
use wire::error::Code;
use wire::organisation::{GetOrganisation, OrganisationPatch, UpdateOrganisation};

fn renamed(name: &str) -> OrganisationPatch {
    OrganisationPatch {
        name: Some(name.into()),
        ..OrganisationPatch::default()
    }
}

both!(a_change_counts_the_version_and_tells_the_feed, |app| {
    let changed = app
        .owner
        .change::<UpdateOrganisation>((), 1, renamed(" Студия  Юг "))
        .await
        .expect("a change");
    assert_eq!((changed.name.as_str(), changed.version), ("Студия  Юг", 2));
    let known = app.owner.get::<GetOrganisation>(()).await.expect("it");
    assert_eq!(known, changed);
    app.relay().await;
    let feed = app
        .owner
        .list::<wire::events::ListEvents>((), wire::events::EventsQuery::default())
        .await
        .expect("the feed");
    let last = feed.items.last().expect("an entry");
    assert_eq!(
        (last.topic.as_str(), last.version),
        ("organisation.updated", 2)
    );
});

both!(an_old_version_is_refused, |app| {
    let first = app
        .owner
        .change::<UpdateOrganisation>((), 1, renamed("А"))
        .await;
    first.expect("a change");
    let second = app
        .owner
        .change::<UpdateOrganisation>((), 1, renamed("Б"))
        .await;
    let refused = second.expect_err("too late");
    assert_eq!(refused.code(), Some(Code::VersionMismatch));
    let params = &refused.problem().expect("a problem").params;
    assert_eq!(params["current_version"], "2");
});

both!(only_the_owner_may, |app| {
    let anna = app.joins(BuiltInRole::Manager).await;
    let refused = anna.change::<UpdateOrganisation>((), 1, renamed("А")).await;
    assert_eq!(
        refused.expect_err("not hers").code(),
        Some(Code::NotAllowed)
    );
    anna.get::<GetOrganisation>(())
        .await
        .expect("everybody reads it");
});
