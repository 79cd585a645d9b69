//! What is known of a client, each value changed where it stands.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::clients::{Channel, Stage};
use leptos::prelude::*;
use wire::branches::ListBranches;
use wire::clients::{Client, ClientPatch};
use wire::error::Fault;
use wire::staff::{EmployeesQuery, ListEmployees};

use super::companies::Companies;
use super::consents::Consents;
use super::contacts::{Emails, Phones};
use super::edit::{EditText, Lines};
use super::family::Family;
use super::messengers::Messengers;
use super::own_fields::OwnFields;
use super::saver::{Remedy, Saver};
use super::sources::source_options;
use super::subject::{Subject, held};
use super::words;
use crate::data::query;
use crate::discounts::Discounts;
use crate::i18n::{self, t};
use crate::ui::{
    Banner, Button, Checkbox, Choice, Combobox, Field, InputKind, Kind, Picks, Radio, Select, Tone,
};

/// The card on the screen: what it shows follows the server, while what is edited stays where it is.
pub struct OpenCard<C: Subject = Client> {
    pub client: Signal<Arc<C>>,
    pub saver: Saver<C>,
    pub may_edit: Memo<bool>,
    /// Whether phones and addresses may be changed, too.
    pub may_edit_contacts: Memo<bool>,
}

impl<C: Subject> Clone for OpenCard<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Subject> Copy for OpenCard<C> {}

impl<C: Subject> OpenCard<C> {
    pub fn new(client: Signal<Arc<C>>, saver: Saver<C>) -> Self {
        Effect::new(move |_| saver.show(client.get()));
        let may_edit = Memo::new(move |_| {
            client.with(|client| !client.is_archived() && client.may_be_edited())
        });
        let may_edit_contacts =
            Memo::new(move |_| may_edit.get() && client.with(|client| !client.hides_contacts()));
        Self {
            client,
            saver,
            may_edit,
            may_edit_contacts,
        }
    }

    pub fn read<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&C) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.client.with(|client| read(client)))
    }

    /// A value that its control changes at once, and the server's word after that.
    pub fn held<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&C) -> T + Send + Sync + 'static,
    ) -> RwSignal<T> {
        held(self.client, read)
    }
}

#[component]
pub fn About(card: OpenCard) -> AnyView {
    let OpenCard {
        saver, may_edit, ..
    } = card;
    let hidden = card.read(|client| client.contacts_hidden);
    let save_name = move |name: String| {
        saver.save(move |_| ClientPatch {
            name: Some(name.clone()),
            ..ClientPatch::default()
        });
    };
    let save_birth = move |typed: String| match parse_date(&typed) {
        Ok(date) => saver.save(move |_| ClientPatch {
            birth_date: Some(date),
            ..ClientPatch::default()
        }),
        Err(()) => saver.refuse("/birth_date", Fault::Malformed, t::clients::birth_unclear()),
    };
    let save_note = move |note: String| {
        let note = Some(note).filter(|note| !note.is_empty());
        saver.save(move |_| ClientPatch {
            note: Some(note.clone()),
            ..ClientPatch::default()
        });
    };
    view! {
        <Unsaved saver=saver />
        <h2 class="section-head">{t::clients::about()}</h2>
        <div class="facts">
            <EditText label=t::clients::name() value=card.read(|client| client.name.clone()) may=may_edit kind=InputKind::Name
                error=Signal::derive(move || saver.fault("/name")) on_save=save_name />
            {move || hidden.get().then(|| view! { <p class="meta">{t::clients::contacts_hidden()}</p> })}
            <Phones card=card />
            <Emails card=card />
            <Messengers card=card />
            <EditText label=t::clients::birth_date() value=card.read(|client| client.birth_date.map(i18n::date).unwrap_or_default())
                may=may_edit placeholder=t::clients::birth_example()
                error=Signal::derive(move || saver.fault("/birth_date")) on_save=save_birth />
            {move || match may_edit.get() {
                true => view! { <Choices card=card /> }.into_any(),
                false => view! { <Chosen card=card /> }.into_any(),
            }}
            <EditText label=t::clients::note() value=card.read(|client| client.note.clone().unwrap_or_default()) may=may_edit lines=Lines::Many
                error=Signal::derive(move || saver.fault("/note")) on_save=save_note />
            {move || may_edit.get().then(|| view! { <Forbidden card=card /> })}
        </div>
        <Family card=card />
        <Companies card=card />
        <Discounts card=card />
        <Consents card=card />
        <OwnFields card=card title=t::clients::own_fields() />
    }
    .into_any()
}

