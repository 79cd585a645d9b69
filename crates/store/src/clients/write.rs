//! Writing cards, and what follows a client's tasks and chains.

use diesel::dsl::min;
use diesel::prelude::*;
use domain::clients::{Channel, Stage};
use domain::ids::{BranchId, ClientId, EmployeeId, ValueId};
use domain::name::PersonName;
use domain::organisation::NameOrder;
use domain::phone::Phone;
use domain::search::{email_tokens, name_tokens, phone_tokens};
use domain::time::Timestamp;
use domain::timeline::EntryKind;
use serde::Serialize;

use super::read::row;
use super::rows::{ClientRow, Contacts};
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::names;
use crate::outbox::Audience;
use crate::schema::{
    chains, client_emails, client_messengers, client_phones, client_relations, client_tags,
    client_tokens, clients, tasks,
};
use crate::search::sort_key;
use crate::timeline::{self, About, Changed, Said};
use crate::{FAR_AHEAD, LONG_AGO};

/// What people write on a card; everything is checked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientData {
    pub name: PersonName,
    pub birth_date: Option<chrono::NaiveDate>,
    pub stage: Stage,
    pub source_id: Option<ValueId>,
    pub responsible_id: Option<EmployeeId>,
    pub branch_id: BranchId,
    pub note: Option<String>,
    /// Channels through which the person must not be contacted.
    pub do_not_contact: Vec<Channel>,
    pub contacts: Contacts,
}

impl ClientData {
    /// What stands on a card now.
    pub fn of(row: &ClientRow, contacts: Contacts) -> Self {
        Self {
            name: PersonName {
                surname: row.surname.clone(),
                given: row.given.clone(),
                patronymic: row.patronymic.clone(),
            },
            birth_date: row.birth_date,
            stage: row.stage,
            source_id: row.source_id,
            responsible_id: row.responsible_id,
            branch_id: row.branch_id,
            note: row.note.clone(),
            do_not_contact: row.forbidden(),
            contacts,
        }
    }

    fn put_on(&self, row: &mut ClientRow, order: NameOrder) {
        row.surname = self.name.surname.clone();
        row.given = self.name.given.clone();
        row.patronymic = self.name.patronymic.clone();
        row.sort_key = self.name.sort_key(order);
        row.birth_date = self.birth_date;
        row.stage = self.stage;
        row.source_id = self.source_id;
        row.responsible_id = self.responsible_id;
        row.branch_id = self.branch_id;
        row.note = self.note.clone();
        let forbidden = |channel| self.do_not_contact.contains(&channel);
        row.no_calls = forbidden(Channel::Call);
        row.no_sms = forbidden(Channel::Sms);
        row.no_emails = forbidden(Channel::Email);
        row.no_messengers = forbidden(Channel::Messenger);
    }

    /// The beginnings by which the card is found.
    fn tokens(&self) -> Vec<String> {
        let names = [&self.name.surname, &self.name.given, &self.name.patronymic];
        let names: Vec<&str> = names
            .into_iter()
            .flatten()
            .chain(&self.contacts.tags)
            .map(String::as_str)
            .collect();
        let mut tokens = name_tokens(&names);
        for phone in &self.contacts.phones {
            tokens.extend(Phone::from_e164(&phone.e164).iter().flat_map(phone_tokens));
        }
        for email in &self.contacts.emails {
            tokens.extend(email_tokens(email));
        }
        tokens.into_iter().collect()
    }
}

/// What the audit log keeps of a card.
#[derive(Serialize)]
struct Kept<'a> {
    surname: &'a Option<String>,
    given: &'a Option<String>,
    patronymic: &'a Option<String>,
    birth_date: Option<chrono::NaiveDate>,
    stage: Stage,
    phones: Vec<&'a str>,
    emails: &'a [String],
    responsible_id: Option<EmployeeId>,
    branch_id: BranchId,
    source_id: Option<ValueId>,
    do_not_contact: &'a [Channel],
    tags: &'a [String],
    note: &'a Option<String>,
}

