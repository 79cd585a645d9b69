//! The root of the application.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::data;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, HelpSheet, Scope};
use crate::lists;
use crate::prefs;
use crate::routes::Screens;
use crate::ui;

/// Takes the place of the shell that `index.html` painted.
pub fn mount() {
    if prefs::theme() != prefs::Theme::System {
        prefs::paint_browser();
    }
    leptos::mount::mount_to_body(App);
    if let Some(shell) = document().get_element_by_id("boot") {
        shell.remove();
    }
}

/// A panic leaves the page unusable: say so with the message that `index.html` carries, and log the cause.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        leptos::logging::error!("{panic}");
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-boot", "failed");
        }
    }));
}

#[component]
fn App() -> impl IntoView {
    keys::provide(prefs::single_keys());
    ui::provide();
    data::provide();
    keys::listen();
    lists::listen();
    let help = RwSignal::new(false);
    keys::add(
        Command::new("help", Scope::Global, t::ui::keys_help(), move || {
            help.set(true)
        })
        .on(Chord::SLASH.shift())
        .on(Chord::F1),
    );
    view! {
        <Router>
            <Screens />
        </Router>
        <HelpSheet open=help />
    }
}
