//! Requests that are sent twice.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::access::{Actor, Permission, Scope};
use domain::ids::{EmployeeId, RoleId};
use store::idempotency::{Recall, RequestKey, SavedAnswer};
use store::{Db, StoreError};

use super::engine::branch;
use super::{NOON, both};

fn actor(employee: i64) -> Actor {
    Actor {
        employee: EmployeeId::from_i64(employee),
        role: RoleId::from_i64(1),
        branches: Vec::new(),
        grants: BTreeMap::from([(Permission::BranchEdit, Scope::All)]),
        limits: Default::default(),
        session: None,
    }
}

fn request(key: &str, hash: &str) -> RequestKey {
    RequestKey {
        key: key.into(),
        operation: "CreateBranch".into(),
        hash: hash.into(),
    }
}

/// Creates a branch once per key; answers its id, or what was answered before.
async fn once(db: &Db, employee: i64, request: RequestKey) -> Result<String, StoreError> {
    db.write(actor(employee), NOON, move |tx| {
        match tx.take_key(&request)? {
            Recall::Answered(saved) => Ok(saved.body),
            Recall::Reused => Ok("reused".into()),
            Recall::Fresh => {
                let made = tx.create_branch(branch(&format!("{} of {employee}", request.key)))?;
                let body = made.id.to_string();
                let answer = SavedAnswer {
                    status: 201,
                    headers: Vec::new(),
                    body: body.clone(),
                };
                tx.save_answer(&request, &answer)?;
                Ok(body)
            }
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn twins_are_done_once_and_answered_alike() {
    for (_database, db) in both() {
        let twins: Vec<_> = (0..20)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { once(&db, 1, request("k", "h")).await })
            })
            .collect();
        let mut answers = Vec::new();
        for twin in twins {
            answers.push(twin.await.expect("a twin").expect("an answer"));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!(
            once(&db, 1, request("k", "other"))
                .await
                .expect("an answer"),
            "reused"
        );
        assert_ne!(
            once(&db, 2, request("k", "h"))
                .await
                .expect("another employee's key"),
            answers[0]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_request_may_be_sent_again_and_answers_expire() {
    for (_database, db) in both() {
        let failed: Result<(), StoreError> = db
            .write(actor(1), NOON, |tx| {
                tx.take_key(&request("k", "h"))?;
                Err(StoreError::NotFound)
            })
            .await;
        assert!(failed.is_err());
        once(&db, 1, request("k", "h")).await.expect("done now");

        let next_day = NOON.plus(Duration::hours(25));
        let recall = db
            .write(actor(1), next_day, |tx| tx.take_key(&request("k", "h")))
            .await;
        assert_eq!(recall.expect("a key"), Recall::Fresh);
        let gone = db
            .write(actor(1), next_day.plus(Duration::hours(25)), |tx| {
                tx.forget_answers()
            })
            .await;
        assert_eq!(gone.expect("forgotten"), 1);
    }
}
