//! A request and its answer without their types: what is sent, kept and sent again.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Answer, Failure};

/// A request that is ready to go; it can be kept across a reload and sent again. The caller's token is added when it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    pub method: Cow<'static, str>,
    /// Below `/api/v1`, with its query.
    pub path: String,
    /// JSON.
    pub body: Option<String>,
    pub if_match: Option<i64>,
    pub if_none_match: Option<i64>,
    pub idempotency_key: Option<String>,
}

/// Header names in lower case with their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(pub(crate) Vec<(String, String)>);

impl Headers {
    /// `name` in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct RawAnswer {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
}

impl RawAnswer {
    /// The reply, or why there is none.
    pub fn read<T: DeserializeOwned>(self) -> Result<Answer<T>, Failure> {
        self.check()?;
        let text: &[u8] = if self.body.is_empty() {
            b"null"
        } else {
            &self.body
        };
        let reply = crate::read(text).map_err(|error| Failure::Unreadable {
            status: self.status,
            why: error.to_string(),
        })?;
        Ok(Answer {
            reply,
            status: self.status,
            headers: self.headers,
        })
    }

    /// An error when it is not an answer to a fulfilled request.
    pub fn check(&self) -> Result<(), Failure> {
        match self.status {
            304 => Err(Failure::NotModified),
            400.. => Err(Failure::of_answer(self)),
            _ => Ok(()),
        }
    }
}
