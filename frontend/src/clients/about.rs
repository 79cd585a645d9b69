//! What is known of a client, each value changed where it stands.

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::Permission;
use domain::clients::{Channel, Stage};
use domain::ids::ClientId;
use leptos::prelude::*;
use wire::branches::ListBranches;
use wire::clients::{Client, ClientPatch, GetClient, UpdateClient, ValueName};
use wire::error::Code;
use wire::staff::{EmployeesQuery, ListEmployees};

use super::contacts::{Emails, Phones};
use super::edit::{EditText, Lines};
use super::sources::source_options;
use super::words;
use crate::data::{Queries, Sending, queries, query, sending, session};
use crate::i18n::{self, t};
use crate::links;
use crate::ui::{
    Banner, Button, Checkbox, Choice, Combobox, Field, InputKind, Kind, Picks, Radio, Select, Tone,
};

/// Saves members of one card, one at a time, on the version that is shown. It outlives the card's drawing: an answer that
/// comes after a refresh still finds it.
#[derive(Clone, Copy)]
pub struct Saver {
    id: ClientId,
    version: StoredValue<i64>,
    /// What was sent last, to be sent again over somebody else's change.
    patch: StoredValue<ClientPatch>,
    /// What was changed while an answer was on its way.
    waiting: StoredValue<VecDeque<ClientPatch>>,
    sending: Sending,
    queries: Queries,
}

impl Saver {
    pub fn new(id: ClientId) -> Self {
        let saver = Self {
            id,
            version: StoredValue::new(0),
            patch: StoredValue::new(ClientPatch::default()),
            waiting: StoredValue::new(VecDeque::new()),
            sending: sending(),
            queries: queries(),
        };
        Effect::new(move |_| {
            if !saver.pending() {
                let next = saver.waiting.try_update_value(VecDeque::pop_front);
                if let Some(next) = next.flatten() {
                    saver.save(next);
                }
            }
        });
        saver
    }

    /// An answer is on its way.
    pub fn pending(self) -> bool {
        self.sending.pending()
    }

    pub fn save(self, patch: ClientPatch) {
        if untrack(|| self.pending()) {
            return self
                .waiting
                .update_value(|waiting| waiting.push_back(patch));
        }
        self.patch.set_value(patch.clone());
        self.send(patch);
    }

    fn send(self, patch: ClientPatch) {
        let (id, version) = (self.id, self.version.get_value());
        self.sending
            .change::<UpdateClient>((id,), version, patch, move |saved| {
                self.version.set_value(saved.client.version);
                self.queries.put::<GetClient>((id,), (), saved.client);
                self.queries.stale(&["clients", "day", "search"]);
            });
    }

    pub fn fault(self, pointer: &str) -> Option<String> {
        self.sending.fault(pointer)
    }

    /// Somebody else changed the card in between, or another reason that belongs to no single field.
    fn trouble(self) -> Option<(String, bool)> {
        let failure = self.sending.failure()?;
        let stale = failure.code() == Some(Code::VersionMismatch);
        if !failure.field_errors().is_empty() {
            return None;
        }
        let words = failure.problem().map_or_else(
            || t::shell::cannot_read().to_owned(),
            |problem| problem.detail.clone(),
        );
        Some((words, stale))
    }

    fn take_new(self) {
        self.sending.refuse(None);
        self.queries.stale(&["clients"]);
    }

    fn keep_mine(self) {
        self.sending
            .send::<GetClient>((self.id,), (), (), move |now| {
                self.version.set_value(now.version);
                self.send(self.patch.get_value());
            });
    }
}

