//! Who sends a request: access tokens, and the accounts behind them from a cache of five seconds.
//!
//! A token says which session it belongs to. Whether the session still lives, and what its employee may do now, is
//! asked of the database at most every five seconds; changes made through this server take effect at once. A token's
//! signature is checked as often: what was found for a token is found by the token.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use chrono::Duration;
use domain::access::Actor;
use domain::language::Language;
use domain::time::Timestamp;
use store::Who;
use wire::error::Code;

use super::error::ApiError;
use crate::state::State;

/// How long an account is believed without asking again.
const BELIEVED: Duration = Duration::seconds(5);
/// More are forgotten at once; they are only a convenience.
const MOST: usize = 10_000;

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
    known: RwLock<HashMap<String, Known>>,
}

/// What was found for a token.
#[derive(Debug)]
struct Known {
    asked: Timestamp,
    expires: Timestamp,
    account: Arc<Account>,
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
        let (token, now) = (token.trim(), state.clock.now());
        if let Some(account) = self.believed(token, now) {
            return Ok(account);
        }
        let genuine = state.tokens.read(token, now).ok_or_else(refused)?;
        let claims = genuine.claims;
        let found = state
            .db
            .read(Who::System, now, move |tx| {
                tx.session_account(claims.session)
            })
            .await
            .map_err(ApiError::from)?;
        let account = Account::from(found.ok_or_else(refused)?);
        if account.stamp != claims.stamp || account.actor.employee != claims.employee {
            return Err(refused());
        }
        let known = Known {
            asked: now,
            expires: genuine.expires,
            account: Arc::new(account),
        };
        let account = Arc::clone(&known.account);
        self.believe(token, known);
        Ok(account)
    }

    /// Asks the database again from now on: after a change of sessions, employees or roles.
    pub fn forget(&self) {
        self.known
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn believed(&self, token: &str, now: Timestamp) -> Option<Arc<Account>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(token)?;
        let believed = now.since(known.asked) < BELIEVED && now < known.expires;
        believed.then(|| Arc::clone(&known.account))
    }

    fn believe(&self, token: &str, found: Known) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(token.to_owned(), found);
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
