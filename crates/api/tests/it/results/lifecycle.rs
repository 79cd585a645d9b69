use domain::access::BuiltInRole;
use domain::results::Outcome;
use wire::error::{Code, Fault};
use wire::results::{
    ArchiveResult, CreateResult, GetResult, ListResults, NewResult, RestoreResult, ResultEntry,
    ResultPatch, UpdateResult,
};

use testkit::both;

use crate::desk::param;
use crate::refusals::faults;
use crate::templates::template;

pub fn plain(name: &str) -> NewResult {
    NewResult {
        name: name.into(),
        outcome: Outcome::Progress,
        reached_human: true,
        do_not_contact: false,
        instant: false,
        fields: Vec::new(),
    }
}

pub async fn result(api: &client::Client, name: &str) -> ResultEntry {
    api.post::<CreateResult>((), plain(name))
        .await
        .expect("a result")
}

both!(a_result_is_made_changed_archived_and_restored, |app| {
    let owner = &app.owner;
    let made = result(owner, "Передано тренеру").await;
    assert_eq!((made.version, made.used_by), (1, 0));
    let patch = ResultPatch {
        name: Some("Передано".into()),
        outcome: Some(Outcome::Postponed),
        ..ResultPatch::default()
    };
    let changed = owner
        .change::<UpdateResult>((made.id,), 1, patch)
        .await
        .expect("changed");
    assert_eq!(
        (changed.name.as_str(), changed.outcome, changed.version),
        ("Передано", Outcome::Postponed, 2)
    );
    assert!(changed.reached_human, "what the patch does not name stays");

    owner
        .call::<ArchiveResult>((made.id,), (), ())
        .if_match(2)
        .reply()
        .await
        .expect("archived");
    let list = owner.get::<ListResults>(()).await.expect("a list").items;
    assert_eq!(
        list.last().map(|entry| entry.id),
        Some(made.id),
        "archived ones come last"
    );
    let taken = owner
        .post::<CreateResult>((), plain("передано"))
        .await
        .expect("the name is free");
    let refused = owner
        .get::<RestoreResult>((made.id,))
        .await
        .expect_err("taken by now");
    assert_eq!(refused.code(), Some(Code::Taken));
    owner
        .call::<ArchiveResult>((taken.id,), (), ())
        .if_match(1)
        .reply()
        .await
        .expect("archived");
    let back = owner
        .get::<RestoreResult>((made.id,))
        .await
        .expect("restored");
    assert_eq!(back.archived_at, None);
});

both!(a_result_that_a_template_offers_stays, |app| {
    let owner = &app.owner;
    let made = result(owner, "Сделано до конца").await;
    template(owner, "Уборка", &[made.id]).await;
    let refused = owner
        .call::<ArchiveResult>((made.id,), (), ())
        .if_match(1)
        .reply()
        .await;
    let refused = refused.expect_err("offered");
    assert_eq!(refused.code(), Some(Code::InUse));
    assert_eq!(param(&refused, "by"), "Уборка");
    let entry = owner.get::<GetResult>((made.id,)).await.expect("it");
    assert_eq!((entry.used_by, entry.archived_at), (1, None));
});

both!(an_operator_reads_results_and_changes_none, |app| {
    let owner = &app.owner;
    let made = result(owner, "Передано").await;
    let anna = app.joins(BuiltInRole::Operator).await;
    anna.get::<GetResult>((made.id,)).await.expect("read");
    let refused = anna
        .post::<CreateResult>((), plain("Моё"))
        .await
        .expect_err("not his to make");
    assert_eq!(refused.code(), Some(Code::NotAllowed));
    let refused = anna
        .change::<UpdateResult>((made.id,), 1, ResultPatch::default())
        .await;
    assert_eq!(
        refused.expect_err("not his to change").code(),
        Some(Code::NotAllowed)
    );
});

both!(a_result_with_a_taken_name_is_refused, |app| {
    let owner = &app.owner;
    result(owner, "Передано").await;
    let refused = owner
        .post::<CreateResult>((), plain(" ПЕРЕДАНО "))
        .await
        .expect_err("taken");
    assert_eq!(faults(&refused), [("/name".to_owned(), Fault::Taken)]);
});
