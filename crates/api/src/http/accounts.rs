//! Who sends a request: access tokens, and the accounts behind them from a cache of five seconds.
//!
//! A token says which session it belongs to. Whether the session still lives, and what its employee may do now, is
//! asked of the database at most every five seconds; changes made through this server take effect at once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use chrono::Duration;
use domain::access::Actor;
use domain::ids::SessionId;
use domain::language::Language;
use domain::time::Timestamp;
use store::Who;
use wire::error::Code;

use super::error::ApiError;
use crate::state::State;

/// How long an account is believed without asking again.
const BELIEVED: Duration = Duration::seconds(5);
/// More are forgotten at once; they are only a convenience.
const MOST: usize = 50_000;

/// An employee as far as requests need to know him.
#[derive(Debug)]
pub struct Account {
    pub actor: Arc<Actor>,
    pub language: Language,
    /// Changes with the password and with the end of all sessions; tokens of an older one are refused.
    pub stamp: i64,
}

/// Accounts that were seen lately.
#[derive(Debug, Default)]
pub struct Accounts {
    known: RwLock<HashMap<SessionId, (Timestamp, Arc<Account>)>>,
}

impl Accounts {
    /// The account whose access token the request carries.
    ///
    /// # Errors
    /// 401 when there is none, or when its session has ended.
    pub async fn of(&self, state: &State, headers: &HeaderMap) -> Result<Arc<Account>, ApiError> {
        let refused = || ApiError::new(Code::NotSignedIn);
        let header = headers.get(AUTHORIZATION).ok_or_else(refused)?;
        let token = header
            .to_str()
            .ok()
            .and_then(|text| text.strip_prefix("Bearer "))
            .ok_or_else(refused)?;
        let now = state.clock.now();
        let claims = state.tokens.read(token.trim(), now).ok_or_else(refused)?;
        let account = match self.believed(claims.session, now) {
            Some(account) => account,
            None => {
                let session = claims.session;
                let found = state
                    .db
                    .read(Who::System, now, move |tx| tx.session_account(session))
                    .await
                    .map_err(ApiError::from)?;
                let account = Arc::new(found.map(Account::from).ok_or_else(refused)?);
                self.believe(session, now, Arc::clone(&account));
                account
            }
        };
        let same = account.stamp == claims.stamp && account.actor.employee == claims.employee;
        same.then_some(account).ok_or_else(refused)
    }

    /// Asks the database again from now on: after a change of sessions, employees or roles.
    pub fn forget(&self) {
        self.known
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn believed(&self, session: SessionId, now: Timestamp) -> Option<Arc<Account>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (at, account) = known.get(&session)?;
        (now.since(*at) < BELIEVED).then(|| Arc::clone(account))
    }

    fn believe(&self, session: SessionId, now: Timestamp, account: Arc<Account>) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(session, (now, account));
    }
}

impl From<store::auth::SessionAccount> for Account {
    fn from(found: store::auth::SessionAccount) -> Self {
        Self {
            actor: Arc::new(found.actor),
            language: found.language,
            stamp: found.stamp,
        }
    }
}
