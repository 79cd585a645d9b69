//! What talks to the world outside: data in, data out. Nothing here knows the database, the clock or chance.
//!
//! - [`mail`]: letters by SMTP.
//! - [`files`]: where the bytes of files lie.
//! - [`hooks`]: signed calls of other programs' addresses.
//! - [`guard`]: which addresses may be called at all.

pub mod files;
pub mod guard;
pub mod hooks;
pub mod mail;

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// Encryption by the roots that browsers trust, built into the program.
fn encryption() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}
