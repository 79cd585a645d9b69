//! What people agreed to and took back. Rows only grow; of each channel and purpose the latest counts.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::clients::{Channel, Purpose};
use domain::ids::{ClientId, EmployeeId, EntryId};
use domain::time::Timestamp;
use domain::timeline::EntryKind;

use super::rows::ClientRow;
use super::write;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::client_consents;
use crate::timeline::{self, About, Changed, Said};

/// A consent, or its withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub channel: Channel,
    pub purpose: Purpose,
    pub given: bool,
    /// What proves it; always there for one that was given.
    pub evidence: Option<String>,
    pub by: Option<(EmployeeId, String)>,
    pub at: Timestamp,
}

/// What is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConsent {
    pub channel: Channel,
    pub purpose: Purpose,
    pub given: bool,
    pub evidence: Option<String>,
}

type Row = (
    Channel,
    Purpose,
    bool,
    Option<String>,
    Option<EmployeeId>,
    Timestamp,
);

impl Tx<'_> {
    /// Keeps what a person agreed to, or took back, on a held card.
    pub fn set_consent(
        &mut self,
        card: &mut ClientRow,
        new: &NewConsent,
    ) -> Result<(), StoreError> {
        write::save(self, card)?;
        let (by, now) = (self.who().employee(), self.now());
        let said = |given: bool| {
            let state = if given { "given" } else { "withdrawn" };
            let mut words = vec![new.channel.as_str(), new.purpose.as_str(), state];
            words.extend(new.evidence.as_deref());
            words.join(":")
        };
        let change = Changed {
            member: "consent".to_owned(),
            before: None,
            after: Some(said(new.given)),
        };
        let about = About {
            client: Some(card.id),
            ..About::default()
        };
        let told = Said {
            changes: vec![change],
            version: Some(card.version),
            ..Said::default()
        };
        let id: EntryId = timeline::tell(self, EntryKind::ClientChanged, about, by, told)?;
        diesel::insert_into(client_consents::table)
            .values((
                client_consents::id.eq(bind(id)),
                client_consents::client_id.eq(bind(card.id)),
                client_consents::channel.eq(bind(new.channel)),
                client_consents::purpose.eq(bind(new.purpose)),
                client_consents::given.eq(new.given),
                client_consents::evidence.eq(&new.evidence),
                client_consents::by_id.eq(by.map(bind)),
                client_consents::at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        self.audit("client.consent", card.id, None, None)?;
        let audience = write::audience(card);
        self.emit("client.updated", card.id, card.version, audience)
    }
}

/// Whether somebody took back his consent to letters about his own visits and payments. Who was never asked gets them.
pub(crate) fn refuses_letters(tx: &mut Tx<'_>, id: ClientId) -> Result<bool, StoreError> {
    let latest: Option<bool> = client_consents::table
        .filter(client_consents::client_id.eq(bind(id)))
        .filter(client_consents::channel.eq(bind(Channel::Email)))
        .filter(client_consents::purpose.eq(bind(Purpose::Service)))
        .order(client_consents::id.desc())
        .select(client_consents::given)
        .first(tx.conn())
        .optional()?;
    Ok(latest == Some(false))
}

/// What counts now, by channel and purpose.
pub(super) fn of_client(tx: &mut Tx<'_>, id: ClientId) -> Result<Vec<Consent>, StoreError> {
    let rows: Vec<Row> = each_backend!(tx.conn(), |c| client_consents::table
        .filter(client_consents::client_id.eq(bind(id)))
        .order(client_consents::id)
        .select((
            client_consents::channel,
            client_consents::purpose,
            client_consents::given,
            client_consents::evidence,
            client_consents::by_id,
            client_consents::at,
        ))
        .load(c))?;
    let people = names::employees(tx, rows.iter().filter_map(|row| row.4))?;
    let named = |id: Option<EmployeeId>| Some((id?, people.get(&id?)?.clone()));
    let mut latest = BTreeMap::new();
    for (channel, purpose, given, evidence, by, at) in rows {
        let consent = Consent {
            channel,
            purpose,
            given,
            evidence,
            by: named(by),
            at,
        };
        latest.insert((channel, purpose), consent);
    }
    Ok(latest.into_values().collect())
}
