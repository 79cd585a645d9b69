//! Sending by `fetch`, in the browser. The refresh cookie goes along by itself, to our own origin only.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Blob, ProgressEvent, Request, RequestInit, Response, Url, XmlHttpRequest,
    XmlHttpRequestResponseType,
};

use crate::request::{Downloaded, Headers, RawAnswer, Ready, disposition};
use crate::{Client, Failure};

/// An answer that takes longer, in milliseconds, will not come any more: a network that swallows everything never says so.
const PATIENCE: u32 = 30_000;
/// The same of a file, which is made while it is sent.
const PATIENCE_WITH_FILES: u32 = 15 * 60_000;

/// Nothing to keep between requests.
#[derive(Debug, Clone, Default)]
pub struct Http;

pub(crate) async fn exchange(client: &Client, ready: &Ready) -> Result<RawAnswer, Failure> {
    whole(fetched(client, ready, PATIENCE).await?).await
}

pub(crate) async fn download(client: &Client, ready: &Ready) -> Result<Downloaded, Failure> {
    let response = fetched(client, ready, PATIENCE_WITH_FILES).await?;
    if !response.ok() {
        return Ok(Downloaded::Refused(whole(response).await?));
    }
    let headers = headers_of(&response);
    let content: Blob = JsFuture::from(response.blob().map_err(lost)?)
        .await
        .map_err(lost)?
        .unchecked_into();
    let address = Url::create_object_url_with_blob(&content).map_err(lost)?;
    Ok(Downloaded::File { headers, address })
}

/// `fetch` does not tell how much of a body is gone; the older request does.
pub(crate) async fn upload(
    client: &Client,
    ready: &Ready,
    (name, content): (&str, &Blob),
    by: &XmlHttpRequest,
    gone: impl Fn(f64) + 'static,
) -> Result<RawAnswer, Failure> {
    let unsendable = |error: JsValue| Failure::Unsendable(describe(&error));
    by.open_with_async(&ready.method, &client.address(ready), true)
        .map_err(unsendable)?;
    by.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    for (name, value) in client.headers(ready) {
        by.set_request_header(name, &value).map_err(unsendable)?;
    }
    by.set_request_header("content-disposition", &disposition(name))
        .and_then(|()| by.set_request_header("content-type", "application/octet-stream"))
        .map_err(unsendable)?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            gone(event.loaded() / event.total());
        }
    });
    if let Ok(upload) = by.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let answered = Promise::new(&mut |came, lost| {
        by.set_onload(Some(&came));
        by.set_onerror(Some(&lost));
        by.set_onabort(Some(&lost));
    });
    by.send_with_opt_blob(Some(content)).map_err(unsendable)?;
    JsFuture::from(answered).await.map_err(lost)?;
    let body = by.response().map_err(lost)?;
    Ok(RawAnswer {
        status: by.status().map_err(lost)?,
        headers: headers_in(&by.get_all_response_headers().unwrap_or_default()),
        body: Uint8Array::new(&body).to_vec(),
    })
}

/// `name: value`, one a line.
fn headers_in(lines: &str) -> Headers {
    let pairs = lines.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    Headers(pairs.collect())
}

async fn fetched(client: &Client, ready: &Ready, patience: u32) -> Result<Response, Failure> {
    let unsendable = |error: JsValue| Failure::Unsendable(describe(&error));
    let init = RequestInit::new();
    init.set_method(&ready.method);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(patience)));
    if let Some(body) = &ready.body {
        init.set_body(&JsValue::from_str(body));
    }
    let request =
        Request::new_with_str_and_init(&client.address(ready), &init).map_err(unsendable)?;
    for (name, value) in client.headers(ready) {
        request.headers().set(name, &value).map_err(unsendable)?;
    }

    let window =
        web_sys::window().ok_or_else(|| Failure::Unsendable("there is no window".into()))?;
    let response = JsFuture::from(window.fetch_with_request(&request)).await;
    Ok(response.map_err(lost)?.unchecked_into())
}

async fn whole(response: Response) -> Result<RawAnswer, Failure> {
    let bytes = JsFuture::from(response.array_buffer().map_err(lost)?)
        .await
        .map_err(lost)?;
    Ok(RawAnswer {
        status: response.status(),
        headers: headers_of(&response),
        body: Uint8Array::new(&bytes).to_vec(),
    })
}

fn lost(error: JsValue) -> Failure {
    Failure::Unreachable(describe(&error))
}

fn headers_of(response: &Response) -> Headers {
    let entries = response.headers().entries();
    let pairs = entries.into_iter().flatten().filter_map(|pair| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    });
    Headers(pairs.collect())
}

fn describe(error: &JsValue) -> String {
    Reflect::get(error, &JsValue::from_str("message"))
        .ok()
        .and_then(|message| message.as_string())
        .unwrap_or_else(|| "unknown".to_owned())
}
