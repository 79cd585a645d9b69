//! Writing cards, and what follows a client's tasks and chains.

use std::collections::BTreeMap;

use diesel::dsl::min;
use diesel::prelude::*;
use domain::clients::{Channel, Stage};
use domain::fields::Raw;
use domain::ids::{BranchId, ClientId, EmployeeId, FieldId, ValueId};
use domain::name::PersonName;
use domain::organisation::NameOrder;
use domain::phone::Phone;
use domain::search::{contact, email_tokens, name_tokens, phone_tokens, text_tokens};
use domain::time::Timestamp;
use domain::timeline::EntryKind;
use serde::{Deserialize, Serialize};

use super::contacts;
use super::differences::differences;
use super::read::row;
use super::rows::{ClientEmail, ClientRow, Contacts};
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_unused, expect_version};
use crate::engine::unit::Tx;
use crate::engine::update::save_row;
use crate::outbox::Audience;
use crate::own_fields::FieldLists;
use crate::own_fields::answers as own;
use crate::schema::{chains, clients, tasks};
use crate::timeline::{self, About, Changed, Said};
use crate::{FAR_AHEAD, LONG_AGO};

/// What people write on a card; everything is checked already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub(super) fn tokens(&self, fields: &FieldLists) -> Vec<String> {
        let names = [&self.name.surname, &self.name.given, &self.name.patronymic];
        let names: Vec<&str> = names
            .into_iter()
            .flatten()
            .chain(&self.contacts.tags)
            .map(String::as_str)
            .collect();
        let mut tokens = name_tokens(&names);
        tokens.extend(self.note.iter().flat_map(|note| text_tokens(note)));
        for phone in &self.contacts.phones {
            let found = Phone::from_e164(&phone.e164);
            let found = found.iter().flat_map(phone_tokens);
            tokens.extend(found.map(|token| contact(&token)));
        }
        for email in &self.contacts.emails {
            tokens.extend(
                email_tokens(&email.address)
                    .iter()
                    .map(|token| contact(token)),
            );
        }
        for (id, value) in &self.contacts.answers {
            let kind = fields.get(*id).map(|def| def.kind);
            tokens.extend(kind.iter().flat_map(|kind| own::tokens(*kind, value)));
        }
        tokens.into_iter().collect()
    }
}

/// What the audit log keeps of a card.
#[derive(Serialize)]
pub(crate) struct Kept<'a> {
    surname: &'a Option<String>,
    given: &'a Option<String>,
    patronymic: &'a Option<String>,
    birth_date: Option<chrono::NaiveDate>,
    stage: Stage,
    phones: Vec<&'a str>,
    emails: &'a [ClientEmail],
    responsible_id: Option<EmployeeId>,
    branch_id: BranchId,
    source_id: Option<ValueId>,
    do_not_contact: &'a [Channel],
    tags: &'a [String],
    note: &'a Option<String>,
    fields: BTreeMap<FieldId, Raw>,
}