#[component]
pub fn About(client: Arc<Client>) -> AnyView {
    let saver = expect_context::<Saver>();
    saver.version.set_value(client.version);
    let may = Signal::derive(move || session().may(Permission::ClientEdit));
    let archived = client.archived_at.is_some();
    let may = Signal::derive(move || may.get() && !archived);
    let text = |value: &Option<String>| Signal::stored(value.clone().unwrap_or_default());
    let none_if_empty = |text: String| Some(text).filter(|text| !text.is_empty());
    let birth = Signal::stored(client.birth_date.map(i18n::date).unwrap_or_default());
    let save_birth = move |typed: String| match parse_date(&typed) {
        Ok(date) => saver.save(ClientPatch {
            birth_date: Some(date),
            ..ClientPatch::default()
        }),
        Err(()) => birth_unclear(saver),
    };
    view! {
        {move || saver.trouble().map(|(words, stale)| view! {
            <Banner text=words tone=Tone::Warn inset=true actions=move || view! {
                {stale.then(|| view! {
                    <Button label=t::clients::keep_mine() kind=Kind::Ghost on_press=move |()| saver.keep_mine() />
                    <Button label=t::clients::take_new() kind=Kind::Ghost on_press=move |()| saver.take_new() />
                })}
            } />
        })}
        <h2 class="section-head">{t::clients::about()}</h2>
        <div class="facts">
            <EditText label=t::clients::name() value=Signal::stored(client.name.clone()) may=may kind=InputKind::Name
                error=Signal::derive(move || saver.fault("/name"))
                on_save=move |name: String| saver.save(ClientPatch { name: Some(name), ..ClientPatch::default() }) />
            <Phones phones=client.phones.clone() saver=saver may=may />
            <Emails emails=client.emails.clone() saver=saver may=may />
            {messengers(&client)}
            <EditText label=t::clients::birth_date() value=birth may=may placeholder=t::clients::birth_example()
                error=Signal::derive(move || saver.fault("/birth_date"))
                on_save=save_birth />
            <StageFact stage=client.stage saver=saver may=may />
            <Responsible client=client.clone() saver=saver may=may />
            <Branch client=client.clone() saver=saver may=may />
            <Source source=client.source.clone() saver=saver may=may />
            <Tags tags=client.tags.clone() saver=saver may=may />
            <EditText label=t::clients::note() value=text(&client.note) may=may lines=Lines::Many
                error=Signal::derive(move || saver.fault("/note"))
                on_save=move |note: String| saver.save(ClientPatch { note: Some(none_if_empty(note)), ..ClientPatch::default() }) />
            <Forbidden client=client.clone() saver=saver may=may />
            {family(&client)}
        </div>
    }
    .into_any()
}

/// A value that is only shown.
fn fact(label: &'static str, value: String) -> AnyView {
    view! {
        <div class="fact"><span class="fact__label">{label}</span><span class="fact__value">{value}</span></div>
    }
    .into_any()
}

fn messengers(client: &Client) -> Option<AnyView> {
    let lines: Vec<String> = client
        .messengers
        .iter()
        .map(|contact| {
            format!(
                "{}: {}",
                words::messenger(contact.messenger),
                contact.address
            )
        })
        .collect();
    (!lines.is_empty()).then(|| fact(t::clients::messengers(), lines.join("\n")))
}

fn family(client: &Client) -> Option<AnyView> {
    let lines: Vec<AnyView> = client
        .relations
        .iter()
        .map(|relation| {
            let (href, name, kind) = (
                links::client(relation.client_id),
                relation.name.clone(),
                relation.kind.clone(),
            );
            view! { <span class="fact__value"><a href=href>{name}</a>" · "{kind}</span> }.into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="fact"><span class="fact__label">{t::clients::family()}</span>{lines}</div>
        }
        .into_any()
    })
}

#[component]
fn StageFact(stage: Stage, saver: Saver, may: Signal<bool>) -> AnyView {
    let value = RwSignal::new(stage.to_string());
    let options = Signal::stored(
        Stage::ALL
            .iter()
            .map(|stage| Radio::new(stage.as_str(), words::stage(*stage)))
            .collect::<Vec<_>>(),
    );
    let change = move |word: String| {
        if let Some(stage) = Stage::parse(&word) {
            saver.save(ClientPatch {
                stage: Some(stage),
                ..ClientPatch::default()
            });
        }
    };
    view! {
        <Field label=t::clients::stage()>
            <Select value=value options=options disabled=Signal::derive(move || !may.get()) on_change=change />
        </Field>
    }
    .into_any()
}

#[component]
fn Responsible(client: Arc<Client>, saver: Saver, may: Signal<bool>) -> AnyView {
    let chosen = RwSignal::new(
        client
            .responsible
            .iter()
            .map(|person| Choice::new(person.id.to_string(), person.name.clone()))
            .collect(),
    );
    let staff = query::<ListEmployees>(|| {
        Some((
            (),
            EmployeesQuery {
                limit: Some(200),
                ..EmployeesQuery::default()
            },
        ))
    });
    let options = Signal::derive(move || {
        let page = staff.data();
        let people = page.iter().flat_map(|page| page.items.iter());
        people
            .filter(|person| person.state != domain::staff::EmployeeState::Left)
            .map(|person| {
                Choice::new(person.id.to_string(), person.name.clone())
                    .hint(person.role_name.clone())
            })
            .collect::<Vec<_>>()
    });
    let change = move |picked: Vec<Choice>| {
        let responsible_id = Some(picked.first().and_then(|choice| choice.value.parse().ok()));
        saver.save(ClientPatch {
            responsible_id,
            ..ClientPatch::default()
        });
    };
    view! {
        <Field label=t::clients::responsible() error=Signal::derive(move || saver.fault("/responsible_id"))>
            <Combobox chosen=chosen options=options on_change=change disabled=Signal::derive(move || !may.get()) />
        </Field>
    }
    .into_any()
}