impl<'a> Kept<'a> {
    fn of(data: &'a ClientData) -> Self {
        Self {
            surname: &data.name.surname,
            given: &data.name.given,
            patronymic: &data.name.patronymic,
            birth_date: data.birth_date,
            stage: data.stage,
            phones: data
                .contacts
                .phones
                .iter()
                .map(|phone| phone.e164.as_str())
                .collect(),
            emails: &data.contacts.emails,
            responsible_id: data.responsible_id,
            branch_id: data.branch_id,
            source_id: data.source_id,
            do_not_contact: &data.do_not_contact,
            tags: &data.contacts.tags,
            note: &data.note,
        }
    }
}

impl Tx<'_> {
    /// Adds a card. Who may add it where is the caller's question, asked before.
    pub fn create_client(
        &mut self,
        data: &ClientData,
        order: NameOrder,
    ) -> Result<ClientRow, StoreError> {
        let now = self.now();
        let mut card = ClientRow {
            id: self.new_id(),
            surname: None,
            given: None,
            patronymic: None,
            sort_key: String::new(),
            birth_date: None,
            stage: data.stage,
            source_id: None,
            responsible_id: None,
            branch_id: data.branch_id,
            note: None,
            no_calls: false,
            no_sms: false,
            no_emails: false,
            no_messengers: false,
            next_due_sort: FAR_AHEAD,
            last_contact_sort: LONG_AGO,
            created_by: self.who().employee(),
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        data.put_on(&mut card, order);
        insert(self, &card)?;
        write_contacts(self, card.id, &data.contacts)?;
        write_tokens(self, card.id, &data.tokens())?;
        let about = About {
            client: Some(card.id),
            ..About::default()
        };
        let by = self.who().employee();
        timeline::tell(self, EntryKind::ClientCreated, about, by, Said::default())?;
        self.audit("client.created", card.id, None, state(&Kept::of(data)))?;
        self.emit("client.created", card.id, card.version, audience(&card))?;
        Ok(card)
    }

    /// Changes a held card that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn update_client(
        &mut self,
        mut card: ClientRow,
        seen: i64,
        data: &ClientData,
        order: NameOrder,
    ) -> Result<ClientRow, StoreError> {
        expect_version(card.version, seen)?;
        let before = ClientData::of(&card, self.contacts(card.id)?);
        let changes = differences(self, &before, data)?;
        if changes.is_empty() {
            return Ok(card);
        }
        data.put_on(&mut card, order);
        save(self, &mut card)?;
        if before.contacts != data.contacts {
            clear_contacts(self, card.id)?;
            write_contacts(self, card.id, &data.contacts)?;
        }
        let tokens = data.tokens();
        if before.tokens() != tokens {
            write_tokens(self, card.id, &tokens)?;
        }
        let about = About {
            client: Some(card.id),
            ..About::default()
        };
        let said = Said {
            changes,
            version: Some(card.version),
            ..Said::default()
        };
        timeline::tell(
            self,
            EntryKind::ClientChanged,
            about,
            self.who().employee(),
            said,
        )?;
        self.audit(
            "client.updated",
            card.id,
            state(&Kept::of(&before)),
            state(&Kept::of(data)),
        )?;
        self.emit("client.updated", card.id, card.version, audience(&card))?;
        Ok(card)
    }

    /// Archives a held card that was seen at version `seen`.
    ///
    /// # Errors
    /// [`StoreError::InUse`] with the number of running chains and open tasks.
    pub fn archive_client(&mut self, mut card: ClientRow, seen: i64) -> Result<(), StoreError> {
        expect_version(card.version, seen)?;
        if card.archived_at.is_some() {
            return Ok(());
        }
        let running: i64 = chains::table
            .filter(chains::client_id.eq(bind(card.id)))
            .filter(chains::ended_at.is_null())
            .count()
            .get_result(self.conn())?;
        let open: i64 = tasks::table
            .filter(tasks::client_id.eq(bind(card.id)))
            .filter(tasks::chain_id.is_null())
            .filter(tasks::closed_at.is_null())
            .count()
            .get_result(self.conn())?;
        if running + open > 0 {
            return Err(StoreError::InUse {
                count: (running + open) as u64,
            });
        }
        card.archived_at = Some(self.now());
        self.set_archived(card, "client.archived")?;
        Ok(())
    }

    /// Takes a held card out of the archive.
    pub fn restore_client(&mut self, mut card: ClientRow) -> Result<ClientRow, StoreError> {
        if card.archived_at.is_none() {
            return Ok(card);
        }
        card.archived_at = None;
        self.set_archived(card, "client.restored")
    }

    fn set_archived(&mut self, mut card: ClientRow, what: &str) -> Result<ClientRow, StoreError> {
        save(self, &mut card)?;
        let changes = vec![Changed {
            member: "archived_at".to_owned(),
            before: None,
            after: card.archived_at.map(|at| at.to_string()),
        }];
        let about = About {
            client: Some(card.id),
            ..About::default()
        };
        let said = Said {
            changes,
            version: Some(card.version),
            ..Said::default()
        };
        timeline::tell(
            self,
            EntryKind::ClientChanged,
            about,
            self.who().employee(),
            said,
        )?;
        self.audit(what, card.id, None, None)?;
        self.emit(what, card.id, card.version, audience(&card))?;
        Ok(card)
    }
}