/// Why the last change is not saved, and the way on.
#[component]
pub fn Unsaved<C: Subject>(saver: Saver<C>) -> AnyView {
    let ways = move |remedy: Remedy| {
        match remedy {
        Remedy::Choose => view! {
            <Button label=t::clients::keep_mine() kind=Kind::Ghost on_press=move |()| saver.keep_mine() />
            <Button label=t::clients::take_new() kind=Kind::Ghost on_press=move |()| saver.take_new() />
        }
        .into_any(),
        Remedy::Repeat => view! {
            <Button label=t::shell::retry() kind=Kind::Ghost on_press=move |()| saver.repeat() />
        }
        .into_any(),
        Remedy::Nothing => ().into_any(),
    }
    };
    view! {
        {move || saver.trouble().map(|(words, remedy)| view! {
            <Banner text=words tone=Tone::Warn inset=true actions=move || ways(remedy) />
        })}
    }
    .into_any()
}

/// What is chosen among a few, for whoever may choose.
#[component]
fn Choices(card: OpenCard) -> AnyView {
    view! {
        <StageFact card=card />
        <Responsible card=card />
        <Branch card=card />
        <Source card=card />
        <Tags card=card />
    }
    .into_any()
}

/// The same for whoever may only look.
#[component]
fn Chosen(card: OpenCard) -> AnyView {
    let branch = card.read(|client| client.branch_id);
    let branches = query::<ListBranches>(|| Some(((), ())));
    let branch = Memo::new(move |_| {
        let page = branches.data();
        let mut known = page.iter().flat_map(|page| page.items.iter());
        let own = known.find(|known| known.id == branch.get());
        own.map(|branch| branch.name.clone()).unwrap_or_default()
    });
    let responsible = |client: &Client| {
        let person = client.responsible.as_ref();
        person.map(|person| person.name.clone()).unwrap_or_default()
    };
    let source = |client: &Client| {
        let source = client.source.as_ref();
        source.map(|source| source.name.clone()).unwrap_or_default()
    };
    let silent = |client: &Client| {
        let channels = client.do_not_contact.iter().copied();
        channels.map(words::channel).collect::<Vec<_>>().join(", ")
    };
    view! {
        <Fact label=t::clients::stage() value=card.read(|client| words::stage(client.stage).to_owned()) />
        <Fact label=t::clients::responsible() value=card.read(responsible) />
        <Fact label=t::clients::branch() value=branch />
        <Fact label=t::clients::source() value=card.read(source) />
        <Fact label=t::clients::tags() value=card.read(|client| client.tags.join(", ")) />
        <Fact label=t::clients::do_not_contact() value=card.read(silent) />
    }
    .into_any()
}

/// A value that is only shown, when there is one.
#[component]
fn Fact(label: &'static str, value: Memo<String>) -> AnyView {
    view! {
        {move || (!value.with(String::is_empty)).then(|| view! {
            <div class="fact"><span class="fact__label">{label}</span><span class="fact__value">{value}</span></div>
        })}
    }
    .into_any()
}

#[component]
fn StageFact(card: OpenCard) -> AnyView {
    let value = card.held(|client| client.stage.to_string());
    let options = Signal::stored(
        Stage::ALL
            .iter()
            .map(|stage| Radio::new(stage.as_str(), words::stage(*stage)))
            .collect::<Vec<_>>(),
    );
    let change = move |word: String| {
        let stage = Stage::parse(&word);
        card.saver.save(move |_| ClientPatch {
            stage,
            ..ClientPatch::default()
        });
    };
    view! {
        <Field label=t::clients::stage() error=Signal::derive(move || card.saver.fault("/stage"))>
            <Select value=value options=options on_change=change />
        </Field>
    }
    .into_any()
}

