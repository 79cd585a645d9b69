//! Words of cards made anew, after an update that finds cards by more than before.

use diesel::prelude::*;
use domain::ids::ClientId;

use super::write::ClientData;
use super::{contacts, read};
use crate::engine::among::among;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::stale_tokens;

/// Cards of one transaction.
const BATCH: i64 = 100;

impl Tx<'_> {
    /// Makes the words of some cards anew. Answers how many there were; 0 when none is left.
    pub fn renew_tokens(&mut self) -> Result<usize, StoreError> {
        let stale: Vec<ClientId> = stale_tokens::table
            .select(stale_tokens::client_id)
            .order(stale_tokens::client_id)
            .limit(BATCH)
            .load(self.conn())?;
        let fields = self.client_fields()?;
        for id in &stale {
            let card = read::row(self, *id)?;
            let data = ClientData::of(&card, self.contacts(*id)?);
            contacts::write_tokens(self, *id, &data.tokens(&fields))?;
        }
        let done = stale_tokens::client_id.eq_any(among(stale.iter().copied()));
        diesel::delete(stale_tokens::table.filter(done)).execute(self.conn())?;
        Ok(stale.len())
    }
}
