//! A bucket of a storage that speaks S3: how it is reached, and one connection for each request, encrypted as the calls of hooks are.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderValue};
use hyper::http::uri::PathAndQuery;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
    HttpResponse, HttpResponseBody, HttpService,
};
use object_store::{ClientOptions, RetryConfig};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// The region of storages that know none.
const ANY_REGION: &str = "us-east-1";
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(5);
/// Until the answer begins; its bytes may take longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A bucket, and who we are there.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    pub name: String,
    /// What the names in it begin with; empty for all of it.
    pub prefix: String,
    /// Amazon's own when absent.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    pub key: String,
    pub secret: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.name)?;
        match self.prefix.as_str() {
            "" => Ok(()),
            prefix => write!(f, "/{prefix}"),
        }
    }
}

impl Bucket {
    /// # Errors
    /// A sentence when it cannot be reached in this way.
    pub(super) fn open(&self) -> Result<AmazonS3, String> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(self.region.as_deref().unwrap_or(ANY_REGION))
            .with_access_key_id(&self.key)
            .with_secret_access_key(&self.secret)
            .with_http_connector(Direct::new()?)
            // Not every storage knows how to remove several at once.
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig {
                max_retries: 3,
                retry_timeout: PATIENCE,
                ..RetryConfig::default()
            });
        if let Some(endpoint) = &self.endpoint {
            // Inside one's own network a storage often has no certificate.
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        builder.build().map_err(|error| error.to_string())
    }
}

/// Speaks HTTP by hyper itself: a TLS feature of a larger library would be every test's, too.
#[derive(Clone)]
struct Direct(TlsConnector);

impl fmt::Debug for Direct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Direct")
    }
}

impl Direct {
    fn new() -> Result<Self, String> {
        let encryption = crate::encryption().map_err(|error| error.to_string())?;
        Ok(Self(TlsConnector::from(Arc::new(encryption))))
    }

    async fn connected(&self, address: &Uri) -> Result<SendRequest<HttpRequestBody>, HttpError> {
        let host = address.host().unwrap_or_default();
        let plain = address.scheme_str() == Some("http");
        let port = address.port_u16().unwrap_or(if plain { 80 } else { 443 });
        let bare = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let stream = TcpStream::connect((bare.as_str(), port))
            .await
            .map_err(|error| HttpError::new(HttpErrorKind::Connect, error))?;
        if plain {
            return opened(stream).await;
        }
        let name = ServerName::try_from(bare)
            .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let stream = self
            .0
            .connect(name, stream)
            .await
            .map_err(|error| HttpError::new(HttpErrorKind::Connect, error))?;
        opened(stream).await
    }
}

async fn opened(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<SendRequest<HttpRequestBody>, HttpError> {
    let (sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| HttpError::new(HttpErrorKind::Connect, error))?;
    // Ends with the answer that is read from it.
    tokio::spawn(connection);
    Ok(sender)
}

impl HttpConnector for Direct {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Direct {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let address = request.uri().clone();
        let late = |error| HttpError::new(HttpErrorKind::Timeout, error);
        let mut sender = timeout(PATIENCE_TO_CONNECT, self.connected(&address))
            .await
            .map_err(late)??;
        let answer = timeout(PATIENCE, sender.send_request(asked(request, &address)))
            .await
            .map_err(late)?
            .map_err(|error| HttpError::new(HttpErrorKind::Request, error))?;
        Ok(answer.map(|body| {
            let broken = |error| HttpError::new(HttpErrorKind::Interrupted, error);
            HttpResponseBody::new(body.map_err(broken))
        }))
    }
}

/// The request as it stands on the line: a path, and the host beside it.
fn asked(mut request: HttpRequest, address: &Uri) -> Request<HttpRequestBody> {
    let host = address.authority().map(|authority| authority.as_str());
    if let Some(Ok(host)) = host.map(HeaderValue::from_str)
        && !request.headers().contains_key(HOST)
    {
        request.headers_mut().insert(HOST, host);
    }
    let path = address.path_and_query().map(PathAndQuery::as_str);
    if let Ok(path) = path.unwrap_or("/").parse() {
        *request.uri_mut() = path;
    }
    request
}
