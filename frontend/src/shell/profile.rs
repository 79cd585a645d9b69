//! One's own preferences, saved as they are chosen, and the way out.

use domain::language::Language;
use domain::staff::{Density, Theme};
use leptos::prelude::*;
use wire::auth::{MePatch, UpdateMe};

use super::language::languages;
use super::password::OwnPassword;
use super::sessions::Sessions;
use crate::data::{outbox, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord};
use crate::prefs;
use crate::ui::{
    Banner, Button, Dialog, Edge, Face, Icon, InlineError, Kind, Popover, Radio, Segmented, Switch,
    Tone,
};

#[component]
pub fn Profile() -> AnyView {
    let session = session();
    let sessions = RwSignal::new(false);
    let password = RwSignal::new(false);
    let name = move || session.with_me(|me| me.name.clone()).unwrap_or_default();
    let label = move || t::shell::profile_of(name());
    view! {
        <Popover label=Signal::derive(label) icon=Icon::UserRound face=Face::Icon kind=Kind::Ghost edge=Edge::End>
            <Preferences sessions=sessions password=password />
        </Popover>
        <Dialog open=password title=t::shell::password_change()><OwnPassword open=password /></Dialog>
        <Dialog open=sessions title=t::shell::sessions()><Sessions /></Dialog>
    }
    .into_any()
}

#[component]
fn Preferences(sessions: RwSignal<bool>, password: RwSignal<bool>) -> AnyView {
    let session = session();
    let save = sending();
    let Some(me) = session.me() else {
        return ().into_any();
    };
    let language = RwSignal::new(me.language.as_str().to_owned());
    let theme = RwSignal::new(me.theme.as_str().to_owned());
    let density = RwSignal::new(me.density.as_str().to_owned());
    let single_keys = RwSignal::new(me.single_key_shortcuts);
    let change = move |patch: MePatch| {
        save.send::<UpdateMe>((), (), patch, move |me| session.replace_me(me))
    };
    let choose_language = move |word: String| {
        change(MePatch {
            language: Language::parse(&word),
            ..MePatch::default()
        });
    };
    let choose_theme = move |word: String| {
        prefs::set_theme(prefs::Theme::named(&word));
        change(MePatch {
            theme: Theme::parse(&word),
            ..MePatch::default()
        });
    };
    let choose_density = move |word: String| {
        prefs::set_density(prefs::Density::named(&word));
        change(MePatch {
            density: Density::parse(&word),
            ..MePatch::default()
        });
    };
    let choose_keys = move |on: bool| {
        prefs::set_single_keys(on);
        change(MePatch {
            single_key_shortcuts: Some(on),
            ..MePatch::default()
        });
    };
    let themes = vec![
        Radio::new("system", t::shell::theme_system()),
        Radio::new("light", t::shell::theme_light()),
        Radio::new("dark", t::shell::theme_dark()),
    ];
    let densities = vec![
        Radio::new("compact", t::shell::density_compact()),
        Radio::new("comfortable", t::shell::density_comfortable()),
    ];
    let waiting = move || i64::try_from(outbox().waiting()).unwrap_or_default();
    view! {
        <div class="prefs">
            <div>
                <div class="prefs__name">{me.name.clone()}</div>
                <div class="meta">{me.role.name.clone()} " · " {me.email.clone()}</div>
            </div>
            <div class="prefs__line"><span class="meta">{t::shell::language()}</span>
                <Segmented value=language label=t::shell::language() options=Signal::stored(languages()) on_change=choose_language />
            </div>
            <div class="prefs__line"><span class="meta">{t::shell::theme()}</span>
                <Segmented value=theme label=t::shell::theme() options=Signal::stored(themes) on_change=choose_theme />
            </div>
            <div class="prefs__line"><span class="meta">{t::shell::density()}</span>
                <Segmented value=density label=t::shell::density() options=Signal::stored(densities) on_change=choose_density />
            </div>
            <Switch on=single_keys label=t::shell::single_keys() on_change=choose_keys />
            <InlineError text=Signal::derive(move || save.failure().map(|_| t::shell::not_saved().to_owned())) />
            <hr />
            {move || (waiting() > 0).then(|| view! { <Banner text=t::shell::sign_out_unsent(waiting()) tone=Tone::Warn inset=true /> })}
            <div class="prefs__acts">
                <Button label=t::shell::help() icon=Icon::Keyboard kind=Kind::Ghost chord=Chord::SLASH.shift() on_press=|()| keys::run("help") />
                <Button label=t::shell::password_change() icon=Icon::Lock kind=Kind::Ghost on_press=move |()| password.set(true) />
                <Button label=t::shell::sessions() icon=Icon::Monitor kind=Kind::Ghost on_press=move |()| sessions.set(true) />
                <Button label=t::shell::sign_out() icon=Icon::LogOut kind=Kind::Ghost on_press=move |()| session.leave() />
            </div>
        </div>
    }
    .into_any()
}
