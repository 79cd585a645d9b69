//! Access tokens: who, in which session, until when; signed by one algorithm that is fixed here.
//!
//! The key is made once and kept in the database, so that all servers of an organisation accept each other's tokens. A token
//! alone opens nothing: its session is looked up on every request ([`crate::http::accounts`]).

use chrono::Duration;
use domain::ids::{EmployeeId, SessionId};
use domain::time::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::http::ApiError;

/// How long an access token works.
pub const LIFE: Duration = Duration::minutes(10);
const ISSUER: &str = "perezvon";
const AUDIENCE: &str = "api";

pub struct Tokens {
    signing: EncodingKey,
    reading: DecodingKey,
    rules: Validation,
}

/// What a token says of its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    pub employee: EmployeeId,
    pub session: SessionId,
    /// The account's security stamp when the token was made.
    pub stamp: i64,
}

/// A token that was made here and still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Genuine {
    pub claims: Claims,
    pub expires: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Written {
    iss: String,
    aud: String,
    sub: EmployeeId,
    sid: SessionId,
    sv: i64,
    exp: i64,
    jti: String,
}

impl Tokens {
    pub fn new(key: &[u8]) -> Self {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The time is asked of our own clock, below.
        rules.validate_exp = false;
        Self {
            signing: EncodingKey::from_secret(key),
            reading: DecodingKey::from_secret(key),
            rules,
        }
    }

    /// A token and the instant it stops working; `unique` tells it from all others.
    pub fn write(
        &self,
        claims: Claims,
        unique: String,
        now: Timestamp,
    ) -> Result<(String, Timestamp), ApiError> {
        let expires = now.plus(LIFE);
        let written = Written {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: claims.employee,
            sid: claims.session,
            sv: claims.stamp,
            exp: expires.as_micros() / 1_000_000,
            jti: unique,
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &written, &self.signing);
        Ok((token.map_err(ApiError::internal)?, expires))
    }

    /// What a token says; `None` when it was not made here, or is too old.
    pub fn read(&self, token: &str, now: Timestamp) -> Option<Genuine> {
        let written = jsonwebtoken::decode::<Written>(token, &self.reading, &self.rules)
            .ok()?
            .claims;
        let expires = Timestamp::from_micros(written.exp.checked_mul(1_000_000)?);
        (now < expires).then_some(Genuine {
            claims: Claims {
                employee: written.sub,
                session: written.sid,
                stamp: written.sv,
            },
            expires,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIMS: Claims = Claims {
        employee: EmployeeId::from_i64(1),
        session: SessionId::from_i64(2),
        stamp: 3,
    };

    #[test]
    fn a_token_works_for_ten_minutes_and_for_its_own_key() {
        let tokens = Tokens::new(&[7; 32]);
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let (token, until) = tokens.write(CLAIMS, "a".into(), now).expect("a token");
        assert_eq!(until, now.plus(LIFE));
        let genuine = Genuine {
            claims: CLAIMS,
            expires: until,
        };
        assert_eq!(tokens.read(&token, now), Some(genuine));
        assert_eq!(
            tokens.read(&token, now.plus(Duration::seconds(599))),
            Some(genuine)
        );
        assert_eq!(tokens.read(&token, until), None);
        assert_eq!(Tokens::new(&[8; 32]).read(&token, now), None);
    }

    #[test]
    fn forged_tokens_are_refused() {
        let tokens = Tokens::new(&[7; 32]);
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let (token, _) = tokens.write(CLAIMS, "a".into(), now).expect("a token");
        let (_, rest) = token.split_once('.').expect("three parts");
        let (claims, _) = rest.split_once('.').expect("three parts");
        // {"alg":"none","typ":"JWT"} and no signature.
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
        for forged in [unsigned.as_str(), "", "a.b.c", &token[..token.len() - 2]] {
            assert_eq!(tokens.read(forged, now), None, "{forged}");
        }
    }
}