fn audience(card: &ClientRow) -> Audience {
    Audience::branch(card.branch_id).and(card.responsible_id)
}

fn insert(tx: &mut Tx<'_>, row: &ClientRow) -> Result<(), StoreError> {
    use clients::dsl;
    diesel::insert_into(clients::table)
        .values((
            dsl::id.eq(bind(row.id)),
            dsl::surname.eq(row.surname.clone()),
            dsl::given.eq(row.given.clone()),
            dsl::patronymic.eq(row.patronymic.clone()),
            dsl::sort_key.eq(row.sort_key.clone()),
            dsl::birth_date.eq(row.birth_date),
            dsl::stage.eq(bind(row.stage)),
            dsl::source_id.eq(row.source_id.map(bind)),
            dsl::responsible_id.eq(row.responsible_id.map(bind)),
            dsl::branch_id.eq(bind(row.branch_id)),
            dsl::note.eq(row.note.clone()),
            dsl::no_calls.eq(row.no_calls),
            dsl::no_sms.eq(row.no_sms),
            dsl::no_emails.eq(row.no_emails),
            dsl::no_messengers.eq(row.no_messengers),
            dsl::next_due_sort.eq(bind(row.next_due_sort)),
            dsl::last_contact_sort.eq(bind(row.last_contact_sort)),
            dsl::created_by.eq(row.created_by.map(bind)),
            dsl::version.eq(row.version),
            dsl::created_at.eq(bind(row.created_at)),
            dsl::updated_at.eq(bind(row.updated_at)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Stores a changed card one version on; `row.version` is the version it was read at.
pub(crate) fn save(tx: &mut Tx<'_>, row: &mut ClientRow) -> Result<(), StoreError> {
    use clients::dsl;
    let now = tx.now();
    let seen = clients::table
        .filter(dsl::id.eq(bind(row.id)))
        .filter(dsl::version.eq(row.version));
    let changed = diesel::update(seen)
        .set((
            dsl::surname.eq(row.surname.clone()),
            dsl::given.eq(row.given.clone()),
            dsl::patronymic.eq(row.patronymic.clone()),
            dsl::sort_key.eq(row.sort_key.clone()),
            dsl::birth_date.eq(row.birth_date),
            dsl::stage.eq(bind(row.stage)),
            dsl::source_id.eq(row.source_id.map(bind)),
            dsl::responsible_id.eq(row.responsible_id.map(bind)),
            dsl::branch_id.eq(bind(row.branch_id)),
            dsl::note.eq(row.note.clone()),
            dsl::no_calls.eq(row.no_calls),
            dsl::no_sms.eq(row.no_sms),
            dsl::no_emails.eq(row.no_emails),
            dsl::no_messengers.eq(row.no_messengers),
            dsl::next_due_sort.eq(bind(row.next_due_sort)),
            dsl::last_contact_sort.eq(bind(row.last_contact_sort)),
            dsl::archived_at.eq(row.archived_at.map(bind)),
            dsl::version.eq(row.version + 1),
            dsl::updated_at.eq(bind(now)),
        ))
        .execute(tx.conn())?;
    expect_one(changed, row.version)?;
    row.version += 1;
    row.updated_at = now;
    Ok(())
}

fn clear_contacts(tx: &mut Tx<'_>, id: ClientId) -> Result<(), StoreError> {
    macro_rules! clear {
        ($($table:ident),+) => {$(
            diesel::delete($table::table.filter($table::client_id.eq(bind(id))))
                .execute(tx.conn())?;
        )+};
    }
    clear!(
        client_phones,
        client_emails,
        client_messengers,
        client_tags,
        client_relations
    );
    Ok(())
}

fn write_contacts(tx: &mut Tx<'_>, id: ClientId, contacts: &Contacts) -> Result<(), StoreError> {
    let phones: Vec<_> = (0_i32..)
        .zip(&contacts.phones)
        .map(|(position, phone)| {
            (
                client_phones::client_id.eq(bind(id)),
                client_phones::position.eq(position),
                client_phones::e164.eq(&phone.e164),
                client_phones::display.eq(&phone.display),
                client_phones::typed.eq(&phone.typed),
                client_phones::label.eq(&phone.label),
                client_phones::do_not_call.eq(phone.do_not_call),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_phones::table)
        .values(&phones)
        .execute(c))?;
    let emails: Vec<_> = (0_i32..)
        .zip(&contacts.emails)
        .map(|(position, email)| {
            (
                client_emails::client_id.eq(bind(id)),
                client_emails::position.eq(position),
                client_emails::email.eq(email),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_emails::table)
        .values(&emails)
        .execute(c))?;
    let messengers: Vec<_> = (0_i32..)
        .zip(&contacts.messengers)
        .map(|(position, (messenger, address))| {
            (
                client_messengers::client_id.eq(bind(id)),
                client_messengers::position.eq(position),
                client_messengers::messenger.eq(bind(*messenger)),
                client_messengers::address.eq(address),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_messengers::table)
        .values(&messengers)
        .execute(c))?;
    let tags: Vec<_> = contacts
        .tags
        .iter()
        .map(|tag| {
            (
                client_tags::client_id.eq(bind(id)),
                client_tags::key.eq(sort_key(tag)),
                client_tags::name.eq(tag),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_tags::table)
        .values(&tags)
        .execute(c))?;
    let relations: Vec<_> = contacts
        .relations
        .iter()
        .map(|relation| {
            (
                client_relations::client_id.eq(bind(id)),
                client_relations::other_id.eq(bind(relation.other_id)),
                client_relations::kind.eq(&relation.kind),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_relations::table)
        .values(&relations)
        .execute(c))?;
    Ok(())
}

fn write_tokens(tx: &mut Tx<'_>, id: ClientId, tokens: &[String]) -> Result<(), StoreError> {
    diesel::delete(client_tokens::table.filter(client_tokens::client_id.eq(bind(id))))
        .execute(tx.conn())?;
    let rows: Vec<_> = tokens
        .iter()
        .map(|token| {
            (
                client_tokens::token.eq(token),
                client_tokens::client_id.eq(bind(id)),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_tokens::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

/// When the next thing happens with a client: the earliest open task or wake-up.
pub(crate) fn next_due(tx: &mut Tx<'_>, id: ClientId) -> Result<Timestamp, StoreError> {
    let task: Option<Timestamp> = tasks::table
        .filter(tasks::client_id.eq(bind(id)))
        .filter(tasks::closed_at.is_null())
        .select(min(tasks::due_sort))
        .first(tx.conn())?;
    let wake: Option<Timestamp> = chains::table
        .filter(chains::client_id.eq(bind(id)))
        .filter(chains::wake_at.is_not_null())
        .select(min(chains::wake_at))
        .first(tx.conn())?;
    Ok([task, wake]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(FAR_AHEAD))
}

/// Writes down when the next thing happens with a client, and that the card shows something else now.
pub(crate) fn refresh_next(tx: &mut Tx<'_>, id: ClientId) -> Result<(), StoreError> {
    let mut card = row(tx, id)?;
    card.next_due_sort = next_due(tx, id)?;
    save(tx, &mut card)?;
    tx.emit("client.updated", card.id, card.version, audience(&card))
}

/// The words of forbidden channels, for the timeline.
pub(crate) fn forbidden_words(flags: [bool; 4]) -> String {
    let channels = [
        Channel::Call,
        Channel::Sms,
        Channel::Email,
        Channel::Messenger,
    ];
    let words: Vec<&str> = channels
        .iter()
        .zip(flags)
        .filter(|(_, forbidden)| *forbidden)
        .map(|(channel, _)| channel.as_str())
        .collect();
    words.join(",")
}

/// Changed members, with values as people read them.
fn differences(
    tx: &mut Tx<'_>,
    before: &ClientData,
    after: &ClientData,
) -> Result<Vec<Changed>, StoreError> {
    let people = names::employees(
        tx,
        [before.responsible_id, after.responsible_id]
            .into_iter()
            .flatten(),
    )?;
    let values = names::values(
        tx,
        [before.source_id, after.source_id].into_iter().flatten(),
    )?;
    let branches = names::branches(tx, [before.branch_id, after.branch_id])?;
    let shown = |data: &ClientData| -> Vec<(&'static str, Option<String>)> {
        let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join(", "));
        let contacts = &data.contacts;
        let channels = data
            .do_not_contact
            .iter()
            .map(|channel| channel.as_str().to_owned());
        vec![
            ("surname", data.name.surname.clone()),
            ("given", data.name.given.clone()),
            ("patronymic", data.name.patronymic.clone()),
            ("birth_date", data.birth_date.map(|date| date.to_string())),
            ("stage", Some(data.stage.as_str().to_owned())),
            (
                "source",
                data.source_id.and_then(|id| values.get(&id).cloned()),
            ),
            (
                "responsible",
                data.responsible_id.and_then(|id| people.get(&id).cloned()),
            ),
            ("branch", branches.get(&data.branch_id).cloned()),
            ("note", data.note.clone()),
            (
                "do_not_contact",
                Some(channels.collect::<Vec<_>>().join(",")),
            ),
            (
                "phones",
                list(contacts.phones.iter().map(phone_words).collect()),
            ),
            ("emails", list(contacts.emails.clone())),
            (
                "messengers",
                list(
                    contacts
                        .messengers
                        .iter()
                        .map(|(m, at)| format!("{m} {at}"))
                        .collect(),
                ),
            ),
            ("tags", list(contacts.tags.clone())),
            (
                "relations",
                list(
                    contacts
                        .relations
                        .iter()
                        .map(|relation| format!("{} {}", relation.kind, relation.other_id))
                        .collect(),
                ),
            ),
        ]
    };
    Ok(shown(before)
        .into_iter()
        .zip(shown(after))
        .filter_map(|((member, before), (_, after))| Changed::from(member, before, after))
        .collect())
}

fn phone_words(phone: &super::ClientPhone) -> String {
    let label = phone
        .label
        .as_deref()
        .map(|label| format!(" ({label})"))
        .unwrap_or_default();
    let barred = if phone.do_not_call { " ✕" } else { "" };
    format!("{}{label}{barred}", phone.display)
}
