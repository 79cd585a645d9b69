//! Letters through a mail server that speaks TLS: from the first byte, and after `STARTTLS`. Who cannot prove himself hears neither a letter nor a password.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use connectors::mail::Mailer;
use domain::outgoing::{Failure, Hope, Undelivered};
use testkit::app::wait_for;
use testkit::post_office::{AUTHORITY, PostOffice, Privacy};

use super::mail;
use crate::desk::at;

const FROM: &str = "Студия Север <crm@studio.example>";

/// Sends as `crm` with a password.
fn send(office: &PostOffice, scheme: &str, authority: Option<&str>) -> Result<String, Failure> {
    let url = office.url();
    let (_, place) = url.split_once("://").expect("an address");
    let url = format!("{scheme}://crm:p%40ss@{place}");
    let mailer = Mailer::new(&url, FROM, authority).expect("a mail server");
    let now = at("2026-11-23T09:00:00Z");
    wait_for(async { mailer.send(&mail("До встречи"), "job_1", now).await })
}

#[test]
fn a_letter_arrives_through_an_encrypted_wire() {
    for (privacy, scheme) in [(Privacy::Tls, "smtps"), (Privacy::StartTls, "smtp")] {
        let office = PostOffice::with(privacy);
        let said = send(&office, scheme, Some(AUTHORITY));
        assert_eq!(said.as_deref(), Ok("taken"), "{privacy:?}");
        let letters = office.letters();
        assert_eq!(letters[0].to, ["kate@mail.example"]);
        let proof = STANDARD.encode("\0crm\0p@ss");
        assert_eq!(letters[0].proof, Some(format!("AUTH PLAIN {proof}")));
        assert_eq!(office.overheard(), 0, "{privacy:?}");
    }
}

#[test]
fn a_server_that_nobody_trusts_hears_no_letter() {
    for (privacy, scheme) in [(Privacy::Tls, "smtps"), (Privacy::StartTls, "smtp")] {
        let office = PostOffice::with(privacy);
        let refused = send(&office, scheme, None).expect_err("an unknown authority");
        assert_eq!(
            (refused.why, refused.hope),
            (Undelivered::Encryption, Hope::Later),
            "{privacy:?}: {}",
            refused.detail
        );
        assert!(office.letters().is_empty());
        assert_eq!(office.overheard(), 0);
    }
}

#[test]
fn where_encryption_is_demanded_and_not_offered_nothing_is_said() {
    let office = PostOffice::open();
    let url = format!("smtp://crm:secret@{}?tls=required", office.address());
    let mailer = Mailer::new(&url, FROM, Some(AUTHORITY)).expect("a mail server");
    let now = at("2026-11-23T09:00:00Z");
    let refused = wait_for(async { mailer.send(&mail("До встречи"), "job_1", now).await });
    let refused = refused.expect_err("no STARTTLS");
    assert_eq!(refused.why, Undelivered::Encryption, "{}", refused.detail);
    assert!(office.letters().is_empty());
    assert_eq!(office.overheard(), 0);
}
