//! The real program is ended under load, rudely and politely, on each database: every answered request is there, nothing is
//! half done, and what got no answer happened wholly or not at all and can simply be asked again.

mod bulk;
mod import;
mod operator;
mod story;
mod transfer;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use client::Client;
use testkit::TestDatabase;
use testkit::program::{self, Program};
use tokio::task::JoinSet;
use wire::invariants::CheckInvariants;

use crate::real::{owner, perezvon, set_up};
use operator::Operator;
use story::House;

const OPERATORS: usize = 8;

/// How the server is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// `kill -9`.
    Killed,
    /// As the system stops a service: running requests finish.
    Stopped,
}

#[test]
fn sqlite_survives_being_killed() {
    survive(&testkit::sqlite::database(), Ending::Killed, 20);
}

#[test]
fn postgres_survives_being_killed() {
    survive(&testkit::pg::database(), Ending::Killed, 20);
}

#[test]
fn sqlite_is_stopped_at_work_and_answers_what_it_did() {
    survive(&testkit::sqlite::database(), Ending::Stopped, 3);
}

#[test]
fn postgres_is_stopped_at_work_and_answers_what_it_did() {
    survive(&testkit::pg::database(), Ending::Stopped, 3);
}

fn survive(database: &TestDatabase, ending: Ending, rounds: usize) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut operators: Vec<Operator> = (0..OPERATORS).map(Operator::new).collect();
    let mut unanswered = 0;
    for round in 0..rounds {
        let server = Program::start(perezvon(), &["serve"], &database.url);
        operators = runtime.block_on(async {
            if round == 0 {
                set_up(&server).await;
            }
            let api = owner(&server).await;
            let house = Arc::new(House::of(&api).await);
            let operators = after_the_end(operators, ending, &api, &house).await;
            work(operators, &api, &house, Fuse::new(server, ending, round)).await
        });
        let without = operators.iter().filter(|operator| operator.is_unanswered());
        unanswered += without.count();
    }
    assert!(
        unanswered >= rounds,
        "the server was hardly ever ended at work: {unanswered}"
    );

    let server = Program::start(perezvon(), &["serve"], &database.url);
    runtime.block_on(async {
        let api = owner(&server).await;
        let house = Arc::new(House::of(&api).await);
        for operator in after_the_end(operators, ending, &api, &house).await {
            operator.everything_must_be_there(&api).await;
        }
    });
    program::run(perezvon(), &["check"], &database.url);
}

/// What stands after a restart: everybody's work of the last round, and all of what nobody got an answer to.
async fn after_the_end(
    operators: Vec<Operator>,
    ending: Ending,
    api: &Client,
    house: &Arc<House>,
) -> Vec<Operator> {
    let invariants = api.get::<CheckInvariants>(()).await.expect("an answer");
    assert!(invariants.hold, "{:?}", invariants.checks);
    let mut recovering = JoinSet::new();
    for mut operator in operators {
        let (api, house) = (api.clone(), Arc::clone(house));
        recovering.spawn(async move {
            operator.recover(ending, &api, &house).await;
            operator
        });
    }
    recovering.join_all().await
}

/// Everybody works until the server is gone.
async fn work(
    operators: Vec<Operator>,
    api: &Client,
    house: &Arc<House>,
    fuse: Arc<Fuse>,
) -> Vec<Operator> {
    let mut working = JoinSet::new();
    for operator in operators {
        let (api, house, fuse) = (api.clone(), Arc::clone(house), Arc::clone(&fuse));
        working.spawn(operator.work(api, house, fuse));
    }
    let operators = working.join_all().await;
    let fuse = Arc::into_inner(fuse).expect("nobody else has it");
    let server = fuse.server.into_inner().expect("the server");
    if fuse.ending == Ending::Stopped {
        let (well, said) = server.ended();
        assert!(well, "{said:#?}");
    }
    operators
}

/// Counts what happens, requests and answers alike, and ends the server at one of them: each round at another one.
struct Fuse {
    left: AtomicUsize,
    ending: Ending,
    server: Mutex<Program>,
}

impl Fuse {
    fn new(server: Program, ending: Ending, round: usize) -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(1 + (round + 1) * 53 % 160),
            ending,
            server: Mutex::new(server),
        })
    }

    fn burn(&self) {
        let left = |left: usize| left.checked_sub(1);
        let before = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, left);
        if before == Ok(1) {
            let mut server = self.server.lock().expect("the server");
            match self.ending {
                Ending::Killed => server.kill(),
                Ending::Stopped => server.terminate(),
            }
        }
    }

    fn is_burnt(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }
}
