//! Units of work: whole or nothing, in order, on both databases.

use std::time::Duration;

use domain::calendar::Calendar;
use domain::ids::BranchId;
use store::branches::{Branch, BranchChange, NewBranch};
use store::{Backend, Db, DbConfig, Durability, Guard, PageRequest, StoreError, Tx, Who};
use testkit::sqlite;

use super::{NOON, both, config, open};

pub(super) fn branch(name: &str) -> NewBranch {
    NewBranch {
        name: name.to_owned(),
        zone: "Europe/Chisinau".to_owned(),
        calendar: Calendar::default(),
        phone: None,
        email: None,
        address: None,
    }
}

async fn make(db: &Db, name: &str) -> Result<Branch, StoreError> {
    let new = branch(name);
    db.write(Who::System, NOON, move |tx| tx.create_branch(new.clone()))
        .await
}

async fn names(db: &Db) -> Vec<String> {
    let branches = db
        .read(Who::System, NOON, |tx| tx.branches())
        .await
        .expect("branches");
    branches.iter().map(|branch| branch.name.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_lives_its_life() {
    for (_database, db) in both() {
        let made = make(&db, "Центр").await.expect("a branch");
        assert!(matches!(
            make(&db, "ЦЕНТР ").await,
            Err(StoreError::Conflict(Guard::BranchName))
        ));

        let id = made.id;
        let change = BranchChange {
            phone: Some(Some("+37322000000".into())),
            ..BranchChange::default()
        };
        let update = |seen: i64, change: BranchChange| {
            let db = db.clone();
            async move {
                db.write(Who::System, NOON, move |tx| {
                    tx.update_branch(id, seen, change.clone())
                })
                .await
            }
        };
        let changed = update(1, change.clone()).await.expect("an update");
        assert_eq!(
            (changed.version, changed.phone.as_deref()),
            (2, Some("+37322000000"))
        );
        assert_eq!(
            update(2, change.clone())
                .await
                .expect("nothing to change")
                .version,
            2
        );
        let stale = update(1, BranchChange::default()).await;
        assert!(matches!(
            stale,
            Err(StoreError::VersionMismatch { current: 2 })
        ));

        let read = db.read(Who::System, NOON, move |tx| tx.branch(id)).await;
        assert_eq!(*read.expect("the branch"), changed);
        let unknown = db
            .read(Who::System, NOON, |tx| tx.branch(BranchId::from_i64(9)))
            .await;
        assert!(matches!(unknown, Err(StoreError::NotFound)));

        let archive = db
            .write(Who::System, NOON, move |tx| tx.archive_branch(id, 2))
            .await;
        archive.expect("archived");
        make(&db, "Центр").await.expect("the name is free again");
        let restored = db
            .write(Who::System, NOON, move |tx| tx.restore_branch(id))
            .await;
        assert!(matches!(
            restored,
            Err(StoreError::Conflict(Guard::BranchName))
        ));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other() {
    for (_database, db) in both() {
        for name in ["б", "А", "г", "Ё", "в"] {
            make(&db, name).await.expect("a branch");
        }
        let mut request = PageRequest::first(2);
        let mut seen = Vec::new();
        loop {
            let asked = request.clone();
            let page = db
                .read(Who::System, NOON, move |tx| tx.branches_page(&asked))
                .await
                .expect("a page");
            seen.push(
                page.items
                    .into_iter()
                    .map(|branch| branch.name)
                    .collect::<Vec<_>>(),
            );
            match page.next_cursor {
                Some(cursor) => request.cursor = Some(cursor),
                None => break,
            }
        }
        assert_eq!(seen, [vec!["А", "б"], vec!["в", "г"], vec!["Ё"]]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_unit_leaves_nothing() {
    for (_database, db) in both() {
        let failed: Result<(), StoreError> = db
            .write(Who::System, NOON, |tx| {
                tx.create_branch(branch("half"))?;
                Err(StoreError::NotFound)
            })
            .await;
        assert!(matches!(failed, Err(StoreError::NotFound)));

        let around: Vec<_> = (0..20)
            .map(|n| tokio::spawn(make_owned(db.clone(), format!("around {n:02}"))))
            .collect();
        let panicked: Result<(), StoreError> = db
            .write(Who::System, NOON, |tx: &mut Tx<'_>| {
                tx.create_branch(branch("quarter"))?;
                panic!("on purpose");
            })
            .await;
        assert!(matches!(panicked, Err(StoreError::Panicked(words)) if words == "on purpose"));
        for neighbour in around {
            neighbour
                .await
                .expect("a task")
                .expect("a neighbour of a panic is stored all the same");
        }
        assert_eq!(names(&db).await.len(), 20);
    }
}

async fn make_owned(db: Db, name: String) -> Result<Branch, StoreError> {
    make(&db, &name).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_unit_cannot_write() {
    for (_database, db) in both() {
        let written = db
            .read(Who::System, NOON, |tx| tx.create_branch(branch("no")))
            .await;
        assert!(written.is_err(), "{written:?}");
        assert!(names(&db).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_change_one_version_one_wins() {
    for (_database, db) in both() {
        let id = make(&db, "one").await.expect("a branch").id;
        let racers: Vec<_> = (0..50)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    let change = BranchChange {
                        name: Some(format!("racer {n}")),
                        ..BranchChange::default()
                    };
                    db.write(Who::System, NOON, move |tx| {
                        tx.update_branch(id, 1, change.clone())
                    })
                    .await
                })
            })
            .collect();
        let mut won = 0;
        for racer in racers {
            match racer.await.expect("a task") {
                Ok(branch) => {
                    assert_eq!(branch.version, 2);
                    won += 1;
                }
                Err(StoreError::VersionMismatch { current: 2 }) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(won, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_take_one_name_one_wins() {
    for (_database, db) in both() {
        let racers: Vec<_> = (0..50)
            .map(|_| tokio::spawn(make_owned(db.clone(), "same".into())))
            .collect();
        let mut won = 0;
        for racer in racers {
            match racer.await.expect("a task") {
                Ok(_) => won += 1,
                Err(StoreError::Conflict(Guard::BranchName)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((won, names(&db).await.len()), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_writes_share_commits_on_sqlite() {
    let database = sqlite::database();
    let db = Db::open(&DbConfig {
        durability: Durability::Full,
        ..config(&database.url)
    })
    .expect("a database");
    let writers: Vec<_> = (0..300)
        .map(|n| tokio::spawn(make_owned(db.clone(), format!("n{n}"))))
        .collect();
    for writer in writers {
        writer.await.expect("a task").expect("a branch");
    }
    let pressure = db.pressure();
    assert_eq!(pressure.units, 300);
    assert!(pressure.commits < 150, "{pressure:?}");
    assert_eq!(names(&db).await.len(), 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_too_long_is_sent_away_and_nothing_is_stored() {
    for (database, db) in both() {
        db.close();
        let impatient = DbConfig {
            patience: Some(Duration::from_millis(30)),
            threads: Some(1),
            ..config(&database.url)
        };
        let db = Db::open(&impatient).expect("a database");
        let slow = db.write(Who::System, NOON, |_| {
            std::thread::sleep(Duration::from_millis(300));
            Ok::<_, StoreError>(())
        });
        let second = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            make(&db, "late").await
        };
        let (slow, second) = tokio::join!(slow, second);
        slow.expect("what was begun is waited for");
        assert!(matches!(second, Err(StoreError::Busy)), "{second:?}");
        assert!(names(&db).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_is_there_after_opening_again() {
    for (database, db) in both() {
        make(&db, "stays").await.expect("a branch");
        db.close();
        assert!(matches!(
            make(&db, "too late").await,
            Err(StoreError::Unavailable(_))
        ));
        let again = open(&database.url);
        assert_eq!(names(&again).await, ["stays"]);
        let backend = if database.url.starts_with("postgres") {
            Backend::Postgres
        } else {
            Backend::Sqlite
        };
        assert_eq!(again.backend(), backend);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_connections_are_replaced() {
    let database = testkit::pg::database();
    let db = open(&database.url);
    for n in 0..12 {
        make(&db, &format!("before {n}")).await.expect("a branch");
    }
    let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let ended = std::process::Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--dbname",
            &database.url,
            "--command",
            end_all,
        ])
        .output()
        .expect("psql is installed with PostgreSQL");
    assert!(ended.status.success(), "{ended:?}");
    for n in 0..12 {
        make(&db, &format!("after {n}")).await.expect("a branch");
    }
    assert_eq!(names(&db).await.len(), 24);
}