#[component]
fn Branch(client: Arc<Client>, saver: Saver, may: Signal<bool>) -> AnyView {
    let value = RwSignal::new(client.branch_id.to_string());
    let branches = query::<ListBranches>(|| Some(((), ())));
    let own = client.branch_id;
    let options = Signal::derive(move || {
        let page = branches.data();
        let known = page.iter().flat_map(|page| page.items.iter());
        known
            .filter(|branch| branch.archived_at.is_none() || branch.id == own)
            .map(|branch| Radio::new(branch.id.to_string(), branch.name.clone()))
            .collect::<Vec<_>>()
    });
    let change = move |id: String| {
        if let Ok(id) = id.parse() {
            saver.save(ClientPatch {
                branch_id: Some(id),
                ..ClientPatch::default()
            });
        }
    };
    let several = Memo::new(move |_| options.with(Vec::len) > 1);
    view! {
        {move || several.get().then(|| view! {
            <Field label=t::clients::branch()>
                <Select value=value options=options disabled=Signal::derive(move || !may.get()) on_change=change />
            </Field>
        })}
    }
    .into_any()
}

#[component]
fn Source(source: Option<ValueName>, saver: Saver, may: Signal<bool>) -> AnyView {
    let value = source.as_ref().map(|source| source.id.to_string());
    let value = RwSignal::new(value.unwrap_or_default());
    let options = source_options(source);
    let change = move |id: String| {
        saver.save(ClientPatch {
            source_id: Some(id.parse().ok()),
            ..ClientPatch::default()
        });
    };
    view! {
        <Field label=t::clients::source() error=Signal::derive(move || saver.fault("/source_id"))>
            <Select value=value options=options disabled=Signal::derive(move || !may.get()) on_change=change />
        </Field>
    }
    .into_any()
}

#[component]
fn Tags(tags: Vec<String>, saver: Saver, may: Signal<bool>) -> AnyView {
    let chosen = RwSignal::new(
        tags.into_iter()
            .map(|tag| Choice::new(tag.clone(), tag))
            .collect::<Vec<_>>(),
    );
    let save = move |chosen: &[Choice]| {
        let tags = chosen.iter().map(|choice| choice.label.clone()).collect();
        saver.save(ClientPatch {
            tags: Some(tags),
            ..ClientPatch::default()
        });
    };
    let create = move |name: String| {
        chosen.update(|all| all.push(Choice::new(name.clone(), name)));
        chosen.with_untracked(|all| save(all));
    };
    view! {
        <Field label=t::clients::tags() error=Signal::derive(move || saver.fault("/tags"))>
            <Combobox
                chosen=chosen
                options=Signal::stored(Vec::new())
                picks=Picks::Many
                on_create=create
                on_change={move |all: Vec<Choice>| save(&all)}
                placeholder=t::clients::add_tag()
                disabled=Signal::derive(move || !may.get())
            />
        </Field>
    }
    .into_any()
}

/// Channels through which the person does not want to be reached.
#[component]
fn Forbidden(client: Arc<Client>, saver: Saver, may: Signal<bool>) -> AnyView {
    let now = StoredValue::new(client.do_not_contact.clone());
    let boxes = Channel::ALL.iter().copied().map(move |channel| {
        let checked = RwSignal::new(now.with_value(|now| now.contains(&channel)));
        let change = move |on: bool| {
            let mut channels = now.get_value();
            channels.retain(|known| *known != channel);
            if on {
                channels.push(channel);
            }
            saver.save(ClientPatch { do_not_contact: Some(channels), ..ClientPatch::default() });
        };
        view! { <Checkbox checked=checked label=words::channel(channel) disabled=Signal::derive(move || !may.get()) on_change=change /> }
    });
    view! {
        <fieldset class="field">
            <legend class="field__label">{t::clients::do_not_contact()}</legend>
            <div class="choices" data-flow="row">{boxes.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// `24.11.1991`, `1991-11-24`; an empty text clears the date.
fn parse_date(typed: &str) -> Result<Option<NaiveDate>, ()> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(typed, form).ok())
        .map(Some)
        .ok_or(())
}

fn birth_unclear(saver: Saver) {
    use client::Failure;
    use wire::error::{Fault, FieldError, Problem};
    let mut fault = FieldError::at("/birth_date", Fault::Malformed);
    fault.message = t::clients::birth_unclear().to_owned();
    let problem = Problem {
        kind: String::new(),
        title: String::new(),
        status: 422,
        code: Code::ValidationFailed,
        detail: String::new(),
        instance: String::new(),
        request_id: String::new(),
        params: Default::default(),
        errors: vec![fault],
    };
    saver.sending.refuse(Some(Failure::Refused {
        problem: Box::new(problem),
        retry_after: None,
    }));
}
