use domain::access::BuiltInRole;
use testkit::both;
use wire::branches::{ArchiveBranch, GetBranch};
use wire::clients::{ArchiveClient, ClientPatch, CreateClient, NewClient, UpdateClient};
use wire::dictionaries::{ArchiveValue, GetDictionary};
use wire::error::Code;
use wire::processes::{ArchiveProcess, GetProcess};
use wire::staff::{LeaveEmployee, Leaving};
use wire::tasks::{CreateTask, NewTask};

use crate::desk::{Desk, faults, newcomer, param, rows};
use crate::tasks::titled;

both!(what_is_archived_is_not_chosen_any_more, |app| {
    let desk = Desk::of(app).await;
    let owner = &app.owner;
    let sources = desk.preset.dictionaries["sources"];
    let source = owner
        .get::<GetDictionary>((sources,))
        .await
        .expect("them")
        .values[0]
        .clone();
    let archive = owner.change::<ArchiveValue>((source.id,), source.version, ());
    archive.await.expect("archived");
    let south = app.another_branch("Юг", "Asia/Almaty").await;
    let branch = owner.get::<GetBranch>((south,)).await.expect("it");
    let archive = owner.change::<ArchiveBranch>((south,), branch.version, ());
    archive.await.expect("archived");
    let boris = app.joins(BuiltInRole::Operator).await;
    let leaving = Leaving { hand_over_to: None };
    let left = owner.post::<LeaveEmployee>((boris.me.id,), leaving).await;
    left.expect("left");
    let old = desk.client("Иван Кожокару").await;
    let archive = owner.change::<ArchiveClient>((old.id,), old.version, ());
    archive.await.expect("archived");
    let process = owner
        .get::<GetProcess>((desk.process(),))
        .await
        .expect("it");
    let archive = owner.change::<ArchiveProcess>((process.id,), process.version, ());
    archive.await.expect("archived");
    let card = desk.client("Мария Гончаренко").await;
    let before = rows(app).await;

    let new = NewClient {
        source_id: Some(source.id),
        responsible_id: Some(boris.me.id),
        ..newcomer("Пётр Ёлкин")
    };
    let refused = owner.post::<CreateClient>((), new).await;
    let found = faults(&refused.expect_err("two faults"));
    assert_eq!(found["/source_id"], "archived");
    assert_eq!(found["/responsible_id"], "not_found");
    let new = NewClient {
        branch_id: Some(south),
        ..newcomer("Пётр Ёлкин")
    };
    let refused = owner.post::<CreateClient>((), new).await;
    assert_eq!(
        faults(&refused.expect_err("closed"))["/branch_id"],
        "archived"
    );
    let patch = ClientPatch {
        source_id: Some(Some(source.id)),
        responsible_id: Some(Some(boris.me.id)),
        ..ClientPatch::default()
    };
    let refused = owner.change::<UpdateClient>((card.id,), card.version, patch);
    let found = faults(&refused.await.expect_err("two faults"));
    assert_eq!(found.len(), 2, "{found:?}");

    let visit = NewTask {
        client_id: Some(old.id),
        assignee_id: Some(boris.me.id),
        ..titled("Встретить")
    };
    let refused = owner.post::<CreateTask>((), visit).await;
    let found = faults(&refused.expect_err("two faults"));
    assert_eq!(found["/client_id"], "archived");
    assert_eq!(found["/assignee_id"], "not_found");

    let refused = desk.start(card.id).await.expect_err("a process at rest");
    let said = (refused.code(), param(&refused, "state"));
    assert!(
        said == (Some(Code::WrongState), "archived".to_owned())
            || faults(&refused).get("/process_id") == Some(&"archived"),
        "{refused:?}"
    );
    assert_eq!(rows(app).await, before);
});
