//! Requests that the typed client would never send.

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use testkit::app::TestApp;

/// An answer as it came.
#[derive(Debug)]
pub struct Raw {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Raw {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Pointers or parameters of all faults with their codes, sorted.
    pub fn faults(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        let mut faults: Vec<(String, String)> = errors
            .iter()
            .map(|e| {
                (
                    text(&e["pointer"]) + &text(&e["parameter"]),
                    text(&e["code"]),
                )
            })
            .collect();
        faults.sort();
        faults
    }

    /// The refresh cookie that was set, `name=value`.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie");
        set.split(';').next().unwrap_or_default().to_owned()
    }
}

/// Sends a request below the server's address, or to another server's whole address.
pub async fn send(
    app: &TestApp,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<reqwest::Body>,
) -> Raw {
    let address = match path.starts_with("http://") {
        true => path.to_owned(),
        false => format!("{}{path}", app.origin),
    };
    let mut request = reqwest::Client::new().request(method, address).body(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.expect("an answer");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let bytes = answer.bytes().await.expect("a body");
    Raw {
        status,
        headers,
        body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    }
}

/// As the owner, with a JSON body.
pub async fn as_owner(app: &TestApp, method: Method, path: &str, body: &str) -> Raw {
    let bearer = bearer(app);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("accept-language", "en"),
    ];
    send(app, method, path, &headers, body.to_owned()).await
}

pub fn bearer(app: &TestApp) -> String {
    format!("Bearer {}", app.owner.token().unwrap_or_default())
}
