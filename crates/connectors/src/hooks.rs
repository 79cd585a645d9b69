//! Calls of hooks, signed as [Standard Webhooks 1.0](https://www.standardwebhooks.com) say.
//!
//! `webhook-id` stays the same at every try, so that a receiver can drop repetitions; `webhook-timestamp` is the second of this
//! try, so that an old call cannot be played again; `webhook-signature` covers both and the body.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::outgoing::{Failure, Hope, Undelivered};
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use sha2::Sha256;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::{Position, Url};

use crate::guard::{self, Barred, Reach};

/// From the first packet to the last byte of the answer.
const PATIENCE: Duration = Duration::from_secs(15);
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(5);
/// So much of an answer is read; the rest is left.
const MOST_READ: usize = 16 * 1024;
/// What every secret begins with.
pub const SECRET_PREFIX: &str = "whsec_";

/// A call to make.
#[derive(Debug, Clone)]
pub struct Call<'c> {
    pub url: &'c str,
    /// The same at every try.
    pub id: &'c str,
    pub at: Timestamp,
    /// JSON.
    pub body: &'c str,
    /// The call is signed with each of them.
    pub secrets: &'c [String],
}

/// What the receiver said to a call that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub status: u16,
    /// The beginning of it.
    pub body: String,
}

impl Said {
    /// The receiver took it.
    pub fn is_yes(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Makes calls. Cheap to clone.
#[derive(Clone)]
pub struct Caller {
    encryption: TlsConnector,
    reach: Reach,
}

impl Caller {
    /// # Errors
    /// A sentence when the encryption cannot be prepared.
    pub fn new(reach: Reach) -> Result<Self, String> {
        let encryption = crate::encryption().map_err(|error| error.to_string())?;
        Ok(Self {
            encryption: TlsConnector::from(Arc::new(encryption)),
            reach,
        })
    }

    /// Calls once; an answer that leads elsewhere is an answer. Whatever the receiver answers is [`Said`]; [`refusal`] tells
    /// what a bad answer means.
    ///
    /// # Errors
    /// When the call did not arrive or was not answered.
    pub async fn call(&self, call: &Call<'_>) -> Result<Said, Failure> {
        let late = |_| failure(Undelivered::Timeout, "no answer in 15 seconds", Hope::Later);
        timeout(PATIENCE, self.exchange(call)).await.map_err(late)?
    }

    async fn exchange(&self, call: &Call<'_>) -> Result<Said, Failure> {
        let url = self.admitted(call.url)?;
        let request = request(&url, call)?;
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(failure(Undelivered::BadAddress, "no host", Hope::Never));
        };
        let name = match &host {
            url::Host::Domain(name) => (*name).to_owned(),
            url::Host::Ipv4(address) => address.to_string(),
            url::Host::Ipv6(address) => address.to_string(),
        };
        let addresses = guard::addresses(host, port, self.reach)
            .await
            .map_err(|barred| self::barred(&barred))?;
        let connecting = TcpStream::connect(addresses.as_slice());
        let stream = match timeout(PATIENCE_TO_CONNECT, connecting).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(unreachable(&error)),
            Err(_) => return Err(failure(Undelivered::Timeout, "no connection", Hope::Later)),
        };
        if url.scheme() == "http" {
            return talk(stream, request).await;
        }
        let name = ServerName::try_from(name)
            .map_err(|error| failure(Undelivered::BadAddress, &error.to_string(), Hope::Never))?;
        let stream = self
            .encryption
            .connect(name, stream)
            .await
            .map_err(|error| failure(Undelivered::Encryption, &error.to_string(), Hope::Later))?;
        talk(stream, request).await
    }

    /// What can be seen of an address without asking for its name.
    fn admitted(&self, url: &str) -> Result<Url, Failure> {
        let url = Url::parse(url)
            .map_err(|error| failure(Undelivered::BadAddress, &error.to_string(), Hope::Never))?;
        let plain = url.scheme() == "http" && self.reach == Reach::Everywhere;
        if url.scheme() != "https" && !plain {
            let why = "only https addresses are called";
            return Err(failure(Undelivered::ForbiddenAddress, why, Hope::Never));
        }
        Ok(url)
    }
}

