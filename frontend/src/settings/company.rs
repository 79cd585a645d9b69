//! The company: name, language, currency, phones.

use std::sync::Arc;

use domain::language::Language;
use domain::organisation::{NameOrder, WeekStart};
use leptos::prelude::*;
use wire::organisation::{GetOrganisation, Organisation, OrganisationPatch, UpdateOrganisation};

use super::form::{Edited, FormFoot};
use super::frame::SettingsPage;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::shell::languages;
use crate::ui::{Field, Input, Radio, Select, Toast, toasts};

#[component]
pub fn Company() -> AnyView {
    let organisation = query::<GetOrganisation>(|| Some(((), ())));
    view! {
        <SettingsPage title=t::settings::company() add=None>
            <div class="settings__detail"><Edited query=organisation let:organisation><Form organisation=organisation /></Edited></div>
        </SettingsPage>
    }
    .into_any()
}

#[component]
fn Form(organisation: Arc<Organisation>) -> AnyView {
    let name = RwSignal::new(organisation.name.clone());
    let language = RwSignal::new(organisation.language.to_string());
    let currency = RwSignal::new(organisation.currency.clone());
    let country = RwSignal::new(organisation.phone_country.clone());
    let week = RwSignal::new(organisation.week_start.to_string());
    let order = RwSignal::new(organisation.name_order.to_string());
    let patch = move || OrganisationPatch {
        name: Some(name.get()),
        language: language.with(|word| Language::parse(word)),
        currency: Some(currency.get().trim().to_uppercase()),
        phone_country: Some(country.get().trim().to_uppercase()),
        week_start: week.with(|word| WeekStart::parse(word)),
        name_order: order.with(|word| NameOrder::parse(word)),
    };
    let before = untrack(patch);
    let dirty = Signal::derive(move || patch() != before);
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let version = organisation.version;
    let save = move |()| {
        sending.change::<UpdateOrganisation>((), version, untrack(patch), move |now| {
            queries.put::<GetOrganisation>((), (), now);
            queries.all_stale();
            toasts.show(Toast::new(t::settings::saved()));
        });
    };
    let languages = Signal::stored(languages());
    let weeks = Signal::stored(vec![
        Radio::new("monday", t::settings::monday()),
        Radio::new("sunday", t::settings::sunday()),
    ]);
    let orders = Signal::stored(vec![
        Radio::new("given_first", t::settings::given_first()),
        Radio::new("surname_first", t::settings::surname_first()),
    ]);
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    view! {
        <div class="form">
            <Field label=t::settings::company_name() error=fault("/name")><Input value=name max_length=200 /></Field>
            <Field label=t::settings::company_language() hint=t::settings::company_language_hint().to_owned() error=fault("/language")><Select value=language options=languages /></Field>
            <div class="cluster">
                <Field label=t::settings::currency() error=fault("/currency")><Input value=currency max_length=3 /></Field>
                <Field label=t::settings::phone_country() hint=t::settings::phone_country_hint().to_owned() error=fault("/phone_country")><Input value=country max_length=2 /></Field>
            </div>
            <Field label=t::settings::week_start() error=fault("/week_start")><Select value=week options=weeks /></Field>
            <Field label=t::settings::name_order() error=fault("/name_order")><Select value=order options=orders /></Field>
            <FormFoot sending=sending dirty=dirty on_save=save />
        </div>
    }
    .into_any()
}
