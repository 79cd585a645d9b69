//! Who of those that are here could be meant: cards with a phone or an address.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::ClientId;
use domain::name::PersonName;

use crate::access::clients_within;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{client_emails, client_phones, client_tokens, clients};

/// A switchboard or a family of a hundred: no more are looked at.
const MOST: i64 = 100;

impl Tx<'_> {
    /// Cards within reach, archived ones aside, that have one of these numbers (E.164) or addresses, with their names.
    pub fn cards_with(
        &mut self,
        phones: &[String],
        emails: &[String],
    ) -> Result<BTreeMap<ClientId, PersonName>, StoreError> {
        let mut found = BTreeSet::new();
        for phone in phones {
            let with: Vec<ClientId> = each_backend!(self.conn(), |c| client_phones::table
                .filter(client_phones::e164.eq(phone))
                .select(client_phones::client_id)
                .limit(MOST)
                .load(c))?;
            found.extend(with);
        }
        for email in emails {
            found.extend(self.cards_with_email(email)?);
        }
        if found.is_empty() {
            return Ok(BTreeMap::new());
        }
        let reach = self.client_reach(Permission::ClientRead);
        type Named = (ClientId, Option<String>, Option<String>, Option<String>);
        let rows: Vec<Named> = clients::table
            .filter(clients::id.eq_any(among(found)))
            .filter(clients::archived_at.is_null())
            .filter(clients_within(&reach))
            .select((
                clients::id,
                clients::surname,
                clients::given,
                clients::patronymic,
            ))
            .load(self.conn())?;
        Ok(rows
            .into_iter()
            .map(|(id, surname, given, patronymic)| {
                let name = PersonName {
                    surname,
                    given,
                    patronymic,
                };
                (id, name)
            })
            .collect())
    }

    /// The index of tokens has addresses in small letters.
    fn cards_with_email(&mut self, email: &str) -> Result<Vec<ClientId>, StoreError> {
        let tokens = domain::search::email_tokens(email);
        let Some(whole) = tokens.iter().max_by_key(|token| token.len()) else {
            return Ok(Vec::new());
        };
        let whole = domain::search::contact(whole);
        let maybe: Vec<ClientId> = each_backend!(self.conn(), |c| client_tokens::table
            .filter(client_tokens::token.eq(&whole))
            .select(client_tokens::client_id)
            .limit(MOST)
            .load(c))?;
        let mut found = Vec::new();
        for id in maybe {
            let addresses: Vec<String> = each_backend!(self.conn(), |c| client_emails::table
                .filter(client_emails::client_id.eq(bind(id)))
                .select(client_emails::email)
                .load(c))?;
            let wanted = email.to_lowercase();
            if addresses.iter().any(|known| known.to_lowercase() == wanted) {
                found.push(id);
            }
        }
        Ok(found)
    }
}
