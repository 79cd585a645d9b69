//! The change feed, the jobs and the audit log.

use chrono::Duration;
use domain::ids::TaskId;
use domain::outgoing::{Failure, Hope, Mail, Outgoing, Undelivered};
use domain::time::Timestamp;
use store::{
    Cause, Db, DeliveryFilter, Failed, JobState, LEASE, NewJob, PageRequest, StoreError, Who,
};

use super::engine::branch;
use super::{NOON, both};

async fn relay(db: &Db) {
    while db
        .write(Who::System, NOON, |tx| tx.relay())
        .await
        .expect("a relay")
    {}
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_numbered_after_their_commit_without_holes() {
    for (_database, db) in both() {
        let writers: Vec<_> = (0..40)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write(Who::System, NOON, move |tx| {
                        tx.create_branch(branch(&format!("b{n}")))?;
                        match n % 4 {
                            0 => Err(StoreError::NotFound),
                            _ => Ok(()),
                        }
                    })
                    .await
                })
            })
            .collect();
        let relays: Vec<_> = (0..3)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    for _ in 0..10 {
                        relay(&db).await;
                    }
                })
            })
            .collect();
        for writer in writers {
            let _ = writer.await.expect("a writer");
        }
        for relay in relays {
            relay.await.expect("a relay");
        }
        relay(&db).await;
        let events = db
            .read(Who::System, NOON, |tx| tx.events_after(0, 100))
            .await
            .expect("events");
        let numbers: Vec<i64> = events.iter().map(|event| event.seq).collect();
        assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
        assert!(
            events
                .iter()
                .all(|event| event.topic == "branch.created"
                    && event.subject_id().starts_with("brn_"))
        );

        let tail = db
            .read(Who::System, NOON, |tx| tx.events_after(28, 100))
            .await
            .expect("events");
        assert_eq!(tail.len(), 2);
        let later = NOON.plus(Duration::days(31));
        let forgotten = db
            .write(Who::System, later, move |tx| tx.forget_events(later))
            .await
            .expect("forgotten");
        assert_eq!(forgotten, 29);
        assert_eq!(
            db.read(Who::System, NOON, |tx| tx.last_event())
                .await
                .expect("the last"),
            30
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn audit_lines_are_sealed_in_order_and_nobody_changes_them() {
    for (_database, db) in both() {
        for n in 0..5 {
            db.write(Who::System, NOON, move |tx| {
                tx.create_branch(branch(&format!("b{n}")))
            })
            .await
            .expect("a branch");
        }
        relay(&db).await;
        let verified = db
            .read(Who::System, NOON, |tx| tx.verify_audit(0, 100))
            .await
            .expect("verified");
        assert_eq!(verified, (5, None));
        let in_steps = db
            .read(Who::System, NOON, |tx| tx.verify_audit(3, 100))
            .await
            .expect("verified");
        assert_eq!(in_steps, (5, None));
    }
}

fn job(key: &str, at: Timestamp) -> NewJob {
    NewJob {
        kind: "example",
        key: Some(key.to_owned()),
        run_at: at,
        payload: serde_json::json!({ "for": key }),
        cause: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_claimed_once_and_given_back_when_its_worker_is_gone() {
    for (_database, db) in both() {
        db.write(Who::System, NOON, |tx| {
            tx.enqueue(job("a", NOON))?;
            tx.enqueue(job("a", NOON))?;
            tx.enqueue(job("later", NOON.plus(Duration::hours(1))))
        })
        .await
        .expect("jobs");

        let workers: Vec<_> = (0..8)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(
                    async move { db.write(Who::System, NOON, |tx| tx.claim_jobs(10)).await },
                )
            })
            .collect();
        let mut claimed = Vec::new();
        for worker in workers {
            claimed.extend(worker.await.expect("a worker").expect("a claim"));
        }
        assert_eq!(claimed.len(), 1, "one of two with one key, by one of eight");
        let first = claimed.remove(0);
        assert_eq!(first.payload()["for"], "a");

        let after = NOON.plus(LEASE).plus(Duration::seconds(1));
        let taken_over = db
            .write(Who::System, after, |tx| tx.claim_jobs(10))
            .await
            .expect("a claim");
        assert_eq!(taken_over.len(), 1);
        let second = taken_over[0].clone();
        let late = first.clone();
        assert!(
            !db.write(Who::System, after, move |tx| tx.finish_job(&late))
                .await
                .expect("fenced off")
        );
        assert!(
            !db.write(Who::System, after, move |tx| tx.renew_lease(&first))
                .await
                .expect("fenced off")
        );
        assert!(
            db.write(Who::System, after, move |tx| tx.finish_job(&second))
                .await
                .expect("done")
        );
        assert!(
            db.write(Who::System, after, |tx| tx.claim_jobs(10))
                .await
                .expect("nothing")
                .is_empty()
        );
        let next = db
            .read(Who::System, after, |tx| tx.next_job_at())
            .await
            .expect("the next");
        assert_eq!(next, Some(NOON.plus(Duration::hours(1))));
    }
}

fn no_route() -> Failure {
    Failure {
        why: Undelivered::Unreachable,
        detail: "no route".into(),
        hope: Hope::Later,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_job_is_tried_again_later_and_dies_visibly() {
    for (_database, db) in both() {
        db.write(Who::System, NOON, |tx| tx.enqueue(job("bad", NOON)))
            .await
            .expect("a job");
        let mut now = NOON;
        let mut failures = 0;
        loop {
            let claimed = db
                .write(Who::System, now, |tx| tx.claim_jobs(1))
                .await
                .expect("a claim");
            let bad = claimed.into_iter().next().expect("due");
            failures += 1;
            let failed = db
                .write(Who::System, now, move |tx| tx.fail_job(&bad, &no_route()))
                .await
                .expect("failed")
                .expect("the claim holds");
            match failed {
                Failed::RetriedAt(at) => {
                    assert!(at > now);
                    now = at;
                }
                Failed::Dead => break,
            }
        }
        assert_eq!(failures, store::MOST_ATTEMPTS);
        let (_, dead) = db
            .read(Who::System, now, |tx| tx.job_backlog())
            .await
            .expect("a backlog");
        assert_eq!(dead, 1);
    }
}

fn letter() -> Mail {
    Mail {
        to: "kate@mail.example".into(),
        name: None,
        subject: "Занятие".into(),
        text: "До встречи".into(),
    }
}

fn failure(hope: Hope) -> Failure {
    Failure { hope, ..no_route() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_begun_is_withdrawn_with_its_cause() {
    let cause = Cause::Task(TaskId::from_i64(7));
    let other = Cause::Task(TaskId::from_i64(8));
    let soon = NOON.plus(Duration::minutes(10));
    for (_database, db) in both() {
        db.write(Who::System, NOON, move |tx| {
            tx.send_mail(&letter(), NOON, Some(cause))?;
            tx.send_mail(&letter(), soon, Some(cause))?;
            tx.send_mail(&letter(), soon, Some(other))?;
            tx.claim_jobs(10)
        })
        .await
        .expect("letters");
        let withdrawn = db
            .write(Who::System, NOON, move |tx| tx.withdraw_sent(cause))
            .await
            .expect("withdrawn");
        assert_eq!(withdrawn, 1, "one is on its way, one is another's");
        let states = db
            .read(Who::System, NOON, |tx| {
                tx.deliveries(DeliveryFilter::default(), &PageRequest::first(10))
            })
            .await
            .expect("deliveries");
        let states: Vec<JobState> = states.items.iter().map(|one| one.state).collect();
        assert_eq!(
            states,
            [JobState::Waiting, JobState::Withdrawn, JobState::Running]
        );
        let claimed = db
            .write(Who::System, soon, |tx| tx.claim_jobs(10))
            .await
            .expect("a claim");
        assert_eq!(
            claimed.len(),
            2,
            "the other's, and the one whose worker is gone"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_without_hope_dies_at_once_and_is_tried_again_by_hand() {
    for (_database, db) in both() {
        let id = db
            .write(Who::System, NOON, |tx| tx.send_mail(&letter(), NOON, None))
            .await
            .expect("a letter");
        let failed = db
            .write(Who::System, NOON, |tx| {
                let claimed = tx.claim_jobs(1)?;
                tx.undelivered(&claimed[0], &failure(Hope::Never))
            })
            .await
            .expect("failed");
        assert_eq!(failed, Some(Failed::Dead));
        let again = db
            .write(Who::System, NOON, move |tx| {
                Ok::<_, StoreError>((tx.retry_delivery(id)?, tx.retry_delivery(id)?))
            })
            .await
            .expect("again");
        assert_eq!(again, (true, false), "it is dead only once");
        let done = db
            .write(Who::System, NOON, |tx| {
                let claimed = tx.claim_jobs(1)?;
                tx.delivered(&claimed[0])
            })
            .await
            .expect("done");
        assert!(done);
        let kept = db
            .read(Who::System, NOON, move |tx| tx.delivery(id))
            .await
            .expect("it");
        assert_eq!(kept.state, JobState::Done);
        assert!(
            matches!(&kept.outgoing, Outgoing::Mail(mail) if mail.text.is_empty() && !mail.to.is_empty()),
            "what was said is forgotten: {:?}",
            kept.outgoing
        );
    }
}
