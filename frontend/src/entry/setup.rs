//! First run: from the one-time link that the server printed to an owner who works.

use domain::language::Language;
use leptos::prelude::*;
use wire::error::Code;
use wire::setup::{CompleteSetup, GetSetup, PackName, SetupRequest};

use super::invitation::{NewPassword, SHORTEST_PASSWORD};
use super::trouble::Trouble;
use super::{leave_when_signed_in, places, token_of_address};
use crate::data::{query, sending, session};
use crate::i18n::{self, t};
use crate::links;
use crate::shell::{LanguageChoice, languages};
use crate::ui::{
    BareFrame, BareWidth, Button, Choice, Combobox, Field, Input, InputKind, Kind, LinkButton,
    Need, Press, Radio, Select, Width,
};

#[component]
pub fn Setup() -> AnyView {
    // What the club begins with; here, because the way on depends on it.
    let begins = RwSignal::new(PRESET.to_owned());
    leave_when_signed_in(move || {
        begins
            .with_untracked(|word| word == INTERVIEW)
            .then(|| links::interview(1))
    });
    document().set_title(t::entry::setup_title());
    let state = query::<GetSetup>(|| Some(((), ())));
    let done = Memo::new(move |_| state.data().map(|state| state.done));
    let content = move || {
        match done.get() {
        Some(true) => view! {
            <h1 tabindex="-1">{t::entry::setup_title()}</h1>
            <p>{t::entry::already_set_up()}</p>
            <LinkButton label=t::entry::back_to_sign_in() href=links::sign_in() kind=Kind::Primary />
        }
        .into_any(),
        Some(false) => {
            let packs = untrack(|| state.data().map(|state| state.packs.clone()));
            view! { <SetupForm packs=packs.unwrap_or_default() begins=begins /> }.into_any()
        }
        None => ().into_any(),
    }
    };
    view! {
        <BareFrame width=BareWidth::Wide>
            <div class="entry">
                <div class="entry__brand">"Perezvon"</div>
                {content}
            </div>
        </BareFrame>
    }
    .into_any()
}

/// One process for any trade.
const PRESET: &str = "preset";
/// The owner answers six questions once he is inside.
const INTERVIEW: &str = "interview";
/// An empty club.
const NOTHING: &str = "nothing";

/// What a club can begin with: the one process, a pack for its trade, nothing.
fn ready_ones(packs: &[PackName], language: &str) -> Vec<Radio> {
    let mut all = vec![Radio::new(PRESET, t::entry::begin_preset())];
    let own = packs
        .iter()
        .filter(|pack| pack.language.as_str() == language);
    all.extend(own.map(|pack| Radio::new(pack.key.clone(), pack.name.clone())));
    all.push(Radio::new(INTERVIEW, t::entry::begin_interview()));
    all.push(Radio::new(NOTHING, t::entry::begin_nothing()));
    all
}