impl<'a> Kept<'a> {
    pub(crate) fn of(data: &'a ClientData) -> Self {
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
            fields: (data.contacts.answers.iter())
                .map(|(id, value)| (*id, value.to_raw()))
                .collect(),
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
        contacts::write(self, card.id, &data.contacts)?;
        let fields = self.client_fields()?;
        contacts::write_tokens(self, card.id, &data.tokens(&fields))?;
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
        let said = differences(self, &before, data)?;
        if said.changes.is_empty() {
            return Ok(card);
        }
        self.write_card(&mut card, &before, data, order)?;
        let about = About {
            client: Some(card.id),
            ..About::default()
        };
        let said = Said {
            version: Some(card.version),
            ..said
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

    /// What a change of a card would say in its timeline.
    pub fn would_change(
        &mut self,
        before: &ClientData,
        after: &ClientData,
    ) -> Result<Said, StoreError> {
        differences(self, before, after)
    }

    /// Writes what stands on a card, and the beginnings by which it is found.
    pub(crate) fn write_card(
        &mut self,
        card: &mut ClientRow,
        before: &ClientData,
        data: &ClientData,
        order: NameOrder,
    ) -> Result<(), StoreError> {
        data.put_on(card, order);
        save(self, card)?;
        if before.contacts != data.contacts {
            contacts::clear(self, card.id)?;
            contacts::write(self, card.id, &data.contacts)?;
        }
        let fields = self.client_fields()?;
        let tokens = data.tokens(&fields);
        if before.tokens(&fields) != tokens {
            contacts::write_tokens(self, card.id, &tokens)?;
        }
        Ok(())
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
        expect_unused((running + open) as u64, [])?;
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

pub(crate) fn audience(card: &ClientRow) -> Audience {
    Audience::branch(card.branch_id).and(card.responsible_id)
}

/// What a card is made with and saved with.
macro_rules! written {
    ($row:ident) => {{
        use clients::dsl;
        (
            dsl::surname.eq($row.surname.clone()),
            dsl::given.eq($row.given.clone()),
            dsl::patronymic.eq($row.patronymic.clone()),
            dsl::sort_key.eq($row.sort_key.clone()),
            dsl::birth_date.eq($row.birth_date),
            dsl::stage.eq(bind($row.stage)),
            dsl::source_id.eq($row.source_id.map(bind)),
            dsl::responsible_id.eq($row.responsible_id.map(bind)),
            dsl::branch_id.eq(bind($row.branch_id)),
            dsl::note.eq($row.note.clone()),
            dsl::no_calls.eq($row.no_calls),
            dsl::no_sms.eq($row.no_sms),
            dsl::no_emails.eq($row.no_emails),
            dsl::no_messengers.eq($row.no_messengers),
            dsl::next_due_sort.eq(bind($row.next_due_sort)),
            dsl::last_contact_sort.eq(bind($row.last_contact_sort)),
        )
    }};
}

fn insert(tx: &mut Tx<'_>, row: &ClientRow) -> Result<(), StoreError> {
    use clients::dsl;
    diesel::insert_into(clients::table)
        .values((
            dsl::id.eq(bind(row.id)),
            written!(row),
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
    save_row!(
        tx,
        clients,
        row,
        (
            written!(row),
            dsl::archived_at.eq(row.archived_at.map(bind)),
        )
    )
}

/// Stores what work with a client moves on his card: stage, refusals of contact, last and next contact. Like [`save`], but
/// what did not change is not written: it stands in indexes and refers to other tables.
pub(crate) fn save_progress(tx: &mut Tx<'_>, row: &mut ClientRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        clients,
        row,
        (
            dsl::stage.eq(bind(row.stage)),
            dsl::no_calls.eq(row.no_calls),
            dsl::no_sms.eq(row.no_sms),
            dsl::no_emails.eq(row.no_emails),
            dsl::no_messengers.eq(row.no_messengers),
            dsl::next_due_sort.eq(bind(row.next_due_sort)),
            dsl::last_contact_sort.eq(bind(row.last_contact_sort)),
        )
    )
}

/// When the next thing happens with a client: the earliest open task of his own or wake-up; where there is none, the earliest errand.
pub(crate) fn next_due(tx: &mut Tx<'_>, id: ClientId) -> Result<Timestamp, StoreError> {
    let own: Option<Timestamp> = each_backend!(tx.conn(), |c| tasks::table
        .filter(tasks::client_id.eq(bind(id)))
        .filter(tasks::closed_at.is_null())
        .filter(tasks::side_of_id.is_null())
        .select(min(tasks::due_sort))
        .first(c))?;
    let wake: Option<Timestamp> = each_backend!(tx.conn(), |c| chains::table
        .filter(chains::client_id.eq(bind(id)))
        .filter(chains::wake_at.is_not_null())
        .select(min(chains::wake_at))
        .first(c))?;
    if let Some(next) = [own, wake].into_iter().flatten().min() {
        return Ok(next);
    }
    let errand: Option<Timestamp> = each_backend!(tx.conn(), |c| tasks::table
        .filter(tasks::client_id.eq(bind(id)))
        .filter(tasks::closed_at.is_null())
        .select(min(tasks::due_sort))
        .first(c))?;
    Ok(errand.unwrap_or(FAR_AHEAD))
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
