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

    /// What the answer's file is called, in any alphabet.
    pub fn file_name(&self) -> Option<String> {
        let said = self.get("content-disposition")?;
        let (_, coded) = said.split_once("filename*=UTF-8''")?;
        let coded = coded.split(';').next()?.as_bytes();
        let (mut name, mut place) = (Vec::with_capacity(coded.len()), 0);
        while let Some(byte) = coded.get(place) {
            let code = match byte {
                b'%' => std::str::from_utf8(coded.get(place + 1..place + 3)?).ok()?,
                _ => "",
            };
            name.push(match code {
                "" => *byte,
                code => u8::from_str_radix(code, 16).ok()?,
            });
            place += 1 + code.len();
        }
        String::from_utf8(name).ok()
    }
}

/// What a file that is sent is called: `Content-Disposition`.
pub fn disposition(name: &str) -> String {
    let mut said = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                said.push(char::from(byte));
            }
            other => said.push_str(&format!("%{other:02X}")),
        }
    }
    said
}

/// An answer to a request for a file.
#[derive(Debug, Clone)]
pub enum Downloaded {
    /// Where the browser keeps it until it is let go: `blob:…`.
    File { headers: Headers, address: String },
    /// There is none: the refusal.
    Refused(RawAnswer),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_sent_is_read_again() {
        for name in ["a.csv", "Я и ты 100%.pdf", "a\"b';c.txt", ""] {
            let headers = Headers(vec![("content-disposition".into(), disposition(name))]);
            assert_eq!(headers.file_name().as_deref(), Some(name));
        }
    }

    #[test]
    fn a_file_is_called_as_the_answer_says() {
        let named =
            |said: &str| Headers(vec![("content-disposition".into(), said.into())]).file_name();
        for (said, expected) in [
            (
                "attachment; filename=\"a.csv\"; filename*=UTF-8''%D0%AF%202.csv",
                Some("Я 2.csv"),
            ),
            ("attachment; filename*=UTF-8''a.csv; size=3", Some("a.csv")),
            ("attachment; filename*=UTF-8''%D0", None),
            ("attachment; filename*=UTF-8''a%2", None),
            ("attachment; filename*=UTF-8''a%zz", None),
            ("attachment", None),
        ] {
            assert_eq!(named(said).as_deref(), expected, "{said}");
        }
    }
}