fn request(url: &Url, call: &Call<'_>) -> Result<Request<Full<Bytes>>, Failure> {
    let second = call.at.as_micros().div_euclid(1_000_000);
    let signatures: Vec<String> = call
        .secrets
        .iter()
        .filter_map(|secret| signature(secret, call.id, second, call.body))
        .collect();
    if signatures.is_empty() {
        let why = "no usable secret";
        return Err(failure(Undelivered::Unreadable, why, Hope::Never));
    }
    Request::post(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(USER_AGENT, concat!("Perezvon/", env!("CARGO_PKG_VERSION")))
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", call.id)
        .header("webhook-timestamp", second)
        .header("webhook-signature", signatures.join(" "))
        .body(Full::from(call.body.to_owned()))
        .map_err(|error| failure(Undelivered::BadAddress, &error.to_string(), Hope::Never))
}

/// One request and the beginning of its answer; the connection ends with it.
async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    request: Request<Full<Bytes>>,
) -> Result<Said, Failure> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| unreachable(&error))?;
    let mut connection = std::pin::pin!(connection);
    let mut answered = std::pin::pin!(async {
        let answer = sender.send_request(request).await?;
        let status = answer.status().as_u16();
        let body = beginning(answer.into_body()).await?;
        Ok::<_, hyper::Error>(Said { status, body })
    });
    let mut open = true;
    loop {
        tokio::select! {
            said = &mut answered => return said.map_err(|error| unreachable(&error)),
            ended = &mut connection, if open => {
                open = false;
                ended.map_err(|error| unreachable(&error))?;
            }
        }
    }
}

/// What an answer that is not yes means for trying again.
pub fn refusal(said: &Said) -> Failure {
    let hope = match said.status == StatusCode::GONE.as_u16() {
        true => Hope::Never,
        false => Hope::Later,
    };
    let detail = format!("{} {}", said.status, said.body);
    failure(Undelivered::Refused, detail.trim(), hope)
}

/// `v1,` and the signature in base 64; `None` for a secret that is none.
pub fn signature(secret: &str, id: &str, second: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{second}.{body}").as_bytes());
    Some(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}

async fn beginning(mut body: Incoming) -> Result<String, hyper::Error> {
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Some(piece) = frame?.data_ref() {
            read.extend_from_slice(piece);
        }
        if read.len() >= MOST_READ {
            read.truncate(MOST_READ);
            break;
        }
    }
    let text = String::from_utf8_lossy(&read);
    Ok(text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(2_000)
        .collect())
}

fn barred(barred: &Barred) -> Failure {
    let (why, hope) = match barred {
        Barred::Forbidden(_) => (Undelivered::ForbiddenAddress, Hope::Never),
        Barred::NoSuchHost(_) => (Undelivered::NoSuchHost, Hope::Later),
    };
    failure(why, &barred.to_string(), hope)
}

fn unreachable(error: &dyn std::error::Error) -> Failure {
    let detail = match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    };
    failure(Undelivered::Unreachable, &detail, Hope::Later)
}

fn failure(why: Undelivered, detail: &str, hope: Hope) -> Failure {
    Failure {
        why,
        detail: detail.to_owned(),
        hope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks' own libraries.
    #[test]
    fn a_signature_is_what_receivers_expect() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let signed = signature(
            secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(
            signed.as_deref(),
            Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );
        assert_eq!(signature("MfKQ9r8", "a", 1, ""), None);
    }

    #[tokio::test]
    async fn a_forbidden_address_is_not_called() {
        let outside = Caller::new(Reach::Outside).expect("a caller");
        let secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()];
        for (url, why) in [
            ("https://127.0.0.1/", Undelivered::ForbiddenAddress),
            ("https://2130706433/", Undelivered::ForbiddenAddress),
            ("https://0x7f.1/", Undelivered::ForbiddenAddress),
            ("https://localhost/", Undelivered::ForbiddenAddress),
            ("https://[::1]/", Undelivered::ForbiddenAddress),
            (
                "https://[::ffff:169.254.169.254]/",
                Undelivered::ForbiddenAddress,
            ),
            ("http://93.184.216.34/", Undelivered::ForbiddenAddress),
            ("gopher://a.example/", Undelivered::ForbiddenAddress),
            ("nothing", Undelivered::BadAddress),
        ] {
            let call = Call {
                url,
                id: "job_1",
                at: Timestamp::EPOCH,
                body: "{}",
                secrets: &secrets,
            };
            let refused = outside.call(&call).await.expect_err(url);
            assert_eq!((refused.why, refused.hope), (why, Hope::Never), "{url}");
        }
    }
}
