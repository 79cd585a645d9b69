//! PostgreSQL for tests, from Debian's packages and without a service: `initdb` into a temporary folder, one
//! cluster for the test run, one database for each test.
//!
//! The cluster listens on a unix socket only, so there is no port to collide on. It stops when its process ends in
//! whatever way, `kill -9` included (see [`Cluster`]). Test programs that run under `with-postgres` share its
//! cluster instead of starting their own.

mod binaries;
mod cluster;

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, process};

use crate::{TestDatabase, schema};
pub use cluster::{Cluster, Durability};

/// The environment variable in which `with-postgres` hands its cluster's folder to the programs it runs.
pub const SHARED_CLUSTER: &str = "PEREZVON_TEST_POSTGRES";

/// A database with the schema of this build and nothing in it.
///
/// # Panics
/// When PostgreSQL is not installed or does not start (`make test` installs it), or a migration fails.
#[must_use]
pub fn database() -> TestDatabase {
    database_from("perezvon_migrated", schema::migrate)
}

/// An empty database: what the first start of the server finds.
///
/// # Panics
/// When PostgreSQL is not installed or does not start; `make test` installs it.
#[must_use]
pub fn empty() -> TestDatabase {
    let cluster = shared();
    let name = next_name();
    cluster.create_database(&name, None);
    TestDatabase::in_cluster(cluster, name)
}

/// A copy of the database `template`, which `fill` makes once for the whole run: it is given the URL of an empty
/// database and must close its connections before it returns.
///
/// # Panics
/// As [`empty`], and when `fill` panics.
#[must_use]
pub fn database_from(template: &str, fill: impl FnOnce(&str)) -> TestDatabase {
    let cluster = shared();
    cluster.template(template, fill);
    let name = next_name();
    cluster.create_database(&name, Some(template));
    TestDatabase::in_cluster(cluster, name)
}

fn shared() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| match env::var_os(SHARED_CLUSTER) {
        Some(folder) => Cluster::borrowed(PathBuf::from(folder)),
        None => Cluster::start(Durability::Fast),
    })
}

fn next_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("test_{}_{n}", process::id())
}
