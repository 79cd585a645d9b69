//! The server in this process: the real one, on a free port, with a clock that stands still until a test moves it.
//!
//! ```ignore
//! both!(a_second_completion_is_refused, |app| {
//!     let anna = app.joins(BuiltInRole::Operator).await;
//!     …
//! });
//! ```
//!
//! Every test gets a database of its own on each engine, with an organisation, one branch and its owner. When it ends, every
//! invariant of the database must hold.

use std::num::NonZeroU32;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

use api::auth::hasher::Hashing;
use api::auth::tokens::Claims;
use api::clock::Clock;
use api::config::{Config, Place};
use api::http::server::{self, Listening};
use api::ids::Ids;
use api::state::State;
use api::{preset, setup, worker};
use chrono::Duration;
use client::Client;
use domain::access::BuiltInRole;
use domain::ids::{BranchId, RoleId};
use domain::language::Language;
use domain::time::Timestamp;
use store::auth::NewSession;
use store::{Db, DbConfig, Durability, Who};
use wire::auth::{AcceptInvitation, AcceptRequest, Me};
use wire::branches::{CreateBranch, NewBranch};
use wire::setup::{CompleteSetup, SetupRequest};
use wire::staff::{InviteEmployee, NewEmployee};

use crate::scratch::ScratchFolder;
use crate::{TestDatabase, pg, sqlite};

/// What every password of a test's employees is.
pub const PASSWORD: &str = "correct horse battery";
/// Monday noon in Moscow.
pub const BEGINNING: &str = "2026-11-23T09:00:00Z";

/// Runs a test on both databases: `both!(name, |app| { … });` makes `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! both {
    ($(#[$about:meta])* $name:ident, |$app:ident| $body:block) => {
        $(#[$about])*
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                $crate::app::run($crate::sqlite::database(), async |$app: &$crate::app::TestApp| $body);
            }

            #[test]
            fn postgres() {
                $crate::app::run($crate::pg::database(), async |$app: &$crate::app::TestApp| $body);
            }
        }
    };
}

/// Runs a future to its end on a runtime of its own.
///
/// # Panics
/// When the future does.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

/// Runs one test: the server around it, the invariants after it.
///
/// # Panics
/// When the test does, or when it leaves the database in a state that must not be.
pub fn run(database: TestDatabase, test: impl AsyncFnOnce(&TestApp)) {
    wait_for(async {
        let app = TestApp::start(database).await;
        test(&app).await;
        app.finish().await;
    });
}

/// A server that is set up.
pub struct TestApp {
    pub origin: String,
    pub state: State,
    /// The set-up's branch, in Moscow.
    pub branch: BranchId,
    pub owner: Person,
    people: Mutex<Vec<Person>>,
    carried: Mutex<Option<i64>>,
    stop: Box<dyn Fn() + Send + Sync>,
    files: ScratchFolder,
    _database: TestDatabase,
}

/// An employee who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    pub api: Client,
    pub me: Me,
}

impl Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.api
    }
}

/// A server with nothing in its database, and the token of its set-up link.
pub struct Unset {
    pub origin: String,
    pub state: State,
    pub token: String,
    pub stop: Box<dyn Fn() + Send + Sync>,
    pub database: TestDatabase,
    files: ScratchFolder,
}

impl Unset {
    /// # Panics
    /// When the server does not start.
    pub async fn start(database: TestDatabase) -> Self {
        Self::start_as(database, |state| state).await
    }

    /// With a state that is made into another one before the server listens.
    ///
    /// # Panics
    /// When the server does not start.
    pub async fn start_as(database: TestDatabase, made: impl FnOnce(State) -> State) -> Self {
        Self::start_set(database, |_| {}, made).await
    }