#[component]
pub fn Responsible<C: Subject>(card: OpenCard<C>) -> AnyView {
    let chosen = card.held(|client| {
        let person = client.responsible().into_iter();
        person
            .map(|person| Choice::new(person.id.to_string(), person.name.clone()))
            .collect::<Vec<_>>()
    });
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
        let responsible_id = picked.first().and_then(|choice| choice.value.parse().ok());
        card.saver
            .save(move |_| C::with_responsible(responsible_id));
    };
    view! {
        <Field label=t::clients::responsible() error=Signal::derive(move || card.saver.fault("/responsible_id"))>
            <Combobox chosen=chosen options=options on_change=change />
        </Field>
    }
    .into_any()
}

#[component]
pub fn Branch<C: Subject>(card: OpenCard<C>) -> AnyView {
    let value = card.held(|client| client.branch().to_string());
    let branches = query::<ListBranches>(|| Some(((), ())));
    let options = Signal::derive(move || {
        let page = branches.data();
        let known = page.iter().flat_map(|page| page.items.iter());
        let own = card.client.with(|client| client.branch());
        known
            .filter(|branch| branch.archived_at.is_none() || branch.id == own)
            .map(|branch| Radio::new(branch.id.to_string(), branch.name.clone()))
            .collect::<Vec<_>>()
    });
    let change = move |id: String| {
        let branch_id = id.parse().ok();
        card.saver.save(move |_| C::with_branch(branch_id));
    };
    let several = Memo::new(move |_| options.with(Vec::len) > 1);
    view! {
        {move || several.get().then(|| view! {
            <Field label=t::clients::branch() error=Signal::derive(move || card.saver.fault("/branch_id"))>
                <Select value=value options=options on_change=change />
            </Field>
        })}
    }
    .into_any()
}

#[component]
fn Source(card: OpenCard) -> AnyView {
    let own = card.read(|client| client.source.clone());
    let value = card.held(|client| {
        let source = client.source.as_ref();
        source
            .map(|source| source.id.to_string())
            .unwrap_or_default()
    });
    let options = source_options(own.into());
    let change = move |id: String| {
        let source_id = id.parse().ok();
        card.saver.save(move |_| ClientPatch {
            source_id: Some(source_id),
            ..ClientPatch::default()
        });
    };
    view! {
        <Field label=t::clients::source() error=Signal::derive(move || card.saver.fault("/source_id"))>
            <Select value=value options=options on_change=change />
        </Field>
    }
    .into_any()
}

#[component]
pub fn Tags<C: Subject>(card: OpenCard<C>) -> AnyView {
    let chosen = card.held(|client| {
        let tags = client.tags().iter();
        tags.map(|tag| Choice::new(tag.clone(), tag.clone()))
            .collect::<Vec<_>>()
    });
    let save = move |chosen: &[Choice]| {
        let tags: Vec<String> = chosen.iter().map(|choice| choice.label.clone()).collect();
        card.saver.save(move |_| C::with_tags(tags.clone()));
    };
    let create = move |name: String| {
        chosen.update(|all| all.push(Choice::new(name.clone(), name)));
        chosen.with_untracked(|all| save(all));
    };
    view! {
        <Field label=t::clients::tags() error=Signal::derive(move || card.saver.fault("/tags"))>
            <Combobox
                chosen=chosen
                options=Signal::stored(Vec::new())
                picks=Picks::Many
                on_create=Some(Callback::new(create))
                on_change={move |all: Vec<Choice>| save(&all)}
                placeholder=t::clients::add_tag()
            />
        </Field>
    }
    .into_any()
}

/// Channels through which the person does not want to be reached.
#[component]
fn Forbidden(card: OpenCard) -> AnyView {
    let boxes = Channel::ALL.iter().copied().map(move |channel| {
        let checked = card.held(move |client| client.do_not_contact.contains(&channel));
        let change = move |on: bool| {
            card.saver.save(move |client| {
                let mut channels = client.do_not_contact.clone();
                channels.retain(|known| *known != channel);
                if on {
                    channels.push(channel);
                }
                ClientPatch {
                    do_not_contact: Some(channels),
                    ..ClientPatch::default()
                }
            })
        };
        view! { <Checkbox checked=checked label=words::channel(channel) on_change=change /> }
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
