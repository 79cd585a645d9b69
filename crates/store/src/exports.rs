//! Files of clients that leave the house: what the rows of a list have besides for address books, and the lines of the audit log.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::clients::Messenger;
use domain::exports::ExportFormat;
use domain::fields::Subject;
use domain::ids::{ClientId, ExportId};
use serde::Serialize;

use crate::audit::state;
use crate::clients::ClientListed;
use crate::engine::among::among;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::unit::Tx;
use crate::schema::{client_messengers, client_phones};

/// How a client can be reached, as programs write it.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    /// E.164, in the order of the card.
    pub phones: Vec<String>,
    pub messengers: Vec<(Messenger, String)>,
}

/// What the audit log says of a file.
#[derive(Debug, Clone, Serialize)]
pub struct ExportLog {
    /// Whose cards.
    pub of: Subject,
    pub format: ExportFormat,
    /// The filter as one line; empty for everybody.
    pub filter: String,
    pub q: Option<String>,
    pub archived: bool,
    /// Keys; absent for whole cards.
    pub columns: Option<Vec<String>>,
    /// The cards that were chosen one by one.
    pub ids: Option<Vec<String>>,
}

/// How it ended.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ExportEnd {
    /// Rows that were handed to the connection.
    pub rows: u64,
    /// Whether the file came to its end; otherwise the reader went away or something broke.
    pub whole: bool,
}

impl Tx<'_> {
    /// Says in the audit log that a file is being taken away, before the first row leaves.
    pub fn log_export(&mut self, id: ExportId, log: &ExportLog) -> Result<(), StoreError> {
        self.audit("export.started", id, None, state(log))
    }

    /// Says how many rows left.
    pub fn log_export_end(&mut self, id: ExportId, end: ExportEnd) -> Result<(), StoreError> {
        self.audit("export.ended", id, None, state(&end))
    }

    /// How these clients can be reached, row by row.
    pub fn client_addresses(
        &mut self,
        rows: &[ClientListed],
    ) -> Result<Vec<Addresses>, StoreError> {
        let ids: Vec<ClientId> = rows.iter().map(|listed| listed.row.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let phones: Vec<(ClientId, String)> = each_backend!(self.conn(), |c| client_phones::table
            .filter(client_phones::client_id.eq_any(among(ids.iter().copied())))
            .order((client_phones::client_id, client_phones::position))
            .select((client_phones::client_id, client_phones::e164))
            .load(c))?;
        let messengers: Vec<(ClientId, (Messenger, String))> =
            each_backend!(self.conn(), |c| client_messengers::table
                .filter(client_messengers::client_id.eq_any(among(ids.iter().copied())))
                .order((client_messengers::client_id, client_messengers::position))
                .select((
                    client_messengers::client_id,
                    (client_messengers::messenger, client_messengers::address)
                ))
                .load(c))?;
        let mut found: BTreeMap<ClientId, Addresses> = BTreeMap::new();
        for (id, phones) in by_owner(phones) {
            found.entry(id).or_default().phones = phones;
        }
        for (id, messengers) in by_owner(messengers) {
            found.entry(id).or_default().messengers = messengers;
        }
        Ok(ids
            .iter()
            .map(|id| found.remove(id).unwrap_or_default())
            .collect())
    }
}