    /// The same with other settings.
    ///
    /// # Panics
    /// When the server does not start.
    pub async fn start_set(
        database: TestDatabase,
        set: impl FnOnce(&mut Config),
        made: impl FnOnce(State) -> State,
    ) -> Self {
        let ids = Arc::new(Ids::seeded(1));
        let clock = Clock::standing(Timestamp::parse(BEGINNING).expect("an instant"));
        let mut settings = DbConfig::new(&database.url, ids.clone());
        settings.durability = Durability::Off;
        settings.threads = Some(3);
        let db = Db::open(&settings).unwrap_or_else(|error| panic!("the database: {error}"));
        let files = ScratchFolder::new("files");
        let mut config = Config {
            files: Place::Folder(files.path().join("files")),
            listen: ([127, 0, 0, 1], 0).into(),
            workers: 1,
            hashing: Hashing::Quick,
            public_requests_a_minute: NonZeroU32::new(1_000_000),
            ..Config::default()
        };
        set(&mut config);
        let state = State::open(config, db, clock, ids).await.expect("a state");
        let state = made(state);
        let Listening { address, server } = server::listen(state.clone()).expect("a port");
        let handle = server.handle();
        tokio::spawn(server);
        let token = state.ids.secret();
        let secret = token.clone();
        let link = move |tx: &mut store::Tx<'_>| setup::new_link(tx, &secret);
        let now = state.clock.now();
        state
            .db
            .write(Who::System, now, link)
            .await
            .expect("a link");
        Self {
            origin: format!("http://{address}"),
            state,
            token,
            stop: Box::new(move || drop(handle.stop(false))),
            database,
            files,
        }
    }

    /// What a newcomer would type.
    #[must_use]
    pub fn request(&self) -> SetupRequest {
        setup_request(&self.token)
    }
}

/// What a newcomer would type, with the secret of his link.
#[must_use]
pub fn setup_request(token: &str) -> SetupRequest {
    SetupRequest {
        token: token.to_owned(),
        organisation_name: "Студия Север".into(),
        language: Language::Ru,
        phone_country: "RU".into(),
        currency: "RUB".into(),
        branch_name: "Центр".into(),
        zone: "Europe/Moscow".into(),
        owner_name: "Ольга Орлова".into(),
        email: "olga@club.example".into(),
        password: PASSWORD.into(),
        with_preset: false,
        pack: None,
    }
}

impl TestApp {
    /// # Panics
    /// When the server does not start or refuses its set-up.
    pub async fn sqlite() -> Self {
        Self::start(sqlite::database()).await
    }

    /// # Panics
    /// As [`Self::sqlite`].
    pub async fn postgres() -> Self {
        Self::start(pg::database()).await
    }

    /// # Panics
    /// As [`Self::sqlite`].
    pub async fn start(database: TestDatabase) -> Self {
        Self::start_set(database, |_| {}).await
    }

    /// With other settings.
    ///
    /// # Panics
    /// As [`Self::sqlite`].
    pub async fn start_set(database: TestDatabase, set: impl FnOnce(&mut Config)) -> Self {
        let unset = Unset::start_set(database, set, |state| state).await;
        let api = Client::new(&unset.origin);
        let request = unset.request();
        let session = api
            .post::<CompleteSetup>((), request)
            .await
            .expect("the set-up");
        api.set_token(Some(session.access_token));
        let owner = Person {
            api,
            me: session.me,
        };
        Self {
            origin: unset.origin,
            state: unset.state,
            branch: owner.me.branches[0].id,
            people: Mutex::new(vec![owner.clone()]),
            owner,
            carried: Mutex::default(),
            stop: unset.stop,
            files: unset.files,
            _database: unset.database,
        }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn nobody(&self) -> Client {
        Client::new(&self.origin)
    }

    pub fn now(&self) -> Timestamp {
        self.state.clock.now()
    }

    /// Installs the ready process "a warm client" with everything it needs, published.
    ///
    /// # Panics
    /// When it cannot be installed.
    pub async fn with_preset(&self) -> preset::Installed {
        let install = |tx: &mut store::Tx<'_>| preset::install(tx, Language::Ru);
        let installed = self.state.db.write(Who::System, self.now(), install).await;
        installed.unwrap_or_else(|error| panic!("the preset: {error:?}"))
    }

    /// An employee of a built-in role joins the first branch and is signed in.
    pub async fn joins(&self, role: BuiltInRole) -> Person {
        self.joins_in(role, &[self.branch]).await
    }

    /// An employee of a built-in role joins these branches and is signed in.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn joins_in(&self, role: BuiltInRole, branches: &[BranchId]) -> Person {
        let find = move |tx: &mut store::Tx<'_>| tx.built_in_role(role);
        let role = self.state.db.read(Who::System, self.now(), find).await;
        self.joins_as(role.expect("a built-in role"), branches)
            .await
    }

