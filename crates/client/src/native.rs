//! Sending by reqwest, outside the browser.

use crate::request::{Downloaded, Headers, RawAnswer, Ready, disposition};
use crate::{Client, Failure};

pub(crate) type Http = reqwest::Client;

pub(crate) async fn download(_: &Client, _: &Ready) -> Result<Downloaded, Failure> {
    Err(Failure::Unsendable(
        "there is no browser that saves files".into(),
    ))
}

pub(crate) async fn exchange(client: &Client, ready: &Ready) -> Result<RawAnswer, Failure> {
    let mut request = begun(client, ready)?;
    if let Some(body) = &ready.body {
        request = request.body(body.clone());
    }
    answered(request).await
}

/// A file as it is, under its name.
pub(crate) async fn upload(
    client: &Client,
    ready: &Ready,
    name: &str,
    content: Vec<u8>,
) -> Result<RawAnswer, Failure> {
    let request = begun(client, ready)?
        .header("content-disposition", disposition(name))
        .header("content-type", "application/octet-stream")
        .body(content);
    answered(request).await
}

fn begun(client: &Client, ready: &Ready) -> Result<reqwest::RequestBuilder, Failure> {
    let method = reqwest::Method::from_bytes(ready.method.as_bytes())
        .map_err(|error| Failure::Unsendable(error.to_string()))?;
    let mut request = client.http.request(method, client.address(ready));
    for (name, value) in client.headers(ready) {
        request = request.header(name, value);
    }
    Ok(request)
}

async fn answered(request: reqwest::RequestBuilder) -> Result<RawAnswer, Failure> {
    let lost = |error: reqwest::Error| Failure::Unreachable(error.to_string());
    let response = request.send().await.map_err(lost)?;
    let status = response.status().as_u16();
    let headers = response.headers().iter().filter_map(|(name, value)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    let headers = Headers(headers.collect());
    let body = response.bytes().await.map_err(lost)?.to_vec();
    Ok(RawAnswer {
        status,
        headers,
        body,
    })
}
