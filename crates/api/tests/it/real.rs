//! The real program as a process, set up by the link that it prints.

use std::path::Path;

use client::Client;
use testkit::app::{PASSWORD, setup_request};
use testkit::program::Program;
use wire::auth::{SignIn, SignInRequest};
use wire::setup::{CompleteSetup, SetupRequest};

pub fn perezvon() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_perezvon"))
}

/// With the ready process. Answers the secret of the link.
pub async fn set_up(server: &Program) -> String {
    let token = server.says(|line| Some(line.split_once("/setup#")?.1.trim().to_owned()));
    let request = SetupRequest {
        with_preset: true,
        ..setup_request(&token)
    };
    let api = Client::new(&server.origin());
    let session = api.post::<CompleteSetup>((), request).await;
    session.expect("the set-up");
    token
}

/// The owner, signed in.
pub async fn owner(server: &Program) -> Client {
    let api = Client::new(&server.origin());
    let request = SignInRequest {
        email: setup_request("").email,
        password: PASSWORD.to_owned(),
    };
    let session = api.post::<SignIn>((), request).await.expect("signed in");
    api.set_token(Some(session.access_token));
    api
}
