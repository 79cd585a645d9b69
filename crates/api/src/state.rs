//! What all requests share.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use connectors::files::Files;
use domain::ids::EmployeeId;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use store::{Db, StoreError, Who};

use crate::auth::hasher::Hasher;
use crate::auth::tokens::Tokens;
use crate::clock::Clock;
use crate::config::Config;
use crate::http::Routes;
use crate::http::accounts::Accounts;
use crate::http::limits::Limits;
use crate::http::live::Hub;
use crate::http::once::Running;
use crate::ids::Ids;
use crate::sending::Post;
use crate::slices;

/// The server's parts. Cheap to clone.
#[derive(Clone)]
pub struct State(Arc<Shared>);

pub struct Shared {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub ids: Arc<Ids>,
    pub routes: Routes,
    pub tokens: Tokens,
    pub hasher: Hasher,
    pub accounts: Accounts,
    pub limits: Limits<IpAddr>,
    pub dials: Limits<EmployeeId>,
    pub live: Hub,
    pub running: Running,
    pub post: Post,
    /// The bytes of files.
    pub files: Files,
    numbers: &'static PrometheusHandle,
}

impl Deref for State {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl State {
    /// With the key of access tokens that the organisation's servers share; the first server makes it.
    pub async fn open(
        config: Config,
        db: Db,
        clock: Clock,
        ids: Arc<Ids>,
    ) -> Result<Self, StoreError> {
        let post = Post::new(&config).map_err(StoreError::Setup)?;
        let fresh = ids.secret();
        let key = db
            .write(Who::System, clock.now(), move |tx| {
                tx.shared_secret("token key", &fresh)
            })
            .await?;
        Ok(Self::new((config, post), db, clock, ids, key.as_bytes()))
    }

    /// With these routes instead, as long as nobody shares it: to see what holds for every operation, whatever its handler does.
    #[must_use]
    pub fn answering(mut self, routes: Routes) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.routes = routes;
        }
        self
    }

    fn new(
        (config, post): (Config, Post),
        db: Db,
        clock: Clock,
        ids: Arc<Ids>,
        token_key: &[u8],
    ) -> Self {
        Self(Arc::new(Shared {
            tokens: Tokens::new(token_key),
            hasher: Hasher::new(config.hashing),
            limits: Limits::of_addresses(config.public_requests_a_minute),
            dials: Limits::of_dials(),
            routes: slices::routes(),
            accounts: Accounts::default(),
            live: Hub::default(),
            running: Running::default(),
            files: Files::at(config.files.clone()),
            numbers: numbers(),
            post,
            config,
            db,
            clock,
            ids,
        }))
    }
}

impl Shared {
    /// All metrics in Prometheus' text format.
    pub fn numbers(&self) -> String {
        self.numbers.run_upkeep();
        self.numbers.render()
    }
}

/// The process's one recorder of metrics.
fn numbers() -> &'static PrometheusHandle {
    static NUMBERS: OnceLock<PrometheusHandle> = OnceLock::new();
    const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
    NUMBERS.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)
            .unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Fails only when another recorder was set before; then that one counts.
        let _ = metrics::set_global_recorder(recorder);
        handle
    })
}
