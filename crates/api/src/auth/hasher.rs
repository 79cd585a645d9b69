//! Passwords: hashed by argon2id on threads of their own, as many at once as there are cores.
//!
//! A hash takes 19 MiB and tens of milliseconds on purpose. Whoever comes when all places and the short queue are taken is
//! told to come again, so that a storm of sign-ins cannot take the memory or the processor from everybody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use wire::error::Code;

use crate::http::ApiError;

/// How much work a hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hashing {
    /// 19 MiB, two passes.
    Strong,
    /// For tests and throw-away clubs.
    Quick,
}

/// As many may wait for a place.
const QUEUE: usize = 32;
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub struct Hasher {
    argon: Arc<Argon2<'static>>,
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// What a password is compared with when there is no such account, so that the answer takes as long.
    nobody: Arc<str>,
}

impl Hasher {
    pub fn new(hashing: Hashing) -> Self {
        let params = match hashing {
            Hashing::Strong => Params::new(19 * 1024, 2, 1, None),
            Hashing::Quick => Params::new(64, 1, 1, None),
        };
        let params = params.expect("within argon2's limits");
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon, "nobody's password").expect("a hash");
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            argon: Arc::new(argon),
            places: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            nobody: nobody.into(),
        }
    }

    /// # Errors
    /// 503 when too many are waiting.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        let argon = Arc::clone(&self.argon);
        self.on_a_thread(move || hash(&argon, &password)).await?
    }

    /// Whether it is the password; takes the same time when there is no hash to compare with.
    ///
    /// # Errors
    /// 503 when too many are waiting.
    pub async fn verify(&self, password: String, known: Option<String>) -> Result<bool, ApiError> {
        let argon = Arc::clone(&self.argon);
        let nobody = Arc::clone(&self.nobody);
        self.on_a_thread(move || {
            let hash = known.as_deref().unwrap_or(&nobody);
            let fits = PasswordHash::new(hash)
                .is_ok_and(|hash| argon.verify_password(password.as_bytes(), &hash).is_ok());
            fits && known.is_some()
        })
        .await
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let busy = || ApiError::new(Code::Busy).retry_after(2);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(busy());
        }
        let place = Arc::clone(&self.places).acquire_owned();
        let place = tokio::time::timeout(PATIENCE, place).await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        let place = place.map_err(|_| busy())?.map_err(ApiError::internal)?;
        actix_web::rt::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        })
        .await
        .map_err(ApiError::internal)
    }
}

fn hash(argon: &Argon2<'_>, password: &str) -> Result<String, ApiError> {
    argon
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(ApiError::internal)
}
