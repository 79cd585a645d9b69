//! Before the application: signing in, links for a password, first run.
//!
//! These pages have no frame and ask only public operations. A link's token stays in the address: reloading the page keeps it.

mod forgot;
mod invitation;
mod places;
mod setup;
mod sign_in;
mod trouble;

pub use invitation::{NewPassword, SHORTEST_PASSWORD};
pub use sign_in::{SignIn, SignInForm};
pub use trouble::Trouble;

use leptos::prelude::*;

use crate::data::{self, State};
use crate::links;

use forgot::Forgot;
use invitation::Join;
use setup::Setup;

/// The pages that are seen once or hardly ever, for whoever opens one by its address.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    Forgot,
    Setup,
    Join,
}

impl Screen {
    pub fn view(self) -> AnyView {
        match self {
            Self::Forgot => view! { <Forgot /> }.into_any(),
            Self::Setup => view! { <Setup /> }.into_any(),
            Self::Join => view! { <Join /> }.into_any(),
        }
    }
}

/// Whoever is signed in has nothing to do on these pages: he goes where he wanted to.
fn leave_when_signed_in(wanted: impl Fn() -> Option<String> + 'static) {
    let session = data::session();
    let go = leptos_router::hooks::use_navigate();
    Effect::new(move |_| {
        if session.state() == State::SignedIn {
            let options = leptos_router::NavigateOptions {
                replace: true,
                ..Default::default()
            };
            go(&wanted().unwrap_or_else(links::day), options);
        }
    });
}

/// The token of a link: `/join/<token>`, or `?token=`, or `#<token>`, which no server ever logs.
fn token_of_address() -> String {
    let location = window().location();
    let part = |text: Result<String, _>| text.unwrap_or_default();
    let (path, query, hash) = (
        part(location.pathname()),
        part(location.search()),
        part(location.hash()),
    );
    let after = |text: &str| text.split_once("token=").map(|(_, token)| token.to_owned());
    let in_path = || {
        path.trim_matches('/')
            .split_once('/')
            .map(|(_, token)| token.to_owned())
    };
    let in_hash = || {
        hash.strip_prefix('#')
            .filter(|token| !token.is_empty())
            .map(str::to_owned)
    };
    let token = after(&query)
        .or_else(|| after(&hash))
        .or_else(in_path)
        .or_else(in_hash);
    let token = token.unwrap_or_default();
    token
        .split(['&', '#'])
        .next()
        .unwrap_or_default()
        .to_owned()
}
