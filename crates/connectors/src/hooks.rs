//! Calls of hooks, signed as [Standard Webhooks 1.0](https://www.standardwebhooks.com) say.
//!
//! `webhook-id` stays the same at every try, so that a receiver can drop repetitions; `webhook-timestamp` is the second of this
//! try, so that an old call cannot be played again; `webhook-signature` covers both and the body.

use std::error::Error as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::outgoing::{Failure, Hope, Undelivered};
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use sha2::Sha256;
use url::{Host, Url};

use crate::guard::{Forbidden, Guard, NoSuchHost, Reach};

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
#[derive(Debug, Clone)]
pub struct Caller {
    client: Client,
    reach: Reach,
}

impl Caller {
    /// # Errors
    /// A sentence when the encryption cannot be prepared.
    pub fn new(reach: Reach) -> Result<Self, String> {
        let encryption = crate::encryption().map_err(|error| error.to_string())?;
        let client = Client::builder()
            .tls_backend_preconfigured(encryption)
            .dns_resolver(Guard(reach))
            // An answer that leads elsewhere, and a proxy of the environment, would go around the guard.
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(PATIENCE_TO_CONNECT)
            .timeout(PATIENCE)
            .pool_max_idle_per_host(0)
            .user_agent(concat!("Perezvon/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { client, reach })
    }

    /// Calls once. Whatever the receiver answers is [`Said`]; [`refusal`] tells what a bad answer means.
    ///
    /// # Errors
    /// When the call did not arrive or was not answered.
    pub async fn call(&self, call: &Call<'_>) -> Result<Said, Failure> {
        let url = self.admitted(call.url)?;
        let second = call.at.as_micros().div_euclid(1_000_000);
        let mut request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", call.id)
            .header("webhook-timestamp", second);
        let signatures: Vec<String> = call
            .secrets
            .iter()
            .filter_map(|secret| signature(secret, call.id, second, call.body))
            .collect();
        if signatures.is_empty() {
            return Err(failure(
                Undelivered::Unreadable,
                "no usable secret",
                Hope::Never,
            ));
        }
        request = request.header("webhook-signature", signatures.join(" "));
        let answer = request
            .body(call.body.to_owned())
            .send()
            .await
            .map_err(|error| why(&error))?;
        let status = answer.status().as_u16();
        let body = beginning(answer).await.map_err(|error| why(&error))?;
        Ok(Said { status, body })
    }

    /// An address written as a number is no name: the guard of names never sees it.
    fn admitted(&self, url: &str) -> Result<Url, Failure> {
        let url = Url::parse(url)
            .map_err(|error| failure(Undelivered::BadAddress, &error.to_string(), Hope::Never))?;
        let plain = url.scheme() == "http" && self.reach == Reach::Everywhere;
        if url.scheme() != "https" && !plain {
            let why = "only https addresses are called";
            return Err(failure(Undelivered::ForbiddenAddress, why, Hope::Never));
        }
        let number = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        };
        match number {
            Some(address) if !self.reach.allows(address) => Err(failure(
                Undelivered::ForbiddenAddress,
                &Forbidden(address).to_string(),
                Hope::Never,
            )),
            _ => Ok(url),
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

async fn beginning(mut answer: Response) -> Result<String, reqwest::Error> {
    let mut read = Vec::new();
    while let Some(piece) = answer.chunk().await? {
        read.extend_from_slice(&piece);
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

fn why(error: &reqwest::Error) -> Failure {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(this) = cause {
        if let Some(forbidden) = this.downcast_ref::<Forbidden>() {
            let text = forbidden.to_string();
            return failure(Undelivered::ForbiddenAddress, &text, Hope::Never);
        }
        if let Some(nowhere) = this.downcast_ref::<NoSuchHost>() {
            return failure(Undelivered::NoSuchHost, &nowhere.0, Hope::Later);
        }
        if this.is::<rustls::Error>() {
            return failure(Undelivered::Encryption, &this.to_string(), Hope::Later);
        }
        if let Some(io) = this.downcast_ref::<std::io::Error>()
            && let Some(inner) = io.get_ref()
            && inner.is::<rustls::Error>()
        {
            return failure(Undelivered::Encryption, &inner.to_string(), Hope::Later);
        }
        causes.push(this.to_string());
        cause = this.source();
    }
    let detail = causes.pop().unwrap_or_else(|| error.to_string());
    let what = match error.is_timeout() {
        true => Undelivered::Timeout,
        false => Undelivered::Unreachable,
    };
    failure(what, &detail, Hope::Later)
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

    #[test]
    fn a_forbidden_address_is_not_called() {
        let outside = Caller::new(Reach::Outside).expect("a caller");
        for (url, why) in [
            ("https://127.0.0.1/", Some(Undelivered::ForbiddenAddress)),
            ("https://2130706433/", Some(Undelivered::ForbiddenAddress)),
            ("https://0x7f.1/", Some(Undelivered::ForbiddenAddress)),
            ("https://[::1]/", Some(Undelivered::ForbiddenAddress)),
            (
                "https://[::ffff:169.254.169.254]/",
                Some(Undelivered::ForbiddenAddress),
            ),
            ("http://93.184.216.34/", Some(Undelivered::ForbiddenAddress)),
            ("gopher://a.example/", Some(Undelivered::ForbiddenAddress)),
            ("nothing", Some(Undelivered::BadAddress)),
            ("https://93.184.216.34/", None),
            ("https://hooks.example/", None),
        ] {
            let refused = outside.admitted(url).err().map(|failure| failure.why);
            assert_eq!(refused, why, "{url}");
        }
        let everywhere = Caller::new(Reach::Everywhere).expect("a caller");
        assert!(everywhere.admitted("http://127.0.0.1:1/").is_ok());
    }
}
