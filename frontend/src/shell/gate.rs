//! Who sees the application: whoever is signed in, once the first answer is there.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use wire::day::{Boot, DayQuery, GetMyDay};

use super::bell;
use super::expired::ExpiredPanel;
use super::header::Header;
use super::rail::Rail;
use super::sections;
use super::strips::Strips;
use crate::data::{Query, State, queries, query, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::palette::{self, Palette};
use crate::parts::{self, Work, work};
use crate::prefs;
use crate::ui::{AppFrame, BareFrame, EmptyState, RailWidth, set_club_name};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    /// Nothing is known yet: the page stays as `index.html` painted it.
    Wait,
    SignIn,
    NoServer,
    Open,
}

#[component]
pub fn Shell() -> AnyView {
    let session = session();
    let gate = Memo::new(move |_| match session.state() {
        State::Starting => Gate::Wait,
        State::SignedOut => Gate::SignIn,
        State::Unreachable => Gate::NoServer,
        State::SignedIn | State::Expired => Gate::Open,
    });
    let location = use_location();
    let here = move || {
        let (path, search) = (
            location.pathname.get_untracked(),
            location.search.get_untracked(),
        );
        match search.is_empty() {
            true => path,
            false => format!("{path}?{}", search.trim_start_matches('?')),
        }
    };
    view! {
        {move || match gate.get() {
            Gate::Wait => ().into_any(),
            Gate::SignIn => view! { <Redirect path=links::sign_in_then(&here()) /> }.into_any(),
            Gate::NoServer => view! { <NoServer /> }.into_any(),
            Gate::Open => view! { <Application /> }.into_any(),
        }}
    }
    .into_any()
}

/// The server did not answer at the start: it is asked again until it does.
#[component]
fn NoServer() -> AnyView {
    let session = session();
    let handle = set_interval_with_handle(
        move || {
            if session.state() == State::Unreachable {
                session.start_quietly();
            }
        },
        std::time::Duration::from_secs(5),
    );
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    view! { <BareFrame><EmptyState text=t::shell::server_away() /></BareFrame> }.into_any()
}

#[component]
fn Application() -> AnyView {
    let boot = query::<Boot>(|| Some(((), ())));
    let queries = queries();
    Effect::new(move |_| {
        if let Some(boot) = boot.data() {
            queries.put::<GetMyDay>((), DayQuery::default(), boot.day.clone());
        }
    });
    Effect::new(move |_| {
        if let Some(me) = session().me() {
            set_club_name(&me.organisation.name);
            prefs::set_single_keys(me.single_key_shortcuts);
        }
    });
    provide_context(boot);
    let palette = palette::provide();
    global_keys();
    parts::fetch_ahead();

    let location = use_location();
    let in_runner = Memo::new(move |_| location.pathname.get().starts_with("/run"));
    let narrow = RwSignal::new(prefs::rail_is_narrow());
    let rail_width = Signal::derive(move || match (in_runner.get(), narrow.get()) {
        (true, _) => RailWidth::Hidden,
        (false, true) => RailWidth::Narrow,
        (false, false) => RailWidth::Wide,
    });
    let ready = Memo::new(move |_| boot.data().is_some() || boot.failure().is_some());
    let address = use_query_map();
    let beside = Memo::new(move |_| {
        address.with(|map| {
            let new = map.get("new").map(Work::Create);
            new.or_else(|| map.get("peek").map(|_| Work::Peek))
        })
    });
    view! {
        <AppFrame
            rail=move || view! { <Rail narrow=narrow /> }
            top=|| view! { <Header /> }
            side=move || view! { {move || beside.get().map(work::show)} }
            rail_width=rail_width
        >
            <Strips />
            {move || ready.get().then(|| view! { <Outlet /> })}
        </AppFrame>
        <Palette opener=palette />
        {move || (session().state() == State::Expired).then(|| view! { <ExpiredPanel /> })}
    }
    .into_any()
}

/// The shell's own answer, for the counts.
pub fn boot() -> Query<wire::day::BootReply> {
    expect_context()
}

fn global_keys() {
    let go = use_navigate();
    let location = use_location();
    let to = move |address: String| {
        let go = go.clone();
        move || go(&address, Default::default())
    };
    let go = use_navigate();
    let create = move |kind: &'static str| {
        let (go, location) = (go.clone(), location.clone());
        move || {
            go(
                &untrack(|| links::panel(&location, &[("new", kind)])),
                Default::default(),
            )
        }
    };
    let everywhere = |id, label: &'static str| {
        move |run: Box<dyn Fn() + Send + Sync>| Command::new(id, Scope::Global, label, run)
    };
    let may = |permission| session().may(permission);
    if untrack(|| may(Permission::TaskCreate)) {
        keys::add(
            everywhere("call.new", t::shell::new_call())(Box::new(create("call")))
                .on(Chord::letter('c')),
        );
        keys::add(
            everywhere("task.new", t::shell::new_task())(Box::new(create("task")))
                .on(Chord::letter('t')),
        );
    }
    if untrack(|| may(Permission::ClientCreate)) {
        keys::add(
            everywhere("client.new", t::shell::new_client())(Box::new(create("client")))
                .on(Chord::letter('c').shift()),
        );
    }
    keys::add(
        everywhere("go.notices", t::shell::go_notices())(Box::new(bell::open))
            .on(Chord::letter('n').after('g')),
    );
    let allowed: Vec<_> = untrack(|| sections::allowed().collect());
    for section in allowed {
        if let (Some((id, label)), Some(chord)) = (section.command(), section.chord()) {
            keys::add(Command::new(id, Scope::Global, label, to((section.href)())).on(chord));
        }
    }
}
