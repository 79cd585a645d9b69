//! Letters by SMTP.

use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use domain::outgoing::{Failure, Hope, Mail, Undelivered};
use domain::time::Timestamp;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use url::Url;

/// For each step of the conversation.
const PATIENCE: Duration = Duration::from_secs(15);
/// For all of it.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(40);

/// Sends letters through one mail server. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    server: String,
}

impl Mailer {
    /// `url` is `smtps://user:password@host:465` (encrypted from the start) or `smtp://user:password@host:587` (encrypted by
    /// STARTTLS, and refused when the server offers none). Without encryption only on this machine, unless the address says
    /// `?tls=required`, or when it says `?tls=none`. `from` is `Club <club@example.org>` or the address alone. `authority` is PEM: certificates
    /// by which the server may prove itself besides those that browsers trust.
    ///
    /// # Errors
    /// A sentence that says what is wrong, without the password.
    pub fn new(url: &str, from: &str, authority: Option<&str>) -> Result<Self, String> {
        let from: Mailbox = from
            .parse()
            .map_err(|error| format!("the sender's address {from:?}: {error}"))?;
        let url = Url::parse(url).map_err(|error| format!("the mail server's address: {error}"))?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or("the mail server's address names no host")?
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let trusted = authority.map(certificates).transpose()?;
        let parameters = || {
            let builder = TlsParameters::builder(host.clone());
            let builder = match &trusted {
                Some(trusted) => builder.add_root_certificate(trusted.clone()),
                None => builder,
            };
            builder
                .build_rustls()
                .map_err(|error| format!("the mail server's name {host}: {error}"))
        };
        // Of a scheme that the library does not know, a host of digits is a name to it.
        let here = match host.parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => host == "localhost",
        };
        let open = match url.query() {
            None => here,
            Some("tls=none") => true,
            Some("tls=required") => false,
            Some(_) => {
                return Err(
                    "the mail server's address may end with ?tls=none or ?tls=required and nothing else".into(),
                );
            }
        };
        let (tls, port) = match url.scheme() {
            "smtps" => (Tls::Wrapper(parameters()?), 465),
            "smtp" if open => (Tls::None, 25),
            "smtp" => (Tls::Required(parameters()?), 587),
            other => {
                return Err(format!(
                    "the mail server's address begins with smtps:// or smtp://, not with {other}://"
                ));
            }
        };
        let port = url.port().unwrap_or(port);
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host)
            .port(port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if !url.username().is_empty() {
            let decoded = |part: &str| decoded(part);
            transport = transport.credentials(Credentials::new(
                decoded(url.username()),
                decoded(url.password().unwrap_or_default()),
            ));
        }
        Ok(Self {
            transport: transport.build(),
            from,
            server: format!("{host}:{port}"),
        })
    }

    /// Who the letters come from.
    pub fn from(&self) -> String {
        self.from.to_string()
    }

    /// Host and port.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Hands a letter to the mail server. `id` makes its Message-ID, the same at every try, so that mailboxes can drop
    /// repetitions. Answers what the server said.
    ///
    /// # Errors
    /// When the server did not take it.
    pub async fn send(&self, mail: &Mail, id: &str, at: Timestamp) -> Result<String, Failure> {
        let message = self.message(mail, id, at)?;
        let sending = self.transport.send(message);
        match tokio::time::timeout(PATIENCE_IN_ALL, sending).await {
            Ok(Ok(answer)) => Ok(answer.message().collect::<Vec<_>>().join(" ")),
            Ok(Err(error)) => Err(why(&error)),
            Err(_) => Err(Failure {
                why: Undelivered::Timeout,
                detail: format!("{} took too long", self.server),
                hope: Hope::Later,
            }),
        }
    }

    fn message(&self, mail: &Mail, id: &str, at: Timestamp) -> Result<Message, Failure> {
        let bad = |detail: String| Failure {
            why: Undelivered::BadAddress,
            detail,
            hope: Hope::Never,
        };
        let address: Address = mail
            .to
            .parse()
            .map_err(|error| bad(format!("{}: {error}", mail.to)))?;
        let micros = u64::try_from(at.as_micros()).unwrap_or_default();
        let builder: MessageBuilder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(mail.name.as_deref().map(one_line), address))
            .subject(one_line(&mail.subject))
            .date(UNIX_EPOCH + Duration::from_micros(micros))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN);
        builder
            .body(mail.text.clone())
            .map_err(|error| bad(error.to_string()))
    }
}

/// At least one certificate, in PEM.
fn certificates(pem: &str) -> Result<Certificate, String> {
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        return Err("the mail server's authority: there is no certificate in the file".into());
    }
    Certificate::from_pem(pem.as_bytes())
        .map_err(|error| format!("the mail server's authority: {error}"))
}

