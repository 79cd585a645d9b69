//! `/dev/kit`: every component in every state, for people who build screens and for the visual tests. Compiled only with the
//! feature `kit`.

mod forms;
mod lists;
mod signs;

use leptos::prelude::*;

use crate::i18n::{Language, language, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::prefs::{self, Density, Theme};
use crate::ui::{
    AppFrame, Button, Face, Icon, Kind, Page, Radio, RailItem, RailWidth, Reach, Segmented,
    SidePanel, Toast, Tone, toasts,
};

#[component]
pub fn Kit() -> AnyView {
    let rail_width = RwSignal::new(if prefs::rail_is_narrow() {
        RailWidth::Narrow
    } else {
        RailWidth::Wide
    });
    let panel = RwSignal::new(false);
    keys::add(
        Command::new("kit.toast", Scope::Page, t::kit::show_toast(), || {
            toasts().show(Toast::new(t::kit::toast_text()).undo(|| {}));
        })
        .on(Chord::letter('t')),
    );
    view! {
        <AppFrame
            rail=rail
            top=move || top(rail_width)
            rail_width=rail_width
            side=move || {
                panel.get().then(|| view! {
                    <SidePanel
                        title=t::kit::new_task()
                        on_close=move |()| panel.set(false)
                        foot=move || view! { <Button label=t::kit::save() kind=Kind::Primary chord=Chord::ENTER.ctrl() on_press=move |()| panel.set(false) /> }
                    >
                        {forms::small()}
                    </SidePanel>
                })
            }
        >
            <Page title=t::kit::title() flush=true>
                <div class="kit">
                    {signs::buttons()}
                    {signs::marks()}
                    {forms::fields()}
                    {forms::choices()}
                    {forms::long_lists()}
                    {forms::times()}
                    {lists::tabs()}
                    {lists::table()}
                    {lists::feed()}
                    {signs::overlays(panel)}
                    {signs::notices()}
                    {signs::formats()}
                </div>
            </Page>
        </AppFrame>
    }
    .into_any()
}

fn rail() -> AnyView {
    view! {
        <div class="rail__brand">"Perezvon"</div>
        <RailItem label=t::shell::to_day() href="/dev/kit" icon=Icon::Sun current=true count="14".to_owned() count_tone=Tone::Danger />
        <RailItem label=t::kit::clients() href="#clients" icon=Icon::Users current=false />
        <RailItem label=t::kit::processes() href="#processes" icon=Icon::Workflow current=false reach=Reach::WideOnly />
        <RailItem label=t::kit::settings() href="#settings" icon=Icon::Settings current=false />
    }
    .into_any()
}

fn top(rail_width: RwSignal<RailWidth>) -> AnyView {
    let theme = RwSignal::new(prefs::theme().name().to_owned());
    let density = RwSignal::new(prefs::density().name().to_owned());
    let languages: Vec<Radio> = Language::ALL
        .iter()
        .map(|l| Radio::new(l.as_str(), l.as_str()))
        .collect();
    let tongue = RwSignal::new(language().as_str().to_owned());
    view! {
        <Button
            label=t::kit::rail()
            icon=Icon::PanelLeft
            face=Face::Icon
            kind=Kind::Ghost
            on_press=move |()| {
                let narrow = rail_width.get_untracked() != RailWidth::Narrow;
                prefs::set_rail_narrow(narrow);
                rail_width.set(if narrow { RailWidth::Narrow } else { RailWidth::Wide });
            }
        />
        <span class="top__push"></span>
        <Segmented
            label=t::kit::theme()
            value=theme
            options=Theme::ALL.map(|theme| Radio::new(theme.name(), match theme {
                Theme::System => t::kit::theme_system(),
                Theme::Light => t::kit::theme_light(),
                Theme::Dark => t::kit::theme_dark(),
            })).to_vec()
            on_change=|name: String| prefs::set_theme(Theme::named(&name))
        />
        <span class="wide-only">
            <Segmented
                label=t::kit::density()
                value=density
                options=[(Density::Device, "Auto"), (Density::Compact, "36"), (Density::Comfortable, "44")]
                    .map(|(density, label)| Radio::new(density.name(), label))
                    .to_vec()
                on_change=|name: String| prefs::set_density(Density::named(&name))
            />
        </span>
        <Segmented
            label=t::kit::language()
            value=tongue
            options=languages
            on_change=|name: String| if let Some(language) = Language::parse(&name) { prefs::set_language(language) }
        />
    }
    .into_any()
}

/// A named group of the page.
fn group(title: &'static str, content: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="kit__group">
            <h2>{title}</h2>
            {content.into_any()}
        </section>
    }
    .into_any()
}