    /// An employee of any role joins these branches and is signed in.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn joins_as(&self, role: RoleId, branches: &[BranchId]) -> Person {
        const NAMES: [&str; 8] = [
            "Анна Аксёнова",
            "Борис Белов",
            "Вера Волкова",
            "Глеб Громов",
            "Дарья Дёмина",
            "Егор Ершов",
            "Жанна Жукова",
            "Захар Зимин",
        ];
        let number = self.people.lock().expect("people").len();
        let name = NAMES[(number - 1) % NAMES.len()].to_owned();
        let new = NewEmployee {
            name: name.clone(),
            email: format!("employee{number}@club.example"),
            role_id: role,
            branch_ids: branches.to_vec(),
        };
        let invited = self.owner.post::<InviteEmployee>((), new).await;
        let link = invited.expect("an invitation").link;
        let token = link.rsplit('#').next().unwrap_or_default().to_owned();
        let api = self.nobody();
        let accept = AcceptRequest {
            name,
            password: PASSWORD.into(),
        };
        let session = api.post::<AcceptInvitation>((token,), accept).await;
        let session = session.expect("a session");
        api.set_token(Some(session.access_token));
        let person = Person {
            api,
            me: session.me,
        };
        self.people.lock().expect("people").push(person.clone());
        person
    }

    /// One more branch.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn another_branch(&self, name: &str, zone: &str) -> BranchId {
        let new = NewBranch {
            name: name.into(),
            zone: zone.into(),
            week: None,
            holidays: Vec::new(),
            phone: None,
            email: None,
            address: None,
        };
        let branch = self.owner.post::<CreateBranch>((), new).await;
        branch.expect("a branch").id
    }

    /// Lets time pass; everybody who is still employed stays signed in.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn later(&self, by: Duration) {
        self.state.clock.advance(by);
        let people = self.people.lock().expect("people").clone();
        for person in people {
            let employee = person.me.id;
            let token_hash = self.state.ids.secret();
            let renew = move |tx: &mut store::Tx<'_>| {
                let session = tx.start_session(NewSession {
                    employee,
                    device: "test".into(),
                    address: None,
                    token_hash: token_hash.clone(),
                })?;
                let stamp = tx.credentials_of(employee)?.stamp;
                Ok::<_, store::StoreError>(Claims {
                    employee,
                    session,
                    stamp,
                })
            };
            let now = self.now();
            let claims = self.state.db.write(Who::System, now, renew).await;
            let claims = claims.expect("a session");
            let unique = self.state.ids.word();
            let token = self.state.tokens.write(claims, unique, now);
            person.api.set_token(Some(token.expect("a token").0));
        }
    }

    /// Numbers what was committed and tells the readers of hints, as the worker does.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn relay(&self) {
        let mut carried = *self.carried.lock().expect("carried");
        let done = worker::carry_all(&self.state, &mut carried).await;
        done.expect("the relay");
        *self.carried.lock().expect("carried") = carried;
    }

    /// Does what the worker does as time passes; answers how much.
    ///
    /// # Panics
    /// When an errand fails.
    pub async fn errands(&self) -> usize {
        let done = worker::run_errands(&self.state).await;
        done.unwrap_or_else(|error| panic!("an errand: {error:?}"))
    }

    /// Sends what is due, as the worker does; answers how many deliveries were tried.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn jobs(&self) -> usize {
        let done = worker::run_jobs(&self.state).await;
        done.unwrap_or_else(|error| panic!("the jobs: {error:?}"))
    }

    /// Removes the bytes that nobody needs, as the worker does; answers of how many files.
    ///
    /// # Panics
    /// When they cannot be removed.
    pub async fn sweep(&self) -> usize {
        let swept = api::files::sweep(&self.state).await;
        swept.unwrap_or_else(|error| panic!("the sweep: {error:?}"))
    }

    /// Everything that lies where files lie, by name.
    ///
    /// # Panics
    /// When it cannot be looked at.
    #[must_use]
    pub fn bytes(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.files.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let entry = entry.expect("an entry");
                match entry.path().is_dir() {
                    true => folders.push(entry.path()),
                    false => found.push(entry.file_name().to_string_lossy().into_owned()),
                }
            }
        }
        found.sort();
        found
    }

    /// Checks every invariant and stops.
    ///
    /// # Panics
    /// When an invariant is broken.
    pub async fn finish(self) {
        let checks = self
            .state
            .db
            .read(Who::System, self.now(), |tx| tx.invariants())
            .await
            .expect("the invariants");
        for check in checks {
            assert_eq!(check.violations, 0, "{}: {:?}", check.name, check.examples);
        }
        (self.stop)();
    }
}
