//! One card, and the names of many.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::{ClientReach, Permission, RowFacts};
use domain::ids::ClientId;
use domain::timeline::EntryKind;

use super::rows::{
    ClientEmail, ClientMessenger, ClientName, ClientPhone, ClientRelation, ClientRow, Contacts,
};
use crate::access::client_within;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::own_fields::answers as own;
use crate::schema::{
    client_emails, client_messengers, client_phones, client_relations, client_tags, clients,
};
use crate::timeline::{self, About, Entry, Said};

impl Tx<'_> {
    /// A card to be used in this way.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is out of the reach of `client.read`, [`StoreError::Forbidden`] when it is visible and the
    /// permission does not reach it.
    pub fn client_for(
        &mut self,
        permission: Permission,
        id: ClientId,
    ) -> Result<ClientRow, StoreError> {
        let client = row(self, id)?;
        let seen = self.client_reach(Permission::ClientRead);
        if !self.reaches_client(&seen, &client)? {
            return Err(StoreError::NotFound);
        }
        let wanted = self.client_reach(permission);
        if wanted != seen && !self.reaches_client(&wanted, &client)? {
            return Err(StoreError::Forbidden(permission));
        }
        Ok(client)
    }

    /// Whether a card is within this reach. Its work is looked for only when its own row does not decide.
    fn reaches_client(
        &mut self,
        reach: &ClientReach,
        client: &ClientRow,
    ) -> Result<bool, StoreError> {
        let facts = RowFacts {
            branch: Some(client.branch_id),
            owner: client.responsible_id,
            pool: None,
            needed: false,
        };
        if reach.limited.is_none() && reach.rows.covers(facts) {
            return Ok(true);
        }
        let needed = RowFacts {
            needed: true,
            ..facts
        };
        if !reach.rows.covers(needed) {
            return Ok(false);
        }
        let found: Option<ClientId> = clients::table
            .filter(clients::id.eq(bind(client.id)))
            .filter(client_within(reach))
            .select(clients::id)
            .first(self.conn())
            .optional()?;
        Ok(found.is_some())
    }

    /// A card that this unit has written, as it is now.
    pub fn client_just_written(&mut self, id: ClientId) -> Result<ClientRow, StoreError> {
        row(self, id)
    }

    /// Whether a card is within reach.
    pub fn sees_client(&mut self, id: ClientId) -> Result<bool, StoreError> {
        match self.client_for(Permission::ClientRead, id) {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The card of a held task: whoever may work on the task sees whom it is about.
    pub fn client_of_task(
        &mut self,
        task: &crate::tasks::TaskRow,
    ) -> Result<Option<ClientRow>, StoreError> {
        task.client_id.map(|id| row(self, id)).transpose()
    }

    /// Phones, addresses, tags, links and answers of a held card.
    pub fn contacts(&mut self, id: ClientId) -> Result<Contacts, StoreError> {
        let phones = each_backend!(self.conn(), |c| client_phones::table
            .filter(client_phones::client_id.eq(bind(id)))
            .order(client_phones::position)
            .select(ClientPhone::as_select())
            .load(c))?;
        let emails = each_backend!(self.conn(), |c| client_emails::table
            .filter(client_emails::client_id.eq(bind(id)))
            .order(client_emails::position)
            .select(ClientEmail::as_select())
            .load(c))?;
        let messengers = each_backend!(self.conn(), |c| client_messengers::table
            .filter(client_messengers::client_id.eq(bind(id)))
            .order(client_messengers::position)
            .select(ClientMessenger::as_select())
            .load(c))?;
        let tags = tags(self, id)?;
        let relations: Vec<(ClientId, String)> =
            each_backend!(self.conn(), |c| client_relations::table
                .filter(client_relations::client_id.eq(bind(id)))
                .order(client_relations::other_id)
                .select((client_relations::other_id, client_relations::kind))
                .load(c))?;
        let answers = own::answers(self, id)?;
        Ok(Contacts {
            phones,
            emails,
            messengers,
            tags,
            relations: relations
                .into_iter()
                .map(|(other_id, kind)| ClientRelation { other_id, kind })
                .collect(),
            answers,
        })
    }

    /// What happened to a held client, newest first.
    pub fn timeline(
        &mut self,
        client: &ClientRow,
        kinds: &[EntryKind],
        page: &PageRequest,
    ) -> Result<Page<Entry>, StoreError> {
        timeline::of_client(self, client.id, kinds, page)
    }

    /// Writes a note about a held client.
    pub fn add_note(&mut self, client: &ClientRow, text: &str) -> Result<Entry, StoreError> {
        let about = About {
            client: Some(client.id),
            ..About::default()
        };
        let said = Said {
            text: Some(text.to_owned()),
            ..Said::default()
        };
        let by = self.who().employee();
        let id = timeline::tell(self, EntryKind::Note, about, by, said)?;
        let audience = crate::outbox::Audience::branch(client.branch_id);
        self.emit("client.updated", client.id, client.version, audience)?;
        timeline::entry(self, id)
    }

    /// Which members of a held card people changed after a version.
    pub fn members_changed_since(
        &mut self,
        client: &ClientRow,
        version: i64,
    ) -> Result<Vec<String>, StoreError> {
        timeline::members_changed_since(self, client.id, version)
    }
}

pub(crate) fn row(tx: &mut Tx<'_>, id: ClientId) -> Result<ClientRow, StoreError> {
    let row = each_backend!(tx.conn(), |c| clients::table
        .filter(clients::id.eq(bind(id)))
        .first(c))?;
    Ok(row)
}

/// How clients are named on tasks and in lists, each with the first phone that may be called.
pub(crate) fn names(
    tx: &mut Tx<'_>,
    ids: impl IntoIterator<Item = ClientId>,
) -> Result<BTreeMap<ClientId, ClientName>, StoreError> {
    let mut ids: Vec<ClientId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    type Named = (
        ClientId,
        Option<String>,
        Option<String>,
        Option<String>,
        bool,
    );
    let named: Vec<Named> = each_backend!(tx.conn(), |c| clients::table
        .filter(clients::id.eq_any(among(ids.iter().copied())))
        .select((
            clients::id,
            clients::surname,
            clients::given,
            clients::patronymic,
            clients::no_calls,
        ))
        .load(c))?;
    let mut phones = first_phones(tx, &ids)?;
    Ok(named
        .into_iter()
        .map(|(id, surname, given, patronymic, no_calls)| {
            let phone = phones.remove(&id).filter(|_| !no_calls);
            (
                id,
                ClientName {
                    id,
                    surname,
                    given,
                    patronymic,
                    phone,
                },
            )
        })
        .collect())
}

/// The first phone of each card that may be called: number and how it is shown.
fn first_phones(
    tx: &mut Tx<'_>,
    ids: &[ClientId],
) -> Result<BTreeMap<ClientId, (String, String)>, StoreError> {
    let rows: Vec<(ClientId, String, String)> = each_backend!(tx.conn(), |c| client_phones::table
        .filter(client_phones::client_id.eq_any(among(ids.iter().copied())))
        .filter(client_phones::do_not_call.eq(false))
        .order((client_phones::client_id, client_phones::position.desc()))
        .select((
            client_phones::client_id,
            client_phones::e164,
            client_phones::display,
        ))
        .load(c))?;
    // The last one written into the map is the first of the card.
    Ok(rows
        .into_iter()
        .map(|(id, number, shown)| (id, (number, shown)))
        .collect())
}

/// The address at which a client is written to: the first that he did not forbid.
pub(crate) fn first_email(tx: &mut Tx<'_>, id: ClientId) -> Result<Option<String>, StoreError> {
    Ok(each_backend!(tx.conn(), |c| client_emails::table
        .filter(client_emails::client_id.eq(bind(id)))
        .filter(client_emails::do_not_write.eq(false))
        .order(client_emails::position)
        .select(client_emails::email)
        .first(c)
        .optional())?)
}

/// The tags of a client, in order.
pub(crate) fn tags(tx: &mut Tx<'_>, id: ClientId) -> Result<Vec<String>, StoreError> {
    Ok(each_backend!(tx.conn(), |c| client_tags::table
        .filter(client_tags::client_id.eq(bind(id)))
        .order(client_tags::key)
        .select(client_tags::name)
        .load(c))?)
}
