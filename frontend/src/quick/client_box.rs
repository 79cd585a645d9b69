//! Finding a client by name, phone digits or e-mail, and making one where he is not found.

use std::time::Duration;

use domain::access::Permission;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use wire::clients::{ClientsQuery, CreateClient, ListClients, NewClient, PhoneEntry};
use wire::own_fields::GetClientFields;

use crate::data::{queries, query, sending, session};
use crate::i18n::{self, t};
use crate::links;
use crate::ui::{Choice, Combobox, InlineError};

#[component]
pub fn ClientBox(
    chosen: RwSignal<Vec<Choice>>,
    #[prop(optional, into)] on_change: Option<Callback<Vec<Choice>>>,
    #[prop(optional)] node: NodeRef<html::Input>,
    #[prop(default = RwSignal::new(false))] hurried: RwSignal<bool>,
) -> AnyView {
    let words = RwSignal::new(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // From a key until the question for it is on its way.
    let settling = RwSignal::new(false);
    let search = move |typed: String| {
        if let Some(handle) = timer.get_value() {
            handle.clear();
        }
        settling.set(true);
        timer.set_value(
            set_timeout_with_handle(
                move || {
                    words.set(typed.trim().to_owned());
                    // The query notices its new words in an effect, which runs before the next timer.
                    let asked = move || {
                        let _ = settling.try_set(false);
                    };
                    set_timeout(asked, Duration::ZERO);
                },
                Duration::from_millis(150),
            )
            .ok(),
        );
    };
    let found = query::<ListClients>(move || {
        let typed = words.get();
        let question = ClientsQuery {
            q: (!typed.is_empty()).then_some(typed),
            limit: Some(8),
            // Without words: those who were talked to last.
            sort: words
                .with(String::is_empty)
                .then(|| "-last_contact_at".to_owned()),
            ..ClientsQuery::default()
        };
        Some(((), question))
    });
    let options = Signal::derive(move || {
        let page = found.data();
        let rows = page.iter().flat_map(|page| page.items.iter());
        rows.map(|row| {
            let phone = row
                .phone
                .as_ref()
                .map(|phone| phone.display.clone())
                .unwrap_or_default();
            Choice::new(row.id.to_string(), &row.name).hint(phone)
        })
        .collect::<Vec<_>>()
    });
    let create = sending();
    let country = move || {
        session()
            .with_me(|me| me.organisation.phone_country.clone())
            .unwrap_or_default()
    };
    // Where more must be known of a client than a name, the form asks for it.
    let may_ask = untrack(|| session().may(Permission::DirectoryRead));
    let form = query::<GetClientFields>(move || may_ask.then_some(((), ())));
    let asks_more = move || {
        let form = form.data();
        form.is_some_and(|form| form.fields.iter().any(|field| field.required))
    };
    let (location, go) = (use_location(), use_navigate());
    let make = move |typed: String| {
        if untrack(asks_more) {
            let member = match i18n::parse_phone(&typed, &untrack(country)) {
                Some(_) => "phone",
                None => "name",
            };
            let address = links::panel(&location, &[("new", "client"), (member, &typed)]);
            go(&address, NavigateOptions::default());
            return;
        }
        let phone = i18n::parse_phone(&typed, &untrack(country)).map(|_| typed.clone());
        let fresh = NewClient {
            name: Some(match phone {
                Some(_) => t::quick::unnamed().to_owned(),
                None => typed,
            }),
            phones: phone
                .into_iter()
                .map(|number| PhoneEntry {
                    number,
                    label: None,
                    do_not_call: false,
                })
                .collect(),
            ..NewClient::default()
        };
        create.send::<CreateClient>((), (), fresh, move |saved| {
            queries().stale(&["clients"]);
            let phone = saved
                .client
                .phones
                .first()
                .map(|phone| phone.display.clone())
                .unwrap_or_default();
            let choice = Choice::new(saved.client.id.to_string(), &saved.client.name).hint(phone);
            chosen.set(vec![choice.clone()]);
            if let Some(run) = on_change {
                run.run(vec![choice]);
            }
        });
    };
    let picked = move |all: Vec<Choice>| {
        if let Some(run) = on_change {
            run.run(all);
        }
    };
    let may_create = untrack(|| session().may(Permission::ClientCreate));
    let on_create = may_create.then(|| Callback::new(make));
    view! {
        <Combobox
            chosen=chosen
            options=options
            on_query=search
            on_create=on_create
            on_change=picked
            searching=Signal::derive(move || settling.get() || found.loading() || create.pending())
            placeholder=t::quick::client_hint()
            node=node
            hurried=hurried
        />
        <InlineError text=Signal::derive(move || create.failure().map(|failure| match failure.problem() {
            Some(problem) => crate::run::refusal_words(problem),
            None => t::shell::not_saved().to_owned(),
        })) />
    }
    .into_any()
}