/// What stands in a header is one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Percent signs of an address, undone.
fn decoded(part: &str) -> String {
    let pair = format!("x={}", part.replace('+', "%2B"));
    let url = Url::parse(&format!("x:?{pair}"));
    let value = url.ok().and_then(|url| {
        let (_, value) = url.query_pairs().next()?;
        Some(value.into_owned())
    });
    value.unwrap_or_else(|| part.to_owned())
}

/// Codes of SMTP that speak of us, not of the letter.
const CREDENTIALS: [u16; 4] = [530, 534, 535, 538];

fn why(error: &Error) -> Failure {
    use std::error::Error as _;
    let code = error.status().map(u16::from);
    let why = match code {
        Some(code) if CREDENTIALS.contains(&code) => Undelivered::Credentials,
        Some(_) => Undelivered::Refused,
        None if error.is_timeout() => Undelivered::Timeout,
        None if error.is_tls() || broke_on_encryption(error) => Undelivered::Encryption,
        None if error.is_client() => Undelivered::Encryption,
        None => Undelivered::Unreachable,
    };
    let hope = match error.is_permanent() && why == Undelivered::Refused {
        true => Hope::Never,
        false => Hope::Later,
    };
    let cause = error.source().map(ToString::to_string);
    let detail = match (code, cause) {
        (Some(code), Some(cause)) => format!("{code} {cause}"),
        (_, Some(cause)) => cause,
        (_, None) => error.to_string(),
    };
    Failure { why, detail, hope }
}

/// Where a conversation is encrypted from its first byte, the library calls everything about it a failed connection.
fn broke_on_encryption(error: &Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        let inside = io.and_then(std::io::Error::get_ref);
        if error.is::<rustls::Error>() || inside.is_some_and(|it| it.is::<rustls::Error>()) {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "Студия Север <crm@studio.example>";

    #[test]
    fn an_address_of_a_mail_server_is_understood_or_explained() {
        for (url, server) in [
            ("smtps://a:b@mail.example", Ok("mail.example:465")),
            ("smtp://a:b@mail.example", Ok("mail.example:587")),
            ("smtp://mail.example:2525?tls=none", Ok("mail.example:2525")),
            ("smtp://localhost", Ok("localhost:25")),
            ("smtp://[::1]", Ok("::1:25")),
            ("smtp://127.0.0.1", Ok("127.0.0.1:25")),
            ("smtp://192.168.1.5", Ok("192.168.1.5:587")),
            ("smtp://localhost?tls=required", Ok("localhost:587")),
            ("mail.example", Err("relative URL")),
            ("https://mail.example", Err("not with https://")),
            ("smtp://mail.example?tls=maybe", Err("?tls=none")),
        ] {
            match (Mailer::new(url, FROM, None), server) {
                (Ok(mailer), Ok(server)) => assert_eq!(mailer.server(), server, "{url}"),
                (Err(error), Err(part)) => assert!(error.contains(part), "{url}: {error}"),
                (made, _) => panic!("{url}: {:?}", made.map(|mailer| mailer.server)),
            }
        }
        assert!(Mailer::new("smtp://localhost", "nobody", None).is_err());
        assert!(Mailer::new("smtp://localhost", FROM, Some("nothing")).is_err());
    }

    #[test]
    fn a_letter_says_who_when_and_which() {
        let mailer = Mailer::new("smtp://localhost", FROM, None).expect("a mailer");
        let mail = Mail {
            to: "kate@mail.example".into(),
            name: Some("Кейт".into()),
            subject: "Первая\r\nBcc: other@mail.example".into(),
            text: "До встречи".into(),
        };
        let at = Timestamp::from_micros(1_796_486_400_000_000);
        let message = mailer.message(&mail, "job_1", at).expect("a letter");
        let text = String::from_utf8(message.formatted()).expect("text");
        assert!(
            text.contains("Message-ID: <job_1@studio.example>"),
            "{text}"
        );
        assert!(
            text.contains("Date: Sat, 05 Dec 2026 16:00:00 +0000"),
            "{text}"
        );
        assert!(!text.contains("\r\nBcc:"), "{text}");
        let bad = Mail {
            to: "kate".into(),
            ..mail
        };
        let refused = mailer.message(&bad, "job_1", at).expect_err("no address");
        assert_eq!(
            (refused.why, refused.hope),
            (Undelivered::BadAddress, Hope::Never)
        );
    }

    #[test]
    fn a_password_may_hold_any_character() {
        assert_eq!(decoded("p%40ss+w%3Ard"), "p@ss+w:rd");
    }
}