#[component]
fn SetupForm(packs: Vec<PackName>, begins: RwSignal<String>) -> AnyView {
    let session = session();
    let finish = sending();
    let guess = places::guess();
    let text = |value: String| RwSignal::new(value);
    let club = text(String::new());
    let language = text(i18n::language().as_str().to_owned());
    let country = text(guess.country);
    let currency = text(guess.currency);
    let branch = text(t::entry::branch_default().to_owned());
    let zone = RwSignal::new(vec![zone_choice(&guess.zone)]);
    // What the club begins with is in the club's language.
    let ready = Signal::derive(move || ready_ones(&packs, &language.get()));
    let owner = text(String::new());
    let email = text(String::new());
    let password = text(String::new());
    let tried = RwSignal::new(false);

    let send = move || {
        tried.set(true);
        let get = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let request = SetupRequest {
            token: token_of_address(),
            organisation_name: get(club),
            language: Language::parse(&get(language)).unwrap_or(Language::En),
            phone_country: get(country),
            currency: get(currency),
            branch_name: get(branch),
            zone: zone
                .get_untracked()
                .first()
                .map(|choice| choice.value.clone())
                .unwrap_or_default(),
            owner_name: get(owner),
            email: get(email),
            password: password.get_untracked(),
            with_preset: begins.with_untracked(|word| word == PRESET),
            pack: Some(get(begins))
                .filter(|word| ![PRESET, INTERVIEW, NOTHING].contains(&word.as_str())),
        };
        let needed = [
            &request.organisation_name,
            &request.branch_name,
            &request.zone,
            &request.owner_name,
            &request.email,
        ];
        let complete = needed.iter().all(|value| !value.is_empty());
        if complete && request.password.chars().count() >= SHORTEST_PASSWORD {
            finish.send::<CompleteSetup>((), (), request, move |granted| session.enter(granted));
        }
    };
    let error = move |pointer: &'static str, value: RwSignal<String>| {
        Signal::derive(move || {
            let empty = tried.get() && value.with(|text| text.trim().is_empty());
            finish
                .fault(pointer)
                .or_else(|| empty.then(|| t::entry::required().to_owned()))
        })
    };
    let options = |list: Vec<(String, String)>| {
        list.into_iter()
            .map(|(code, name)| Radio::new(code, name))
            .collect::<Vec<_>>()
    };
    let (countries, currencies) = (options(places::countries()), options(places::currencies()));
    let zones: Vec<Choice> = places::zones()
        .iter()
        .map(|zone| zone_choice(zone))
        .collect();
    let link_refused = move || {
        let refused =
            finish.failure().and_then(|failure| failure.code()) == Some(Code::LinkInvalid);
        refused.then(|| view! { <p class="field__hint">{t::entry::setup_link_text()}</p> })
    };
    view! {
        <h1 tabindex="-1">{t::entry::setup_title()}</h1>
        <p>{t::entry::setup_text()}</p>
        <LanguageChoice />
        <form
            class="stack entry__setup"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <fieldset class="section">
                <legend class="entry__legend">{t::entry::club()}</legend>
                <Field label=t::entry::club_name() need=Need::Required error=error("/organisation_name", club)>
                    <Input value=club />
                </Field>
                <div class="entry__pair">
                    <Field label=t::entry::club_language() error=error("/language", language)>
                        <Select value=language options=Signal::stored(languages()) />
                    </Field>
                    <Field label=t::entry::country() error=error("/phone_country", country)>
                        <Select
                            value=country
                            options=Signal::stored(countries)
                            on_change=move |code: String| {
                                if let Some(own) = places::currency_of(&code) {
                                    currency.set(own.to_owned());
                                }
                            }
                        />
                    </Field>
                    <Field label=t::entry::currency() error=error("/currency", currency)>
                        <Select value=currency options=Signal::stored(currencies) />
                    </Field>
                </div>
            </fieldset>
            <fieldset class="section">
                <legend class="entry__legend">{t::entry::branch()}</legend>
                <div class="entry__pair">
                    <Field label=t::entry::branch_name() need=Need::Required error=error("/branch_name", branch)>
                        <Input value=branch />
                    </Field>
                    <Field label=t::entry::zone() need=Need::Required error=Signal::derive(move || finish.fault("/zone"))>
                        <Combobox chosen=zone options=Signal::stored(zones) />
                    </Field>
                </div>
            </fieldset>
            <fieldset class="section">
                <legend class="entry__legend">{t::entry::ready_process()}</legend>
                <Field label=t::entry::begin_with() hint=t::entry::begin_with_hint() width=Width::Medium error=Signal::derive(move || finish.fault("/pack"))>
                    <Select value=begins options=ready />
                </Field>
            </fieldset>
            <fieldset class="section">
                <legend class="entry__legend">{t::entry::owner()}</legend>
                <Field label=t::entry::name() need=Need::Required width=Width::Medium error=error("/owner_name", owner)>
                    <Input value=owner kind=InputKind::Name />
                </Field>
                <Field label=t::entry::email() need=Need::Required width=Width::Medium error=error("/email", email)>
                    <Input value=email kind=InputKind::Username />
                </Field>
                <div class="entry__narrow">
                    <NewPassword value=password tried=tried refused=Signal::derive(move || finish.fault("/password")) />
                </div>
            </fieldset>
            <Trouble of=finish />
            {link_refused}
            <div><Button label=t::entry::finish() kind=Kind::Primary press=Press::Submit busy=Signal::derive(move || finish.pending()) /></div>
        </form>
    }
    .into_any()
}

fn zone_choice(zone: &str) -> Choice {
    Choice::new(zone, zone.replace('_', " "))
}
