//! Parts of the program that are fetched when they are first needed.
//!
//! What everybody needs at once (signing in, the shell, My day) is the first load. Each part below is a file of its own, cut out of the program by
//! `crates/bundle`; [`fetch_ahead`] brings them while nobody waits, and those of the daily work first. A part that cannot be fetched says so in its place and
//! can be asked for again. A build without optimisation is not cut: there, every part is present from the start.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt as _;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError as Absent;

use crate::i18n::t;
use crate::quick::QuickCreate;
use crate::run::Runner;
use crate::shell::sections::{self, Section};
use crate::ui::{Button, EmptyState, Icon, Kind, Skeleton, Waiting};
use crate::{
    clients, companies, comparison as versions, entry, imports, merges, processes,
    rehearsal as past, settings,
};

/// When the shell has been open for so long, what may be needed later is fetched.
const PATIENCE: Duration = Duration::from_secs(2);
/// What the addresses of the office's sections begin with.
const OFFICE: [&str; 2] = ["/processes", "/settings"];

type Fetching = Pin<Box<dyn Future<Output = Result<(), Absent>>>>;

/// Makes a part of the screens of one folder: a function that shows one of them, and `fetch` for its code.
macro_rules! part {
    ($part:ident: $screen:ty) => {
        pub mod $part {
            use super::*;

            #[cfg(not(debug_assertions))]
            #[leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, preload(fetch), fallible)]
            fn build(screen: $screen) -> Result<AnyView, Absent> {
                Ok(screen.view())
            }

            #[cfg(debug_assertions)]
            async fn build(screen: $screen) -> Result<AnyView, Absent> {
                Ok(screen.view())
            }

            #[cfg(debug_assertions)]
            async fn fetch() -> Result<(), Absent> {
                Ok(())
            }

            pub fn show(screen: $screen) -> AnyView {
                // Once the code is there, building is ready at once.
                when_there(fetching, move || build(screen.clone()).now_or_never()?.ok())
            }

            pub(super) fn fetching() -> Fetching {
                Box::pin(fetch())
            }
        }
    };
}

part!(before: entry::Screen);
part!(work: Work);
part!(office: Office);
// Looked at now and then, and not fetched ahead.
part!(rehearsal: past::Screen);
part!(comparison: versions::Screen);
part!(merging: merges::Screen);
part!(import: imports::Screen);

/// What one does all day; it is fetched as soon as the shell is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    Runner,
    Clients(clients::Screen),
    Companies(companies::Screen),
    /// Quick create of what the word says.
    Create(String),
    /// Beside the page: the card that the address looks at.
    Peek,
}

impl Work {
    fn view(self) -> AnyView {
        match self {
            Self::Runner => view! { <Runner /> }.into_any(),
            Self::Clients(screen) => screen.view(),
            Self::Companies(screen) => screen.view(),
            Self::Create(kind) => view! { <QuickCreate kind=kind /> }.into_any(),
            Self::Peek => view! { <clients::Peek /> }.into_any(),
        }
    }
}

/// Processes and settings are the work of the same people and share most of their code.
#[derive(Debug, Clone, Copy)]
pub enum Office {
    Processes(processes::Screen),
    Settings(settings::Screen),
}

impl Office {
    fn view(self) -> AnyView {
        match self {
            Self::Processes(screen) => screen.view(),
            Self::Settings(screen) => screen.view(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Coming,
    There,
    Absent,
}

fn when_there(
    fetching: fn() -> Fetching,
    view: impl Fn() -> Option<AnyView> + Send + Sync + 'static,
) -> AnyView {
    let state = RwSignal::new(State::Coming);
    let fetch = move || {
        state.set(State::Coming);
        spawn_local(async move {
            let came = fetching().await;
            state.try_set(if came.is_ok() {
                State::There
            } else {
                State::Absent
            });
        });
    };
    fetch();
    let view = Callback::new(move |()| view());
    let shown = Memo::new(move |_| state.get());
    view! {
        <Waiting ready=Signal::derive(move || shown.get() != State::Coming) skeleton=|| view! { <Skeleton rows=8 /> }>
            {move || match shown.get() {
                State::Coming => None,
                State::There => view.run(()),
                State::Absent => Some(view! { <Missing on_retry=move |()| fetch() /> }.into_any()),
            }}
        </Waiting>
    }
    .into_any()
}

/// No connection, or another version was installed meanwhile: then only a new page helps.
#[component]
fn Missing(#[prop(into)] on_retry: Callback<()>) -> AnyView {
    view! {
        <EmptyState
            text=t::shell::part_missing()
            icon=Icon::CircleAlert
            actions=move || view! {
                <Button label=t::shell::retry() icon=Icon::RefreshCw kind=Kind::Primary on_press=on_retry />
                <Button label=t::shell::reload() on_press=|()| { let _ = window().location().reload(); } />
            }
        />
    }
    .into_any()
}

/// Fetches the parts that the one who is signed in may open: that of the daily work at once, the other a moment later.
pub fn fetch_ahead() {
    // What does not come now is asked for again when somebody opens it.
    spawn_local(async {
        let _ = work::fetching().await;
    });
    let in_office = |section: &Section| OFFICE.contains(&section.beginning);
    if untrack(|| sections::allowed().any(in_office)) {
        let fetch = || {
            spawn_local(async {
                let _ = office::fetching().await;
            });
        };
        set_timeout(fetch, PATIENCE);
    }
}
