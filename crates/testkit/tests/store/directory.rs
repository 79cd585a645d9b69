//! What is kept in memory is never old, and never what was undone.

use domain::ids::BranchId;
use store::branches::BranchChange;
use store::{Db, StoreError, Who};

use super::engine::branch;
use super::{NOON, both, open};

async fn names(db: &Db) -> Vec<String> {
    let branches = db.read(Who::System, NOON, |tx| tx.branches()).await;
    let branches = branches.expect("branches");
    branches.iter().map(|branch| branch.name.clone()).collect()
}

async fn create(db: &Db, name: &'static str) -> BranchId {
    let made = db.write(Who::System, NOON, move |tx| tx.create_branch(branch(name)));
    made.await.expect("a branch").id
}

async fn rename(db: &Db, id: BranchId, name: &'static str) {
    let renamed = db.write(Who::System, NOON, move |tx| {
        let seen = tx.branch(id)?.version;
        let change = BranchChange {
            name: Some(name.to_owned()),
            ..BranchChange::default()
        };
        tx.update_branch(id, seen, change)?;
        // The unit that made the change sees it.
        Ok::<_, StoreError>(tx.branch(id)?.name.clone())
    });
    assert_eq!(renamed.await.expect("a new name"), name);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_sees_a_change_at_once() {
    for (database, here) in both() {
        let there = open(&database.url);
        let id = create(&here, "North").await;
        assert_eq!(names(&here).await, ["North"]);
        assert_eq!(names(&there).await, ["North"]);
        rename(&there, id, "South").await;
        assert_eq!(names(&here).await, ["South"]);
        assert_eq!(names(&there).await, ["South"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_undone_is_forgotten() {
    for (_database, db) in both() {
        create(&db, "North").await;
        let undone: Result<(), StoreError> = db
            .write(Who::System, NOON, |tx| {
                tx.create_branch(branch("Nowhere"))?;
                assert_eq!(tx.branches()?.len(), 2);
                Err(StoreError::NotFound)
            })
            .await;
        assert!(undone.is_err());
        assert_eq!(names(&db).await, ["North"]);
        // The number that the undone unit saw is given out again, to something else.
        create(&db, "South").await;
        assert_eq!(names(&db).await, ["North", "South"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_and_writers_at_once_see_whole_directories() {
    for (_database, db) in both() {
        let id = create(&db, "0").await;
        let writing = {
            let db = db.clone();
            tokio::spawn(async move {
                for name in ["1", "2", "3", "4", "5", "6", "7", "8", "9"] {
                    rename(&db, id, name).await;
                }
            })
        };
        let reading: Vec<_> = (0..8)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut last = String::new();
                    while last != "9" {
                        let now = names(&db).await.remove(0);
                        assert!(now >= last, "{last} was read before {now}");
                        last = now;
                    }
                })
            })
            .collect();
        writing.await.expect("a writer");
        for reader in reading {
            reader.await.expect("a reader");
        }
    }
}
